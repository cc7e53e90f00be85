# SPDX-License-Identifier: Apache-2.0
"""kill -9 again and again while stations report: every telegram that was answered is there after
the next start, with its own bytes, and the record holds."""
import os
import random
import re
import socket
import sys
import threading
import time

import kit

sys.path.append(str(kit.ROOT / "tools"))  # behind the others: tools/calendar.py is not to stand before the library's
from stations import frame

STATIONS, WINDOW = 12, 8  # telegrams that a station sends before it reads its answers
SECONDS, SECONDS_SLICE = 20, 6


def mn(i):
    return "%024X" % (0xA0000 + i)


class Load:
    def __init__(self, binary, db):
        self.binary, self.db, self.port = binary, str(db), None
        self.ready, self.stop = threading.Condition(), threading.Event()
        self.answered = [{} for _ in range(STATIONS)]  # QN: segment
        self.sent, self.wrong = [0] * STATIONS, []

    def start(self):
        server = kit.Server(self.binary, self.db, options=("--hj212", "127.0.0.1:0"))
        kit.must(server.port, f"does not start: {server.said}")
        while True:
            line = server.child.stdout.readline().decode()
            kit.must(line, f"no gateway: {server.said}")
            found = re.match(r"hj212\t(\d+)", line)
            if found:
                break
        with self.ready:
            self.port = int(found.group(1))
            self.ready.notify_all()
        return server

    def station(self, i):
        k, port = 0, None
        while not self.stop.is_set():
            with self.ready:
                self.ready.wait_for(lambda: self.port != port or self.stop.is_set(), 1)
                port = self.port
            try:
                with socket.create_connection(("127.0.0.1", port), 5) as line:
                    line.settimeout(5)
                    while not self.stop.is_set():
                        k = self.window(i, k, line)
            except OSError:
                time.sleep(0.01)

    def window(self, i, k, line):
        """Some telegrams in one go, cut at any place, then their answers."""
        waits = {}
        for _ in range(WINDOW):
            qn = "20260301%09d" % k
            waits[qn] = (f"QN={qn};ST=32;CN=2011;PW=123456;MN={mn(i)};Flag=5;CP=&&DataTime=20260301{k // 3600 % 24:02d}{k // 60 % 60:02d}{k % 60:02d};"
                         f"w01018-Rtd={k}.5,w01018-Flag=N;w21003-Rtd=1.25,w21003-Flag=N&&")
            k += 1
        data = b"".join(map(frame, waits.values()))
        cut = random.randrange(len(data))
        self.sent[i] += len(waits)
        line.sendall(data[:cut])
        line.sendall(data[cut:])
        heard = b""
        while waits:
            more = line.recv(65536)
            if not more:
                raise OSError("closed")
            heard += more
            *whole, heard = heard.split(b"\r\n")
            for one in whole:
                found = re.match(rb"##\d{4}QN=(\d{17});ST=91;CN=9014;", one)
                if not found or found.group(1).decode() not in waits:
                    self.wrong.append(f"answered by {one!r}")
                    raise OSError("wrong")
                qn = found.group(1).decode()
                self.answered[i][qn] = waits.pop(qn)
        return k

    def proof(self, when):
        kit.holds(self.binary, self.db, when)
        ids = dict(kit.rows(self.db, "SELECT mn, id FROM station"))
        for i in range(STATIONS):
            there = {}
            for (segment,) in kit.rows(self.db, "SELECT segment FROM frame WHERE station = ? ORDER BY id", ids[mn(i)]):
                there[segment[3:20].decode()] = segment
            for qn, segment in list(self.answered[i].items()):
                kit.must(there.get(qn) == segment.encode(), f"{when}: the answered telegram {qn} of {mn(i)} is lost")


def main():
    options = kit.Options(__doc__)
    seconds = SECONDS if options.all else SECONDS_SLICE
    with kit.folder() as home:
        db = os.path.join(home, "hj212.db")
        for i in range(STATIONS):
            made = kit.run(options.binary, "station", "add", mn(i), f"排口{i}", "--pw", "123456", "--db", db)
            kit.must(made.status == 0, made.said)
        load = Load(options.binary, db)
        lives = kit.kill_again(load, [load.station] * STATIONS, seconds)
        answered = sum(map(len, load.answered))
        print(f"kill -9: {lives} lives, {sum(load.sent)} telegrams sent, {answered} answered")
        if load.wrong:
            print(f"broken: {load.wrong[:3]}")
            return 1
        kit.must(answered > STATIONS * WINDOW, "nothing was tried")
    return 0


if __name__ == "__main__":
    sys.exit(main())
