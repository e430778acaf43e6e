"""People brought away: a household is listed, what came of it is told, villages tell their figures by telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtWidgets import QStyle, QVBoxLayout, QWidget

from console import words
from console.domain.relocations import LIMITS, SPECIAL, MoveState, NewRelocation, RelocationRow, Told, VillageFigure
from console.errors import Refused
from console.services.shelter_words import who
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count
from ui.dialogs.typed_time import told_time
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.list_editors import CodesEditor
from ui.widgets.place_tree import PlacePicker
from ui.widgets.scrolling import scrolling
from ui.widgets.suggest import ChoiceList
from ui.widgets.typed import LongText, OneLine

_TIME, _COUNT, _LONG = 40, 10, 400


@dataclass(frozen=True, slots=True)
class MoveLists:
    """What can be chosen: places, their names, shelters that are in use (the open ones first)."""

    places: ChoiceList
    names: Mapping[UUID, str]
    shelters: Mapping[UUID, str]


class RelocationAsking(Asking):
    """What these share: a choice of shelters, and a village by its place or in words of one's own."""

    def __init__(self, title: str, yes: str, lists: MoveLists, parent: QWidget | None = None) -> None:
        super().__init__(title, yes, parent=parent)
        self._lists = lists
        self.shelter = Choice([None, *lists.shelters], self._named)
        self.village = PlacePicker(_LONG)
        self.village.set_choices(lists.places)

    def told_village(self) -> tuple[str, UUID | None]:
        """Its name, and its place where it is one."""
        place = self.village.place_id()
        if place is not None:
            return self._lists.names.get(place, ""), place
        return self.village.typed(), None

    def _named(self, key: UUID | None) -> str:
        return self._lists.shelters.get(key, "") if key is not None else words.say("relocation.no_shelter")


class RelocationDialog(RelocationAsking):
    """Hands up a ``NewRelocation``; ``row`` is the line that is changed. Without a household it is the village's."""

    LEAST_WIDTH = 720

    def __init__(
        self, incident: UUID, lists: MoveLists, row: RelocationRow | None, parent: QWidget | None = None
    ) -> None:
        super().__init__("relocation.new" if row is None else "relocation.edit", "button.save", lists, parent)
        said = row.typed() if row is not None else NewRelocation(incident, "", 0, id=uuid4())
        self._incident, self._id = incident, said.id
        names = ("household", "phone", "reason", "destination", "transport", "helper")
        self.lines = {name: OneLine(LIMITS[name], getattr(said, name)) for name in names}
        self.lines["phone"].numbers = True
        self.lines["people"] = OneLine(_COUNT, str(said.people) if row is not None else "")
        self.village.show_choice(said.place_id, "" if said.place_id else said.village)
        self.shelter.choose(said.shelter)
        self.special = CodesEditor(list(SPECIAL), lambda one: words.say(f"relocation.special.{one}"))
        self.special.show_value(",".join(said.special))
        editors: dict[str, QWidget] = {
            **self.lines, "village": self.village, "shelter": self.shelter, "special": self.special
        }  # fmt: skip
        fields = {
            name: Field(f"relocation.field.{name}", editor, required=name in ("village", "people"))
            for name, editor in editors.items()
        }
        self.body.addLayout(spread([(fields[name], *at) for name, at in _PLACES.items()], 4))
        self.inputs = editors
        self.set_fields([self.village, *(self.lines[name] for name in _WALK)])

    def first(self) -> QWidget:
        return self.village

    def answer(self) -> NewRelocation:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        people = read_count(said.pop("people"), "people")
        if people is None:
            raise Refused("shelter_field_missing", field="people")
        village, place = self.told_village()
        codes = tuple(code for code in self.special.value().split(",") if code)
        return NewRelocation(
            self._incident, village, people, place_id=place, special=codes, shelter=self.shelter.value(), id=self._id,
            **said,
        )  # fmt: skip


_PLACES = {
    "village": (0, 0, 2), "household": (0, 2, 1), "people": (0, 3, 1), "phone": (1, 0, 1), "reason": (1, 1, 2),
    "helper": (1, 3, 1), "shelter": (2, 0, 2), "destination": (2, 2, 1), "transport": (2, 3, 1), "special": (3, 0, 4),
}  # fmt: skip
_WALK = ("household", "people", "phone", "reason", "helper", "destination", "transport")


