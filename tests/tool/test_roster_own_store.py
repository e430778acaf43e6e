"""A county of its own, by the tool alone: people, table and leave imported, duty planned, each plan held against the
rules by a look at its lines that knows nothing of the program."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from console.config import DataDir

pytestmark = pytest.mark.long

Ask = Callable[..., Any]
HOLDERS = {"带班领导": 6, "主班": 8, "副班": 8, "通信保障岗": 8}
"""Thirty people, each of one post."""
FAMILIES = "陈林王张李刘赵黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程"
AWAY = {"周例三": ("2026-12-01", "2026-12-20"), "罗例五": ("2026-12-05", "2026-12-07")}
"""First and last day of leave; both stand a post that others stand too."""


def names() -> dict[str, list[str]]:
    """Who holds what."""
    families, made = iter(FAMILIES), {}
    for post, count in HOLDERS.items():
        made[post] = [f"{next(families)}例{number}" for number in "一二三四五六七八"[:count]]
    return made


def files(folder: Path) -> dict[str, Path]:
    """People, November's table and leave as a county would send them."""
    holders = names()
    people = [
        ["姓名", "单位", "职务", "手机"],
        *(
            [name, "例县应急管理局（示例）", f"值班室{post}" if post != "带班领导" else post, f"100-0000-{at:04d}"]
            for at, (name, post) in enumerate(((n, p) for p, ns in holders.items() for n in ns), 1)
        ),
    ]
    table = [["日期", *HOLDERS]]
    for day in range(1, 31):
        table.append([f"2026-11-{day:02d}", *(held[day % len(held)] for held in holders.values())])
    leave = [["姓名", "类别", "开始", "结束"], *([name, "年假", *span] for name, span in AWAY.items())]
    made = {}
    for name, rows in (("contacts", people), ("roster", table), ("leave", leave)):
        made[name] = folder / f"{name}.csv"
        with made[name].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return made


@pytest.fixture
def county(new_store: DataDir, ask: Ask, tmp_path: Path) -> DataDir:
    """A live store with the thirty of them."""
    for kind, path in files(tmp_path).items():
        assert ask(new_store, "import", kind, str(path)).returncode == 0
    return new_store


def plan(ask: Ask, data: DataDir, first: str, last: str, *more: str) -> Any:
    return ask(data, "roster", "plan", "--from", first, "--to", last, "--json", *more)


def rows(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def broken(told: list[dict[str, Any]], first: str, last: str) -> list[str]:
    """Everything that is wrong with the lines of a plan: shape, days, post, overlap, rest, leave."""
    faults = []
    wanted, day = [], date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        wanted += [(day.isoformat(), post) for post in ("leader", "主班", "副班", "通信保障岗")]
        day += timedelta(days=1)
    if [(row["date"], row["post"]) for row in told] != wanted:
        faults.append("not one line for each post of each day")
    holders = {name: post.replace("带班领导", "leader") for post, held in names().items() for name in held}
    stood = defaultdict(list)
    for row in told:
        start, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
        if row["start"][:10] != row["date"] or start.utcoffset() != timedelta(hours=8) or end - start != 24 * HOUR:
            faults.append(f"{row['date']}: not its own 24 hours")
        if (row["person_id"] is None) != (row["person"] is None):
            faults.append(f"{row['date']}: half a person")
        if row["person_id"] is None:
            continue
        name = row["person"]
        stood[row["person_id"]].append((start, end))
        if holders[name] != row["post"]:
            faults.append(f"{row['date']}: {name} does not hold {row['post']}")
        since, until = AWAY.get(name, ("9999", "0000"))
        if row["date"] <= until and (date.fromisoformat(row["date"]) + timedelta(days=1)).isoformat() >= since:
            faults.append(f"{row['date']}: {name} is on leave")
    for person, spans in stood.items():
        for (_, end), (start, _) in pairwise(sorted(spans)):
            if start - end < 24 * HOUR:
                faults.append(f"{person}: {start - end} after duty")
    return faults


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-12-01", "2026-12-14"),
        ("2019-02-25", "2019-03-05"),
        ("2031-06-01", "2031-06-05"),
        ("2026-02-28", "2026-02-28"),
        ("2028-02-28", "2028-03-01"),
        ("2026-11-28", "2026-12-03"),
    ],
)
def test_any_period_is_planned_and_breaks_nothing(county: DataDir, ask: Ask, first: str, last: str) -> None:
    done = plan(ask, county, first, last)
    told = rows(done)

    assert (done.returncode, broken(told, first, last)) == (0, [])
    assert all(row["person_id"] for row in told)
    said = [line for line in done.stderr.splitlines() if "holidays" in line]
    assert bool(said) == (first >= "2027")


