#!/usr/bin/env python3
"""plan.py DIR PLAN.csv CERTIFICATE: checks a certificate of `safeconduct plan make` from spec/5-plan.md alone, with
nothing but Python. Exit 0: the plan is the one that everybody finds; 1: that is not proven."""
import bisect, csv, hashlib, json, sys
from collections import Counter
NEEDS, PRIME = ["seat", "stretcher", "ambulance"], 2**61 - 1
class Program:
    def __init__(self, folder, inst):
        self.inst, self.terms, R = inst, inst["agreement"], len(inst["rounds"])
        self.R, self.cats, days, people, groups = R, self.terms["precedence"], [r["day"] for r in inst["rounds"]], {}, {}
        for p in csv.DictReader(open(f"{folder}/persons.csv")):
            cat = next((i for i, c in enumerate(self.cats) if c in p["cats"].split(";")), None)
            if cat is not None and p["refuses"] != "1" and p["excluded"] != "1":
                day, first, bands = int(p["capture_day"]), bisect.bisect_left(days, int(p["hold_until"])), self.terms["bands"]
                people[p["id"]] = (day, (p["side"], cat, NEEDS.index(p["need"]), first, bisect.bisect_right(bands, day) - 1, int(p["named"])))
                groups.setdefault(("g", p["group"]) if p["group"] else ("p", p["id"]), []).append(p["id"])
        self.members, seed = {}, bytes.fromhex(inst.get("seed_hex", ""))  # unit -> its sets of people, as they go
        for ids in map(sorted, groups.values()):
            first = max(people[i][1][3] for i in ids)
            unit = tuple(sorted(people[i][1][:3] + (first,) + people[i][1][4:] for i in ids))
            rank = (min(people[i][0] for i in ids), hashlib.sha256(seed + ids[0].encode()).digest())
            self.members.setdefault(unit, []).append((rank, ids))
        self.units = sorted(self.members)
        self.size = [len(self.members[u]) for u in self.units] + [len(people)] * R
        self.counted, self.total = [c in self.terms["counted"] for c in self.cats], self.terms["parity_mode"] == "total"
        parities = [None] if self.total else [i for i, c in enumerate(self.counted) if c]
        self.locals = [(s, what) for s in "AB" for what in NEEDS + ["escort", "beds", "least"]]
        self.locals += [("parity", p) for p in parities] + [("ahead", 1), ("ahead", -1)]
        at = {local: i * R for i, local in enumerate(self.locals)}
        self.load = [self.draws(u, at) for u in self.units] + [{at["ahead", 1]: -1, at["ahead", -1]: -1}] * R
        self.moves = [any(self.counted[k[1]] for k in u) for u in self.units] + [False] * R
        self.over, of, most, least = [], self.terms.get("floor_cats", self.cats), self.terms.get("ceiling"), self.terms.get("floor", 0)
        for s in "AB":
            goes, some = self.weigh(lambda k: k[0] == s and self.cats[k[1]] in of), self.weigh(lambda k: k[0] == s and self.counted[k[1]])
            self.over += [(some, [1] * R, most)] * (most is not None) + [([-w for w in goes], [1] * R, -least)] * (least > 0)
    def weigh(self, member):
        return [sum(1 for k in u if member(k)) for u in self.units] + [0] * self.R
    def draws(self, unit, at):
        load = Counter()
        for s, cat, need, *_ in unit:
            load[at[s, NEEDS[need]]] += 1
            load[at[s, "escort"]] += self.terms["escort_quarters"][NEEDS[need]]
            load[at[s, "beds"]] += self.cats[cat] in self.terms["beds_cats"]
            if self.counted[cat]:
                a, b = self.terms["parity_total"] if self.total else self.terms["parity"][self.cats[cat]]
                load[at[s, "least"]] -= 1
                load[at["parity", None if self.total else cat]] += b if s == "A" else -a
            for way in (1, -1):
                load[at["ahead", way]] += way if s == "A" else -way
        return {row: w for row, w in load.items() if w}
    def right(self, row, happens):
        (s, what), r = self.locals[row // self.R], row % self.R
        if what == "least":
            return -max(1, self.terms["min_swap"]) if happens[r] else 0
        return 0 if s in ("parity", "ahead") else self.inst["rounds"][r]["cap"][s][what] * (4 if what == "escort" else 1)
    def options(self, i, happens):
        stages = range(self.units[i][0][3], self.R) if i < len(self.units) else [i - len(self.units)]
        return [r for r in stages if not (self.moves[i] and happens[r] is False)] + [self.R]
    def cut(self, cut):
        (kind, c), = cut.items()
        here = lambda side: self.weigh(lambda k: k[0] == side and self.counted[k[1]] and c["category"] in (None, k[1]))
        same = lambda k: k[:3] == (c["side"], c["category"], NEEDS.index(c["need"]))
        weights = {"unit": lambda: [int(i == c["unit"]) for i in range(len(self.size))], "heads": lambda: self.weigh(same),
                   "counted": lambda: [c["a"] * x + c["b"] * y for x, y in zip(here("A"), here("B"))]}[kind]()
        return weights, [int(r == c["stage"]) for r in range(self.R)]
    def leaf(self, leaf, aim, value, held, happens, known, path):
        rows, cuts = {int(k): int(v) for k, v in leaf.get("rows", {}).items()}, [int(y) for y in leaf.get("cuts", [])]
        scale, here, costs = int(leaf["scale"]), self.R * len(self.locals), []
        assert scale >= 0 and (aim or scale == 0) and len(cuts) <= len(path), "a wrong scale or cut"
        assert all(y <= 0 or row < here and self.locals[row // self.R][0] == "parity" for row, y in rows.items()), "a wrong sign"
        forms = [(y, self.over[row - here]) for row, y in rows.items() if row >= here] + list(zip(cuts, path))
        forms += [(int(y), held[int(at)]) for at, y in leaf.get("aims", {}).items()]
        assert all(y <= 0 for y, _ in forms), "a price of the wrong sign"
        bound = sum(y * f[2] for y, f in forms) + sum(y * self.right(row, happens) for row, y in rows.items() if row < here)
        for i, size in enumerate(self.size):
            costs.append({self.R: 0})
            for r in self.options(i, happens)[:-1]:
                cost = (scale * aim[0][i] * aim[1][r] if scale else 0) - sum(y * f[0][i] * f[1][r] for y, f in forms if f[0][i])
                costs[i][r] = cost - sum(rows.get(row + r, 0) * w for row, w in self.load[i].items())
            bound += size * min(costs[i].values())
        assert bound > (scale * (value - 1) if scale else 0), "the prices do not add up"
        gap = scale * value - bound
        return aim and gap >= 0 and (  # what is left open to plans of this value, or nothing
            [{r for r, c in own.items() if c - min(own.values()) <= gap} & old for own, old in zip(costs, known[0])],
            known[1] | {row for row, y in rows.items() if abs(y) > gap}, [f for y, f in zip(cuts, path) if -y > gap])
    def prove(self, nodes, *claim):
        paths, found = [[]], []  # a cut is followed by the case `most`, then by the case `more`
        for node in nodes:
            path = paths.pop()
            if "leaf" in node:
                found.append(self.leaf(node["leaf"], *claim, path))
                continue
            (weights, factors), at = self.cut(node["cut"]["cut"]), node["cut"]["at"]
            paths += [path + [([-w for w in weights], factors, -at - 1)], path + [(weights, factors, at)]]
        assert not paths, "not one tree"
        return [f for f in found if f]
    def alone(self, left, tight, cuts, forms):
        here, basis = self.R * len(self.locals), {}
        forms = forms + cuts + [self.over[row - here] for row in tight if row >= here]
        rows = [row for row in range(here) if row in tight or self.locals[row // self.R][0] == "parity"]
        column = lambda i, r: [self.load[i].get(row - row % self.R, 0) * (row % self.R == r) for row in rows] + [
            f[0][i] * f[1][r] if r < self.R else 0 for f in forms]
        for i, options in enumerate(left):
            base, *others = [column(i, r) for r in sorted(options)]
            for other in others:
                v = [(x - y) % PRIME for x, y in zip(other, base)]
                for pivot, b in basis.items():
                    v = [(x - v[pivot] * y) % PRIME for x, y in zip(v, b)] if v[pivot] else v
                pivot = next((j for j, x in enumerate(v) if x), None)
                assert pivot is not None, "another plan may be as good"
                basis[pivot] = [x * pow(v[pivot], -1, PRIME) % PRIME for x in v]
def main(folder, plan, certificate):
    inst, cert = json.load(open(f"{folder}/instance.json")), json.load(open(certificate))
    p, goes = Program(folder, inst), {r["id"]: int(r["round"]) - 1 for r in csv.DictReader(open(plan))}
    R, happens, x = p.R, cert["happens"], []
    for u in p.units:  # people inside a unit go in the order of the draw, and members of a group together
        stages = [{goes.get(i, R) for i in ids} for _, ids in sorted(p.members[u])]
        assert all(len(s) == 1 for s in stages) and stages == sorted(stages, key=min), "a group is split, or passed over"
        x.append([sum(r in s for s in stages) for r in range(R)])
    assert sum(sum(row) * len(u) for u, row in zip(p.units, x)) == len(goes), "somebody may not go"
    for row, r in ((i * R + r, r) for i in range(len(p.locals) - 2) for r in range(R)):
        used, most = sum(n[r] * load.get(row - r, 0) for n, load in zip(x, p.load)), p.right(row, happens)
        assert used == most or (used < most and p.locals[row // R][0] != "parity"), f"stage {r + 1}: {p.locals[row // R]}"
    assert not any(n and r not in p.options(i, happens) for i, row in enumerate(x) for r, n in enumerate(row)), "a hold"
    ahead = [abs(sum((1 if k[0] == "A" else -1) * row[r] for u, row in zip(p.units, x) for k in u)) for r in range(R)]
    x += [[ahead[r] * (r == own) for r in range(R)] for own in range(R)]
    value = lambda form: sum(w * f * n for w, row in zip(form[0], x) for f, n in zip(form[1], row))
    assert all(value(form) <= form[2] for form in p.over), "the floor or the ceiling"
    for r in (r for r, does in enumerate(happens) if not does):
        p.prove(cert["stages"][str(r)], None, 0, {}, happens[:r] + [True] + [None] * (R - r - 1), None)
    waiting = [r["day"] - inst["horizon"] for r in inst["rounds"]]
    tiers = [(p.weigh(lambda k: k[1] == c), waiting) for c in range(len(p.cats))]
    late = [c and not p.terms.get("categories_first", True) for c in p.counted]
    aims = [t for t, after in zip(tiers, late) if not after] + [(p.weigh(lambda k: k[4] == b), waiting) for b in range(len(p.terms["bands"]))]
    aims += [t for t, after in zip(tiers, late) if after] + [(p.weigh(lambda k: k[5] == 1), waiting), ([0] * len(p.units) + [1] * R, [1] * R)]
    assert len(aims) == len(cert["aims"]) and cert.get("order"), "another number of aims, or no draw"
    text = lambda k: f"{k[0]}:{p.cats[k[1]]}:{NEEDS[k[2]]}:{k[3] + 1}:{p.terms['bands'][k[4]]}:{k[5]}"
    head, seed = b"safeconduct/plan/order/1", hashlib.sha256(bytes.fromhex(inst.get("seed_hex", ""))).digest()
    for k in range(len(cert["order"])):
        drawn = lambda what, most: int(hashlib.sha256(head + bytes([k]) + seed + what.encode()).hexdigest()[:4], 16) % most + 1
        aims.append(([-drawn("+".join(map(text, u)), 4096) for u in p.units] + [0] * R, [drawn(str(r + 1), 64) for r in range(R)]))
    held, known = {}, ([set(p.options(i, happens)) for i in range(len(p.size))], set())
    for at, (aim, nodes) in enumerate(zip(aims, cert["aims"] + cert["order"]), 1):
        left = p.prove(nodes, aim, value(aim), held, happens, known)
        held[at] = (*aim, value(aim))
        known = left[0][:2] if len(nodes) == 1 else known
    p.alone(*(left[0] if len(left) == 1 else None), list(held.values()))  # in two cases at once there are two plans
    print(f"no plan is better, and no other is as good: {len(cert['aims']) + 1} aims are proven")
if __name__ == "__main__":
    main(*sys.argv[1:])  # what does not hold is an error, and exit 1
