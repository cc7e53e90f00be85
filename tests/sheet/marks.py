#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""marks.py SHEET_MARK SHEET_DUMP: a ledger sent back with its mistakes, read again by openpyxl
and LibreOffice: the sentences and the red are there, and nothing else is different."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

try:
    import openpyxl
    from openpyxl.styles import Border, Font, PatternFill, Side
except ImportError:
    print("skipped: python3-openpyxl is not installed")
    sys.exit(77)

MARK, DUMP = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
RED = "FFFFC6CD"
failures = 0


def same(what, got, want):
    global failures
    if got != want:
        failures += 1
        print(f"{what}: got {got!r}, want {want!r}")


def write(path):
    book = openpyxl.Workbook()
    s = book.active
    s.title = "台账"
    s.append(["2026年重点工作台账"])
    s.append(["序号", "单位", "任务", "投资", "时限"])
    for i in range(1, 6):
        s.append([i, "区发改局" if i != 2 else None, f"任务{i}", i * 1.5, "2026年6月底前"])
    s.append(["合计", None, None, "=SUM(D3:D7)"])
    s.merge_cells("A1:E1")
    s.merge_cells("B3:B4")
    s["C4"].fill = PatternFill("solid", fgColor="FFFFFF00")
    s["C4"].font = Font(bold=True)
    s["E5"].number_format = "0.00"
    for c in s[2]:
        c.border = Border(bottom=Side("thin"))
    s.column_dimensions["C"].width = 33
    s.freeze_panes = "A3"
    s.conditional_formatting.add("D3:D7", openpyxl.formatting.rule.CellIsRule(operator="greaterThan", formula=["5"],
                                 fill=PatternFill("solid", bgColor="FF00FF00")))
    s.add_data_validation(openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"红,黄,绿"', sqref="E3:E7"))
    t = book.create_sheet("说明")
    t["B2"] = "填写说明"
    book.save(path)


def mark(path, out, header, *marks):
    run = subprocess.run([MARK, path, out, header, *marks], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{path.name}: {run.stdout}{run.stderr}")
    return openpyxl.load_workbook(out)


def red(sheet):
    return sorted(c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type == "solid" and c.fill.fgColor.rgb == RED)


def looks(c):
    return (c.value, c.number_format, c.font.b, c.border.bottom.style, c.fill.fill_type, c.fill.fgColor.rgb if c.fill.fill_type else None)


def everything(sheet, but=()):
    return {c.coordinate: looks(c) for row in sheet.iter_rows(max_col=5, max_row=8) for c in row if c.coordinate not in but}


def parts(path):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None
        return {n: z.read(n) for n in z.namelist()}


def main():
    with tempfile.TemporaryDirectory(prefix="luoshi-marks-") as folder:
        folder = pathlib.Path(folder)
        plain, once, twice, clean = (folder / f"{n}.xlsx" for n in ("plain", "once", "twice", "clean"))
        write(plain)
        before = openpyxl.load_workbook(plain)["台账"]
        s = mark(plain, once, "1", "0,3,1,缺少责任单位", "0,3,2,任务“2”写了<两遍>", "0,4,4,时限看不懂", "0,6,-,与第3行重复", "0,11,0,多出一行")["台账"]
        same("sentences", [s[f"F{r}"].value for r in range(1, 13)],
             [None, "错误说明", None, "缺少责任单位；任务“2”写了<两遍>", "时限看不懂", None, "与第3行重复", None, None, None, None, "多出一行"])
        same("red", red(s), ["A12", "B3", "C4", "E5"])
        same("the rest", everything(s, {"B3", "C4", "E5"}), everything(before, {"B3", "C4", "E5"}))
        same("a red cell keeps its font and value", (s["C4"].font.b, s["C4"].value, s["E5"].number_format), (True, "任务2", "0.00"))
        same("formula", s["D8"].value, "=SUM(D3:D7)")
        same("widths", (s.column_dimensions["C"].width, s.column_dimensions["F"].width), (33, 40))
        same("merges, panes, rules", (sorted(map(str, s.merged_cells.ranges)), s.freeze_panes, len(s.conditional_formatting),
                                      s.data_validations.count), (["A1:E1", "B3:B4"], "A3", 1, 1))
        old, new = parts(plain), parts(once)
        same("parts that changed", sorted(n for n in old if old[n] != new.get(n)), ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
        same("new parts", sorted(new.keys() - old.keys()), [])

        s = mark(once, twice, "1", "0,2,4,时限已过")["台账"]
        same("sentences again", [s[f"F{r}"].value for r in range(1, 13)], [None, "错误说明", "时限已过"] + [None] * 9)
        same("red again", red(s), ["E3"])
        same("mended cells", everything(s, {"E3"}), everything(before, {"E3"}))

        s = mark(twice, clean, "1")["台账"]
        same("no mistakes", (red(s), [c.value for c in s["F"]]), ([], [None] * 12))
        same("as it was", everything(s), everything(before))

        # written anew by another program in between, as a person who mends does
        if shutil.which("soffice"):
            target = folder / "office"
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
                            target, once], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=True)
            s = mark(target / "once.xlsx", folder / "after.xlsx", "1", "0,2,4,时限已过")["台账"]
            same("after LibreOffice", (red(s), [s[f"F{r}"].value for r in range(1, 6)]), (["E3"], [None, "错误说明", "时限已过", None, None]))
            # it puts a background of its own where the fill of before was kept: rather none than a wrong one
            same("red taken back", (s["C4"].fill.fill_type, s["E5"].fill.fill_type), (None, None))
        else:
            print("left out: LibreOffice (soffice) is not installed")

        (folder / "a.csv").write_bytes("序号,任务\n1,甲\n2,".encode("gb18030"))
        s = mark(folder / "a.csv", folder / "csv.xlsx", "0", "0,2,1,缺少任务").active
        same("csv", [[c.value for c in row] for row in s.iter_rows()],
             [["序号", "任务", "错误说明"], ["1", "甲", None], ["2", None, "缺少任务"]])
        same("csv red", red(s), ["B3"])
    sys.exit(1 if failures else 0)


main()
