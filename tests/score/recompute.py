#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Methods and tables by chance, scored by the program and a second time here, in fractions.

    recompute.py LUOSHI [--methods N] [--seed N]

No code is shared with score/. Totals must agree to the last digit, ranks and bands exactly."""
import argparse
import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile
from decimal import Decimal, getcontext
from fractions import Fraction as F

getcontext().prec = 60
MISSING, NA = "", "/"


def lua(v):
    return repr(float(v)) if v.denominator != 1 else str(v.numerator)


# ---- a method by chance ------------------------------------------------------------------------------
def base_by_chance(rng, columns):
    kind = rng.choice(["constant", "mean", "best", "quantile", "target", "pooled"])
    b = {"kind": kind, "times": F(rng.choice([1, 1, 2]))}
    if kind == "constant":
        return {**b, "value": F(rng.randint(1, 400), 10), "times": F(1)}
    if kind == "quantile":
        return {**b, "q": F(rng.choice([0, 25, 50, 75, 90, 100]), 100)}
    if kind == "target":
        return {**b, "of": rng.choice(columns)}
    return b


FUNCTIONS = ["ratio", "best", "minmax", "inverse", "target", "rank_linear", "rank_step", "tiers", "efficacy", "slope", "excess", "pro_rata", "points", "count"]


def rule_by_chance(rng, columns, ratio):
    fn = rng.choice(FUNCTIONS)
    r = {"fn": fn}
    if fn in ("ratio", "inverse", "target", "slope", "excess", "pro_rata"):
        r["base"] = base_by_chance(rng, columns)
        if r["base"]["kind"] == "pooled" and not ratio:
            r["base"] = {"kind": "mean", "times": F(1)}
    if fn == "minmax":
        r.update(low=F(rng.choice([0, 20, 50, 60])), high=F(100))
    if fn == "rank_linear":
        r.update(low=F(rng.choice([0, 50, 83])), high=F(100))
    if fn == "rank_step":
        r["step"] = F(rng.choice([3, 5, 10]))
    if fn in ("tiers", "efficacy"):
        froms = sorted(rng.sample(range(1, 60), 4), reverse=True)
        gives = sorted(rng.sample(range(0, 101), 4), reverse=True)
        r["tiers"] = [(F(a), F(b)) for a, b in zip(froms, gives)]
    if fn == "slope":
        r.update(start=F(80), slope=F(1, 2))
    if fn == "excess":
        r.update(start=F(60), below=F(1, 10), above=F(1, 5), most=F(4))
    if fn == "count":
        r["each"] = F(1, 4)
    if rng.random() < .5:
        r.update(cap=F(3, 2), floor=F(0))
    return r


def method_by_chance(rng):
    columns = [f"c{i}" for i in range(rng.randint(2, 6))]
    classes = rng.choice([[], [], ["x", "y"]])
    items, left = [], 100
    count = rng.randint(1, 6)
    for i in range(count):
        w = left if i == count - 1 else rng.randint(1, left - (count - 1 - i))
        left -= w
        ratio = rng.random() < .3
        items.append({"name": f"p{i}", "weight": F(w), "of": rng.sample(columns, 2) if ratio else [rng.choice(columns)],
                      "rule": rule_by_chance(rng, columns, ratio), "down": False, "missing": rng.choice(["mean", "zero", "renormalise"]),
                      "na": rng.choice(["mean", "zero", "renormalise"]), "negative": rng.random() < .3})
        if items[-1]["rule"]["fn"] in ("minmax", "rank_linear", "rank_step", "slope", "target") and rng.random() < .3:
            items[-1]["down"] = True
    return {"columns": columns, "classes": classes, "items": items, "decimals": rng.choice([1, 2, 3]),
            "rounding": rng.choice(["half_up", "half_even", "down"]), "ties": rng.random() < .5, "bonus": rng.random() < .5,
            "geometric": count > 2 and rng.random() < .2,
            "bands": rng.choice([[("a", 20, None), ("b", 60, None), ("c", 95, None), ("d", None, None)], [("a", 30, None), ("b", None, None), ("d", None, 10)]])}


def lua_base(b):
    extra = "".join([f", value = {lua(b['value'])}" if "value" in b else "", f", times = {lua(b['times'])}" if b["times"] != 1 else "",
                     f", quantile = {lua(b['q'])}" if "q" in b else "", f", of = \"{b['of']}\"" if "of" in b else ""])
    return f"base {{ \"{b['kind']}\"{extra} }}"


def lua_rule(r):
    out = [f"score {{ \"{r['fn']}\""]
    if "base" in r:
        out.append(f"base = {lua_base(r['base'])}")
    out += [f"{k} = {lua(r[k])}" for k in ("low", "high", "start", "slope", "below", "above", "most", "step", "each", "cap", "floor") if k in r]
    if "tiers" in r:
        out.append("tiers = { " + ", ".join(f"tier {{ {lua(a)}, gives = {lua(b)} }}" for a, b in r["tiers"]) + " }")
    return ", ".join(out) + " }"


def lua_item(i, of):
    more = (', better = "down"' if i["down"] else "") + (', negative = "zero"' if i["negative"] else "")
    return 'item { "%s", weight = %s, input = %s, score = %s, missing = "%s", not_applicable = "%s"%s }' % (
        i["name"], lua(i["weight"]), of, lua_rule(i["rule"]), i["missing"], i["na"], more)


def lua_method(m):
    bands = ", ".join('band { "%s"%s%s }' % (n, f", to = {t}" if t else "", f", last = {e}" if e else "") for n, t, e in m["bands"])
    parts = ['"m", version = "1"', f'decimals = {m["decimals"]}', f'rounding = "{m["rounding"]}"', f"bands = {{ {bands} }}"]
    if m["classes"]:
        parts.append("classes = { " + ", ".join('class { "%s" }' % c for c in m["classes"]) + " }")
    if m["ties"]:
        parts.append('ties = { "tie" }')
    if m["geometric"]:
        parts.append('aggregate = "geometric"')
    if m["bonus"]:
        parts.append('bonuses = { bonus { "plus", each = 0.5, most = 3 } }, penalties = { penalty { "minus", each = 1, count_most = 2 } }')
    parts.append("items = { " + ",\n\t".join(lua_item(i, '"%s"' % i["of"][0] if len(i["of"]) == 1 else
                 'input { "ratio", of = { "%s", "%s" } }' % tuple(i["of"])) for i in m["items"]) + " }")
    return "method { " + ",\n\t".join(parts) + " }\n"


# ---- a table by chance -----------------------------------------------------------------------------------
def cell(rng):
    dice = rng.random()
    if dice < .06:
        return MISSING
    if dice < .1:
        return NA
    return f"{rng.randint(-500 if dice < .16 else 0, 8000) / 100:.2f}"


def table_by_chance(rng, m, n):
    head = ["subject", "class", *m["columns"], "tie", "plus", "minus"]
    rows = [[f"s{i}", rng.choice(m["classes"] or [""]), *(cell(rng) for _ in m["columns"]), str(rng.randint(0, 2)), str(rng.randint(0, 9)),
             rng.choice(["", "0", "1", "5"])] for i in range(n)]
    return head, rows


# ---- the same a second time --------------------------------------------------------------------------------
def number(s):
    return s if s in (MISSING, NA) else F(s)


def input_of(row, of):
    v = [number(row[c]) for c in of]
    if NA in v:
        return NA
    if MISSING in v:
        return MISSING
    if len(v) == 1:
        return v[0]
    return v[0] / v[1] if v[1] != 0 else MISSING


def numbers(values):
    return [v for v in values if not isinstance(v, str)]


def base_of(b, item, rows, xs, at):
    if b["kind"] == "constant":
        return b["value"]
    if b["kind"] == "target":
        v = number(rows[at][b["of"]])
        return None if isinstance(v, str) else v * b["times"]
    v = numbers(xs)
    if b["kind"] == "pooled":
        pairs = [(number(r[item["of"][0]]), number(r[item["of"][1]])) for r in rows]
        pairs = [p for p in pairs if not isinstance(p[0], str) and not isinstance(p[1], str)]
        under = sum(p[1] for p in pairs)
        return sum(p[0] for p in pairs) / under * b["times"] if under else None
    if not v:
        return None
    if b["kind"] == "mean":
        return sum(v) / len(v) * b["times"]
    if b["kind"] == "best":
        return (min(v) if item["down"] else max(v)) * b["times"]
    v.sort()
    place = b["q"] * (len(v) - 1)
    low = int(place)
    high = min(low + 1, len(v) - 1)
    return (v[low] + (place - low) * (v[high] - v[low])) * b["times"]


def raw_share(item, rows, xs, at):
    r, x = item["rule"], xs[at]
    fn, down = r["fn"], item["down"]
    base = base_of(r.get("base", {"kind": "best", "times": F(1)}), item, rows, xs, at)
    if fn in ("ratio", "best", "pro_rata"):
        return x / base if base and base > 0 else None
    if fn == "minmax":
        v = numbers(xs)
        lo, hi = min(v), max(v)
        part = F(1) if hi == lo else (hi - x if down else x - lo) / (hi - lo)
        return (r["low"] + (r["high"] - r["low"]) * part) / 100
    if fn == "inverse":
        return (2 - x / base) / 2 if base and base > 0 else None
    if fn == "target":
        return None if base is None else F(x <= base if down else x >= base)
    if fn in ("rank_linear", "rank_step"):
        v = numbers(xs)
        place = sum(1 for y in v if (y < x if down else y > x))
        if fn == "rank_step":
            return max(F(0), 1 - r["step"] * place / 100)
        return (r["high"] + (r["low"] - r["high"]) * (F(place, len(v) - 1) if len(v) > 1 else 0)) / 100
    if fn == "tiers":
        return next((g for f, g in r["tiers"] if x >= f), F(0)) / 100
    if fn == "efficacy":
        t = r["tiers"]
        if x >= t[0][0]:
            return t[0][1] / 100
        if x < t[-1][0]:
            return F(0)
        (uf, ug), (lf, lg) = next((t[k], t[k + 1]) for k in range(len(t) - 1) if x >= t[k + 1][0])
        return (lg + (x - lf) / (uf - lf) * (ug - lg)) / 100
    if fn == "slope":
        return None if base is None else r["start"] / 100 + r["slope"] * (base - x if down else x - base) / item["weight"]
    if fn == "excess":
        if base is None:
            return None
        d = x - base
        d *= r["below"] if d < 0 else r["above"]
        return r["start"] / 100 + max(-r["most"], min(r["most"], d)) / item["weight"]
    return x / 100 if fn == "points" else x * r["each"] / item["weight"]


def share(item, rows, xs, at):
    if isinstance(xs[at], str):
        return None
    s = raw_share(item, rows, xs, at)
    fn, r = item["rule"]["fn"], item["rule"]
    if item["negative"] and xs[at] < 0:
        s = F(0)
    cap = r.get("cap", F(1) if fn in ("inverse", "pro_rata", "count") else None)
    floor = r.get("floor", F(0) if fn in ("inverse", "pro_rata") else None)
    if s is None:
        return None
    s = s if cap is None else min(s, cap)
    return s if floor is None else max(s, floor)


def rounded(v, decimals, how):
    scaled = abs(v) * 10 ** decimals
    whole, rest = scaled.numerator // scaled.denominator, scaled - scaled.numerator // scaled.denominator
    up = how != "down" and (rest > F(1, 2) or (rest == F(1, 2) and (how == "half_up" or whole % 2)))
    return F((whole + up) * (-1 if v < 0 else 1), 10 ** decimals)


def total_of(m, parts, row):
    there = [(i["weight"], s) for i, s in parts if s is not None]
    if not there:
        return None
    weight = sum(w for w, _ in there)
    if m["geometric"]:
        if any(s <= 0 for _, s in there):
            v = F(0)
        else:
            logs = sum((Decimal(s.numerator) / Decimal(s.denominator)).ln() * (Decimal(w.numerator) / Decimal(int(weight))) for w, s in there)
            v = F(logs.exp() * 100)
    else:
        v = sum(w * s for w, s in there) * 100 / weight
    if m["bonus"]:
        v += min(F(row["plus"]) / 2, F(3)) - min(F(row["minus"] or 0), F(2))
    return rounded(v, m["decimals"], m["rounding"])


def score_class(m, rows):
    parts = [[] for _ in rows]
    for item in m["items"]:
        xs = [input_of(r, item["of"]) for r in rows]
        shares = [share(item, rows, xs, k) for k in range(len(rows))]
        known = [s for s in shares if s is not None]
        for k, s in enumerate(shares):
            if s is None:
                rule = item["na"] if xs[k] == NA else item["missing"]
                s = F(0) if rule == "zero" else sum(known) / len(known) if rule == "mean" and known else None
            parts[k].append((item, s))
    return [total_of(m, p, r) for p, r in zip(parts, rows)]


def band_of(m, rank, n):
    end = n - rank + 1
    for name, to, last in m["bands"]:
        if last and end * 100 <= last * n:
            return name
    return next((name for name, to, last in m["bands"] if not last and (to is None or rank * 100 <= to * n)), "")


def expected(m, head, rows):
    rows = [dict(zip(head, r)) for r in rows]
    out = {}
    for c in m["classes"] or [None]:
        own = [r for r in rows if c is None or r["class"] == c]
        totals = score_class(m, own)
        key = [None if t is None else (t, int(r["tie"]) if m["ties"] else 0) for t, r in zip(totals, own)]
        ranked = [k for k in key if k is not None]
        for r, t, k in zip(own, totals, key):
            rank = 0 if k is None else 1 + sum(1 for o in ranked if o > k)
            out[r["subject"]] = ("" if t is None else f"{Decimal(t.numerator) / Decimal(t.denominator):.{m['decimals']}f}", str(rank or ""),
                                 band_of(m, rank, len(ranked)) if rank else "")
    return out


def one(luoshi, folder, rng, number_of):
    m = method_by_chance(rng)
    head, rows = table_by_chance(rng, m, rng.choice([1, 2, 7, 30, 90]))
    method, table = folder / "m.lua", folder / "t.csv"
    method.write_text(lua_method(m))
    with table.open("w", newline="") as f:
        csv.writer(f).writerows([head, *rows])
    done = subprocess.run([luoshi, "score", method, table], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{number_of}: {done.returncode} {done.stderr}\n{lua_method(m)}{table.read_text()}")
    want = expected(m, head, rows)
    for got in csv.DictReader(io.StringIO(done.stdout)):
        have, should = (got["total"], got["rank"], got["band"]), want[got["subject"]]
        if have[0] != should[0] and have[0].lstrip("-") == should[0].lstrip("-") and not float(have[0] or 1):
            have = (should[0], *have[1:])  # -0.00
        if have != should:
            sys.exit(f"{number_of}: {got['subject']} has {have}, and in fractions {should}\n{lua_method(m)}{head}\n"
                     f"{[r for r in rows if r[0] == got['subject']]}")
    return len(rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("luoshi")
    parser.add_argument("--methods", type=int, default=60)
    parser.add_argument("--seed", type=int, default=6)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as d:
        rows = sum(one(args.luoshi, pathlib.Path(d), rng, k) for k in range(args.methods))
    print(f"{args.methods} methods, {rows} rows: every total, rank and band is the one of exact arithmetic")


main()
