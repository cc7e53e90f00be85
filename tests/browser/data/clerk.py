#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A clerk at another program: makes a ledger with twelve mistakes, and mends the workbook that came back.

    clerk.py make OUT.xlsx            the ledger
    clerk.py mend IN.xlsx OUT.xlsx    prints what stands in the column of mistakes, one line each
    clerk.py read IN.xlsx             prints the sheet, a line for each row
"""
import datetime
import sys

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

HEAD = ["序号", "任务名称", "目标要求", "牵头单位", "配合单位", "总投资", "年度计划", "完成时限", "包联领导", "来源", "工作进度", "进展情况"]
DAY = datetime.date(2026, 12, 20)


def rows():
    """序号 … 进展情况, and what a mistaken cell should have said: {column: value}."""
    good = [
        ("青萝河堤防加固", "加固2.4公里", "区水务局"), ("柳岸小学扩建", "新增18个班", "区教体局"), ("北郊水厂改造", "日供水5万吨", "区住建局"),
        ("农贸市场提升", "改造6处", "区市场监管局"), ("口袋公园建设", "新建9处", "区住建局"), ("断头路打通", "贯通3条", "区交通局"),
        ("社区食堂", "新开12家", "区民政局"), ("托育园建设", "新增托位400个", "区卫健局"), ("公厕改造", "改造20座", "区城管局"),
        ("燃气管网更新", "更换15公里", "区住建局"), ("文化馆开放", "延时开放", "区文旅局"), ("林荫道建设", "栽植1200株", "区住建局"),
        ("停车场建设", "新增车位600个", "区城管局"), ("农村供水提质", "覆盖8个村", "区水务局"),
    ]
    out = []
    for n, (title, goal, lead) in enumerate(good, 1):
        out.append(([n, title, goal, lead, "", 100 * n, 60 * n, DAY, "林疏桐", "政府工作报告", "%d%%" % (5 * n), "正在推进"], {}))
    wrong = [  # row, column, as written, as meant
        (0, 8, 2026.1, "2026年10月底"), (1, 4, "不知道局", "区教体局"), (2, 8, "11月31日", "2026年11月30日"), (3, 2, None, "农贸市场提升"),
        (4, 8, "尽快", "2026年12月底前"), (5, 9, "没有此人", "林疏桐"), (6, 10, "听说的", "民生实事"), (7, 11, "120%", "80%"),
        (8, 8, "#REF!", "2026-12-25"), (9, 8, 46387, DAY), (10, 4, None, "区文旅局"), (11, 2, "断头路打通", "林荫道建设"),
    ]
    for row, column, said, meant in wrong:
        values, mends = out[row]
        values[column - 1] = said
        mends[column] = meant
    values, mends = out[11]
    values[3] = "区交通局"  # the same title and unit as row 6: one of the two is a slip
    mends[4] = "区住建局"
    return out


FIRST = 6  # row of the first matter


def make(path):
    book = Workbook()
    sheet = book.active
    sheet.title = "任务台账"
    sheet.merge_cells("A1:L1")
    sheet["A1"] = "榴园区2026年民生实事任务台账"
    sheet["A1"].font = Font(name="方正小标宋简体", size=22)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A2:E2")
    sheet["A2"] = "填报单位（盖章）：区政府督查室"
    sheet.merge_cells("H2:L2")
    sheet["H2"] = "单位：万元   填报日期：2026年9月20日"
    sheet.merge_cells("F3:G3")
    sheet["F3"] = "投资（万元）"
    for column, head in enumerate(HEAD, 1):
        letter = get_column_letter(column)
        if column in (6, 7):
            sheet.cell(4, column, head)
            continue
        sheet.merge_cells(f"{letter}3:{letter}4")
        sheet.cell(3, column, head)
    sheet.cell(5, 1, "一、民生项目（14个）")
    for n, (values, _) in enumerate(rows()):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(FIRST + n, column, value)
            if value == "#REF!":
                cell.data_type = "e"
            if isinstance(value, datetime.date):
                cell.number_format = 'yyyy"年"m"月"d"日"'
    last = FIRST + len(rows())
    sheet.cell(last, 1, "合计")
    sheet.cell(last, 6, f"=SUM(F{FIRST}:F{last - 1})")
    sheet.cell(last + 1, 1, "填表人：赵六      联系电话：0632-0000000")
    sheet.column_dimensions["B"].width = 31.5
    sheet.row_dimensions[1].height = 40
    book.create_sheet("Sheet2")
    book.save(path)


def mend(source, path):
    book = load_workbook(source)
    sheet = book["任务台账"]
    marks = next(c for c in range(1, sheet.max_column + 1) if any(sheet.cell(r, c).value == "错误说明" for r in (3, 4)))
    last = FIRST + len(rows())
    for n, (_, mends) in enumerate(rows()):
        said = sheet.cell(FIRST + n, marks).value
        if said:
            print(FIRST + n, said)
        for column, value in mends.items():
            red = sheet.cell(FIRST + n, column).fill.fgColor.rgb
            if said and column in (4, 8, 9, 10, 11) and not (n == 11) and red in (None, "00000000"):
                print(f"!! row {FIRST + n} column {column} is not red")
            cell = sheet.cell(FIRST + n, column)
            cell.data_type = "s"
            cell.value = value
            if isinstance(value, datetime.date):
                cell.number_format = "yyyy-mm-dd"
    if sheet.cell(last, 6).value != f"=SUM(F{FIRST}:F{last - 1})" or sheet.column_dimensions["B"].width != 31.5 or sheet.row_dimensions[1].height != 40:
        print("!! a formula, a width or a height was touched")
    book.save(path)


def read(path):
    for row in load_workbook(path).worksheets[0].iter_rows(values_only=True):
        print("\t".join("" if v is None else str(v) for v in row))


{"make": make, "mend": mend, "read": read}[sys.argv[1]](*sys.argv[2:])
