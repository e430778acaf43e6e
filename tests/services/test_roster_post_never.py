"""A county without a post of the shipped template: its month sheet comes in, what is missing is said once, amber."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import Workbook

from console import words
from console.domain.roster import LEADER
from console.domain.roster_findings import FindingKind

START = datetime(2030, 8, 12, tzinfo=UTC)


@pytest.fixture
def bring(desk, by, tmp_path):
    def bring(head, names, days=range(1, 32)):
        book = Workbook()
        book.active.append(("2030年8月值班表",))
        book.active.append(("日期", *head))
        for day in days:
            book.active.append((f"8月{day}日", *names))
        path = tmp_path / "值班表.xlsx"
        book.save(path)
        return desk.roster.import_file(path, by=by)

    return bring


def gaps(desk, days=14):
    found = desk.roster.findings(START, START + timedelta(days=days))
    return [(row.kind, row.post, row.more) for row in found if "gap" in row.kind or row.kind is FindingKind.POST_NEVER]


def test_the_sheet_comes_in_invents_nobody_and_one_finding_says_which_post_is_never_planned(desk, bring):
    told = bring(("带班领导", "主班", "副班"), ("王例九", "陈例一", "林例二"))
    lacking = [found for found in told.problems if found.code == "posts_lacking"]
    assert told.applied and told.refused == 0 and told.added == 93
    assert [found.facts["posts"] for found in lacking] == ["通信保障岗"]
    assert "值班模板" in words.say("roster.problem.posts_lacking", **lacking[0].facts)
    assert all(not plan.of("通信保障岗") for plan in desk.roster.plans(START.date(), START.date()))
    assert gaps(desk) == [(FindingKind.POST_NEVER, "通信保障岗", "14")]
    row = next(row for row in desk.ready.check().rows if row.id == "roster")
    assert (row.code, row.state.value) == ("roster_notes", "note")


def test_a_post_that_is_planned_on_some_days_has_its_gaps_on_the_others(desk, bring):
    bring(("带班领导", "主班", "副班"), ("王例九", "陈例一", "林例二"))
    bring(("带班领导", "主班", "副班", "通信保障岗"), ("王例九", "陈例一", "林例二", "吴例三"), days=[13])
    found = gaps(desk)
    assert {kind for kind, *_ in found} == {FindingKind.POST_GAP} and len(found) == 13


def test_nobody_leading_or_on_the_main_post_stays_red_however_long(desk, bring):
    bring(("副班",), ("林例二",))
    posts = {(kind, post) for kind, post, _ in gaps(desk)}
    assert (FindingKind.POST_GAP, LEADER) in posts and (FindingKind.POST_GAP, "主班") in posts
    assert (FindingKind.POST_NEVER, "通信保障岗") in posts


def test_a_few_days_are_too_few_to_call_it_never(desk, bring):
    bring(("带班领导", "主班", "副班"), ("王例九", "陈例一", "林例二"))
    assert {kind for kind, *_ in gaps(desk, days=3)} == {FindingKind.POST_GAP}
