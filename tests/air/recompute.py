#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Air quality reckoned again with fractions, sharing nothing with Luoshi.

    recompute.py grid LUOSHI [--spoil]
    recompute.py means PROGRAM [--spoil]
"""
import collections
import datetime
import itertools
import json
import random
import subprocess
import sys
from fractions import Fraction as F

INDEX = (0, 50, 100, 150, 200, 300, 400, 500)
ITEMS = ("SO2", "NO2", "CO", "O3", "O3_8h", "PM10", "PM2.5")
BOTH = {
    ("SO2", "day"): (0, 50, 150, 475, 800, 1600, 2100, 2620), ("SO2", "hour"): (0, 150, 500, 650, 800),
    ("NO2", "day"): (0, 40, 80, 180, 280, 565, 750, 940), ("NO2", "hour"): (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    ("CO", "day"): (0, 2, 4, 14, 24, 36, 48, 60), ("CO", "hour"): (0, 5, 10, 35, 60, 90, 120, 150),
    ("O3", "hour"): (0, 160, 200, 300, 400, 800, 1000, 1200),
    ("O3_8h", "day"): (0, 100, 160, 215, 265, 800), ("O3_8h", "hour"): (0, 100, 160, 215, 265, 800),
}
TABLE = {"2012": dict(BOTH), "2026": dict(BOTH)}
TABLE["2012"]["O3", "day"] = BOTH["O3", "hour"]  # the daily report of 2012 has the largest hour of ozone as well
for year, pm10, pm25 in (("2012", 150, 75), ("2026", 120, 60)):
    for s in ("hour", "day"):
        TABLE[year]["PM10", s] = (0, 50, pm10, 250, 350, 420, 500, 600)
        TABLE[year]["PM2.5", s] = (0, 35, pm25, 115, 150, 250, 350, 500)
DIGITS = {"CO": 1}
SINCE_2026 = datetime.date(2026, 3, 1)


def half_even(x, digits):
    """GB/T 8170; Python's round() of a Fraction is half to even."""
    return F(round(x * 10 ** digits), 10 ** digits)


