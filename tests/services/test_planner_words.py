"""What the planner says: sentences a clerk understands, with who, when, which rule and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from console import words
from console.domain.planning import Blocked, Collision, Finding, Rule
from console.domain.roster import LEADER
from console.services.planner_words import collided, found, missing
from console.services.planner_words import seat as seat_words
from tests.kit.rosters import person, seat

SOME = person(1)
HERE, BEFORE = seat(2), seat(1, LEADER)


@pytest.fixture(autouse=True, params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    spoken = words.language()
    words.set_language(request.param)
    yield request.param
    words.set_language(spoken)


def against(rule: Rule, name: str = SOME.name) -> Finding:
    return Finding(rule, HERE, SOME.person_id, name, BEFORE, "例02", 6.5, 24)


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_its_sentences_with_who_and_when(rule: Rule, language: str) -> None:
    told = found(against(rule))
    assert "2026-10-03" in told and "planning." not in told and "{" not in told
    assert rule is Rule.UNFILLED or SOME.name in told
    why = collided(Collision(HERE, (Blocked(SOME.name, against(rule)),)))
    assert SOME.name in why and "planning." not in why and "{" not in why


def test_persons_are_told_rule_by_rule(language: str) -> None:
    people = [("例01", Rule.LEAVE), ("例02", Rule.REST), ("例03", Rule.LEAVE)]
    blocked = tuple(Blocked(name, against(rule, name)) for name, rule in people)
    told = collided(Collision(HERE, blocked, (Rule.LEAVE, Rule.REST)))
    here, before = (seat_words(one) for one in (HERE, BEFORE))
    zh = (
        f"{here}无人可排：例02与 {before} 相隔只有 6.5 小时（应 24 小时）；例01、例03请假。"
        "放宽请假或值班后休息就能排上。"
    )
    en = (
        f"Nobody for {here}: 例02 has only 6.5 h to {before} (24 h asked); 例01, 例03 on leave. "
        "It could be filled with less leave or rest after duty."
    )
    assert told == (zh if language == "zh" else en)


def test_nobody_is_told_of_with_what_stands_against_another_one(language: str) -> None:
    first = replace(against(Rule.PAIR, "例01"), with_name="例08")
    second = replace(against(Rule.PAIR, "例03"), with_name="例09")
    row = [replace(against(Rule.CONSECUTIVE, name), hours=hours, limit=5) for name, hours in (("例04", 6), ("例05", 8))]
    told = collided(Collision(HERE, tuple(Blocked(one.name, one) for one in (first, second, *row))))
    parts = ["例01的替补例08", "例03的替补例09", "例04连续值班将到 6 天", "例05连续值班将到 8 天"]
    en = [
        "例01 while the other of the pair, 例08",
        "例03 while the other of the pair, 例09",
        "例04 would stand 6",
        "例05 would stand 8",
    ]
    assert all(part in told for part in (parts if language == "zh" else en))


def test_of_many_some_are_named_and_the_others_counted(language: str) -> None:
    for rule in (Rule.LEAVE, Rule.REST):
        blocked = tuple(Blocked(f"人{n}", against(rule, f"人{n}")) for n in range(9))
        told = collided(Collision(HERE, blocked))
        assert "人5" in told and "人6" not in told and " 3 " in told


def test_a_post_nobody_may_stand_and_years_without_holidays(language: str) -> None:
    assert "通信保障岗" in collided(Collision(seat(0, "通信保障岗"))) or language == "en"
    assert "2027" in missing([2027, 2028]) and "2028" in missing([2027, 2028])


def test_a_shift_of_the_countys_own_is_called_as_the_county_does() -> None:
    night = replace(HERE.slot, shift="patrol")
    assert "patrol" in found(Finding(Rule.UNFILLED, replace(HERE, slot=night)))
