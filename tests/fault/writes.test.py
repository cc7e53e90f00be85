# SPDX-License-Identifier: Apache-2.0
"""The disk fails under the program: the k-th write or sync of the process meets a full disk,
a broken one, or the end of the process (fail_nth.c, preloaded), in documents coming in, in
a whole trip through HTTP and in a copy being made. The record holds, and nothing that was
acknowledged is lost."""
import importlib.util
import os
import pathlib
import shutil
import sys

import kit

HOWS = [("pwrite", "ENOSPC"), ("pwrite", "EIO"), ("sync", "EIO"), ("pwrite", "die"), ("sync", "die")]


def load(name):
    spec = importlib.util.spec_from_file_location(name, pathlib.Path(__file__).with_name(f"{name}.test.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Writes:
    def __init__(self, options, home):
        self.options, self.home, self.binary = options, home, options.binary
        self.so = kit.compile_preload("fail_nth", home)
        self.http, self.command = load("steps_http"), load("steps_command")
        self.base = kit.base_of(options, home)
        self.undisturbed = None

    def sweep(self, name, life):
        def one(fault):
            where = os.path.join(self.home, f"life-{os.urandom(6).hex()}")
            os.mkdir(where)
            try:
                return life(where, fault)
            finally:
                shutil.rmtree(where, ignore_errors=True)
        counting = kit.Preload(self.so, "pwrite", "EIO", 1 << 40)
        one(counting)
        for call, how in HOWS:
            kit.sweep(self.options, f"{name} {call} {how}", counting.most[call],
                      lambda n, call=call, how=how: one(kit.Preload(self.so, call, how, n)), 4)

    def ingest(self):
        def life(where, fault):
            db, path = os.path.join(where, "in.db"), os.path.join(where, "通知.txt")
            kit.copy_database(self.base, db)
            pathlib.Path(path).write_text(self.command.CLEAN)
            first = kit.run(self.binary, "ingest", "--db", db, path, fault=fault)
            hit = fault.happened(first.said)
            kit.must(hit or first.status == 0, f"failed without a fault: {first.said}")
            kit.must(not hit or fault.how != "die" or first.status == kit.DIED, f"ended with {first.status}")
            kit.holds(self.binary, db, "after the fault")
            there = {str(r[0]) for r in kit.rows(db, "SELECT id FROM document")}
            for line in first.out.splitlines():
                kit.must(line.split("\t")[0] in there, f"an acknowledged document is lost: {line}")
            again = kit.run(self.binary, "ingest", "--db", db, path)
            kit.must(again.status in (0, 1), again.said)
            kit.must(kit.holds(self.binary, db, "after it was repeated")[2] == 7, "not one document")
            return hit
        self.sweep("ingest", life)

    def trip(self):
        _, self.undisturbed, _ = self.http.one_life(self.options, self.home, self.base, lambda _: None)

        def life(where, fault):
            injected, seen, _ = self.http.one_life(self.options, where, self.base, lambda _: fault)
            kit.must(seen == self.undisturbed, f"the record differs: {self.http.differences(seen, self.undisturbed)}")
            return injected
        self.sweep("http", life)

    def backup(self):
        def life(where, fault):
            db, copy = os.path.join(where, "kept.db"), os.path.join(where, "copy.db")
            kit.copy_database(self.base, db)
            done = kit.run(self.binary, "backup", "--db", db, copy, fault=fault)
            hit = fault.happened(done.said)
            kit.must(hit or done.status == 0, f"failed without a fault: {done.said}")
            kit.holds(self.binary, db, "the original")
            kit.must(done.status != 0 or os.path.exists(copy), "a backup was reported that is not there")
            if not os.path.exists(copy):
                again = kit.run(self.binary, "backup", "--db", db, copy)
                kit.must(again.status == 0, f"the backup cannot be repeated: {again.said}")
            back = os.path.join(where, "back.db")
            shutil.copy(f"{db}.key", f"{back}.key")
            restored = kit.run(self.binary, "restore", copy, "--db", back)
            kit.must(restored.status == 0, f"the copy does not come back: {restored.said}")
            return hit
        self.sweep("backup", life)


def main():
    options = kit.Options(__doc__)
    with kit.folder() as home:
        if not shutil.which("cc") and not shutil.which("gcc") and not shutil.which("clang"):
            kit.skip("no C compiler for tests/fault/fail_nth.c")
        w = Writes(options, home)
        kit.finish({"ingest": w.ingest, "http": w.trip, "backup": w.backup}, options)


if __name__ == "__main__":
    sys.exit(main())
