"""Whom to ring next follows from the attempts alone; an attempt undone is as if it had never been made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from console.domain.callout import REACHED, Contact, Outcome, RowState, Stage, Step, Try, progress

START = datetime(2030, 8, 12, 13, 36, tzinfo=UTC)
STEPS = [Step(Stage.A, 2, 60), Step(Stage.B, 2, 60), Step(Stage.TOWN, 1, 60), Step(Stage.VISIT, 1, 0)]
CHAIN = [
    Contact(Stage.A, "陶例八", phones=("100-0000-0531",)), Contact(Stage.B, "魏例三", phones=("100-0000-0532",)),
    Contact(Stage.TOWN, "下例乡值班", phones=("0577-0000-0001",)),
]  # fmt: skip


def said(*outcomes, chain=CHAIN):
    tries = []
    for number, outcome in enumerate(outcomes, 1):
        now = progress(STEPS, chain, tries, ())
        at = START + timedelta(seconds=20 * number)
        tries.append(Try(number, now.stage, now.contact.name, now.phone, outcome, at))
    return tries


def test_a_twice_then_b_twice_then_the_town_then_somebody_goes():
    silent = [Outcome.NO_ANSWER] * 5
    seen = [progress(STEPS, CHAIN, said(*silent[:count]), ()) for count in range(6)]
    assert [(one.stage, one.contact.name) for one in seen] == [
        (Stage.A, "陶例八"), (Stage.A, "陶例八"), (Stage.B, "魏例三"), (Stage.B, "魏例三"), (Stage.TOWN, "下例乡值班"),
        (Stage.VISIT, ""),
    ]  # fmt: skip
    assert seen[1].next_at == START + timedelta(seconds=20 + 60) and seen[2].next_at == START + timedelta(seconds=40)
    assert [one.state for one in seen] == [RowState.WAITING] * 5 + [RowState.VISITING]


def test_a_dead_number_is_not_tried_again_and_an_empty_stage_is_passed_over():
    assert progress(STEPS, CHAIN, said(Outcome.SUSPENDED), ()).contact.name == "魏例三"
    assert progress(STEPS, CHAIN[2:], [], ()).stage is Stage.TOWN
    assert progress(STEPS[:3], [], [], ()).state is RowState.GIVEN_UP
    two = [Contact(Stage.A, "甲例", phones=("1", "2")), *CHAIN[1:]]
    assert [progress(STEPS, two, said(*[Outcome.NO_ANSWER] * n, chain=two), ()).phone for n in (0, 1, 2)] == [
        "1", "2", "100-0000-0532"
    ]  # fmt: skip


@given(st.lists(st.sampled_from(Outcome), max_size=7))
def test_undoing_the_last_leads_back_to_where_one_was(outcomes):
    tries = []
    for outcome in outcomes:
        now = progress(STEPS, CHAIN, tries, ())
        if now.contact is None:
            break
        tries.append(Try(len(tries) + 1, now.stage, now.contact.name, now.phone, outcome, START))
        after = progress(STEPS, CHAIN, tries, ())
        assert progress(STEPS, CHAIN, tries, {len(tries)}) == now
        assert (after.state is RowState.REACHED) == (outcome in REACHED)
