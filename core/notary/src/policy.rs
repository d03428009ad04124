//! A policy says whose signatures count and how many are enough. It is a C2SP tlog-policy file.
//!
//! `witness` lines name keys, `group` lines name sets of them with a threshold, and the `quorum` line
//! names the group that makes a checkpoint count. The program that reads the policy may ask for other
//! groups too; Safeconduct asks for the groups of officers `A`, `B`, `M` and `H`.

use std::collections::{BTreeMap, BTreeSet};

use crate::key::{Algorithm, KeyRefusal, VerifyKey};

/// The longest policy file that is read, in bytes.
pub const POLICY_BYTES_MAX: usize = 65_536;
/// The most logs, witnesses or groups that are read, each.
pub const ENTRIES_MAX: usize = 128;

/// Why a text is not a policy. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyRefusal {
    /// Longer than [`POLICY_BYTES_MAX`], or more than [`ENTRIES_MAX`] of one kind.
    #[error(
        "the policy is too long: at most {POLICY_BYTES_MAX} bytes and {ENTRIES_MAX} lines of a kind"
    )]
    Long,
    /// A control character other than tab and newline, or a last line without newline.
    #[error("policy line {0} holds a control character, or does not end in a newline")]
    Character(usize),
    /// A line of no known form.
    #[error("policy line {0} is not a log, witness, group or quorum line")]
    Line(usize),
    /// A key that cannot be used.
    #[error("policy line {line}: {refusal}")]
    Key {
        /// The line.
        line: usize,
        /// What is wrong with the key.
        refusal: KeyRefusal,
    },
    /// A name or a key that stands there already.
    #[error("policy line {0} names `{1}` for the second time")]
    Twice(usize, String),
    /// A name that no line above defines.
    #[error("policy line {0} names `{1}`, which no line above defines")]
    Unknown(usize, String),
    /// A threshold of none or of more than there are members.
    #[error("policy line {0} asks for `{1}` of its members")]
    Threshold(usize, String),
    /// No quorum line, or two.
    #[error("the policy must have exactly one quorum line")]
    Quorum,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<String>,
}

/// A policy that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<VerifyKey>,
    witnesses: BTreeMap<String, VerifyKey>,
    groups: BTreeMap<String, Group>,
    /// The name on the quorum line; `none` is no name of a group.
    quorum: String,
}

impl Policy {
    /// Reads a policy file.
    pub fn read(text: &str) -> Result<Self, PolicyRefusal> {
        if text.len() > POLICY_BYTES_MAX {
            return Err(PolicyRefusal::Long);
        }
        let last = text.lines().count();
        if !text.ends_with('\n') {
            return Err(PolicyRefusal::Character(last));
        }
        let mut reader = Reader::default();
        for (at, line) in text.split_terminator('\n').enumerate() {
            reader.line(at + 1, line)?;
        }
        let quorum = reader.quorum.ok_or(PolicyRefusal::Quorum)?;
        let Reader { logs, witnesses, groups, .. } = reader;
        Ok(Self { logs, witnesses, groups, quorum })
    }

    /// Returns the logs whose checkpoints are taken.
    pub fn logs(&self) -> &[VerifyKey] {
        &self.logs
    }

    /// Returns the witness line whose key signs under this name and identifier.
    pub fn signer(&self, name: &str, id: u32) -> Option<(&str, &VerifyKey)> {
        self.witnesses
            .iter()
            .find(|(_, key)| key.name() == name && key.id() == id)
            .map(|(name, key)| (name.as_str(), key))
    }

    /// Returns all witness lines by name.
    pub fn witnesses(&self) -> impl Iterator<Item = (&str, &VerifyKey)> {
        self.witnesses.iter().map(|(name, key)| (name.as_str(), key))
    }

    /// Says whether a group or a witness of this name is defined.
    pub fn defines(&self, name: &str) -> bool {
        self.groups.contains_key(name) || self.witnesses.contains_key(name)
    }

