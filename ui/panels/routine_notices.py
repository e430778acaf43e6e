"""公告: standing notices, from when to when, by whom; added, ended early, moved."""

from __future__ import annotations

from datetime import datetime

from console import words
from console.changes import Topic
from console.domain.notices import NoticeRow
from console.domain.people import Action
from console.services.notices import SOURCE_LIMIT, TEXT_LIMIT, NoticesService
from ui import actions
from ui.dialogs.finding import Asks, FindingDialog
from ui.jobs import Jobs
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.routine_part import RoutinePart
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.keycap import KeyButton
from ui.widgets.table import RowTable

_UNTIL = Asks("until", "notices.until", required=True, limit=40, hint="notices.until_hint")


class NoticesPage(RoutinePart):
    """Enter moves the end of the chosen one."""

    topics = frozenset({Topic.ROUTINE})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, notices: NoticesService, book: KeptWords | None = None
    ) -> None:
        super().__init__(jobs, seat, times, book)
        self._notices = notices
        self.build()

    def build(self) -> None:
        self.table = RowTable(notice_model(self._times))
        self.card = Card("notices.title", flush=True)
        self.add = KeyButton("notices.add", actions.key_of("new_line"), kind="primary", icon="plus")
        self.until = KeyButton("notices.change", "Return")
        self.end = KeyButton("notices.end", actions.key_of("not_done"))
        empty = Empty("notices.empty", "notices.add", actions.key_of("new_line"))
        self.lay_out([self.add, self.until, self.end], empty)
        self.guard(Action.NOTICES, self.add, self.until, self.end, empty.button)
        self.add.clicked.connect(self.ask_new)
        self.until.clicked.connect(self.ask_until)
        self.end.clicked.connect(self.end_now)
        empty.asked.connect(self.ask_new)
        self.table.opened.connect(lambda _: self.ask_until())
        self.table.chosen.connect(lambda _: self.permit())
        self.bind_keys({"new_line": self.ask_new, "not_done": self.end_now})
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("notices.title"))

    def load(self) -> list[NoticeRow]:
        return self._notices.rows(self._times.now())

    def present(self, result: list[NoticeRow]) -> None:
        held = [row for row in result if row.running(self._times.now())]
        self.show_rows(result, result[0].id if result else None)
        self.card.caption.say("notices.count", count=len(held))
        self.count_changed.emit(len(held))

    def possible(self, widget: object) -> bool:
        return widget in (self.add, self.empty.button) or self._held() is not None

    def ask_new(self) -> None:
        if not self._seat.may(Action.NOTICES):
            return
        by = self._seat.actor
        fields = [
            Asks("text", "notices.text", required=True, limit=TEXT_LIMIT),
            _UNTIL,
            Asks("source", "notices.source", limit=SOURCE_LIMIT),
        ]
        dialog = FindingDialog("notices.add", words.say("notices.about"), fields, parent=self.window())
        self.ask(
            dialog,
            "notice.new",
            lambda given: self._notices.add(given["text"], given["source"], self._until(given), by=by),
            lambda row: self._finished_with("notices.added", row),
        )

    def ask_until(self) -> None:
        row, by = self._held(), self._seat.actor
        if row is None:
            return
        given = {"until": self._times.minute(row.until_at)}
        dialog = FindingDialog("notices.change", row.text, [_UNTIL], given, parent=self.window())
        self.ask(
            dialog,
            f"notice.until {row.id}",
            lambda said: self._notices.change_until(row.id, self._until(said), seen=row.version, by=by),
            lambda moved: self._finished_with("notices.changed", moved),
        )

    def end_now(self) -> None:
        """It no longer holds; the line of the book says by whom."""
        row, by = self._held(), self._seat.actor
        if row is not None:
            self.save(
                lambda: self._notices.end(row.id, seen=row.version, by=by),
                lambda ended: self.saved.emit(words.say("notices.ended", text=ended.text)),
            )

    def _held(self) -> NoticeRow | None:
        row: NoticeRow | None = self.table.chosen_row()
        if row is None or not self._seat.may(Action.NOTICES):
            return None
        return row if row.running(self._times.now()) else None

    def _until(self, given: dict[str, str]) -> datetime:
        return self._times.ahead(given["until"])

    def _finished_with(self, code: str, row: NoticeRow) -> None:
        self.saved.emit(words.say(code, at=self._times.minute(row.until_at), text=row.text))
        self.reload_now()


def _state(row: NoticeRow, now: datetime) -> str:
    if row.running(now):
        return words.say("notices.state.running")
    return words.say("notices.state.ended", name=row.ended_by) if row.ended_at else words.say("notices.state.over")


def notice_model(times: Times) -> RowTableModel[NoticeRow]:
    """What, whose, from when, until when, state, by whom."""

    def quiet(row: NoticeRow) -> str | None:
        return None if row.running(times.now()) else "text3"

    return RowTableModel(
        [
            Column("until", lambda row: times.minute(row.until_at), width=140, ink=quiet),
            Column("notice", lambda row: row.text, stretch=True, ink=quiet),
            Column("source", lambda row: row.source, width=190, ink=quiet),
            Column("state", lambda row: _state(row, times.now()), width=150, ink=quiet),
            Column("by", lambda row: f"{row.by_name} {times.near(row.from_at)}", width=160, ink=quiet),
        ],
        key=lambda row: row.id,
    )
