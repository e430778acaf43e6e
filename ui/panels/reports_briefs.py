"""雨水情: a brief by hand with its readings, the curve of one series, what was written last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.briefs import TEXT_LIMIT, BriefKind, BriefRow, NewBrief, ReadingRow, Series
from console.domain.draft import Draft
from console.domain.people import Action as Permission
from console.errors import Refused
from console.services.briefs import BriefsService
from ui import actions, theme
from ui.models.draft_keeper import DraftKeeper, Drafts
from ui.models.table import Column, RowTableModel
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets import plot
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.empty import Empty
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.readings_editor import ReadingsEditor
from ui.widgets.table import RowTable
from ui.widgets.trend import Trend
from ui.widgets.typed import LongText, OneLine

FORM = "brief"
FORM_WIDTH = 420
SPANS = (24, 72, 168, 720)
"""Hours a curve may show."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Series known, the curve asked for, the briefs of the last days, and a brief that was half written."""

    series: tuple[Series, ...]
    chosen: str
    readings: tuple[ReadingRow, ...]
    start: datetime
    end: datetime
    briefs: tuple[BriefRow, ...]
    draft: Draft | None


class BriefsPage(SettingsPage):
    """Left what is being written, right what was."""

    topics = frozenset({Topic.REPORTS})

    def __init__(
        self, jobs: Any, seat: Seat, times: Times, *, briefs: BriefsService, drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._briefs, self._drafts = briefs, drafts
        self._series, self._hours = "", SPANS[1]
        self._id: UUID = uuid4()
        self._started: datetime | None = None
        self._restored = False
        self.build()

    # building

    def build(self) -> None:
        self.kind = Choice(list(BriefKind), lambda kind: words.say(f"briefs.kind.{kind}"))
        self.at, self.source = OneLine(), OneLine()
        self.text = LongText(TEXT_LIMIT)
        self.readings = ReadingsEditor()
        self.at_field = Field("briefs.at", self.at)
        self.card = Card("briefs.new")
        self.save_button = KeyButton("briefs.save", actions.key_of("save"), kind="primary")
        self.trend = Trend()
        self.trend_card = Card("briefs.trend")
        self.series = Choice((), str)
        self.span = Choice(SPANS, lambda hours: words.say("briefs.days", days=hours // 24))
        self.table = RowTable(_model(self._times), compact=True)
        self.list_card = Card("briefs.title", flush=True)
        self.empty = Empty("briefs.empty")
        self.keeper = DraftKeeper(self._jobs, self._drafts, self._snapshot, self)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def _lay_out(self) -> None:
        for part in (
            Field("briefs.kind", self.kind), self.at_field, Field("briefs.text", self.text),
            Field("briefs.source", self.source), self.readings,
        ):  # fmt: skip
            self.card.body.addWidget(part)
        self.card.body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save_button)
        self.card.body.addLayout(row)
        self.trend_card.tools.addWidget(self.series)
        self.trend_card.tools.addWidget(self.span)
        self.span.choose(self._hours)
        self.trend_card.body.addWidget(self.trend, 1)
        self.list_card.body.addWidget(self.table, 1)
        self.list_card.body.addWidget(self.empty)
        right = QVBoxLayout()
        right.addWidget(self.trend_card, 3)
        right.addWidget(self.list_card, 2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.card)
        self._row.addLayout(right, 1)
        self._right = right

    def _connect(self) -> None:
        self.kind.picked.connect(lambda _kind: self._note_typed())
        for field in (self.at, self.source):
            field.textEdited.connect(self._note_typed)
        self.at.returnPressed.connect(lambda: self.text.setFocus(Qt.FocusReason.TabFocusReason))
        self.source.returnPressed.connect(lambda: self.readings.fields()[0].setFocus(Qt.FocusReason.TabFocusReason))
        self.text.textChanged.connect(self._note_typed)
        self.text.turned_away.connect(self.refused)
        self.readings.typed.connect(self._note_typed)
        self.readings.ended.connect(self.keep)
        self.save_button.clicked.connect(self.keep)
        self.series.picked.connect(self._show_series)
        self.span.picked.connect(self._show_span)
        self.keeper.failed.connect(self.refused)
        self.guard(Permission.RECORD, self.save_button)
        actions.bind(
            self,
            [
                actions.Action("save", self.keep),
                actions.Action("save_close", self.keep),
                actions.Action("new_line", lambda: self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            ],
            whole_window=False,
        )

    # what the officer does

    def keep(self) -> None:
        """Save the brief; what was typed stays until it is in the store."""
        if not self._seat.may(Permission.RECORD):
            return
        try:
            at = self._times.read(self.at.text()) if self.at.text().strip() else self._times.now()
        except Refused as refused:
            self.at_field.say_note("refused.bad_time", wrong=True, text=self.at.text())
            self.refused.emit(refused)
            return
        self.at_field.clear_note()
        brief = NewBrief(
            self._id, self.kind.value(), at, self.text.toPlainText(), self.source.text(), self.readings.readings()
        )
        by, sent = self._seat.actor, self._content()
        self.save(lambda: self._briefs.record(brief, by=by), lambda row: self._kept(row, sent))

    def _kept(self, row: BriefRow, sent: dict[str, Any]) -> None:
        if self._id == row.id and self._content() == sent:
            self.keeper.drop()
            self.keeper.finish(row.id, "")
            self._clear()
        elif self._id == row.id:
            # typed on while it was being saved: that is another brief now
            self.keeper.finish(row.id, "")
            self._id = uuid4()
        if row.readings:
            self._series = row.readings[0].series
        self.saved.emit(words.say("briefs.saved", kind=words.say(f"briefs.kind.{row.kind}")))

    def _show_series(self, name: str) -> None:
        self._series = name
        self.reload_now()

    def _show_span(self, hours: int) -> None:
        self._hours = hours
        self.reload_now()

    def first_focus(self) -> QWidget:
        return self.text

    # loading

    def load(self) -> Loaded:
        plot.load()
        known = tuple(self._briefs.series())
        chosen = self._series or (known[0].name if known else "")
        now = self._times.now()
        end = now + timedelta(minutes=1)
        start = end - timedelta(hours=self._hours)
        readings = tuple(self._briefs.readings(chosen, start, end)) if chosen else ()
        written = tuple(reversed(self._briefs.between(end - timedelta(days=7), end)))
        return Loaded(known, chosen, readings, start, end, written, next(iter(self._drafts.open(FORM)), None))

    def present(self, result: Loaded) -> None:
        self._take_up(result.draft)
        self.readings.offer(result.series)
        names = [one.name for one in result.series]
        if names != self.series.values():
            self.series.offer(names)
        if result.chosen:
            self.series.choose(result.chosen)
        self.series.setVisible(bool(names))
        self.trend.show_readings(result.readings, result.start, result.end, self._times.zone)
        self.table.show_rows(result.briefs)
        self.table.setVisible(bool(result.briefs))
        self.empty.setVisible(not result.briefs)

    # what is half written

    def _take_up(self, draft: Draft | None) -> None:
        """A brief that was half written comes back, unless another was begun meanwhile."""
        if self._restored:
            return
        self._restored = True
        if draft is None or self._started is not None:
            return
        self._id, self._started = draft.id, draft.started_at
        content = draft.content
        self.kind.choose(BriefKind(content.get("kind", BriefKind.WEATHER)))
        self.at.setText(str(content.get("at", "")))
        self.source.setText(str(content.get("source", "")))
        self.text.blockSignals(True)
        self.text.setPlainText(str(content.get("text", "")))
        self.text.blockSignals(False)
        self.readings.fill(content.get("readings", []))
        self.card.caption.say("briefs.restored")

    def _content(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind.value()),
            "at": self.at.text(),
            "source": self.source.text(),
            "text": self.text.toPlainText(),
            "readings": self.readings.values(),
        }

    def _note_typed(self) -> None:
        self._started = self._started or self._times.now()
        self.keeper.note()

    def _snapshot(self) -> Draft | None:
        if self._started is None:
            return None
        title = self.text.toPlainText().strip()[:40]
        return Draft(self._id, FORM, title, self._content(), self._started, self._times.now(), self._seat.name)

    def _clear(self) -> None:
        """A fresh brief of the same kind and source: the next one is often the same station's."""
        self._id, self._started = uuid4(), None
        for widget in (self.text, self.at):
            widget.blockSignals(True)
            widget.clear()
            widget.blockSignals(False)
        self.readings.clear()
        self.card.caption.show_text("")

    # the rest of a page

    def leave(self) -> bool:
        self.keeper.flush()
        return not self.keeper.failing

    def retranslate(self) -> None:
        super().retranslate()
        self.at.setPlaceholderText(words.say("briefs.at_hint"))
        self.table.setAccessibleName(words.say("briefs.title"))
        self.series.setAccessibleName(words.say("briefs.series"))
        self.span.setAccessibleName(words.say("briefs.span"))

    def restyle(self) -> None:
        using = theme.current()
        self._row.setSpacing(using.px(12))
        self._right.setSpacing(using.px(12))
        self.card.setFixedWidth(using.px(FORM_WIDTH))
        self.text.setFixedHeight(using.px(96))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange and hasattr(self, "_row"):
            self.restyle()


def _model(times: Times) -> RowTableModel[BriefRow]:
    def content(row: BriefRow) -> str:
        values = "  ".join(f"{one.series} {one.value} {one.unit}" for one in row.readings)
        return "  ".join(part for part in (row.text.replace("\n", " "), values) if part)

    return RowTableModel(
        [
            Column("at", lambda row: times.near(row.at), width=110),
            Column("kind", lambda row: words.say(f"briefs.kind.{row.kind}"), width=90),
            Column("text", content, stretch=True, tip=content),
            Column("source", lambda row: row.source, width=130),
            Column("by", lambda row: row.by_name, width=90),
        ],
        key=lambda row: row.id,
    )
