"""The leader who countersigns a hand-over is a third person: neither who hands over nor who takes over."""

from __future__ import annotations

import pytest

from console.bootstrap import Desk
from console.domain.duty import PostLine, SheetRow, items_of
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest

WORD = "leaders of 2030"
OUT, INTO, LEADER, ABOVE = "陈例一", "邹例八", "林例十", "吴例三"
NEXT = [PostLine("主班", INTO)]


@pytest.fixture
def people(desk: Desk, by: Actor) -> dict[str, Actor]:
    made = {OUT: desk.accounts.add(OUT, Role.ADMIN, WORD, by=by).actor}
    roles = {INTO: Role.OFFICER, LEADER: Role.OFFICER, ABOVE: Role.COMMANDER}
    made |= {name: desk.accounts.add(name, role, WORD, by=made[OUT]).actor for name, role in roles.items()}
    desk.settings.change("sheet.leader_signs", "yes", "示例", confirmed=True, by=made[OUT])
    desk.tasks.add("巡查水库", by=made[OUT])
    desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", OUT)], by=made[OUT])
    return made


def _signed(desk: Desk, people: dict[str, Actor]) -> SheetRow:
    return desk.duty.sign_outgoing(desk.duty.start_hand_over(by=people[OUT]).digest, OUT, WORD)


def _confirm(desk: Desk, sheet: SheetRow, by: Actor) -> SheetRow:
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=by)
    return sheet


def test_whoever_signed_as_leader_does_not_take_over(desk: Desk, people: dict[str, Actor]) -> None:
    _signed(desk, people)
    sheet = desk.duty.sign_leader(LEADER, WORD, seen=standing_digest(desk.duty.running_sheet()))
    for act in (
        lambda: _confirm(desk, sheet, people[LEADER]),
        lambda: desk.duty.raise_difference("少一台泵", seen=desk.duty.running_sheet().digest, by=people[LEADER]),
        lambda: desk.duty.take_over(NEXT, LEADER, WORD, seen=incoming_digest(_confirm(desk, sheet, people[INTO]))),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert (refused.value.code, refused.value.facts) == ("incoming_is_leader", {"name": LEADER})

    sheet = desk.duty.running_sheet()
    assert desk.duty.take_over(NEXT, INTO, WORD, seen=incoming_digest(sheet)).owner == INTO


def test_whoever_takes_over_does_not_sign_as_leader(desk: Desk, people: dict[str, Actor]) -> None:
    sheet = _signed(desk, people)
    _confirm(desk, sheet, people[LEADER])
    with pytest.raises(Refused) as refused:
        desk.duty.sign_leader(LEADER, WORD, seen=standing_digest(desk.duty.running_sheet()))
    assert (refused.value.code, refused.value.facts) == ("leader_is_incoming", {"name": LEADER})
    assert (
        desk.duty.sign_leader(ABOVE, WORD, seen=standing_digest(desk.duty.running_sheet())).signatures[-1]["name"]
        == ABOVE
    )


def test_a_difference_raised_makes_one_the_incoming_officer_too(desk: Desk, people: dict[str, Actor]) -> None:
    _signed(desk, people)
    desk.duty.raise_difference("少一台泵", seen=desk.duty.running_sheet().digest, by=people[LEADER])
    with pytest.raises(Refused, match="leader_is_incoming"):
        desk.duty.sign_leader(LEADER, WORD, seen=standing_digest(desk.duty.running_sheet()))


def test_whoever_signed_out_for_the_absent_one_does_not_countersign_it(desk: Desk, people: dict[str, Actor]) -> None:
    sheet = desk.duty.start_hand_over(by=people[OUT])
    desk.duty.sign_for_absent(sheet.digest, "送医", LEADER, WORD)
    with pytest.raises(Refused, match="leader_is_outgoing"):
        desk.duty.sign_leader(LEADER, WORD, seen=standing_digest(desk.duty.running_sheet()))
    assert (
        desk.duty.sign_leader(ABOVE, WORD, seen=standing_digest(desk.duty.running_sheet())).signatures[-1]["part"]
        == "leader"
    )
