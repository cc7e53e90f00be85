#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""title_words.py words.tsv OUT.c: the words of two to four characters that are frequent enough to
matter where a title is broken, sorted by their bytes, one to a line, as a constant."""
import pathlib
import sys

LEAST = 50  # occurrences in jieba's dictionary; rarer ones would double the table for little

source, out = map(pathlib.Path, sys.argv[1:])
words = set()
for line in source.read_text("utf-8").splitlines():
    if line.startswith("#") or "\t" not in line:
        continue
    often, row = line.split("\t", 1)
    if int(often) >= LEAST:
        words.update(w for w in row.split() if 2 <= len(w) <= 4)
data = "".join(w + "\n" for w in sorted(words)).encode()
rows = "".join("\t" + ",".join(str(b) for b in data[i:i + 32]) + ",\n" for i in range(0, len(data), 32))
out.write_text("/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/title_words.py */\n#include <stddef.h>\n"
               "extern const unsigned char title_words[];\nextern const size_t title_words_n;\n"
               f"const unsigned char title_words[] = {{\n{rows}\t0}};\nconst size_t title_words_n = {len(data)};\n", "utf-8")
