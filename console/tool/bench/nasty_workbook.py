"""The nastiest list of people a county can send: all of it ordinary input, but for the rows said to be bad."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SURNAMES = "陈林张王李赵周吴徐孙单曾仇解区乐重查朴盖翟欧"
DIGITS = "一二三四五六七八九十"
FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")
BAD = 6
"""Rows that nothing can be made of, on the sheet of the villages."""
SPOILT = ("１２３", "1.0E+10", "见附表", "100-0000-00", "13x", "#REF!", "请拨总机", "100–")
"""Cells of a mobile that is none."""


def name_of(at: int) -> str:
    return SURNAMES[at % len(SURNAMES)] + "例" + "".join(DIGITS[int(digit)] for digit in str(at))


def build(path: Path, people: int = 5_000, *, moved: bool = False, spoilt: int = 0) -> Path:
    """Several sheets, two title rows, heads over two rows, merged cells, formulas, a link to another file.

    ``moved`` gives everybody another mobile; ``spoilt`` more rows cannot be read, each for a reason of its own.
    """
    book = Workbook()
    notes = book.worksheets[0]
    notes.title = "填表说明"
    for row in (["使用说明"], ["本表每季度更新"], ["数据", 1, 2]):
        notes.append(row)
    county, villages = people // 5, people - people // 5
    _county(book.create_sheet("县级部门"), county, moved)
    _villages(book.create_sheet("乡镇村社"), county, villages, moved)
    if spoilt:
        _spoilt(book.create_sheet("未核实"), people, spoilt)
    hidden = book.create_sheet("旧表（勿用）")
    hidden.append(["姓名", "单位", "手机"])
    hidden.append(["旧例一", "例县撤销局（示例）", "100-0000-9999"])
    hidden.sheet_state = "hidden"
    book.save(path)
    _link(path)
    return path


def _titles(sheet: Worksheet, width: str) -> None:
    sheet.append(["例县应急系统通讯录（示例）"])
    sheet.append(["2030 年 8 月", None, None, "内部资料　注意保存"])
    sheet.merge_cells(f"A1:{width}1")
    sheet.merge_cells(f"D2:{width}2")


def _county(sheet: Worksheet, count: int, moved: bool) -> None:
    """Units merged over ten people each, heads over two rows, a subtotal after each unit."""
    _titles(sheet, "H")
    sheet.append(["序号", "单  位", "名  字", "职务", "联系方式", None, None, "备 注"])
    sheet.append([None, None, None, None, "移动电话*", "固  话", "短号", None])
    for merged in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:H4"):
        sheet.merge_cells(merged)
    for start in range(0, count, 10):
        first = sheet.max_row + 1
        for at in range(start, min(start + 10, count)):
            unit = f"例县第{start // 10}局（示例）" if at == start else None
            sheet.append([f"=ROW()-{first - 1}", unit, _spaced(at), "科员", *_numbers(at, moved), ""])
        sheet.merge_cells(f"B{first}:B{sheet.max_row}")
        sheet.append(["小  计", None, min(10, count - start)])


def _villages(sheet: Worksheet, start: int, count: int, moved: bool) -> None:
    """Heads in another order with the unit above; in its last rows what nobody can take."""
    _titles(sheet, "G")
    sheet.append(["办公电话", "手机号码", "姓 名", "A/B岗", "岗位", "单位：", "上级单位"])
    ordinary = count - BAD - 3
    for at in range(start, start + ordinary):
        village, town = at // 2, at // 200
        mobile, office, _ = _numbers(at, moved)
        rank = "AB"[at % 2]
        sheet.append([office, mobile, _spaced(at), rank, "灾害信息员", f"例{village}村（示例）", f"例{town}镇（示例）"])
    last = start + ordinary
    sheet.append(["", _mobile(start), name_of(start), "A", "网格员", "例网格站（示例）", None])
    sheet.append(["", _mobile(last), name_of(last), "A", "甲岗", "例甲村（示例）", "例0镇（示例）"])
    sheet.append(["", _mobile(last), name_of(last), "B", "乙岗", "例甲村（示例）", "例0镇（示例）"])
    for row in (
        ["", "１２３", name_of(last + 1), "A", "信息员", "例乙村（示例）", ""],
        ["", "1.0E+10", name_of(last + 2), "A", "信息员", "例乙村（示例）", ""],
        ["", _mobile(last + 3), "", "A", "信息员", "例乙村（示例）", ""],
        ["", _mobile(last + 4), "陈例一、林例二", "A", "信息员", "例乙村（示例）", ""],
        ["", _mobile(last + 5), name_of(last + 5), "A", "信息员", "例圈甲局（示例）", "例圈乙局（示例）"],
        ["", _mobile(last + 6), name_of(last + 6), "A", "信息员", "例圈乙局（示例）", "例圈甲局（示例）"],
    ):
        sheet.append(row)


def _spoilt(sheet: Worksheet, start: int, count: int) -> None:
    sheet.append(["姓名", "单位", "岗位", "手机"])
    for at in range(start, start + count):
        sheet.append([name_of(at), f"例{at // 2}村（示例）", "网格员", SPOILT[at % len(SPOILT)]])


def _spaced(at: int) -> str:
    name = name_of(at)
    return {0: name, 1: "　".join(name), 2: f"{name[0]}  {name[1:]}"}[at % 3]


def _mobile(at: int, moved: bool = False) -> str:
    return f"100-{at // 10_000 + 9_000 * moved:04d}-{at % 10_000:04d}"


def _numbers(at: int, moved: bool) -> tuple[object, str, str]:
    mobile = _mobile(at, moved)
    written = {0: mobile, 1: mobile.translate(FULL), 2: mobile.replace("-", " "), 3: int(mobile.replace("-", ""))}[
        at % 4
    ]
    return written, f"0577-0000-{at // 50:04d}转{at % 50 + 801}", f"{660_000 + at}"


def _link(path: Path) -> None:
    """The same file with a part that says it is linked to another one; whoever opened that would not find it."""
    linked = path.with_suffix(".linked")
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(linked, "w", zipfile.ZIP_DEFLATED) as write:
        for part in read.infolist():
            write.writestr(part, read.read(part.filename))
        write.writestr("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="x"/>')
    linked.replace(path)


def formulas(path: Path) -> int:
    with zipfile.ZipFile(path) as book:
        return sum(len(re.findall(rb"<f>", book.read(name))) for name in book.namelist() if "worksheets/" in name)