    /// Returns the witnesses that stand beneath a name, through all groups.
    pub fn members(&self, name: &str) -> BTreeSet<&str> {
        let Some(group) = self.groups.get(name) else {
            return self
                .witnesses
                .get_key_value(name)
                .map(|(name, _)| name.as_str())
                .into_iter()
                .collect();
        };
        group.members.iter().flat_map(|member| self.members(member)).collect()
    }

    /// Says whether the witnesses that signed are enough for a name. An undefined name never is.
    pub fn is_met(&self, name: &str, signed: &BTreeSet<&str>) -> bool {
        match self.groups.get(name) {
            Some(group) => {
                let met = group.members.iter().filter(|member| self.is_met(member, signed));
                met.count() >= group.threshold
            }
            None => self.witnesses.contains_key(name) && signed.contains(name),
        }
    }

    /// Says whether the witnesses that signed make a checkpoint count. With `quorum none` any set does.
    pub fn is_quorum(&self, signed: &BTreeSet<&str>) -> bool {
        self.quorum().is_none_or(|name| self.is_met(name, signed))
    }

    /// Returns the policy with another key on a witness line: what a reader of this format needs once that key
    /// was replaced. A name without a line changes nothing.
    #[must_use]
    pub fn with_key(mut self, name: &str, key: VerifyKey) -> Self {
        if let Some(own) = self.witnesses.get_mut(name) {
            *own = key;
        }
        self
    }

    /// Returns the name on the quorum line; none where it says `none`.
    pub fn quorum(&self) -> Option<&str> {
        Some(self.quorum.as_str()).filter(|name| *name != "none")
    }
}

#[derive(Default)]
struct Reader {
    logs: Vec<VerifyKey>,
    witnesses: BTreeMap<String, VerifyKey>,
    groups: BTreeMap<String, Group>,
    members: BTreeSet<String>,
    keys: BTreeSet<[u8; 32]>,
    quorum: Option<String>,
}

impl Reader {
    fn line(&mut self, at: usize, line: &str) -> Result<(), PolicyRefusal> {
        if line.chars().any(|c| c.is_ascii_control() && c != '\t') {
            return Err(PolicyRefusal::Character(at));
        }
        let line = line.trim_matches([' ', '\t']);
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["log", vkey] | ["log", vkey, _] => {
                let key = self.key(at, vkey)?;
                self.logs.push(key);
            }
            ["witness", name, vkey] | ["witness", name, vkey, _] => {
                self.fresh(at, name)?;
                let key = self.key(at, vkey)?;
                self.witnesses.insert((*name).to_owned(), key);
            }
            ["group", name, threshold, members @ ..] if !members.is_empty() => {
                self.group(at, name, threshold, members)?;
            }
            ["quorum", name] => self.quorum(at, name)?,
            _ => return Err(PolicyRefusal::Line(at)),
        }
        let most = self.logs.len().max(self.witnesses.len()).max(self.groups.len());
        if most > ENTRIES_MAX { Err(PolicyRefusal::Long) } else { Ok(()) }
    }

    /// Reads a key that no earlier line holds, under whatever name.
    fn key(&mut self, at: usize, vkey: &str) -> Result<VerifyKey, PolicyRefusal> {
        let key =
            VerifyKey::read(vkey).map_err(|refusal| PolicyRefusal::Key { line: at, refusal })?;
        if self.keys.insert(key.bytes()) {
            Ok(key)
        } else {
            Err(PolicyRefusal::Twice(at, key.name().to_owned()))
        }
    }

    fn fresh(&self, at: usize, name: &str) -> Result<(), PolicyRefusal> {
        if name == "none" || self.witnesses.contains_key(name) || self.groups.contains_key(name) {
            return Err(PolicyRefusal::Twice(at, name.to_owned()));
        }
        Ok(())
    }

    fn defined(&self, at: usize, name: &str) -> Result<(), PolicyRefusal> {
        if self.witnesses.contains_key(name) || self.groups.contains_key(name) {
            return Ok(());
        }
        Err(PolicyRefusal::Unknown(at, name.to_owned()))
    }

    fn group(
        &mut self,
        at: usize,
        name: &str,
        threshold: &str,
        members: &[&str],
    ) -> Result<(), PolicyRefusal> {
        self.fresh(at, name)?;
        for member in members {
            self.defined(at, member)?;
            // A name counts in one place only, so that nobody is counted twice towards a threshold.
            if !self.members.insert((*member).to_owned()) {
                return Err(PolicyRefusal::Twice(at, (*member).to_owned()));
            }
        }
        let count = match threshold {
            "all" => members.len(),
            "any" => 1,
            number => crate::read_decimal(number)
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| (1..=members.len()).contains(number))
                .ok_or_else(|| PolicyRefusal::Threshold(at, number.to_owned()))?,
        };
        let members = members.iter().map(|member| (*member).to_owned()).collect();
        self.groups.insert(name.to_owned(), Group { threshold: count, members });
        Ok(())
    }

    fn quorum(&mut self, at: usize, name: &str) -> Result<(), PolicyRefusal> {
        if self.quorum.is_some() {
            return Err(PolicyRefusal::Quorum);
        }
        if name != "none" {
            self.defined(at, name)?;
        }
        self.quorum = Some(name.to_owned());
        Ok(())
    }
}

