"""36 persons, three who telephone, one who writes it all down by keyboard: within five minutes of the clock."""

from __future__ import annotations

import random

from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.callout import Outcome
from console.domain.clock import StoppedClock
from tests.kit import callouts_panel as kit
from tests.kit.callouts_panel import Opened, begun, hit, settled, wait
from tests.kit.upward import CTRL, KEY
from tests.kit.warning import County

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened

PERSONS, CALLERS = 36, ("乙例", "丁例", "己例")
RINGS, TALKS, SILENT = (4, 12), (6, 12), 20
"""Seconds until somebody answers, that he is told and answers, and after which a caller gives up."""
KEY_SECONDS = 0.35
"""Of the clock, for each key of the recorder."""


def test_thirty_six_persons_within_five_minutes(
    opened: Opened, desk: Desk, people: County, clock: StoppedClock, qtbot: QtBot
) -> None:
    begun(desk, people, PERSONS, callers=CALLERS)
    panel = opened()
    page = panel.page
    settled(qtbot, panel)
    chance, keys, free_at = random.Random(8), 0, {}
    start = clock.now()

    def key(code: KEY, held: object = kit.NONE) -> None:
        nonlocal keys
        keys += 1
        clock.advance(seconds=KEY_SECONDS)
        hit(qtbot, panel, code, held)

    def turn_to(at: int) -> None:
        if page.caller != CALLERS[at] or page.keys.holding().get(CALLERS[at]) is not page.table.chosen_row():
            key((KEY.Key_1, KEY.Key_2, KEY.Key_3)[at], CTRL)

    def ring(at: int) -> None:
        """The line stands on whom to ring next."""
        row = page.table.chosen_row()
        if row is None or page.keys.holder(row) or row.progress.contact is None:
            return
        key(KEY.Key_Space)
        answers = chance.random() < 0.85  # about one in seven does not answer at once
        seconds = chance.uniform(*RINGS) + chance.uniform(*TALKS) if answers else SILENT
        free_at[at] = (clock.now().timestamp() + seconds, answers)

    for at in range(3):
        turn_to(at)
        ring(at)
    while free_at:
        at = min(free_at, key=lambda one: free_at[one][0])
        ends, answers = free_at.pop(at)
        clock.advance(seconds=max(0.0, ends - clock.now().timestamp()))
        turn_to(at)
        key(KEY.Key_1 if answers else KEY.Key_2)
        settled(qtbot, panel)
        ring(at)
    wait(qtbot, lambda: page.look is not None and page.look.tally.open == 0)
    spent = (clock.now() - start).total_seconds()
    tries = sum(len(row.tries) for row in page.rows)
    assert spent <= 300, f"{PERSONS} persons: {spent:.0f} s, {keys} keys, {tries} calls"
    assert keys <= 4 * tries, f"{keys} keys for {tries} calls"
    assert {one.caller for row in page.rows for one in row.tries} == set(CALLERS)
    assert sum(one.outcome is Outcome.NO_ANSWER for row in page.rows for one in row.tries) > 2
    assert panel.errors == []
