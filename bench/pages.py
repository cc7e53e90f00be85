#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damaged pages of 20 kB for bench_text, from our own texts: pages.py OUT_DIR [COUNT]

Each page starts elsewhere, has other numbers and is damaged in its own way; the same
pages every time. Does nothing when they are there."""
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import garble  # noqa: E402

SIZE = 20000
MARKS = ["", "，", "、", "。，、！？"]


READING = re.compile(r"\([a-z\u00e0-\u01dc]{1,6}\)")


def texts():
    """Files of clean text, the same for all programs that read some; the demo has damaged ones too."""
    files = sorted([*ROOT.glob("tests/extract/*.txt"), *ROOT.glob("data/demo/documents/*.txt")])
    return [f for f in files if len(READING.findall(f.read_bytes().decode("utf-8", "replace"))) < 5]


def page(tables, lines, rng):
    start, text = rng.randrange(len(lines)), ""
    for line in lines[start:] + lines:
        text += "".join(str(rng.randint(1, 9)) if c in "123456789" else c for c in line) + "\n"
        if len(text.encode()) >= SIZE:
            break
    listed = garble.choose_list(tables, text, rng.randint(26, 73), rng)
    return garble.garble(tables, text, listed, rng.choice(MARKS), garble.UNSEEN, rng.random() < 0.7)[0]


def main():
    out, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    if len(list(out.glob("*.txt"))) == count:
        return
    out.mkdir(parents=True, exist_ok=True)
    lines = [line for t in texts() for line in t.read_text("utf-8").splitlines() if line.strip()]
    tables = garble.Tables()
    for i in range(count):
        damaged = page(tables, lines, random.Random(i)).encode()[:SIZE]
        (out / f"{i:03}.txt").write_bytes(damaged.decode(errors="ignore").encode())


if __name__ == "__main__":
    main()
