#!/usr/bin/env python3
"""Checks a certificate of `safeconduct plan make` from spec/5-plan.md alone, with nothing but Python.

  plan.py DIR PLAN.csv CERTIFICATE      exit 0: every aim is proven; 1: it is not

DIR holds instance.json and persons.csv. Nothing here is shared with the program that it checks.
"""
import bisect, csv, hashlib, json, sys
from collections import Counter

NEEDS = ["seat", "stretcher", "ambulance"]


def units_of(folder, inst):
    """Returns {unit: number} and {person: (unit, first member of the unit's set)}."""
    terms, days = inst["agreement"], [r["day"] for r in inst["rounds"]]
    sets, groups = [], {}
    for p in csv.DictReader(open(f"{folder}/persons.csv")):
        flags = set(p["cats"].split(";")) - {""}
        cat = next((i for i, c in enumerate(terms["precedence"]) if c in flags), None)
        if cat is None or p["refuses"] == "1" or p["excluded"] == "1":
            continue
        first = bisect.bisect_left(days, int(p["hold_until"]))
        band = bisect.bisect_right(terms["bands"], int(p["capture_day"])) - 1
        key = [p["side"], cat, NEEDS.index(p["need"]), first, band, int(p["named"])]
        if p["group"]:
            groups.setdefault(p["group"], []).append((p["id"], key))
        else:
            sets.append([(p["id"], key)])
    units, where = Counter(), {}
    for members in sets + list(groups.values()):
        first = max(key[3] for _, key in members)
        unit = tuple(sorted(tuple(key[:3] + [first] + key[4:]) for _, key in members))
        units[unit] += 1
        for person, _ in members:
            where[person] = (unit, members[0][0])
    return units, where


class Program:
    def __init__(self, inst, units):
        self.inst, terms = inst, inst["agreement"]
        self.terms, self.R = terms, len(inst["rounds"])
        self.units = sorted(units)
        self.counted = [c in terms["counted"] for c in terms["precedence"]]
        people = sum(n * len(u) for u, n in units.items())
        total = terms["parity_mode"] == "total"
        parities = [None] if total else [i for i, c in enumerate(self.counted) if c]
        self.locals = []
        for s in "AB":
            self.locals += [(s, n) for n in NEEDS] + [(s, "escort"), (s, "beds"), (s, "least")]
        self.locals += [("parity", p) for p in parities] + [("ahead", 1), ("ahead", -1)]
        self.sets = [(units[u], self.load(u), u[0][3], any(self.counted[k[1]] for k in u)) for u in self.units]
        ahead = {self.locals.index(("ahead", 1)): -1, self.locals.index(("ahead", -1)): -1}
        self.sets += [(people, ahead, None, False)] * self.R
        self.over = []
        for s in "AB":
            if terms.get("ceiling") is not None:
                self.over.append((self.weigh(lambda k: k[0] == s and self.counted[k[1]]), terms["ceiling"]))
            if terms.get("floor", 0):
                of = [terms["precedence"].index(c) for c in terms.get("floor_cats", terms["precedence"])]
                self.over.append(([-w for w in self.weigh(lambda k: k[0] == s and k[1] in of)], -terms["floor"]))

    def weigh(self, member):
        return [sum(1 for k in u if member(k)) for u in self.units] + [0] * self.R

    def load(self, unit):
        load, terms = Counter(), self.terms
        for s, cat, need, *_ in unit:
            load[self.locals.index((s, NEEDS[need]))] += 1
            load[self.locals.index((s, "escort"))] += terms["escort_quarters"][NEEDS[need]]
            name = terms["precedence"][cat]
            load[self.locals.index((s, "beds"))] += name in terms["beds_cats"]
            if self.counted[cat]:
                load[self.locals.index((s, "least"))] -= 1
                total = terms["parity_mode"] == "total"
                a, b = terms["parity_total"] if total else terms["parity"][name]
                load[self.locals.index(("parity", None if total else cat))] += b if s == "A" else -a
            for way in (1, -1):
                load[self.locals.index(("ahead", way))] += way if s == "A" else -way
        return {at: w for at, w in load.items() if w}

    def right(self, local, stage, happens):
        s, what = self.locals[local]
        if s in ("parity", "ahead"):
            return 0
        if what == "least":
            return -max(1, self.terms["min_swap"]) if happens[stage] else 0
        return self.inst["rounds"][stage]["cap"][s][what] * (4 if what == "escort" else 1)

    def cut(self, cut):
        (kind, c), = cut.items()
        if kind == "unit":
            weights = [int(i == c["unit"]) for i in range(len(self.sets))]
        elif kind == "counted":
            here = lambda k: self.counted[k[1]] and c["category"] in (None, k[1])
            a, b = self.weigh(lambda k: here(k) and k[0] == "A"), self.weigh(lambda k: here(k) and k[0] == "B")
            weights = [c["a"] * x + c["b"] * y for x, y in zip(a, b)]
        else:
            same = (c["side"], c["category"], NEEDS.index(c["need"]))
            weights = self.weigh(lambda k: k[:3] == same)
        return weights, [int(r == c["stage"]) for r in range(self.R)]

    def bound(self, leaf, aim, held, path, happens):
        """The bound that a leaf's prices prove."""
        R, L = self.R, len(self.locals)
        prices, forms, bound = {}, [], 0
        for row, y in ((int(k), int(v)) for k, v in leaf.get("rows", {}).items()):
            if row < L * R:
                local, stage = divmod(row, R)
                assert y <= 0 or self.locals[local][0] == "parity", "a price of the wrong sign"
                prices[row] = y
                bound += y * self.right(local, stage, happens)
            else:
                weights, most = self.over[row - L * R]
                forms.append((y, weights, [1] * R))
                bound += y * most
        for at, y in ((int(k), int(v)) for k, v in leaf.get("aims", {}).items()):
            weights, factors, most = held[at]
            forms.append((y, weights, factors))
            bound += y * most
        cuts = [int(y) for y in leaf.get("cuts", [])]
        assert len(cuts) <= len(path), "a price without a cut"
        for y, ((weights, factors), most) in zip(cuts, path):
            forms.append((y, weights, factors))
            bound += y * most
        assert all(y <= 0 for y, *_ in forms), "a price of the wrong sign"
        scale = int(leaf["scale"])
        assert scale >= 0 and (aim or scale == 0), "a wrong scale"
        for at, (size, load, first, counted) in enumerate(self.sets):
            options = [at - len(self.units)] if first is None else range(first, R)
            least = 0
            for r in options:
                if counted and happens[r] is False:
                    continue
                cost = scale * aim[0][at] * aim[1][r] if scale else 0
                cost -= sum(prices.get(local * R + r, 0) * w for local, w in load.items())
                cost -= sum(y * w[at] * f[r] for y, w, f in forms)
                least = min(least, cost)
            bound += size * least
        return scale, bound

    def tree(self, nodes, aim, value, held, happens, path=()):
        node = next(nodes)
        if "leaf" in node:
            scale, bound = self.bound(node["leaf"], aim, held, path, happens)
            assert bound > scale * (value - 1) if scale else bound > 0, "the prices do not add up"
            return
        weights, factors = self.cut(node["cut"]["cut"])
        at = node["cut"]["at"]
        self.tree(nodes, aim, value, held, happens, path + (((weights, factors), at),))
        self.tree(nodes, aim, value, held, happens, path + ((([-w for w in weights], factors), -at - 1),))

    def prove(self, nodes, *claim):
        nodes = iter(nodes)
        self.tree(nodes, *claim)
        assert next(nodes, None) is None, "more than one tree"


