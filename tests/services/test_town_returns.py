"""乡镇报送: whatever towns do to their tables, what is sound is taken in one act and what is not has its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.incident_figures import Amount, total
from console.domain.log import ActKind
from console.domain.people import Actor, Role
from console.domain.return_cell import COLUMNS, read_cell
from console.domain.roll_call import CalledUnit
from console.domain.town_returns import TAKEN, PlanLine, RoundRow, Verdict
from console.errors import Refused, Unavailable
from console.services.return_words import said
from console.services.town_returns import NewRound
from tests.kit import returned
from tests.kit.returned import HARMFUL, HARMLESS, LAST, OWN, Town, told

TOWNS = (*tuple(f"样例镇{at:02}" for at in range(1, 22)), "样例镇99")
SHORT = ("affected", "dead", "missing", "evacuated", "loss")


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor


Begin = Callable[..., RoundRow]


@pytest.fixture
def begin(desk: Desk, clock: StoppedClock, by: Actor) -> Begin:
    def begin(units: tuple[str, ...] = TOWNS[:2], columns: tuple[str, ...] = SHORT, **more: Any) -> RoundRow:
        now = clock.now()
        called = tuple(CalledUnit(name, "0577-0000-0001", "周例五") for name in units)
        return desk.town_returns.begin(
            NewRound(uuid4(), "样例台风", called, now, now + timedelta(hours=1), columns, **more), by=by
        )

    return begin


def fill(path: Path, **figures: Any) -> Path:
    """Write figures into a handed-out table as they are given."""
    town = Town(path, "", {})
    for code, value in figures.items():
        town.cell(code).value = value
    return town.save()


def reasons(line: PlanLine) -> list[str]:
    return [one.code for one in line.findings]


def verdicts(lines: tuple[PlanLine, ...]) -> list[str]:
    return [line.verdict.value for line in lines]


@pytest.mark.parametrize("seed", [7, 2030])
def test_twenty_two_maltreated_files_come_in_by_one_act(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    row = begin(TOWNS, (*SHORT, "resettled", "relief", "severe_rooms", "crops"))
    paths = desk.town_returns.hand_out(row.id, tmp_path / "发出", by=by)
    acts = [*random.sample(list(HARMFUL), 4), *(random.choice(list(HARMLESS)) for _ in range(5)), *HARMLESS]
    came = [
        returned.maltreat(path, unit, told(row.columns, random), what, random, f"新建文件({at})")
        for at, (path, unit, what) in enumerate(zip(paths, TOWNS, acts, strict=True))
    ]
    seen = desk.town_returns.look(row.id, [tmp_path / "发出"])
    taken = {line.unit: line for line in desk.town_returns.take(seen, by=by) if line.verdict in TAKEN}

    assert len(seen.lines) == 22
    assert {one.unit: one.what for one in came if not one.finding and one.unit not in taken} == {}
    assert set(taken) == {one.unit for one in came if not one.finding}
    told_now = {one.unit.unit: one.now for one in desk.town_returns.standing(row.id).units}
    for one in came:
        if one.finding:
            line = next(line for line in seen.lines if line.file.name == one.path.name)
            assert one.finding in reasons(line), (one.what, reasons(line))
            assert one.path.exists() and told_now[one.unit] is None
        else:
            now = told_now[one.unit]
            assert now is not None, one.what
            assert {code: now.amount(code) for code in row.columns} == dict(one.figures), one.what
    sums = desk.town_returns.standing(row.id).sums
    parts = [one.figures if not one.finding else {} for one in came]
    assert sums == {code: total([part.get(code, Amount(None)) for part in parts]) for code in row.columns}
    assert all(amount.at_least for amount in sums.values())
    assert desk.log.verify().fault is None


@pytest.mark.parametrize("what", list(HARMFUL))
def test_what_only_a_person_can_decide_is_not_taken_and_says_why(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path, what: str
) -> None:
    row = begin((TOWNS[0], "样例镇99"))
    path, _other = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    figures = {"affected": Amount(40), "dead": Amount(0), "loss": Amount(100)}
    one = returned.maltreat(path, TOWNS[0], figures, what, Random(1), "改名")
    seen = desk.town_returns.look(row.id, [one.path])
    assert seen.lines[0].verdict is Verdict.FAULTY and one.finding in reasons(seen.lines[0])
    assert all(said(finding, language) for finding in seen.lines[0].findings for language in ("zh", "en"))
    with pytest.raises(Refused, match="nothing_to_take"):
        desk.town_returns.take(seen, by=by)
    assert one.path.exists()


def test_files_that_are_no_tables_each_have_a_sentence(desk: Desk, by: Actor, begin: Begin, tmp_path: Path) -> None:
    row = begin()
    folder = tmp_path / "收到"
    path, _ = desk.town_returns.hand_out(row.id, folder, by=by)
    spoilt = {"坏.xlsx": returned.damaged, "锁.xlsx": returned.locked, "旧.xls": returned.old}
    for name, spoil in spoilt.items():
        (folder / name).write_bytes(path.read_bytes())
        spoil(folder / name)
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a table")
    (folder / "~$锁.xlsx").write_bytes(b"left by a program")
    lines = desk.town_returns.look(row.id, [folder, tmp_path / "没有.xlsx"]).lines
    told_why = {line.file.name: reasons(line) for line in lines}
    assert told_why == {
        "坏.xlsx": ["damaged"], "锁.xlsx": ["password"], "旧.xls": ["old_workbook"], "空.xlsx": ["empty_file"],
        "照片.jpg": ["not_a_table"], "没有.xlsx": ["unreadable"],
        **{f"{row.number} {unit}.xlsx": ["nothing_filled"] for unit in TOWNS[:2]},
    }  # fmt: skip


def test_a_later_file_of_a_unit_takes_the_place_of_the_earlier_which_stays(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path, clock: StoppedClock
) -> None:
    row = begin()
    path, _ = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    first = fill(path, affected=10, dead=0)
    desk.town_returns.take(desk.town_returns.look(row.id, [first]), by=by)
    clock.advance(minutes=5)
    again = desk.town_returns.look(row.id, [first]).lines[0]
    assert again.verdict is Verdict.SAME and reasons(again) == ["had"]
    fill(path, affected="不详", dead=1)
    seen = desk.town_returns.look(row.id, [path])
    assert seen.lines[0].verdict is Verdict.REPLACES and reasons(seen.lines[0])[0] == "replaces"
    desk.town_returns.take(seen, by=by)
    had = desk.town_returns.history(row.id, TOWNS[0])
    assert [(one.amount("affected"), one.replaced_at is None) for one in had] == [
        (Amount(10), False), (Amount(None), True),
    ]  # fmt: skip
    sums = desk.town_returns.standing(row.id).sums
    assert (sums["affected"], sums["dead"]) == (Amount(None), Amount(1, True))


def test_two_tables_of_a_unit_wait_until_one_is_left_out(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path
) -> None:  # fmt: skip
    row = begin()
    path, _ = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    copy = tmp_path / "第二份.xlsx"
    copy.write_bytes(path.read_bytes())
    fill(path, affected=10)
    twin = tmp_path / "副本.xlsx"
    twin.write_bytes(path.read_bytes())
    fill(copy, affected=11)
    seen = desk.town_returns.look(row.id, [path, copy, twin])
    assert verdicts(seen.lines) == ["faulty", "faulty", "same"]
    assert reasons(seen.lines[0]) == ["two_files"]
    assert verdicts(seen.without(frozenset({0}))) == ["left_out", "faulty", "faulty"]
    assert verdicts(seen.without(frozenset({0, 2}))) == ["left_out", "new", "left_out"]
    desk.town_returns.take(seen, frozenset({0, 2}), by=by)
    now = desk.town_returns.standing(row.id).units[0].now
    assert now is not None and now.amount("affected") == Amount(11)


def test_the_next_round_shows_what_the_unit_said_last_and_what_moved(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path
) -> None:  # fmt: skip
    first = begin()
    one, two = desk.town_returns.hand_out(first.id, tmp_path / "一", by=by)
    fill(one, affected=100, dead=1, missing=3, evacuated=80, loss=12.5)
    fill(two, affected=7)
    desk.town_returns.take(desk.town_returns.look(first.id, [one, two]), by=by)
    second = begin()
    assert second.before_id == first.id
    one, two = desk.town_returns.hand_out(second.id, tmp_path / "二", by=by)
    sheet = load_workbook(one).active
    assert sheet is not None
    assert [cell.value for cell in sheet[LAST]][:6] == ["上次报送", "100", "1", "3", "80", "12.5"]
    assert [cell.value for cell in sheet[OWN]][:6] == [TOWNS[0], None, None, None, None, None]
    fill(one, affected=90, dead=1, missing=1, evacuated=95, loss=125000)
    desk.town_returns.take(desk.town_returns.look(second.id, [one]), by=by)
    here, silent = desk.town_returns.standing(second.id).units
    moved = {change.code: (change.before, change.after) for change in here.changes}
    assert moved["affected"] == (Amount(100), Amount(90)) and "dead" not in moved
    assert {(one.code, one.facts["item"]) for one in here.contradictions} == {
        ("beyond", "evacuated"), ("falls", "affected"), ("jumps", "loss"),
    }  # fmt: skip
    assert silent.now is None and silent.before is not None and silent.before.amount("affected") == Amount(7)


def test_a_table_of_another_round_or_unit_is_not_taken(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path, clock: StoppedClock
) -> None:
    first = begin()
    path, _ = desk.town_returns.hand_out(first.id, tmp_path / "一", by=by)
    fill(path, affected=1)
    clock.advance(minutes=1)
    second, stranger = begin(), begin(("例外乡",))
    (foreign,) = desk.town_returns.hand_out(stranger.id, tmp_path / "三", by=by)
    fill(foreign, affected=1)
    lines = desk.town_returns.look(second.id, [path, foreign]).lines
    assert [reasons(line) for line in lines] == [["other_round"], ["other_round", "not_asked"]]
    desk.town_returns.close(first.id, "两个乡镇电话报过", seen=first.version, by=by)
    assert reasons(desk.town_returns.look(first.id, [path]).lines[0]) == ["round_closed"]


def test_a_file_filled_in_for_another_unit_is_not_taken(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path
) -> None:  # fmt: skip
    row = begin()
    path, _ = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    town = Town(path, "", {})
    town.sheet.cell(OWN, 1).value = TOWNS[1]
    town.cell("affected").value = 3
    town.save()
    assert reasons(desk.town_returns.look(row.id, [path]).lines[0]) == ["other_unit_row"]
    town.sheet.cell(3, 1).value = f"填报单位：{TOWNS[1]}"
    town.save()
    assert "unit_marks_differ" in reasons(desk.town_returns.look(row.id, [path]).lines[0])


@pytest.mark.parametrize(
    ("typed", "amount", "finding"),
    [
        (0, Amount(0), ""), ("0", Amount(0), ""), (None, Amount(None), ""), ("　", Amount(None), ""),
        ("不详", Amount(None), ""), ("无", Amount(0), "none_is_nought"), ("—", Amount(None), "stroke"),
        ("约30", Amount(None), "not_a_number"), ("30余人", Amount(30, True), ""), ("30+", Amount(30, True), ""),
        ("１２３", Amount(123), ""), ("1,234人", Amount(1234), ""), (12.0, Amount(12), ""),
        ("见附件", Amount(None), "not_a_number"),
        (True, Amount(None), "not_a_number"), ("3户", Amount(None), "other_unit"),
        ("1.2万", Amount(None), "other_unit"), (12.5, Amount(None), "not_whole"),
        ("1，2", Amount(None), "not_a_number"), ("1e3", Amount(None), "not_a_number"),
    ],
)  # fmt: skip
def test_what_a_cell_of_persons_says(typed: Any, amount: Amount, finding: str) -> None:
    cell, odd = read_cell(COLUMNS["affected"], typed)
    assert (cell.amount, [one.code for one in odd]) == (amount, [finding] if finding else [])


def test_money_is_rounded_in_sight_and_areas_too() -> None:
    cell, odd = read_cell(COLUMNS["loss"], 12.3456)
    assert cell.amount == Amount(1235) and odd[0].facts["kept"] == "12.35" and not odd[0].blocks
    assert read_cell(COLUMNS["loss"], 0.1 + 0.2)[0].amount == Amount(30)
    assert read_cell(COLUMNS["crops"], "15亩")[1][0].blocks


def test_a_round_is_asked_once_and_what_cannot_be_asked_is_refused(
    desk: Desk, by: Actor, begin: Begin, clock: StoppedClock
) -> None:
    now, due = clock.now(), clock.now() + timedelta(hours=1)
    units = (CalledUnit("样例镇"),)
    wanted = NewRound(uuid4(), "样例台风", units, now, due)
    assert desk.town_returns.begin(wanted, by=by) == desk.town_returns.begin(wanted, by=by)
    bad = {
        "title_missing": NewRound(uuid4(), " ", units, now, due),
        "units_missing": NewRound(uuid4(), "样例", (), now, due),
        "unit_twice": NewRound(uuid4(), "样例", (*units, *units), now, due),
        "columns_missing": NewRound(uuid4(), "样例", units, now, due, ("nonsense",)),
        "due_past": NewRound(uuid4(), "样例", units, now, now),
        "time_future": NewRound(uuid4(), "样例", units, now + timedelta(days=1), due),
        "no_such_incident": NewRound(uuid4(), "样例", units, now, due, incident_id=uuid4()),
    }
    for code, one in bad.items():
        with pytest.raises(Refused, match=code):
            desk.town_returns.begin(one, by=by)
    assert len(desk.town_returns.newest()) == 1


def test_a_round_is_closed_with_a_word_about_those_that_are_missing(
    desk: Desk, by: Actor, begin: Begin, tmp_path: Path
) -> None:  # fmt: skip
    row = begin()
    with pytest.raises(Refused, match="units_unreturned"):
        desk.town_returns.close(row.id, seen=row.version, by=by)
    assert not desk.town_returns.close(row.id, "电话报过", seen=row.version, by=by).open
    with pytest.raises(Refused, match="round_closed"):
        desk.town_returns.hand_out(row.id, tmp_path, by=by)
    newest = desk.log.newest(1)[0]
    assert newest.kind == ActKind.RETURNS and "收到 0/2，未报 样例镇01、样例镇02，电话报过" in newest.text


def test_what_was_looked_at_is_what_is_taken(desk: Desk, by: Actor, begin: Begin, tmp_path: Path) -> None:
    row = begin()
    one, two = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    fill(one, affected=1)
    fill(two, affected=2)
    seen = desk.town_returns.look(row.id, [one])
    desk.town_returns.take(desk.town_returns.look(row.id, [two]), by=by)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.town_returns.take(seen, by=by)
    seen = desk.town_returns.look(row.id, [one])
    fill(one, affected=999)
    desk.town_returns.take(seen, by=by)
    now = desk.town_returns.standing(row.id).units[0].now
    assert now is not None and now.amount("affected") == Amount(1)


def test_units_that_are_missing_are_reminded_by_one_task_each(
    desk: Desk, by: Actor, begin: Begin, clock: StoppedClock
) -> None:
    row = begin()
    made = desk.return_reminders.remind(row.id, by=by)
    assert [(one.unit, one.owner, one.phone) for one in made] == [
        (unit, "周例五", "0577-0000-0001") for unit in TOWNS[:2]
    ]  # fmt: skip
    clock.advance(minutes=90)
    again = desk.return_reminders.remind(row.id, [TOWNS[0]], by=by)
    assert [one.id for one in again] == [made[0].id]
    assert [step.kind.value for step in desk.orders.steps(made[0].id)] == ["reminded"]


def test_a_viewer_takes_nothing(desk: Desk, by: Actor, begin: Begin, tmp_path: Path) -> None:
    row = begin()
    viewer = desk.accounts.add("查例九", Role.VIEWER, "officer of 2030", by=Actor.tool("tester")).actor
    path, _ = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    fill(path, affected=1)
    for act in (
        lambda: desk.town_returns.take(desk.town_returns.look(row.id, [path]), by=viewer),
        lambda: desk.town_returns.hand_out(row.id, tmp_path / "没有", by=viewer),
        lambda: desk.town_returns.close(row.id, "x", seen=row.version, by=viewer),
    ):
        with pytest.raises(Refused, match="not_permitted"):
            act()
    assert not (tmp_path / "没有").exists()


def test_handing_out_again_writes_over_nothing(desk: Desk, by: Actor, begin: Begin, tmp_path: Path) -> None:
    row = begin((TOWNS[0], "例" * 100))
    first, long = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    fill(first, affected=7)
    again, _long = desk.town_returns.hand_out(row.id, tmp_path, by=by)
    assert again.name == f"{row.number} {TOWNS[0]} (2).xlsx" and len(long.name.encode()) < 255
    assert desk.town_returns.look(row.id, [first]).lines[0].verdict is Verdict.NEW
    first.with_name("一个文件").write_bytes(b"")
    with pytest.raises(Unavailable, match="cannot_write_file"):
        desk.town_returns.hand_out(row.id, tmp_path / "一个文件" / "夹", by=by)