def iaqi(standard, span, item, text):
    points = TABLE[standard].get((item, span))
    if points is None or text is None:
        return None
    c = half_even(F(text), DIGITS.get(item, 0))
    if c > points[-1]:
        if len(points) == len(INDEX):
            return 500
        return None if standard == "2012" else INDEX[len(points) - 1]
    for lo, hi, ilo, ihi in zip(points, points[1:], INDEX, INDEX[1:]):
        if lo <= c <= hi:
            v = F(ihi - ilo, hi - lo) * (c - lo) + ilo
            return -(-v.numerator // v.denominator)
    raise AssertionError(text)


def level(aqi):
    return None if aqi is None else next((i for i, top in enumerate((50, 100, 150, 200, 300), 1) if aqi <= top), 6)


def index(standard, span, given):
    """What must be printed of an observation: {item: text or None}."""
    one = {i: iaqi(standard, span, i, t) for i, t in given.items()}
    counted = {i: v for i, v in one.items() if v is not None and not (standard == "2026" and span == "hour" and i == "O3_8h")}
    top = max(counted.values(), default=None)
    whole = {i.split("_")[0] for i in counted} == {"SO2", "NO2", "CO", "O3", "PM10", "PM2.5"}
    aqi = top if whole or (top is not None and top > 100) else None
    primary = [i for i in ITEMS if aqi is not None and aqi > 50 and counted.get(i) == aqi]
    return {"aqi": aqi, "level": level(aqi), "primary": primary, "iaqi": one, "standard": standard}


# ---- grid -----------------------------------------------------------------------
def texts(points, item):
    """Whole numbers thinly, and closely about each breakpoint, on and beside each half."""
    step = F(1, 10 ** DIGITS.get(item, 0))
    out = set()
    for p in points:
        for k in range(-4, 5):
            for tiny in ("", "5", "50", "4999999999999999999999", "5000000000000000000000000000001", "500000000000000000000000000000"):
                c = p + k * step
                if c >= 0:
                    whole = c.numerator // c.denominator
                    first = (c - whole) * 10
                    assert first.denominator == 1
                    out.add(f"{whole}." + (f"{first}" if item in DIGITS else "") + tiny if tiny or item in DIGITS else f"{whole}")
    top = points[-1]
    out |= {str(n) for n in range(0, top + 30, max(1, top // 400))}
    out |= {f"{n}.5" for n in range(0, top, max(1, top // 150))}
    if item in DIGITS:
        out |= {f"{n // 10}.{n % 10}" for n in range(0, top * 10 + 50)}
        out |= {f"{n // 100}.{n % 100:02}" for n in range(5, top * 100, 130)}
    out |= {str(top * 10), "9" * 40, "0" * 30 + "12.50", "0.0"}
    return sorted(out, key=F)


def observations():
    """(standard wanted or None, time, span, {item: text})"""
    start = {"2012": datetime.datetime(1990, 1, 1), "2026": datetime.datetime(2027, 1, 1)}
    tick = {(y, s): itertools.count() for y in TABLE for s in ("hour", "day")}

    def make(year, span, given):
        n = next(tick[year, span])
        at = start[year] + (datetime.timedelta(hours=n) if span == "hour" else datetime.timedelta(days=n))
        return at.strftime("%Y-%m-%d %H:00" if span == "hour" else "%Y-%m-%d"), span, given
    dice = random.Random(633)
    for year, table in TABLE.items():
        for (item, span), points in table.items():
            for t in texts(points, item):
                yield year, make(year, span, {item: t})
        for span in ("hour", "day"):
            items = [i for i in ITEMS if (i, span) in table]
            grid = {i: texts(table[i, span], i) for i in items}
            for _ in range(2500):
                given = {i: dice.choice(grid[i]) for i in items if dice.random() < 0.95}
                for i in list(given):
                    if dice.random() < 0.03:
                        given[i] = None
                yield year, make(year, span, given)
            for k in range(1, len(INDEX)):  # ties at the breakpoints, all items and each pair
                at = {i: table[i, span][k] if k < len(table[i, span]) else 0 for i in items}
                for some in [items, *itertools.combinations(items, 2)]:
                    yield year, make(year, span, {i: str(at[i]) if i in some else "1" for i in items})


def run(luoshi, rows, *options):
    text = "time,span,item,value\n" + "".join(f"{t},{s},{i},{v or ''}\n" for t, s, given in rows for i, v in given.items())
    out = subprocess.run([luoshi, "aqi", *options], input=text, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    return [json.loads(line) for line in out.splitlines()]


def grid(luoshi, spoil):
    wrong = points = 0
    cases = [c for c in observations() if c[1][2]]
    for forced in (None, "2012", "2026"):
        rows = [(t, s, given) for _, (t, s, given) in cases]
        got = run(luoshi, rows, *(["--standard", forced] if forced else []))
        if spoil:
            got[len(got) // 2]["iaqi"][next(iter(got[len(got) // 2]["iaqi"]))] = 499
        if len(got) != len(rows):
            print(f"{len(got)} lines for {len(rows)} observations")
            wrong += 1
        for (t, s, given), (year, _), line in zip(rows, cases, got):
            want = {"time": t, "span": s, **index(forced or year, s, given)}
            points += len(given)
            if line != want:
                wrong += 1
                if wrong < 10:
                    print("got ", line, "\nwant", want, "\nof  ", given)
    print(f"{len(cases)} observations three times, {points} values, {wrong} differ")
    return wrong


# ---- means ------------------------------------------------------------------------
def value(text):
    return None if text == "-" else F(text)


def mean(values, least):
    known = [v for v in values if v is not None]
    return sum(known, F(0)) / len(known) if len(known) >= max(1, least) else None


def ozone(hours):
    windows = [mean(hours[end - 8:end], 6) for end in range(8, 25)]
    known = [w for w in windows if w is not None]
    return max(known) if known and (len(known) >= 14 or max(known) > 160) else None


def percentile(values, p):
    v = sorted(values)
    if not v:
        return None
    k = F(p, 100) * (len(v) - 1)
    low = k.numerator // k.denominator
    return v[low] if k == low else v[low] + (v[low + 1] - v[low]) * (k - low)


METHOD = {
    "2013": {"SO2": (1, 60), "NO2": (1, 40), "PM10": (1, 70), "PM2.5": (1, 35), "CO": (1, 4), "O3_8h": (1, 160)},
    "2026": {"SO2": (1, 60), "NO2": (2, 40), "PM10": (1, 60), "PM2.5": (3, 30), "CO": (1, 4), "O3_8h": (2, 160)},
}


def date(number):
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=number)


class Station:
    def __init__(self):
        self.hours = {i: [] for i in ITEMS}
        self.days = {}

    def moving(self, item, cells):
        h = self.hours[item]
        return [mean(h[-8:], 6), mean((h[:-12])[-24:], 20)] == [value(c) for c in cells]

    def day(self, cells):
        d = date(int(cells[0]))
        v = {}
        for item in ITEMS:
            h = self.hours["O3" if item == "O3_8h" else item][-24:]
            v[item] = ozone(h) if item == "O3_8h" else max((x for x in h if x is not None), default=None) if item == "O3" else mean(h, 20)
        x = index("2026" if d >= SINCE_2026 else "2012", "day", v)
        self.days[d] = v, x
        return [v[i] for i in ITEMS] == [value(c) for c in cells[1:8]] and (-1 if x["aqi"] is None else x["aqi"]) == int(cells[8])

    def enough(self, item, first, last):
        known = [d for d, (v, _) in self.days.items() if first <= d <= last and v[item] is not None]
        need = lambda m: 25 if m == 2 else 27
        by_month = collections.Counter(d.month for d in known)
        if first.day == 1 and (last + datetime.timedelta(1)).day == 1 and first.month == last.month:
            return len(known) >= need(first.month)
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return len(known) >= 324 and all(by_month[m] >= need(m) for m in range(1, 13))
        return len(known) * 365 >= 324 * ((last - first).days + 1)

    def period(self, cells):
        first, last = date(int(cells[0])), date(int(cells[1]))
        inside = [self.days[d] for d in sorted(self.days) if first <= d <= last]
        want, stat = [], {}
        for item in ITEMS:
            known = [v[item] for v, _ in inside if v[item] is not None]
            p = {"CO": 95, "O3_8h": 90}.get(item)
            stat[item] = percentile(known, p) if p else mean(known, 1)
            want += [len(known), int(self.enough(item, first, last)), sum(item in x["primary"] for _, x in inside), stat[item]]
        method = METHOD["2026" if first >= SINCE_2026 else "2013"]
        whole = all(stat[i] is not None for i in method)
        self.composite = sum((w * stat[i] / s for i, (w, s) in method.items()), F(0)) if whole else None
        levels = [x["level"] for _, x in inside if x["aqi"] is not None]
        want += [self.composite, len(levels), sum(n <= 2 for n in levels), *(levels.count(n) for n in range(1, 7))]
        return want == [value(c) for c in cells[2:]]


def means(program, spoil):
    wrong = compared = 0
    station = None
    for year, seed in ((2025, 1), (2026, 2), (2028, 3))[:1 if spoil else None]:
        out = subprocess.run([program, str(year), "3", str(seed)], capture_output=True, text=True, check=True).stdout
        lines = out.splitlines()
        if spoil:
            at = next(i for i, line in enumerate(lines) if line.startswith("period"))
            lines[at] = lines[at].replace("\t27", "\t28", 1) if "\t27" in lines[at] else lines[at] + "1"
        composites = []
        for line in lines:
            sort, *cells = line.split("\t")
            ok = True
            if sort == "station":
                station = Station()
                composites.append(station)
            elif sort == "hours":
                station.hours[ITEMS[int(cells[0])]] += [value(c) for c in cells[1:]]
            elif sort == "moving":
                ok = station.moving(ITEMS[int(cells[0])], cells[1:])
            elif sort in ("day", "period"):
                ok = getattr(station, sort)(cells)
            elif sort == "rank":
                rounded = [None if s.composite is None else half_even(s.composite, 2) for s in composites]
                want = []
                for s, r in zip(composites, rounded):
                    want += [s.composite, 0 if r is None else 1 + sum(o is not None and o < r for o in rounded)]
                ok = want == [value(c) for c in cells]
            compared += sort not in ("station", "hours")
            wrong += not ok
            if not ok and wrong < 10:
                print("differs:", line[:300])
    print(f"{compared} means, days, periods and ranks, {wrong} differ")
    return wrong


if __name__ == "__main__":
    what, program = sys.argv[1:3]
    spoilt = "--spoil" in sys.argv
    found = {"grid": grid, "means": means}[what](program, spoilt)
    sys.exit(found == 0 if spoilt else found > 0)
