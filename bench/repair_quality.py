#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of a damaged page comes back, and whether anything else changes.

    repair_quality.py LUOSHI [--pages N] [--seed N] [--least PERCENT] [--show N] TEXT…

Cuts the texts into pages, damages each in its own way (tools/garble.py), repairs it with
the program and counts: harmed characters restored, unharmed characters changed. Exit 1
when fewer than --least per cent come back or anything unharmed changed.
"""
import argparse
import difflib
import pathlib
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import garble  # noqa: E402

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


def compare(want, got, harmed):
    kept = set()
    for block in difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    lost = [i for i in range(len(want)) if i not in kept]
    bad = [i for i in lost if i in harmed]
    changed = [i for i in lost if i not in harmed]
    extra = max(0, len(got) - len(want))
    return bad, changed, extra


def one_page(args, tables, rng, text):
    byte, fold = rng.choice(BYTES), rng.random() < 0.7
    marks = rng.choice(MARKS)
    listed = garble.choose_list(tables, text, rng.randint(args.shortest, args.longest), rng)
    page, true, harmed = garble.garble(tables, text, listed, marks, byte, fold)
    true = "".join(true)
    want = garble.expected(tables, true, fold)
    if len(want) != len(true):  # NFKC of marks like … lengthens: numbers of characters would no longer hold
        return None
    got = subprocess.run([args.luoshi, "repair"], input=page.encode(), capture_output=True, check=True).stdout.decode()
    return page, want, got, harmed, f"marks {marks!r} byte {chr(byte)!r} fold {fold}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("luoshi")
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0)
    parser.add_argument("--size", type=int, default=1500)
    parser.add_argument("--shortest", type=int, default=26, help="of the lists, characters")
    parser.add_argument("--longest", type=int, default=73)
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    tables, rng = garble.Tables(), random.Random(args.seed)
    texts = [(t, pathlib.Path(t).read_text("utf-8")) for t in args.texts]
    cut = list(pages(texts, args.size))
    sums, shown, spent, done = {"all": 0, "harmed": 0, "bad": 0, "changed": 0, "extra": 0, "exact": 0}, 0, 0.0, 0
    while done < args.pages:
        name, text = cut[done % len(cut)]
        done += 1
        start = time.time()
        result = one_page(args, tables, rng, text)
        spent += time.time() - start
        if not result:
            continue
        page, want, got, harmed, how = result
        bad, changed, extra = compare(want, got, harmed)
        sums["all"] += len(want)
        sums["harmed"] += len(harmed)
        sums["bad"] += len(bad)
        sums["changed"] += len(changed)
        sums["extra"] += extra
        sums["exact"] += want == got
        if (bad or changed or extra) and shown < args.show:
            shown += 1
            print(f"--- page {done} {name} {how}")
            ops = difflib.SequenceMatcher(None, want, got, autojunk=False).get_opcodes()
            for tag, a, b, c, d in [op for op in ops if op[0] != "equal"][:6]:
                if tag != "equal":
                    print(f"  want {want[max(0, a - 8):b + 5]!r} got {got[max(0, c - 8):d + 5]!r}")
    restored = 100 * (1 - sums["bad"] / max(1, sums["harmed"]))
    print(f"{done} pages, {sums['all']} characters, {sums['harmed']} harmed, {restored:.2f} % restored, "
          f"{sums['changed']} unharmed changed, {sums['extra']} too many, {sums['exact']} pages exact, {spent:.1f} s")
    return restored < args.least or (args.least > 0 and sums["changed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
