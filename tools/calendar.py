#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The calendar of working days of mainland China.

    calendar.py make PACKAGES NOTICE.json…   data/calendar/cn.tsv on standard output
    calendar.py compile OUT.c cn.tsv         the same as a C string, for the program

PACKAGES is a folder with the npm packages chinese-days, chinese-workday and tyme4ts
unpacked (`npm pack NAME@VERSION`, `tar xzf`) as NAME-VERSION/package. NOTICE.json is a
year of the form of NateScarlet/holiday-cn, which is read from the notice itself and
wins over the packages for its year. Where the packages differ on whether a day works,
two of three decide; a tie is decided by the notice's own words as DECIDED gives them.
Every day that differs stands as a comment in the table.
"""
import datetime
import json
import pathlib
import re
import sys

VERSIONS = {"chinese-days": "1.5.7", "chinese-workday": "1.16.1", "tyme4ts": "1.5.2"}
FIRST_YEAR = 2004  # of chinese-days; chinese-workday begins in 2011
WORKDAY_FIRST_YEAR = 2011

# The notice's words as chinese-days quotes them (src/holidays/generate.ts).
DECIDED = {
    "2005-12-31": (True, "通知：12月31日(星期六)上班"),
    "2013-04-07": (True, "通知：4月7日（星期日）上班"),
    "2013-10-12": (True, "通知：9月29日（星期日）、10月12日（星期六）上班"),
}
NUMBERS = {2025: "国办发明电〔2024〕12号"}  # as chinese-days quotes it; no other number is known to us
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节", "国庆中秋": "国庆节、中秋节",
         "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": "抗战胜利70周年纪念日",
         "抗战胜利日": "抗战胜利70周年纪念日"}
# Notices about some days of a year only, with what they were about.
EXTRA = {
    "2015-05/13/content_9742": ("国务院关于抗战胜利70周年纪念日调休放假的通知", "2015-09-03", "2015-09-06"),
    "2019-03/22/content_5375877": ("国务院办公厅调整2019年劳动节假期安排", "2019-04-28", "2019-05-05"),
    "2020-01/27/content_5472352": ("国务院办公厅延长2020年春节假期", "2020-01-31", "2020-02-02"),
}


def root_of(packages, name):
    return pathlib.Path(packages) / f"{name}-{VERSIONS[name]}" / "package"


def read_chinese_days(packages):
    """{day: (works, name)}, {year or extra key: address of the notice}"""
    root, table, notices, year = root_of(packages, "chinese-days"), {}, {}, None
    for path in sorted((root / "dist/years").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        for field, works in (("holidays", False), ("workdays", True)):
            for day, text in data[field].items():
                table[day] = (works, text.split(",")[1])
    for line in (root / "src/holidays/generate.ts").read_text("utf-8").splitlines():
        if m := re.match(r"\s*\* (\d{4})\s*$", line):
            year = int(m[1])
        elif m := re.match(r"\s*\*\s+https?://(www\.gov\.cn/\S+)", line):
            extra = [key for key in EXTRA if key in m[1]]
            notices.setdefault(extra[0] if extra else year, "https://" + m[1])
    return table, notices


def read_chinese_workday(packages):
    text = (root_of(packages, "chinese-workday") / "src/index.js").read_text("utf-8")
    table = {}
    for variable, works in (("HOLIDAYS", False), ("WEEKENDS_WORKDAY", True)):
        block = re.search(r"\nvar " + variable + r" = \{(.*?)\n\}", text, re.S)[1]
        for day, name in re.findall(r"'(\d{4}-\d\d-\d\d)': '([^']*)'", block):
            if works or day not in table:
                table[day] = (works, name.removeprefix("补"))
    return table


def read_tyme(packages):
    """Rows of 13 characters: yyyymmdd, 0 works 1 rests, index of the name, distance to the feast."""
    text = (root_of(packages, "tyme4ts") / "dist/lib/index.cjs").read_text("utf-8")
    block = text[text.index("class LegalHoliday"):]
    names = json.loads(re.search(r"NAMES = (\[[^\]]*\])", block)[1])
    data = re.search(r'DATA = "([^"]*)"', block)[1]
    rows = re.findall(r"(\d{4})(\d\d)(\d\d)([01])(\d)[+-]\d\d", data)
    assert len(rows) * 13 == len(data)
    return {f"{y}-{m}-{d}": (kind == "0", names[int(name)]) for y, m, d, kind, name in rows}


def works(table, day):
    key = day.isoformat()
    return table[key][0] if key in table else day.weekday() < 5


def clean_name(name):
    return NAMES.get(name, name)


def notice_year(day, name):
    """A feast of New Year that begins in December stands in the notice of the year it opens."""
    return day.year + (day.month == 12 and name == "元旦")


def source_of(year, notices, day=None):
    for key, (title, first, last) in EXTRA.items():
        if day and key in notices and first <= day.isoformat() <= last:
            return f"{title} {notices[key]}"
    if year not in notices:
        return f"chinese-days {VERSIONS['chinese-days']}, tyme4ts {VERSIONS['tyme4ts']}"
    number = f"（{NUMBERS[year]}）" if year in NUMBERS else ""
    return f"国务院办公厅{year}年部分节假日安排{number} {notices[year]}"


def decide(day, tables):
    """(works, name or None, comment or None)"""
    key = day.isoformat()
    says = {name: works(table, day) for name, table in tables.items()
            if name != "chinese-workday" or day.year >= WORKDAY_FIRST_YEAR}
    yes = sum(says.values())
    by = "two of three"
    answer = yes * 2 > len(says)
    if key in DECIDED:
        answer, by = DECIDED[key]
    elif yes * 2 == len(says):
        raise SystemExit(f"{key}: the packages are divided; put the notice's words into DECIDED")
    names = [t[key][1] for t in tables.values() if key in t and t[key][0] == answer]
    comment = None
    if len(set(says.values())) > 1:
        comment = ", ".join(f"{n} {'work' if w else 'rest'}" for n, w in says.items()) + f"; taken: {by}"
    return answer, clean_name(names[0]) if names else None, comment


def make(packages, *notice_files):
    days, notices = read_chinese_days(packages)
    tables = {"chinese-days": days, "chinese-workday": read_chinese_workday(packages), "tyme4ts": read_tyme(packages)}
    exact = {}
    for path in notice_files:
        data = json.loads(pathlib.Path(path).read_text("utf-8"))
        notices[data["year"]] = data["papers"][0]
        exact[data["year"]] = {d["date"]: (not d["isOffDay"], d["name"]) for d in data["days"]}
    last_year = max(exact)
    print("# Working days of mainland China: days that are not simply Monday to Friday, and the years whose notice is in.\n"
          "# Made by tools/calendar.py; see README.md. Sources: " +
          ", ".join(f"{n} {v}" for n, v in VERSIONS.items()) + ", NateScarlet/holiday-cn " +
          ", ".join(map(str, sorted(exact))) + ".\nday\tkind\tname\tsource")
    day = datetime.date(FIRST_YEAR, 1, 1)
    while day.year <= last_year:
        if (day.month, day.day) == (1, 1):
            print(f"{day.year}\tyear\t\t{source_of(day.year, notices)}")
        if day.year in exact:
            works_, name = exact[day.year].get(day.isoformat(), (None, None))
            comment = None
        else:
            works_, name, comment = decide(day, tables)
        if comment:
            print(f"# {day.isoformat()}: {comment}")
        if name:
            print(f"{day.isoformat()}\t{'work' if works_ else 'rest'}\t{name}\t"
                  f"{source_of(notice_year(day, name), notices, day)}")
        day += datetime.timedelta(days=1)


def compile_c(out, tsv):
    lines = pathlib.Path(tsv).read_text("utf-8").splitlines()
    body = "\n".join('\t"' + line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '\\n"'
                     for line in lines if not line.startswith("#"))
    pathlib.Path(out).write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/calendar.py from data/calendar/cn.tsv */\n"
        '#include "base/day_in.h"\n\n'
        f"static const char tsv[] =\n{body};\n\nstr calendar_built_in(void)\n{{\n\treturn S(tsv);\n}}\n", "utf-8")


if __name__ == "__main__":
    commands = {"make": make, "compile": compile_c}
    if len(sys.argv) < 4 or sys.argv[1] not in commands:
        raise SystemExit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