def main(folder, plan, certificate):
    inst, cert = json.load(open(f"{folder}/instance.json")), json.load(open(certificate))
    units, where = units_of(folder, inst)
    p = Program(inst, units)
    goes = {r["id"]: int(r["round"]) - 1 for r in csv.DictReader(open(plan))}
    counts = {(where[i][0], r) for i, r in goes.items()}
    number = Counter((where[i][0], r) for i, r in goes.items() if where[i][1] == i)
    assert set(number) == counts, "a group is split"
    x = [[number[u, r] for r in range(p.R)] for u in p.units]
    happens = cert["happens"]
    for r in range(p.R):  # the plan itself
        for at, (s, what) in enumerate(p.locals):
            used = sum(row[r] * load.get(at, 0) for row, (_, load, *_) in zip(x, p.sets))
            assert s == "ahead" or used <= p.right(at, r, happens), f"stage {r + 1}: {s} {what}"
            assert s != "parity" or used == 0, f"stage {r + 1}: parity"
        assert happens[r] or not any(row[r] for row, s in zip(x, p.sets) if s[3]), f"stage {r + 1} happens"
        assert not any(row[r] for row, s in zip(x, p.sets) if s[2] is not None and r < s[2]), "a hold"
    before = []
    for r, does in enumerate(happens):
        if not does:
            p.prove(cert["stages"][str(r)], None, 0, {}, before + [True] + [None] * (p.R - r - 1))
        before.append(does)
    delay = [r["day"] - inst["asof"] for r in inst["rounds"]] + [inst["horizon"] - inst["asof"]]
    waiting = [d - delay[-1] for d in delay[:-1]]
    tiers = [(p.weigh(lambda k, c=c: k[1] == c), waiting) for c in range(len(p.counted))]
    bands = [(p.weigh(lambda k, b=b: k[4] == b), waiting) for b in range(len(p.terms["bands"]))]
    first = [t for t, c in zip(tiers, p.counted) if p.terms.get("categories_first", True) or not c]
    aims = first + bands + [t for t in tiers if t not in first]
    aims += [(p.weigh(lambda k: k[5] == 1), waiting), ([0] * len(p.units) + [1] * p.R, [1] * p.R)]
    assert len(aims) == len(cert["aims"]), "another number of aims"
    way = [sum(1 if k[0] == "A" else -1 for k in u) for u in p.units]
    held, x = {}, x + [[0] * p.R for _ in range(p.R)]
    for r in range(p.R):
        x[len(p.units) + r][r] = abs(sum(w * row[r] for w, row in zip(way, x)))
    for at, (aim, nodes) in enumerate(zip(aims, cert["aims"]), 1):
        value = sum(w * f * n for w, row in zip(aim[0], x) for f, n in zip(aim[1], row))
        assert nodes is not None, f"aim {at} has no proof"
        p.prove(nodes, aim, value, held, happens)
        held[at] = (*aim, value)
    print(f"no plan is better: {len(aims) + 1} aims are proven")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (AssertionError, KeyError, IndexError, StopIteration) as wrong:
        sys.exit(f"not proven: {wrong!r}")
