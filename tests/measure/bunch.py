# SPDX-License-Identifier: Apache-2.0
"""The binomial tail of bunching, a second time: whole fractions of Python's own."""
import random
import subprocess
import sys
from fractions import Fraction
from math import comb


def tail(before, past):
    n = before + past
    return Fraction(sum(comb(n, k) for k in range(past, n + 1)), 2**n)


def main():
    rng = random.Random(11)
    cases = [(b, p) for b in range(13) for p in range(13)]
    cases += [(rng.randrange(400), rng.randrange(400)) for _ in range(150)] + [(1500, 1620), (980, 1020), (0, 900), (900, 0)]
    said = subprocess.run([sys.argv[1]], input="".join(f"{b} {p}\n" for b, p in cases), capture_output=True, text=True, check=True).stdout.split()
    worst = Fraction(0)
    for (b, p), got in zip(cases, said, strict=True):
        want = tail(b, p)
        worst = max(worst, abs(Fraction(float(got)) - want) / want)
    print(f"{len(cases)} tails, worst relative difference {float(worst):.1e}")
    return 0 if worst < Fraction(1, 10**12) else 1


if __name__ == "__main__":
    sys.exit(main())
