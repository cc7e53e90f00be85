# SPDX-License-Identifier: Apache-2.0
"""Results of a ballot from what was counted, with fractions; shares no code with Luoshi.

    recompute_ballot.py < counts.csv     {name: total with two decimals}, as JSON

Columns in order: name, group, its weight, item, its weight, answer, points, left out at each end, answers."""
import csv
import io
import json
import sys
from fractions import Fraction

rows = [r for r in csv.reader(io.StringIO(sys.stdin.buffer.read().decode("utf-8-sig"))) if len(r) >= 9]
cells, weight_of_group, weight_of_item, order = {}, {}, {}, []
for name, group, wg, item, wi, _answer, points, trim, answers in (r[:9] for r in rows):
    if not answers.isdigit():
        continue  # the heads
    if name not in order:
        order.append(name)
    weight_of_group[group], weight_of_item[item] = Fraction(wg), Fraction(wi)
    cells.setdefault((name, group, item), (int(trim), []))[1].extend([Fraction(points)] * int(answers))


def mean(trim, values):
    values = sorted(values)
    kept = values[trim:len(values) - trim]
    return sum(kept) / len(kept)


def half_up(x):
    n = (abs(x) * 200 + 1) // 2
    return f"{'-' if x < 0 else ''}{n // 100}.{n % 100:02d}"


result = {}
for name in order:
    groups = [g for g in weight_of_group if any(k[:2] == (name, g) for k in cells)]
    by_group = {g: sum(w * mean(*cells[name, g, i]) for i, w in weight_of_item.items()) / sum(weight_of_item.values()) for g in groups}
    result[name] = half_up(sum(weight_of_group[g] * v for g, v in by_group.items()) / sum(weight_of_group[g] for g in groups))
json.dump(result, sys.stdout, ensure_ascii=False)
