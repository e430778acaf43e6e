"""What a seat that died left of a response is given out by another seat that looks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from console.domain.plans import PlanRow
from console.domain.responses import LEASE
from console.services.responses import ResponsesService
from tests.kit import plans as kit
from tests.kit import plans_panel as setting
from tests.kit.plans_panel import PATIENCE, wait
from ui.carrying_on import CarryingOn
from ui.seat import Seat

plan = setting.plan


class Gone(ResponsesService):
    """A seat whose power fails between claiming cards and giving them."""

    def _give(self, *_args: Any, **_more: Any) -> int:
        return 0


def left_behind(desk: Desk, seat: Seat, plan: PlanRow) -> None:
    """A response started on a seat that died over it."""
    other = Gone(desk.opened.store, desk.clock, desk.realm, desk.settings.zone, desk.accounts.sign_in)
    seen = other.preview(plan.id, "III", kit.WARNING)
    other.start(uuid4(), plan.id, "III", kit.WARNING, kit.APPROVED, digest=seen.digest, by=seat.actor)


def test_what_was_left_over_is_given_out_once_its_claim_ran_out(
    desk: Desk, jobs: Any, seat: Seat, plan: PlanRow, clock: StoppedClock, qtbot: QtBot
) -> None:
    left_behind(desk, seat, plan)
    parent = QObject()
    carrying = CarryingOn(desk, jobs, seat, parent)
    assert desk.responses.rows()[0].waiting == len(kit.CODES["III"])
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with qtbot.waitSignal(carrying.told, timeout=PATIENCE) as heard:
        carrying.look()
    assert heard.args == [words.say("responses.told_carried_on", count=len(kit.CODES["III"]))]
    assert desk.responses.rows()[0].waiting == 0


def test_nobody_who_only_looks_on_gives_anything_out(
    app_theme: QApplication, desk: Desk, jobs: Any, seat: Seat, plan: PlanRow, clock: StoppedClock, viewer: Actor,
    qtbot: QtBot,
) -> None:  # fmt: skip
    left_behind(desk, seat, plan)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    seat.sit(viewer)
    parent = QObject()
    carrying = CarryingOn(desk, jobs, seat, parent)
    carrying.look()
    read: list[bool] = []
    jobs.write(lambda: True, read.append, read.append)
    wait(qtbot, lambda: bool(read))
    assert desk.responses.rows()[0].waiting == len(kit.CODES["III"])


def test_a_window_that_is_gone_looks_for_nothing(desk: Desk, jobs: Any, seat: Seat) -> None:
    parent = QObject()
    carrying = CarryingOn(desk, jobs, seat, parent)
    jobs.close()
    carrying.look()
