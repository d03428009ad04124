#!/usr/bin/env python3
"""Makes the root of a log with pymerkle from its entries, and holds it against the checkpoint's.

usage: seal_root.py CHECKPOINT ENTRY...      exit code 0: the same root; 1: another
"""
import base64
import sys

from pymerkle import InmemoryTree

tree = InmemoryTree(algorithm="sha256")
for path in sys.argv[2:]:
    with open(path, "rb") as entry:
        tree.append_entry(entry.read())
with open(sys.argv[1], encoding="utf-8") as checkpoint:
    size, root = checkpoint.read().split("\n")[1:3]
same = int(size) == tree.get_size() and base64.b64decode(root) == bytes(tree.get_root())
print("the same root" if same else "another root")
sys.exit(0 if same else 1)
