"""Questions about somebody of the contact book: who they are, a number, a post, the day they left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from console import words
from console.domain.contact_book import LIMITS, NumberKind, NumberRow, PersonCard, PostRow, Rank, StillHeld
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from ui.dialogs.asking import Asking
from ui.models.contact_rows import kind_text
from ui.text import Times
from ui.widgets.choice import Choice as Box
from ui.widgets.field import Field
from ui.widgets.suggest import Choice, ChoiceList, Suggest
from ui.widgets.typed import OneLine, ShortText

NUMBER_LIMIT = 60
LABEL_LIMIT = 30
_DAY_LIMIT = 20


def day_of(typed: str, field: str, times: Times) -> date | None:
    """A day, or None for nothing typed; refuses bad_day."""
    return times.read_day(typed, field) if typed.strip() else None


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """Somebody as typed."""

    person: NewPerson


class PersonDialog(Asking):
    """Hands up a ``PersonGiven``. ``card`` is who is changed."""

    def __init__(self, card: PersonCard, parent: QWidget | None = None) -> None:
        super().__init__("contacts.person_change", "button.save", parent=parent)
        self.name, self.staff = ShortText(LIMITS["name"]), ShortText(LIMITS["staff_number"])
        self.remark, self.sensitive = OneLine(LIMITS["remark"]), QCheckBox()
        self._show(card)
        self.body.addWidget(Field("contacts.name", self.name, required=True))
        self.body.addWidget(Field("contacts.staff_number", self.staff))
        self.body.addWidget(Field("contacts.remark", self.remark))
        self.body.addWidget(self.sensitive)
        self.inputs = {
            "name": self.name, "staff_number": self.staff, "remark": self.remark, "sensitive": self.sensitive
        }  # fmt: skip
        self.set_fields([self.name, self.staff, self.remark])
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.sensitive.setText(words.say("contacts.sensitive_hint"))

    def answer(self) -> PersonGiven:
        return PersonGiven(
            NewPerson(self.name.text(), self.staff.text(), self.remark.text(), self.sensitive.isChecked())
        )

    def _show(self, card: PersonCard) -> None:
        self.name.setText(card.name)
        self.staff.setText(card.staff_number)
        self.remark.setText(card.remark)
        self.sensitive.setChecked(card.sensitive)


@dataclass(frozen=True, slots=True)
class NumberGiven:
    """A number as typed and why it is so now."""

    number: NewNumber
    why: str


class NumberDialog(Asking):
    """Hands up a ``NumberGiven``; ``row`` is the number that is changed."""

    def __init__(self, name: str, row: NumberRow | None = None, parent: QWidget | None = None) -> None:
        title = "contacts.number_new" if row is None else "contacts.number_change"
        super().__init__(title, "button.save", parent=parent)
        self.say_sentence("contacts.number_of", role="strong", name=name)
        self.kind = Box(list(NumberKind), lambda kind: kind_text(kind.value))
        self.number, self.label, self.why = ShortText(NUMBER_LIMIT), ShortText(LABEL_LIMIT), ShortText(LIMITS["why"])
        if row is not None:
            self.kind.choose(NumberKind(row.kind) if row.kind in set(NumberKind) else NumberKind.OFFICE)
            self.number.setText(row.shown)
            self.label.setText(row.label)
        number = Field("contacts.number", self.number, required=True)
        number.say_note("contacts.number_hint")
        for part in (Field("contacts.kind", self.kind), number, Field("contacts.label", self.label)):
            self.body.addWidget(part)
        self.body.addWidget(Field("contacts.why", self.why))
        self.set_fields([self.number, self.label, self.why])
        self.inputs = {"kind": self.kind, "number": self.number, "label": self.label, "why": self.why}

    def first(self) -> QWidget:
        return self.number

    def answer(self) -> NumberGiven:
        return NumberGiven(NewNumber(self.kind.value(), self.number.text(), "", self.label.text()), self.why.text())


@dataclass(frozen=True, slots=True)
class Appointed:
    """A post somebody takes; one the unit does not have yet is made."""

    unit_id: UUID
    post: str
    rank: Rank
    valid_from: date | None
    valid_to: date | None


class AppointDialog(Asking):
    """Hands up an ``Appointed``. ``unit_picked`` asks for the posts of a unit, which ``offer_posts`` brings."""

    unit_picked = Signal(object)

    def __init__(
        self, name: str, units: ChoiceList, times: Times, unit_id: UUID | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__("contacts.appoint", "button.save", parent=parent)
        self._times = times
        self.say_sentence("contacts.number_of", role="strong", name=name)
        self.unit, self.post = Suggest(400), Suggest(LIMITS["post"], free=True)
        self.unit.set_choices(units)
        self.rank = Box(list(Rank), lambda rank: words.say(f"contacts.rank_of.{rank.value}"))
        self.start, self.end = ShortText(_DAY_LIMIT), ShortText(_DAY_LIMIT)
        if unit_id is not None:
            self.unit.show_choice(unit_id, "")
        for part in (
            Field("contacts.unit", self.unit, required=True), Field("contacts.post", self.post, required=True),
            Field("contacts.rank", self.rank), self._day("contacts.valid_from", self.start),
            self._day("contacts.valid_to", self.end),
        ):  # fmt: skip
            self.body.addWidget(part)
        self.set_fields([self.unit, self.post, self.start, self.end])
        self.inputs = {
            "unit": self.unit, "post": self.post, "rank": self.rank, "valid_from": self.start, "valid_to": self.end
        }  # fmt: skip
        self.unit.picked.connect(lambda: self.unit_picked.emit(self.unit.key()))

    def offer_posts(self, posts: Sequence[PostRow]) -> None:
        """What can be chosen; words of one's own name a new post."""
        self.post.set_choices(ChoiceList([Choice(post.id, post.name, post.name) for post in posts]))

    def answer(self) -> Appointed:
        unit = self.unit.key()
        if not isinstance(unit, UUID):
            raise Refused("unit_not_chosen", field="unit")
        if not self.post.text().strip():
            raise Refused("post_missing", field="post")
        start, end = (
            day_of(line.text(), name, self._times)
            for line, name in ((self.start, "valid_from"), (self.end, "valid_to"))
        )
        return Appointed(unit, self.post.text().strip(), self.rank.value(), start, end)

    def _day(self, label: str, editor: ShortText) -> Field:
        field = Field(label, editor)
        field.say_note("contacts.day_hint")
        return field


