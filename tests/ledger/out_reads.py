#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The workbook of out_sample as openpyxl reads it and as LibreOffice prints it.

    out_reads.py openpyxl|print SAMPLE"""
import datetime
import importlib.util
import io
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROWS = 120


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def sample(*args):
    return subprocess.run([sys.argv[2], *args], stdout=subprocess.PIPE, check=True).stdout


def by_openpyxl():
    if not importlib.util.find_spec("openpyxl"):
        skip("python3-openpyxl is not installed")
    import openpyxl
    raw = sample()
    assert zipfile.ZipFile(io.BytesIO(raw)).testzip() is None
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(raw)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    rows = list(sheet.iter_rows(min_row=4))
    assert sheet.title == "榴园区事项台账" and len(rows) == ROWS, (sheet.title, len(rows))
    assert sheet["A1"].value == "榴园区事项台账" and sheet["A2"].value == "填报单位：督查室" and sheet["D2"].value == "填报日期：2026-10-01"
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:G1", "A2:C2", "D2:G2"}, sheet.merged_cells.ranges
    assert [c.value for c in sheet[3]] == ["序号", "事项", "投资（万元）", "完成时限", "身份证号", "状态", "亮灯", "luoshi-id"]
    first, second, third, fourth = rows[:4]
    assert first[1].value == "=1+1" and first[1].data_type in "s", (first[1].value, first[1].data_type)
    # openpyxl before 3.1 gives back the escapes of ST_Xstring as they stand
    assert second[1].value in ("两行\n<b>&_x000D_", "两行\n<b>&_x005F_x000D_"), second[1].value
    assert third[1].value in ("\x01𠀀", "_x0001_𠀀"), third[1].value
    assert first[0].value == 1 and first[2].value == -1234.5 and fourth[2].value == 8.05
    assert second[2].value == "12345678901234567", "sixteen digits and more stay text"
    assert first[3].value is None and second[3].value == datetime.datetime(2026, 12, 31) and second[3].is_date
    assert first[4].value == "110101199003071234" and first[4].number_format == "@"
    assert first[7].value == "1000:1" and sheet.column_dimensions["H"].hidden
    assert first[6].fill.fgColor.rgb == "FFF9D0CB" and first[1].border.left.style == "thin" and first[1].alignment.wrap_text
    assert first[1].font.name == "仿宋" and first[1].font.sz == 11
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {"F4:F1048576": '"已交办,推进中,已销号"'}, lists
    assert sheet.freeze_panes == "A4" and sheet.print_title_rows in ("1:3", "$1:$3") and sheet.auto_filter.ref == f"A3:G{ROWS + 3}"
    assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and int(sheet.page_setup.fitToHeight) == 0
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    wide = openpyxl.load_workbook(io.BytesIO(sample("wide"))).active
    assert int(wide.page_setup.paperSize) == 8 and wide.max_column == 28
    assert "$A$1:$N$123" in str(wide.print_area), wide.print_area


def pages_of(folder, name, raw):
    path = folder / f"{name}.xlsx"
    path.write_bytes(raw)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir",
                    str(folder), str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=100)
    pdf = path.with_suffix(".pdf")
    if not pdf.exists():
        skip("LibreOffice makes no PDF here")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
    size = subprocess.run(["pdfinfo", str(pdf)], stdout=subprocess.PIPE, check=True).stdout.decode()
    width, height = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", size).groups())
    return [p for p in text.split("\f") if p.strip()], round(width / 72 * 25.4), round(height / 72 * 25.4)


def by_print():
    for program in ("soffice", "pdftotext", "pdfinfo"):
        if not shutil.which(program):
            skip(f"{program} is not installed")
    with tempfile.TemporaryDirectory(prefix="luoshi-out-") as made:
        folder = pathlib.Path(made)
        pages, width, height = pages_of(folder, "sample", sample())
        assert (width, height) == (297, 210), (width, height)
        assert len(pages) > 1
        for i, page in enumerate(pages, 1):
            assert "榴园区事项台账" in page and "完成时限" in page and "填报单位" in page, f"page {i} lacks its head"
            assert "亮灯" in page, f"page {i} is not the whole width"
            assert re.search(rf"第 *{i} *页 *共 *{len(pages)} *页", page), f"page {i} lacks its number"
            assert "luoshi-id" not in page and "1000:1" not in page
        assert str(ROWS) in pages[-1]
        pages, width, height = pages_of(folder, "wide", sample("wide"))
        assert (width, height) == (420, 297), (width, height)
        assert all("亮灯" in page for page in pages)


{"openpyxl": by_openpyxl, "print": by_print}[sys.argv[1]]()