/// Writes a policy line for a key: `witness`, named as the key is.
pub fn witness_line(key: &VerifyKey) -> String {
    format!("witness {} {key}\n", key.name())
}

/// Says whether a key may stand beneath the quorum: it must sign checkpoints.
pub fn is_cosigner(key: &VerifyKey) -> bool {
    key.algorithm() == Algorithm::Cosignature
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SecretKey;

    fn vkey(name: &str, seed: u8) -> String {
        SecretKey::from_seed(name, Algorithm::Note, &[seed; 32]).unwrap().public().to_string()
    }

    fn text() -> String {
        format!(
            "# who counts\nwitness a1 {}\nwitness a2 {}\n\twitness b1 {}\n\
             group A all a1 a2\ngroup B 1 b1\ngroup both all A B\nquorum both\n",
            vkey("a1", 1),
            vkey("a2", 2),
            vkey("b1", 3)
        )
    }

    #[test]
    fn thresholds_count_each_witness_once() {
        let policy = Policy::read(&text()).unwrap();
        assert!(policy.is_met("A", &BTreeSet::from(["a1", "a2"])));
        assert!(!policy.is_met("A", &BTreeSet::from(["a1", "b1"])));
        assert!(policy.is_quorum(&BTreeSet::from(["a1", "a2", "b1"])));
        assert!(!policy.is_quorum(&BTreeSet::from(["a1", "b1"])));
        assert!(!policy.is_met("nobody", &BTreeSet::from(["nobody"])));
        assert_eq!(policy.members("both"), BTreeSet::from(["a1", "a2", "b1"]));
    }

    #[test]
    fn a_policy_that_could_be_read_two_ways_is_refused() {
        let read = |change: &dyn Fn(String) -> String| Policy::read(&change(text())).unwrap_err();
        let add = |line: String| move |text: String| text + &line;
        assert_eq!(read(&add("quorum A\n".into())), PolicyRefusal::Quorum);
        assert_eq!(read(&|text| text.replace("quorum both\n", "")), PolicyRefusal::Quorum);
        assert_eq!(
            read(&add(format!("witness again {}\n", vkey("again", 1)))),
            PolicyRefusal::Twice(9, "again".into())
        );
        assert_eq!(read(&add("group C any a1\n".into())), PolicyRefusal::Twice(9, "a1".into()));
        assert_eq!(
            read(&|text| text.replace("B 1 b1", "B 2 b1")),
            PolicyRefusal::Threshold(6, "2".into())
        );
        assert_eq!(
            read(&|text| text.replace("B 1 b1", "B 1 b7")),
            PolicyRefusal::Unknown(6, "b7".into())
        );
        assert_eq!(read(&add("allow everybody\n".into())), PolicyRefusal::Line(9));
        assert_eq!(read(&add("quorum A".into())), PolicyRefusal::Character(9));
        assert_eq!(read(&|text| text.replace("# who", "# w\rho")), PolicyRefusal::Character(1));
    }
}
