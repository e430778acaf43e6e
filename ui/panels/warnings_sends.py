"""The record of a released warning: what every channel did, told by people or read from the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.domain.people import Action as Permission
from console.domain.warning_rows import SETTLED, SendRow, Sent, Way
from console.services.warning_sends import SendNow
from ui import actions, theme
from ui.dialogs.duty_people import SureDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.warning_done import WarningDoneDialog
from ui.models.table import RowTableModel
from ui.models.warning_rows import Look
from ui.panels.acting_part import Verb
from ui.panels.warnings_lists import ListsOut
from ui.panels.warnings_targets import Unreached
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

if TYPE_CHECKING:
    from ui.panels.warnings_page import WarningPage

KEYS = {
    "send_done": "Alt+D", "send_failed": "Alt+F", "send_skipped": "Alt+B", "send_again": "Alt+G",
    "send_list": "Alt+S", "send_result": "Alt+H", "send_targets": "Alt+A", "send_silent": "Alt+N",
    "send_call": "Alt+Shift+M", "send_outbox": "Alt+I", "send_pause": "Alt+P", "send_halt": "Alt+Q",
}  # fmt: skip


class WarningRecord(Painted, QWidget):
    """Acts are asked for on the page it stands in."""

    def __init__(self, page: WarningPage, model: RowTableModel[SendNow]) -> None:
        super().__init__()
        self._page = page
        self._wanted: UUID | None = None
        self.lists, self.unreached = ListsOut(page, self._row), Unreached(page, self._row)
        self.table = RowTable(model, compact=True)
        self.table.call("warning.record")
        self.sum = Word(role="strong")
        self.sum.setWordWrap(True)
        self.bar = Lines()
        self.by_name = {name: KeyButton(f"do.{name}", key, small=True) for name, key in KEYS.items()}
        self.by_name["copy_out"] = KeyButton("warning.copy", actions.key_of("copy_out"), small=True)
        for button in self.by_name.values():
            self.bar.flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sum)
        column.addWidget(self.table, 1)
        column.addWidget(self.bar)
        self.table.chosen.connect(lambda _one: self._turn())
        self.table.opened.connect(lambda _one: self._enter())
        self.restyle()

    def buttons(self) -> tuple[KeyButton, ...]:
        return tuple(self.by_name.values())

    def verbs(self) -> dict[str, Verb]:
        out, again = Permission.RELEASE_WARNING, Permission.SEND_OUT
        acts: dict[str, tuple[Callable[[], object], Permission | None]] = {
            "send_done": (self.ask_done, out), "send_failed": (lambda: self._ask_reason("send_failed"), out),
            "send_skipped": (lambda: self._ask_reason("send_skipped"), out),
            "send_again": (lambda: self._ask_reason("send_again"), out), "send_outbox": (self.go_outbox, None),
            "send_list": (self.lists.ask_list, Permission.EXPORT), "send_result": (self.lists.ask_result, out),
            "send_pause": (self.pause, again), "send_halt": (self.ask_halt, again),
            "send_targets": (self.unreached.ask_targets, out), "send_silent": (self.unreached.ask_silent, out),
            "send_call": (self.unreached.call_unreached, Permission.CALL_OUT),
        }  # fmt: skip
        made: dict[str, Verb] = {
            name: (KEYS[name], self.by_name[name], act, permission) for name, (act, permission) in acts.items()
        }
        made["copy_out"] = (actions.key_of("copy_out"), self.by_name["copy_out"], self.lists.copy, None)
        return made

    def show_sends(self, look: Look) -> None:
        self.table.show_rows(look.sends)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        if look.sends and self.table.chosen_row() is None:
            self.table.choose(_first_waiting(look), scroll=False)
        done = sum(one.row.state in SETTLED for one in look.sends)
        failed = sum(one.row.state is Sent.FAILED for one in look.sends)
        self.sum.say("warning.record.sum", done=done, total=len(look.sends), failed=failed)
        self._say_pause()

    def choose_soon(self, send_id: UUID) -> None:
        """That channel is chosen as soon as it stands here."""
        self._wanted = send_id

    def why(self, widget: QWidget) -> str:
        """The code of what stands against it now; empty where nothing does."""
        if widget is self.by_name["send_silent"]:
            return _why_not_silent(self._page.look)
        send = self._chosen()
        name = next((name for name, button in self.by_name.items() if button is widget), "")
        if send is None:
            return "warning.why.no_channel"
        if name in ("copy_out", "send_list"):
            return ""
        if name == "send_call":
            return _why_not_called(send)
        if name in ("send_outbox", "send_pause", "send_halt", "send_targets"):
            return _why_not_run(send, name)
        return _why_not_told(send, name)

    # acts

    def ask_done(self) -> None:
        send, by, page = self._chosen(), self._page.actor, self._page
        if send is None:
            return
        row = send.row
        page.put(
            WarningDoneDialog(row, page.times, parent=page.window()), f"warning.done {row.id}",
            lambda done: page.services.sends.done(row.id, done, seen=row.version, by=by),
            lambda _row: self._told("warning.told_done", row),
        )  # fmt: skip

    def _ask_reason(self, name: str) -> None:
        send, by, page = self._chosen(), self._page.actor, self._page
        if send is None:
            return
        row, sends = send.row, page.services.sends
        act = {"send_failed": sends.failed, "send_skipped": sends.skipped, "send_again": sends.again}[name]
        dialog = ReasonDialog(f"do.{name}", f"{row.name}　{row.target}", kind="primary", parent=page.window())
        page.put(
            dialog, f"{name} {row.id}", lambda reason: act(row.id, reason, seen=row.version, by=by),
            lambda _row: self._told(f"warning.told_{name}", row),
        )  # fmt: skip

    def go_outbox(self) -> None:
        """The orders of that channel one by one, where each may be sent again by a person."""
        send, page = self._chosen(), self._page
        if send is None or send.row.batch_id is None:
            return
        batch_id, deliveries = send.row.batch_id, page.services.deliveries

        def found(rows: list[Any]) -> None:
            if rows:
                page.item_asked.emit("devices", rows[0].id)

        page.ask_first(lambda: deliveries.rows(batch_id=batch_id, limit=1), found)

    def pause(self) -> None:
        """A run waits, or goes on."""
        run, by, page = self._run(), self._page.actor, self._page
        if run is None:
            return
        act = page.services.deliveries.go_on if run.paused else page.services.deliveries.pause
        code = "warning.told_gone_on" if run.paused else "warning.told_paused"
        page.save_once(lambda: act(run.id, by=by), lambda _run: page.saved.emit(words.say(code, title=run.title)))

    def ask_halt(self) -> None:
        """What has not gone out of a run is taken back."""
        run, by, page = self._run(), self._page.actor, self._page
        if run is None:
            return
        page.put(
            SureDialog("do.send_halt", run.title, parent=page.window()), "",
            lambda _none: page.services.deliveries.stop_batch(run.id, by=by),
            lambda _run: page.saved.emit(words.say("warning.told_halted", title=run.title)),
        )  # fmt: skip

    def _enter(self) -> None:
        """Enter on a line: a manual channel is told, a device's is followed into the outbox."""
        name = "send_done" if (send := self._chosen()) is not None and send.row.way is Way.MANUAL else "send_outbox"
        if self.by_name[name].isEnabled():
            self.by_name[name].click()

    def _turn(self) -> None:
        """Another channel is chosen: the buttons are about that one."""
        self._say_pause()
        self._page.permit()

    def _say_pause(self) -> None:
        run = self._run()
        self.by_name["send_pause"].say("do.send_go_on" if run is not None and run.paused else "do.send_pause")

    def _row(self) -> SendRow | None:
        send = self._chosen()
        return send.row if send is not None else None

    def _chosen(self) -> SendNow | None:
        row: SendNow | None = self.table.chosen_row()
        return row

    def _run(self) -> Any:
        send, look = self._chosen(), self._page.look
        if send is None or look is None or send.row.batch_id is None:
            return None
        return look.runs.get(send.row.batch_id)

    def _told(self, code: str, row: SendRow) -> None:
        self._page.saved.emit(words.say(code, name=row.name))

    def restyle(self) -> None:
        using = theme.current()
        self.layout().setSpacing(using.px(6))
        self.table.setMinimumHeight(using.px(34) + 2 + 4 * using.compact_row)
        super().restyle()


