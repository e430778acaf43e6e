"""The row in turn: whom to ring, the number large, how long it rings, the order of calling, a key for each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.domain.callout import LIMITS, Caller, Outcome, RowState
from console.domain.callout_rows import CalloutLook, CallRow
from console.domain.lists import ListItem
from ui import actions, text, theme
from ui.models.callout_rows import chain_lines, held_tries, label_of, name_of, phone_of, post_of, stage_word
from ui.widgets.big_number import BigNumber
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.typed import ShortText

OUTCOMES = {
    Outcome.ANSWERED: "1", Outcome.NO_ANSWER: "2", Outcome.BUSY: "3", Outcome.OFF: "4", Outcome.SUSPENDED: "5",
    Outcome.REFUSED: "6", Outcome.STOOD_IN: "7", Outcome.WRONG: "8", Outcome.VISITED: "9",
}  # fmt: skip
QUICK = {"there": "A", "told": "N", "moved": "M"}
"""Words a reply is made of, by one key each while the list has the keyboard."""
CLAIM, PASS_ON, VISIT, UNDO, DROP = actions.key_of("tick_row"), "U", "D", "Z", "X"
FURTHER = "F"
CALLER_KEYS = ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5")


class CallCard(Painted, QWidget):
    """Shows and holds the buttons; what they do is the page's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("callout.now")
        self.who, self.ring = BigNumber(), Word(role="title")
        self.chain: list[Word] = []
        self.reply = ShortText(LIMITS["reply"])
        self.claim = KeyButton("callout.claim", CLAIM, kind="primary")
        self.outcomes = {one: KeyButton(f"callout.outcome.{one.value}", key) for one, key in OUTCOMES.items()}
        self.quick = {name: KeyButton(f"callout.quick.{name}", key, small=True) for name, key in QUICK.items()}
        self.pass_on, self.visit = KeyButton("callout.pass_on", PASS_ON), KeyButton("callout.visit", VISIT)
        self.undo, self.drop = KeyButton("callout.undo", UNDO, kind="quiet"), KeyButton("callout.drop", DROP)
        self.further = KeyButton("callout.further", FURTHER, small=True)
        self.callers = tuple(KeyButton("callout.caller_none", key, small=True) for key in CALLER_KEYS)
        self._lay_out()
        self.restyle()

    def buttons(self) -> Sequence[KeyButton]:
        """Those that write."""
        return (self.claim, *self.outcomes.values(), self.pass_on, self.visit, self.drop, self.undo)

    def show_row(self, row: CallRow | None, look: CalloutLook | None, stages: Mapping[str, ListItem]) -> None:
        """``row`` None: nothing is chosen."""
        if row is None or look is None:
            self.who.show_number(words.say("callout.none_chosen"), "", "", "")
            self._show_chain([])
            return
        at = row.progress
        often = len([one for one in held_tries(row) if one.stage is at.stage]) + 1
        if at.state is RowState.WAITING and at.stage is not None:
            kind = words.say("callout.try", stage=stage_word(stages, at.stage), often=often)
        else:
            kind = words.say(f"callout.state.{at.state.value}")
        self.drop.say("callout.take_back" if row.dropped else "callout.drop")
        name = name_of(row) or words.say(f"callout.state.{at.state.value}")
        self.who.show_number(name, " ".join(filter(None, (row.town, post_of(row)))), kind, phone_of(row))
        self._show_chain(chain_lines(row, look, stages))

    def show_ring(self, since: datetime | None, caller: str, now: datetime, *, waiting: bool) -> None:
        """How long it rings, and who has it in hand."""
        if since is not None:
            self.ring.say("callout.rings", span=text.span(now - since), name=caller)
        else:
            self.ring.say("callout.rings_not" if waiting else "callout.rings_over")

    def show_callers(
        self, callers: Sequence[Caller], current: str, holding: Mapping[str, str], *, further: bool
    ) -> None:
        """Who telephones for whom; a place somebody left rests until another one comes. ``further``: there are more
        callers than keys."""
        for at, button in enumerate(self.callers):
            one = callers[at] if at < len(callers) else Caller("")
            button.setEnabled(bool(one.name))
            button.setChecked(bool(one.name) and one.name == current)
            if one.name:
                row = holding.get(one.name, "")
                button.say("callout.caller_holds" if row else "callout.caller_free", name=label_of(one), row=row)
            else:
                button.say("callout.caller_none")
            button.setVisible(at < len(callers))
        self.further.setVisible(further)

    def wanted_width(self) -> int:
        """In pixels of the screen, whatever stands in it."""
        return theme.current().px(404)

    def restyle(self) -> None:
        using = theme.current()
        self.setFixedWidth(self.wanted_width())
        self.card.body.setSpacing(using.px(6))
        self._grid.setSpacing(using.px(6))
        super().restyle()

    def _show_chain(self, lines: Sequence[tuple[str, bool]]) -> None:
        for at, word in enumerate(self.chain):
            line, now = lines[at] if at < len(lines) else ("", False)
            word.setVisible(bool(line))
            word.show_text(f"{'▶ ' if now else '　 '}{line}")
            role = "strong" if now else "secondary"
            if word.property("role") != role:
                word.setProperty("role", role)
                word.style().unpolish(word)
                word.style().polish(word)

    def _lay_out(self) -> None:
        """What is looked at and pressed for every call stands first: a low window is scrolled for the rest."""
        self._grid, self._further, self._quick = QGridLayout(), Lines(), Lines()
        for at, button in enumerate(self.outcomes.values()):
            self._grid.addWidget(button, at // 3, at % 3)
        for button in (self.pass_on, self.visit, self.drop, self.undo):
            self._further.flow.addWidget(button)
        for button in self.quick.values():
            self._quick.flow.addWidget(button)
        self._desk = Lines()
        for button in self.callers:
            button.setCheckable(True)
            self._desk.flow.addWidget(button)
        self._desk.flow.addWidget(self.further)
        for button in (*self.buttons(), *self.callers, *self.quick.values(), self.further):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = self.card.body
        body.addWidget(self._desk)
        body.addWidget(self.who)
        ringing = QHBoxLayout()
        ringing.addWidget(self.ring, 1)
        ringing.addWidget(self.claim)
        body.addLayout(ringing)
        body.addLayout(self._grid)
        body.addWidget(Field("callout.reply", self.reply))
        body.addWidget(self._quick)
        body.addWidget(self._further)
        for _ in range(5):
            self.chain.append(Word(role="secondary"))
            self.chain[-1].setWordWrap(True)
            body.addWidget(self.chain[-1])
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
