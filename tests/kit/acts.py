"""Acts by which an officer's words get into the store: how each is come to in the window, and what hands it up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from console.domain.inbound import Intake
from console.domain.lists import LISTS
from console.domain.log import NewEntry
from console.domain.orders import NewInstruction, Way
from ui.app import App
from ui.dialogs.asking import Asking
from ui.widgets.outbound_bars import FailedQuestion, ReceiptQuestion, RowBar

ASKED = "例二镇停电"


class Hands:
    """An officer signed in at the real window; ``settle`` lets everything asked for end and be shown."""

    def __init__(self, app: App) -> None:
        self.app, self.desk, self.by = app, app.shell.desk, app.seat.actor

    def settle(self) -> None:
        for _ in range(2):
            done: list[object] = []
            self.app.jobs.write(lambda: None, done.append, done.append)
            self.app.jobs.read(lambda: None, done.append, done.append)
            while len(done) < 2:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def panel(self, panel_id: str) -> Any:
        shown = self.app.window.show_panel(panel_id)
        self.settle()
        return shown

    def page(self, page_id: str) -> Any:
        page = self.panel("settings").show_page(page_id)
        self.settle()
        return page

    def dialog(self) -> Asking:
        """The one that stands before the window."""
        self.settle()
        return next(asked for asked in self.app.window.findChildren(Asking) if isValid(asked) and asked.isVisible())

    def close_dialogs(self) -> None:
        for asked in self.app.window.findChildren(Asking):
            if isValid(asked) and asked.isVisible():
                asked.reject()
        self.settle()


@dataclass(frozen=True)
class Act:
    """``come`` leads to the editors and answers what holds them; ``press`` hands up what stands in them.

    ``words`` fills in what is needed for it to be taken, by attribute names of the editors; ``marked`` is the one
    that takes a text of any kind.
    """

    come: Callable[[Hands], Any]
    press: Callable[[Hands, Any], None]
    marked: str = ""
    words: tuple[tuple[str, str], ...] = ()


def _asked(opens: Callable[[Hands], None]) -> Callable[[Hands], Asking]:
    def come(hands: Hands) -> Asking:
        hands.close_dialogs()
        opens(hands)
        return hands.dialog()

    return come


def _hand_up(_hands: Hands, dialog: Any) -> None:
    dialog.hand_up()


def _yes(_hands: Hands, question: Any) -> None:
    question.yes.emit()


def _end_task(hands: Hands) -> None:
    board, task = hands.panel("board"), hands.desk.tasks.add("回话", by=hands.by)
    board.reload_now()
    hands.settle()
    board.open_item(task.id)
    QTest.keyClick(board.open_table, Qt.Key.Key_Return)


def _item(hands: Hands) -> Any:
    panel = hands.panel("intake")
    form = Intake(uuid4(), ASKED, hands.desk.clock.now(), call_back="waiting", kind="document", channel="platform")
    panel.open_item(hands.desk.intake.register(form, by=hands.by).id)
    hands.settle()
    hands.settle()
    return panel


def _question(name: str) -> Callable[[Hands], Any]:
    def come(hands: Hands) -> Any:
        bars = _item(hands).bars
        bars.ask(getattr(bars, name))
        return getattr(bars, name)

    return come


def _form(hands: Hands) -> Any:
    panel = hands.panel("intake")
    panel.start_new()
    panel.discard()
    hands.settle()
    panel.form.place_cursor("summary", 0, 0)
    return panel.form


def _correct(hands: Hands) -> None:
    line = hands.desk.log.add(NewEntry(uuid4(), "水位 3.2 m"), by=hands.by)
    panel = hands.panel("log")
    panel.reload_now()
    hands.settle()
    panel.go_to(line.number)
    hands.settle()
    panel.detail.correct_asked.emit()
    hands.settle()


def _outbound(hands: Hands) -> Any:
    panel = hands.panel("outbound")
    panel.form.fill({"channel": panel.form.channel.values()[0]})
    return panel.form


def _sent(button: str, asked: type[QWidget]) -> Callable[[Hands], Any]:
    def come(hands: Hands) -> Any:
        panel = hands.panel("outbound")
        panel.form.fill({"channel": panel.form.channel.values()[0], "to_org": "例二镇", "text": ASKED})
        panel.form.save.click()
        hands.settle()
        panel.reload_now()
        hands.settle()
        panel.table.choose(panel.table.rows_model.rows()[0].id)
        getattr(panel.findChild(RowBar), button).click()
        return panel.findChild(asked)

    return come


def _notice(hands: Hands) -> None:
    panel = hands.panel("routine")
    panel.show_part(panel.pages.index(panel.notices))
    hands.settle()
    panel.notices.ask_new()


def _part(at: int) -> Callable[[Hands], Any]:
    def come(hands: Hands) -> Any:
        panel = hands.panel("reports")
        panel.show_part(at)
        hands.settle()
        return panel.pages[at]

    return come


def _ordering(at: int, verb: str) -> Callable[[Hands], None]:
    """A dialog of a part of the 交办 panel, where there is something it can be about."""

    def opens(hands: Hands) -> None:
        form = NewInstruction(uuid4(), "林例十", "县长", hands.desk.clock.now(), Way.PHONE, ASKED)
        hands.desk.instructions.record(form, by=hands.by)
        panel = hands.panel("orders")
        panel.show_part(at)
        hands.settle()
        panel.pages[at].reload_now()
        hands.settle()
        getattr(panel.pages[at], verb)()

    return opens


def _list(key: str) -> Callable[[Hands], None]:
    def opens(hands: Hands) -> None:
        page = hands.page("lists")
        page.show_list(key)
        hands.settle()
        page.ask_new()

    return opens


def _setting(key: str) -> Callable[[Hands], Any]:
    def come(hands: Hands) -> Any:
        page = hands.page("site")
        page.table.choose(key)
        hands.settle()
        page.form.revert.click()
        return page.form

    return come


def _watch(verb: str) -> Callable[[Hands], None]:
    def opens(hands: Hands) -> None:
        getattr(hands.panel("handover").watch_acts, verb)()

    return opens


def _sheet(verb: str) -> Callable[[Hands], None]:
    def opens(hands: Hands) -> None:
        panel = hands.panel("handover")
        if hands.desk.duty.running_sheet() is None:
            hands.desk.duty.start_hand_over(by=hands.by)
            panel.reload_now()
            hands.settle()
        getattr(panel.sheet_acts, verb)()

    return opens


def _remarks(hands: Hands) -> Any:
    _sheet("seat_changed")(hands)
    hands.settle()
    return hands.panel("handover").sheet_page.remarks


def _phone(hands: Hands) -> None:
    panel = _item(hands)
    panel.phone_script_asked.emit(panel.item.shown.row.id)
    hands.settle()


def _roster(verb: str) -> Callable[[Hands], None]:
    return lambda hands: getattr(hands.panel("roster").asking, verb)()


ACTS: dict[str, Act] = {
    "line": Act(lambda hands: hands.panel("board").quick, lambda _, quick: quick.save.click(), "text"),
    "task": Act(_asked(lambda hands: hands.panel("board").give_task()), _hand_up, "text"),
    "task's end": Act(_asked(_end_task), _hand_up, "result"),
    "intake": Act(_form, lambda hands, _: hands.panel("intake").bars.entry.save_close.click(), "summary"),
    "act": Act(_question("act"), _yes, "note"),
    "close": Act(_question("close_item"), _yes, "note"),
    "revise": Act(_question("revise"), _yes, "source", (("value.line", "3"),)),
    "call back": Act(_question("call_back"), _yes, "note"),
    "clock": Act(_question("clock"), _yes, "whom"),
    "promise": Act(_question("promise"), _yes),
    "correction": Act(_asked(_correct), _hand_up, "editor"),
    "outbound": Act(_outbound, lambda _, form: form.save.click(), "words", (("to_org", "例二镇"),)),
    "receipt": Act(_sent("receipt", ReceiptQuestion), _yes, "note", (("name", "例二"),)),
    "not delivered": Act(_sent("failed", FailedQuestion), _yes, "reason"),
    "phone": Act(_asked(_phone), _hand_up, "said"),
    "notice": Act(_asked(_notice), _hand_up),
    "where": Act(_asked(_roster("ask_where")), _hand_up),
    "stand in": Act(_asked(_roster("ask_stand_in")), _hand_up),
    "copied days": Act(_asked(_roster("ask_copy")), _hand_up),
    "brief": Act(_part(1), lambda _, page: page.save_button.click(), "text"),
    "report": Act(_part(0), lambda _, page: page.compose_button.click()),
    "order": Act(_asked(_ordering(0, "ask_new")), _hand_up, "text", (("units.line", "例二镇"),)),
    "instruction": Act(_asked(_ordering(1, "ask_new")), _hand_up, "words", (("leader", "林例十"),)),
    "handing on": Act(_asked(_ordering(1, "ask_hand_on")), _hand_up, "text", (("units.line", "例二镇"),)),
    "roll call": Act(_asked(_ordering(2, "ask_new")), _hand_up, "name", (("units.line", "例二镇"),)),
    "consultation": Act(
        _asked(_ordering(3, "ask_new")),
        _hand_up,
        "minutes",
        (("name", "会商"), ("chair", "林例十"), ("units.line", "例二镇")),
    ),
    "remarks": Act(_remarks, lambda _, remarks: remarks.ask_save(), "editor"),
    "absent": Act(_asked(_sheet("ask_absent")), _hand_up),
    "abandon": Act(_asked(_sheet("ask_abandon")), _hand_up, "reason"),
    "identify": Act(_asked(_sheet("identify")), _hand_up),
    "emergency": Act(_asked(_watch("ask_emergency")), _hand_up),
    "officer": Act(_asked(lambda hands: hands.page("officers").ask_new()), _hand_up),
    "own password": Act(_asked(lambda hands: hands.page("officers").ask_own()), _hand_up),
    "setting": Act(_setting("print.issuer"), lambda _, form: form.save.click(), "basis", (("line", "例一县"),)),
    **{f"list {key}": Act(_asked(_list(key)), _hand_up) for key in LISTS},
}
"""Searches, passwords of signatures and the gate are no words of a record: they are fed elsewhere."""
