#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sixty invented firms, and their evaluation by the published formula of Huangyan 2022, made here a
second time by a program that shares no code with Luoshi.

    yield_book.py book FILE.xlsx            the firms and their values of 2025 in one sheet (below scale)
    yield_book.py tsv                       others like them as the lines of the demo (data/demo/firms.tsv)
    yield_book.py expect [CODE COLUMN VALUE] ranks, points, classes of the book as JSON; one value corrected
"""
import json
import sys
from decimal import ROUND_HALF_UP, Decimal

TOWNS = ["榴园经开区", "青萝街道", "清渠街道"]
FIRST = "青 榴 云 石 清 明 安 和 泰 远".split()
SECOND = "岚 溪 峰 川 禾 野".split()
TRADES = [("34", "通用设备制造业", "机械"), ("38", "电气机械和器材制造业", "电气"), ("13", "农副食品加工业", "食品"), ("29", "橡胶和塑料制品业", "塑业"),
          ("30", "非金属矿物制品业", "建材")]
COLUMNS = ["firm_tax", "firm_land", "firm_land_in", "firm_land_out", "firm_added", "firm_revenue", "firm_staff", "firm_research", "firm_energy",
           "firm_emission", "firm_power", "firm_renewal"]
HEADS = ["实缴税金", "自有用地", "租入用地", "租出用地", "工业增加值", "营业收入", "平均从业人员", "研发经费", "综合能耗（等价值）", "主要污染物排放量",
         "用电量", "技改投资"]


def firms(letter="Z", place="云岭", seed=20250707):
    out = []
    for i in range(60):
        draws = []
        for _ in range(16):
            seed = (seed * 1103515245 + 12345) % 2**31
            draws.append(seed >> 8)
        d = lambda k, lo, hi, scale: Decimal(lo + draws[k] % (hi - lo)) / scale  # noqa: E731
        code, trade, word = TRADES[draws[0] % 5]
        land = d(1, 800, 9000, 100)
        tax = land * d(2, 200, 3600, 100) / 1
        added = land * d(3, 3000, 18000, 100)
        revenue = added * d(4, 280, 520, 100)
        values = {
            "firm_tax": tax.quantize(Decimal("0.01")), "firm_land": land,
            "firm_land_in": d(5, 100, 900, 100) if i % 7 == 0 else Decimal(0),
            "firm_land_out": d(6, 50, 300, 100) if i % 11 == 0 else Decimal(0),
            "firm_added": added.quantize(Decimal("0.01")), "firm_revenue": revenue.quantize(Decimal("0.01")),
            "firm_staff": Decimal(20 + draws[7] % 480),
            "firm_research": (revenue * d(8, 0, 500, 10000)).quantize(Decimal("0.01")) if i % 9 else Decimal(0),
            "firm_energy": (added / d(9, 100, 420, 100)).quantize(Decimal("0.01")),
            "firm_emission": None if i % 6 == 5 else (added / d(10, 2000, 9000, 1)).quantize(Decimal("0.0001")),
            "firm_power": (revenue / d(11, 60, 300, 1)).quantize(Decimal("0.0001")),
            "firm_renewal": d(12, 0, 60000, 100),
        }
        out.append({
            "code": f"91370499MA3{letter}{i:05d}X", "name": f"{place}{FIRST[i % 10]}{SECOND[i // 10]}{word}有限公司", "town": TOWNS[i % 3], "industry": f"{code} {trade}",
            "park": "榴园经开区" if i % 3 == 0 else "", "started": "2025-03-15" if i == 41 else f"20{5 + draws[13] % 17:02d}-0{1 + draws[14] % 9}-15",
            "reserved": {17: "电力、热力、燃气、水的生产供应", 41: "投产不满规定年限"}.get(i, ""), "account": f"0501{100000 + i * 37}", "values": values})
    return out


# ---- the formula, again: Huangyan 2022, above scale -----------------------------------------------
ITEMS = [("tax_per_mu", 30, "firm_tax", "land", 24.097), ("added_per_mu", 20, "firm_added", "land", 136.16), ("added_per_energy", 20, "firm_added", "firm_energy", 2.694),
         ("added_per_emission", 10, "firm_added", "firm_emission", 4929.81), ("added_per_head", 10, "firm_added", "firm_staff", 18.14),
         ("research_share", 10, "firm_research", "firm_revenue", 0.0302)]


def half_up(x):
    return Decimal(f"{x:.15g}").quantize(Decimal("0.01"), ROUND_HALF_UP)


def expect(changed=None):
    rows = []
    for f in firms():
        if f["reserved"]:
            continue
        v = {k: None if x is None else float(x) for k, x in f["values"].items()}
        if changed and changed[0] == f["code"]:
            v[changed[1]] = float(changed[2])
        v["land"] = v["firm_land"] + v["firm_land_in"] - v["firm_land_out"]
        points = {}
        for name, weight, above, below, base in ITEMS:
            points[name] = None if v[above] is None or v[below] is None else weight * min(1.5, max(0.0, v[above] / v[below] / base))
        rows.append({"code": f["code"], "name": f["name"], "points": points, "tax": v["firm_tax"], "revenue": v["firm_revenue"]})
    for name, *_ in ITEMS:
        known = [r["points"][name] for r in rows if r["points"][name] is not None]
        for r in rows:
            if r["points"][name] is None:
                r["points"][name] = sum(known) / len(known)
    for r in rows:
        r["total"] = half_up(sum(r["points"].values()))
    rows.sort(key=lambda r: (-r["total"], -r["tax"], -r["revenue"]))
    n = len(rows)
    for i, r in enumerate(rows):
        rank = i + 1
        r["rank"] = rank
        r["band"] = "ABCD"[0 if rank * 100 <= 20 * n else 1 if rank * 100 <= 60 * n else 2 if rank * 100 <= 95 * n else 3]
    return [{k: str(r[k]) if k == "total" else r[k] for k in ("code", "name", "rank", "total", "band")} for r in rows]


def book(path):
    from openpyxl import Workbook
    w = Workbook()
    s = w.active
    s.title = "企业数据"
    s.append(["榴园区2025年度规下工业企业数据采集表"])
    s.append(["统一社会信用代码", "企业名称", "所属镇街", "企业规模", "行业", "所在园区", "投产日期", "不定等级原因", "用电户号"] + HEADS)
    for f in firms():
        s.append([f["code"], f["name"], f["town"], "规下", f["industry"], f["park"], f["started"], f["reserved"], f["account"]] +
                 [None if f["values"][c] is None else float(f["values"][c]) for c in COLUMNS])
    w.save(path)


def main():
    what = sys.argv[1]
    if what == "book":
        book(sys.argv[2])
    elif what == "tsv":
        for f in firms("Y", "榴园", 20250601):
            print("\t".join([f["code"], f["name"], f["town"], f["industry"], f["park"], f["started"], f["reserved"], f["account"]] +
                            ["" if f["values"][c] is None else str(f["values"][c]) for c in COLUMNS]))
    else:
        print(json.dumps(expect(sys.argv[2:5] or None), ensure_ascii=False))


main()