def test_the_look_finds_what_is_wrong(county: DataDir, ask: Ask) -> None:
    told = rows(plan(ask, county, "2026-12-05", "2026-12-06"))
    holders = {row["person"]: row for row in told}
    swapped = [dict(row) for row in told]
    for one in ("person_id", "person"):
        swapped[4][one], swapped[5][one] = swapped[1][one], "罗例五" if one == "person" else swapped[5][one]
    found = " / ".join(broken(swapped, "2026-12-05", "2026-12-06"))
    assert "does not hold leader" in found and "0:00:00 after duty" in found and "罗例五 is on leave" in found
    assert len(holders) == 8 and broken(told[1:], "2026-12-05", "2026-12-06") != []


def test_more_than_a_year_at_once(county: DataDir, ask: Ask) -> None:
    done = plan(ask, county, "2025-01-01", "2026-02-04", "--method", "rotation")
    told = rows(done)
    assert len(told) == 1600 and broken(told, "2025-01-01", "2026-02-04") == []


def test_a_seed_names_one_roster(county: DataDir, ask: Ask) -> None:
    one, again, other = (plan(ask, county, "2026-12-08", "2026-12-10", "--seed", seed) for seed in "117")
    assert one.stdout == again.stdout and len(rows(one)) == 12
    assert broken(rows(one), "2026-12-08", "2026-12-10") == broken(rows(other), "2026-12-08", "2026-12-10") == []


def test_whom_nobody_can_replace_leaves_null_and_a_reason(county: DataDir, ask: Ask, tmp_path: Path) -> None:
    away = tmp_path / "all.csv"
    lines = [f"{name},出差,2027-03-02,2027-03-02" for name in names()["带班领导"]]
    away.write_text("\n".join(["姓名,类别,开始,结束", *lines]), encoding="utf-8")
    assert ask(county, "import", "leave", str(away)).returncode == 0
    done = plan(ask, county, "2027-03-01", "2027-03-03")
    empty = [(row["date"], row["post"]) for row in rows(done) if row["person_id"] is None]
    assert (done.returncode, empty) == (0, [("2027-03-01", "leader"), ("2027-03-02", "leader")])
    assert done.stderr.count("Nobody for 2027-03-0") == 2 and "leave" in done.stderr


def test_the_table_goes_out_and_comes_back_unchanged(county: DataDir, ask: Ask, tmp_path: Path) -> None:
    for ending in ("xlsx", "csv"):
        target = tmp_path / f"out.{ending}"
        out = ask(county, "export", "roster", str(target), "--from", "2026-11-01", "--to", "2026-11-30")
        assert (out.returncode, out.stdout) == (0, "Exported 30 shifts, 2026-11-01 to 2026-11-30.\n")
        back = json.loads(ask(county, "import", "roster", str(target), "--json").stdout.splitlines()[-1])
        assert (back["read"], back["unchanged"], back["refused"]) == (120, 120, 0)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("out.pdf", (), ".json .csv .xlsx."),
        ("out.csv", ("--from", "2026-11-02", "--to", "2026-11-01"), "cannot be planned"),
        ("out.csv", ("--from", "2.11.2026"), "no day"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    new_store: DataDir, ask: Ask, tmp_path: Path, name: str, more: tuple[str, ...], said: str
) -> None:
    done = ask(new_store, "export", "roster", str(tmp_path / name), *more)
    assert done.returncode == 1 and said in done.stderr and not (tmp_path / name).exists()


@pytest.mark.timeout(120)
@pytest.mark.long
def test_by_processes_of_their_own_from_nothing(tmp_path: Path) -> None:
    def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-P", "-m", "console.tool", "--data", str(tmp_path / "store"), "--lang", "en"]
        where = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.run(
            [*command, *arguments], capture_output=True, encoding="utf-8", env=os.environ | where, check=False
        )

    assert tool("init").returncode == 0
    for kind, path in files(tmp_path).items():
        assert tool("import", kind, str(path)).returncode == 0
    done = tool("roster", "plan", "--from", "2031-12-30", "--to", "2032-01-02", "--json")
    assert (done.returncode, broken(rows(done), "2031-12-30", "2032-01-02")) == (0, [])
    assert "2031, 2032" in done.stderr and "weekdays" in done.stderr
