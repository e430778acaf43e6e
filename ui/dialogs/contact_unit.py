"""A unit of the organisation tree: a new one, or other words for one there is."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from console import words
from console.domain.contact_book import LIMITS, UnitKind, UnitRow
from console.errors import Refused
from console.services.contact_units import Unit
from ui.dialogs.asking import Asking
from ui.widgets.choice import Choice as Box
from ui.widgets.field import Field
from ui.widgets.suggest import ChoiceList, Suggest
from ui.widgets.typed import ShortText

KINDS = (UnitKind.NONE, UnitKind.COUNTY, UnitKind.DEPARTMENT, UnitKind.TOWN, UnitKind.VILLAGE, UnitKind.TEAM)


def kind_word(kind: UnitKind | None) -> str:
    return words.say(f"contacts.unit_kind.{(kind or UnitKind.NONE).value or 'none'}")


class UnitDialog(Asking):
    """Hands up a ``Unit``. ``above`` is the unit a new one goes under unless another is chosen."""

    def __init__(
        self, units: ChoiceList, places: ChoiceList, row: UnitRow | None = None, above: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("contacts.unit_new" if row is None else "contacts.unit_change", "button.save", parent=parent)
        self._row = row
        self.name, self.short = ShortText(LIMITS["unit"]), ShortText(LIMITS["short_name"])
        self.above, self.place = Suggest(400), Suggest(400)
        self.above.set_choices(units)
        self.place.set_choices(places)
        self.kind = Box(KINDS, kind_word)
        self.above.show_choice(row.parent_id if row else above, "")
        if row is not None:
            self.name.setText(row.name)
            self.short.setText(row.short_name)
            self.kind.choose(row.kind)
            self.place.show_choice(row.place_id, "")
        for part in (
            Field("contacts.unit_name", self.name, required=True), Field("contacts.unit_short", self.short),
            Field("contacts.unit_above", self.above), Field("contacts.unit_kind", self.kind),
            Field("contacts.unit_place", self.place),
        ):  # fmt: skip
            self.body.addWidget(part)
        self.set_fields([self.name, self.short, self.above, self.place])
        self.inputs = {
            "name": self.name, "short": self.short, "above": self.above, "kind": self.kind, "place": self.place
        }  # fmt: skip

    def first(self) -> QWidget:
        return self.name

    def answer(self) -> Unit:
        if not self.name.text().strip():
            raise Refused("unit_not_chosen", field="name")
        kind = self.kind.value() or None
        ordinal = self._row.ordinal if self._row else 0
        return Unit(
            self.name.text(), _key(self.above, "above"), kind, self.short.text(), _key(self.place, "place"), ordinal
        )


def _key(line: Suggest, field: str) -> UUID | None:
    """The chosen one, None for an empty line; words that are none are refused."""
    key = line.key()
    if key is None and line.text().strip():
        raise Refused("not_chosen", field=field, text=line.text()[:40])
    return key if isinstance(key, UUID) else None