class MoveDialog(RelocationAsking):
    """Hands up a ``Told`` for one line: how many of it, where they are, when. Others than 已转移 ask for words."""

    LEAST_WIDTH = 600

    def __init__(
        self, row: RelocationRow, state: MoveState, lists: MoveLists, times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"relocation.do.{state.value}", f"relocation.do.{state.value}", lists, parent)
        self._row, self._state, self._times, self._key = row, state, times, uuid4()
        self.about = self.say_sentence("relocation.of", role="strong", **self._facts())
        self.lines = {"people": OneLine(_COUNT, str(row.people)), "at": OneLine(_TIME)}
        self.words = LongText(LIMITS["words"])
        shown: list[tuple[QWidget, int, int, int]] = [
            (Field("relocation.field.people", self.lines["people"]), 0, 0, 1),
            (Field("shelters.asked.at", self.lines["at"]), 0, 1, 1),
        ]
        self.inputs = {**self.lines}
        if state is MoveState.MOVED:
            shown += self._where(row)
        else:
            shown += self._said()
        self.body.addLayout(spread(shown, 2))
        self.set_fields(list(self.lines.values()))
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.shelter if self._state is MoveState.MOVED else self.words

    def answer(self) -> Told:
        moved = self._state is MoveState.MOVED
        return Told(
            told_time(self._times, self.lines["at"].text()), read_count(self.lines["people"].text(), "people"),
            self.shelter.value() if moved else None,
            self.lines["destination"].text().strip() if moved else "",
            "" if moved else self.words.text(),
            self.lines["witness"].text().strip() if "witness" in self.lines else "", self._key,
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lines"):
            self.about.say("relocation.of", **self._facts())
            self.lines["at"].setPlaceholderText(words.say("upward.sent_at.now"))

    def _facts(self) -> dict[str, Any]:
        row = self._row
        state = words.say(f"relocation.state.{row.state.value}")
        return {"who": who(row.village, row.household), "count": row.people, "state": state}

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "words"):
            self.words.setFixedHeight(theme.current().px(84))

    def _where(self, row: RelocationRow) -> list[tuple[QWidget, int, int, int]]:
        self.shelter.choose(row.shelter_id)
        self.lines["destination"] = OneLine(LIMITS["destination"], row.destination)
        self.inputs |= {"shelter": self.shelter, "destination": self.lines["destination"]}
        return [
            (Field("relocation.field.shelter", self.shelter), 1, 0, 1),
            (Field("relocation.field.destination", self.lines["destination"]), 1, 1, 1),
        ]

    def _said(self) -> list[tuple[QWidget, int, int, int]]:
        refused = self._state is MoveState.REFUSED
        needed = self._state is not MoveState.RETURNED
        self.inputs["words"] = self.words
        code = "relocation.field.refusal" if refused else "relocation.field.words"
        shown: list[tuple[QWidget, int, int, int]] = [(Field(code, self.words, required=needed), 1, 0, 2)]
        if refused:
            self.lines["witness"] = OneLine(LIMITS["witness"])
            self.inputs["witness"] = self.lines["witness"]
            shown.append((Field("relocation.field.witness", self.lines["witness"], required=True), 2, 0, 2))
        return shown


@dataclass(frozen=True, slots=True)
class Phoned:
    """What villages told over the telephone."""

    figures: tuple[VillageFigure, ...]
    at: datetime | None
    source: str
    shelter: UUID | None


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village of the list with what is known of it."""

    village: str
    place_id: UUID | None
    planned: int
    moved: int


class VillageField(Field):
    """The number a village tells, under its name and what is known of it."""

    def __init__(self, line: VillageLine, editor: OneLine) -> None:
        self._line = line
        super().__init__("relocation.village_line", editor)
        self.label.say("relocation.village_line", **self._facts())

    def retranslate(self) -> None:
        self.editor.setAccessibleName(words.say("relocation.village_line", **self._facts()))

    def _facts(self) -> dict[str, Any]:
        return {"village": self._line.village, "moved": self._line.moved, "planned": self._line.planned}


class VillagesDialog(RelocationAsking):
    """Hands up ``Phoned``: a line per village, the number of all who are away from it; an empty one was not told."""

    LEAST_WIDTH = 600

    def __init__(
        self, villages: Sequence[VillageLine], lists: MoveLists, times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__("relocation.villages", "button.save", lists, parent)
        self._times, self._villages = times, tuple(villages)
        self.say_sentence("relocation.villages_hint", role="secondary")
        self.figures = [OneLine(_COUNT) for _ in villages]
        self.lines = {"other": OneLine(_COUNT), "at": OneLine(_TIME), "source": OneLine(LIMITS["helper"])}
        self._lay_out_fields()
        named = {f"village {one.village}": line for one, line in zip(self._villages, self.figures, strict=True)}
        self.inputs = {**named, "village": self.village, **self.lines, "shelter": self.shelter}
        self.set_fields([*self.figures, self.village, *self.lines.values()])
        self.retranslate()
        self.restyle()

    def first(self) -> QWidget:
        return self.figures[0] if self.figures else self.village

    def answer(self) -> Phoned:
        told = [
            VillageFigure(one.village, count, one.place_id)
            for one, line in zip(self._villages, self.figures, strict=True)
            if (count := read_count(line.text(), f"village {one.village}")) is not None
        ]
        other = read_count(self.lines["other"].text(), "other")
        if other is not None:
            village, place = self.told_village()
            if not village:
                raise Refused("relocation_village", field="village")
            told.append(VillageFigure(village, other, place))
        if not told:
            raise Refused("relocation_nothing_told", field="other")
        at = told_time(self._times, self.lines["at"].text())
        return Phoned(tuple(told), at, self.lines["source"].text().strip(), self.shelter.value())

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lines"):
            self.lines["at"].setPlaceholderText(words.say("upward.sent_at.now"))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "area"):
            using = theme.current()
            rows = max(1, min(5, (len(self._villages) + 2) // 3))
            self.area.setMinimumHeight(using.px(62) * rows)
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            self.area.setMinimumWidth(self.area.widget().minimumSizeHint().width() + bar)

    def _lay_out_fields(self) -> None:
        shown_lines = [VillageField(*pair) for pair in zip(self._villages, self.figures, strict=True)]
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(spread([(field, at // 3, at % 3, 1) for at, field in enumerate(shown_lines)], 3))
        column.addStretch(1)
        self.area = scrolling(inside)
        self.area.setVisible(bool(self.figures))
        self.body.addWidget(self.area, 1)
        shown = (
            (Field("relocation.field.other_village", self.village), 0, 0, 2),
            (Field("relocation.field.moved", self.lines["other"]), 0, 2, 1),
            (Field("shelters.asked.as_of", self.lines["at"]), 1, 0, 1),
            (Field("shelters.asked.who", self.lines["source"]), 1, 1, 1),
            (Field("relocation.field.shelter", self.shelter), 1, 2, 1),
        )
        self.body.addLayout(spread(shown, 3))
