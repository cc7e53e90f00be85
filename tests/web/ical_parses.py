#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The calendar of ical_sample, read by Debian's python3-icalendar; skipped where that is not
installed."""
import datetime
import subprocess
import sys

try:
    from icalendar import Calendar
except ImportError:
    print("skipped: python3-icalendar is not installed")
    sys.exit(77)


def title(i):
    return "".join("，;," if k % 7 == 0 else "𠀀" if k % 5 == 0 else "落实" for k in range(i * 3)) + f"#{i}"


raw = subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout
assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "a line of more than 75 octets"
assert b"\n" not in raw.replace(b"\r\n", b""), "a bare line end"
calendar = Calendar.from_ical(raw)
assert calendar["X-WR-CALNAME"] == "榴园区, 督查; \\室", calendar["X-WR-CALNAME"]
events = calendar.walk("VEVENT")
assert len(events) == 40
for i, e in enumerate(events):
    day = datetime.date(2026, 12, 31) + datetime.timedelta(days=i)
    assert e["SUMMARY"] == title(i), (e["SUMMARY"], title(i))
    assert e["DESCRIPTION"] == "督〔2026〕0001\n区住建局, 科室; \\x", e["DESCRIPTION"]
    assert e["DTSTART"].dt == day and e["DTEND"].dt == day + datetime.timedelta(days=1)
    assert e["SEQUENCE"] == i and e["UID"] == ("1@luoshi" if i else "0@luoshi")
    assert e["DTSTAMP"].dt == datetime.datetime(2026, 10, 1, 2, 0, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=0)
print(f"{len(events)} events as written")
