//! Where messages may go. A webhook must not become a way to reach machines of the own network from inside.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use ureq::http::Uri;

use crate::cli::Failure;

/// The longest address, in bytes.
const BYTES_MAX: usize = 500;

/// An address that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Address {
    url: String,
    /// Whether it may lead into the own network.
    is_private: bool,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl Address {
    /// Checks an address: `https`, a host, no user and no fragment. Only where it is said that it is in the own
    /// network may it name an address of it, and a loopback address may then be reached by plain `http`.
    pub(crate) fn read(text: &str, is_private: bool) -> Result<Self, Failure> {
        let refused =
            |why: &str, hint: &str| Err(Failure::refused(format!("{text:?} {why}"), hint));
        let example = "write it like https://example.org/safeconduct";
        if text.len() > BYTES_MAX {
            return refused(&format!("has more than {BYTES_MAX} bytes"), example);
        }
        let Ok(uri) = text.parse::<Uri>() else {
            return refused("is not the address of a page", example);
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refused("does not say where to", example);
        };
        // The parser of addresses takes neither for a part of its own.
        if authority.as_str().contains('@') || text.contains(['#', '\\']) {
            return refused("holds a user or a fragment", example);
        }
        let literal = ip_of(authority.host());
        match scheme {
            "https" => {}
            "http" if is_private && literal.is_some_and(|ip| ip.is_loopback()) => {}
            "http" => {
                return refused(
                    "would send messages in clear",
                    "use https; plain http is for 127.0.0.1 and [::1] alone, with --private",
                );
            }
            _ => return refused("is neither https nor http", example),
        }
        let address = Self { url: text.to_owned(), is_private };
        if let Some(ip) = literal
            && !address.may_reach(ip)
        {
            return refused(
                "is an address of a network that is not open to all",
                "if it is meant to stay in the own network, make the webhook on this machine with --private",
            );
        }
        Ok(address)
    }

    /// The address as it was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    /// Says whether a message may be sent to a machine. It is asked of every address that a name leads to, each
    /// time a message is sent.
    pub(super) fn may_reach(&self, ip: IpAddr) -> bool {
        match ip.to_canonical() {
            IpAddr::V4(ip) => is_public_4(ip) || (self.is_private && is_own_4(ip)),
            IpAddr::V6(ip) => is_public_6(ip) || (self.is_private && is_own_6(ip)),
        }
    }
}

/// Reads an address of a machine as it stands in the address of a page.
fn ip_of(host: &str) -> Option<IpAddr> {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.parse().ok()
}

/// Networks that are not the public internet: where they begin, and how many bits name them (IANA's registry of
/// special-purpose addresses, RFC 6890 and what came after it).
const SPECIAL_4: [(Ipv4Addr, u32); 14] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// Says whether an address is one of the public internet.
fn is_public_4(ip: Ipv4Addr) -> bool {
    let is_within = |(network, bits): &(Ipv4Addr, u32)| {
        (ip.to_bits() ^ network.to_bits()).leading_zeros() >= *bits
    };
    !SPECIAL_4.iter().any(is_within)
}

/// Says whether an address is one of an own network. Link-local ones are not: at such addresses machines for
/// rent give out their keys.
fn is_own_4(ip: Ipv4Addr) -> bool {
    ip.is_private() || ip.is_loopback() || matches!(ip.octets(), [100, 64..=127, _, _])
}

/// Says whether an address is one of the public internet and does not stand for one of another kind.
fn is_public_6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let is_global = a & 0xe000 == 0x2000;
    // Teredo, ORCHID and others; documentation, twice; 6to4.
    let is_special =
        (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || (a == 0x3fff && b < 0x1000) || a == 0x2002;
    is_global && !is_special
}

fn is_own_6(ip: Ipv6Addr) -> bool {
    ip.is_unique_local() || ip.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaches(address: &Address, ip: &str) -> bool {
        address.may_reach(ip.parse().expect("an address"))
    }

    #[test]
    fn addresses_that_would_not_do_are_refused() {
        for text in [
            "",
            "example.org",
            "ftp://example.org/",
            "http://example.org/",
            "https://user:word@example.org/",
            "https://example.org/#part",
            "https://10.0.0.1/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:192.168.1.1]/",
            "https://169.254.169.254/latest",
            "http://127.0.0.1:9/",
            "https://exa mple.org/",
            &format!("https://example.org/{}", "a".repeat(BYTES_MAX)),
        ] {
            assert!(Address::read(text, false).is_err(), "{text}");
        }
        for text in ["http://example.org/", "http://192.168.1.1/", "https://169.254.169.254/"] {
            assert!(Address::read(text, true).is_err(), "{text}");
        }
        for text in ["http://127.0.0.1:9/in", "http://[::1]:9/", "https://192.168.1.1/"] {
            assert!(Address::read(text, true).is_ok(), "{text}");
        }
        assert!(Address::read("https://example.org:8443/in?to=1", false).is_ok());
    }

    #[test]
    fn a_name_that_leads_into_the_own_network_is_not_followed() {
        let open = Address::read("https://example.org/", false).expect("an address");
        let own = Address::read("https://example.org/", true).expect("an address");
        for ip in ["93.184.216.34", "2606:2800:220:1::1"] {
            assert!(reaches(&open, ip) && reaches(&own, ip), "{ip}");
        }
        for ip in ["10.1.2.3", "127.0.0.1", "100.64.0.1", "fd00::1", "::1", "::ffff:10.0.0.1"] {
            assert!(!reaches(&open, ip) && reaches(&own, ip), "{ip}");
        }
        for ip in [
            "169.254.169.254",
            "fe80::1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "2002:a00:1::",
            "64:ff9b::a00:1",
            "2001:db8::1",
        ] {
            assert!(!reaches(&open, ip) && !reaches(&own, ip), "{ip}");
        }
    }
}
