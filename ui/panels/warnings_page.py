"""One warning whole: written, looked through, and what may be done with it now at its foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from console import words
from console.changes import Topic
from console.domain.callout_rows import CallWish
from console.domain.people import Actor
from console.domain.warning import OPEN, State
from console.domain.warning_rows import SendRow
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.models.table import Column, RowTableModel
from ui.models.warning_rows import Look, channel_said, load_look, owed_said, send_model
from ui.panels.warnings_acts import WarningActs
from ui.panels.warnings_ground import WarningGround
from ui.panels.warnings_papers import WarningPapers
from ui.panels.warnings_sends import WarningRecord
from ui.panels.warnings_typing import WarningTyping
from ui.text import Times
from ui.warning_prints import WarningApproval
from ui.warning_prints import WarningRecord as PaperRecord
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable
from ui.widgets.warning_checks import WarningChecks
from ui.widgets.warning_editor import WarningEditor
from ui.widgets.warning_foot import WarningFoot
from ui.widgets.warning_hands import WarningHands
from ui.widgets.warning_head import CALL, WarningHead
from ui.widgets.warning_news import WarningNews
from ui.widgets.warning_texts import GO

AREA, CHANNELS = "Ctrl+4", "Ctrl+5"
STANDARD, ALL = "Alt+V", "Alt+K"


class WarningPage(WarningTyping):
    """``left`` leads back to the list, ``other_asked`` to another warning. ``item_asked`` leads to the outbox."""

    topics = frozenset({Topic.WARNINGS, Topic.DELIVERIES, Topic.LISTS, Topic.DEVICES, Topic.PLANS})
    left = Signal()
    other_asked = Signal(object)
    callout_asked = Signal(object)
    response_asked = Signal(object)

    def build(self) -> None:
        self._arriving = False
        self.head, self.editor = WarningHead(self._times), WarningEditor(self.book, self._times, self)
        self.hands, self.checks = WarningHands(self._times), WarningChecks()
        self.acts, self.foot, self.news = WarningActs(self), WarningFoot(), WarningNews()
        self.papers = WarningPapers(self)
        self.record = WarningRecord(self, send_model(self._times, self._channel_said))
        self.steps = RowTable(_steps(self), compact=True)
        self.steps.call("warning.steps")
        self._buttons()
        self._lay_out()
        self._connect()
        self._follow_typing()
        self.restyle()
        theme.news().changed.connect(self.restyle)
        self.follow_time()
        self._show(None)

    @property
    def times(self) -> Times:
        return self._times

    @property
    def actor(self) -> Actor:
        return self._seat.actor

    def read(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """A question to the store, answered on the GUI thread."""
        self._jobs.read(work, lambda answer: done(answer) if isValid(self) else None, self.refused.emit)

    def beside(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """What takes a while, a file, beside the lanes of the store."""
        self._jobs.run(work, lambda answer: done(answer) if isValid(self) else None, self.refused.emit)

    # reading

    def open(self, warning_id: UUID) -> None:
        """Turn to that warning; what was typed in the one before is kept."""
        self._arriving, self._brought = True, False
        if self._wanted != warning_id:
            self._wanted = warning_id
            self._show(None)

    def load(self) -> Look | None:
        return load_look(self._ask, self._wanted) if self._wanted is not None else None

    def present(self, result: Look | None) -> None:
        if result is None or result.id != self._wanted:
            return  # another was chosen while this one was being read
        self._show(result)
        if self._arriving:
            self._arriving = False
            self.editor.fill_follower()
            self._begin()

    def _show(self, told: Look | None) -> None:
        before = self.look
        self.look = told
        self.inside.setVisible(told is not None)
        if told is None:
            self.editor.show_none()
            self.checked = None
            self.checks.show_found((), known=False)
        else:
            self.editor.show_look(told)
            self._say(told)
            if before is None or before.row != told.row or self.checked is None:
                self.check()
        self.foot.show_state(told)
        self.permit()

    def _say(self, look: Look) -> None:
        editor, row, out = self.editor, look.row, look.row.released_at is not None
        self.head.show_look(look, editor.facts.signal.value() or "", editor.facts.level.value() or "")
        self.hands.show_row(row, owed_said)
        self.strip.setVisible(row.state in OPEN)
        self.channels_stack.setCurrentWidget(self.record if out else editor.channels)
        self.give_room(out=out)
        for button in (self.tick, self.all):
            button.setVisible(row.state is State.DRAFT)
        self.checks_card.setVisible(row.state in OPEN)
        self.steps.show_rows(look.steps)
        self.steps_card.setVisible(row.state not in OPEN)
        self.record.show_sends(look)
        self.headline.show_text(row.title)
        self.headline.setVisible(row.state not in OPEN and bool(row.title))
        self.news.show_look(look, self._times.now())
        self._say_typing()

    def _channel_said(self, row: SendRow) -> str:
        return channel_said(self.look.book if self.look is not None else None, row)

    def _begin(self) -> None:
        """Where an officer who came here goes on."""
        assert self.look is not None
        if self.look.row.state is State.DRAFT:
            first = self.editor.facts.signal if not self.editor.facts.signal.value() else self.editor.texts.full
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.look.row.released_at is not None:
            self.record.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    # the rest of a page

    def possible(self, widget: QWidget) -> bool:
        return not self.why(widget)

    def why(self, widget: QWidget) -> str:
        """The code of what stands against it now; empty where nothing does."""
        if self.look is None:
            return "warning.why.none_chosen"
        if widget in self.record.buttons():
            return self.record.why(widget)
        return self.acts.why(widget) or self.papers.why(widget)

    def why_not(self, widget: QWidget) -> str:
        return self.why(widget) or "warning.why.state"

    def permit(self) -> None:
        """The acts beside what wants somebody are those of the foot."""
        super().permit()
        for name in ("change", "lift"):
            button = self.foot.buttons[name]
            getattr(self.news, name).setEnabled(button.isEnabled())
            getattr(self.news, name).setToolTip(button.toolTip())

    def first_focus(self) -> QWidget:
        return self.head.back

    def _buttons(self) -> None:
        self.all = KeyButton("warning.all", ALL, small=True)
        self.tick = KeyButton("warning.tick", actions.key_of("tick_row"), small=True)
        self.standard = KeyButton("warning.standard", STANDARD, small=True)
        self.go_area = KeyButton("warning.go", AREA, kind="quiet", small=True)
        self.go_channels = KeyButton("warning.go", CHANNELS, kind="quiet", small=True)
        for button in (self.go_area, self.go_channels):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        texts, editor = self.editor.texts, self.editor
        acts = self.acts.verbs(self.foot.buttons, self.checks_again)
        self.bind_verbs(acts | self.record.verbs() | self.papers.verbs())
        self.open_to_all = (*self.foot.open_to_all(), self.news.notes)
        for once_more in ("change", "lift"):
            getattr(self.news, once_more).clicked.connect(self.foot.buttons[once_more].click)
        steps = [
            Action(f"warning_{name}", partial(self._go_to, name), key=key) for name, key in GO.items()
        ]  # fmt: skip
        steps += [
            Action("warning_area", partial(self._go_to, "places"), key=AREA),
            Action("warning_channels", partial(self._go_to, "channels"), key=CHANNELS),
            Action("warning_standard", self._take_standard, key=STANDARD),
            Action("warning_all", editor.channels.toggle_all, key=ALL),
            Action("warning_listen", self.ask_listen, key="Alt+L"),
            Action("back", self.go_back),
            Action("print", self.ask_print),
            Action("warning_call", self.ask_call, key=CALL),
        ]
        self.ground = WarningGround(self)
        steps += self.ground.actions()
        actions.bind(self, steps, whole_window=False)
        actions.bind(
            editor.channels.table, [Action("tick_row", editor.channels.tick_chosen)], whole_window=False
        )  # fmt: skip
        self.go_area.clicked.connect(partial(self._go_to, "places"))
        self.go_channels.clicked.connect(partial(self._go_to, "channels"))
        self.all.clicked.connect(editor.channels.toggle_all)
        self.tick.clicked.connect(editor.channels.tick_chosen)
        self.standard.clicked.connect(self._take_standard)
        texts.listen_asked.connect(self.ask_listen)
        self.head.back.clicked.connect(self.go_back)
        self.head.print.clicked.connect(self.ask_print)
        self.head.call.clicked.connect(self.ask_call)
        self.checks.asked.connect(editor.go_to)
        editor.changed.connect(self._typed)
        editor.typed.connect(lambda _differs: self._say_typing())
        editor.brought.connect(self._note_brought)
        for line in (*(box.text for box in texts.boxes.values()), editor.facts.title, editor.facts.issuer):
            line.turned_away.connect(self.refused)

    def go_back(self) -> None:
        """Esc: the list; what is typed is kept."""
        self.book.flush()
        self.left.emit()

    def ask_print(self) -> None:
        """Ctrl+P: 审批单 before the release, 发布记录 after it."""
        look = self.look
        if look is None or look.row.digest is None:
            self.refused.emit(Refused("nothing_to_print"))
        else:
            paper = WarningApproval if look.row.released_at is None else PaperRecord
            self.print_asked.emit(paper(look.id))

    def ask_call(self) -> None:
        """叫应: the persons responsible for its towns are called by name, in another panel."""
        if self.look is not None:
            self.callout_asked.emit(CallWish(self.look.id))

    def _go_to(self, name: str, _checked: bool = False) -> None:
        """A key of a box; of a released warning the channels are its record."""
        if name == "channels" and self.look is not None and self.look.row.released_at is not None:
            self.record.table.setFocus()
        else:
            self.editor.go_to(name)


def _steps(page: WarningPage) -> RowTableModel[Any]:
    times = page._times
    columns: tuple[Column[Any], ...] = (
        Column("warning_act", lambda step: words.say(f"warning.act.{step.act.value}"), width=96),
        Column("warning_at", lambda step: times.near(step.at), width=60, stays=True),
        Column("warning_by", _by, stretch=True),
    )
    return RowTableModel(columns, key=lambda step: step.number)


def _by(step: Any) -> str:
    means = words.say(f"warning.means.{step.means.value}") if step.means.value in ("phone", "program") else ""
    return " ".join(part for part in (step.of_name or step.by_name, means, step.words) if part)
