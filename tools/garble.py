#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damages clean simplified text as text-copying web sites do, so that repair can be
measured on as many pages as wanted.

    garble.py [--seed N] [--list N] [--marks ，、] [--byte X] [--fold] FILE

1 to traditional, character by character; 2 on the bytes of GBK, behind every listed
character its reading in parentheses, wherever its two bytes stand, also across two
characters; 3 a byte before some marks, found the same way; 4 read as Windows reads
cp936: `?` for a lead byte with a byte that cannot follow it, which is swallowed, and
nothing for a user-defined character; 5 NFKC.
"""
import argparse
import pathlib
import random
import sys
import unicodedata

DATA = pathlib.Path(__file__).resolve().parent.parent / "data/text"
LEFT_ALONE = "么"  # sites leave it, though it has one traditional form only
UNSEEN = 0x01


class Tables:
    def __init__(self, folder=DATA):
        self.kinds = {}
        for line in (folder / "simplify.tsv").read_text("utf-8").splitlines():
            kind, key, value = line.split("\t")
            self.kinds.setdefault(kind, {})[key] = value
        self.readings = {}
        for line in (folder / "readings.tsv").read_text("utf-8").splitlines():
            pinyin, chars = line.split("\t")
            for c in chars:
                self.readings.setdefault(c, []).append(pinyin)

    def traditional(self, text):
        def one(c):
            forms = self.kinds["st"].get(c, c)
            return c if c in forms or c in LEFT_ALONE or not in_gbk(forms[0]) else forms[0]
        return "".join(map(one, text))

    def _convert(self, text, phrases, chars):
        out, i = [], 0
        while i < len(text):
            for n in range(min(14, len(text) - i), 1, -1):
                if text[i:i + n] in phrases:
                    out.append(phrases[text[i:i + n]])
                    break
            else:
                n = 1
                out.append(chars.get(text[i], text[i]))
            i += n
        return "".join(out)

    def simplified(self, text):
        """tw2s; what a perfect repair gives."""
        k = self.kinds
        pieces, start, i = [], 0, 0
        while i < len(text):
            n = next((n for n in range(min(14, len(text) - i), 1, -1) if text[i:i + n] in k["tp"]), 0)
            if n:
                pieces += [text[start:i], text[i:i + n]]
                start = i + n
            i += n or 1
        pieces.append(text[start:])
        return "".join(self._convert(self._convert(p, k["vp"], k["v"]), k["tp"], k["t"]) for p in pieces)


def gbk(char):
    try:
        b = char.encode("gbk")
    except UnicodeEncodeError:
        return None
    return {"·": b"\xa1\xa4", "—": b"\xa1\xaa"}.get(char, b)


def in_gbk(char):
    return gbk(char) is not None


def spread(stream, pattern, make):
    """bytes.replace on [(byte, number of its character)], not caring for boundaries."""
    out, i = [], 0
    while i < len(stream):
        if i + 1 < len(stream) and stream[i][0] == pattern[0] and stream[i + 1][0] == pattern[1]:
            out += make(stream[i], stream[i + 1])
            i += 2
        else:
            out.append(stream[i])
            i += 1
    return out


def read_cp936(stream):
    """The page as shown, and the numbers of the characters that came through unharmed."""
    shown, whole, i = [], set(), 0
    while i < len(stream):
        b, owner = stream[i]
        nxt = stream[i + 1] if i + 1 < len(stream) else (None, None)
        if b == UNSEEN:
            i += 1
        elif b < 0x80:
            shown.append(chr(b))
            if owner is not None and owner >= 0:
                whole.add(owner)
            i += 1
        elif b == 0x80 or b == 0xff:
            shown.append("€" if b == 0x80 else "")
            i += 1
        elif nxt[0] is None or nxt[0] < 0x40 or nxt[0] in (0x7f, 0xff):
            shown.append("?")
            i += 2
        else:
            try:
                char = bytes((b, nxt[0])).decode("gbk")
                shown.append({(0xa1, 0xa4): "·", (0xa1, 0xaa): "—"}.get((b, nxt[0]), char))
            except UnicodeDecodeError:
                pass
            if owner == nxt[1] and owner is not None:
                whole.add(owner)
            i += 2
    return "".join(shown), whole


def garble(tables, text, listed, marks="", byte=UNSEEN, fold=True):
    """(page, true traditional text, numbers of the harmed characters)"""
    text = "".join(c for c in tables.traditional(text) if in_gbk(c))
    stream = []
    for number, c in enumerate(text):
        b = gbk(c)
        owner = -1 - number if len(b) == 1 else number
        stream += [(x, number if owner >= 0 else number) for x in b]
    for c, pinyin in listed:
        tail = [(x, None) for x in ("(" + pinyin + ")").encode("gbk")]
        stream = spread(stream, gbk(c), lambda a, b, tail=tail: [a, b, *tail])
    for mark in marks:
        stream = spread(stream, gbk(mark), lambda a, b: [(byte, None), a, b])
    page, whole = read_cp936(stream)
    if fold:
        page = unicodedata.normalize("NFKC", page)
    return page, text, set(range(len(text))) - whole


def choose_list(tables, text, count, rng):
    """Traditional characters of the text with one reading each, as a site's list has them."""
    text = tables.traditional(text)
    found = sorted({c for c in text if c in tables.kinds["t"] and c in tables.readings and in_gbk(c)})
    rng.shuffle(found)
    listed = []
    for c in found[:count]:
        usable = [p for p in tables.readings[c] if all(in_gbk(x) and len(gbk(x)) < 3 for x in p)]
        if usable:
            listed.append((c, rng.choice(usable)))
    return listed


KEPT = "，：；？！（）"


def widened(char, fold):
    """What repair can know of it: marks become full-width again, other folding stays."""
    return unicodedata.normalize("NFKC", char) if fold and char not in KEPT else char


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", type=int, default=40)
    parser.add_argument("--marks", default="")
    parser.add_argument("--byte", default="")
    parser.add_argument("--fold", action="store_true")
    args = parser.parse_args()
    tables, text = Tables(), pathlib.Path(args.file).read_text("utf-8")
    listed = choose_list(tables, text, args.list, random.Random(args.seed))
    page, _, _ = garble(tables, text, listed, args.marks, ord(args.byte) if args.byte else UNSEEN, args.fold)
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
