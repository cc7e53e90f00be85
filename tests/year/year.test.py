#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A simulated district, recomputed by another program, on both engines.

    year.test.py BUILD            eight weeks in autumn: 30 measures, 15 projects, 25 matters with a clock of every unit
    year.test.py BUILD --whole    52 weeks: 300 measures, 254 projects, 60 matters with a clock of every unit

With LUOSHI_TEST_PG the same story is told to PostgreSQL as well and both records are held against each other.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RECOMPUTE = [sys.executable, str(ROOT / "tests/year/recompute.py")]
SHORT = ["2026-09-28", "8", "1", "commitments/commitment=30", "projects/project=15", "tests/year/pack/timed=25"]
WHOLE = ["2025-12-29", "52", "1", "commitments/commitment=300", "projects/project=254", "tests/year/pack/timed=60"]
LEAST = {False: (15, 400), True: (55, 4000)}  # instants and clocks below which a run proves nothing


def call(command):
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def live(args, engine, folder, database):
    """Lives the story into folder; True when the check of the record finds nothing and no date differs."""
    folder.mkdir()
    begin = time.time()
    code, out = call([str(pathlib.Path(args.build) / "tests/year/year"), str(folder), database, str(folder) + ".key", *(WHOLE if args.whole else SHORT)])
    took = time.time() - begin
    if code:
        print(out)
        return False
    print(f"{engine}: {out.strip().splitlines()[-1]}; {took:.0f} s")
    code, out = call([*RECOMPUTE, str(folder)])
    found = re.search(r"(\d+) clocks at (\d+) instants", out)
    instants, clocks = LEAST[args.whole]
    enough = found and int(found[1]) >= clocks and int(found[2]) >= instants
    print(out if code or not enough else f"{engine}: " + "; ".join(out.strip().splitlines()[-2:]))
    return code == 0 and bool(enough)


def finds_a_wrong_date(folder):
    """The other program is worth something only if it sees one wrong date among all."""
    for place in (1, 1234):
        code, out = call([*RECOMPUTE, str(folder), "--spoil", str(place)])
        if code == 0 or "\n1 differences" not in out:
            print(f"a wrong date at place {place} was not found:\n{out}")
            return False
    print("self-test: one wrong date among all is found")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--whole", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luoshi-year-") as name:
        home = pathlib.Path(name)
        good = live(args, "SQLite", home / "sqlite", str(home / "year.db")) and finds_a_wrong_date(home / "sqlite")
        server = os.environ.get("LUOSHI_TEST_PG")
        if good and server:
            code, url = call(["tests/pg.sh", "new", server])
            good = code == 0 and live(args, "PostgreSQL", home / "postgres", url.strip())
            if good:
                code, out = call([*RECOMPUTE, "--same", str(home / "sqlite"), str(home / "postgres")])
                print(out.strip())
                good = code == 0
        elif not server:
            print("only SQLite: LUOSHI_TEST_PG is not set")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
