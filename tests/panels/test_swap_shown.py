"""A swap that waits for approval is shown where swaps stand, however far ahead its duty is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.approvals import SubjectKind
from console.domain.people import Role
from console.services.swaps import Duty, NewSwap
from tests.kit.planning import put
from tests.panels.test_roster_away import DAY, WORD, ids, panel
from ui.panels.duty_roster import AWAY, TABLE, DutyRosterPanel
from ui.panels.upward_approvals import STANDS_ON
from ui.seat import Seat

__all__ = ["ids", "panel"]


@pytest.mark.parametrize("days", [1, 90])
def test_it_is_brought_to_the_front(
    days: int, qtbot: QtBot, panel: DutyRosterPanel, desk: Desk, ids: dict[str, UUID], seat: Seat
) -> None:
    clerk = desk.accounts.add("排例八", Role.ADMIN, WORD, by=seat.actor).actor
    day = DAY + timedelta(days=days)
    put(desk, clerk, day, "主班", "张例二")
    wanted = NewSwap(Duty(day, "whole", "主班"), ids["张例二"], ids["王例三"], "孩子高考")
    swap = desk.swaps.ask(wanted, by=clerk)
    swap = desk.swaps.accept(swap.id, "林例十", seen=swap.version, by=clerk)
    (waits,) = desk.approvals.waiting("林例十")
    assert waits.subject_kind is SubjectKind.SWAP and STANDS_ON[waits.subject_kind] == panel.id
    panel.show_part(TABLE)
    panel.open_item(waits.subject_id, follow=True)
    qtbot.waitUntil(lambda: panel.away.swaps.chosen_key() == swap.id, timeout=10_000)
    assert panel.stack.currentIndex() == AWAY
    qtbot.waitUntil(panel.away.swaps.hasFocus, timeout=10_000)


def test_every_kind_that_may_wait_has_its_panel() -> None:
    assert set(STANDS_ON) == set(SubjectKind)
