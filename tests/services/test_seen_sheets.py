"""Every act on a hand-over names what was on the screen: another seat may have gone on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from console.bootstrap import Desk
from console.domain.duty import PostLine, SheetRow, items_of
from console.domain.inbound import Intake
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest

WORD = "seen sheets of 2030"
OUT, INTO, LEADER = "陈例一", "邹例八", "林例十"


def posts(main: str) -> list[PostLine]:
    return [PostLine("leader", LEADER), PostLine("主班", main)]


@pytest.fixture
def people(desk: Desk, by: Actor) -> dict[str, Actor]:
    made = {OUT: desk.accounts.add(OUT, Role.ADMIN, WORD, by=by).actor}
    made |= {name: desk.accounts.add(name, Role.OFFICER, WORD, by=made[OUT]).actor for name in (INTO, LEADER)}
    desk.duty.take_over_empty(posts(OUT), by=made[OUT])
    desk.intake.register(Intake(uuid4(), "例一镇积水", desk.clock.now()), by=made[OUT])
    return made


def signed(desk: Desk, people: dict[str, Actor]) -> SheetRow:
    return desk.duty.sign_outgoing(desk.duty.start_hand_over(by=people[OUT]).digest, OUT, WORD)


def again(desk: Desk, people: dict[str, Actor]) -> SheetRow:
    """Another seat gives the sheet up and signs one with other words."""
    desk.duty.abandon("漏了", seen=standing_digest(desk.duty.running_sheet()), by=people[OUT])
    sheet = desk.duty.start_hand_over(by=people[OUT])
    sheet = desk.duty.remark("三人失联", seen=sheet.digest, by=people[OUT])
    return desk.duty.sign_outgoing(sheet.digest, OUT, WORD)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as found:
        act()
    return found.value.code


def test_the_leader_signs_the_sheet_that_was_shown(desk, people):
    shown = standing_digest(signed(desk, people))
    sheet = again(desk, people)
    assert refused(lambda: desk.duty.sign_leader(LEADER, WORD, seen=shown)) == "text_changed"

    shown = standing_digest(sheet)
    sheet = desk.duty.raise_difference("少一台泵", seen=sheet.digest, by=people[INTO])
    assert refused(lambda: desk.duty.sign_leader(LEADER, WORD, seen=shown)) == "text_changed"
    item = next(item for _, item, _ in items_of(sheet.body))
    desk.duty.confirm([item], seen=sheet.digest, by=people[INTO])  # alters nothing the leader signs
    assert desk.duty.sign_leader(LEADER, WORD, seen=standing_digest(sheet)).signatures[-1]["name"] == LEADER
    assert desk.health.verify().fault is None


def test_nothing_is_confirmed_doubted_or_given_up_on_another_sheet(desk, people):
    first = signed(desk, people)
    items = [item for _, item, late in items_of(first.body) if not late]
    again(desk, people)

    acts = (
        lambda: desk.duty.confirm(items, seen=first.digest, by=people[INTO]),
        lambda: desk.duty.raise_difference("少一台泵", seen=first.digest, by=people[INTO]),
        lambda: desk.duty.abandon("重来", seen=standing_digest(first), by=people[OUT]),
    )
    assert [refused(act) for act in acts] == ["changed_meanwhile"] * 3
    now = desk.duty.running_sheet()
    assert (now.confirmations, now.differences) == ({}, ())


def test_a_sheet_signed_meanwhile_is_not_given_up_as_an_unsigned_one(desk, people):
    started = desk.duty.start_hand_over(by=people[OUT])
    desk.duty.sign_outgoing(started.digest, OUT, WORD)
    seen = standing_digest(started)
    assert refused(lambda: desk.duty.abandon("重来", seen=seen, by=people[OUT])) == "changed_meanwhile"


def test_remarks_do_not_replace_words_that_were_not_seen(desk, people):
    shown = desk.duty.start_hand_over(by=people[OUT])
    kept = desk.duty.remark("渡口钥匙在李例二处", seen=shown.digest, by=people[OUT])
    assert refused(lambda: desk.duty.remark("无", seen=shown.digest, by=people[LEADER])) == "changed_meanwhile"
    assert desk.duty.running_sheet() == kept


def test_the_log_names_who_typed_remarks_another_officer_saved(desk, people):
    sheet = desk.duty.start_hand_over(by=people[OUT])
    sheet = desk.duty.remark("钥匙三把", seen=sheet.digest, by=people[LEADER], typist=OUT)
    assert desk.log.newest(1)[0].text == f"注意事项 {sheet.number}（{OUT} 录入）：钥匙三把"
    desk.duty.remark("钥匙四把", seen=sheet.digest, by=people[OUT], typist=OUT)
    assert desk.log.newest(1)[0].text == f"注意事项 {sheet.number}：钥匙四把"


def test_a_difference_is_answered_once(desk, people):
    sheet = signed(desk, people)
    sheet = desk.duty.raise_difference("少一台泵", seen=sheet.digest, by=people[INTO])
    difference = UUID(sheet.differences[0]["id"])
    desk.duty.answer_difference(difference, "借出", by=people[OUT])
    assert refused(lambda: desk.duty.answer_difference(difference, "无误", by=people[OUT])) == "difference_answered"


def test_a_supplement_is_raised_to_the_sheet_that_was_shown(desk, people):
    sheet = signed(desk, people)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=sheet.digest, by=people[INTO])
    desk.duty.take_over(posts(INTO), INTO, WORD, seen=incoming_digest(sheet))

    def supplement(shown: UUID) -> object:
        return desk.supplements.raise_difference("少一台泵", sheet=shown, by=people[INTO])

    assert refused(lambda: supplement(uuid4())) == "changed_meanwhile"
    assert supplement(sheet.id).sheet.differences[-1]["text"] == "少一台泵"


def test_taking_over_answers_the_watch_it_made_whoever_takes_it_right_after(desk, people):
    sheet = signed(desk, people)
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=sheet.digest, by=people[INTO])

    def another_seat(_: object) -> None:
        leave()
        desk.duty.emergency_take_over(posts(OUT), "另一席位", LEADER, WORD)

    leave = desk.opened.store.feed.subscribe(another_seat)
    shift = desk.duty.take_over_signed_in(posts(INTO), seen=incoming_digest(sheet), by=people[INTO])

    assert (shift.owner, shift.owner_id) == (INTO, people[INTO].id)
    assert desk.duty.on_watch().owner_id == people[LEADER].id
