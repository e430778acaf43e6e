"""Who changed a shift, when and why: plan and actual are two things, and what was published asks a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from console.domain.people import Role
from console.domain.planning import Method
from console.domain.roster import Named
from console.domain.roster_changes import ChangeKind
from console.errors import Refused
from console.services.duty_staff import NewStaff
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import add_people, put

FIRST, LAST = date(2030, 8, 14), date(2030, 8, 16)
POST = "主班"


@pytest.fixture
def clerk(desk, by):
    return desk.accounts.add("排例八", Role.STAFF, "changes of 2030", by=by).actor


@pytest.fixture
def ids(desk, clerk):
    found = add_people(desk, clerk, "陈例一", "张例二", "王例三")
    for name in found:
        desk.duty_staff.add(found[name], NewStaff((POST,)), by=clerk)
    return found


@pytest.fixture
def published(desk, clerk, ids):
    row = desk.roster_drafts.begin(FIRST, LAST, Method.ROTATION, by=clerk)
    desk.roster_drafts.publish(row.id, why="", despite="其余岗位另排", seen=row.version, by=clerk)
    return row


def line_of(desk, day=FIRST):
    (line,) = desk.roster.plans(day, day)[0].of(POST)
    return line


def edited(desk, by, name, why="", day=FIRST):
    return desk.roster.set_cell(day, "whole", POST, [Named(name)], seen=[line_of(desk, day).id], why=why, by=by)


def refused(code, act, *arguments, **options):
    with pytest.raises(Refused) as caught:
        act(*arguments, **options)
    assert caught.value.code == code
    return caught.value.facts


def test_publishing_is_the_first_record_of_a_shift(desk, published):
    (row,) = desk.roster.history(FIRST, "whole")

    assert (row.kind, row.post, row.was, row.now) == (ChangeKind.PUBLISH, POST, "", line_of(desk).name)
    assert (row.source, row.by_name, row.actual) == (published.number, "排例八", False)


def test_what_was_published_is_changed_by_hand_only_with_a_reason(desk, clerk, published):
    before = line_of(desk).name
    facts = refused("roster_why_missing", edited, desk, clerk, "王例三", " ")
    assert facts["field"] == "why" and line_of(desk).name == before, "nothing is changed without it"
    assert len(desk.roster.history(FIRST, "whole")) == 1

    edited(desk, clerk, "王例三", "原定人员临时抽调")
    row = desk.roster.history(FIRST, "whole")[-1]

    assert (row.kind, row.was, row.now, row.why) == (ChangeKind.EDIT, before, "王例三", "原定人员临时抽调")
    with desk.opened.store.reading() as connection:
        said = connection.execute(text("select text from audit_entry order by number desc limit 1")).scalar_one()
    assert said.endswith("→ 王例三；原因：原定人员临时抽调")
    assert desk.log.verify().fault is None


def test_a_second_change_by_hand_asks_again_and_a_telephone_alone_does_not(desk, clerk, published):
    edited(desk, clerk, "王例三", "原定人员临时抽调")
    refused("roster_why_missing", edited, desk, clerk, "张例二")
    line = line_of(desk)
    with_phone = [Named(line.name, "100-0000-0077")]
    desk.roster.set_cell(FIRST, "whole", POST, with_phone, seen=[line.id], by=clerk)
    assert line_of(desk).phone == "100-0000-0077" and len(desk.roster.history(FIRST, "whole")) == 2


def test_a_table_nobody_published_is_filled_without_a_reason_and_recorded_all_the_same(desk, clerk, ids):
    put(desk, clerk, FIRST, POST, "陈例一")
    (row,) = desk.roster.history(FIRST, "whole")
    assert (row.kind, row.now, row.why) == (ChangeKind.EDIT, "陈例一", "")
    assert desk.roster.published(FIRST, LAST) == set()


def test_a_gap_of_a_published_day_is_filled_or_copied_into_with_a_reason(desk, clerk, published):
    source = FIRST - timedelta(days=1)
    put(desk, clerk, source, "副班", "王例三")
    refused("roster_why_missing", desk.roster.copy, source, FIRST, by=clerk)
    refused("roster_why_missing", desk.roster.fill, {(FIRST, "whole", "副班"): [Named("王例三")]}, by=clerk)
    assert desk.roster.copy(source, FIRST, why="汛期加岗", by=clerk) == 1
    row = desk.roster.history(FIRST, "whole")[-1]
    assert (row.kind, row.post, row.why, row.source) == (ChangeKind.COPY, "副班", "汛期加岗", source.isoformat())


def test_standing_in_is_of_the_actual_side_and_leaves_the_plan_alone(desk, clerk, published):
    planned = line_of(desk).name
    start = datetime(2030, 8, 14, 0, tzinfo=UTC)
    span = {"start": start, "end": start + timedelta(hours=36)}
    row = desk.roster.substitute(POST, planned, Named("邹例八"), "发热就医", **span, by=clerk)
    refused("reason_missing", desk.roster.take_back, row.id, " ", by=clerk)
    desk.roster.take_back(row.id, "本人已到岗", by=clerk)

    told = [(one.kind, one.was, one.now, one.why) for one in desk.roster.history(FIRST, "whole") if one.actual]
    assert told == [
        (ChangeKind.STAND_IN, planned, "邹例八", "发热就医"), (ChangeKind.TAKE_BACK, "邹例八", planned, "本人已到岗"),
    ]  # fmt: skip
    assert line_of(desk).name == planned, "the plan is what it was"
    assert [one.kind for one in desk.roster.history(FIRST + timedelta(days=1), "whole")][-2:] == [
        ChangeKind.STAND_IN, ChangeKind.TAKE_BACK,
    ], "a span over two shifts is told in both"  # fmt: skip


def test_a_swap_is_the_same_record_with_its_number(desk, by, clerk, ids, published):
    gives = line_of(desk)
    other = next(name for name in ids if name not in {gives.name, line_of(desk, FIRST + timedelta(days=1)).name})
    leader = desk.accounts.add("林例十", Role.COMMANDER, "leads of 2030", by=by).actor
    swap = desk.swaps.order(NewSwap(Duty(FIRST, "whole", POST), ids[gives.name], ids[other], "本人失联"), by=leader)
    row = desk.roster.history(FIRST, "whole")[-1]
    assert (row.kind, row.was, row.now, row.why) == (ChangeKind.SWAP, gives.name, other, "本人失联")
    assert row.source == swap.number and not row.actual


def test_a_month_sheet_over_it_is_recorded_with_its_file(desk, clerk, published, tmp_path):
    book = Workbook()
    book.active.append(["日期", POST])
    book.active.append(["2030-08-14", "王例三" if line_of(desk).name != "王例三" else "张例二"])
    book.save(tmp_path / "八月.xlsx")
    told = desk.roster.import_file(tmp_path / "八月.xlsx", by=clerk)
    assert told.applied and told.updated == 1
    row = desk.roster.history(FIRST, "whole")[-1]
    assert (row.kind, row.source, row.now) == (ChangeKind.IMPORT, "八月.xlsx", line_of(desk).name)


def test_a_record_is_never_changed(desk, clerk, published):
    with pytest.raises(DatabaseError, match="append-only"), desk.opened.store.writing(by=clerk) as tx:
        tx.connection.execute(text("update roster_change set why = '别的'"))
