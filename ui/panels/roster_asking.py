"""What the roster panel asks for in dialogs: who stands a post, who stands in, where a leader is, what to copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from console import words
from console.domain.duty import PostLine
from console.domain.people import Action
from console.domain.roster import Named, ShiftPlan, Slot, SubstitutionRow
from console.domain.roster_changes import RosterChangeRow
from console.errors import Refused
from console.services.roster import RosterService
from ui import text
from ui.dialogs.finding import Asks
from ui.dialogs.roster_history import RosterHistoryDialog
from ui.dialogs.roster_people import PeopleDialog
from ui.seat import Seat
from ui.text import Times
from ui.widgets.roster_words import day_word, shift_word

if TYPE_CHECKING:
    from ui.panels.roster import RosterPanel

_PEOPLE = 3
"""People one cell can be given by hand."""
_LABELS = ("roster.name", "roster.name_more", "roster.name_third")
_PHONE = 40
_TIME = 30


class RosterAsking(QObject):
    """Each dialog is about something: words typed into it before come back when it is opened about that again."""

    def __init__(self, panel: RosterPanel, roster: RosterService, seat: Seat, times: Times) -> None:
        super().__init__(panel)
        self._panel = panel
        self._roster = roster
        self._seat = seat
        self._times = times
        self.history: RosterHistoryDialog | None = None

    def ask_cell(self, plan: ShiftPlan, post: str) -> None:
        """Who stands a post of a shift."""
        if not self._seat.may(Action.EDIT_ROSTER):
            self._panel.refused.emit(Refused("not_permitted", action="edit_roster", role=self._role()))
            return
        lines, by, slot = plan.of(post), self._seat.actor, plan.slot
        asks, given = _cell_fields(lines)
        if self._is_published(slot.day):
            asks.append(Asks("why", "roster.why", required=True, hint="roster.why_hint"))
        about = words.say("roster.cell.about", day=day_word(slot.day), shift=_shift(slot), post=text.post(post))
        dialog = self._dialog("roster.cell.title", about, asks, given)
        notes = {line.name: line.note for line in lines}

        def put(said: Mapping[str, str]) -> tuple[str, ...]:
            named = [Named(one.name, one.phone, notes.get(one.name.strip(), "")) for one in _named(said)]
            seen = [line.id for line in lines]
            made = self._roster.set_cell(slot.day, slot.shift, post, named, seen=seen, why=said.get("why", ""), by=by)
            return tuple(line.name for line in made)

        self._open(
            f"roster.cell {slot.day} {slot.shift} {post}", dialog, put, lambda names: self._say_cell(slot, post, names)
        )

    def ask_stand_in(self) -> None:
        """Somebody stands in on the chosen shift, or on the running one where the chosen one is over."""
        view = self._panel.view
        if view is None or not self._seat.may(Action.SUBSTITUTE):
            return
        posts, start, end, chosen = self._whose()
        if not posts:
            self._panel.saved.emit(words.say("roster.substitute.none"))
            return
        by = self._seat.actor
        given = {"from": self._times.minute(max(start, view.at)), "until": self._times.minute(end)}
        asks = [
            Asks("name", "roster.substitute.who", required=True),
            Asks("phone", "roster.phone", limit=_PHONE),
            Asks("from", "roster.substitute.from", required=True, limit=_TIME),
            Asks("until", "roster.substitute.until", required=True, limit=_TIME),
            Asks("reason", "roster.substitute.reason", required=True),
        ]
        about = words.say("roster.span", start=self._times.near(start), end=self._times.near(end))
        dialog = self._dialog("roster.substitute.title", about, asks, given, whose=posts, chosen=chosen)

        def stand_in(said: Mapping[str, str]) -> Any:
            line = posts[int(said["whose"])]
            who = Named(said["name"], said["phone"])
            span = {"start": self._times.coming(said["from"]), "end": self._times.ahead(said["until"])}
            return self._roster.substitute(line.post, line.name, who, said["reason"], **span, by=by)

        self._open("roster.stand_in", dialog, stand_in, self._say_stand_in)

    def ask_take_back(self) -> None:
        """One who stands in on the chosen shift, or on the running one, does so no more."""
        view = self._panel.view
        if view is None or not self._seat.may(Action.SUBSTITUTE):
            return
        rows, chosen = self._standing_in()
        if not rows:
            self._panel.saved.emit(words.say("roster.take_back.none"))
            return
        by = self._seat.actor
        named = [PostLine(r.post, words.say("roster.stood", name=r.stands_in, absent=r.absent)) for r in rows]
        about = words.say("roster.take_back.about")
        asks = [Asks("reason", "roster.take_back.reason", required=True)]
        which = "roster.take_back.whose"
        dialog = self._dialog("do.take_back", about, asks, {}, whose=named, chosen=chosen, which=which)

        def take_back(said: Mapping[str, str]) -> SubstitutionRow:
            row = rows[int(said["whose"])]
            self._roster.take_back(row.id, said["reason"], by=by)
            return row

        self._open("roster.take_back", dialog, take_back, self._say_taken_back)

    def ask_where(self) -> None:
        """Where a leader is; who leads now is proposed."""
        view = self._panel.view
        if view is None or not self._seat.may(Action.RECORD):
            return
        by, leader = self._seat.actor, view.now.on_duty.leader
        given = {"from": self._times.minute(view.at), "name": leader.name if leader else ""}
        asks = [
            Asks("name", "roster.name", required=True),
            Asks("place", "roster.where.place", required=True, limit=200),
            Asks("from", "roster.substitute.from", required=True, limit=_TIME),
            Asks("until", "roster.substitute.until", limit=_TIME, hint="roster.where.until_hint"),
            Asks("phone", "roster.phone", limit=_PHONE),
            Asks("deputy_name", "roster.where.deputy"),
        ]
        dialog = self._dialog("roster.where.title", words.say("roster.where.about"), asks, given)

        def note(said: Mapping[str, str]) -> Mapping[str, str]:
            end = self._times.ahead(said["until"]) if said["until"].strip() else None
            start = self._times.read(said["from"], before=self._times.now() + timedelta(days=1))
            self._roster.note_whereabouts(
                said["name"],
                said["place"],
                start=start,
                end=end,
                phone=said["phone"],
                deputy=said["deputy_name"],
                by=by,
            )
            return said

        self._open("roster.where", dialog, note, self._say_where)

    def ask_copy(self) -> None:
        """Copy days forward; a week before the chosen day is proposed."""
        if not self._seat.may(Action.EDIT_ROSTER):
            return
        by, cell = self._seat.actor, self._panel.grid.cell()
        target = cell[0].slot.day if cell else self._panel.month
        given = {"source": (target - timedelta(days=7)).isoformat(), "days": "7", "target": target.isoformat()}
        asks = [
            Asks("source", "roster.copy.source", required=True, limit=_TIME),
            Asks("days", "roster.copy.days", required=True, limit=2),
            Asks("target", "roster.copy.target", required=True, limit=_TIME),
            Asks("why", "roster.why", hint="roster.copy.why_hint"),
        ]
        dialog = self._dialog("roster.copy.title", words.say("roster.copy.about"), asks, given)

        def copy(said: Mapping[str, str]) -> int:
            days = (self._times.read_day(said["source"]), self._times.read_day(said["target"]), _count(said["days"]))
            return self._roster.copy(*days, why=said["why"], by=by)

        self._open("roster.copy", dialog, copy, self._say_copied)

    def show_history(self) -> None:
        """How the chosen shift came to be stood by whom."""
        cell = self._panel.grid.cell()
        if cell is None:
            self._panel.saved.emit(words.say("roster.history.choose"))
            return
        slot, roster = cell[0].slot, self._roster
        self._panel.read(lambda: roster.history(slot.day, slot.shift), lambda rows: self._tell(slot, rows))

    def _tell(self, slot: Slot, rows: list[RosterChangeRow]) -> None:
        if self.history is None:
            self.history = RosterHistoryDialog(slot, rows, self._times, self._panel.window())
            self.history.finished.connect(self._told)
            self.history.open()

    def _told(self) -> None:
        if self.history is not None:
            self.history.deleteLater()
        self.history = None

    def _is_published(self, day: date) -> bool:
        return self._panel.view is not None and day in self._panel.view.published

    def _whose(self) -> tuple[list[PostLine], datetime, datetime, int]:
        """The posts that can be stood in for, of the chosen shift or the running one, and the chosen one's place."""
        view, cell = self._panel.view, self._panel.grid.cell()
        assert view is not None, "asked only once something is shown"
        if cell is not None and cell[0].slot.ends_at > view.at:
            slot, lines = cell[0].slot, cell[0].manned(max(view.at, cell[0].slot.starts_at))
            start, end = slot.starts_at, slot.ends_at
        else:
            start, end, lines = view.now.on_duty.starts_at, view.now.on_duty.ends_at, view.now.on_duty.posts
        posts = [line for line in lines if line.name]
        chosen = next((at for at, line in enumerate(posts) if cell and line.post == cell[1]), 0)
        return posts, start, end, chosen

    def _standing_in(self) -> tuple[list[SubstitutionRow], int]:
        """Who stands in on the chosen shift, or on the running one, and the place of the chosen post's."""
        view, cell = self._panel.view, self._panel.grid.cell()
        assert view is not None, "asked only once something is shown"
        running = [p for p in view.plans if p.slot.starts_at <= view.at < p.slot.ends_at]
        plans = ([cell[0]] if cell is not None else []) + running
        rows = next((list(plan.substitutions) for plan in plans if plan.substitutions), [])
        return rows, next((at for at, row in enumerate(rows) if cell and row.post == cell[1]), 0)

    def _dialog(self, title: str, about: str, asks: list[Asks], given: Mapping[str, str], **more: Any) -> PeopleDialog:
        known = self._panel.view.known if self._panel.view else {}
        dialog = PeopleDialog(title, about, asks, given, known, parent=self._panel.window(), **more)
        dialog.person_typed.connect(self._panel.suggest)
        return dialog

    def _open(self, about: str, dialog: PeopleDialog, act: Any, done: Any) -> None:
        self._panel.asked.open(dialog, act, done, about=about)

    def _role(self) -> str:
        role = self._seat.actor.role
        return role.value if role else ""

    def _say_cell(self, slot: Slot, post: str, names: tuple[str, ...]) -> None:
        code = "roster.cell.saved" if names else "roster.cell.cleared"
        said = words.say("list.join").join(names)
        self._done(words.say(code, day=day_word(slot.day), post=text.post(post), names=said))

    def _say_stand_in(self, row: Any) -> None:
        post = text.post(row.post)
        self._done(words.say("roster.substitute.saved", name=row.stands_in, absent=row.absent, post=post))

    def _say_taken_back(self, row: SubstitutionRow) -> None:
        post = text.post(row.post)
        self._done(words.say("roster.take_back.saved", name=row.stands_in, absent=row.absent, post=post))

    def _say_where(self, said: Mapping[str, str]) -> None:
        self._done(words.say("roster.where.saved", name=said["name"], place=said["place"]))

    def _say_copied(self, count: int) -> None:
        self._done(words.say("roster.copied", count=count))

    def _done(self, said: str) -> None:
        self._panel.saved.emit(said)
        self._panel.reload_now()


def _cell_fields(lines: tuple[Any, ...]) -> tuple[list[Asks], dict[str, str]]:
    """As many people as stand there and one more, at least two."""
    asks: list[Asks] = []
    given: dict[str, str] = {}
    for at in range(max(2, min(_PEOPLE, len(lines) + 1), len(lines))):
        asks.append(Asks(f"{at}name", _LABELS[min(at, len(_LABELS) - 1)]))
        asks.append(Asks(f"{at}phone", "roster.phone", limit=_PHONE))
        if at < len(lines):
            given |= {f"{at}name": lines[at].name, f"{at}phone": lines[at].phone}
    return asks, given


def _named(said: Mapping[str, str]) -> list[Named]:
    count = sum(name.endswith("name") for name in said)
    return [Named(said[f"{at}name"], said[f"{at}phone"]) for at in range(count) if said[f"{at}name"].strip()]


def _shift(slot: Slot) -> str:
    return "" if slot.shift == "whole" else shift_word(slot.shift)


def _count(typed: str) -> int:
    plain = typed.strip()
    if not plain.isascii() or not plain.isdigit() or not 1 <= int(plain) <= 31:
        raise Refused("bad_count", text=typed[:40])
    return int(plain)
