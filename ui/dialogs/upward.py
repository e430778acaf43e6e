"""Questions about a report upward: of what it shall be, to whom else it goes, when it was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from console import words
from console.domain.contacts import PersonHit
from console.domain.incident import IncidentRow
from console.domain.incident_report import ReportKind
from console.domain.outbound import NAME_LIMIT, ORGANISATION_LIMIT, PHONE_LIMIT
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.intake_caller import CallerLine
from ui.widgets.typed import OneLine

PARTS = ("to", "copy")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new report is about. ``kind`` is None where nothing was offered in time: the next one of the series."""

    incident_id: UUID
    kind: ReportKind | None


class BeginReportDialog(Asking):
    """Hands up a ``Begun``; ``incident_picked`` asks for the kinds that have a place in its series now."""

    incident_picked = Signal(object)

    def __init__(
        self, incidents: Sequence[IncidentRow], chosen: UUID | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("upward.begin", "upward.begin.yes", parent=parent)
        titles = {row.id: f"{row.title}　{row.number}" for row in incidents}
        self.incident = Choice(list(titles), lambda one: titles[one])
        if chosen in titles:
            self.incident.choose(chosen)
        self.kind = Choice((), lambda kind: words.say(f"report.kind.{kind.value}"))
        self.kinds_field = Field("upward.kind", self.kind, required=True)
        self.body.addWidget(Field("upward.incident", self.incident, required=True))
        self.body.addWidget(self.kinds_field)
        self.incident.currentIndexChanged.connect(lambda _at: self.incident_picked.emit(self.incident.value()))

    def offer_kinds(self, incident_id: UUID, kinds: Sequence[ReportKind]) -> None:
        """An answer about another incident than the one that is chosen now is none."""
        if incident_id != self.incident.value():
            return
        self.kind.offer(kinds)
        if kinds:
            self.kinds_field.clear_note()
        else:
            self.kinds_field.say_note("upward.begin.none", wrong=True)

    def first(self) -> QWidget:
        return self.incident

    def answer(self) -> Begun:
        return Begun(self.incident.value(), self.kind.value())


@dataclass(frozen=True, slots=True)
class Sent:
    """How a report went to one receiver; ``at`` is None for now."""

    channel: str
    at: datetime | None
    received_by: str
    late_reason: str


class SentDialog(Asking):
    """Hands up a ``Sent``; asks for the reason only where a countdown is over. ``channels`` are names by code.

    ``lacking``: who is to be rung by the usual ``channel`` and has no number; told as long as that one is chosen.
    """

    def __init__(
        self, about: str, channels: Mapping[str, str], channel: str, times: Times, *, late: bool = False,
        lacking: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("upward.sent", "upward.sent.yes", parent=parent)
        self._times = times
        self.about = self.say_sentence("", role="strong")
        self.about.show_text(about)
        self.channel = Choice(list(channels), lambda code: channels[code])
        if channel in channels:
            self.channel.choose(channel)
        self.received_by, self.at, self.late = OneLine(NAME_LIMIT), OneLine(30), OneLine(500)
        self.late_field = Field("upward.late_reason", self.late, required=True)
        received = Field("upward.received_by", self.received_by)
        received.say_note("upward.received_by.hint")
        self.channel_field = Field("upward.channel", self.channel)
        for part in (self.channel_field, received, Field("upward.sent_at", self.at)):
            self.body.addWidget(part)
        self.body.addWidget(self.late_field)
        self.inputs = {"at": self.at, "received_by": self.received_by, "late": self.late}
        self._ask_why(late)
        self._tell_lacking(lacking, channel)
        self.channel.currentIndexChanged.connect(lambda _at: self._tell_lacking(lacking, channel))
        self.retranslate()

    def _tell_lacking(self, name: str, channel: str) -> None:
        if name and self.channel.value() == channel:
            self.channel_field.say_note("upward.lacks_number.sent", wrong=True, name=name)
        else:
            self.channel_field.clear_note()

    def answer(self) -> Sent:
        typed = self.at.text().strip()
        at = self._times.read(typed) if typed else None
        return Sent(self.channel.value() or "", at, self.received_by.text(), self.late.text())

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code == "late_reason_missing":
            self._ask_why(True)
        super().refuse(error)

    def retranslate(self) -> None:
        super().retranslate()
        self.at.setPlaceholderText(words.say("upward.sent_at.now"))

    def _ask_why(self, late: bool) -> None:
        """The cursor stays; Enter in the field before leads here."""
        self.late_field.setVisible(late)
        self.set_fields([self.received_by, self.at, self.late] if late else [self.received_by, self.at])


@dataclass(frozen=True, slots=True)
class Receiver:
    """One more who gets the report."""

    organisation: str
    name: str
    phone: str
    channel: str
    part: str


class ReceiverDialog(Asking):
    """Hands up a ``Receiver``. ``person_typed`` (field, text) asks who is known by that name or unit.

    ``rung`` are the channels that need a number; that one is missing is said and holds nobody up.
    """

    person_typed = Signal(object, str)

    def __init__(self, channels: Mapping[str, str], rung: Collection[str] = (), parent: QWidget | None = None) -> None:
        super().__init__("upward.receiver", "button.save", parent=parent)
        self.organisation = CallerLine(ORGANISATION_LIMIT)
        self.name, self.phone = OneLine(NAME_LIMIT), OneLine(PHONE_LIMIT)
        self.phone.numbers = True
        self.part = Choice(PARTS, lambda part: words.say(f"upward.part.{part}"))
        self.channel = Choice(list(channels), lambda code: channels[code])
        self._rung, self.phone_field = frozenset(rung), Field("upward.phone_number", self.phone)
        for part in (
            Field("upward.organisation", self.organisation, required=True), Field("upward.person", self.name),
            self.phone_field, Field("upward.part_label", self.part), Field("upward.channel", self.channel),
        ):  # fmt: skip
            self.body.addWidget(part)
        fields: list[QLineEdit] = [self.organisation, self.name, self.phone]
        self.set_fields(fields)
        self.inputs = {"organisation": self.organisation, "name": self.name, "phone": self.phone, "part": self.part}
        self.organisation.asked.connect(lambda typed: self.person_typed.emit(self.organisation, typed))
        self.organisation.accepted.connect(self._take)
        self.organisation.turned_away.connect(self.refuse)
        for typed in (self.organisation.textChanged, self.phone.textChanged, self.channel.currentIndexChanged):
            typed.connect(lambda _anything: self._tell_lacking())

    def _tell_lacking(self) -> None:
        named = bool(self.organisation.text().strip()) and not self.phone.text().strip()
        if named and self.channel.value() in self._rung:
            self.phone_field.say_note("upward.lacks_number.add")
        else:
            self.phone_field.clear_note()

    def answer(self) -> Receiver:
        return Receiver(
            self.organisation.text(), self.name.text(), self.phone.text(), self.channel.value() or "phone",
            self.part.value(),
        )  # fmt: skip

    def _take(self, hit: PersonHit) -> None:
        self.organisation.setText(hit.organisation or hit.name)
        self.name.setText(hit.name)
        self.phone.setText(next(iter(hit.numbers), ""))
