"""开始叫应: from which warning, which places and posts, within how many minutes, who telephones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.callout import LIMITS
from console.domain.callout_rows import Planned
from console.errors import Refused
from ui import theme
from ui.dialogs.asking import Asking
from ui.models.callout_rows import Ground, planned_model
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.spoken import Word
from ui.widgets.table import RowTable
from ui.widgets.typed import ShortText
from ui.widgets.warning_picked import PickedMany

MOST_CALLERS = 5
MOST_MINUTES = 999
_SOON_MS = 120
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Begun:
    """What is begun. The id makes the same wish one calling, however often it is handed up."""

    id: UUID
    title: str
    warning_id: UUID | None
    places: tuple[UUID, ...]
    posts: tuple[str, ...]
    minutes: int
    callers: tuple[str, ...]


class CalloutStartDialog(Asking):
    """Hands up a ``Begun``. ``preview_asked`` carries places and posts; ``show_preview`` is the answer to it."""

    LEAST_WIDTH = 860

    preview_asked = Signal(object, object)

    def __init__(self, ground: Ground, callers: Sequence[str], parent: QWidget | None = None) -> None:
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
        self.callers.setText(" ".join(callers))
        self.sums = Word("callout.preview_none", role="strong")
        self.sums.setWordWrap(True)
        self.table = RowTable(planned_model(), compact=True)
        self.table.call("callout.preview")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask_preview)
        self._lay_out_fields()
        self.set_fields([self.name, self.places.line, self.posts, self.minutes, self.callers])
        self.inputs = {
            "warning": self.warning, "title": self.name, "places": self.places, "posts": self.posts,
            "minutes": self.minutes, "callers": self.callers,
        }  # fmt: skip
        self.warning.picked.connect(lambda _key: self._fill())
        self.places.changed.connect(self._places_changed)
        self.posts.textChanged.connect(lambda _text: self._soon.start())
        if self._warnings:
            self.warning.choose(next(iter(self._warnings)))
        self._fill()
        self.retranslate()
        self.restyle()

    def take_warning(self, warning_id: UUID) -> None:
        """Begin for that warning; one that is not out stays a free calling."""
        if str(warning_id) in self._warnings:
            self.warning.choose(str(warning_id))
            self._fill()

    def first(self) -> QWidget:
        return self.places.line if self.name.text() and not self.places.value() else self.callers

    def answer(self) -> Begun:
        """Raises Refused with ``field`` where something typed cannot stand."""
        callers = _names(self.callers.text())
        minutes = self.minutes.text().strip()
        if not self.name.text().strip():
            raise Refused("title_missing", field="title")
        if not self.places.value():
            raise Refused("callout_places_missing", field="places")
        if not minutes.isdecimal() or not 0 < int(minutes) <= MOST_MINUTES:
            raise Refused("whole_number", text=minutes, field="minutes")
        if len(callers) > MOST_CALLERS:
            raise Refused("callers_too_many", most=MOST_CALLERS, field="callers")
        key = self.warning.value()
        warning_id = self._warnings[key].id if key in self._warnings else None
        return Begun(self._id, self.name.text(), warning_id, self._area(), self._posts(), int(minutes), callers)

    def show_preview(self, planned: Sequence[Planned], area: Sequence[UUID], posts: Sequence[str]) -> None:
        """Whom it would have; an answer to an older question is dropped."""
        if (tuple(area), tuple(posts)) != (self._area(), self._posts()):
            return
        self.table.show_rows(list(enumerate(planned, 1)))
        none = sum(not one.phones for one in planned)
        code = "callout.preview_some_without" if none else "callout.preview_all"
        self.sums.say(code if planned else "callout.preview_none", count=len(planned), none=none)

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "callers"):
            self.posts.setPlaceholderText(words.say("callout.posts_hint"))
            self.callers.setPlaceholderText(words.say("callout.callers_hint"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "table"):
            using = theme.current()
            self.table.setMinimumHeight(using.px(34) + 6 * using.compact_row)

    def _enter(self) -> None:
        """A place that was taken with Enter leaves the keyboard there: often there is another one."""
        picked, self._picked = self._picked, False
        if not (picked and self.focusWidget() is self.places.line):
            super()._enter()

    def _lay_out_fields(self) -> None:
        shown = (
            (Field("callout.warning", self.warning), 0, 0, 4),
            (Field("callout.title", self.name, required=True), 1, 0, 4),
            (Field("callout.places", self.places, required=True), 2, 0, 2),
            (Field("callout.posts", self.posts), 2, 2, 2),
            (Field("callout.minutes", self.minutes, required=True), 3, 0, 1),
            (Field("callout.callers", self.callers), 3, 1, 3),
        )  # fmt: skip
        self.body.addLayout(spread(shown, 4))
        self.body.addWidget(self.sums)
        self.body.addWidget(self.table, 1)

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

    def _places_changed(self) -> None:
        self._picked = True
        self._soon.start()

    def _ask_preview(self) -> None:
        if self._area():
            self.preview_asked.emit(self._area(), self._posts())
        else:
            self.show_preview((), (), self._posts())

    def _area(self) -> tuple[UUID, ...]:
        """What was kept of a place that is no more is no place."""
        made = []
        for key in self.places.value().split():
            try:
                made.append(UUID(key))
            except ValueError:
                continue
        return tuple(made)

    def _posts(self) -> tuple[str, ...]:
        return _names(self.posts.text())

    def _warning_word(self, key: str) -> str:
        row = self._warnings.get(key)
        return words.say("callout.warning_none") if row is None else f"{row.number}　{row.title}"


def _names(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(typed) if part))
