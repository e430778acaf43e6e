"""The nastiest workbook: read as it stands, what is bad told row by row, bombs refused before they are opened."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest

from console.errors import Refused
from console.tool.bench import nasty_workbook as nasty
from tests.kit import contact_files as kit
from tests.kit.contact_files import HEAD, TWO, codes, counted, hit

book, take = kit.book, kit.take
PEOPLE = 200


@pytest.fixture
def path(tmp_path):
    return nasty.build(tmp_path / "县乡通讯录.xlsx", PEOPLE)


def test_everything_ordinary_is_taken_and_what_is_bad_is_told(path, take, desk):
    told = take(path, good_rows_only=True)

    assert (told.read, told.skipped, told.refused) == (PEOPLE + PEOPLE // 50, PEOPLE // 50, nasty.BAD)
    assert told.added == PEOPLE - nasty.BAD - 2, "two rows are second posts"
    assert [code for _, _, code in codes(told.problems)] == [
        "number_strange", "number_rounded", "missing_name", "several_names", "unit_circle", "unit_circle",
    ]  # fmt: skip
    facts = {code: one.facts for one, (_, _, code) in zip(told.warned, codes(told.warned), strict=True)}
    assert facts["formulas"] == {"count": PEOPLE // 5} and facts["links"] == {"count": 1}
    assert [code for _, _, code in codes(told.warned)].count("second_post") == 2
    assert desk.contacts.find("旧例一") == [], "a hidden sheet is not read"


def test_names_numbers_units_are_as_they_were_meant(path, take, desk):
    take(path, good_rows_only=True)
    at = PEOPLE // 5 + 5
    found = hit(desk, nasty.name_of(at))

    assert found.organisation == f"例{at // 2}村（示例）" and found.post == "灾害信息员"
    assert found.numbers[0].replace("-", "") == f"1000000{at:04d}"
    assert found.numbers[1] == f"0577-0000-0000转{at % 50 + 801}"
    assert desk.contacts.by_number(found.numbers[1])[0].name == nasty.name_of(at)
    assert hit(desk, nasty.name_of(5)).organisation == "例县第0局（示例）"


def test_all_or_nothing_takes_nothing(path, take, desk):
    told = take(path)

    assert not told.applied and told.run_id is None and desk.contacts.summary().persons == 0


def test_the_same_file_again_changes_nothing_and_its_undoing_takes_all_back(path, take, desk, by):
    first = take(path, good_rows_only=True)
    again = take(path, good_rows_only=True)
    assert (again.added, again.updated, again.unchanged) == (0, 0, first.added)

    desk.import_runs.undo(first.run_id, by=by)
    assert desk.contacts.summary().persons == 0
    assert desk.log.verify().fault is None


def test_two_hundred_megabytes_are_refused_unread(tmp_path, take):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as refused:
            take(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert refused.value.code == "file_too_big" and peak < 20 * 1024 * 1024


def _rewritten(path, part, change):
    """The workbook with one part changed."""
    made = path.with_name("bomb.xlsx")
    with zipfile.ZipFile(path) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as write:
        for one in read.infolist():
            content = read.read(one.filename)
            write.writestr(one.filename, change(content) if one.filename == part else content)
    return made


SHEET = "xl/worksheets/sheet1.xml"
MERGED = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'


def test_a_cell_merged_over_the_whole_sheet_is_refused_before_it_is_made(book, take):
    bomb = _rewritten(book(TWO), SHEET, lambda sheet: sheet.replace(b"<pageMargins", MERGED))
    with pytest.raises(Refused) as refused:
        take(bomb)
    assert refused.value.code == "merged_too_many"


def test_a_row_merged_over_all_columns_is_an_ordinary_title(book, take):
    path = book([["例县通讯录（示例）"], *TWO], merged=["A1:XFD1"])

    assert counted(take(path)) == {"read": 2, "added": 2}


def test_a_lonely_cell_a_million_rows_down_is_refused_not_filled_up_to(book, take):
    lonely = b'<row r="1048576"><c r="BL1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    bomb = _rewritten(book(TWO), SHEET, lambda sheet: sheet.replace(b"</sheetData>", lonely))
    with pytest.raises(Refused) as refused:
        take(bomb)
    assert refused.value.code == "rows_too_many"


def test_an_empty_cell_a_million_rows_down_is_no_matter(book, take):
    empty = b'<row r="1048576"><c r="BL1048576"/></row></sheetData>'
    path = _rewritten(book(TWO), SHEET, lambda sheet: sheet.replace(b"</sheetData>", empty))

    assert counted(take(path)) == {"read": 2, "added": 2}


def test_texts_that_grow_without_end_are_refused(book, take):
    laughs = b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a0 "ha">'
    for at in range(1, 30):
        laughs += b'<!ENTITY a%d "&a%d;&a%d;&a%d;">' % (at, at - 1, at - 1, at - 1)
    laughs += b"]>"
    bomb = _rewritten(book(TWO), SHEET, lambda sheet: laughs + sheet.replace(b"<t>", b"<t>&a29;", 1))
    with pytest.raises(Refused) as refused:
        take(bomb)
    assert refused.value.code == "file_damaged"


def test_a_part_that_lies_about_its_size_is_refused(book, take, tmp_path):
    path = book([HEAD])
    raw = bytearray(path.read_bytes())
    at = raw.rindex(SHEET.encode()) - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    bomb = tmp_path / "lie.xlsx"
    bomb.write_bytes(raw)
    with pytest.raises(Refused) as refused:
        take(bomb)
    assert refused.value.code == "file_damaged"


def test_other_files_called_so_are_refused_in_a_sentence(tmp_path, take):
    codes_of = []
    for content in (b"%PDF-1.7\n\0", b"<html><table></table></html>", b"PK\x03\x04" + b"\0" * 100, b""):
        path = tmp_path / "名单.xlsx"
        path.write_bytes(content)
        try:
            codes_of += [found.code for found in take(path).problems]
        except Refused as refused:
            codes_of.append(refused.code)

    assert codes_of == ["file_kind", "contact.problem.no_header", "file_damaged", "contact.problem.empty_file"]
