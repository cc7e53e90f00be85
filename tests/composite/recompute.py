#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Composite indices of random shape, computed again from the definitions: recompute.py SAMPLE_PROGRAM [SEEDS]"""
import json
import math
import statistics
import subprocess
import sys

NEAR = 1e-9
NONE, MINMAX, ZSCORE, LINEAR, MAX, UNIT, TARGET, FRACTION, RANK, PRANK, BORDA, GOALPOSTS = range(12)
ARITHMETIC, GEOMETRIC, HARMONIC, POWER, COPELAND = range(5)


class Cannot(Exception):
    pass


def there(v):
    return [x for x in v if x is not None]


# ---- steps ----
def fill(column, outside, group):
    out = list(column)
    for i, x in enumerate(column):
        mine = there(column[k] for k in range(len(column)) if group[k] == group[i])
        if x is None and not outside[i] and group[i] >= 0 and mine:
            out[i] = statistics.median(mine)
    return out


def shape(v):
    """skewness and kurtosis as spreadsheets have them; None when they do not exist"""
    n, mean = len(v), math.fsum(v) / max(1, len(v))
    two, three, four = (math.fsum((x - mean) ** k for x in v) for k in (2, 3, 4))
    if n < 4 or two == 0:
        return None
    m2, m3, m4 = two / n, three / n, four / n
    g1, g2 = m3 / m2 ** 1.5, m4 / m2 ** 2 - 3
    return g1 * math.sqrt(n * (n - 1)) / (n - 2), (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def passes(s):
    return abs(s[0]) < 2 or s[1] < 3.5


def treat(column, winmax):
    at = [i for i, x in enumerate(column) if x is not None]
    raw = [column[i] for i in at]
    v, high, low = list(raw), set(), set()
    if not shape(raw) or passes(shape(raw)):
        return column
    while len(high) + len(low) < winmax and not passes(shape(v)):
        turn = shape(v)[0] >= 0
        worst = max(v) if turn else min(v)
        rest = [x for x in v if x != worst]
        if not rest:
            break
        near = max(rest) if turn else min(rest)
        tied = {i for i, x in enumerate(v) if x == worst}
        high, low = (tied, low) if turn else (high, tied)
        v = [near if i in tied else x for i, x in enumerate(v)]
        if not shape(v):
            return column
    if not passes(shape(v)):
        v = [math.log(x - min(raw) + 0.01 * (max(raw) - min(raw))) for x in raw]
    out = list(column)
    for i, x in zip(at, v):
        out[i] = x
    return out


def rank(v, best_first):
    have = there(v)
    return [None if x is None else 1 + sum((y > x) if best_first else (y < x) for y in have) for x in v]


def normalise(column, node, norm):
    scale, a, b = norm
    d = node["direction"]
    x = [None if v is None else v * d for v in column]
    have = there(x)
    if scale == GOALPOSTS:
        low, high = (node["low"], node["high"]) if d > 0 else (node["high"], node["low"])
        return [None if v is None else a * min(1, max(0, (v - low) / (high - low))) for v in column]
    if scale in (RANK, PRANK, BORDA):
        r = rank(x, False)
        return [None if v is None else v if scale == RANK else v - 1 if scale == BORDA else (v - 1) / (len(have) - 1) if len(have) > 1
                else None for v in r]
    if not have:
        return x
    least, most = min(have), max(have)
    if scale == LINEAR:
        return [None if v is None else 100 * (v - a) / (b - a) for v in x]
    if scale == ZSCORE:
        sd = statistics.stdev(have) if len(have) > 1 else 0
        mean = math.fsum(have) / len(have)
        return [None if v is None or least == most else a + b * (v - mean) / sd for v in x]
    if scale == TARGET:
        goal = node["target"] * d
        return [None if v is None or goal == least else min(1, 1 - (goal - v) / (goal - least)) for v in x]
    span = most - least
    low, high = (a, b) if scale == MINMAX else (0, 1)
    return [None if v is None or span == 0 else low + (high - low) * (v - least) / span for v in x]


# ---- means ----
def mean(values, weights, how, p):
    pairs = [(x, w) for x, w in zip(values, weights) if x is not None]
    total = math.fsum(w for _, w in pairs)
    pairs = [(x, w) for x, w in pairs if w]
    for x, _ in pairs:
        if how in (GEOMETRIC, HARMONIC) and x <= 0 or how == POWER and x < 0:
            raise Cannot
    if not total:
        return None
    if how == ARITHMETIC:
        return math.fsum(w * x for x, w in pairs) / total
    if how == GEOMETRIC:
        return math.prod(x ** (w / total) for x, w in pairs)
    if how == HARMONIC:
        return total / math.fsum(w / x for x, w in pairs)
    return (math.fsum(w * x ** p for x, w in pairs) / total) ** (1 / p)


def copeland(rows, weights):
    out = []
    for i, mine in enumerate(rows):
        score = 0
        for k, other in enumerate(rows):
            lead = math.fsum(w * ((x > y) - (x < y)) for x, y, w in zip(mine, other, weights) if x is not None and y is not None)
            score += 0 if i == k or abs(lead) < 1e-9 else 1 if lead > 0 else -1
        out.append(score if any(x is not None and w for x, w in zip(mine, weights)) else None)
    return out


def aggregate(s, column, outside):
    units = range(s["units"])
    for node in sorted((n for n in s["nodes"] if n["level"] > 1), key=lambda n: n["level"]):
        children = [n for n in s["nodes"] if n["parent"] == node["code"]]
        weights = [n["weight"] for n in children]
        how, p, least = s["join"][node["level"] - 2]
        rows = [[column[n["code"]][i] for n in children] for i in units]
        out = copeland(rows, weights) if how == COPELAND else [mean(r, weights, how, p) for r in rows]
        applies = [sum(not outside[n["code"]][i] for n in children) for i in units]
        column[node["code"]] = [x if a and len(there(r)) / a >= least - 1e-12 else None for x, r, a in zip(out, rows, applies)]
        outside[node["code"]] = [not a for a in applies]


def effective(nodes):
    share = {}
    for node in sorted(nodes, key=lambda n: -n["level"]):
        sisters = math.fsum(n["weight"] for n in nodes if n["parent"] == node["parent"])
        above = share[node["parent"]] if node["parent"] else 1
        share[node["code"]] = 1 if not node["parent"] else None if not sisters or above is None else above * node["weight"] / sisters
    return [share[n["code"]] for n in nodes]


# ---- correlations ----
def pearson(x, y):
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    xx, yy = math.fsum((v - mx) ** 2 for v in x), math.fsum((v - my) ** 2 for v in y)
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y)) / math.sqrt(xx * yy)


