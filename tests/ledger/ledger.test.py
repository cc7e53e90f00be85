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
import re
import shutil
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
import hostile
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


# ---- the same ledgers, saved by other programs -----------------------------------------------------------
# What a sort cannot keep, by the name of a ledger; everything else must give the same rows.
MERGES = {"a05_merged_lead", "a24_measures_under_tasks", "a25_three_levels", "b01_two_levels", "b04_bao_lian", "b05_three_levels"}
SHEETS = {"a04_sheets", "a12_hidden"}
LOSES = {
    # LibreOffice writes 0 for formulas of text into an .xls (catdoc and gnumeric read 0 there as well); gnumeric's .xls has them
    "xls": {"a15_formulas"},
    # one sheet, no merges, nothing hidden; 2026.1 is all that is left of 2026.10
    "csv": MERGES | SHEETS | {"a10_date_cells"},
    # pages leave out the empty rows and columns before the first cell, so that rows have other numbers
    "html": SHEETS | {"a06_blank_lines"},
}
FEW = ["a01_plain", "a05_merged_lead", "a10_date_cells", "a15_formulas", "a25_three_levels", "b03_sections_sums"]


def office(folder, paths, to, ending):
    """LibreOffice saves them all at once: {name: path}"""
    target = folder / ("office_" + re.sub(r"\W", "_", to)[:12])
    target.mkdir()
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir", target, *paths],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=400, check=True)
    return {p.stem: target / (p.stem + ending) for p in paths}


def gnumeric(folder, paths, to):
    target = folder / ("gnumeric_" + to.rpartition(":")[2])
    target.mkdir()
    for p in paths:
        subprocess.run(["ssconvert", "-T", to, p, target / (p.stem + ".xls")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=True)
    return {p.stem: target / (p.stem + ".xls") for p in paths}


def renamed(paths):
    """A page or an old XML as offices get it: named .xls"""
    return {name: p.rename(p.with_suffix(".xls")) for name, p in paths.items()}


def templates(folder, ledgers):
    """The XML of 2003 as the programs of offices fill it in from a template; LibreOffice's own writer of it gives up on some."""
    out = {}
    for one in ledgers:
        out[one.name] = folder / (one.name + "_2003.xls")
        messy.write_2003(one, out[one.name])
    return out


def saved_by_others(folder, built, whole):
    """[(sort, {name: path})]"""
    paths = [p for one, p in built if not one.csv and (whole or one.name in FEW)]
    out = []
    if shutil.which("soffice"):
        ods = office(folder, paths, "ods", ".ods")
        out += [("ods", ods), ("xls", office(folder, list(ods.values()), "xls:MS Excel 97", ".xls")),
                ("xlsx", office(folder, list(ods.values()), "xlsx", ".xlsx")),
                ("html", renamed(office(folder, paths, "html", ".html"))),
                ("csv", office(folder, paths, "csv:Text - txt - csv (StarCalc):44,34,76,1", ".csv"))]
    else:
        print("left out: LibreOffice (soffice) is not installed")
    out += [("xml", templates(folder, [one for one, _ in built if not one.csv and (whole or one.name in FEW)]))]
    if shutil.which("ssconvert"):
        out += [("gnumeric xls", gnumeric(folder, paths, "Gnumeric_Excel:excel_biff8"))]
        # its .xls of 1995 has question marks for Chinese where the machine's code page is no Chinese one: no test
    else:
        print("left out: gnumeric (ssconvert) is not installed")
    return out


def as_others_save_them(dump, folder, built, whole):
    good = True
    by_name = {one.name: one for one, _ in built}
    for sort, paths in saved_by_others(folder, built, whole):
        todo = [(by_name[name], p) for name, p in paths.items() if name not in LOSES.get(sort, ())]
        wants = [(one.name, e) for one, _ in todo for e in one.expects]
        right = rows = 0
        for (name, want), said in zip(wants, run(dump, [j for one, p in todo for j in jobs_of(one, p)])):
            n_right, n, complaints = judge(said, want)
            right, rows = right + n_right, rows + n
            good = good and not complaints
            for c in complaints:
                print(f"{sort} {name}: {c}")
        print(f"{sort}: {right} of {rows} rows of {len(todo)} ledgers")
    return good


# ---- ledgers that nobody should send -----------------------------------------------------------------------
def hostile_ones(dump, folder):
    good = True
    for one in hostile.ALL:
        path = folder / (one.__name__ + (".xlsx" if one in hostile.XLSX else ".csv"))
        well = one(path)
        said = run(dump, [(path, "commitment", [])])[0]
        if not well(said):
            good = False
            print(f"{one.__name__}: {json.dumps(said, ensure_ascii=False)[:600]}")
    print(f"{len(hostile.ALL)} ledgers that nobody should send")
    return good


def in_time(dump, folder):
    """5000 rows, looked at and taken in while somebody else writes; then the same again, which may
    not take much longer: each row asks whether it is there, and that must not read all matters."""
    path = folder / "large.csv"
    messy.write_large(path, 5000)
    done = subprocess.run([dump, "--time", path], stdout=subprocess.PIPE, text=True, cwd=ROOT, check=False, timeout=300)
    print("5000 rows: " + "; ".join(done.stdout.strip().splitlines()))
    took = [int(n) for n in re.findall(r"(\d+) ms", done.stdout)]
    return done.returncode == 0 and len(took) == 5 and took[4] < 6 * (took[0] + took[1]) + 500


def main():
    args = argparse.ArgumentParser()
    args.add_argument("dump")
    args.add_argument("--whole", action="store_true")
    args.add_argument("--show", action="store_true")
    args = args.parse_args()
    args.dump = str(pathlib.Path(args.dump).resolve())
    with tempfile.TemporaryDirectory(prefix="luoshi-messy-") as folder:
        built = messy.build(pathlib.Path(folder))
        good = as_the_clerk_reads_them(args.dump, built, args.show)
        good = as_others_save_them(args.dump, pathlib.Path(folder), built, args.whole) and good
        good = hostile_ones(args.dump, pathlib.Path(folder)) and good
        good = in_time(args.dump, pathlib.Path(folder)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
