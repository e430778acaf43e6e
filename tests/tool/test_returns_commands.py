"""The tool shows a round, writes its tables and says what would come of files; it takes none in."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.people import Actor, Role
from console.domain.roll_call import CalledUnit
from console.services.town_returns import NewRound
from tests.kit.returned import Town


@pytest.fixture
def county(desk: Desk) -> DataDir:
    by = desk.accounts.add("陈例一", Role.OFFICER, "tool returns 2030", by=Actor.tool("tester")).actor
    now = desk.clock.now()
    units = (CalledUnit("样例镇", "0577-0000-0001"), CalledUnit("例东乡"))
    desk.town_returns.begin(
        NewRound(uuid4(), "样例台风", units, now, now + timedelta(hours=1), ("affected", "loss")), by=by
    )
    return desk.data


def test_tables_go_out_and_are_looked_at_when_they_come_back(county: DataDir, ask: Any, tmp_path: Path) -> None:
    made = ask(county, "returns", "out", "0001", "--to", str(tmp_path / "发出"))
    paths = [Path(line) for line in made.stdout.splitlines()]
    assert [path.name for path in paths] == ["示例HZ2030-0001 样例镇.xlsx", "示例HZ2030-0001 例东乡.xlsx"]
    town = Town(paths[0], "", {})
    town.cell("affected").value = "１２"
    town.save()
    told = ask(county, "returns", "look", "0001", str(tmp_path / "发出"))
    assert told.returncode == 1 and "样例镇  Take" in told.stdout and "Nothing is filled in." in told.stdout
    shown = ask(county, "returns", "show", "0001", "--json")
    assert shown.returncode == 1 and {one["returned"] for one in json.loads(shown.stdout)["units"]} == {False}


def test_a_round_is_listed_and_its_form_written(county: DataDir, ask: Any, tmp_path: Path) -> None:
    assert ask(county, "returns", "list").stdout.startswith("示例HZ2030-0001  Open")
    assert "例东乡  Missing" in ask(county, "returns", "show", "0001").stdout
    target = tmp_path / "快报表.xlsx"
    assert ask(county, "returns", "table", "0001", "--out", str(target)).returncode == 0 and target.stat().st_size