def middle_ranks(v):
    return [sum(y < x for y in v) + (sum(y == x for y in v) + 1) / 2 for x in v]


def kendall(x, y):
    def sign(a):
        return (a > 0) - (a < 0)
    pairs = [(sign(x[i] - x[j]), sign(y[i] - y[j])) for i in range(len(x)) for j in range(i)]
    return sum(a * b for a, b in pairs) / math.sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))


def correlations(x, y):
    both = [(a, b) for a, b in zip(x, y) if a is not None and b is not None]
    if len({a for a, _ in both}) < 2 or len({b for _, b in both}) < 2:
        return [None] * 3
    x, y = zip(*both)
    return [pearson(x, y), pearson(middle_ranks(x), middle_ranks(y)), kendall(x, y)]


# ---- one sample ----
def chunks(v, n):
    return [v[i:i + n] for i in range(0, len(v), n)]


class Apart:
    most, numbers = 0.0, 0

    def hold(self, seed, what, got, want):
        assert len(got) == len(want), (seed, what, len(got), len(want))
        for i, (g, w) in enumerate(zip(got, want)):
            if (g is None) != (w is None):
                sys.exit(f"seed {seed}, {what}[{i}]: got {g}, want {w}")
            d = 0 if g is None else abs(g - w) / max(1e-3, abs(w))
            if d > NEAR:
                sys.exit(f"seed {seed}, {what}[{i}]: got {g}, want {w}")
            self.most = max(self.most, d)
            self.numbers += 1


def check(seed, s, apart):
    nodes, n = s["nodes"], s["units"]
    own = [node for node in nodes if node["level"] == 1]
    outside = dict(zip((x["code"] for x in own), chunks(s["outside"], n)))
    column = {}
    for node, raw, filled in zip(own, chunks(s["raw"], n), chunks(s["filled"], n)):
        again = fill(raw, outside[node["code"]], s["group"])
        apart.hold(seed, "filled " + node["code"], filled, again)
        column[node["code"]] = normalise(treat(again, s["winmax"]), node, s["norm"])
    try:
        aggregate(s, column, outside)
    except Cannot:
        assert "failed" in s, f"seed {seed}: a mean that cannot be taken was taken"
        return False
    assert "failed" not in s, f"seed {seed}: {s.get('failed')}"
    for node, got, ranks in zip(nodes, chunks(s["scores"], n), chunks(s["ranks"], n)):
        apart.hold(seed, "scores " + node["code"], got, column[node["code"]])
        apart.hold(seed, "ranks " + node["code"], ranks, rank(got, True))
    apart.hold(seed, "effective", s["effective"], effective(nodes))
    tops = dict(zip((x["code"] for x in nodes), chunks(s["scores"], n)))
    top = tops[next(x["code"] for x in nodes if not x["parent"])]
    apart.hold(seed, "corr", s["corr"], [r for x in own for r in correlations(tops[x["code"]], top)])
    return True


def main():
    seeds = range(1, int(sys.argv[2]) + 1 if len(sys.argv) > 2 else 301)
    lines = subprocess.run([sys.argv[1], *map(str, seeds)], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(seeds)
    apart, whole = Apart(), 0
    for seed, line in zip(seeds, lines):
        whole += check(seed, json.loads(line), apart)
    assert len(seeds) / 2 < whole < len(seeds)
    print(f"{len(seeds)} indices, {whole} computed to the end, {apart.numbers} numbers, {apart.most:.1e} apart at most")


if __name__ == "__main__":
    main()
