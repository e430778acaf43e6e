"""A watch that was really stood and handed over, to be printed; and the text of a PDF as others read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from console.bootstrap import Desk
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine, SheetRow, items_of
from console.domain.inbound import FigureValue, Intake, Precision
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.services.duty import incoming_digest
from ui.printing.sheets import Print

WORD = "example-duty-1"


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture
def about(desk: Desk) -> Print:
    return Print(desk.zone, desk.realm, desk.clock.now(), desk.settings.value("site.name"))


@pytest.fixture
def take_in(desk: Desk) -> Callable[..., object]:
    """Register an item as 接报."""

    def register(by: Actor, **more: object):
        figures = {"dead": FigureValue(None, True), "missing": FigureValue(0), "affected": FigureValue(19)}
        form = {
            "id": uuid4(), "summary": "样例村12 山体裂缝,5 户人家门口有水", "received_at": desk.clock.now(),
            "caller_name": "梁例五", "caller_phone": "100-0000-0001", "figures": figures,
            "occurred_at": desk.clock.now(), "occurred_precision": Precision.ABOUT, **more,
        }  # fmt: skip
        return desk.intake.register(Intake(**form), by=by)

    return register


@pytest.fixture
def handed_over(desk: Desk, clock: StoppedClock, take_in: Callable[..., object]) -> SheetRow:
    """The sheet of a whole watch: two signatures, a difference with its answer, confirmations."""
    out = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=Actor.tool("tester"))
    into = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=out.actor)
    desk.duty.take_over_empty([PostLine("leader", "林例十"), PostLine("主班", "陈例一")], by=out.actor)
    take_in(out.actor)
    desk.log.add(NewEntry(uuid4(), "例行试通"), by=out.actor)
    clock.advance(hours=23)
    desk.duty.start_hand_over(by=out.actor)
    sheet = desk.duty.remark("样例村12 人员不得返回", seen=desk.duty.running_sheet().digest, by=out.actor)
    desk.duty.sign_outgoing(sheet.digest, "陈例一", WORD)
    for _, each, _ in items_of(sheet.body):
        desk.duty.confirm([each], seen=desk.duty.running_sheet().digest, by=into.actor)
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=into.actor)
    sheet = desk.duty.answer_difference(_difference(sheet), "一台送修,已补登记", by=out.actor)
    clock.advance(minutes=5)
    posts = [PostLine("leader", "林例十"), PostLine("主班", "邹例八")]
    desk.duty.take_over(posts, "邹例八", WORD, seen=incoming_digest(sheet))
    done = desk.duty.sheet()
    assert done is not None
    return done


def _difference(sheet: SheetRow):
    from uuid import UUID

    return UUID(sheet.differences[0]["id"])


@pytest.fixture
def read() -> Callable[[Path], list[str]]:
    """The text of each page by a reader that is not ours, without the white space it guesses."""

    def pages(path: Path) -> list[str]:
        return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(path).pages]

    return pages
