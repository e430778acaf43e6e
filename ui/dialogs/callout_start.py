"""开始叫应: from which warning, which places, posts and persons, who of them is not called and why, within how many
minutes, who telephones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.domain.callout import LIMITS, MOST_CALLERS, Caller
from console.domain.callout_rows import CallWish, Planned
from console.errors import Refused
from ui import actions, theme
from ui.actions import Action
from ui.dialogs.asking import Asking
from ui.models.callout_rows import Ground, label_of, planned_model
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText
from ui.widgets.warning_picked import PickedMany

MOST_MINUTES = 999
DROP = "Delete"
_SOON_MS = 120
_BETWEEN = re.compile(r"[\s,，、;；]+")
_LINE = re.compile(r"[+\d][\d#*-]*")
"""A number behind a name is the line that caller rings by."""

Post = tuple[str, ...]
"""What a row of the list is known by before it is begun."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What is begun. The id makes the same wish one calling, however often it is handed up."""

    id: UUID
    title: str
    warning_id: UUID | None
    places: tuple[UUID, ...]
    posts: tuple[str, ...]
    minutes: int
    callers: tuple[Caller, ...]
    people: tuple[UUID, ...] = ()
    dropped: Mapping[Post, str] = field(default_factory=dict)
    incident_id: UUID | None = None


def with_reasons(rows: Sequence[Planned], dropped: Mapping[Post, str]) -> list[Planned]:
    """The rows, those that are not called with why not."""
    return [replace(one, dropped=dropped.get(one.key, "")) for one in rows]


