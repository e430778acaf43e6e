"""What is said about an incident: title, type, place, time and texts, written over in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from console import words
from console.domain.inbound import Precision
from console.domain.incident import LIMITS, IncidentRow
from console.errors import Refused
from console.services.incidents import Description
from ui import theme
from ui.text import Times
from ui.widgets.code_combo import CodeCombo
from ui.widgets.field import Field
from ui.widgets.painted import Painted
from ui.widgets.place_tree import PlacePicker
from ui.widgets.spoken import Spoken
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.time_told import time_told
from ui.widgets.typed import LongText, ShortText

_TYPED, _TIME = 200, 40
TEXTS = ("summary", "measures", "needs", "outlook")


class IncidentForm(Painted, Spoken, QWidget):
    """``values`` of an incident by field, as the editors hold them; ``said`` what they say now."""

    def __init__(self, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._times = times
        self.title = ShortText(LIMITS["title"])
        self.event_type = Suggest(_TYPED)
        self.place = PlacePicker(_TYPED)
        self.place_text = ShortText(LIMITS["place_text"])
        self.occurred = ShortText(_TIME)
        self.precision = CodeCombo("inbound.precision", [each.value for each in Precision])
        self.texts = {name: LongText(LIMITS[name]) for name in TEXTS}
        self._lay_out()
        self.retranslate()
        self.restyle()

    def editors(self) -> dict[str, QWidget]:
        return {
            "title": self.title, "event_type": self.event_type, "place": self.place, "place_text": self.place_text,
            "occurred": self.occurred, "precision": self.precision, **self.texts,
        }  # fmt: skip

    def set_choices(self, types: ChoiceList, places: ChoiceList) -> None:
        self._types = types
        self.event_type.set_choices(types)
        self.place.set_choices(places)

    def values(self, row: IncidentRow) -> dict[str, str]:
        """As the editors hold them."""
        known = self._types.of(row.event_type) if row.event_type else None
        return {
            "title": row.title, "event_type": known.path if known else row.event_type or "", "place": row.place_path,
            "place_text": row.place_text, "occurred": self._times.minute(row.occurred_at) if row.occurred_at else "",
            "precision": row.occurred_precision.value, **{name: getattr(row, name) for name in TEXTS},
        }  # fmt: skip

    def said(self, row: IncidentRow, differing: Mapping[str, str]) -> Description:
        """What is to be recorded. Raises Refused with ``field``.

        Type, place and time nobody touched stay as they are: a type that is retired, a place that is gone, a time to
        the second.
        """
        typed = self.place.typed() if "place" in differing else ""
        return Description(
            title=self.title.text(),
            event_type=self._type() if "event_type" in differing else row.event_type,
            place_id=self.place.place_id() if "place" in differing else row.place_id,
            place_text=" ".join(part for part in (typed, self.place_text.text().strip()) if part),
            occurred_at=self._time() if "occurred" in differing else row.occurred_at,
            occurred_precision=Precision(self.precision.code()),
            **{name: editor.text() for name, editor in self.texts.items()},
        )

    def mark(self, error: Exception) -> None:
        """Say it at its field where that is known."""
        named = str(error.facts.get("field", "")) if isinstance(error, Refused) else ""
        if isinstance(error, Refused) and error.code == "time_future":
            named = "occurred"
        if named in self.fields and isinstance(error, Refused):
            self.fields[named].say_note(f"refused.{error.code}", wrong=True, **error.facts)

    def clear_marks(self) -> None:
        for field in self.fields.values():
            field.clear_note()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a single line goes on to the next field."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.focusNextPrevChild(True)
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.precision.setAccessibleName(words.say("incidents.precision"))
        self.occurred.setPlaceholderText(words.say("incidents.time_hint"))

    def restyle(self) -> None:
        using = theme.current()
        self._grid.setHorizontalSpacing(using.px(12))
        self._grid.setVerticalSpacing(using.px(8))
        self.texts["summary"].setMinimumHeight(using.px(84))
        for name in TEXTS[1:]:
            self.texts[name].setMinimumHeight(using.px(56))
        super().restyle()

    def _type(self) -> str | None:
        if self.event_type.typed():
            raise Refused("no_such_event_type", type=self.event_type.typed(), field="event_type")
        return str(self.event_type.key()) if self.event_type.key() else None

    def _time(self) -> datetime | None:
        typed = self.occurred.text().strip()
        try:
            return self._times.read(typed) if typed else None
        except Refused as refused:
            raise refused.about("occurred") from None

    def _lay_out(self) -> None:
        time = time_told(self.occurred, self.precision)
        time.setFocusProxy(self.occurred)
        places: dict[str, tuple[QWidget, int, int, int]] = {
            "title": (self.title, 0, 0, 6), "event_type": (self.event_type, 1, 0, 3), "occurred": (time, 1, 3, 3),
            "place": (self.place, 2, 0, 3), "place_text": (self.place_text, 2, 3, 3),
            "summary": (self.texts["summary"], 3, 0, 6), "measures": (self.texts["measures"], 4, 0, 2),
            "needs": (self.texts["needs"], 4, 2, 2), "outlook": (self.texts["outlook"], 4, 4, 2),
        }  # fmt: skip
        self._types = ChoiceList()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.fields: dict[str, Field] = {}
        for name, (editor, line, column, span) in places.items():
            self.fields[name] = Field(f"incidents.{name}", editor, required=name in {"title", "summary"})
            self._grid.addWidget(self.fields[name], line, column, 1, span)
        for column in range(6):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(3, 2)
        self._grid.setRowStretch(4, 1)
