#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many seams the program finds in glued texts, and how many flags it raises in clean ones.

    flag_quality.py LUOSHI [--seed N] [--rounds N] CLEAN…

Cuts 20 to 500 characters out of each text, from inside a word to inside a word, and looks
for a hole flag at the seam; then counts the flags of the texts as they are, per 100 kB.
"""
import json
import pathlib
import random
import subprocess

from arguments import parser_of

WORDS = pathlib.Path(__file__).resolve().parent.parent / "data/text/words.tsv"


def flags(luoshi, text):
    out = subprocess.run([luoshi, "repair", "--report"], input=text.encode(), capture_output=True, check=True).stdout
    return [(f["kind"], *f["span"]) for f in json.loads(out)["flags"]]


def insides(words, text):
    """Places inside words, cut at the longest word."""
    places, i = [], 0
    while i < len(text):
        n = next((n for n in (4, 3, 2) if text[i:i + n] in words), 1)
        places += range(i + 1, i + n)
        i += n
    return places


def main():
    parser = parser_of(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    words = {w for line in WORDS.read_text("utf-8").splitlines() for w in line.split("\t")[1].split(" ")}
    found = glued = size = 0
    raised = {"hole": 0, "obfuscated": 0, "mask": 0}
    for name in args.texts:
        text = pathlib.Path(name).read_text("utf-8")
        size += len(text.encode())
        for kind, _, _ in flags(args.luoshi, text):
            raised[kind] += 1
        places = insides(words, text)
        for _ in range(args.rounds):
            a = rng.choice(places)
            ends = [b for b in places if a + 20 <= b <= a + 500]
            if ends:
                glued += 1
                found += ("hole", a, a) in flags(args.luoshi, text[:a] + text[rng.choice(ends):])
    print(f"{found} of {glued} seams found; {size // 1000} kB clean: " + ", ".join(f"{n} {k}" for k, n in raised.items()))


if __name__ == "__main__":
    main()