class CalloutStartDialog(Asking):
    """Hands up a ``Begun``. ``preview_asked`` carries places, posts and persons; ``show_preview`` is the answer to it.

    Delete in the list takes the chosen row off it, with the reason that stands below, or puts it back.
    """

    LEAST_WIDTH = 860

    preview_asked = Signal(object, object, object)

    def __init__(self, ground: Ground, callers: Sequence[Caller], parent: QWidget | None = None) -> None:
        super().__init__("callout.new", "callout.begin", parent=parent)
        self._id, self._ground = uuid4(), ground
        self._warnings = {str(row.id): row for row in ground.warnings}
        self._picked = False
        self.warning = Choice(("", *self._warnings), self._warning_word)
        self.name = ShortText(LIMITS["title"])
        self.places = PickedMany("callout.places_hint")
        self.places.offer(ground.places)
        self.posts, self.minutes = ShortText(200), ShortText(3)
        self.callers = ShortText(300)
        self.callers.setText("　".join(map(label_of, callers)))
        self.people = PickedMany("callout.people_hint")
        self.people.offer(ground.people)
        self.reason = ShortText(LIMITS["reason"])
        self.dropped: dict[Post, str] = {}
        self._wish: CallWish | None = None
        self._rows: tuple[Planned, ...] = ()
        self.sums = Word("callout.preview_none", role="strong")
        self.sums.setWordWrap(True)
        self.table = RowTable(planned_model(), compact=True)
        self.table.call("callout.preview")
        self.table.setMinimumHeight(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask_preview)
        self._lay_out_fields()
        self.set_fields([self.name, self.places.line, self.posts, self.minutes, self.callers])
        self.inputs = {
            "warning": self.warning, "title": self.name, "places": self.places, "posts": self.posts,
            "minutes": self.minutes, "callers": self.callers, "people": self.people, "reason": self.reason,
        }  # fmt: skip
        self.warning.picked.connect(lambda _key: self._fill())
        self.places.changed.connect(self._picked_one)
        self.people.changed.connect(self._picked_one)
        actions.bind(self.table, [Action("callout_drop", self.drop, key=DROP, said="callout.drop")], whole_window=False)
        self.posts.textChanged.connect(lambda _text: self._soon.start())
        if self._warnings:
            self.warning.choose(next(iter(self._warnings)))
        self._fill()
        self.retranslate()
        self.restyle()

    def take(self, wish: CallWish) -> None:
        """Begin for what another page asks for; a warning that is not out leaves a free calling."""
        self._wish = wish
        self.warning.choose(str(wish.warning_id) if str(wish.warning_id) in self._warnings else "")
        self._fill()
        if wish.title:
            self.name.setText(wish.title[: LIMITS["title"]])
        if wish.places:
            self.places.show_value(" ".join(map(str, wish.places)))
        self._soon.start()

    def drop(self) -> None:
        """The chosen row is not called, for the reason typed below; once more and it is called again."""
        chosen = self.table.chosen_row()
        if chosen is None:
            return
        key = chosen[1].key
        reason = self.reason.text().strip()
        if self.dropped.pop(key, None) is None:
            if not reason:
                self.refuse(Refused("reason_missing", field="reason"))
                self.reason.setFocus()
                return
            self.dropped[key] = reason
            self.reason.clear()
        self.trouble.hide()
        self._show_rows()
        self.table.choose(chosen[0])
        self.table.setFocus()

    def first(self) -> QWidget:
        return self.places.line if self.name.text() and not self._has_some() else self.callers

    def answer(self) -> Begun:
        """Raises Refused with ``field`` where something typed cannot stand."""
        callers = callers_typed(self.callers.text())
        minutes = self.minutes.text().strip()
        if not self.name.text().strip():
            raise Refused("title_missing", field="title")
        if not self._has_some():
            raise Refused("callout_places_missing", field="places")
        if not minutes.isdecimal() or not 0 < int(minutes) <= MOST_MINUTES:
            raise Refused("whole_number", text=minutes, field="minutes")
        if len(callers) > MOST_CALLERS:
            raise Refused("callers_too_many", most=MOST_CALLERS, field="callers")
        key = self.warning.value()
        warning_id = self._warnings[key].id if key in self._warnings else None
        incident_id = self._wish.incident_id if self._wish is not None else None
        return Begun(
            self._id, self.name.text(), warning_id, self._area(), self._posts(), int(minutes), callers,
            _ids(self.people), dict(self.dropped), incident_id,
        )  # fmt: skip

    def show_preview(
        self, planned: Sequence[Planned], area: Sequence[UUID], posts: Sequence[str], people: Sequence[UUID] = ()
    ) -> None:
        """Whom it would have; an answer to an older question is dropped."""
        if (tuple(area), tuple(posts), tuple(people)) != (self._area(), self._posts(), _ids(self.people)):
            return
        self._rows = tuple(planned)
        self._show_rows()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "callers"):
            self.posts.setPlaceholderText(words.say("callout.posts_hint"))
            self.callers.setPlaceholderText(words.say("callout.callers_hint"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 3 * using.compact_row)

    def _enter(self) -> None:
        """A place or person taken with Enter leaves the keyboard there: often there is another one. In the list and
        its reason Enter takes off and puts back."""
        picked, self._picked = self._picked, False
        if self.focusWidget() in (self.reason, self.table):
            self.drop()
        elif self.focusWidget() is self.people.line:
            (self.people.line if picked else self.posts).setFocus()
        elif not (picked and self.focusWidget() is self.places.line):
            super()._enter()

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("callout.warning", self.warning), 0, 0, 6),
            (Field("callout.title", self.name, required=True), 0, 6, 6),
            (Field("callout.places", self.places), 1, 0, 6),
            (Field("callout.people", self.people), 1, 6, 6),
            (Field("callout.posts", self.posts), 2, 0, 4),
            (Field("callout.minutes", self.minutes, required=True), 2, 4, 2),
            (Field("callout.callers", self.callers), 2, 6, 6),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 12))
        self.body.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.addWidget(self.sums, 1)
        below.addWidget(Field("callout.drop_reason", self.reason), 2)
        self.body.addLayout(below)

    def _fill(self) -> None:
        """What the warning brings along; free, its title and places stay as they were typed."""
        row = self._warnings.get(self.warning.value() or "")
        minutes, posts = self._ground.targets.get(row.id if row is not None else None, (15, ()))
        self.minutes.setText(str(minutes))
        self.posts.setText("、".join(posts))
        if row is not None:
            self.name.setText(row.title[: LIMITS["title"]])
            self.places.show_value(" ".join(map(str, row.form.places)))
        self._soon.start()

    def _picked_one(self) -> None:
        self._picked = True
        self._soon.start()

    def _show_rows(self) -> None:
        rows = with_reasons(self._rows, self.dropped)
        self.table.show_rows(list(enumerate(rows, 1)))
        called = [one for one in rows if not one.dropped]
        none = sum(not one.phones for one in called)
        code = "callout.preview_some_without" if none else "callout.preview_all"
        off = len(rows) - len(called)
        self.sums.say(
            code if rows else "callout.preview_none", count=len(called), none=none,
            dropped=words.say("callout.preview_dropped", count=off) if off else "",
        )  # fmt: skip

    def _has_some(self) -> bool:
        return bool(self.places.value() or self.people.value() or (self._wish is not None and self._wish.first))

    def _ask_preview(self) -> None:
        if self._has_some():
            self.preview_asked.emit(self._area(), self._posts(), _ids(self.people))
        else:
            self.show_preview((), (), self._posts())

    def _area(self) -> tuple[UUID, ...]:
        return _ids(self.places)

    def _posts(self) -> tuple[str, ...]:
        return _names(self.posts.text())

    def _warning_word(self, key: str) -> str:
        row = self._warnings.get(key)
        return words.say("callout.warning_none") if row is None else f"{row.number}　{row.title}"


def callers_typed(typed: str) -> tuple[Caller, ...]:
    """陈例一 8001、曾例三: names, each with the line he rings by where a number stands behind it."""
    made: list[Caller] = []
    for part in _names(typed):
        if _LINE.fullmatch(part) and made and not made[-1].line:
            made[-1] = replace(made[-1], line=part)
        elif not _LINE.fullmatch(part):
            made.append(Caller(part))
    return tuple(made)


def _ids(picked: PickedMany) -> tuple[UUID, ...]:
    """What was kept of a place or person that is no more is none."""
    made = []
    for key in picked.value().split():
        try:
            made.append(UUID(key))
        except ValueError:
            continue
    return tuple(made)


def _names(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(typed) if part))
