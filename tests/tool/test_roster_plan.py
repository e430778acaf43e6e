"""``roster plan`` and ``roster check`` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select

from console.bootstrap import Desk
from console.config import DataDir
from console.domain.people import Actor
from console.services.duty_staff import NewStaff
from db.models.planning import RosterPlan
from db.models.roster import RosterLine
from tests.kit.planning import add_people, put

pytestmark = pytest.mark.long

Ask = Callable[..., Any]
POSTS = ("leader", "主班", "副班", "通信保障岗")


@pytest.fixture
def staffed(desk: Desk, by: Actor) -> dict[str, str]:
    """Three for each post; their names by id."""
    names = [f"{family}例{number}" for family in "陈林王张" for number in "一二三"]
    people = add_people(desk, by, *names)
    for at, name in enumerate(names):
        desk.duty_staff.add(people[name], NewStaff((POSTS[at // 3],), leader=at < 3), by=by)
    return {str(key): name for name, key in people.items()}


def rows(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def plan(ask: Ask, desk: Desk, first: str, last: str, *more: str) -> Any:
    return ask(desk.data, "roster", "plan", "--from", first, "--to", last, *more)


@pytest.mark.parametrize("method", ["solver", "rotation"])
def test_one_line_for_each_post_of_each_shift(desk: Desk, staffed: dict[str, str], ask: Ask, method: str) -> None:
    done = plan(ask, desk, "2026-10-01", "2026-10-05", "--json", "--method", method)
    assert (done.returncode, done.stderr) == (0, "")
    told = rows(done)
    assert [(row["date"], row["post"]) for row in told] == [
        (f"2026-10-0{n}", post) for n in range(1, 6) for post in POSTS
    ]
    assert set(told[0]) == {"date", "shift", "start", "end", "post", "person_id", "person"}
    for row in told:
        start, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
        assert (start.isoformat()[:10], start.utcoffset()) == (row["date"], timedelta(hours=8))
        assert end - start == timedelta(hours=24) and staffed[row["person_id"]] == row["person"]
    for person in staffed:
        mine = sorted(row["start"] for row in told if row["person_id"] == person)
        assert all(b[:10] > a[:10] and int(b[8:10]) - int(a[8:10]) >= 2 for a, b in pairwise(mine))


def test_the_same_seed_gives_the_same_lines(desk: Desk, staffed: dict[str, str], ask: Ask) -> None:
    first, second = (plan(ask, desk, "2026-02-10", "2026-02-14", "--seed", "5", "--json").stdout for _ in range(2))
    assert first == second and len(first.splitlines()) == 20


def test_nothing_is_written(desk: Desk, staffed: dict[str, str], ask: Ask) -> None:
    plan(ask, desk, "2026-10-01", "2026-10-02", "--json")
    with desk.opened.store.reading() as connection:
        for table in (RosterPlan, RosterLine):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_a_year_without_holidays_is_said_on_stderr(desk: Desk, staffed: dict[str, str], ask: Ask) -> None:
    done = plan(ask, desk, "2030-12-31", "2031-01-01", "--json")
    assert done.returncode == 0 and len(rows(done)) == 8
    (notice,) = done.stderr.splitlines()
    assert "2030, 2031" in notice and "weekdays" in notice


def test_what_cannot_be_filled_is_null_and_explained(desk: Desk, by: Actor, ask: Ask) -> None:
    people = add_people(desk, by, "陈例一")
    desk.duty_staff.add(people["陈例一"], NewStaff(("主班",)), by=by)
    done = plan(ask, desk, "2026-10-01", "2026-10-02", "--json")
    told = [(row["person_id"], row["person"]) for row in rows(done) if row["post"] == "主班"]
    assert sorted(told, key=str) == sorted([(str(people["陈例一"]), "陈例一"), (None, None)], key=str)
    assert done.returncode == 0
    sentence = next(line for line in done.stderr.splitlines() if "Main" in line)
    assert "陈例一" in sentence and "24 h" in sentence and "rest after duty" in sentence


def test_an_empty_store_says_that_nobody_is_there(desk: Desk, ask: Ask) -> None:
    done = plan(ask, desk, "2026-10-01", "2026-10-01", "--json")
    assert done.returncode == 0
    assert [row["person_id"] for row in rows(done)] == [None] * 4
    assert "No duty staff" in done.stderr and done.stderr.count("no one may stand") == 4


def test_the_sample_county_is_planned_without_a_gap(county_store: DataDir, ask: Ask) -> None:
    done = ask(county_store, "roster", "plan", "--from", "2026-10-01", "--to", "2026-10-07", "--json")
    assert len(rows(done)) == 28 and all(row["person_id"] for row in rows(done))


def test_for_people_it_is_a_table_with_its_spread(desk: Desk, staffed: dict[str, str], ask: Ask) -> None:
    done = plan(ask, desk, "2026-10-01", "2026-10-02")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("2026-10-01 Whole day Leader: 陈例") and last.startswith("Most minus least: weekdays 0")


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-10-02", "2026-10-01"), ("2026-13-01", "2026-13-02"), ("10-01", "10-02"), ("2026-10-01", "2099-10-01")],
)
def test_days_that_are_none_are_refused_in_one_sentence(desk: Desk, ask: Ask, first: str, last: str) -> None:
    done = plan(ask, desk, first, last, "--json")
    assert done.returncode == 1 and done.stdout == "" and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("seed", ["-1", "x", str(1 << 31)])
def test_a_seed_that_is_none_is_misuse(desk: Desk, ask: Ask, seed: str) -> None:
    with pytest.raises(SystemExit) as ended:
        plan(ask, desk, "2026-10-01", "2026-10-01", "--seed", seed)
    assert ended.value.code == 2


def test_the_published_table_is_checked(desk: Desk, by: Actor, staffed: dict[str, str], ask: Ask) -> None:
    sound = ask(desk.data, "roster", "check", "--from", "2030-09-01", "--to", "2030-09-30")
    assert (sound.returncode, sound.stdout) == (0, "2030-09-01 to 2030-09-30: no rule is broken.\n")
    for day in (2, 3):
        for post, name in zip(POSTS, ("陈例一", "林例一", "王例一", "张例一"), strict=True):
            put(desk, by, date(2030, 9, day), post, name if post == "主班" else name.replace("一", "一二三"[day - 1]))
    done = ask(desk.data, "roster", "check", "--from", "2030-09-01", "--to", "2030-09-30", "--json")
    (found,) = rows(done)
    assert done.returncode == 1
    assert (found["rule"], found["date"], found["post"], found["person"]) == ("rest", "2030-09-03", "主班", "林例一")
    assert "2030-09-02" in found["text"]


def test_somebody_the_contacts_do_not_know_has_no_id(desk: Desk, by: Actor, staffed: dict[str, str], ask: Ask) -> None:
    put(desk, by, date(2030, 9, 2), "主班", "外例人")
    done = ask(desk.data, "roster", "check", "--from", "2030-09-02", "--to", "2030-09-02", "--json")
    (found,) = (row for row in rows(done) if row["rule"] == "post")
    assert (found["person"], found["person_id"]) == ("外例人", None)


def test_without_days_the_month_of_the_clock_is_checked(desk: Desk, ask: Ask) -> None:
    first, last = ask(desk.data, "roster", "check").stdout.split(":")[0].split(" to ")
    assert date.fromisoformat(first).day == 1
    assert (date.fromisoformat(last) + timedelta(days=1)).day == 1
    assert timedelta(days=27) <= date.fromisoformat(last) - date.fromisoformat(first) <= timedelta(days=30)


def test_the_solver_is_loaded_only_where_a_roster_is_planned() -> None:
    asked = "import sys, console.tool.planner_commands, console.services.roster_solver as s; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "console.services.roster_solver" in loaded
    assert not {"ortools", "chinese_calendar", "numpy", "pandas"} & set(loaded)
