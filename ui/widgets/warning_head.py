"""The head of one warning: its level, number, origin and issuer, state, times, what it follows, and the lead."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from console import words
from ui import actions, theme
from ui.models.warning_rows import Look, colour_of, kind_word, lead_said, level_said, span_said, state_word
from ui.text import Times
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton
from ui.widgets.painted import Painted
from ui.widgets.spoken import Word
from ui.widgets.warning_level import LevelBadge

CALL = "Alt+M"


class WarningHead(Painted, QFrame):
    """``back`` leads to the list."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self._times = times
        self.badge = LevelBadge()
        self.number, self.state = Word(role="title"), Word(role="title")
        self.about, self.span, self.follows = Word(), Word(), Word(role="caution")
        self.lead = Word(role="title")
        self.call = KeyButton("do.warning_call", CALL, small=True)
        self.print = KeyButton("do.print", actions.key_of("print"), small=True, icon="print")
        self.back = KeyButton("warning.back", actions.key_of("back"), kind="quiet", small=True)
        self.line = Lines()
        for part in (self.badge, self.number, self.state, self.about, self.span, self.follows, self.lead):
            self.line.flow.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.line, 1)
        for button in (self.call, self.print, self.back):
            self._row.addWidget(button)
        self.restyle()

    def show_look(self, look: Look, signal: str, level: str) -> None:
        """``signal`` and ``level`` as they stand in the fields now."""
        row, book = look.row, look.book
        said = level_said(book.levels, book.signals, _Chosen(signal, level))
        self.badge.show_level(said or words.say("warning.level.none"), colour_of(book.levels, level))
        self.number.show_text(row.number)
        self.state.show_text(state_word(row.state))
        self.about.show_text(" ".join(part for part in (kind_word(row), row.form.issuer) if part))
        self.span.show_text(span_said(self._times, row.onset_at, row.expires_at))
        self.follows.show_text(_follows(look))
        self.follows.setVisible(bool(self.follows.text()))
        self.lead.show_text(lead_said(row))
        self.lead.setVisible(bool(self.lead.text()))

    def restyle(self) -> None:
        using = theme.current()
        self._row.setContentsMargins(using.px(12), using.px(6), using.px(12), using.px(6))
        super().restyle()


class _Chosen:
    """What a level is said of."""

    def __init__(self, signal: str, level: str) -> None:
        self.signal, self.level = signal, level


def _follows(look: Look) -> str:
    parts = []
    if look.previous is not None:
        parts.append(words.say(f"warning.follows.{look.row.kind.value}", number=look.previous.number))
    if look.follower is not None:
        parts.append(words.say("warning.followed", number=look.follower.number))
    return "　".join(parts)
