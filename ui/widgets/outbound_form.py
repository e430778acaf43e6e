"""What is recorded as sent: how, to whom, when, the words. Enter goes on, Ctrl+Enter records."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.domain.lists import ListItem
from console.domain.outbound import (
    NAME_LIMIT,
    NOTHING,
    ORGANISATION_LIMIT,
    PHONE_LIMIT,
    OutboundRow,
    Subject,
    SubjectKind,
)
from console.domain.text import TEXT_LIMIT
from ui import actions, theme
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken, Word
from ui.widgets.suggest import Choice as Offer
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import LongText, ShortText

LOOK_UP_MS = 200
"""Typing of a name that rests this long is looked up in the contacts."""

_KEPT = ("to_org", "to_name", "to_phone", "sent_at", "text")


class OutboundForm(Spoken, Card):
    """``save_asked``; ``edited`` after every change; ``person_typed`` and ``unit_typed`` are to be looked up."""

    save_asked = Signal()
    edited = Signal()
    person_typed = Signal(str)
    unit_typed = Signal(str)
    turned_away = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._names: dict[str, ListItem] = {}
        self._recipients: dict[Hashable, Recipient] = {}
        self._units: list[Offer] = []
        self._people: dict[Hashable, Any] = {}
        self.subject = NOTHING
        super().__init__("outbound.new", parent=parent)
        self.channel = Choice((), self._channel_word)
        self.to_org = Suggest(ORGANISATION_LIMIT, free=True)
        self.to_name = Suggest(NAME_LIMIT, free=True)
        self.to_phone = ShortText(PHONE_LIMIT)
        self.to_phone.numbers = True
        self.sent_at = ShortText(40)
        self.words = LongText(TEXT_LIMIT)
        self.about = Word(role="secondary")
        self.drop_about = KeyButton("outbound.about_nothing", small=True, kind="quiet")
        self.save = KeyButton("outbound.record", actions.key_of("save_close"), kind="primary")
        self._look_up, self._look_up_unit = _resting(self), _resting(self)
        self._fields = {
            "channel": Field("column.outbound.channel", self.channel, required=True),
            "to_org": Field("column.outbound.to_org", self.to_org, required=True),
            "to_name": Field("column.outbound.to_name", self.to_name),
            "to_phone": Field("column.outbound.to_phone", self.to_phone),
            "sent_at": Field("column.outbound.sent_at", self.sent_at),
            "text": Field("column.outbound.text", self.words, required=True),
        }
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_subject(NOTHING)
        self.restyle()

    # values

    def values(self) -> dict[str, str]:
        """What stands in the fields, as text."""
        return {
            "channel": self.channel.value() or "",
            "to_org": self.to_org.text().strip(),
            "to_name": self.to_name.text().strip(),
            "to_phone": self.to_phone.text().strip(),
            "sent_at": self.sent_at.text().strip(),
            "text": self.words.text(),
        }

    def is_empty(self) -> bool:
        values = self.values()
        return not any(values[name].strip() for name in _KEPT)

    def fill(self, values: Mapping[str, str], subject: Subject = NOTHING) -> None:
        """Put values into the fields; those that are not named are emptied."""
        if values.get("channel"):
            self.channel.choose(values["channel"])
        self.to_org.show_choice(None, values.get("to_org", ""))
        self.to_name.show_choice(None, values.get("to_name", ""))
        self.to_phone.setText(values.get("to_phone", ""))
        self.sent_at.setText(values.get("sent_at", ""))
        self.words.show_text(values.get("text", ""))
        self.show_subject(subject)
        self.clear_notes()

    def show_subject(self, subject: Subject) -> None:
        self.subject = subject
        there = subject.kind is not SubjectKind.NOTHING
        self.about.setVisible(there)
        self.drop_about.setVisible(there)
        if there:
            self.about.say("outbound.about", number=subject.number)

    def say_wrong(self, field: str, code: str, **facts: Any) -> None:
        if field in self._fields:
            self._fields[field].say_note(code, wrong=True, **facts)

    def clear_notes(self) -> None:
        for field in self._fields.values():
            field.clear_note()

    # what is offered

    def offer_channels(self, items: Sequence[ListItem], sendable: Sequence[str]) -> None:
        """Names of all channels; those something can leave by are offered."""
        self._names = {item.code: item for item in items}
        if self.channel.values() != list(sendable):
            self.channel.offer(sendable)

    def channel_name(self, code: str, language: str = "") -> str:
        """A channel's name, in the language in use unless another is named."""
        item = self._names.get(code)
        return item.name(language or words.language()) if item else code

    def offer_recipients(self, items: Sequence[ListItem], recent: Sequence[OutboundRow] = ()) -> None:
        """The county's list, and behind it whom something went to lately, the last one first."""
        listed = {item.code: _listed(item) for item in items}
        names = {recipient.organisation for recipient in listed.values()}
        last = {row.to_org: _written_to(row) for row in reversed(recent) if row.to_org and row.to_org not in names}
        lately = {("recent", name): last[name] for name in dict.fromkeys(row.to_org for row in recent) if name in last}
        self._recipients = {**listed, **lately}
        self._units = [
            Offer(key, known.organisation, known.organisation, known.phone) for key, known in self._recipients.items()
        ]
        self.to_org.set_choices(ChoiceList(self._units))

    def offer_units(self, typed: str, hits: Sequence[Any]) -> None:
        """People the contacts have for the unit being typed, behind those that are known; chosen by a key only."""
        if typed != self.to_org.text().strip() or self.to_org.key() is not None:
            return
        found = {("person", hit.id): _found(hit) for hit in hits if hit.organisation}
        self._recipients |= found
        offers = [Offer(key, known.organisation, known.organisation, known.told) for key, known in found.items()]
        self.to_org.set_choices(_Besides(self._units, offers))
        listed = self.to_org.list
        if offers and self.to_org.hasFocus() and not (listed.isVisible() and listed.currentIndex().isValid()):
            self.to_org.open_list()

    def offer_people(self, hits: Sequence[Any]) -> None:
        """What the contacts found for the name being typed; nobody is filled in before he is chosen."""
        self._people = {hit.id: hit for hit in hits}
        offers = [Offer(hit.id, hit.name, hit.name, _known_as(hit)) for hit in hits]
        self.to_name.set_choices(_Found(offers))
        if self.to_name.hasFocus() and self.to_name.key() is None and self.to_name.text().strip():
            self.to_name.open_list()

    # the rest

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "words"):
            self.words.setMinimumHeight(theme.current().px(120))
            self._pair.setHorizontalSpacing(theme.current().px(8))

    def retranslate(self) -> None:
        self.channel.retranslate()
        self.sent_at.setPlaceholderText(words.say("outbound.sent_now"))

    def _channel_word(self, code: str) -> str:
        return self.channel_name(code)

    def _pick_recipient(self) -> None:
        key = self.to_org.key()
        known = self._recipients.get(key) if key is not None else None
        if known is None:
            return
        self.to_name.show_choice(None, known.person)
        self.to_phone.setText(known.phone)
        if known.channel in self.channel.values():
            self.channel.choose(known.channel)
        self.edited.emit()

    def _pick_person(self) -> None:
        hit = self._people.get(self.to_name.key())
        if hit is None:
            return
        if not self.to_org.text().strip():
            self.to_org.show_choice(None, hit.organisation)
        if hit.numbers:
            self.to_phone.setText(hit.numbers[0])
        self.edited.emit()

    def _go_on(self, here: QLineEdit) -> None:
        order: list[QWidget] = [self.to_org, self.to_name, self.to_phone, self.sent_at, self.words]
        order[order.index(here) + 1].setFocus()

    def _drop_about(self) -> None:
        self.show_subject(NOTHING)
        self.edited.emit()

    def _connect(self) -> None:
        self.to_org.picked.connect(self._pick_recipient)
        self.to_name.picked.connect(self._pick_person)
        self.to_name.textEdited.connect(lambda _text: self._look_up.start())
        self.to_org.textEdited.connect(lambda _text: self._look_up_unit.start())
        self._look_up_unit.timeout.connect(lambda: self.unit_typed.emit(self.to_org.text().strip()))
        self._look_up.timeout.connect(lambda: self.person_typed.emit(self.to_name.text().strip()))
        self.channel.picked.connect(lambda _code: self.edited.emit())
        for line in (self.to_org, self.to_name, self.to_phone, self.sent_at):
            line.textEdited.connect(lambda _text: self.edited.emit())
            line.returnPressed.connect(lambda here=line: self._go_on(here))
            line.turned_away.connect(self.turned_away)
        self.words.edited.connect(self.edited)
        self.words.turned_away.connect(self.turned_away)
        self.save.clicked.connect(self.save_asked)
        self.drop_about.clicked.connect(self._drop_about)

    def _lay_out(self) -> None:
        about = QHBoxLayout()
        about.addWidget(self.about, 1)
        about.addWidget(self.drop_about)
        self._pair = QGridLayout()
        self._pair.addWidget(self._fields["channel"], 0, 0)
        self._pair.addWidget(self._fields["sent_at"], 0, 1)
        self._pair.addWidget(self._fields["to_name"], 2, 0)
        self._pair.addWidget(self._fields["to_phone"], 2, 1)
        self._pair.addWidget(self._fields["to_org"], 1, 0, 1, 2)
        self._pair.setColumnStretch(0, 1)
        self._pair.setColumnStretch(1, 1)
        save = QVBoxLayout()
        save.addWidget(self.save)
        self.body.addLayout(about)
        self.body.addLayout(self._pair)
        self.body.addWidget(self._fields["text"], 1)
        self.body.addLayout(save)
        order = (self.channel, self.to_org, self.to_name, self.to_phone, self.sent_at, self.words, self.save)
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom something may go to, and how; ``told`` is who that is, beside the unit."""

    organisation: str
    person: str
    phone: str
    channel: str = ""
    told: str = ""


def _listed(item: ListItem) -> Recipient:
    return Recipient(item.get("name"), item.get("person"), item.get("phone"), item.get("channel"))


def _written_to(row: OutboundRow) -> Recipient:
    return Recipient(row.to_org, row.to_name, row.to_phone, row.channel)


def _found(hit: Any) -> Recipient:
    numbers = hit.numbers[:1]
    told = "  ".join(part for part in (hit.name, hit.post, *numbers) if part)
    return Recipient(hit.organisation, hit.name, numbers[0] if numbers else "", told=told)


def _resting(parent: QWidget) -> QTimer:
    """Runs out once typing rests."""
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(LOOK_UP_MS)
    return made


class _Besides(ChoiceList):
    """Known ones that fit what was typed, and what was found elsewhere for it."""

    def __init__(self, known: Sequence[Offer], found: Sequence[Offer]) -> None:
        super().__init__([*known, *found])
        self._known, self._beside = ChoiceList(known), list(found)

    def matching(self, typed: str) -> list[Offer]:
        return [*self._known.matching(typed), *self._beside]

    def around(self, key: Hashable | None) -> list[Offer]:
        return self._known.around(key)


class _Found(ChoiceList):
    """Found elsewhere by pinyin or digits: all of them fit what was typed."""

    def matching(self, typed: str) -> list[Offer]:  # noqa: ARG002
        return list(self.all)


def _known_as(hit: Any) -> str:
    return "  ".join(part for part in (hit.organisation, hit.post, *hit.numbers[:1]) if part)
