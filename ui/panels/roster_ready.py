"""Whether a shift can begin: its posts with what each lacks, and the leaders who are elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.readiness import SERIOUS, Readiness, ReadinessRow
from ui import actions, text, theme
from ui.models.table import Column, RowTableModel
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import give_way
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable

TELL, SOONER, LATER = "Alt+G", "Alt+PgUp", "Alt+PgDown"
"""Keys of the page of leave: told in person, the shift before and after."""

MOST_SHIFTS = 60
"""Shifts the report is turned on through at most."""


class ReadyCard(Card):
    """The report of one shift with its buttons; whoever shows it connects them."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("readiness.name", flush=True, parent=parent)
        self._times = times
        self._report: Readiness | None = None
        self.posts = RowTable(RowTableModel(_columns(), lambda row: (row.post, row.name)), compact=True)
        self.posts.call("readiness.name")
        self.where = Word(role="secondary")
        self.where.setWordWrap(True)
        self.tell = KeyButton("readiness.tell", TELL)
        self.print_button = KeyButton("do.print", actions.key_of("print"))
        self.sooner = KeyButton("readiness.sooner", SOONER, kind="quiet")
        self.later = KeyButton("readiness.later", LATER, kind="quiet")
        self._flow = Flow()
        for button in (self.tell, self.print_button, self.sooner, self.later):
            self._flow.addWidget(button)
        give_way(self.posts)
        self.body.addWidget(self.posts, 1)
        self.body.addWidget(self.where)
        self.body.addLayout(self._flow)

    def show_report(self, report: Readiness) -> None:
        """Show that shift."""
        self._report = report
        self.posts.show_rows(report.rows)
        self.say_report()

    def say_report(self) -> None:
        """Its times, how many posts lack something, who is elsewhere."""
        report = self._report
        if report is None:
            return
        span = words.say("roster.span", start=self._times.near(report.starts_at), end=self._times.near(report.ends_at))
        lacking = sum(bool(row.lacks) for row in report.rows)
        self.caption.show_text(words.say("readiness.caption", span=span, count=lacking))
        away = [
            words.say("readiness.away", name=row.name, place=row.place, deputy=row.deputy or "—")
            for row in report.whereabouts
        ]
        self.where.show_text("　".join(away))
        self.where.setVisible(bool(away))

    def dress(self) -> None:
        """Sizes of the theme in use."""
        using = theme.current()
        self._flow.setSpacing(using.px(8))
        self._flow.setContentsMargins(using.px(8), using.px(4), using.px(8), using.px(8))
        self.posts.setMinimumHeight(using.px(34) + using.compact_row * 3)
        self.where.setContentsMargins(using.px(12), using.px(4), using.px(12), 0)


def lacks_word(row: ReadinessRow) -> str:
    """What a post lacks, in words."""
    said = [words.say(f"readiness.lack.{lack.value}") for lack in row.lacks]
    return words.say("list.join").join(said) or words.say("readiness.ok")


def _columns() -> tuple[Column[ReadinessRow], ...]:
    return (
        Column("readiness.post", lambda row: text.post(row.post), width=96),
        Column("readiness.name", lambda row: row.name or words.say("roster.gap"), width=80),
        Column("readiness.phone", lambda row: row.phone, width=120, numbers=True),
        Column("readiness.lack", lacks_word, stretch=True, ink=_lack_ink, tip=lacks_word),
    )


def _lack_ink(row: ReadinessRow) -> str | None:
    if SERIOUS.intersection(row.lacks):
        return "redtext"
    return "orangetext" if row.lacks else None
