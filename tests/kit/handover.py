"""The hand-over panel for tests that drive it: two officers, a watch with a sheet, and fingers on its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.log import ActKind
from console.domain.people import Actor, Role
from console.services import lines
from db import books
from db.models.inbound import Task
from tests.kit.input_method import commit
from ui.panels.handover import HandoverPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The screenless platform says so of windows' sizes and lists that pop up."""


OUT = "panels of 2030"
INTO = "incoming of 2030"


@pytest.fixture
def incoming(desk: Desk, seat) -> Actor:
    """The other officer: 林例二."""
    return desk.accounts.add("林例二", Role.OFFICER, INTO, by=seat.actor).actor


@pytest.fixture
def panel(qtbot, app_theme, jobs, seat, times, desk: Desk, incoming):
    """The panel, shown at the size of a small office screen."""
    return open_panel(qtbot, jobs, seat, times, desk)


def open_panel(qtbot, jobs, seat, times, desk: Desk) -> HandoverPanel:
    made = HandoverPanel(
        jobs,
        seat,
        times,
        duty=desk.duty,
        accounts=desk.accounts,
        settings=desk.settings,
        supplements=desk.supplements,
        drafts=desk.drafts,
        roster=desk.roster,
    )
    made.resize(1302, 658)
    qtbot.addWidget(made, before_close_func=lambda panel: panel.remarks_draft.keeper.drop())
    made.trouble = []
    made.told = []
    made.refused.connect(made.trouble.append)
    made.saved.connect(made.told.append)
    with qtbot.waitSignal(made.presented):
        made.show()
    return made


def posts(main: str) -> list[PostLine]:
    return [PostLine("leader", "王例九", "100-0000-0009"), PostLine("主班", main, "100-0000-0001")]


def stand(desk: Desk, by: Actor) -> None:
    desk.duty.take_over_empty(posts(by.name), by=by)


def take_in(desk: Desk, by: Actor, summary: str = "样例村3 道路积水") -> str:
    return desk.intake.register(Intake(id=uuid4(), summary=summary, received_at=desk.clock.now()), by=by).number


def task(desk: Desk, by: Actor, title: str, due: timedelta) -> None:
    """A task straight in the store: the service that makes them is another issue."""
    now = desk.clock.now()
    with desk.opened.store.writing(by=by) as tx:
        row = Task(
            id=uuid4(), number=f"RW-{uuid4().hex[:4]}", source="duty", title=title, owner="吴例三", due_at=now + due,
            state="open", created_at=now, created_by=by.name, version=1,
        )  # fmt: skip
        tx.session.add(row)
        lines.write(tx, books.DUTY, ActKind.TASK, title, at=now, about=[row])


def with_sheet(desk: Desk, by: Actor) -> None:
    """A watch with one open report, one task in time and two over, cut off."""
    stand(desk, by)
    take_in(desk, by)
    task(desk, by, "核实转移人数", timedelta(hours=9))
    task(desk, by, "报送续报", timedelta(minutes=-30))
    task(desk, by, "补领照明灯", timedelta(minutes=-5))
    desk.duty.start_hand_over(by=by)


def signed(desk: Desk, by: Actor) -> None:
    with_sheet(desk, by)
    desk.duty.sign_outgoing(desk.duty.running_sheet().digest, by.name, OUT)


def in_emergency(desk: Desk, seat, incoming: Actor) -> None:
    stand(desk, seat.actor)
    desk.duty.emergency_take_over(posts(incoming.name), "样例：突发疾病", incoming.name, INTO)


def news(qtbot, panel: HandoverPanel, *topics: Topic) -> None:
    """News from another process, until it is shown."""
    with qtbot.waitSignal(panel.presented):
        panel.note(Changes(frozenset(topics or {Topic.DUTY}), elsewhere=True))


def presented(qtbot, panel: HandoverPanel, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(panel.presented):
        act()


def key(qtbot, widget: QWidget, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    if modifier != Qt.KeyboardModifier.NoModifier and not widget.isActiveWindow():
        widget.activateWindow()  # a shortcut wants it so; without a screen nothing does it once a dialog has gone
        qtbot.waitUntil(widget.isActiveWindow)
    widget.setFocus()
    qtbot.keyClick(widget, which, modifier)


def write(qtbot, widget: QWidget, text: str) -> None:
    """Type it: Latin by keys, Chinese as an input method commits it."""
    widget.setFocus()
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    commit(widget, text)


def type_and_sign(qtbot, panel: HandoverPanel, password: str, name: str = "") -> None:
    """Fill the proof of the open dialog by keyboard and hand it up."""
    proof = panel.dialog.proof
    if name:
        proof.name.clear()
        write(qtbot, proof.name, name)
        proof.name.completer().popup().hide()  # as the key that goes on does: while it is open no window is active
    proof.password.clear()
    write(qtbot, proof.password, password)
    key(qtbot, proof.password, Qt.Key.Key_Return)


def log_in_incoming(qtbot, panel: HandoverPanel) -> None:
    panel.sheet_page.identify.click()
    presented(qtbot, panel, lambda: type_and_sign(qtbot, panel, INTO, "林例二"))


def shown_words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
