#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The catalogue of words.

    words.py compile OUT.c data/words/zh/*.po   the sorted table that base/words.c reads
    words.py check                              nothing untranslated, nothing unused,
                                                the same placeholders on both sides
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SLOT = re.compile(r"\{\d\}")


def unquote(line):
    text = line[line.index('"') + 1:line.rindex('"')]
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), text)


def read_po(path):
    """[(key, translation, line)]; the header (empty key) is left out."""
    entries, field, key, value, at = [], None, "", "", 0
    for number, line in enumerate([*path.read_text("utf-8").splitlines(), 'msgid ""'], 1):
        if line.startswith("msgid "):
            if key:
                entries.append((key, value, at))
            field, key, value, at = "id", unquote(line), "", number
        elif line.startswith("msgstr "):
            field, value = "str", unquote(line)
        elif line.startswith('"'):
            key, value = (key + unquote(line), value) if field == "id" else (key, value + unquote(line))
        elif line.strip() and not line.startswith("#"):
            raise SystemExit(f"{path}:{number}: not a line of a catalogue: {line}")
    return entries


def c_string(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + out.replace("??", '?""?') + '"'


def compile_table(out, *catalogues):
    entries = sorted((e for po in catalogues for e in read_po(pathlib.Path(po))), key=lambda e: e[0].encode())
    rows = "".join(f"\t{{{c_string(k)}, {c_string(v)}}},\n" for k, v, _ in entries if v)
    pathlib.Path(out).write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/words.py */\n#include <stddef.h>\n"
        "struct word_entry { const char *key, *zh; };\n"
        "extern const struct word_entry word_table[];\nextern const size_t word_table_n;\n"
        f"const struct word_entry word_table[] = {{\n{rows}\t{{NULL, NULL}}}};\n"
        f"const size_t word_table_n = {len([e for e in entries if e[1]])};\n", "utf-8")


LITERAL = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
USES = [re.compile(r"\bfail\(\s*\w+\s*,\s*" + LITERAL), re.compile(r"\bW\(\s*" + LITERAL),
        re.compile(r"\bword\(\s*[^,()]+(?:\([^()]*\))?\s*,\s*" + LITERAL),
        re.compile(r"\bword_fmt\(\s*[^,]+,\s*[^,]+,\s*" + LITERAL)]
TEMPLATE_USE = re.compile(r"\{t ((?:[^{}]|\{\d\})*?)\}")


COMMENT = re.compile(r"/\*.*?\*/", re.S)


def used_in_c(path):
    text = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text("utf-8"))
    for pattern in USES:
        for m in pattern.finditer(text):
            key = "".join(unquote(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', m.group(1)))
            yield key, f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, m.start()) + 1}"


def used_in_template(path):
    text = path.read_text("utf-8")
    for m in TEMPLATE_USE.finditer(text):
        key = m.group(1).split(" :: ")[0].strip()
        yield key, f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, m.start()) + 1}"


def sources():
    for folder in ("base", "text", "file", "store", "pack", "net", "core", "report", "web", "cli", "score",
                   "monitor", "exchange", "relay", "ledger", "sign", "ballot"):
        yield from ((p, used_in_c) for p in sorted((ROOT / folder).rglob("*.[ch]")))
    yield from ((p, used_in_template) for p in sorted((ROOT / "ui").rglob("*.t.html")))
    yield ROOT / "luoshi.c", used_in_c


def check():
    wrong, used = [], {}
    for path, reader in sources():
        if path.exists():
            for key, where in reader(path):
                used.setdefault(key, where)
    known = {}
    for po in sorted((ROOT / "data/words/zh").glob("*.po")):
        for key, value, line in read_po(po):
            where = f"{po.relative_to(ROOT)}:{line}"
            if key in known:
                wrong.append(f"{where}: said twice: {key}")
            known[key] = where
            if not value:
                wrong.append(f"{where}: no Chinese for: {key}")
            elif sorted(SLOT.findall(key)) != sorted(SLOT.findall(value)):
                wrong.append(f"{where}: other placeholders than: {key}")
    wrong += [f"{where}: not in data/words/zh: {key}" for key, where in used.items() if key not in known]
    wrong += [f"{where}: nobody says: {key}" for key, where in known.items() if key not in used]
    print("\n".join(wrong))
    print(f"words: {len(known)} known, {len(used)} used, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["compile"] and len(sys.argv) > 3:
        compile_table(*sys.argv[2:])
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit(__doc__)
