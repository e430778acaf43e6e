"""Workbooks of a county whose villages share names: out and in again is no difference, nobody is moved silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.shelters import ShelterForm
from db.models.places import Place
from db.models.stores import Warehouse
from tests.kit.dispatch import add
from tests.kit.teams import commander, team


@pytest.fixture
def by(desk: Desk) -> Actor:
    return commander(desk)


@pytest.fixture
def twins(desk: Desk, by: Actor) -> tuple[UUID, UUID]:
    """样例村 in two towns."""
    towns = [Place(id=uuid4(), code=f"33032410{at}", name=name, level="town", version=1)
             for at, name in enumerate(("岩头镇", "例溪镇"), 1)]  # fmt: skip
    villages = [Place(id=uuid4(), code=f"{one.code}201", name="样例村", level="village", parent_id=one.id, version=1)
                for one in towns]  # fmt: skip
    add(desk, by, *towns)
    add(desk, by, *villages)
    return villages[0].id, villages[1].id


def book(path: Path, name: str, *rows: tuple[Any, ...]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    sheet = made.create_sheet(name)
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_shelters_and_teams_stay_in_their_own_village(
    desk: Desk, by: Actor, twins: tuple[UUID, UUID], tmp_path: Path
) -> None:
    store = [Warehouse(id=uuid4(), code=f"K{at}", name="村库", tier="forward", kind="own", version=1) for at in (1, 2)]
    add(desk, by, *store)
    for at, place in enumerate(twins):
        form = ShelterForm(
            f"=村{at}文化礼堂", 60, place_id=place, warehouse_id=store[at].id, remark="-1\n甲", address="007"
        )
        desk.shelters.keep(form, by=by)
        team(desk, by, f"样例村{at}突击队", place_id=place, call_sign="=1+1", remark="@甲")
    assert desk.shelter_files.export(tmp_path / "安置.xlsx", by=by) == 2
    told = desk.shelter_files.import_file(tmp_path / "安置.xlsx", by=by)
    assert (told.read, told.unchanged, told.refused, told.updated) == (2, 2, 0, 0), told.problems
    assert desk.team_files.export_teams(tmp_path / "队伍.xlsx", by=by) == 2
    again = desk.team_files.import_teams(tmp_path / "队伍.xlsx", by=by)
    assert (again.read, again.unchanged, again.refused) == (2, 2, 0), [one.differences for one in again.changed]
    assert [row.form.place_id for row in desk.shelters.rows()] == list(twins)


def test_a_name_two_villages_share_says_which_by_its_town_or_is_refused(
    desk: Desk, by: Actor, twins: tuple[UUID, UUID], tmp_path: Path
) -> None:
    heads = ("队伍名称", "类别", "所在地")
    file = book(tmp_path / "队.xlsx", "队伍", heads, ("甲队", "基层", "样例村"))
    told = desk.team_files.import_teams(file, by=by)
    assert told.refused == 1 and not told.applied
    file = book(
        tmp_path / "队.xlsx", "队伍", heads, ("甲队", "基层", "例溪镇 样例村"), ("乙队", "基层", "岩头镇样例村")
    )
    told = desk.team_files.import_teams(file, by=by)
    assert told.applied, told.problems
    assert {row.name: row.place_id for row in desk.teams.rows()} == {"甲队": twins[1], "乙队": twins[0]}
    heads = ("名称", "容量", "所在地")
    file = book(tmp_path / "所.xlsx", "避灾安置场所", heads, ("礼堂", 60, "例溪镇样例村"))
    assert desk.shelter_files.import_file(file, by=by).applied
    assert desk.shelters.rows()[0].form.place_id == twins[1]
