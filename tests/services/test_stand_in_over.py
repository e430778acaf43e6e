"""A substitution and the watches around it: one that is over stays as it was, one planned in its own right too."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from console.bootstrap import Desk
from console.domain.duty import PostLine, items_of
from console.domain.people import Actor, Role
from console.domain.roster import LEADER, Named
from console.errors import Refused
from console.services.duty import incoming_digest
from db import glance as first_look

WORD = "over in 2030"
OUT, INTO, LEADS, OTHER = "陈例一", "邹例八", "林例十", "吴例三"


@pytest.fixture
def officers(desk: Desk, by: Actor) -> dict[str, Actor]:
    made = {OUT: desk.accounts.add(OUT, Role.ADMIN, WORD, by=by).actor}
    return made | {name: desk.accounts.add(name, Role.OFFICER, WORD, by=made[OUT]).actor for name in (INTO, OTHER)}


def posts(main: str) -> list[PostLine]:
    return [PostLine(LEADER, LEADS), PostLine("主班", main)]


def hand_over(desk: Desk, officers: dict[str, Actor]) -> None:
    sheet = desk.duty.start_hand_over(by=officers[OUT])
    sheet = desk.duty.sign_outgoing(sheet.digest, OUT, WORD)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=sheet.digest, by=officers[INTO])
    desk.duty.take_over_signed_in(posts(INTO), seen=incoming_digest(sheet), by=officers[INTO])


def test_a_watch_both_signed_is_not_manned_anew_by_a_note_made_afterwards(desk, officers, clock):
    desk.duty.take_over_empty(posts(OUT), by=officers[OUT])
    clock.advance(hours=23, minutes=50)
    hand_over(desk, officers)
    clock.advance(minutes=30)
    sheet = desk.supplements.current().sheet.id
    found = desk.supplements.raise_difference("少一把钥匙", sheet=sheet, by=officers[INTO])
    before, now = desk.duty.last_shift(), clock.now()

    span = {"start": now - timedelta(hours=20), "end": now + timedelta(hours=1)}
    desk.roster.substitute(LEADER, LEADS, Named(OTHER), "补记", **span, by=officers[INTO])

    assert desk.duty.last_shift() == before and before.leader == LEADS
    led = [(turn.line.name, turn.from_at) for turn in desk.duty.on_watch().turns if turn.line.post == LEADER]
    assert led[:2] == [(LEADS, now - timedelta(minutes=30)), (OTHER, now)], "the running one from the note on"
    with pytest.raises(Refused, match="not_the_outgoing"):
        desk.supplements.answer(UUID(found.sheet.differences[-1]["id"]), "无误", by=officers[OTHER])


def test_who_is_planned_next_stands_on_when_standing_in_for_another_ends(desk, officers, clock):
    today = clock.now().date()
    desk.roster.set_cell(today, "whole", "主班", [Named(OUT)], seen=[], by=officers[OUT])
    desk.roster.set_cell(today + timedelta(days=1), "whole", "主班", [Named(INTO)], seen=[], by=officers[OUT])
    desk.duty.take_over_empty(posts(OUT), by=officers[OUT])
    span = {"start": clock.now() + timedelta(hours=20), "end": clock.now() + timedelta(hours=28)}
    desk.roster.substitute("主班", OUT, Named(INTO), "发热", **span, by=officers[OUT])
    clock.advance(hours=24)
    hand_over(desk, officers)
    clock.advance(hours=6)

    assert [(turn.line.name, turn.until_at) for turn in desk.duty.on_watch().turns] == [(LEADS, None), (INTO, None)]
    look = first_look.read(desk.data.store, at=clock.now(), lines=1)
    assert look.posts == ((LEADER, LEADS), ("主班", INTO))
