#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usual.py data/text/words.tsv > data/text/usual.tsv: pairs of characters and single ones that a message of some 35
characters has by mere chance, and in how many of 100 000 such messages: from the frequencies of words. Rarer ones are
left out: nothing is usual in them."""
import collections
import sys

LENGTH, OF, LEAST = 35, 100_000, 40

counts, total = collections.Counter(), 0
for line in open(sys.argv[1], encoding="utf-8"):
    frequency, words = line.rstrip("\n").split("\t")
    for word in words.split(" "):
        total += int(frequency) * len(word)
        for n in (1, 2):
            for i in range(len(word) - n + 1):
                counts[word[i:i + n]] += int(frequency)
rows = collections.defaultdict(list)
for piece, n in counts.items():
    expected = min(OF, LENGTH * OF * n // total)
    if expected >= LEAST:
        step = 1  # two digits are enough
        while expected >= 100 * step:
            step *= 10
        rows[expected // step * step].append(piece)
for expected, pieces in sorted(rows.items(), reverse=True):
    print(expected, " ".join(sorted(pieces)), sep="\t")
