#!/usr/bin/env python3
"""Checks a C2SP tlog-proof against a tlog-policy, from the specifications alone.

Shares no code with Safeconduct: Ed25519 comes from the package `cryptography`, the rest is written out.
usage: seal_peer.py POLICY PROOF ENTRY      exit code 0: the entry stands in the log; 1: it does not
"""
import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    pass


def need(holds, why):
    if not holds:
        raise Refused(why)


def vkey(text):
    name, ident, material = text.split("+", 2)
    material = base64.b64decode(material, validate=True)
    digest = hashlib.sha256(name.encode() + b"\n" + material).digest()
    need(digest[:4].hex() == ident, f"key {name}: the identifier does not follow")
    return name, digest[:4], material[0], material[1:]


def read_policy(text):
    logs, witnesses, groups, quorum = [], {}, {}, None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log":
            logs.append(vkey(words[1]))
        elif words[0] == "witness":
            key = vkey(words[2])
            if key[2] == 4:  # only these cosign; officers' keys are no business of a tlog-proof
                witnesses[words[1]] = key
        elif words[0] == "group":
            groups[words[1]] = (words[2], words[3:])
        elif words[0] == "quorum":
            quorum = words[1]
        else:
            raise Refused(f"policy: {line}")
    return logs, witnesses, groups, quorum


def met(name, signed, groups):
    if name not in groups:
        return name in signed
    threshold, members = groups[name]
    count = {"all": len(members), "any": 1}.get(threshold) or int(threshold)
    return sum(met(member, signed, groups) for member in members) >= count


def holds(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def check(policy, proof, entry):
    logs, witnesses, groups, quorum = read_policy(policy.decode())
    head, checkpoint = proof.split(b"\n\n", 1)
    lines = head.decode().split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
    need(lines[1].startswith("index "), "no index")
    index = int(lines[1][6:])
    path = [base64.b64decode(line, validate=True) for line in lines[2:]]
    text, signatures = checkpoint.split(b"\n\n", 1)
    text += b"\n"
    origin, size, root = text.decode().splitlines()
    size, root = int(size), base64.b64decode(root, validate=True)
    by_log, signed = False, set()
    for line in signatures.decode().splitlines():
        dash, name, material = line.split(" ")
        need(dash == "\u2014", "not a signature line")
        material = base64.b64decode(material, validate=True)
        ident, signature = material[:4], material[4:]
        for log in logs:
            if (log[0], log[1]) == (name, ident) and name == origin:
                need(holds(log[3], text, signature), "the log's signature does not hold")
                by_log = True
        for own, key in witnesses.items():
            if (key[0], key[1]) == (name, ident):
                time = int.from_bytes(signature[:8], "big")
                message = f"cosignature/v1\ntime {time}\n".encode() + text
                need(holds(key[3], message, signature[8:]), f"the cosignature of {name} does not hold")
                signed.add(own)
    need(by_log, "the log has not signed")
    need(met(quorum, signed, groups), "no quorum")
    # RFC 9162 section 2.1.3.2
    need(index < size, "the index is beyond the log")
    first, last = index, size - 1
    node = hashlib.sha256(b"\x00" + entry).digest()
    for step in path:
        need(last > 0, "the path is too long")
        if first & 1 or first == last:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        first >>= 1
        last >>= 1
    need(last == 0 and node == root, "the entry does not stand at this index")


def main():
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        check(*(open(path, "rb").read() for path in sys.argv[1:]))
    except (Refused, ValueError, IndexError, KeyError) as why:
        print(f"refused: {why}")
        return 1
    print("the entry stands in the log")
    return 0


if __name__ == "__main__":
    sys.exit(main())
