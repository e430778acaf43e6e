"""No list that goes out carries anything a spreadsheet would calculate, and read in again it says the same."""

from __future__ import annotations

import csv
import zipfile

import pytest
from openpyxl import load_workbook

from console.domain.contact_book import NumberKind, Rank
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.contact_units import Unit
from console.services.told_table import COLUMNS, save_told
from tests.kit.contact_files import counted

FORMULA = "=cmd|' /C calc'!A0"
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.fixture
def told(desk, by):
    """Somebody whose unit, post and remark begin as formulas do."""
    unit = desk.contact_units.add(Unit("@例县局（示例）"), by=by)
    post = desk.contact_units.add_post(unit.id, "+主班", by=by)
    person = desk.contact_people.add(
        NewPerson("陈例一", remark=FORMULA), [NewNumber(NumberKind.MOBILE, "100-0000-0001")], by=by
    )
    desk.contact_units.appoint(post.id, person, Rank.A, by=by)
    return person


@pytest.mark.parametrize("name", ["通讯录.csv", "通讯录.xlsx"])
def test_the_contact_book_carries_no_formula_and_comes_back(desk, by, told, tmp_path, name):
    path = tmp_path / name
    desk.contacts.export(path, by=by)
    if path.suffix == ".csv":
        cells = [cell for row in csv.reader(path.read_text("utf-8-sig").splitlines()) for cell in row]
        assert [cell for cell in cells if cell.startswith(SIGNS)] == [] and f"'{FORMULA}" in cells
    else:
        cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value == FORMULA} == {"s"}
        with zipfile.ZipFile(path) as book:
            assert b"<f>" not in b"".join(book.read(part) for part in book.namelist())

    again = desk.contacts.import_file(path, dry_run=True, by=by)
    assert counted(again) == {"read": 1, "unchanged": 1}
    assert again.changed == () and again.problems == ()


@pytest.mark.parametrize("name", ["核对结果.csv", "核对结果.xlsx"])
def test_findings_quote_a_file_and_carry_none_of_its_formulas(tmp_path, name):
    path = tmp_path / name
    save_told(path, [dict(zip(COLUMNS, ("表", 3, "手机", "拒绝的行", FORMULA), strict=True))])
    if path.suffix == ".csv":
        assert list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1][-1] == f"'{FORMULA}"
    else:
        assert load_workbook(path).active["E2"].data_type == "s"


def test_a_unit_is_not_hung_below_itself_by_hand(desk, by):
    upper = desk.contact_units.add(Unit("例甲局（示例）"), by=by)
    lower = desk.contact_units.add(Unit("例乙局（示例）", upper.id), by=by)
    with pytest.raises(Refused) as refused:
        desk.contact_units.move(upper.id, lower.id, seen=upper.version, by=by)

    assert refused.value.code == "unit_circle"
    assert {row.id: row.parent_id for row in desk.contact_units.tree()}[upper.id] is None
