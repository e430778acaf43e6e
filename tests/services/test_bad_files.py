"""What offices send as a list of people: each file, and the sentence a clerk reads about it. Nothing is taken by half.

The large ones are opened in a child whose memory and processor time the system itself bounds.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from sqlalchemy import select

from console import words
from console.errors import Refused
from console.services import lean_workbook
from console.services.workbooks import read_sheets
from db.models.people import PhoneNumber
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, hit, stored

book, take = kit.book, kit.take
SHEET = "xl/worksheets/sheet1.xml"
ONE = [1, "陈例一", "例县局（示例）", "主班", "100-0000-0001", ""]


def made(rows: list[list[Any]], change: Callable[[Workbook], None] = lambda _book: None) -> bytes:
    it, written = Workbook(), io.BytesIO()
    for row in rows:
        it.active.append(row)
    change(it)
    it.save(written)
    return written.getvalue()


def rewritten(raw: bytes, change: Callable[[bytes], bytes], name: str = SHEET) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as read, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as write:
        for one in read.infolist():
            content = read.read(one.filename)
            write.writestr(one.filename, change(content) if one.filename == name else content)
    return into.getvalue()


def merged(sheet: bytes, written: bytes) -> bytes:
    return sheet.replace(b"<pageMargins", b'<mergeCells count="1">' + written + b"</mergeCells><pageMargins")


def old_kind(inside: bytes = b"") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + inside


def hidden(it: Workbook) -> None:
    it.active.row_dimensions[2].hidden = True
    it.active.column_dimensions["E"].hidden = True


def quoted(it: Workbook) -> None:
    it.active["E2"].quotePrefix = True


REFUSED = {
    "no workbook": (b"PK\x03\x04 this is none", "文件已损坏或不是表格文件。"),
    "a page of the web": (b"<html><table><tr><td>1</td></tr></table></html>", "找不到表头"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "不能读取“.xlsx”文件，请用 CSV 或 xlsx。"),
    "an old workbook": (old_kind(), "不能读取“.xls”文件，请用 CSV 或 xlsx。"),
    "a password": (old_kind("EncryptedPackage".encode("utf-16-le")), "文件设有打开口令"),
    "nothing at all": (b"", "是空的"),
    "an empty sheet": (made([]), "是空的"),
    "heads alone": (made([HEAD]), "没有内容"),
    "a merge of everything": (
        rewritten(made([HEAD, ONE]), lambda s: merged(s, b'<mergeCell ref="A1:XFD1048576"/>')), "合并的单元格太多"),
    "the same in other quotes": (
        rewritten(made([HEAD, ONE]), lambda s: merged(s, b"<mergeCell ref='A1:XFD1048576'/>")), "合并的单元格太多"),
    "the same disguised": (
        rewritten(made([HEAD, ONE]), lambda s: merged(s, b'<mergeCell ref="&#65;1:XFD1048576"/>')), "文件已损坏"),
    "the same two bytes a letter": (
        rewritten(made([HEAD, ONE]), lambda s: (
            '<?xml version="1.0" encoding="UTF-16"?>' + merged(s, b'<mergeCell ref="A1:XFD1048576"/>').decode()
        ).encode("utf-16")), "文件已损坏"),
    "a number in short form": (made([HEAD, [*ONE[:4], "1.3E+10", ""]]), "1.3E+10"),
    "no number": (made([HEAD, [*ONE[:4], "见附表", ""]]), "见附表"),
    "a circle of units": (
        made([["姓名", "单位", "上级单位", "手机"], ["陈例一", "例甲局", "例乙局", "100-0000-0001"],
              ["林例二", "例乙局", "例甲局", "100-0000-0002"]]), "例甲局"),
}  # fmt: skip
"""File, and what the sentence about it says."""

TAKEN = {
    "hidden rows and columns": made([HEAD, ONE], hidden),
    "an apostrophe before it": made([HEAD, ONE], quoted),
    "a number as a number": made([HEAD, [*ONE[:4], 10000000001.0, ""]]),
    "wide digits": made([HEAD, [*ONE[:4], "１００－００００－０００１", ""]]),
    "blanks in the name": made([HEAD, [1, "陈　例 一", *ONE[2:]]]),
    "a head twice": made([[*HEAD, "手机"], [*ONE, "100-0000-0001"]]),
    "two title rows": made([["例县通讯录（示例）"], ["2030 年 8 月"], HEAD, ONE]),
    "GB 18030": "\n".join(",".join(map(str, row)) for row in (HEAD, ONE)).encode("gb18030"),
    "UTF-8 with its mark": "\n".join(",".join(map(str, row)) for row in (HEAD, ONE)).encode("utf-8-sig"),
    "formatted to its end": rewritten(
        made([HEAD, ONE]),
        lambda s: s.replace(b"</sheetData>", b'<row r="1048576" ht="20"><c r="XFD1048576" s="0"/></row></sheetData>'),
    ),
}
"""Files with one person in them, who comes in as he is."""


def sentences(take: Any, path: Path) -> list[str]:
    try:
        return [words.say(found.code, **found.facts) for found in take(path).problems]
    except Refused as refused:
        return [words.sentence(refused)]


@pytest.mark.parametrize("name", REFUSED)
def test_a_clerk_is_told_in_a_sentence_and_nothing_is_taken(tmp_path, take, desk, name):
    content, part = REFUSED[name]
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)

    said = sentences(take, path)
    assert said and any(part in one for one in said), said
    assert desk.contacts.summary().persons == 0


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_odd_but_plain_comes_in_whole(tmp_path, take, desk, name):
    path = tmp_path / ("名单.xlsx" if TAKEN[name].startswith(b"PK") else "名单.csv")
    path.write_bytes(TAKEN[name])
    told = take(path)

    assert told.applied and (told.added, told.refused) == (1, 0), told.problems
    assert hit(desk, "陈例一").numbers[0].replace("-", "") == "10000000001"


CHILD = """
import json, resource, sys
from pathlib import Path
from console.errors import Refused
resource.setrlimit(resource.RLIMIT_AS, (600 * 1024 * 1024,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from console.services.contact_files import read_contacts
for name in sys.argv[1:]:
    try:
        found = read_contacts(Path(name))
        print(json.dumps([[one.name for one in found.rows], len(found.findings)]), flush=True)
    except Refused as refused:
        print(json.dumps(refused.code), flush=True)
"""
FORMATTED = b"".join(b'<row r="%d" s="0" ht="20"/><row r="%d"><c r="A%d" s="0"/></row>' % (n, n + 1, n + 1)
                     for n in range(3, 100_003, 2))  # fmt: skip


def _deep(sheet: bytes) -> bytes:
    return sheet.replace(b"</sheetData>", FORMATTED + b"</sheetData>")


def _deep_a_little(sheet: bytes) -> bytes:
    rows = b'<row r="40" ht="20"/><row r="41"><c r="A41" s="0"/><c r="C41" s="0"></c></row>'
    return sheet.replace(b"</sheetData>", rows + b"</sheetData>")


def _wide(sheet: bytes) -> bytes:
    cells = b"".join(b'<c r="%s3"><v>1</v></c>' % get_column_letter(at).encode() for at in range(1, 16_385))
    return sheet.replace(b"</sheetData>", b'<row r="3">' + cells + b"</row></sheetData>")


def _full(sheet: bytes) -> bytes:
    rows = (b'<row r="%d">%s</row>' % (n, b"".join(b'<c r="%s%d"/>' % (c, n) for c in (b"A", b"B"))) for n in (3, 4))
    row = b'<row r="9">' + b'<c r="A9"><v>1</v></c>' * 700_000 + b"</row>"
    return sheet.replace(b"</sheetData>", b"".join(rows) + row + b"</sheetData>")


def _unplaced(sheet: bytes) -> bytes:
    """Cells that do not say where they stand are read as they come, however many empty ones are between them."""
    blank = b"<c/>" * 3 + b'<c t="inlineStr"><is><t>x</t></is></c>'
    return sheet.replace(b"</sheetData>", (b"<row>" + blank + b"</row>") * 3 + b"</sheetData>")


def test_large_ones_are_bounded_in_memory_and_time(tmp_path):
    one = made([HEAD, ONE])
    files = {
        "deep": rewritten(one, _deep), "wide": rewritten(one, _wide), "full": rewritten(one, _full),
        "unplaced": rewritten(one, _unplaced),
        "bomb": rewritten(one, lambda _s: b"\0" * (65 * 1024 * 1024), "xl/theme/theme1.xml"),
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * 1024 * 1024)

    paths = [str(tmp_path / f"{name}.xlsx") for name in (*files, "huge")]
    done = subprocess.run([sys.executable, "-c", CHILD, *paths], capture_output=True, text=True, check=False)

    told = dict(zip((*files, "huge"), map(json.loads, done.stdout.splitlines()), strict=False))
    assert done.returncode == 0, done.stderr[-2000:]
    assert told["deep"] == [["陈例一"], 0]
    assert told["wide"][0] == ["陈例一"]
    assert told["unplaced"][0] == ["陈例一"]
    assert (told["full"], told["bomb"], told["huge"]) == ("cells_too_many", "file_too_big", "file_too_big")


def test_formulas_and_other_files_are_told_once(tmp_path, take, desk):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(made([HEAD, ONE, [2, "林例二", "例县局（示例）", "副班", "=B9", "='[别的.xlsx]表'!A1"]]))
    told = take(path, good_rows_only=True)

    assert any("公式" in words.say(one.code, **one.facts) for one in told.warned)
    assert len(stored(desk, select(PhoneNumber.id))) == 1


def test_both_rows_of_two_are_as_they_were_written(book, monkeypatch):
    """A sheet made lean says of each cell what the whole one says."""
    monkeypatch.setattr(lean_workbook, "LARGE", 0)
    whole = book([*TWO, [], ["", "x" * 100, "", 3.5, True]], merged=["A1:B1"])
    whole.write_bytes(rewritten(whole.read_bytes(), _deep_a_little))
    with whole.open("rb") as file:
        thin = lean_workbook.lean(file, 10**9)
        assert thin is not file
        content = thin.read()
    whole.with_name("thin.xlsx").write_bytes(content)

    assert b'r="40"' not in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    assert read_sheets(whole.with_name("thin.xlsx")) == read_sheets(whole)
