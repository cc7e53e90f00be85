#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stations: plays the data loggers of a made-up district to a gateway, by HJ 212 of 2005, 2017 and 2025 over TCP.

    stations.py --list                              MN, name, password: what `luoshi station import` takes
    stations.py --port 9212 [--host 127.0.0.1] [--live 30] [--history HOURS] [--seconds N] [--only MN,…]

Live data come every --live seconds, minutes, hours and days when they are over; --history first sends the hours and days
that have passed, as sent again (RF). Telegrams that want an answer are sent again after ten seconds, three times in all.
Commands are answered: the clock (1011, 1012), sampling (3012), live data and data again (2011, 2051, 2061, 2031).
It ends after --seconds, by `quit`, or by its process id. What goes wrong is said line by line on the standard input:

    over MN FACTOR [TIMES]    the factor is that many times its usual value (2)
    fault MN [FLAG]           values are flagged: D fault (usual), M maintenance, C calibration, F stopped, B line, T range
    normal MN                 as usual again
    silent MN | back MN       it sends nothing; it connects again
    refuse MN | deaf MN       it refuses commands; it does not answer them
    stranger [MN]             a station that nobody enrolled begins to send
    send MN SEGMENT           one telegram with this segment as it stands
    quit
"""
import argparse
import datetime
import hashlib
import math
import signal
import socket
import sys
import threading
import time

BEIJING = 8 * 3600
HOUR, DAY = 3600, 86400
AGAIN_SECONDS, TRIES = 10, 3

# factor: usual value, how much it swings within a day, decimals
WATER = {"w01018": (38.0, 0.25, 1), "w21003": (1.9, 0.3, 2), "w21011": (0.28, 0.2, 3), "w01001": (7.4, 0.03, 2), "w00000": (62.0, 0.35, 1)}
GAS = {"a21026": (22.0, 0.3, 1), "a21002": (61.0, 0.2, 1), "a34013": (4.1, 0.25, 2), "a19001": (8.6, 0.08, 2), "a01012": (121.0, 0.05, 1)}
AIR = {"a34004": (34.0, 0.4, 0), "a34002": (58.0, 0.35, 0), "a21026": (9.0, 0.2, 0), "a21004": (27.0, 0.4, 0), "a21005": (0.7, 0.3, 1), "a05024": (88.0, 0.5, 0)}
OLD = {"w01018": "011", "w21003": "060", "w21011": "101", "w01001": "001", "w00000": "B01"}  # codes of 2005
DISTRICT = [  # MN, name, password, edition, ST, factors
    ("010000A8900016F000169D01", "榴园污水处理厂总排口", "123456", 2017, 32, WATER),
    ("010000A8900016F000169D02", "青岚食品废水排口", "123456", 2017, 32, WATER),
    ("88888880000020", "石岚食品废水排口", "123456", 2005, 32, WATER),
    ("010000A8900016F000169D03", "云岚建材窑尾烟气", "654321", 2017, 31, GAS),
    ("010000A8900016F000169D04", "榴园热电一号烟气", "654321", 2025, 31, GAS),
    ("010000A8900016F000169D05", "榴花空气站", "123456", 2017, 22, AIR),
    ("010000A8900016F000169D06", "青萝街道空气站", "123456", 2025, 22, AIR),
]


def crc(data):
    c = 0xFFFF
    for x in data:
        c = c >> 8 ^ x
        for _ in range(8):
            c = c >> 1 ^ (0xA001 if c & 1 else 0)
    return c


def frame(segment):
    data = segment.encode()
    return b"##%04d%s%04X\r\n" % (len(data), data, crc(data))


def frames_of(buffer):
    """Whole segments at the front of what came, and what is left; the length decides."""
    out = []
    while len(buffer) >= 6 and buffer[:2] == b"##" and buffer[2:6].isdigit():
        n = int(buffer[2:6])
        if len(buffer) < n + 12:
            break
        segment = buffer[6:6 + n]
        if b"%04X" % crc(segment) == buffer[6 + n:10 + n].upper():
            out.append(segment.decode("utf-8", "replace"))
        buffer = buffer[n + 12:]
    return out, buffer


def field(segment, name):
    head = segment.split("CP=&&")[0]
    return next((x[len(name) + 1:] for x in head.split(";") if x.startswith(name + "=")), "")


def parameter(segment, name):
    body = segment.split("CP=&&")[-1].split("&&")[0]
    return next((x.split("=", 1)[1] for part in body.split(";") for x in part.split(",") if x.startswith(name + "=")), "")


def stamp(at, digits=14):
    whole = time.strftime("%Y%m%d%H%M%S", time.gmtime(int(at) + BEIJING))
    return (whole + "%03d" % (int(at * 1000) % 1000))[:digits]


def moment(text):
    parts = [int(text[a:b]) for a, b in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))]
    return datetime.datetime(*parts, tzinfo=datetime.timezone.utc).timestamp() - BEIJING


class Station:
    def __init__(self, row, args):
        self.mn, self.name, self.pw, self.edition, self.st, self.factors = row
        self.args, self.lock = args, threading.Lock()
        self.times, self.flag, self.manner, self.silent, self.shift = {}, "N", "", False, 0.0
        self.waits, self.sent, self.answered, self.newest = {}, 0, 0, 0
        self.line, self.stop = None, threading.Event()

    # ---- values: the same for the same station, factor and time ----
    def value(self, code, at):
        usual, swing, decimals = self.factors[code]
        turn = hashlib.sha256(f"{self.mn}{code}{int(at) // 60}".encode()).digest()
        phase = hashlib.sha256(f"{self.mn}{code}".encode()).digest()[0] / 40
        v = usual * (1 + swing * math.sin(2 * math.pi * ((at + BEIJING) % DAY) / DAY + phase) + (turn[0] - 128) / 2000)
        return v * self.times.get(code, 1.0)

    def shown(self, code, v):
        return "%.*f" % (self.factors[code][2], max(v, 0))

    def items(self, cn, at, span):
        out = ["DataTime=" + stamp(at)]
        for code in self.factors:
            name = OLD.get(code, code) if self.edition == 2005 else code
            flag = f",{name}-Flag={self.flag}"
            if cn == 2011:
                out.append(f"{name}-Rtd={self.shown(code, self.value(code, at))}{flag}")
            else:
                v = [self.value(code, at + span * i / 12) for i in range(12)]
                low, mean, high = (self.shown(code, x) for x in (min(v), sum(v) / 12, max(v)))
                out.append(f"{name}-Min={low},{name}-Avg={mean},{name}-Max={high}" + (flag if self.edition != 2005 else ""))
        return ";".join(out)

    # ---- telegrams ----
    def segment(self, cn, cp, qn=None, st=None, answer=True, again=False):
        qn = qn or self.qn()
        bits = {2005: 0, 2017: 4, 2025: 8}[self.edition]
        head = f"ST={st or self.st};CN={cn};PW={self.pw};MN={self.mn};"
        if self.edition == 2005 and st != 91 and not answer:
            return qn, f"{head}CP=&&{cp}&&"
        more = "RF=1;" if again and self.edition == 2025 else ""
        return qn, f"QN={qn};{head}Flag={bits | answer};{more}CP=&&{cp}&&"

    def qn(self):
        with self.lock:
            self.newest = max(self.newest + 1, int((time.time() + self.shift) * 1000))
            return stamp(self.newest / 1000, 17)

    def put(self, cn, cp, **how):
        qn, segment = self.segment(cn, cp, **how)
        if how.get("answer", True):
            self.waits[qn] = [segment, time.monotonic() + AGAIN_SECONDS, 1]
        self.raw(segment)

    def raw(self, segment):
        with self.lock:
            self.sent += 1
            if self.line:
                self.line.sendall(frame(segment))

    def data(self, cn, at, span=0, again=False):
        self.put(cn, self.items(cn, at, span), again=again)

    # ---- commands ----
    def take(self, segment):
        cn, qn = field(segment, "CN"), field(segment, "QN")
        if cn in ("9013", "9014"):
            self.answered += self.waits.pop(qn, None) is not None
            return
        if self.manner == "deaf":
            return
        refused = self.manner == "refuse"
        self.put(9011, f"QnRtn={2 if refused else 1}", qn=qn, st=91, answer=False)
        if not refused:
            try:
                self.carry_out(int(cn), qn, segment)
                result = 1
            except ValueError:
                result = 3  # its parameters cannot be read
            self.put(9012, f"ExeRtn={result}", qn=qn, st=91, answer=False)

    def carry_out(self, cn, qn, segment):
        now = time.time() + self.shift
        if cn == 1011:
            self.put(1011, "SystemTime=" + stamp(now), qn=qn, answer=False)
        elif cn == 1012:
            self.shift = moment(parameter(segment, "SystemTime")) - time.time()
        elif cn == 1061:
            self.put(1061, f"RtdInterval={int(self.args.live)}", qn=qn, answer=False)
        elif cn == 2011:
            self.put(2011, self.items(2011, int(now), 0), qn=qn, answer=False)
        elif cn == 3012:
            self.put(3012, f"DataTime={stamp(now)};VaseNo=1", qn=qn, answer=False)
        elif cn in (2051, 2061, 2031):
            span = {2051: 600, 2061: HOUR, 2031: DAY}[cn]
            at, end = moment(parameter(segment, "BeginTime")), moment(parameter(segment, "EndTime"))
            while at < min(end, now - span):
                self.put(cn, self.items(cn, at, span), qn=qn, answer=False, again=True)
                at += span

    # ---- its life ----
    def history(self):
        now, hours = time.time(), self.args.history
        begin = int(now) // HOUR * HOUR - hours * HOUR
        for i in range(hours):
            if hashlib.sha256(f"{self.mn}{i}".encode()).digest()[0] > 6:  # now and then an hour is missing
                self.data(2061, begin + i * HOUR, HOUR, again=True)
        day = (begin + BEIJING + DAY - 1) // DAY * DAY - BEIJING
        while day + DAY <= now:
            self.data(2031, day, DAY, again=True)
            day += DAY

    def periods(self, before, now):
        for cn, span in ((2051, 600), (2061, HOUR), (2031, DAY)):
            end = (int(now) + BEIJING) // span * span - BEIJING
            if before < end <= now:
                self.data(cn, end - span, span)

    def resend(self):
        for qn, w in list(self.waits.items()):
            if time.monotonic() > w[1]:
                w[1], w[2] = time.monotonic() + AGAIN_SECONDS, w[2] + 1
                if w[2] > TRIES:
                    self.waits.pop(qn, None)
                else:
                    self.raw(w[0])

    def connected(self):
        beat = live = 0.0
        before, buffer = time.time(), b""
        if self.args.history:
            self.history()
            self.args.history = 0
        while not (self.stop.is_set() or self.silent):
            now = time.time()
            if now >= live:
                self.data(2011, int(now + self.shift))
                live = now + self.args.live
            if self.edition == 2025 and now >= beat:
                self.put(9015, "")
                beat = now + 60
            self.periods(before, now)
            before = now
            self.resend()
            self.line.settimeout(max(0.05, min(0.5, live - time.time())))
            try:
                got = self.line.recv(65536)
            except TimeoutError:
                continue
            if not got:
                return
            segments, buffer = frames_of(buffer + got)
            for segment in segments:
                self.take(segment)

    def run(self):
        while not self.stop.is_set():
            if not self.silent:
                try:
                    with socket.create_connection((self.args.host, self.args.port), 5) as line:
                        self.line = line
                        self.connected()
                except OSError as e:
                    print(f"{self.mn}: {e}", file=sys.stderr, flush=True)
                self.line = None
            self.stop.wait(0.2 if self.silent else 1)


class District:
    def __init__(self, args):
        chosen = args.only.split(",") if args.only else None
        self.args, self.stations, self.threads = args, {}, []
        for row in DISTRICT:
            if not chosen or row[0] in chosen:
                self.begin(row)

    def begin(self, row):
        s = self.stations[row[0]] = Station(row, argparse.Namespace(**vars(self.args)))
        t = threading.Thread(target=s.run, daemon=True)
        self.threads.append(t)
        t.start()

    def told(self, line):
        word, *rest = line.split(" ", 2) if line.startswith("send") else line.split()
        if word == "stranger":
            mn = rest[0] if rest else "010000A8900016F0001690FF"
            self.begin((mn, "未登记站点", "123456", 2017, 32, WATER))
            return
        s = self.stations[rest[0]]
        if word == "over":
            s.times[rest[1]] = float(rest[2]) if len(rest) > 2 else 2.0
        elif word == "fault":
            s.flag = rest[1] if len(rest) > 1 else "D"
        elif word == "normal":
            s.times, s.flag, s.manner = {}, "N", ""
        elif word in ("silent", "back"):
            s.silent = word == "silent"
        elif word in ("refuse", "deaf"):
            s.manner = word
        elif word == "send":
            s.raw(rest[1])
        else:
            raise ValueError("unknown word")

    def listen(self, stop):
        for line in sys.stdin:
            if line.strip() == "quit":
                stop.set()
                return
            try:
                self.told(line.strip()) if line.strip() else None
            except (KeyError, IndexError, ValueError) as e:
                print(f"not understood: {line.strip()} ({e})", file=sys.stderr, flush=True)

    def end(self):
        for s in self.stations.values():
            s.stop.set()
        for t in self.threads:
            t.join(2)
        for s in self.stations.values():
            print(f"{s.mn}\t{s.name}\tsent {s.sent}\tanswered {s.answered}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9212)
    parser.add_argument("--live", type=float, default=30)
    parser.add_argument("--history", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    if args.list:
        for mn, name, pw, *_ in DISTRICT:
            print(f"{mn}\t{name}\t{pw}")
        return
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    district = District(args)
    threading.Thread(target=district.listen, args=(stop,), daemon=True).start()
    stop.wait(args.seconds or None)
    district.end()


if __name__ == "__main__":
    main()
