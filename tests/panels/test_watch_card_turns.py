"""Standing in on the board: announced before its hour, told when it has begun, told when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.roster import LEADER, Named
from ui.seat import Seat
from ui.text import Times
from ui.widgets.watch_card import WatchCard


@pytest.fixture
def card(qtbot: QtBot, app_theme: QApplication, times: Times, desk: Desk, seat: Seat) -> WatchCard:
    now = desk.clock.now()
    desk.duty.take_over_empty([PostLine(LEADER, "林例十"), PostLine("主班", "陈例一")], by=seat.actor)
    desk.roster.substitute(
        "主班", "陈例一", Named("吴例三"), "发热", start=now + timedelta(hours=6), end=now + timedelta(hours=10),
        by=seat.actor,
    )  # fmt: skip
    made = WatchCard(times)
    qtbot.addWidget(made)
    return made


def _shown(card: WatchCard, desk: Desk) -> tuple[str, list[str]]:
    planned = desk.roster.now(desk.clock.now())
    shift = desk.duty.on_watch()
    card.show_watch(planned.on_duty, shift, None, (), ())
    assert shift is not None
    return "" if card.stands_in.isHidden() else card.stands_in.text(), [line.name for line in shift.posts]


def test_the_board_tells_who_stands_in_from_when(card: WatchCard, desk: Desk, clock: StoppedClock) -> None:
    assert _shown(card, desk) == ("主班：14:00 起由 吴例三 代 陈例一（发热）", ["林例十", "陈例一"])
    clock.advance(hours=6)
    assert _shown(card, desk) == ("主班：吴例三 自 14:00 起代 陈例一（发热）", ["林例十", "吴例三"])
    words.set_language("en")
    card.retranslate()
    assert card.stands_in.text() == "Main: 吴例三 stands in for 陈例一 since 14:00 (发热)"
    words.set_language("zh")
    clock.advance(hours=4)
    assert _shown(card, desk) == ("主班：陈例一 自 18:00 起回岗", ["林例十", "陈例一"])


def test_a_watch_as_it_was_taken_says_nothing(card: WatchCard, desk: Desk, seat: Seat) -> None:
    (row,) = desk.roster.substitutions(desk.clock.now(), desk.clock.now() + timedelta(hours=9))
    desk.roster.take_back(row.id, "本人已到岗", by=seat.actor)
    assert _shown(card, desk)[0] == ""
