"""Whoever runs the wire, with a window or without one, ends warnings that are told or over."""

from __future__ import annotations

import time

import pytest

from console import bootstrap
from console.domain.people import Role
from console.domain.warning import State
from console.errors import Refused
from tests.kit.warning import WORD, small_county, walked


@pytest.fixture
def ground(new_store, clock):
    desk = bootstrap.build(new_store, clock)
    yield small_county(desk)
    desk.close()


def test_the_wire_ends_a_warning_whose_time_is_over(ground):
    desk, first = ground.desk, ground.actor("甲例")
    over = walked(desk.warnings, desk.warnings.draft(ground.form(), by=first), first)
    told = walked(
        desk.warnings, desk.warnings.draft(ground.form(expires=over.expires_at.replace(day=13)), by=first), first
    )
    for one in desk.warning_sends.rows(told.id):
        desk.warning_sends.skipped(one.row.id, "停电", seen=1, by=first)
    desk.clock.advance(hours=4)
    desk.wire.start()
    end = time.monotonic() + 20
    while desk.warnings.one(told.id).state is State.RELEASING and time.monotonic() < end:
        time.sleep(0.05)
    assert [desk.warnings.one(one.id).state for one in (over, told)] == [State.EXPIRED, State.ACTIVE]
    assert desk.warnings.history(over.id)[-1].by_name == "program"
    assert desk.wire.stop()


def test_an_account_that_ends_or_loses_its_right_signs_nothing(ground):
    """The role counts as it is at the write, not as it was at the screen."""
    desk, first, tool = ground.desk, ground.actor("甲例"), ground.actor("辛例")
    service = desk.warnings
    row = service.draft(ground.form(), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    desk.accounts.change_role("丙例", Role.COMMANDER, False, by=tool)
    desk.accounts.change_role("己例", Role.OFFICER, True, by=tool)
    for act, code in (
        (lambda: service.sign(row.id, "丙例", WORD, digest=row.digest), "wrong_password"),
        (lambda: service.sign(row.id, "己例", WORD, digest=row.digest), "not_permitted"),
        (lambda: service.sign_by_phone(row.id, "丙例", None, "同意", digest=row.digest, by=first), "account_retired"),
        (lambda: service.sign_by_phone(row.id, "己例", None, "同意", digest=row.digest, by=first), "approver_may_not"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == code
    assert service.one(row.id) == row
    desk.accounts.change_role("己例", Role.COMMANDER, True, by=tool)
    assert service.sign(row.id, "己例", WORD, digest=row.digest).state is State.RELEASE