class LeaveDialog(Asking):
    """Hands up the first day on which somebody is no longer here, None for today; says what they still hold."""

    def __init__(
        self, name: str, held: StillHeld, times: Times, parent: QWidget | None = None, *, title: str = "contacts.gone"
    ) -> None:
        super().__init__(title, "button.save", parent=parent)
        self._times = times
        self.say_sentence("contacts.number_of", role="strong", name=name)
        for code, texts in still_held(held):
            self.say_sentence(code, what=words.say("list.join").join(texts))
        self.day = ShortText(_DAY_LIMIT)
        field = Field("contacts.gone_day", self.day)
        field.say_note("contacts.gone_hint")
        self.body.addWidget(field)
        self.set_fields([self.day])
        self.inputs = {"day": self.day}

    def answer(self) -> date | None:
        return day_of(self.day.text(), "day", self._times)


def still_held(held: StillHeld) -> list[tuple[str, list[str]]]:
    """Sentences about what stays behind when somebody goes, each with its names."""
    days = [day.isoformat() for day in held.duties]
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        ("contacts.still_posts", held.posts), ("contacts.still_groups", held.groups),
        ("contacts.still_accounts", held.accounts), ("contacts.still_duties", days),
    )  # fmt: skip
    return [(code, list(texts[:_TOLD])) for code, texts in parts if texts]


_TOLD = 12
"""More names than that are no sentence."""
