"""Somebody new in one step: who they are, the post they take as A or B, and the numbers they are rung on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from console import words
from console.domain.contact_book import LIMITS, NumberKind, PostRow, Rank
from console.errors import Refused
from console.services.contact_people import NewNumber, NewPerson
from console.services.post_holding import NewHolding
from ui.dialogs.asking import Asking
from ui.dialogs.contact_person import NUMBER_LIMIT
from ui.models.contact_rows import kind_text
from ui.widgets.choice import Choice as Box
from ui.widgets.field import Field, spread
from ui.widgets.suggest import Choice, ChoiceList, Suggest
from ui.widgets.typed import OneLine, ShortText

OTHERS = (NumberKind.SHORT, NumberKind.SATELLITE, NumberKind.RADIO, NumberKind.HOME, NumberKind.FAX, NumberKind.OFFICE)


@dataclass(frozen=True, slots=True)
class NewPersonGiven:
    """Somebody as typed; ``numbers`` in the order they are dialled, ``holding`` None for who takes no post yet."""

    person: NewPerson
    numbers: tuple[NewNumber, ...]
    holding: NewHolding | None


class NewPersonDialog(Asking):
    """Hands up a ``NewPersonGiven``. ``unit_picked`` asks for the posts of a unit, which ``offer_posts`` brings."""

    LEAST_WIDTH = 620
    unit_picked = Signal(object)

    def __init__(self, units: ChoiceList, unit_id: UUID | None = None, parent: QWidget | None = None) -> None:
        super().__init__("contacts.person_new", "button.save", parent=parent)
        self.name, self.staff = ShortText(LIMITS["name"]), ShortText(LIMITS["staff_number"])
        self.unit, self.post = Suggest(400), Suggest(LIMITS["post"], free=True)
        self.unit.set_choices(units)
        self.rank = Box(list(Rank), lambda rank: words.say(f"contacts.rank_of.{rank.value}"))
        self.mobile, self.office, self.other = (ShortText(NUMBER_LIMIT) for _ in range(3))
        self.kind = Box(OTHERS, lambda kind: kind_text(kind.value))
        self.remark, self.sensitive = OneLine(LIMITS["remark"]), QCheckBox()
        if unit_id is not None:
            self.unit.show_choice(unit_id, "")
        self._lay_out_fields()
        self.unit.picked.connect(lambda: self.unit_picked.emit(self.unit.key()))
        self.retranslate()

    def first(self) -> QWidget:
        return self.name

    def offer_posts(self, posts: Sequence[PostRow]) -> None:
        """What can be chosen; words of one's own name a new post."""
        self.post.set_choices(ChoiceList([Choice(post.id, post.name, post.name) for post in posts]))

    def retranslate(self) -> None:
        super().retranslate()
        self.sensitive.setText(words.say("contacts.sensitive_hint"))

    def answer(self) -> NewPersonGiven:
        if not self.name.text().strip():
            raise Refused("name_missing", field="name")
        kinds = ((NumberKind.MOBILE, self.mobile), (NumberKind.OFFICE, self.office), (self.kind.value(), self.other))
        numbers = tuple(NewNumber(kind, line.text()) for kind, line in kinds if line.text().strip())
        person = NewPerson(self.name.text(), self.staff.text(), self.remark.text(), self.sensitive.isChecked())
        return NewPersonGiven(person, numbers, self._holding())

    def _holding(self) -> NewHolding | None:
        """A unit alone is no post: it is said, not dropped."""
        unit, post = self.unit.key(), self.post.text().strip()
        if not isinstance(unit, UUID):
            if self.unit.text().strip():
                raise Refused("not_chosen", field="unit", text=self.unit.text()[:40])
            if post:
                raise Refused("unit_not_chosen", field="unit")
            return None
        if not post:
            raise Refused("post_missing", field="post")
        return NewHolding(unit, post, self.rank.value())

    def _lay_out_fields(self) -> None:
        fields = (
            ("contacts.name", self.name), ("contacts.unit", self.unit), ("contacts.post", self.post),
            ("contacts.rank", self.rank), ("contacts.kind.mobile", self.mobile), ("contacts.kind.office", self.office),
            ("contacts.number_other", self.other), ("contacts.kind", self.kind),
            ("contacts.staff_number", self.staff), ("contacts.remark", self.remark),
        )  # fmt: skip
        made = [Field(label, editor, required=editor is self.name) for label, editor in fields]
        self.body.addLayout(spread([(field, at // 2, at % 2, 1) for at, field in enumerate(made)], 2))
        self.body.addWidget(self.sensitive)
        self.set_fields(
            [self.name, self.unit, self.post, self.mobile, self.office, self.other, self.staff, self.remark]
        )
        self.inputs = {
            "name": self.name, "staff_number": self.staff, "unit": self.unit, "post": self.post, "rank": self.rank,
            "mobile": self.mobile, "office": self.office, "other": self.other, "kind": self.kind,
            "remark": self.remark, "sensitive": self.sensitive,
        }  # fmt: skip
