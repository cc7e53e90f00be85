#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""score.py PROGRAM LABELS TEXTS [-v] [--min a=0.9,b=0.9] [NAME…]

Runs PROGRAM (extract_clean, or "luoshi extract") over TEXTS/*.txt and compares with the
hand labels LABELS/*.json: precision, recall and F1 of measures, kinds (each against the
rest), targets (value, unit, comparator), actuals (value, unit), units (name, role),
lead units, deadlines (text as written). Matching is per occurrence within a document.
Exit 1 when a category falls below its --min.
"""
import collections
import json
import pathlib
import subprocess
import sys

KINDS = {"commitment": "C", "achievement": "A", "principle": "P", "other": "O"}


def got_of(doc):
    out = {"measures": [m["title"] for m in doc["measures"]], "targets": [], "actuals": [], "units": [], "lead": [],
           "deadlines": []}
    for s in doc["sentences"]:
        for q in s["quantities"]:
            value = "×" if q["value"] is None else str(q["value"])
            if q["status"] == "target":
                out["targets"].append((value, q["unit"], q["op"]))
            elif q["status"] == "actual" and q["value"] is not None:
                out["actuals"].append((value, q["unit"]))
        out["units"] += [(u["name"], u["role"]) for u in s["units"]]
        out["lead"] += [u["name"] for u in s["units"] if u["role"] == "lead"]
        out["deadlines"] += [d["text"] for d in s["deadlines"]]
    return out


def want_of(label):
    return {"measures": [m["title"] for m in label["measures"]],
            "targets": [(str(t["value"]), t["unit"], t["op"]) for t in label["targets"]],
            "actuals": [(str(t["value"]), t["unit"]) for t in label["actuals"]],
            "units": [(u["unit"], u["role"]) for u in label["units"]],
            "lead": [u["unit"] for u in label["units"] if u["role"] == "lead"],
            "deadlines": list(label["deadlines"])}


def kinds(doc, label):
    """[(wanted, got, text)] for every labelled sentence; the one that overlaps most."""
    rows = []
    for s in label["sentences"]:
        a, b = s["span"]
        best = max(doc["sentences"], key=lambda x: min(b, x["span"][1]) - max(a, x["span"][0]), default=None)
        over = best and min(b, best["span"][1]) - max(a, best["span"][0])
        exact = best and over * 2 > max(b - a, best["span"][1] - best["span"][0])
        rows.append((s["kind"].replace("H", "O"), KINDS[best["kind"]] if exact else "-", s["text"]))
    return rows


def f1(hit, got, want):
    p = hit / got if got else 1.0
    r = hit / want if want else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main(argv):
    verbose = "-v" in argv
    floor = {}
    if "--min" in argv:
        i = argv.index("--min")
        floor = {k: float(v) for k, v in (x.split("=") for x in argv[i + 1].split(","))}
        del argv[i:i + 2]
    argv = [a for a in argv if a != "-v"]
    program, labels, texts, *names = argv
    tally = collections.defaultdict(lambda: [0, 0, 0])
    for path in sorted(pathlib.Path(labels).glob("*.json")):
        if names and path.stem not in names:
            continue
        label = json.loads(path.read_text("utf-8"))
        date = [label["date"]] if label.get("date") else []
        run = subprocess.run(program.split() + date + [str(pathlib.Path(texts) / (path.stem + ".txt"))],
                             capture_output=True, check=True)
        doc = json.loads(run.stdout)
        got, want = got_of(doc), want_of(label)
        for key in want:
            g, w = collections.Counter(got[key]), collections.Counter(want[key])
            hit = sum((g & w).values())
            t = tally[key]
            t[0] += hit
            t[1] += sum(g.values())
            t[2] += sum(w.values())
            if verbose and key != "lead" and g != w:
                print(f"{path.stem} {key}: missing {list((w - g).elements())}; extra {list((g - w).elements())}")
        for w, g, text in kinds(doc, label):
            for k in "CAPO":
                tally["kind " + k][0] += w == k == g
                tally["kind " + k][1] += g == k
                tally["kind " + k][2] += w == k
            tally["kinds"][0] += w == g
            tally["kinds"][1] += 1
            tally["kinds"][2] += 1
            if verbose and w != g:
                print(f"{path.stem} {w} read as {g}: {text[:90]}")
    bad = False
    for key, (hit, g, w) in sorted(tally.items()):
        p, r, f = f1(hit, g, w)
        low = f < floor.get(key.replace("kind ", ""), 0)
        bad |= low
        print(f"{key:10} P {p:.3f} R {r:.3f} F1 {f:.3f}  ({hit} of {w} wanted, {g} given){'  TOO LOW' if low else ''}")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
