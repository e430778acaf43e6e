"""A shelter opens, is counted, closes, changes its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.shelters import GROUPS, LIMITS, NewCount, ShelterRow, ShelterState
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.team_steps import read_count, read_decimal
from ui.dialogs.typed_time import told_time
from ui.models.shelter_rows import filled, state_word
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.typed import OneLine

_TIME, _COUNT = 40, 10
DAYS = ("water_days", "food_days")


@dataclass(frozen=True, slots=True)
class Opened:
    """Since when (None: now), for which incident, told by whom; ``key`` makes it once."""

    incident: UUID | None
    at: datetime | None
    who: str
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Ended:
    """When it closed (None: now), told by whom, and where the people who were in it go."""

    at: datetime | None
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    state: ShelterState
    reason: str


class ShelterAct(Asking):
    """What these share: the shelter in a line, times that are left empty for now."""

    LEAST_WIDTH = 560

    def __init__(self, title: str, yes: str, row: ShelterRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__(title, yes, parent=parent)
        self._times = times
        self.lines: dict[str, OneLine] = {}
        self._row = row
        self.about = self.say_sentence("shelters.of", role="strong", **self._facts())

    def at(self) -> datetime | None:
        return told_time(self._times, self.lines["at"].text())

    def said(self, name: str) -> str:
        return self.lines[name].text().strip()

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "about"):
            self.about.say("shelters.of", **self._facts())
        if "at" in self.lines:
            self.lines["at"].setPlaceholderText(words.say("upward.sent_at.now"))

    def _facts(self) -> dict[str, str]:
        return {"name": self._row.name, "state": state_word(self._row), "people": filled(self._row)}


class OpenDialog(ShelterAct):
    """Hands up ``Opened``. ``attach``: it is open already, only the incident is asked."""

    def __init__(
        self, row: ShelterRow, incidents: Sequence[IncidentRow], times: Times, *, attach: bool = False,
        chosen: UUID | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = "shelters.attach" if attach else "shelters.open"
        super().__init__(title, title, row, times, parent)
        self._incidents, self._key = {one.id: one for one in incidents}, uuid4()
        keys: list[UUID | None] = [one.id for one in incidents]
        self.incident = Choice(keys if attach else [*keys, None], self._title_of)
        if keys:
            # of several nobody knows which: the needs of the shelter would go to the wrong one
            alone = keys[0] if attach or len(keys) == 1 else None
            self.incident.choose(chosen if chosen in self._incidents else alone)
        self.lines = {} if attach else {"at": OneLine(_TIME), "who": OneLine(LIMITS["who"])}
        shown: list[tuple[QWidget, int, int, int]] = [(Field("shelters.for_incident", self.incident), 0, 0, 2)]
        shown += [
            (Field(f"shelters.asked.{name}", line), 1, at, 1) for at, (name, line) in enumerate(self.lines.items())
        ]
        self.body.addLayout(spread(shown, 2))
        self.inputs = {"incident": self.incident, **self.lines}
        self.set_fields(list(self.lines.values()))
        self.retranslate()

    def first(self) -> QWidget:
        return self.incident

    def answer(self) -> Opened:
        if not self.lines:
            if self.incident.value() is None:
                raise Refused("no_such_incident", field="incident")
            return Opened(self.incident.value(), None, "", self._key)
        return Opened(self.incident.value(), self.at(), self.said("who"), self._key)

    def _title_of(self, key: UUID | None) -> str:
        found = self._incidents.get(key) if key is not None else None
        return f"{found.number}　{found.title}" if found is not None else words.say("shelters.no_incident")


class CountDialog(ShelterAct):
    """Hands up a ``NewCount``: what is left empty was not told, and is not nought."""

    LEAST_WIDTH = 640

    def __init__(self, row: ShelterRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("shelters.count", "button.save", row, times, parent)
        self.say_sentence("shelters.count_rule", role="secondary")
        self.lines = {name: OneLine(_COUNT) for name in ("total", *GROUPS, *DAYS)}
        self.lines |= {"at": OneLine(_TIME), "who": OneLine(LIMITS["who"]), "remark": OneLine(LIMITS["remark"])}
        fields = {
            name: Field(_LABELS.get(name, f"shelters.column.{name}"), line, required=name == "total")
            for name, line in self.lines.items()
        }
        self.body.addLayout(spread([(fields[name], *at) for name, at in _COUNT_PLACES.items()], 4))
        self.inputs = {**self.lines}
        self.set_fields([self.lines[name] for name in _COUNT_PLACES])
        self.retranslate()

    def first(self) -> QWidget:
        return self.lines["total"]

    def answer(self) -> NewCount:
        figures = {name: read_count(self.lines[name].text(), name) for name in ("total", *GROUPS)}
        total = figures.pop("total")
        if total is None:
            raise Refused("shelter_field_missing", field="total")
        days = {name: read_days(self.lines[name].text(), name) for name in DAYS}
        return NewCount(total, self.at(), **figures, **days, who=self.said("who"), remark=self.said("remark"))


_LABELS = {"at": "shelters.asked.as_of", "who": "shelters.asked.who", "remark": "shelters.column.remark"}
_COUNT_PLACES = {
    "total": (0, 0, 1), "at": (0, 1, 2), "who": (0, 3, 1), "men": (1, 0, 1), "women": (1, 1, 1),
    "children": (1, 2, 1), "elderly": (1, 3, 1), "outsiders": (2, 0, 1), "water_days": (2, 1, 1),
    "food_days": (2, 2, 1), "remark": (2, 3, 1),
}  # fmt: skip


class CloseDialog(ShelterAct):
    """Hands up ``Ended``; where people are in it still it says how many, and asks where they go."""

    def __init__(self, row: ShelterRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("shelters.close", "shelters.close", row, times, parent)
        people = max(row.people.value or 0, row.moved)
        if people:
            self.say_sentence("shelters.still_in", role="caution", count=people)
        limits = {"at": _TIME, "who": LIMITS["who"], "reason": LIMITS["reason"]}
        self.lines = {name: OneLine(limit) for name, limit in limits.items()}
        places = {"reason": (0, 0, 2), "at": (1, 0, 1), "who": (1, 1, 1)}
        labels = {"reason": "shelters.asked.reason", "at": "shelters.asked.at", "who": "shelters.asked.who"}
        fields = {
            name: Field(labels[name], self.lines[name], required=name == "reason" and people > 0) for name in places
        }
        self.body.addLayout(spread([(fields[name], *at) for name, at in places.items()], 2))
        self.inputs = {**self.lines}
        self.set_fields([self.lines[name] for name in places])
        self.retranslate()

    def first(self) -> QWidget:
        return self.lines["reason"]

    def answer(self) -> Ended:
        return Ended(self.at(), self.said("who"), self.said("reason"))


class StateDialog(ShelterAct):
    """Hands up ``Stated``: the states it can go to, why where it is taken out of use."""

    def __init__(self, row: ShelterRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("shelters.state_change", "button.save", row, times, parent)
        offered = [state for state in ShelterState if state is not row.state and _fits(state, running=row.running)]
        self.state = Choice(offered, lambda one: words.say(f"shelters.state.{one.value}"))
        self.lines = {"reason": OneLine(LIMITS["reason"])}
        shown = (Field("shelters.asked.state", self.state), 0, 0, 1), (
            Field("shelters.asked.why", self.lines["reason"]), 1, 0, 1
        )  # fmt: skip
        self.body.addLayout(spread(shown, 1))
        self.inputs = {"state": self.state, **self.lines}
        self.set_fields(list(self.lines.values()))
        self.retranslate()

    def first(self) -> QWidget:
        return self.state

    def answer(self) -> Stated:
        return Stated(self.state.value(), self.said("reason"))


def _fits(state: ShelterState, *, running: bool) -> bool:
    return (state in (ShelterState.OPEN, ShelterState.FULL)) == running


def read_days(typed: str, name: str) -> float | None:
    """Days with a point, None for nothing; refuses days_bad."""
    said = typed.strip().removesuffix("天").strip()
    if not said:
        return None
    days = read_decimal(said)
    if days is None:
        raise Refused("days_bad", field=name)
    return days
