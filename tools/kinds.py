#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kinds.py check|learn EVIDENCE OUT LABELS TEXTS [LABELS TEXTS ...]

Learns what each evidence and each cue word weighs for a kind of sentence, and writes the table OUT
(packs/commitments/kinds.tsv). EVIDENCE is tests/unit/extract_evidence of a build; LABELS/*.json belong
to TEXTS/*.txt; the rows of tests/vectors/voices.tsv count, too. Multinomial logistic regression: a weight
for every evidence, one more for it in every mode of the section, one for every cue word that stands in
enough documents; L2 pulls each towards START, which are the points that were given by hand before.
`check` leaves out each document (in 20 lots), then each LABELS folder, learns from the rest and says
precision, recall and F1 of the sentences that are weighed at all. Same input, same table. The program
refuses a table with evidence it does not know: take such rows out before learning again. Needs numpy.
"""
import collections
import json
import pathlib
import subprocess
import sys

import numpy as np

KINDS = "CAPO"
MODES = 5  # none past future think lack
VOICES = pathlib.Path(__file__).parent.parent / "tests/vectors/voices.tsv"
POINT = 0.8          # of a logit: what a point of START is worth
PULL, PULL_MODE, PULL_WORD = 8.0, 15.0, 6.0
VOICE_TIMES = 2      # a row of voices.tsv stands for many sentences
WORD_LEAST = 4       # documents a word stands in
WORD_SMALL = 5       # of 1/100: a word that weighs less for every kind is left out
START = {
    "C": "will 5 must 5 ought 2 aim 4 ensure 1 next 4 pre_far 2 owner 3 asked 6 labelled 6 limit 3 within 3 within@1 -3 "
         "verb_first@2 3 always@2 1 number@2 1 verb_first@0 2 promise_last .5 office_must 2",
    "A": "done 2 done_often 2 aspect 1 measured 2 measured_often 2 recent 3 made 5 dated 3 "
         "always@1 3 number@1 1 number@4 6 will@1 -2 must@1 -2 owner@1 -1 report_last .5",
    "P": "copula 2 worth 2 worth_often 2 foretell 5 diagnosis 3 diagnosis_often 3 says 3 attitude 1 address 3 appeal 10 "
         "repeats 8 above 3 no_work@2 2 always@3 5 always@4 5 number@4 -5 describes 2 praise_last .5",
    "O": "always -3 heard 5 basis 1 met 1",
}


# ---- what is learned from ----
def sentences_weighed(program, path, date):
    out = subprocess.run([program, *date, str(path)], capture_output=True, check=True, text=True).stdout
    for line in out.split("\n")[1:-1]:
        start, _, end, mode, _, evidence, words = line.split("\t")
        yield int(start), int(end), int(mode), evidence.split(), words.split()


def features(mode, evidence, words):
    f = collections.Counter()
    for e in evidence:
        f[e] = f[f"{e}@{mode}"] = 1
    for w in words:
        f["=" + w] = min(f["=" + w] + 1, 3)
    return f


def labelled(program, labels, texts):
    for path in sorted(pathlib.Path(labels).glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        date = [label["date"]] if label.get("date") else []
        rows = list(sentences_weighed(program, pathlib.Path(texts) / (path.stem + ".txt"), date))
        for s in label["sentences"]:
            a, b = s["span"]
            best = max(rows, key=lambda r: min(b, r[1]) - max(a, r[0]), default=None)
            if best and 2 * (min(b, best[1]) - max(a, best[0])) > max(b - a, best[1] - best[0]):
                yield labels, path.stem, KINDS.index(s["kind"].replace("H", "O")), features(*best[2:])


def voices(program, scratch):
    for n, line in enumerate(VOICES.read_text("utf-8").split("\n")):
        text, _, kind = line.partition("\t")
        if line.startswith("#") or not kind:
            continue
        scratch.write_text(text.replace("\\n", "\n"), "utf-8")
        rows = list(sentences_weighed(program, scratch, []))
        if rows and rows[-1][1] == len(text.replace("\\n", "\n")):
            yield from VOICE_TIMES * [("voices", f"voice{n}", KINDS.index(kind), features(*rows[-1][2:]))]


# ---- learning ----
def least(value, x, steps=400, kept=10):
    """L-BFGS with halving steps: value(x) -> (f, gradient)."""
    moves = []
    f, g = value(x)
    for _ in range(steps):
        q, alphas = g.copy(), []
        for s, y in reversed(moves):
            alphas.append((s @ q) / (y @ s))
            q -= alphas[-1] * y
        if moves:
            s, y = moves[-1]
            q *= (s @ y) / (y @ y)
        for (s, y), alpha in zip(moves, reversed(alphas)):
            q += s * (alpha - (y @ q) / (y @ s))
        t = 1.0 if moves else 1 / max(1.0, np.abs(g).sum())
        while True:
            f2, g2 = value(x - t * q)
            if f2 <= f - 1e-4 * t * (g @ q) or t < 1e-10:
                break
            t /= 2
        s, y = -t * q, g2 - g
        if s @ y > 1e-12:
            moves = moves[1 - kept:] + [(s, y)]
        done, x, f, g = abs(f - f2) < 1e-8 * abs(f), x + s, f2, g2
        if done:
            break
    return x


def names_of(rows):
    where = collections.defaultdict(set)
    for lot, doc, _, f in rows:
        for name in f:
            where[name].add((lot, doc))
    return sorted(n for n in where if n[0] != "=" or len(where[n]) >= WORD_LEAST)


def matrix(rows, names):
    number = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, times in row[3].items():
            if name in number:
                x[i, number[name]] = times
    return x


def start_of(names):
    w = np.zeros((len(names), len(KINDS)))
    number = {n: i for i, n in enumerate(names)}
    for k, kind in enumerate(KINDS):
        given = START[kind].split()
        for name, points in zip(given[::2], given[1::2]):
            if name in number:
                w[number[name], k] = float(points) * POINT
    return w


def learn(rows):
    names = names_of(rows)
    x, start = matrix(rows, names), start_of(names)
    gold = np.array([r[2] for r in rows])
    pull = np.array([[PULL_WORD if n[0] == "=" else PULL_MODE if "@" in n else PULL] for n in names])

    def value(flat):
        w = flat.reshape(start.shape)
        z = x @ w
        z -= z.max(1, keepdims=True)
        p = np.exp(z)
        p /= p.sum(1, keepdims=True)
        off = w - start
        loss = -np.log(p[np.arange(len(gold)), gold] + 1e-300).sum() + (pull * off * off).sum() / 2
        p[np.arange(len(gold)), gold] -= 1
        return loss, (x.T @ p + pull * off).ravel()

    return names, least(value, start.ravel().copy()).reshape(start.shape)


# ---- saying how good it is ----
def say(title, gold, got):
    line = f"{title:28}"
    for k, kind in enumerate(KINDS):
        hit, g, w = ((gold == k) & (got == k)).sum(), (got == k).sum(), (gold == k).sum()
        p, r = hit / max(g, 1), hit / max(w, 1)
        line += f"  {kind} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}"
    print(line, f" right {(gold == got).mean():.3f} of {len(gold)}")


def check(rows, title, lot_of):
    gold, margin = np.array([r[2] for r in rows]), np.zeros(len(rows))
    got = gold.copy()
    lots = np.array([lot_of(r) for r in rows])
    for lot in sorted(set(lots) - {-1}):
        names, w = learn([r for r, l in zip(rows, lots) if l != lot])
        z = matrix([r for r, l in zip(rows, lots) if l == lot], names) @ w
        got[lots == lot] = z.argmax(1)
        z.sort(1)
        margin[lots == lot] = z[:, -1] - z[:, -2]
    kept = lots != -1
    say(title, gold[kept], got[kept])
    for folder in sorted({r[0] for r, k in zip(rows, kept) if k}):
        here = kept & np.array([r[0] == folder for r in rows])
        say("  " + folder[-24:], gold[here], got[here])
    edges = [0, .4, .85, 1.4, 2, 2.5, 3, 99]
    for a, b in zip(edges, edges[1:]):
        here = kept & (margin >= a) & (margin < b)
        if here.any():
            print(f"  margin {a} to {b}: right {(gold == got)[here].mean():.2f} of {here.sum()}")


# ---- the table ----
HEAD = """# SPDX-License-Identifier: Apache-2.0
# What speaks for a kind of sentence, and how much (in 1/100 of a logit): C commitment, A achievement, P principle,
# O other. The kind with the greatest sum wins. Made by tools/kinds.py; do not edit: change labels or evidence and learn.
# Source: learned from {sentences} labelled sentences of {documents} texts, those of tests/extract and public pages of
# governments that are not in this repository, and from tests/vectors/voices.tsv. Only names of evidence and words of extract.tsv stand here.
#
# evidence NAME KIND, then its weight in a section of: no mode, results, plans, reflections, shortfalls
"""


def table(rows, names, w):
    number = {n: i for i, n in enumerate(names)}
    w = np.round(100 * (w - w.mean(1, keepdims=True)))
    read = [r[:2] for r in rows if r[0] != "voices"]
    out = HEAD.format(sentences=len(read), documents=len(set(read)))
    for name in (n for n in names if n[0] != "=" and "@" not in n):
        for k, kind in enumerate(KINDS):
            at = [number.get(f"{name}@{m}") for m in range(MODES)]
            out += f"evidence\t{name} {kind} " + " ".join(
                f"{int(w[number[name], k] + (w[i, k] if i is not None else 0)):d}" for i in at) + "\n"
    out += "# word WORD, then its weight for C, A, P, O wherever it stands\n"
    for name in (n for n in names if n[0] == "="):
        row = w[number[name]]
        if np.abs(row).max() >= WORD_SMALL:
            out += f"word\t{name[1:]} " + " ".join(f"{int(v):d}" for v in row) + "\n"
    return out


def main(argv):
    what, program, out, *pairs = argv
    rows = []
    for labels, texts in zip(pairs[::2], pairs[1::2]):
        rows += labelled(program, labels, texts)
    rows += voices(program, pathlib.Path(out).with_suffix(".scratch"))
    pathlib.Path(out).with_suffix(".scratch").unlink(missing_ok=True)
    if what == "check":
        docs = sorted({r[:2] for r in rows if r[0] != "voices"})
        lots = {d: i % 20 for i, d in enumerate(docs)}
        check(rows, "each document left out", lambda r: lots.get(r[:2], -1))
        folders = sorted({r[0] for r in rows} - {"voices"})
        check(rows, "each folder left out", lambda r: folders.index(r[0]) if r[0] in folders else -1)
    else:
        pathlib.Path(out).write_text(table(rows, *learn(rows)), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[1] not in ("check", "learn"):
        sys.exit(__doc__)
    main(sys.argv[1:])
