#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""sounds.py Unihan_Readings.txt.bz2 > data/text/sounds.tsv: the main reading (kMandarin) of the characters of GB 2312,
without tone. What voice typing and accents confuse is one sound: zh ch sh with z c s, ing and eng with in and en."""
import bz2
import collections
import sys
import unicodedata


def folded(reading):
    plain = "".join(c for c in unicodedata.normalize("NFD", reading).replace("u\u0308", "v") if c.isascii())
    for one, other in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if plain.startswith(one):
            plain = other + plain[2:]
    return plain[:-1] if plain.endswith(("ing", "eng")) else plain


def in_gb2312(char):
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


sounds = collections.defaultdict(list)
for line in bz2.open(sys.argv[1], "rt", encoding="utf-8"):
    parts = line.rstrip("\n").split("\t")
    if len(parts) == 3 and parts[1] == "kMandarin":
        char = chr(int(parts[0][2:], 16))
        if in_gb2312(char):
            sounds[folded(parts[2].split(" ")[0])].append(char)
for sound, chars in sorted(sounds.items()):
    print(sound, "".join(sorted(chars)), sep="\t")
