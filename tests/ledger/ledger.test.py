#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Messy ledgers come in as a clerk reads them, from whatever program they were saved by.

    ledger.test.py LEDGER_DUMP            every ledger as .xlsx; some of them as every other program saves them
    ledger.test.py LEDGER_DUMP --whole    all of them as every program saves them
    ledger.test.py LEDGER_DUMP --show     what differs, without judging
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

try:
    import openpyxl  # noqa: F401
except ImportError:
    print("skipped: python3-openpyxl is not installed")
    sys.exit(77)
import messy


def run(dump, jobs):
    """jobs: [(path, kind, settle lines)] -> what the district says of each"""
    text = "".join("\t".join([str(p), kind, *settle]) + "\n" for p, kind, settle in jobs)
    done = subprocess.run([dump], input=text, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=False, timeout=300)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(said) != len(jobs):
        raise SystemExit(f"{dump} ended with {done.returncode} after {len(said)} of {len(jobs)} ledgers: {done.stdout[-300:]}")
    return said


def jobs_of(ledger, path):
    return [(path, "", ledger.settle + ([f"sheet {e.sheet}"] if e.sheet else [])) for e in ledger.expects]


def row_said(r):
    fields = {}
    for key, value in r["args"]:
        fields[key] = fields[key] + "、" + value if key in fields else value
    wrong = {head.replace("\n", ""): propose for head, is_wrong, propose, _ in r["findings"] if is_wrong}
    return fields, r["section"], r.get("hidden", False), wrong


def row_differs(got, want):
    """What a clerk would complain of; a proposal only where he named one. Of a wrong cell no value may be taken in."""
    if (got is None) != (want is None):
        return "no matter, taken for one" if want is None else "a matter, not taken"
    g, w = got, want
    out = [f"{k}: {g[0].get(k)!r}, want {w[0].get(k)!r}" for k in sorted(g[0].keys() | w[0].keys()) if g[0].get(k) != w[0].get(k)]
    if g[1] != w[1]:
        out.append(f"section: {g[1]!r}, want {w[1]!r}")
    if g[2] != w[2]:
        out.append(f"hidden: {g[2]}")
    if g[3].keys() != w[3].keys():
        out.append(f"wrong: {sorted(g[3])}, want {sorted(w[3])}")
    out += [f"proposal of {h}: {g[3][h]!r}, want {p!r}" for h, p in w[3].items() if p and h in g[3] and g[3][h] != p]
    return "; ".join(out)


def judge(said, want, known=()):
    """right rows, all rows, [complaints]"""
    complaints, right = [], 0
    if "error" in said or said.get("why_not"):
        return 0, len(want.rows), ["not read: " + (said.get("error") or said["why_not"])]
    for key in ("kind", "title", "measure"):
        if said[key] != getattr(want, key) and not (key == "measure" and not want.measure):
            complaints.append(f"{key}: {said[key]!r}, want {getattr(want, key)!r}")
    got = {r["row"]: row_said(r) for r in said["rows"]}
    for at in sorted(got.keys() | want.rows.keys()):
        why = row_differs(got.get(at), want.rows.get(at))
        right += not why
        if why:
            complaints.append(f"row {at}: {why}" + "".join(f" «{s}»" for r in said["rows"] if r["row"] == at for _, x, _, s in r["findings"] if x))
    return right, len(got.keys() | want.rows.keys()), complaints


def as_the_clerk_reads_them(dump, built, show):
    jobs = [j for one, path in built for j in jobs_of(one, path)]
    wants = [(one.name, e) for one, _ in built for e in one.expects]
    right = rows = bad = 0
    for (name, want), said in zip(wants, run(dump, jobs)):
        good, n, complaints = judge(said, want)
        right, rows, bad = right + good, rows + n, bad + bool(complaints)
        for c in complaints:
            print(f"{name}{f' sheet {want.sheet}' if want.sheet else ''}: {c}")
        if show and complaints:
            print(f"    {said.get('columns')} opens {said.get('opens')} year {said.get('year')}")
    print(f"{right} of {rows} rows of {len(built)} ledgers as a clerk reads them; {bad} with something wrong")
    return bad == 0


def main():
    args = argparse.ArgumentParser()
    args.add_argument("dump")
    args.add_argument("--whole", action="store_true")
    args.add_argument("--show", action="store_true")
    args = args.parse_args()
    with tempfile.TemporaryDirectory(prefix="luoshi-messy-") as folder:
        built = messy.build(pathlib.Path(folder))
        good = as_the_clerk_reads_them(args.dump, built, args.show)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
