# SPDX-License-Identifier: Apache-2.0
"""The arithmetic of measured values, a second time: fractions of Python's own, over random cases."""
import random
import subprocess
import sys
from fractions import Fraction as F

CASES = 6000


def rounded(v, scale, how):
    n = v * 10**scale
    q, r = divmod(abs(n.numerator), n.denominator)
    twice = 2 * r - n.denominator
    if how != 2 and (twice > 0 or (twice == 0 and (how == 0 or q % 2))):
        q += 1
    sign = "-" if n < 0 and q else ""
    text = str(q).rjust(scale + 1, "0")
    return sign + (text[:-scale] + "." + text[-scale:] if scale else text)


def growth(now, base):
    return (now - base) / base * 100 if base > 0 else None


def answer(op, a, b, c, d):
    if op == "growth":
        return growth(a, b)
    if op == "base":
        return a / (1 + b / 100) if 1 + b / 100 > 0 else None
    if op == "contribution":
        return (a - b) / c * 100 if c > 0 else None
    if op == "share":
        return a / b * 100 if b > 0 else None
    if op == "forecast":
        return a / b * 100 if b > 0 else None
    return growth(a - b, c - d)


def number(rng):
    digits = rng.randint(1, 11)
    scale = rng.randint(0, 4)
    v = rng.randint(-(10**digits) if rng.random() < 0.2 else 0, 10**digits)
    sign, text = "-" if v < 0 else "", str(abs(v)).rjust(scale + 1, "0")
    return sign + (text[:-scale] + "." + text[-scale:] if scale else text)


def main():
    rng = random.Random(20261122)
    lines, want = [], []
    for _ in range(CASES):
        op = rng.choice(["growth", "base", "contribution", "share", "forecast", "needed"])
        how, scale, v = rng.randint(0, 2), rng.randint(0, 6), [number(rng) for _ in range(4)]
        got = answer(op, *map(F, v))
        lines.append(f"{op} {how} {scale} {' '.join(v)}")
        want.append("none" if got is None else rounded(got, scale, how))
    said = subprocess.run([sys.argv[1]], input="\n".join(lines) + "\n", text=True, capture_output=True, check=True).stdout.split("\n")
    wrong = [(a, b, c) for a, b, c in zip(lines, want, said) if b != c and not (c == "none" and len(b.replace("-", "").replace(".", "")) > 18)]
    for case, should, is_ in wrong[:10]:
        print(f"{case}: {is_}, should be {should}")
    print(f"{CASES} cases, {len(wrong)} wrong, {want.count('none')} without an answer")
    return 1 if wrong or len(said) != CASES + 1 else 0


if __name__ == "__main__":
    sys.exit(main())
