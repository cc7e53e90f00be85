#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The tables of text/repair: made once from packaged data, compiled at every build.

    text_tables.py derive OUT_DIR --unihan FILE.bz2 --opencc DIR --jieba FILE --ngrams DIR
        the compact tables of data/text/ (committed; see data/text/README.md)
    text_tables.py compile OUT.bin OUT.S data/text
        one image of little-endian arrays and the assembler file that names its parts

derive needs the Debian packages unicode-data, libopencc-data and opencc and the
dictionary of the npm package nodejieba; compile needs nothing but data/text.
"""
import argparse
import bz2
import collections
import math
import pathlib
import re
import struct
import subprocess
import sys
import unicodedata

HAN = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]+$")


# ---- derive -------------------------------------------------------------------

def derive_readings(unihan):
    """pinyin -> the characters of GBK that are read so, in any of five sources."""
    wanted = {"kMandarin", "kHanyuPinyin", "kXHC1983", "kTGHZ2013", "kHanyuPinlu"}
    readings = collections.defaultdict(set)
    for line in bz2.open(unihan, "rt", encoding="utf-8"):
        parts = line.rstrip("\n").split("\t")
        if len(parts) != 3 or parts[1] not in wanted:
            continue
        char = chr(int(parts[0][2:], 16))
        try:
            char.encode("gbk")
        except UnicodeEncodeError:
            continue
        for word in re.split(r"[\s,]+", re.sub(r"\([\d]+\)", " ", parts[2])):
            syllable = word.split(":")[-1]
            if re.fullmatch(r"[a-zà-ǜêḿńňǹ]+", syllable):
                readings[syllable].add(char)
    return "".join(f"{p}\t{''.join(sorted(c))}\n" for p, c in sorted(readings.items()))


def opencc_rows(folder, name):
    path = pathlib.Path("/tmp") / f"luoshi-{name}.txt"
    subprocess.run(["opencc_dict", "-i", f"{folder}/{name}.ocd2", "-o", path, "-f", "ocd2", "-t", "text"],
                   check=True, stdout=subprocess.DEVNULL)
    for line in path.read_text("utf-8").splitlines():
        key, values = line.split("\t")
        yield key, values.split(" ")
    path.unlink()


def in_gbk(char):
    try:
        return len(char.encode("gbk")) > 0
    except UnicodeEncodeError:
        return False


def derive_simplify(folder):
    """The four dictionaries of OpenCC's tw2s, first choice only, and for each simplified
    character its traditional ones (row kind `st`)."""
    rows = []
    for kind, name in (("vp", "TWVariantsRevPhrases"), ("v", "TWVariantsRev"), ("tp", "TSPhrases"), ("t", "TSCharacters")):
        rows += sorted(f"{kind}\t{key}\t{values[0]}\n" for key, values in opencc_rows(folder, name))
    rows += sorted(f"st\t{key}\t{''.join(v for v in values if len(v) == 1)}\n"
                   for key, values in opencc_rows(folder, "STCharacters"))
    return "".join(rows)


LEAST = {1: 1, 2: 5, 3: 10, 4: 5}


def derive_words(jieba):
    kept = collections.defaultdict(list)
    for line in pathlib.Path(jieba).read_text("utf-8").splitlines():
        word, freq = line.split(" ")[:2]
        if HAN.match(word) and len(word) in LEAST and int(freq) >= LEAST[len(word)]:
            kept[int(freq)].append(word)
    return "".join(f"{freq}\t{' '.join(sorted(words))}\n" for freq, words in sorted(kept.items(), reverse=True))


def derive(args):
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "readings.tsv").write_text(derive_readings(args.unihan), "utf-8")
    (out / "simplify.tsv").write_text(derive_simplify(args.opencc), "utf-8")
    (out / "words.tsv").write_text(derive_words(args.jieba), "utf-8")
    for name in ("unigrams.tsv", "bigrams.tsv", "trigrams.tsv"):
        (out / name).write_bytes((pathlib.Path(args.ngrams) / name).read_bytes())


# ---- compile ------------------------------------------------------------------

class Image:
    """Arrays one behind the other, 16-byte aligned, each with a C name."""

    def __init__(self):
        self.data, self.parts = bytearray(), []

    def add(self, name, form, values):
        self.data += b"\0" * (-len(self.data) % 16)
        start = len(self.data)
        self.data += struct.pack(f"<{len(values)}{form}", *values)
        self.parts.append((name, start, len(self.data) - start, len(values)))

    def write(self, out_bin, out_s):
        out_bin = pathlib.Path(out_bin).resolve()
        out_bin.write_bytes(self.data)
        lines = ["/* made by tools/text_tables.py */", '\t.section .rodata,"a"']
        for name, start, size, count in self.parts:
            lines += ["\t.balign 16", f"\t.globl {name}", f"\t.hidden {name}", f"{name}:",
                      f'\t.incbin "{out_bin}", {start}, {size}',
                      "\t.balign 4", f"\t.globl {name}_n", f"\t.hidden {name}_n", f"{name}_n:", f"\t.long {count}"]
        lines.append('\t.section .note.GNU-stack,"",%progbits')
        pathlib.Path(out_s).write_text("\n".join(lines) + "\n", "utf-8")


def rows(path):
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


MIX = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mixed(key):
    key = (key ^ key >> 29) * MIX & MASK
    return key ^ key >> 32


def hash_table(entries, empty):
    """Open addressing, at most half full: fingerprints (0 = free) and values."""
    bits = max(4, (2 * len(entries)).bit_length())
    size = 1 << bits
    keys, values = [0] * size, [empty] * size
    for key, value in entries:
        h = mixed(key)
        at, mark = h >> 64 - bits, (h & 0xffffffff) or 1
        while keys[at]:
            at = (at + 1) % size
        keys[at], values[at] = mark, value
    return keys, values


PAIR_MULTIPLIER = 0x2C1B3C6D
PAIR_PLACE_BITS = 18  # of the table of pairs; tables_in.h knows it too
PAIR_PROBES = 15  # places a pair may lie behind its own


def pair_mixed(key):
    """One to one on 30 bits, so that place and rest tell the pair without doubt."""
    return key * PAIR_MULTIPLIER & (1 << 2 * CHAR_BITS) - 1


def pair_table(entries):
    """Slots of rest << 20 | probes << 16 | value, 0 free; and the same order of `beside`.
    A pair that lies farther from its place goes before one that lies nearer."""
    size, rest_bits = 1 << PAIR_PLACE_BITS, 2 * CHAR_BITS - PAIR_PLACE_BITS
    assert 2 * len(entries) <= size
    slots = [None] * size
    for key, value, beside in entries:
        h = pair_mixed(key)
        at, one = h >> rest_bits, [h & (1 << rest_bits) - 1, 1, value, beside]
        while slots[at]:
            if slots[at][1] < one[1]:
                slots[at], one = one, slots[at]
            at, one[1] = (at + 1) % size, one[1] + 1
        slots[at] = one
    assert max(s[1] for s in slots if s) <= PAIR_PROBES
    return [s[0] << 20 | s[1] << 16 | s[2] if s else 0 for s in slots], [s[3] if s else 0 for s in slots]


CHAR_BITS, CHARS = 15, 20000  # of a character's number in the model
ODD = 128  # bit of what a pair leaves to the unseen: a seen successor is less likely than if it were unseen
FREQUENT = 3500  # numbers from here on are not expected behind others
MEANT = 126  # stored probability of a word of two that can be meant; WORD_LEAST of repair_veil.c lies above
NO_WORD = 0xffff  # of word_single: a character that is no word
STEP = 0.08  # nats of one unit of a stored probability; repair_lm.c knows it too


def quantized(p):
    return min(255, max(0, round(-math.log(max(p, 1e-12)) / STEP)))


FOLD = 4  # longest NFKC form that is kept


def add_gbk(image):
    """cp936 as Windows reads it, without the user-defined zones: 126 leads x 191 trails."""
    cps, reverse = [], [0] * 65536
    for lead in range(0x81, 0xff):
        for trail in range(0x40, 0xff):
            try:
                char = bytes((lead, trail)).decode("gbk") if trail != 0x7f else ""
            except UnicodeDecodeError:
                char = ""
            if (lead, trail) == (0xa1, 0xa4):
                char = "·"
            elif (lead, trail) == (0xa1, 0xaa):
                char = "—"
            elif (lead, trail) == (0xa1, 0xab):
                char = "～"
            cp = ord(char) if char else 0
            cps.append(cp)
            if cp:
                reverse[cp] = lead << 8 | trail
    folded = []
    for at, cp in enumerate(cps):
        form = unicodedata.normalize("NFKC", chr(cp)) if cp else ""
        if cp and form != chr(cp) and len(form) <= FOLD:
            pair = (0x81 + at // 191) << 8 | (0x40 + at % 191)
            folded.append([*map(ord, form), *[0] * (FOLD - len(form)), len(form), pair])
    image.add("folded_pairs", "I", [v for row in sorted(folded) for v in row])
    image.add("gbk_chars", "H", cps)
    image.add("gbk_bytes", "H", reverse)


def add_readings(image, folder):
    syllables, pairs = [], []
    for number, (pinyin, chars) in enumerate(rows(folder / "readings.tsv")):
        syllables.append(pinyin)
        pairs += [ord(c) << 11 | number for c in chars]
    text = [list(s.encode()) for s in syllables]
    assert max(map(len, text)) <= 11 and len(text) < 2048 and syllables == sorted(syllables)
    # 12 bytes each: length and UTF-8; sorted by code point, which is the order of UTF-8 bytes
    image.add("syllable_table", "B", [b for s in text for b in [len(s), *s, *[0] * (11 - len(s))]])
    image.add("reading_pairs", "I", sorted(pairs))


COMPAT = 6
# What NFKC changes and Chinese texts have: blocks of compatibility and of full-width forms (UAX #15), radicals, and
# ideographs that were coded twice. Stable by the policy of Unicode, so Python's own tables do.
COMPAT_BLOCKS = [(0xaa, 0xbe), (0x1100, 0x1112), (0x2000, 0x200a), (0x2024, 0x2026), (0x2070, 0x209c), (0x2100, 0x218b), (0x2460, 0x24ff),
                 (0x2e80, 0x2fd5), (0x3036, 0x303a), (0x3200, 0x33ff), (0xf900, 0xfaff), (0xfb00, 0xfb06), (0xfe30, 0xfe6f),
                 (0xff01, 0xffef), (0x2f800, 0x2fa1f)]


def add_compat(image):
    """Rows of a character, the length of its NFKC form, the form."""
    flat = []
    for first, last in COMPAT_BLOCKS:
        for cp in range(first, last + 1):
            form = unicodedata.normalize("NFKC", chr(cp))
            if form != chr(cp) and len(form) <= COMPAT:
                flat += [cp, len(form), *map(ord, form), *[0] * (COMPAT - len(form))]
    image.add("compat_rows", "I", flat)


FLAG_CLASSES = {"after_mask": 1, "unit": 2, "after_verb": 4, "splitter": 8, "mask": 16, "opens": 32}


def add_flags(image, folder):
    classes = [0] * 65536
    for name, chars in rows(folder / "flags.tsv"):
        for c in chars:
            classes[ord(c)] |= FLAG_CLASSES[name]
    image.add("flag_classes", "B", classes)


SOUNDS = 4  # of one character
HEARD = 2500  # of the model's characters; rarer ones stand for nothing else


def sound(pinyin):
    """A syllable without its tone, and without what many speakers do not tell apart."""
    bare = "".join(c for c in unicodedata.normalize("NFD", pinyin.replace("ü", "v")) if not unicodedata.combining(c))
    return re.sub(r"^([zcs])h", r"\1", bare).replace("ing", "in").replace("eng", "en")


SOUND_ROW = 4  # words of 64 bits; tables_in.h knows it too


def bits(sounds):
    """So that most characters show at once that they share no sound."""
    out = [0] * SOUND_ROW
    for s in sounds:
        out[s // 64 % SOUND_ROW] |= 1 << s % 64
    return out


def add_mates(image, name, sounds, ident, words):
    """For each character the frequent ones that make a word of two with it, by their sounds.
    `words`: the character, and its mate."""
    mates = [set() for _ in range(len(ident) + 1)]
    for one, mate in words:
        if mate <= HEARD:
            mates[one].update((s, mate) for s in sounds[mate * SOUNDS:mate * SOUNDS + SOUNDS] if s)
    starts, flat = [0], []
    for one in mates:
        flat += sorted(one)
        starts.append(len(flat))
    image.add(name + "_bits", "Q", [word for one in mates for word in bits(s for s, mate in one)])
    image.add(name + "_starts", "I", starts)
    image.add(name + "_sounds", "H", [s for s, mate in flat])
    image.add(name + "_mates", "H", [mate for s, mate in flat])


def add_sounds(image, folder, ident, words):
    """For each character of the model its sounds; for each sound its frequent characters; and
    the mates with which it makes a word that can be meant (repair_veil.c)."""
    of = collections.defaultdict(list)
    for pinyin, chars in rows(folder / "readings.tsv"):
        for c in chars:
            if c in ident and sound(pinyin) not in of[c] and len(of[c]) < SOUNDS:
                of[c].append(sound(pinyin))
    numbers = {s: i + 1 for i, s in enumerate(sorted({s for all in of.values() for s in all}))}
    flat = [0] * SOUNDS * (len(ident) + 1)
    heard = collections.defaultdict(list)
    for c, i in ident.items():
        for k, s in enumerate(of.get(c, [])):
            flat[i * SOUNDS + k] = numbers[s]
            if i <= HEARD:
                heard[numbers[s]].append(i)
    image.add("char_sounds", "H", flat)
    starts, chars = [0, 0], []
    for number in range(1, len(numbers) + 1):
        chars += heard[number]
        starts.append(len(chars))
    image.add("sound_starts", "I", starts)
    image.add("sound_chars", "H", chars)
    add_mates(image, "begun", flat, ident, [(ident[w[0]], ident[w[1]]) for w in words])
    add_mates(image, "ended", flat, ident, [(ident[w[1]], ident[w[0]]) for w in words])


PHRASE = 14  # longest phrase of the dictionaries


def add_simplify(image, folder):
    """Dictionaries and flags; returns the characters that have a simplified form, with it."""
    kinds = collections.defaultdict(dict)
    for kind, key, value in rows(folder / "simplify.tsv"):
        kinds[kind][key] = value
    for kind, name in (("v", "variant_chars"), ("t", "simple_chars")):
        image.add(name, "I", [ord(c) for pair in sorted(kinds[kind].items()) for c in pair])
    for kind, name in (("vp", "variant_phrases"), ("tp", "simple_phrases")):
        flat = []
        for key, value in sorted(kinds[kind].items(), key=lambda kv: (kv[0][0], -len(kv[0]), kv[0])):
            assert len(key) == len(value) <= PHRASE
            pad = [0] * (PHRASE - len(key))
            flat += [len(key), *map(ord, key), *pad, *map(ord, value), *pad]
        image.add(name, "I", flat)
    simple = {c: kinds["t"].get(kinds["v"].get(c, c), kinds["v"].get(c, c)) for c in {*kinds["t"], *kinds["v"]}}
    table, flags = [0] * 65536, [0] * 65536
    for c, s in simple.items():
        if ord(c) < 65536 and ord(s) < 65536 and c != s:
            table[ord(c)] = ord(s)
    for c, s in kinds["t"].items():
        if ord(c) < 65536 and c != s and c not in kinds["st"]:
            flags[ord(c)] |= 1  # only ever traditional
    for c, forms in kinds["st"].items():
        if ord(c) < 65536 and forms and c not in forms:
            flags[ord(c)] |= 2  # only ever simplified
        if ord(c) < 65536 and len(forms) > 1 and c in forms and forms[0] != c:
            flags[ord(c)] |= 4  # simplified, but a character-by-character conversion leaves it
            if ord(forms[0]) < 65536:
                flags[ord(forms[0])] |= 8  # what a true traditional page has in its place
    image.add("simple_table", "H", table)
    image.add("script_flags", "B", flags)
    return {c: s for c, s in simple.items() if c != s}


DICTIONARY = 0.01
DISCOUNT = 2.0  # the counts are pruned: more kinds were seen than are left


def every_form(ident, simple):
    """Numbers of all characters: a traditional one has its simplified one's, or its own where
    that is likelier (么, which some converters write 幺), a mark that of its other width."""
    table = [0] * 65536
    for c, i in ident.items():
        table[ord(c)] = i
    for c, s in simple.items():
        if ord(c) < 65536 and s in ident and not 0 < table[ord(c)] < ident[s]:
            table[ord(c)] = ident[s]
    for low in range(0x21, 0x7f):
        wide = low + 0xfee0
        table[low], table[wide] = table[low] or table[wide], table[wide] or table[low]
        if chr(low) in ",;:?!()":
            table[low] = table[wide]
    table[10] = ident["。"]  # a new line follows like a full stop
    return table


def add_likeliest(image, contexts, two, three, left, alone, leaves):
    """The number of the likeliest character behind a pair (in the order of `contexts`) and behind
    one, by the stored values: two, three: of a pair or triple of numbers; left: of a pair; alone,
    leaves: by number, of a character and of what its unseen followers cost."""
    ranked, triples = collections.defaultdict(list), collections.defaultdict(dict)
    for (b, c), p in two.items():
        if c < FREQUENT:
            ranked[b].append((p, c))
    for (a, b, c), p in three.items():
        if c < FREQUENT:
            triples[a, b][c] = p
    for row in ranked.values():
        row.sort()

    def best_pair(b, without):
        seen = next(((p, c) for p, c in ranked[b] if c not in without), (1000, 1))
        unseen = next(c for c in range(1, FREQUENT) if (b, c) not in two and c not in without)
        return min(seen, (leaves[b] + alone[unseen], unseen))

    def best(a, b):
        own = triples[a, b]
        p, c = best_pair(b, own)
        return min([(p + left[a, b], c)] + [(p3, c3) for c3, p3 in own.items()])[1]
    single = [1] + [best_pair(b, {})[1] for b in range(1, len(alone))]
    image.add("likeliest_single", "H", single)
    return [best(a, b) if left[a, b] else single[b] for a, b in contexts]


def add_language(image, folder, traditional):
    words = [(w, int(f)) for f, line in rows(folder / "words.tsv") for w in line.split(" ")]
    words += [(w, int(f)) for f, line in rows(folder / "phrases.tsv") for w in line.split(" ")]
    grams = [collections.Counter() for _ in range(4)]
    for n, name in ((1, "unigrams.tsv"), (2, "bigrams.tsv"), (3, "trigrams.tsv")):
        for key, count in rows(folder / name):
            if len(key) == n:
                grams[n][key] += int(count)
    dictionary = DICTIONARY  # a count of the dictionary's corpus against one of the reports
    for word, freq in words:
        for n in (1, 2, 3):
            for i in range(len(word) - n + 1):
                grams[n][word[i:i + n]] += freq * dictionary
    for cp in range(0x4e00, 0xa000):
        if in_gbk(chr(cp)) and chr(cp) not in traditional:
            grams[1][chr(cp)] += 0
    chars = sorted((c for c in grams[1] if ord(c) < 65536), key=lambda c: (-grams[1][c], c))[:CHARS]
    ident = {c: i + 1 for i, c in enumerate(chars)}
    image.add("char_ids", "H", every_form(ident, traditional))
    total = sum(grams[1][c] for c in chars)
    floor = 1e-8
    p1 = {c: (grams[1][c] / total) * 0.999 + floor for c in chars}
    image.add("unigram_p", "B", [255] + [quantized(p1[c]) for c in chars])

    def followers(n, least):
        out = collections.defaultdict(dict)
        for key, count in grams[n].items():
            if count >= least and all(c in ident for c in key):
                out[key[:-1]][key[-1]] = count
        return out

    def smoothed(table, contexts, lower):
        """Witten-Bell: p(c|h) = (n + T p'(c)) / (N + T), and the weight left for the unseen."""
        seen, left = {}, {}
        for h, nexts in table.items():
            mass = max(contexts[h], sum(nexts.values()))
            kinds = len(nexts) * DISCOUNT + 3.0
            for c, count in nexts.items():
                seen[h + c] = (count + kinds * lower(h, c)) / (mass + kinds)
            left[h] = max(1e-4, 1 - sum(seen[h + c] for c in nexts)) / max(1e-4, 1 - sum(lower(h, c) for c in nexts))
        return seen, left

    two, left1 = smoothed(followers(2, 0.05), grams[1], lambda h, c: p1[c])
    def p2(h, c):
        return two.get(h + c) or left1.get(h, 1) * p1[c]
    three, left2 = smoothed(followers(3, 0.2), grams[2], lambda h, c: p2(h[1], c))
    image.add("unigram_left", "B", [0] + [quantized(min(1, left1.get(c, 1))) for c in chars])

    def key_of(text):
        key = 0
        for c in text:
            key = key << CHAR_BITS | ident[c]
        return key
    def numbers(text):
        return tuple(ident[c] for c in text)
    pairs = sorted({*two, *left2})
    stored = {numbers(h): quantized(two[h] if h in two else p2(h[0], h[1])) for h in pairs}
    left = {numbers(h): quantized(min(1, left2.get(h, 1))) for h in pairs}
    alone = [255] + [quantized(p1[c]) for c in chars]
    leaves = [0] + [quantized(min(1, left1.get(c, 1))) for c in chars]
    triples = {numbers(h): quantized(p) for h, p in three.items()}
    odd = {(a, b) for (a, b, c), p in triples.items()
           if p > stored.get((b, c), leaves[b] + alone[c]) + left.get((a, b), 0)}
    assert max(left.values()) < ODD
    values = [stored[numbers(h)] | (left[numbers(h)] | ODD * (numbers(h) in odd)) << 8 for h in pairs]
    likeliest = add_likeliest(image, [numbers(h) for h in pairs], stored, triples, left, alone, leaves)
    slots, likeliest = pair_table(list(zip(map(key_of, pairs), values, likeliest)))
    image.add("bigram_slots", "I", slots)
    image.add("bigram_likeliest", "H", likeliest)
    keys, values = hash_table([(key_of(h), quantized(three[h])) for h in sorted(three)], 0)
    image.add("trigram_keys", "I", keys)
    image.add("trigram_values", "B", values)
    known = {}
    for w, f in words:
        if all(c in ident for c in w):
            known[w] = known.get(w, 0) + f
    mass = sum(known.values())
    keys, values = hash_table([(key_of(w), quantized(f / mass)) for w, f in sorted(known.items())], 0)
    image.add("word_keys", "I", keys)
    for name, at in (("word_begun", 0), ("word_ended", 1)):  # the likeliest word of two with this character there
        best = [255] * (len(ident) + 1)
        for w, f in known.items():
            if len(w) == 2:
                best[ident[w[at]]] = min(best[ident[w[at]]], quantized(f / mass))
        image.add(name, "B", best)
    image.add("word_values", "B", values)
    single = [NO_WORD] * (len(ident) + 1)
    for w, f in known.items():
        if len(w) == 1:
            single[ident[w]] = quantized(f / mass)
    image.add("word_single", "H", single)
    return ident, [w for w, f in known.items() if len(w) == 2 and quantized(f / mass) <= MEANT]


def compile_tables(out_bin, out_s, folder):
    folder, image = pathlib.Path(folder), Image()
    add_gbk(image)
    add_readings(image, folder)
    add_compat(image)
    simple = add_simplify(image, folder)
    ident, words = add_language(image, folder, simple)
    add_sounds(image, folder, ident, words)
    add_flags(image, folder)
    image.write(out_bin, out_s)


def main():
    if sys.argv[1:2] == ["compile"] and len(sys.argv) == 5:
        return compile_tables(*sys.argv[2:])
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=["derive"])
    parser.add_argument("out")
    for name in ("unihan", "opencc", "jieba", "ngrams"):
        parser.add_argument("--" + name, required=True)
    derive(parser.parse_args())


if __name__ == "__main__":
    main()
