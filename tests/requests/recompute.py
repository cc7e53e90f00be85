#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""recompute.py [FILE.json | - | -- PROGRAM ARGS…]: makes every rate of a month of requests again, from the rows of
the file that goes out and from the definitions in words (docs/decisions/rates.md), and holds each against the
number in the file, to its last digit. It shares no code with Luoshi. Exit status 1: a number differs.

    luoshi export requests-month --json > month.json && recompute.py month.json
    recompute.py --csv FOLDER month.json    the rows from orders.csv, handings.csv, … of that folder instead
"""
import bisect
import collections
import csv
import json
import pathlib
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

TABLES = ("units", "orders", "handings", "requests", "visits", "articles", "exclusions")


def rows_of(table):
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def from_csv(folder, name):
    def value(key, text):
        if text == "":
            return None if key not in ("excluded", "class", "category", "channel", "solved", "reason", "number", "name") else ""
        whole = key not in ("id", "unit", "town", "approver", "number", "name", "class", "category", "channel", "solved", "excluded", "reason",
                            "visit_due", "contact_due", "contacted", "valid_until")
        return int(text) if whole else text
    with open(pathlib.Path(folder) / f"{name}.csv", encoding="utf-8-sig", newline="") as f:
        return [{k: value(k, v) for k, v in row.items()} for row in csv.DictReader(f)]


def written(fraction, decimals):
    """Rounded once, half up, as people write it."""
    if fraction is None:
        return None
    scaled = fraction * 10 ** decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return str(Decimal(whole).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


class Month:
    def __init__(self, file, folder=None):
        self.file = file
        for name in TABLES:
            setattr(self, name, from_csv(folder, name) if folder else rows_of(file[name]))
        self.rules = file["rules"]
        self.first, self.last = file["from"], file["to"]
        self.begins, self.ends, self.at = file["begins"], file["ends"], file["at"]
        self.workdays = file["workdays"]
        self.tally = collections.defaultdict(lambda: [Fraction(0), Fraction(0)])
        self.counts = collections.Counter()
        self.seen = {("all", "0", "")}

    # ---- what lies in the month ----
    def now(self, instant):
        return instant is not None and self.begins <= instant < self.ends

    def today(self, day):
        return day is not None and self.first <= day <= self.last

    def keys(self, rate, unit, order=None, channel=None):
        yield "all", "0", ""
        if rate != "per_10000":
            yield "unit", unit, ""
        if order is None:
            return
        yield "town", order["town"], ""
        if rate == "per_10000":
            return
        yield "class", "0", order["class"]
        levels = order["category"].split(".")[:3]
        for n in range(len(levels)):
            yield "category", "0", ".".join(levels[:n + 1])
        yield "channel", "0", order["channel"] if channel is None else channel

    def add(self, rate, above, unit, order=None, channel=None, below=1):
        for key in self.keys(rate, unit, order, channel):
            self.seen.add(key)
            pair = self.tally[key, rate]
            pair[0] += int(above)
            pair[1] += below

    def count(self, name, unit, order, channel=None):
        for key in self.keys(name, unit, order, channel):
            self.seen.add(key)
            self.counts[key, name] += 1

    # ---- the definitions ----
    def of_requests(self):
        for r in self.requests:
            o = self.orders[r["order"]]
            if self.now(r["at"]):
                for rate, above in (("direct", r["direct"]), ("repeated", r["repeated"]), ("duplicate", r["duplicate"])):
                    self.add(rate, above, o["unit"], o, r["channel"])
                self.add("per_10000", 1, o["unit"], o, r["channel"], 0)
                self.count("requests", o["unit"], o, r["channel"])
            if self.today(r["visit_due"]) and not o["excluded"]:
                self.add("coverage", r["reached"], o["unit"], o, r["channel"])

    def of_handings(self):
        for h in self.handings:
            o = self.orders[h["order"]]
            if o["excluded"]:
                continue
            if self.now(h["at"]):
                self.add("returned", h["returned"] is not None, h["unit"], o)
                self.add("missent", h["upheld"], h["unit"], o)
                self.count("handed", h["unit"], o)
            if self.now(h["sign_due"]) and (h["signed_at"] is not None or h["sign_due"] < self.at):
                self.add("signed_in_time", h["signed_at"] is not None and h["signed_at"] <= h["sign_due"], h["unit"], o)
            if self.today(h["contact_due"]) and not h["upheld"]:
                self.add("response", h["contacted"] is not None and h["contacted"] <= h["contact_due"], h["unit"], o)

    def day(self, instant):
        """The civil day in the district, whose first instant of the month is midnight."""
        from datetime import date, timedelta
        return (date.fromisoformat(self.first) + timedelta(days=(instant - self.begins) // 86400000)).isoformat()

    def days_of(self, o):
        """Working days after the day of the start, up to and including the day of the answer."""
        start = self.day(o["at"] if o["given"] is None else o["given"])
        end = self.day(o["done"])
        if self.workdays and start >= self.workdays[0]:
            return bisect.bisect_right(self.workdays, end) - bisect.bisect_right(self.workdays, start)
        return o["days"]

    def of_orders(self):
        for o in self.orders:
            unit, done, due = o["unit"], o["done"], o["due"]
            still_open = done is None or done >= self.ends
            if due is not None and due < self.ends and due < self.at and still_open:
                self.count("overdue", unit, o)
            if o["excluded"]:
                self.count("excluded", unit, o)
                continue
            if due is not None:
                fell_due = (done is not None or due < self.at) if self.now(due) else (self.rules["carried"] and due < self.begins and still_open)
                if fell_due:
                    self.add("on_time", done is not None and done <= due, unit, o)
            if self.now(done):
                days = self.days_of(o)
                if days != o["days"]:
                    raise SystemExit(f"{o['number']}: {o['days']} working days in the row, {days} by the calendar")
                self.add("days", days, unit, o)
                self.count("done", unit, o)
            if self.now(o["visited"]) or self.now(o["redone"]):
                self.add("redone", self.now(o["redone"]), unit, o)
            if o["given"] is not None and o["given"] < self.ends and (o["closed"] is None or o["closed"] >= self.begins):
                self.add("supervised", self.now(o["supervised"]), unit, o)

    def of_visits(self):
        for said, rate in (("solved", "solved"), ("satisfaction", "satisfied")):
            chosen = {}
            for v in self.visits:
                if v["reached"] and self.now(v["at"]) and v[said]:
                    if self.rules["first_visit"]:
                        chosen.setdefault(v["request"], v)
                    else:
                        chosen[v["request"]] = v
            for v in chosen.values():
                r = self.requests[v["request"]]
                o = self.orders[r["order"]]
                if o["excluded"]:
                    continue
                if rate == "solved":
                    above = v["solved"] == "yes" or (v["solved"] == "partly" and self.rules["partly"])
                else:
                    above = v["satisfaction"] >= 4
                self.add(rate, above, v["unit"], o, r["channel"])

    def of_articles(self):
        for a in self.articles:
            self.add("knowledge", a["valid_until"] is None or a["valid_until"] >= self.last, a["unit"])

    def of_district(self):
        calls = self.file["calls"]
        if calls["inbound"]:
            self.tally[("all", "0", ""), "connected"] = [Fraction(calls["answered"]), Fraction(calls["inbound"])]
        residents = {u["id"]: u["residents"] for u in self.units}
        for (key, rate), pair in self.tally.items():
            if rate == "per_10000":
                pair[1] = Fraction(sum(residents.values()) if key[0] == "all" else residents.get(key[1], 0))

    def value(self, rate, pair):
        if not pair[1]:
            return None
        return pair[0] / pair[1] * {"days": 1, "per_10000": 10000}.get(rate, 100)

    def score(self, pairs):
        """Sum of weight times rate over the sum of weights, in points of a hundred."""
        weights = {rate: w for rate, w in self.rules["weights"].items() if w > 0}
        if not weights or any(not pairs[rate][1] for rate in weights):
            return None
        return 100 * sum(w * pairs[rate][0] / pairs[rate][1] for rate, w in weights.items()) / sum(weights.values())

    def make(self):
        for of in (self.of_requests, self.of_handings, self.of_orders, self.of_visits, self.of_articles, self.of_district):
            of()

    # ---- held against the file ----
    def compare(self):
        wrong, looked = [], 0
        decimals = self.rules["decimals"]

        def hold(what, got, want):
            nonlocal looked
            looked += 1
            if got != want:
                wrong.append(f"{what}: the file says {got}, its rows say {want}")

        sets = {(s["group"], s["id"], s["key"]): s for s in self.file["sets"]}
        hold("sets", sorted(sets), sorted(self.seen))
        for key, s in sets.items():
            for name, n in s["counts"].items():
                hold(f"{key} {name}", n, self.counts[key, name])
            rates = {rate for k, rate in self.tally if k == key and any(self.tally[k, rate])}
            hold(f"{key} rates", sorted(s["rates"]), sorted(rates))
            for rate, said in s["rates"].items():
                pair = self.tally[key, rate]
                hold(f"{key} {rate}", said, [pair[0], pair[1], written(self.value(rate, pair), decimals)])
        self.compare_leagues(hold, decimals)
        return looked, wrong

    def compare_leagues(self, hold, decimals):
        weighed = [rate for rate, w in self.rules["weights"].items() if w > 0]
        place = {u["id"]: i for i, u in enumerate(self.units)}
        classes = collections.defaultdict(list)
        for u in self.units:
            pairs = {rate: self.tally.get((("unit", u["id"], ""), rate), [Fraction(0), Fraction(0)]) for rate in weighed}
            if any(pair[1] for pair in pairs.values()):
                band = sum(u["residents"] > limit for limit in self.rules["bands"]) if u["residents"] else -1
                classes[band].append((u["id"], pairs, min(pair[1] for pair in pairs.values())))
        leagues = {league["band"]: league for league in self.file["leagues"]}
        hold("leagues", sorted(leagues), sorted(classes))
        for band, members in classes.items():
            league = leagues[band]
            ranked, pooled = [], []
            for unit, pairs, sample in members:
                score = self.score(pairs)
                (pooled if sample < self.rules["small"] or score is None else ranked).append((unit, written(score, decimals), sample))
            ranked.sort(key=lambda r: (-Decimal(r[1]), place[r[0]]))
            want = [[u, s, 1 + sum(Decimal(o[1]) > Decimal(s) for o in ranked), n, 0] for u, s, n in ranked]
            want += [[u, s, 0, n, 1] for u, s, n in sorted(pooled, key=lambda r: place[r[0]])]
            got = [[r["unit"], r["score"], r["rank"], r["sample"], r["pooled"]] for r in league["rows"]]
            hold(f"league {band}", got, want)
            if not pooled:
                hold(f"league {band} pool", "pool" in league, False)
                continue
            together = {rate: [sum(m[1][rate][i] for m in members if m[0] in {p[0] for p in pooled}) for i in (0, 1)] for rate in weighed}
            hold(f"league {band} pool", league["pool"]["score"], written(self.score(together), decimals))
            for rate in weighed:
                hold(f"league {band} pool {rate}", league["pool"]["rates"].get(rate, [0, 0, None])[:2], [int(x) for x in together[rate]])


def look(text, folder=None):
    month = Month(json.loads(text), folder)
    month.make()
    looked, wrong = month.compare()
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return looked, wrong, month


def self_test(text):
    """A number that is off by one in its last digit must be found, whichever it is."""
    file = json.loads(text)
    missed = 0
    for s in file["sets"][:40]:
        for rate, said in s["rates"].items():
            if said[2] is None:
                continue
            was = said[2]
            said[2] = str(Decimal(was) + Decimal(1).scaleb(-file["rules"]["decimals"]))
            month = Month(file)
            month.make()
            missed += not month.compare()[1]
            said[2] = was
            break
    return missed


def main(args):
    folder = None
    if args[:1] == ["--csv"]:
        folder, args = args[1], args[2:]
    if args[:1] == ["--test"]:
        program, failed = args[1], 0
        cases = [(int(n), seed) for n in args[2].split(",") for seed in range(1, 8)]
        print(f"1..{len(cases) + 1}")
        small = None
        for i, (n, seed) in enumerate(cases, 1):
            text = subprocess.run([program, str(n), str(seed)], check=True, stdout=subprocess.PIPE).stdout
            small = small or text
            looked, wrong, _ = look(text)
            failed += bool(wrong)
            print(f"{'not ' if wrong else ''}ok {i} - {n} orders, seed {seed}: {looked} numbers made again")
        missed = self_test(small)
        print(f"{'not ' if missed else ''}ok {len(cases) + 1} - a digit that is wrong is found")
        return 1 if failed or missed else 0
    text = sys.stdin.read() if args[0] == "-" else pathlib.Path(args[0]).read_text("utf-8")
    looked, wrong, _ = look(text, folder)
    print(f"{looked} numbers made again from the rows, {len(wrong)} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
