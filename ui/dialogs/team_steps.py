"""A team at an incident: it is sent or reserved, or other terms are agreed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from console import words
from console.domain.assigning import LIMITS, AssignmentRow, Circle, Judged, NewAssignment
from console.domain.assignments import TeamState, Verdict
from console.domain.incident import IncidentRow
from console.domain.teams import TeamRow
from console.errors import Refused
from console.services.assignments import Terms
from console.services.candidate_words import against
from ui.dialogs.asking import Asking
from ui.dialogs.typed_time import coming_time, told_time
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field, spread
from ui.widgets.spoken import Word
from ui.widgets.typed import OneLine

_TIME, _COUNT = 40, 10
_DECIMAL = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,20})?")


def read_count(typed: str, field: str) -> int | None:
    """A whole number, full-width digits too, None for nothing; refuses whole_number_bad with the field."""
    said = unicodedata.normalize("NFKC", typed).strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= _COUNT):
        raise Refused("whole_number_bad", text=said[:_COUNT], field=field)
    return int(said)


def read_decimal(typed: str) -> float | None:
    """A figure with or without a point, full-width digits too; None for what is none: no powers of ten, no nan."""
    said = unicodedata.normalize("NFKC", typed).strip()
    return float(said) if _DECIMAL.fullmatch(said) else None


class SendTeamDialog(Asking):
    """Hands up a ``NewAssignment``. ``incident_picked`` asks what stands against it; ``show_verdict`` answers."""

    LEAST_WIDTH = 760
    incident_picked = Signal(object)

    def __init__(
        self, team: TeamRow, incidents: Sequence[IncidentRow], times: Times, parent: QWidget | None = None
    ) -> None:
        super().__init__("teams.assign", "teams.assign.yes", parent=parent)
        self._team, self._times, self._key = team, times, uuid4()
        self._incidents = {row.id: row for row in incidents}
        self.say_sentence("teams.assign.what", role="strong", team=team.name)
        self.incident = Choice([row.id for row in incidents], self._incident_word)
        self.reserved = QCheckBox()
        self.against, self.circle = Word(role="caution"), Word(role="secondary")
        self.lines = {name: OneLine(LIMITS[name]) for name in ("place", "contact", "phone", "who", "reason")}
        self.lines["phone"].numbers = True
        self.lines |= {name: OneLine(_TIME) for name in ("planned_at", "expected_at", "at")}
        self.lines["people"] = OneLine(_COUNT)
        self._lay_out_fields()
        self.inputs = {"incident": self.incident, "reserved": self.reserved, **self.lines}
        self.set_fields([self.lines[name] for name in _ORDER])
        self.incident.currentIndexChanged.connect(lambda _at: self._follow())
        self.reserved.toggled.connect(lambda _on: self._follow_kind())
        self._follow_kind()
        self.retranslate()

    def first(self) -> QWidget:
        return self.incident

    def begin(self) -> None:
        """Ask about the incident that is shown first."""
        self._follow()

    def types(self) -> dict[UUID, str | None]:
        """Event types of the incidents that are offered."""
        return {row.id: row.event_type for row in self._incidents.values()}

    def show_verdict(self, incident: UUID, judged: Judged, circle: Circle) -> None:
        """What stands against the team there, and the limits it would be held to."""
        if incident != self.incident.value():
            return
        self._judged, self._circle = judged, circle
        self._say_verdict()

    def answer(self) -> NewAssignment:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        reserved = self.reserved.isChecked()
        judged = self._judged
        if judged is not None and judged.verdict is Verdict.WARN and not said["reason"]:
            first = judged.reasons[0]
            facts = {"team": self._team.name, "when": first.when, "about": first.about}
            raise Refused("team_warned", field="reason", **facts)
        return NewAssignment(
            self._team.id, self.incident.value(), self._key, reserved=reserved, place=said["place"],
            contact=said["contact"], phone=said["phone"], people=read_count(said["people"], "people"),
            planned_at=self._coming("planned_at") if reserved else None,
            expected_at=None if reserved else self._coming("expected_at"),
            at=told_time(self._times, said["at"]), who=said["who"], reason=said["reason"],
        )  # fmt: skip

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "lines"):
            self.reserved.setText(words.say("teams.assign.reserve"))
            self.lines["at"].setPlaceholderText(words.say("upward.sent_at.now"))
            self._say_place()
            self._say_verdict()

    _judged: Judged | None = None
    _circle = Circle()

    def _incident_word(self, incident: UUID) -> str:
        row = self._incidents.get(incident)
        return f"{row.number}　{row.title}" if row is not None else ""

    def _follow(self) -> None:
        self._judged, self._circle = None, Circle()
        self._say_verdict()
        self._say_place()
        self.incident_picked.emit(self.incident.value())

    def _follow_kind(self) -> None:
        reserved = self.reserved.isChecked()
        self.planned.setVisible(reserved)
        self.expected.setVisible(not reserved)

    def _say_place(self) -> None:
        """Left empty it goes to where the incident is."""
        row = self._incidents.get(self.incident.value())
        if row is not None:
            self.lines["place"].setPlaceholderText(row.place_text or row.place_path)

    def _say_verdict(self) -> None:
        reasons = self._judged.reasons if self._judged is not None else ()
        self.against.show_text("\n".join(against(one.when, one.verdict, one.about) for one in reasons))
        self.against.setVisible(bool(reasons))
        self._reason.set_required(self._judged is not None and self._judged.verdict is Verdict.WARN)
        told = [
            words.say(f"teams.circle.{name}", minutes=minutes)
            for name, minutes in (("leave", self._circle.leave), ("arrive", self._circle.arrive))
            if minutes is not None
        ]
        told += [self._circle.basis] if told and self._circle.basis else []
        self.circle.show_text(words.say("list.join").join(told) or words.say("teams.circle.none"))

    def _coming(self, name: str) -> datetime | None:
        return coming_time(self._times, self.lines[name].text(), name)

    def _lay_out_fields(self) -> None:
        first = QHBoxLayout()
        first.addWidget(Field("teams.field.incident", self.incident, required=True), 1)
        first.addWidget(self.reserved, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(first)
        for word in (self.circle, self.against):
            word.setWordWrap(True)
            self.body.addWidget(word)
        fields = {name: Field(f"teams.field.{name}", line) for name, line in self.lines.items()}
        self.planned, self.expected, self._reason = fields["planned_at"], fields["expected_at"], fields["reason"]
        self.body.addLayout(
            spread(
                (
                    (fields["place"], 0, 0, 2), (fields["people"], 0, 2, 1),
                    (fields["contact"], 1, 0, 1), (fields["phone"], 1, 1, 1),
                    (self.planned, 1, 2, 1), (self.expected, 1, 2, 1),
                    (fields["at"], 2, 0, 1), (fields["who"], 2, 1, 2), (self._reason, 3, 0, 3),
                ),
                3,
            )
        )  # fmt: skip


_ORDER = ("place", "people", "contact", "phone", "planned_at", "expected_at", "at", "who", "reason")


class TermsDialog(Asking):
    """Hands up ``Terms``: where to, whom to ask for there, how many, when it is planned or expected."""

    LEAST_WIDTH = 640

    def __init__(self, row: AssignmentRow, times: Times, parent: QWidget | None = None) -> None:
        super().__init__("teams.terms", "button.save", parent=parent)
        self._row, self._times = row, times
        self.say_sentence("teams.step.what", role="strong", team=row.team, incident=row.incident_title)
        self.lines = {name: OneLine(LIMITS[name], getattr(row, name)) for name in ("place", "contact", "phone")}
        self.lines["phone"].numbers = True
        self.lines["people"] = OneLine(_COUNT, "" if row.people is None else str(row.people))
        self._when = "planned_at" if row.state is TeamState.RESERVED else "expected_at"
        stands: datetime | None = getattr(row, self._when)
        self.lines[self._when] = OneLine(_TIME, times.minute(stands) if stands else "")
        fields = {name: Field(f"teams.field.{name}", line) for name, line in self.lines.items()}
        self.body.addLayout(
            spread(((fields["place"], 0, 0, 2), (fields["contact"], 1, 0, 1), (fields["phone"], 1, 1, 1),
                    (fields["people"], 2, 0, 1), (fields[self._when], 2, 1, 1)), 2)
        )  # fmt: skip
        self.inputs = {**self.lines}
        self.set_fields(list(self.lines.values()))

    def first(self) -> QWidget:
        return self.lines["place"]

    def answer(self) -> Terms:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        when = {"planned_at": self._row.planned_at, "expected_at": self._row.expected_at}
        when[self._when] = coming_time(self._times, said[self._when], self._when)
        people = read_count(said["people"], "people")
        row = self._row
        return Terms(
            said["place"], row.latitude, row.longitude, said["contact"], said["phone"], people, when["planned_at"],
            when["expected_at"],
        )  # fmt: skip
