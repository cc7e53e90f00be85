#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every test in stages, each with its share of the budget, and counts.

    test.py            all stages                    test.py STAGE…    only these
    test.py --soak     the long runs instead

A stage is a list of steps; a step is a command and how its output is counted. The last
line is "N passed, N failed, N skipped".
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
MINUTES = {"build": 5, "check": 1, "unit": 4, "trip": 4, "sanitize": 10, "engines": 5, "browser": 8, "render": 2, "faults": 4, "fuzz": 4}


FAILED = []  # names, told again at the very end


class Count:
    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, []

    def add(self, passed=0, failed=0, skipped=()):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped


def run(command, timeout, env=None, echo=False):
    """(exit code, output); everything the command started ends with it."""
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(env or {})}, text=True, errors="replace",
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        out, _ = child.communicate(timeout=timeout)
        code = child.returncode
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        out, _ = child.communicate()
        code, out = 124, out + f"\nstopped after {timeout} s\n"
    if echo or code != 0:
        # what failed, each with what it said, and then the end: the end alone may not reach back to it
        names = [line.strip() for line in out.splitlines() if re.match(r"\s*not ok ", line)]
        told = re.findall(r"^\s*not ok .*\n(?:(?!\s*(?:not )?ok |\s*# Subtest).*\n){0,40}", out, re.M)
        sys.stdout.write("".join(told)[:40000] + out[-12000:])
        FAILED.extend(f"{pathlib.Path((env or {}).get('LUOSHI', command[0])).parent.name}: {name}" for name in names)
    return code, out


def configure(folder, *options, cc=None, targets=lambda folder: []):
    """Makes `targets(folder)`, or everything that is made by itself."""
    path = ROOT / folder
    if not (path / "build.ninja").exists():
        shutil.rmtree(path, ignore_errors=True)
        code, _ = run(["meson", "setup", folder, *options], 300, {"CC": cc} if cc else None)
        if code:
            return False
    return run(["ninja", "-C", folder, "--quiet", *targets(folder)], 1200)[0] == 0


def programs_of(chosen):
    """The program itself and what those tests need whose suites are `chosen`, and nothing else of a folder."""
    def targets(folder):
        path = ROOT / folder
        about = {name: json.loads((path / f"meson-info/intro-{name}.json").read_text()) for name in ("tests", "targets")}
        needed = {one for t in about["tests"] if chosen({s.split(":")[-1] for s in t["suite"]}) for one in t["depends"]}
        files = {f for t in about["targets"] if t["id"] in needed for f in t["filename"]}
        return ["luoshi", *sorted(os.path.relpath(f, path) for f in files)]
    return targets


def meson_tests(folder, count, env=None, extra=(), timeout=900):
    log = ROOT / folder / "meson-logs/testlog.junit.xml"
    log.unlink(missing_ok=True)
    before = count.failed
    code, _ = run(["meson", "test", "-C", folder, "--no-rebuild", "--print-errorlogs", *extra], timeout, env)
    if not log.exists():
        count.add(failed=1)
        return
    for suite in xml.etree.ElementTree.parse(log).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            if case.find("skipped") is not None:
                reason = case.findtext("system-out") or "no reason given"
                count.add(skipped=[f"{suite.get('name')} {case.get('name')}: {reason}"])
            elif case.find("failure") is not None or case.find("error") is not None:
                FAILED.append(f"{folder}: {suite.get('name')} {case.get('name')}")
                print(f"failed: {FAILED[-1]}")
                count.add(failed=1)
            else:
                count.add(passed=1)
    if code and count.failed == before:  # one that ran out of time stands in the log with what it had passed
        FAILED.append(f"{folder}: meson test ended with {code}, a test ran out of time")
        count.add(failed=1)


def node_files(folder):
    return sorted(str(p.relative_to(ROOT)) for p in (ROOT / folder).glob("*.test.mjs"))


def node_tests(files, count, env=None, timeout=900, at_once=2):
    code, out = run(["node", "--test", "--test-reporter=tap", f"--test-concurrency={at_once}", *files], timeout, env)
    passed, failed = (int(m.group(1)) if (m := re.search(rf"^# {word} (\d+)", out, re.M)) else 0 for word in ("pass", "fail"))
    skipped = re.findall(r"^\s*ok \d+ - (.*# SKIP.*)$", out, re.M)
    if code and not failed:
        FAILED.append(f"{files[0]} and what follows: node ended with {code}")
    count.add(passed, failed if failed or code == 0 else 1, skipped)


def command_test(name, command, count, timeout=300, env=None):
    code, out = run(command, timeout, env)
    said = re.search(r"^skipped: (.*)$", out, re.M)
    if code == 77:
        count.add(skipped=[f"{name}: {said.group(1) if said else 'no reason given'}"])
    else:
        count.add(passed=code == 0, failed=code != 0)
        if code:
            FAILED.append(name)
            print(f"failed: {name}")
    return out


