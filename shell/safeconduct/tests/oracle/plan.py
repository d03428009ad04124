#!/usr/bin/env python3
"""plan.py DIR PLAN.csv CERTIFICATE, from spec/5-plan.md alone. Exit 0: the plan is the one that everybody finds; 1: not proven."""
import bisect, collections, csv, hashlib, json, os, sys
NEEDS, PRIME = ["seat", "stretcher", "ambulance"], 2**61 - 1
class Program:
    def __init__(self, folder, inst):
        self.inst, self.terms, R = inst, inst["agreement"], len(inst["rounds"])
        self.R, self.cats, days, people, groups = R, self.terms["precedence"], [r["day"] for r in inst["rounds"]], {}, {}
        rows = lambda name: csv.DictReader(open(f"{folder}/{name}.csv")) if os.path.exists(f"{folder}/{name}.csv") else []
        for p in rows("persons"):
            cat = next((i for i, c in enumerate(self.cats) if c in p["cats"].split(";")), None)
            if cat is not None and p["refuses"] != "1" and p["excluded"] != "1":
                day, first, bands = int(p["capture_day"]), bisect.bisect_left(days, int(p["hold_until"])), self.terms["bands"]
                people[p["id"]] = (day, (p["side"], cat, NEEDS.index(p["need"]), first, bisect.bisect_right(bands, day) - 1, int(p["named"])))
                groups.setdefault(("g", p["group"]) if p["group"] else ("p", p["id"]), []).append(p["id"])
        self.members, seed = {}, bytes.fromhex(inst.get("seed_hex", ""))  # unit -> its sets of people, as they go
        self.digest = hashlib.sha256(seed).digest()
        for ids in map(sorted, groups.values()):
            first = max(people[i][1][3] for i in ids)
            unit = tuple(sorted(people[i][1][:3] + (first,) + people[i][1][4:] for i in ids))
            draw = hashlib.sha256(seed + ids[0].encode()).digest()
            self.members.setdefault(unit, []).append((min(people[i][0] for i in ids), draw, ids))
        own = {self.unit(r["class"]): int(r["count"]) for name in ("classes-a", "classes-b") for r in rows(name)}
        self.number = {**own, **{u: len(sets) for u, sets in self.members.items()}}
        self.units = sorted(self.number)
        self.size = [self.number[u] for u in self.units] + [sum(n * len(u) for u, n in self.number.items())] * R
        self.counted, self.total = [c in self.terms["counted"] for c in self.cats], self.terms["parity_mode"] == "total"
        self.locals = [(s, what) for s in "AB" for what in NEEDS + ["escort", "beds", "least"]]
        self.locals += [("parity", p) for p in ([None] if self.total else [i for i, c in enumerate(self.counted) if c])] + [("ahead", 1), ("ahead", -1)]
        at = {local: i * R for i, local in enumerate(self.locals)}
        self.load = [self.draws(u, at) for u in self.units] + [{at["ahead", 1]: -1, at["ahead", -1]: -1}] * R
        self.moves = [any(self.counted[k[1]] for k in u) for u in self.units] + [False] * R
        self.over, of, most, least = [], self.terms.get("floor_cats", self.cats), self.terms.get("ceiling"), self.terms.get("floor", 0)
        for s in "AB":
            goes, some = self.weigh(lambda k: k[0] == s and self.cats[k[1]] in of), self.weigh(lambda k: k[0] == s and self.counted[k[1]])
            self.over += [(some, [1] * R, most)] * (most is not None) + [([-w for w in goes], [1] * R, -least)] * (least > 0)
    def unit(self, text):  # side:category:need:first stage:band:named, for a group several
        ks = [k.split(":") for k in text.split("+")]
        first, cat, band = max(int(k[3]) for k in ks) - 1, self.cats.index, self.terms["bands"].index
        return tuple(sorted((k[0], cat(k[1]), NEEDS.index(k[2]), first, band(int(k[4])), int(k[5])) for k in ks))
    def counts(self, plan):  # unit by unit how many go in each stage; within a unit in the order of the draw, groups together
        rows = list(csv.DictReader(open(plan)))
        if not self.members:
            goes = {(self.unit(r["class"]), int(r["stage"]) - 1): int(r["count"]) for r in rows}
            assert len(goes) == len(rows) and all(u in self.number and 0 <= r < self.R for u, r in goes), "no such class or stage"
            return [[goes.get((u, r), 0) for r in range(self.R)] for u in self.units]
        goes = {r["id"]: int(r["round"]) - 1 for r in rows}
        sets = [[{goes.get(i, self.R) for i in ids} for *_, ids in sorted(self.members[u])] for u in self.units]
        assert all(len(s) == 1 for own in sets for s in own) and all(own == sorted(own, key=min) for own in sets), "split, or passed over"
        x = [[sum(r in s for s in own) for r in range(self.R)] for own in sets]
        assert sum(sum(row) * len(u) for u, row in zip(self.units, x)) == len(goes) == len(rows), "somebody may not go"
        return x
    def weigh(self, member): return [sum(1 for k in u if member(k)) for u in self.units] + [0] * self.R
    def draws(self, unit, at):
        load = collections.Counter()
        for s, cat, need, *_ in unit:
            quarters, bed = self.terms["escort_quarters"][NEEDS[need]], self.cats[cat] in self.terms["beds_cats"]
            load.update({at[s, NEEDS[need]]: 1, at[s, "escort"]: quarters, at[s, "beds"]: int(bed)})
            if self.counted[cat]:
                a, b = self.terms["parity_total"] if self.total else self.terms["parity"][self.cats[cat]]
                load.update({at[s, "least"]: -1, at["parity", None if self.total else cat]: b if s == "A" else -a})
            load.update({at["ahead", way]: way if s == "A" else -way for way in (1, -1)})
        return {row: w for row, w in load.items() if w}
    def right(self, row, happens):
        (s, what), r = self.locals[row // self.R], row % self.R
        if what == "least": return -max(1, self.terms["min_swap"]) if happens[r] else 0
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
            if "leaf" in node: found.append(self.leaf(node["leaf"], *claim, path))
            else:
                (weights, factors), at = self.cut(node["cut"]["cut"]), node["cut"]["at"]
                paths += [path + [([-w for w in weights], factors, -at - 1)], path + [(weights, factors, at)]]
        return list(filter(None, found)) if not paths else 1 / 0  # not one tree
    def alone(self, left, tight, cuts, forms):
        here, basis = self.R * len(self.locals), {}
        forms = forms + cuts + [self.over[row - here] for row in tight if row >= here]
        rows = [row for row in range(here) if row in tight or self.locals[row // self.R][0] == "parity"]
        column = lambda i, r: [self.load[i].get(row - row % self.R, 0) * (row % self.R == r) for row in rows] + [
            f[0][i] * f[1][r] if r < self.R else 0 for f in forms]
        for i, options in enumerate(left):
            base, *others = [column(i, r) for r in sorted(options)]
            for v in ([(x - y) % PRIME for x, y in zip(other, base)] for other in others):
                for pivot, b in basis.items(): v = [(x - v[pivot] * y) % PRIME for x, y in zip(v, b)] if v[pivot] else v
                pivot = next((j for j, x in enumerate(v) if x), None)
                assert pivot is not None, "another plan may be as good"
                basis[pivot] = [x * pow(v[pivot], -1, PRIME) % PRIME for x in v]
def main(folder, plan, certificate):
    inst, cert = json.load(open(f"{folder}/instance.json")), json.load(open(certificate))
    p, happens, R = Program(folder, inst), cert["happens"], len(inst["rounds"])
    x = p.counts(plan)
    for row, r in ((i * R + r, r) for i in range(len(p.locals) - 2) for r in range(R)):
        used, most = sum(n[r] * load.get(row - r, 0) for n, load in zip(x, p.load)), p.right(row, happens)
        assert used == most or (used < most and p.locals[row // R][0] != "parity"), f"stage {r + 1}: {p.locals[row // R]}"
    assert all(sum(row) <= size for row, size in zip(x, p.size)) and not any(
        n and r not in p.options(i, happens) for i, row in enumerate(x) for r, n in enumerate(row)), "more than there are, or a hold"
    ahead = [sum((1 if k[0] == "A" else -1) * row[r] for u, row in zip(p.units, x) for k in u) for r in range(R)]
    x += [[abs(ahead[r]) * (r == own) for r in range(R)] for own in range(R)]
    value = lambda form: sum(w * f * n for w, row in zip(form[0], x) for f, n in zip(form[1], row))
    assert all(value(form) <= form[2] for form in p.over), "the floor or the ceiling"
    for r in (r for r, does in enumerate(happens) if not does):
        p.prove(cert["stages"][str(r)], None, 0, {}, happens[:r] + [True] + [None] * (R - r - 1), None)
    waiting, late = [r["day"] - inst["horizon"] for r in inst["rounds"]], [c and not p.terms.get("categories_first", True) for c in p.counted]
    tiers = [(p.weigh(lambda k: k[1] == c), waiting) for c in range(len(p.cats))]
    aims = [t for t, after in zip(tiers, late) if not after] + [(p.weigh(lambda k: k[4] == b), waiting) for b in range(len(p.terms["bands"]))]
    aims += [t for t, after in zip(tiers, late) if after] + [(p.weigh(lambda k: k[5] == 1), waiting), ([0] * len(p.units) + [1] * R, [1] * R)]
    assert len(aims) == len(cert["aims"]) and cert.get("order"), "another number of aims, or no draw"
    text = lambda k: f"{k[0]}:{p.cats[k[1]]}:{NEEDS[k[2]]}:{k[3] + 1}:{p.terms['bands'][k[4]]}:{k[5]}"
    for k in range(len(cert["order"])):
        drawn = lambda what, most: int(hashlib.sha256(b"safeconduct/plan/order/1" + bytes([k]) + p.digest + what.encode()).hexdigest()[:4], 16) % most + 1
        aims.append(([-drawn("+".join(map(text, u)), 4096) for u in p.units] + [0] * R, [drawn(str(r + 1), 64) for r in range(R)]))
    held, known = {}, ([set(p.options(i, happens)) for i in range(len(p.size))], set())
    for at, (aim, nodes) in enumerate(zip(aims, cert["aims"] + cert["order"]), 1):
        left = p.prove(nodes, aim, value(aim), held, happens, known)
        held[at], known = (*aim, value(aim)), left[0][:2] if len(nodes) == 1 else known
    p.alone(*(left[0] if len(left) == 1 else None), list(held.values()))  # in two cases at once there are two plans
    print(f"no plan is better, and no other is as good: {len(cert['aims']) + 1} aims are proven")
main(*sys.argv[1:])  # what does not hold is an error, and exit 1
