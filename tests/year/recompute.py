#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Computes every date of a simulated year again, by counting days one by one.

    recompute.py DIR               every clock of every snapshot of DIR, made by the driver (year.c)
    recompute.py DIR --spoil N     the same after the N-th clock was given a wrong date: must find it
    recompute.py --same DIR DIR    two runs of one story: everything but the ids must be the same

Written from docs/decisions/clocks.md, the law told there (民法典 200-204) and the files of the notices; it
shares nothing with the program. The exit code is 1 when anything differs.
"""
import argparse
import collections
import datetime
import functools
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DAY = datetime.timedelta(days=1)
MS = 1000
EAST = 8 * 3600 * MS          # Beijing time has no summer time in these years
DAY_MS = 24 * 3600 * MS
EPOCH = datetime.date(1970, 1, 1)


def day_of(ms):
    return EPOCH + DAY * ((ms + EAST) // DAY_MS)


def midnight(day):
    return (day - EPOCH).days * DAY_MS - EAST


# ---- calendars -----------------------------------------------------------------
def read_spans(text):
    """"1-5 08:30-12:00 13:30-17:30; makeup 1" -> {weekday: [(ms, ms)]}, weekday of make-up days"""
    table, makeup = {}, 1
    for piece in text.split(";"):
        words = piece.split()
        if words[0] == "makeup":
            makeup = int(words[1])
            continue
        low, _, high = words[0].partition("-")
        spans = []
        for word in words[1:]:
            begin, end = (int(h) * 60 + int(m) for h, m in (t.split(":") for t in word.split("-")))
            spans.append((begin * 60 * MS, end * 60 * MS))
        for weekday in range(int(low), int(high or low) + 1):
            table[weekday] = spans
    return table, makeup


class Calendar:
    """Lines of notices, later ones winning. `asked` gathers the years a date was looked for in."""

    def __init__(self, files):
        self.days, self.years, self.week, self.hours = {}, set(), {1, 2, 3, 4, 5}, []
        for file in files:
            self.read(file)
        self.asked = set()

    def read(self, file):
        for line in file.read_text("utf-8").splitlines():
            first, kind, name = (line.split("\t") + ["", "", ""])[:3]
            if kind == "year":
                self.years.add(int(first))
            elif kind == "week":
                low, high = name.split("-")
                self.week = set(range(int(low), int(high) + 1))
            elif kind == "hours":
                since = datetime.date.min if first == "always" else datetime.date.fromisoformat(first)
                self.hours = [h for h in self.hours if h[0] != since] + [(since, *read_spans(name))]
            elif kind in ("work", "rest"):
                self.days[datetime.date.fromisoformat(first)] = kind == "work"

    def works(self, day):
        self.asked.add(day.year)
        return self.days.get(day, day.isoweekday() in self.week)

    def spans(self, day):
        """When the desk is open on a day: instants; [] on a day that rests or without hours at all."""
        if not self.works(day):
            return []
        rules = [h for h in self.hours if h[0] <= day]
        if not rules:
            return [(midnight(day), midnight(day + DAY))]
        _, table, makeup = max(rules, key=lambda h: h[0])
        weekday = makeup if self.days.get(day) and day.isoweekday() not in self.week else day.isoweekday()
        return [(midnight(day) + a, midnight(day) + b) for a, b in table.get(weekday, [])]

    def has_hours(self, day):
        return any(h[0] <= day for h in self.hours)

    def close(self, day):
        """民法典 203: the close of business, else 24:00."""
        if not self.has_hours(day):
            return midnight(day + DAY)
        return max((b for _, b in self.spans(day)), default=midnight(day + DAY))

    def unknown(self):
        return bool(self.asked - self.years)


@functools.lru_cache(maxsize=None)
def calendar_of(names):
    return Calendar([ROOT / "data/calendar/cn.tsv"] + [HERE / "notices" / n for n in names])


# ---- counting --------------------------------------------------------------------
def month_later(day, n):
    """民法典 202: the same number, or the month's last day."""
    month = day.year * 12 + day.month - 1 + n
    for number in range(day.day, 0, -1):
        try:
            return datetime.date(month // 12, month % 12 + 1, number)
        except ValueError:
            pass


class Clock:
    def __init__(self, row, calendar, missing):
        self.row, self.cal, self.missing = row, calendar, missing
        self.unit = row["unit"]
        self.more = sum(e["by"] for e in row["ledger"] if e["what"] == "extended")
        self.cal.asked = set()
        if self.unit in ("working_hour", "hour", "minute"):
            self.by_instant()
        else:
            self.by_day()

    def pauses(self, begin):
        """(from, to) after the beginning; `to` None while it is open."""
        for e in self.row["ledger"]:
            if e["what"] == "paused" and (e["to_ms"] is None or e["to_ms"] > begin):
                yield max(e["from_ms"], begin), e["to_ms"]

    def begin(self):
        """What comes in after close or on a day that rests begins at the next opening."""
        start = self.row["start_ms"]
        if self.unit not in ("working_day", "working_hour"):
            return start
        day = day_of(start)
        spans = self.cal.spans(day)
        if spans and start < spans[-1][1]:
            return start
        while True:
            day += DAY
            if self.cal.spans(day):
                return self.cal.spans(day)[0][0]

    # -- days
    def counts(self, day):
        return self.unit != "working_day" or self.cal.works(day)

    def by_day(self):
        row = self.row
        begin = self.begin()
        closed = [(day_of(a), day_of(b)) for a, b in self.pauses(begin) if b is not None]
        held = [a for a, b in self.pauses(begin) if b is None]
        if self.unit == "until":
            self.first, self.out, self.held = day_of(begin), lambda day: False, None
            last = datetime.date.fromisoformat(row["until"]) + DAY * self.more
        else:
            # a pause takes out the day on which it begins and gives back the one on which it ends
            self.out = lambda day: any(a <= day < b for a, b in closed)
            self.first = day_of(begin)
            while self.out(self.first):
                self.first += DAY
            self.held = held[0] if held else None
            last = self.last_day(row["budget"] + self.more)
        self.raw = last
        if row["roll"]:
            while not self.cal.works(last):
                last += DAY
        self.last = last
        self.due = self.cal.close(last)
        if self.held is not None and self.held >= self.due:
            self.held = None    # it was over before it paused
        asked = {d.year for d in (self.raw, self.last)} if row["roll"] or self.cal.has_hours(last) else set()
        if self.unit == "working_day":
            asked = set(range(self.first.year, last.year + 1))
        self.provisional = self.missing or bool(asked - self.cal.years)
        if self.held is not None:
            self.due = None

    def last_day(self, n):
        if self.unit == "month":
            end = month_later(self.first, n)
            # days that were taken out are added behind
            taken, day = 0, self.first
            while day < end:
                day += DAY
                if self.out(day):
                    end += DAY
            return end
        day = self.first
        while n > 0:
            day += DAY
            n -= self.counts(day) and not self.out(day)
        return day

    def left_days(self, at):
        held = self.held is not None and self.held <= at
        today = day_of(self.held if held else at)
        if held and today > self.first:
            today -= DAY        # the day on which it paused is not spent
        today = max(today, self.first)
        low, high = sorted((today, self.last))
        n, day = 0, low
        while day < high:
            day += DAY
            n += self.counts(day) and not self.out(day)
        return n if today <= self.last else -n

    # -- instants
    def open_pieces(self, since):
        """Open time from an instant on, piece by piece, without end."""
        if self.unit != "working_hour":
            yield since, since + 400 * 366 * DAY_MS
            return
        day = day_of(since)
        while True:
            for a, b in self.cal.spans(day):
                if b > since:
                    yield max(a, since), b
            day += DAY

    def running_pieces(self, since, holes):
        for a, b in self.open_pieces(since):
            for c, d in holes:
                if a < d and c < b:
                    if a < c:
                        yield a, c
                    a = min(max(a, d), b)
            if a < b:
                yield a, b

    def by_instant(self):
        begin = self.begin()
        pauses = sorted(self.pauses(begin), key=lambda p: p[0])
        self.holes = [(a, b) for a, b in pauses if b is not None]
        self.held = next((a for a, b in pauses if b is None), None)
        self.start = begin
        self.one = (60 if self.unit == "minute" else 3600) * MS
        need = self.total = (self.row["budget"] + self.more) * self.one
        self.due = begin
        for a, b in self.running_pieces(begin, self.holes) if need else []:
            if b - a >= need:
                self.due = a + need
                break
            need -= b - a
        if self.held is not None and self.held >= self.due:
            self.held = None
        self.provisional = self.missing
        if self.held is not None:
            self.due = None
        if self.unit == "working_hour":
            end = day_of(begin if self.due is None else self.due)
            years = set(range(day_of(begin).year, end.year + 1))
            self.provisional |= bool(years - self.cal.years) or not self.cal.has_hours(day_of(begin))

    def left_instants(self, at):
        if self.held is not None and self.held <= at:
            at = self.held
        spent = 0
        for a, b in self.running_pieces(self.start, self.holes):
            if a >= at:
                break
            spent += min(b, at) - a
        left = self.total - spent
        return -(-left // self.one) if left > 0 else -(-left // self.one)

    # -- what is asked
    def state(self, now):
        stopped = self.row["stopped_ms"]
        at = now if stopped is None else min(now, stopped)
        overdue = self.due is not None and self.due < at
        left = None if stopped is not None else self.left_days(at) if hasattr(self, "last") else self.left_instants(at)
        return {"due_ms": self.due, "left": left, "overdue": overdue, "provisional": self.provisional}


# ---- the record ---------------------------------------------------------------------
def notices():
    rows = []
    for line in (HERE / "story.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            _, name, _, file = line.split("\t")
            rows.append((name, file))
    return rows


NOTICES = notices()


def settled(row, now):
    """When the date of a clock was made last: a stopped one keeps the calendar of its day."""
    if row["stopped_ms"] is None:
        return now
    return max([row["stopped_ms"]] + [e["from_ms"] for e in row["ledger"] if e["what"] != "paused"])


def clock_of(row, loaded, now):
    at = settled(row, now)
    files = [(name, file) for name, file in NOTICES if file in loaded and loaded[file] <= at]
    district = tuple(f for n, f in files if n == "-")
    own = tuple(f for n, f in files if n == row["calendar"])
    missing = bool(row["calendar"]) and not own
    return Clock(row, calendar_of(district + own), missing)


def said_dates(folder):
    """What people asked for: (instant, matter, part, date) of every form with a date in it."""
    rows = []
    for line in (folder / "acts.jsonl").read_text("utf-8").splitlines():
        act = json.loads(line)
        if "due" in act["args"]:
            rows.append((act["at_ms"], act["matter"], act["part"], act["args"]["due"]))
    return rows


def snapshots(folder):
    loaded = {}
    for path in sorted(folder.glob("snap-*.jsonl")):
        lines = path.read_text("utf-8").splitlines()
        head = json.loads(lines[0])
        for file in head["notices"]:
            loaded.setdefault(file, head["now_ms"] - 1)   # a snapshot is taken a millisecond after
        yield path.name, head["now_ms"], dict(loaded), [json.loads(line) for line in lines[1:]]


def compare(folder, spoil):
    said, count, seen, differences = said_dates(folder), 0, collections.Counter(), []
    clocks, shots = set(), 0
    for name, now, loaded, rows in snapshots(folder):
        shots += 1
        asked = {(m, p): d for at, m, p, d in said if at <= now}
        for row in rows:
            count += 1
            if count == spoil:
                row["due_ms"] = (row["due_ms"] or now) + DAY_MS
            clocks.add((row["matter"], row["part"], row["clock"]))
            seen[row["unit"] + (" " + row["calendar"] if row["calendar"] else "")] += 1
            clock = clock_of(row, loaded, now)
            want = clock.state(now)
            wrong = {k: (row[k], v) for k, v in want.items() if row[k] != v and (k != "provisional" or want["due_ms"] is not None)}
            if row["unit"] == "until" and row["stopped_ms"] is None and clock.raw.isoformat() != asked[row["matter"], row["part"]]:
                wrong["the date that was asked for"] = (clock.raw.isoformat(), asked[row["matter"], row["part"]])
            if wrong:
                differences.append((name, row, wrong))
    return shots, len(clocks), count, seen, differences


def tell(differences):
    for name, row, wrong in differences[:8]:
        print(f"{name} {row['number']} part {row['part']} {row['clock']} ({row['unit']}): " +
              "; ".join(f"{k}: the program says {a}, counted {b}" for k, (a, b) in wrong.items()))
        print("    " + json.dumps(row, ensure_ascii=False))


# ---- two runs -------------------------------------------------------------------------
def without_ids(text):
    """Parts by their order within a matter, people and matters left out."""
    out, order = [], {}
    for line in text.splitlines():
        if line.startswith("{"):
            row = json.loads(line)
            if row.get("part", "0") != "0":
                own = order.setdefault(row["number"], [])
                if row["part"] not in own:
                    own.append(row["part"])
                row["part"] = own.index(row["part"]) + 1
            row.pop("matter", None)
            for entry in row.get("ledger", []):
                entry["asked_by"], entry["granted_by"] = entry["asked_by"] != "0", entry["granted_by"] != "0"
            for field in ("lead", "unit", "assist", "person", "sponsor"):
                row.get("args", {}).pop(field, None)
            line = json.dumps(row, ensure_ascii=False, sort_keys=True)
        out.append(line)
    return out


def same(a, b):
    names = sorted({p.name for p in (*a.iterdir(), *b.iterdir()) if re.fullmatch(r"(snap-\d+|acts)\.jsonl|(weeks|final)\.tsv", p.name)})
    lines = differ = 0
    for name in names:
        if not (a / name).exists() or not (b / name).exists():
            print(f"{name} is missing in one of them")
            differ += 1
            continue
        x, y = without_ids((a / name).read_text("utf-8")), without_ids((b / name).read_text("utf-8"))
        lines += len(x)
        here = [(p, q) for p, q in zip(x, y) if p != q]
        differ += len(here) + abs(len(x) - len(y))
        for p, q in here[:2]:
            print(f"{name}:\n    {p}\n    {q}")
    print(f"two runs: {len(names)} files, {lines} lines, {differ} differences")
    return differ == 0 and lines > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--spoil", type=int, default=0)
    parser.add_argument("--same", type=pathlib.Path)
    args = parser.parse_args()
    if args.same:
        return 0 if same(args.same, args.folder) else 1
    shots, clocks, count, seen, differences = compare(args.folder, args.spoil)
    tell(differences)
    print(f"{clocks} clocks at {shots} instants, {count} dates: " + ", ".join(f"{n} {k}" for k, n in sorted(seen.items())))
    print(f"{len(differences)} differences")
    return 1 if differences or not count else 0


if __name__ == "__main__":
    sys.exit(main())