# ---- stages -------------------------------------------------------------------
def build(count):
    ok = configure("build-test", "-Dtests=true", "-Dfaults=true", "-Dbench=true", "--buildtype=debugoptimized")  # what measures is built too
    count.add(passed=ok, failed=not ok)


def check(count):
    command_test("the tree", [sys.executable, "tools/check.py"], count)


def unit(count):
    meson_tests("build-test", count)


def trip(count):
    node_tests(node_files("tests/trip") + node_files("tests/open311"), count, {"LUOSHI": str(ROOT / "build-test/luoshi")})


SANITIZER_ENV = {"ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
                 "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1"}
# Trips are slow under a sanitizer: each day a third of them, another third the next day.
TURNS = 3
# Trips in which threads of the server meet: gateway and alarms, cameras, notices that go out, two servers, live streams, commands beside it.
THREADED = ["alarm", "camera", "care", "main", "notices", "open311-two", "outlets"]


def today():
    return int(time.time() // 86400)


def trips_of_day(trips, turn, always, whole):
    """A part of the trips, another one every day, and those that run always; all of them within TURNS days."""
    lost = [name for name in always if f"tests/trip/{name}.test.mjs" not in trips]
    if lost:
        raise SystemExit(f"tools/test.py: there is no trip {', '.join(lost)}; mend THREADED")
    return [t for i, t in enumerate(trips) if whole or i % TURNS == (today() + turn) % TURNS or t.split("/")[-1].removesuffix(".test.mjs") in always]


def sanitize(count, whole=False):
    trips = node_files("tests/trip")
    for turn, (folder, kind, options, chosen, extra, always) in enumerate((
            # what other programs read is asked once, in the stage of the unit tests: here their start would be most of the time;
            # without PostgreSQL those of the engines would say so and end
            ("build-asan", "address,undefined", ["-Dfaults=true"], lambda suites: not suites & {"oracles", "engines"},
             ("--no-suite", "oracles", "--no-suite", "engines"), []),
            ("build-tsan", "thread", [], lambda suites: "threads" in suites, ("--suite", "threads"), THREADED))):
        # -O1 and line numbers alone: made in half the time
        ok = configure(folder, "-Dtests=true", f"-Db_sanitize={kind}", "-Db_lundef=false", "-Doptimization=1", "-Ddebug=true", "-Dc_args=-g1", *options,
                       targets=programs_of(chosen))
        count.add(passed=ok, failed=not ok)
        if not ok:
            continue
        meson_tests(folder, count, SANITIZER_ENV, ("--timeout-multiplier", "5", *extra), timeout=1800)
        some = trips_of_day(trips, turn, always, whole)
        print(f"   {kind}: {len(some)} of {len(trips)} trips{'' if whole else f', the others within {TURNS} days or in make soak'}: "
              + " ".join(t.split("/")[-1].removesuffix(".test.mjs") for t in some), flush=True)
        node_tests(some, count, {"LUOSHI": str(ROOT / folder / "luoshi"), "LUOSHI_SLOW": "1", **SANITIZER_ENV}, timeout=3600 if whole else 1200)


def year(count, whole, env=None):
    """A simulated year and every date of it by another program; its figures are printed."""
    command = [sys.executable, "tests/year/year.test.py", str(ROOT / "build-test"), *(["--whole"] if whole else [])]
    print(command_test("a year" if whole else "eight weeks of a year", command, count, 3600 if whole else 300, env).rstrip(), flush=True)


def with_postgres(count, then):
    """then(url of a private server)"""
    script = ROOT / "tests/pg.sh"
    if not script.exists():
        return
    folder = tempfile.mkdtemp(prefix="luoshi-pg-")
    code, out = run([str(script), "start", folder], 120)
    url = out.strip().splitlines()[-1] if code == 0 else ""
    try:
        if not url.startswith("postgresql://"):
            print(out)
            count.add(failed=1)
            return
        then(url)
    finally:
        run([str(script), "stop", folder], 60)
        shutil.rmtree(folder, ignore_errors=True)


def engines(count):
    def then(url):
        meson_tests("build-test", count, {"LUOSHI_TEST_PG": url}, ("--suite", "engines"))
        node_tests(node_files("tests/trip"), count, {"LUOSHI": str(ROOT / "build-test/luoshi"), "LUOSHI_DB": url})
        year(count, False, {"LUOSHI_TEST_PG": url})
    with_postgres(count, then)


def whole_ledgers(count):
    command = ["/usr/bin/python3", "tests/ledger/ledger.test.py", str(ROOT / "build-test/tests/unit/ledger_dump"), "--whole"]
    print(command_test("ledgers as every program saves them", command, count, 1200, None).rstrip(), flush=True)


def big_months(count):
    command = [sys.executable, "tests/requests/recompute.py", "--test", str(ROOT / "build-test/tests/unit/month_sample"), "20000"]
    command_test("rates of months of 20 000 orders", command, count, 1200)


def whole_year(count):
    with_postgres(count, lambda url: year(count, True, {"LUOSHI_TEST_PG": url}))


def browser(count):
    # the walk through all pages in two halves, so that both processors walk
    node_tests(node_files("tests/browser") + ["tests/browser/pages-rest.mjs"], count, {"LUOSHI": str(ROOT / "build-test/luoshi"), "LUOSHI_HALVES": "1"}, timeout=1800)


def render(count):
    """What official documents look like, measured on the page; PIL and numpy belong to Debian's own python."""
    code, out = run(["/usr/bin/python3", "tests/report/render.test.py", str(ROOT / "build-test/tests/unit/paper_samples")], 300)
    said = re.search(r"^skipped: (.*)$", out, re.M)
    if code == 77:
        count.add(skipped=[f"render.test.py: {said.group(1) if said else 'no reason given'}"])
        return
    failed = len(re.findall(r"^not ok ", out, re.M))
    count.add(len(re.findall(r"^ok ", out, re.M)), failed if failed or code == 0 else 1)


def faults(count, slice_of=True):
    for path in sorted((ROOT / "tests/fault").glob("*.test.py")):
        command = [sys.executable, str(path), str(ROOT / "build-test")]
        if slice_of:  # another slice every day, so that all n are met in time
            command += ["--slice", f"{today() % 8}/8"]
        command_test(path.name, command, count, timeout=1500 if slice_of else 7200)
    if not slice_of:  # in the stage of the unit tests each ninth point
        command_test("core_fault", [sys.executable, "tools/tap.py", "build-test/tests/unit/test_core_fault"], count, 7200, {"LUOSHI_FAULT_ALL": "1"})


def fuzz_targets(folder):
    return sorted(f"tests/fuzz/{p.stem}" for p in (ROOT / "tests/fuzz").glob("fuzz_*.c"))


def fuzz(count, seconds=0):
    # what only replays some hundred files is made in a third of the time without optimising
    folder, level = ("build-fuzz-long", "2") if seconds else ("build-fuzz", "0")
    ok = configure(folder, "-Dfuzz=true", "-Db_sanitize=address,undefined", "-Db_lundef=false", f"-Doptimization={level}", "-Ddebug=true", "-Dc_args=-g1",
                   cc="clang", targets=fuzz_targets)
    count.add(passed=ok, failed=not ok)
    for target in sorted((ROOT / folder / "tests/fuzz").glob("fuzz_*")) if ok else []:
        if target.is_dir() or not os.access(target, os.X_OK):
            continue
        name = target.name.removeprefix("fuzz_")
        corpora = [str(p) for p in (ROOT / "tests/fuzz/corpus" / name, ROOT / "tests/fuzz/crash" / name) if p.is_dir()]
        with tempfile.TemporaryDirectory() as fresh:
            options = [f"-max_total_time={seconds}", "-print_final_stats=0"] if seconds else ["-runs=0"]
            command_test(target.name, [str(target), *options, "-timeout=10", "-rss_limit_mb=2048", fresh, *corpora], count,
                         timeout=300 + seconds)


STAGES = [build, check, unit, trip, sanitize, engines, browser, render, faults, fuzz]


def extra_material():
    """A folder with more to test against, when it stands beside the checkout."""
    beside = ROOT.parent / "shared"
    if "LUOSHI_SHARED" not in os.environ and (beside / "data/labels").is_dir():
        os.environ["LUOSHI_SHARED"] = str(beside)


def main():
    extra_material()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="*")
    parser.add_argument("--soak", action="store_true")
    args = parser.parse_args()
    total, begin = Count(), time.time()
    stages = [build, whole_year, whole_ledgers, big_months, lambda c: sanitize(c, True), lambda c: faults(c, False), lambda c: fuzz(c, 600)] if args.soak else STAGES
    names = ["build", "a year", "ledgers of every program", "big months", "sanitizers over every trip", "faults at every step", "long fuzzing"] if args.soak else [s.__name__ for s in stages]
    for name, stage in zip(names, stages):
        if args.stages and name not in args.stages and name != "build":
            continue
        count, start = Count(), time.time()
        print(f"== {name}", flush=True)
        stage(count)
        took = time.time() - start
        budget = MINUTES.get(name)
        over = f", over its budget of {budget} min" if budget and took > budget * 60 else ""
        print(f"   {name}: {count.passed} passed, {count.failed} failed, {len(count.skipped)} skipped in {took:.0f} s{over}", flush=True)
        for reason in count.skipped:
            print(f"   skipped {reason}")
        total.add(count.passed, count.failed, count.skipped)
        if name == "build" and count.failed:
            break
    for name in FAILED:
        print(f"failed: {name}")
    print(f"all: {time.time() - begin:.0f} s of {sum(MINUTES.values()) * 60} s")
    print(f"{total.passed} passed, {total.failed} failed, {len(total.skipped)} skipped")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
