#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What must hold of the tree itself; prints each fault as file:line and ends with 1.

    arrows      a room includes only rooms below it; *_calc.c are pure
    licence     every source file names its licence
    words       tools/words.py: nothing untranslated
    poison      calls that this house does not make
    rows        matter, request, event and document text are read only by core/read* and core/check*
    folders     every folder has a README of at most 25 lines
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

ALL = {"base", "text", "file", "store", "pack", "net", "core", "score", "ballot", "monitor", "exchange", "relay", "ledger", "sign", "report", "web", "cli"}
GROUND = {"base"}
LOW = GROUND | {"text"}
MAY = {
    "base": GROUND,
    "text": LOW,
    "file": LOW | {"file"}, "store": LOW | {"store"}, "pack": LOW | {"pack"}, "net": LOW | {"net"},
    "core": LOW | {"store", "pack", "core"},
    **{room: LOW | {"file", "store", "pack", "core", room} for room in ("score", "ballot", "exchange", "ledger")},
    **{room: LOW | {"file", "store", "pack", "core", "net", room} for room in ("monitor", "relay", "sign")},
    "report": LOW | {"file", "store", "pack", "core", "score", "monitor", "exchange", "relay", "ledger", "report"},
    "web": ALL - {"store", "cli"},
    "cli": ALL,
}
SOURCES = {".c", ".h", ".py", ".sh", ".mjs", ".js", ".lua", ".css", ".build"}
POISON = re.compile(r"\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gmtime|localtime|mktime|setlocale|gets|strncpy|system|popen)\s*\(")
POISON_MAY = {"base/fault.c"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"(\w+)/')
IMPURE = re.compile(r'#\s*include\s+"(store/store|core/core)\.h"|\b(now_ms|time|clock_gettime|getenv|fopen|open)\s*\(')
ROW_TABLES = re.compile(r"\b(FROM|JOIN)\s+(matter|request|event|document\w*|evidence)\b")
ROW_FILES = re.compile(r"^core/(read|check|fold|act|document|migrat|schema)\w*\.[ch]$")


def tracked():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True, capture_output=True).stdout
    return [pathlib.Path(line) for line in out.splitlines() if (ROOT / line).is_file()]


def arrows(path, lines):
    room = path.parts[0]
    if room not in MAY or path.suffix not in {".c", ".h"}:
        return
    for number, line in enumerate(lines, 1):
        m = INCLUDE.match(line)
        if m and m.group(1) in ALL and m.group(1) not in MAY[room]:
            yield number, f"{room}/ may not include {m.group(1)}/: arrows point down"
        if path.name.endswith("_calc.c") and IMPURE.search(line):
            yield number, "a *_calc.c file is pure: no store, clock or environment"


def licence(path, lines):
    if path.suffix in SOURCES and "SPDX-License-Identifier: Apache-2.0" not in "\n".join(lines[:5]):
        yield 1, "no SPDX line in the first five"


def poison(path, lines):
    if path.suffix not in {".c", ".h"} or str(path) in POISON_MAY or path.parts[0] not in ALL:
        return
    for number, line in enumerate(lines, 1):
        m = POISON.search(line.split("/*")[0])
        if m:
            yield number, f"{m.group(1)} is not called here"


def rows(path, lines):
    if path.suffix not in {".c", ".h"} or path.parts[0] not in ALL or ROW_FILES.match(str(path)):
        return
    for number, line in enumerate(lines, 1):
        m = ROW_TABLES.search(line)
        if m:
            yield number, f"reads {m.group(2)}: rows are read only through core/read*"


def folders(paths):
    have = {str(p.parent) for p in paths if p.suffix in {".c", ".h", ".lua", ".py", ".mjs"} or p.name.endswith(".t.html")}
    for folder in sorted(have - {"."}):
        if "corpus" in folder:
            continue
        readme = ROOT / folder / "README.md"
        if not readme.exists():
            yield f"{folder}: no README.md"
        elif len(readme.read_text("utf-8").splitlines()) > 25:
            yield f"{folder}/README.md: more than 25 lines"


def main():
    wrong, paths = [], tracked()
    for path in paths:
        if path.suffix not in SOURCES:
            continue
        lines = (ROOT / path).read_text("utf-8").splitlines()
        for rule in (arrows, licence, poison, rows):
            wrong += [f"{path}:{number}: {what}" for number, what in rule(path, lines)]
    wrong += folders(paths)
    words = subprocess.run([sys.executable, ROOT / "tools/words.py", "check"], text=True, capture_output=True)
    wrong += [line for line in words.stdout.splitlines() if line and not line.startswith("words: ")]
    print("\n".join(wrong) if wrong else "", end="\n" if wrong else "")
    print(f"check: {len(paths)} files, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
