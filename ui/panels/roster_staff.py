"""值班人员: who stands which posts, in which turn, within limits of their own, from when to when."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.changes import Topic
from console.domain.contacts import PersonHit
from console.domain.duty_people import StaffRow
from console.domain.people import Action as Permission
from console.domain.roster import LEADER
from console.errors import Refused
from console.services.duty_staff import NewStaff
from ui import actions, text, theme
from ui.actions import Action
from ui.dialogs.asked import Asked
from ui.dialogs.finding import Asks, FindingDialog
from ui.jobs import Jobs
from ui.models.draft_keeper import Drafts
from ui.models.duty_services import DutyServices
from ui.models.kept_words import KeptWords
from ui.models.table import Column, RowTableModel
from ui.panels.list_files import ListOf, ListsMenu
from ui.panels.settings_page import SettingsPage
from ui.seat import Seat
from ui.text import Times
from ui.widgets.card import Card
from ui.widgets.empty import Empty
from ui.widgets.flow import Flow
from ui.widgets.keycap import KeyButton
from ui.widgets.scrolling import scrolling
from ui.widgets.table import RowTable

ADD, CHANGE, END, UP, DOWN = "Alt+N", "Alt+E", "Alt+X", "Alt+Up", "Alt+Down"
"""Keys of this page alone."""

_SHORT, _NAMED = 20, 4


LISTS = (ListOf("staff", Permission.EDIT_ROSTER), ListOf("holidays", Permission.EDIT_LISTS, keyed=False))
"""Holidays stand here because duties are counted by them."""


class StaffPage(SettingsPage):
    """The list the planners rotate."""

    topics = frozenset({Topic.ROSTER, Topic.LISTS, Topic.CONTACTS})

    def __init__(
        self, jobs: Jobs, seat: Seat, times: Times, *, services: DutyServices, drafts: Drafts | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(jobs, seat, times, parent)
        self._services = services
        self._posts: tuple[str, ...] = ()
        book = KeptWords(jobs, seat, times, drafts, self)
        book.failed.connect(self.refused)
        self.asked = Asked(jobs, self.failed.emit, book, self)
        self.build()

    def build(self) -> None:
        self.table = RowTable(RowTableModel(_columns(), lambda row: row.id), compact=True)
        self.card = Card("staff.list", flush=True)
        self.none = Empty("staff.empty", "staff.add", ADD)
        self.add = KeyButton("staff.add", ADD, kind="primary")
        self.change = KeyButton("staff.change", CHANGE)
        self.end = KeyButton("staff.end", END, kind="quiet")
        self.up, self.down = KeyButton("staff.up", UP), KeyButton("staff.down", DOWN)
        self._flow = Flow()
        for button in (self.add, self.change, self.up, self.down, self.end):
            self._flow.addWidget(button)
        ask = self._services
        self.more = ListsMenu(self, self.asked, self._times, ask.imports, ask.list_runs, *LISTS)
        self._flow.addWidget(self.more)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.none)
        self.card.body.addLayout(self._flow)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolling(self.card))
        self.none.hide()
        self._connect()
        self.retranslate()
        self.restyle()
        theme.news().changed.connect(self.restyle)

    def _connect(self) -> None:
        verbs = {
            "staff_add": (ADD, self.add, self.ask_add), "staff_change": (CHANGE, self.change, self.ask_change),
            "staff_end": (END, self.end, self.ask_end), "staff_up": (UP, self.up, lambda: self.move_chosen(-1)),
            "staff_down": (DOWN, self.down, lambda: self.move_chosen(1)),
        }  # fmt: skip
        for _key, button, verb in verbs.values():
            button.clicked.connect(verb)
        actions.bind(self, [Action(name, verb, key=key) for name, (key, _, verb) in verbs.items()], whole_window=False)
        self.none.asked.connect(self.ask_add)
        self.table.chosen.connect(lambda _row: self.permit())
        self.table.opened.connect(lambda _row: self.ask_change())
        self.guard(Permission.EDIT_ROSTER, self.add, self.change, self.end, self.up, self.down)

    def load(self) -> tuple[tuple[StaffRow, ...], tuple[str, ...]]:
        today = self._times.local(self._times.now()).date()
        posts = tuple(dict.fromkeys(post for plan in self._services.roster.plans(today, today) for post in plan.posts))
        return tuple(self._services.staff.listed()), posts

    def present(self, result: tuple[tuple[StaffRow, ...], tuple[str, ...]]) -> None:
        rows, self._posts = result
        self.table.show_rows(rows)
        self.none.stand_for(self.table, not rows)
        self.permit()

    def possible(self, widget: QWidget) -> bool:
        return widget in (self.add, *self.more.held()) or self.row() is not None

    def first_focus(self) -> QWidget:
        return self.table if self.table.isVisibleTo(self) else self.none.button or self

    def row(self) -> StaffRow | None:
        """Whom the keyboard is on."""
        found: StaffRow | None = self.table.rows_model.row_at(self.table.currentIndex())
        return found

    def ask_add(self) -> None:
        """Somebody of the contacts stands duty from now on."""
        if not self._seat.may(Permission.EDIT_ROSTER):
            return
        by, services, posts = self._seat.actor, self._services, self._posts
        asks = [Asks("name", "staff.who", required=True, limit=60), *_asks()]
        about = words.say("staff.about", posts=_posts_word(posts))
        dialog = FindingDialog("staff.add", about, asks, {"posts": ""}, yes="staff.add", parent=self.window())

        def add(said: Mapping[str, str]) -> StaffRow:
            person_id = _only(services.contacts.find(said["name"].strip()), said["name"].strip())
            return services.staff.add(person_id, _wanted(said, posts, self._times), by=by)

        self.asked.open(dialog, add, lambda row: self._done("staff.added", row), about="staff.add")

    def ask_change(self) -> None:
        """Posts, limits and days of the chosen one."""
        row = self.row()
        if row is None or not self._seat.may(Permission.EDIT_ROSTER):
            return
        by, staff, posts = self._seat.actor, self._services.staff, self._posts
        about = words.say("staff.change_about", name=row.name, posts=_posts_word(posts))
        dialog = FindingDialog("staff.change", about, _asks(), _given(row), yes="staff.change", parent=self.window())

        def change(said: Mapping[str, str]) -> StaffRow:
            return staff.change(row.id, _wanted(said, (*posts, *row.posts), self._times), seen=row.version, by=by)

        self.asked.open(dialog, change, lambda made: self._done("staff.changed", made), about=f"staff {row.id}")

    def ask_end(self) -> None:
        """The chosen one stands duty up to a day."""
        row = self.row()
        if row is None or not self._seat.may(Permission.EDIT_ROSTER):
            return
        by, staff = self._seat.actor, self._services.staff
        today = self._times.local(self._times.now()).date()
        asks = [Asks("last", "staff.last", required=True, limit=_SHORT)]
        dialog = FindingDialog("staff.end", row.name, asks, {"last": today.isoformat()}, yes="staff.end",
                               kind="danger", parent=self.window())  # fmt: skip

        def end(said: Mapping[str, str]) -> StaffRow:
            last = _day(said["last"], self._times)
            if last is None:
                raise Refused("bad_day", text="")
            return staff.end(row.id, last, seen=row.version, by=by)

        self.asked.open(dialog, end, lambda made: self._done("staff.ended", made), about=f"staff.end {row.id}")

    def move_chosen(self, by_lines: int) -> None:
        """The chosen one's turn comes one earlier or later."""
        row, rows = self.row(), list(self.table.rows_model.rows())
        at = next((n for n, one in enumerate(rows) if row is not None and one.id == row.id), -1)
        if row is None or not 0 <= at + by_lines < len(rows) or not self._seat.may(Permission.EDIT_ROSTER):
            return
        order, by, staff = [one.id for one in rows], self._seat.actor, self._services.staff
        order[at], order[at + by_lines] = order[at + by_lines], order[at]
        self.save_once(
            lambda: staff.reorder(order, by=by), lambda _rows: self.saved.emit(words.say("staff.moved", name=row.name))
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.table.setAccessibleName(words.say("staff.list"))

    def restyle(self) -> None:
        using = theme.current()
        self._flow.setSpacing(using.px(8))
        self._flow.setContentsMargins(using.px(8), using.px(4), using.px(8), using.px(8))
        self.table.setMinimumHeight(using.px(34) + using.compact_row * 6)

    def _done(self, code: str, row: StaffRow) -> None:
        self.saved.emit(words.say(code, name=row.name))
        self.reload_now()


def _asks() -> list[Asks]:
    return [
        Asks("posts", "staff.posts", required=True, limit=200, hint="staff.posts_hint"),
        Asks("rest", "staff.rest", limit=_SHORT, hint="staff.limit_hint"),
        Asks("most", "staff.most", limit=_SHORT, hint="staff.limit_hint"),
        Asks("from", "staff.from", limit=_SHORT),
        Asks("to", "staff.to", limit=_SHORT),
        Asks("note", "staff.note", limit=200),
    ]


def _given(row: StaffRow) -> dict[str, str]:
    return {
        "posts": _posts_word(row.posts), "rest": "" if row.rest_hours is None else str(row.rest_hours),
        "most": "" if row.most_consecutive is None else str(row.most_consecutive),
        "from": row.valid_from.isoformat() if row.valid_from else "",
        "to": row.valid_to.isoformat() if row.valid_to else "", "note": row.note,
    }  # fmt: skip


def _wanted(said: Mapping[str, str], posts: tuple[str, ...], times: Times) -> NewStaff:
    """Posts by their words in the language of the screen, or as the county calls them."""
    known = {text.post(post).lower(): post for post in posts} | {post: post for post in posts}
    typed = _posts_typed(said["posts"], known)
    strange = next((one for one in typed if one.lower() not in known and one not in known), "")
    if strange:
        raise Refused("no_post_called", post=strange, posts=_posts_word(posts), field="posts")
    chosen = tuple(known.get(one.lower(), known.get(one, one)) for one in typed)
    return NewStaff(
        chosen, rest_hours=_count(said["rest"]), most_consecutive=_count(said["most"]),
        valid_from=_day(said["from"], times), valid_to=_day(said["to"], times), note=said["note"],
    )  # fmt: skip


def _only(hits: Sequence[PersonHit], typed: str) -> UUID:
    """Who is meant: by the whole name, or the only one found; nobody is put on the list by chance."""
    meant = [hit for hit in hits if hit.name == typed] or list(hits)
    if not meant:
        raise Refused("nobody_found", typed=typed[:40], field="name")
    if len({hit.name for hit in meant}) > 1:
        names = words.say("list.join").join(list(dict.fromkeys(hit.name for hit in meant))[:_NAMED])
        raise Refused("several_called", typed=typed[:40], names=names, field="name")
    return meant[0].id


def _posts_typed(typed: str, known: Collection[str]) -> list[str]:
    """Posts with commas between, or blanks where that gives posts there are."""
    parts = [part.strip() for part in re.split(r"[、，,;；/]+", typed) if part.strip()]
    return [one for part in parts for one in ([part] if part.lower() in known or part in known else part.split())]


def _count(typed: str) -> int | None:
    plain = typed.strip()
    if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 5):
        raise Refused("bad_count", text=typed[:40])
    return int(plain) if plain else None


def _day(typed: str, times: Times) -> date | None:
    return times.read_day(typed) if typed.strip() else None


def _posts_word(posts: tuple[str, ...]) -> str:
    return "、".join(text.post(post) for post in posts)


def _columns() -> tuple[Column[StaffRow], ...]:
    def limits(row: StaffRow) -> str:
        rest = words.say("staff.rest_of", hours=row.rest_hours) if row.rest_hours is not None else ""
        most = words.say("staff.most_of", days=row.most_consecutive) if row.most_consecutive is not None else ""
        return " ".join(filter(None, (rest, most)))

    def days(row: StaffRow) -> str:
        return f"{row.valid_from or ''} – {row.valid_to or ''}" if row.valid_from or row.valid_to else ""

    return (
        Column("staff.turn", lambda row: str(row.turn), width=56),
        Column("staff.name", lambda row: row.name, width=90, strong=lambda row: LEADER in row.posts),
        Column("staff.posts", lambda row: _posts_word(row.posts), width=260),
        Column("staff.limits", limits, width=220),
        Column("staff.days", days, width=190),
        Column("staff.note", lambda row: row.note, stretch=True),
    )
