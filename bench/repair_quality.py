#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of a damaged page comes back, and whether anything else changes.

    repair_quality.py LUOSHI [--pages N] [--seed N] [--least PERCENT] [--show N] TEXT…

Cuts the texts into pages, damages each in its own way (tools/garble.py), repairs it with
the program and counts: characters read one byte off; all that a reader finds harmed (also
a reading behind it, a traditional form, a folded mark); unharmed ones that changed. Exit 1
when fewer than --least per cent of those read one byte off come back or anything unharmed
changed.
"""
import collections
import difflib
import pathlib
import random
import subprocess
import sys
import time
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import garble  # noqa: E402
from arguments import parser_of  # noqa: E402

MARKS = ["", "", "", "、", "，", "。，、！？", "，。", "？！"]
BYTES = [garble.UNSEEN, garble.UNSEEN, ord(" "), ord("<"), ord(",")]


def pages(texts, size):
    for name, text in texts:
        lines, page = text.replace("\r", "").split("\n"), ""
        for line in lines:
            page += line + "\n"
            if len(page) >= size:
                yield name, page.strip()
                page = ""
        if len(page) > size // 3:
            yield name, page.strip()


def compare(want, got):
    """Places of want that did not come back, and how many characters are too many."""
    kept = set()
    for block in difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    return [i for i in range(len(want)) if i not in kept], max(0, len(got) - len(want))


class Page:
    """A damaged page, what it should become, and which characters of that were harmed how."""

    def __init__(self, args, tables, rng, text):
        byte, fold, marks = rng.choice(BYTES), rng.random() < 0.7, rng.choice(MARKS)
        listed = garble.choose_list(tables, text, rng.randint(args.shortest, args.longest), rng)
        self.shown, true, off = garble.garble(tables, text, listed, marks, byte, fold)
        self.how = f"marks {marks!r} byte {chr(byte)!r} fold {fold}"
        self.want, self.off, self.harmed = "", set(), set()
        read = {c for c, _ in listed}
        for i, c in enumerate(tables.simplified(true)):
            new = garble.widened(c, fold)
            places = range(len(self.want), len(self.want) + len(new))
            self.want += new
            if i in off:
                self.off.update(places)
            if i in off or true[i] in read or c != true[i] or new != unicodedata.normalize("NFKC", c) and fold:
                self.harmed.update(places)


def repair(luoshi, shown):
    return subprocess.run([luoshi, "repair"], input=shown.encode(), capture_output=True, check=True).stdout.decode()


def show(page, got, title):
    print(f"--- {title} {page.how}")
    ops = difflib.SequenceMatcher(None, page.want, got, autojunk=False).get_opcodes()
    for tag, a, b, c, d in [op for op in ops if op[0] != "equal"][:6]:
        print(f"  {tag} want {page.want[max(0, a - 8):b + 5]!r} got {got[max(0, c - 8):d + 5]!r}")


def main():
    parser = parser_of(__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--least", type=float, default=0)
    parser.add_argument("--size", type=int, default=1500)
    parser.add_argument("--shortest", type=int, default=26, help="of the lists, characters")
    parser.add_argument("--longest", type=int, default=73)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    tables, rng = garble.Tables(), random.Random(args.seed)
    texts = [(t, pathlib.Path(t).read_text("utf-8")) for t in args.texts]
    cut = list(pages(texts, args.size))
    sums, shown, spent = collections.Counter(), 0, 0.0
    for number in range(args.pages):
        name, text = cut[number % len(cut)]
        page = Page(args, tables, rng, text)
        start = time.time()
        got = repair(args.luoshi, page.shown)
        spent += time.time() - start
        lost, extra = compare(page.want, got)
        changed = [i for i in lost if i not in page.harmed]
        sums.update(all=len(page.want), harmed=len(page.harmed), off=len(page.off), changed=len(changed), extra=extra,
                    bad=len(lost) - len(changed), bad_off=sum(i in page.off for i in lost), exact=page.want == got)
        if (lost or extra) and shown < args.show:
            shown += 1
            show(page, got, f"page {number + 1} {name}")

    def restored(bad, all):
        return 100 * (1 - sums[bad] / max(1, sums[all]))
    print(f"{args.pages} pages, {sums['all']} characters; read one byte off {sums['off']}, {restored('bad_off', 'off'):.2f} % "
          f"restored; harmed at all {sums['harmed']}, {restored('bad', 'harmed'):.2f} % restored; {sums['changed']} unharmed "
          f"changed, {sums['extra']} too many, {sums['exact']} pages exact, {spent:.1f} s")
    return restored("bad_off", "off") < args.least or (args.least > 0 and sums["changed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