def _why_not_run(send: SendNow, name: str) -> str:
    if send.row.batch_id is None:
        return "warning.why.manual"
    left = send.counts is not None and send.counts.left
    return "" if left or name in ("send_outbox", "send_targets") else "warning.why.nothing_left"


def _why_not_silent(look: Look | None) -> str:
    device = look is not None and any(one.row.way is Way.DEVICE for one in look.sends)
    return "" if device else "warning.why.no_device"


def _why_not_called(send: SendNow) -> str:
    """A list of who was not reached there is of a carrier's run once its file was read, and of silent terminals."""
    if send.row.way is Way.MANUAL:
        return "" if send.row.people and send.row.reached is not None else "warning.why.no_result"
    return ""


def _first_waiting(look: Look) -> UUID:
    """The channel that has to be reported next; the first one where nothing waits."""
    waits = [one.row for one in look.sends if one.row.way is Way.MANUAL and one.row.state is Sent.TODO]
    first = min(waits, key=lambda row: (row.due_at is None, row.due_at, row.ordinal), default=None)
    return first.id if first is not None else look.sends[0].row.id


def _why_not_told(send: SendNow, name: str) -> str:
    """Against what people say of a channel."""
    if send.row.way is not Way.MANUAL:
        return "warning.why.device"
    if name == "send_result":
        return "" if send.row.people else "warning.why.no_list"
    settled = send.row.state in SETTLED
    if name == "send_again":
        return "" if settled else "warning.why.not_settled"
    return "warning.why.settled" if settled else ""
