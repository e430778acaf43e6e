"""A stock document is begun or changed: from where to where, why, for whom, its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from console import words
from console.domain.incident import IncidentRow
from console.domain.stock import INWARD, OUTWARD, REASONS, DocumentKind, DocumentState
from console.domain.stock_document import Document, NewDocument
from console.domain.store_lists import Callable as Agreement
from console.domain.stores import ItemForm, VehicleForm
from console.errors import Refused
from ui.dialogs.asking import Asking
from ui.dialogs.stock_acts import CODE, NAME, TEXT, TIME
from ui.dialogs.stock_goods import Typed, of_line
from ui.dialogs.stock_lines import LinesEditor
from ui.text import Times
from ui.widgets.choice import Choice
from ui.widgets.code_combo import CodeCombo
from ui.widgets.field import Field, spread
from ui.widgets.typed import ShortText

NONE = ""
KINDS = tuple(kind for kind in DocumentKind if kind is not DocumentKind.COUNTER)
_PLACE, _WIDE, _FEW = 200, 5, 8
"""Longest destination; fields beside each other, one less where they are few."""


class KindDialog(Asking):
    """Which kind of document is to be written; hands up the kind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("do.document_new", "stock.kind.yes", parent=parent)
        self.kind = Choice(list(KINDS), lambda kind: words.say(f"stock.kind.{kind.value}"))
        self.body.addWidget(Field("stock.field.kind", self.kind, required=True))
        self.say_sentence("stock.kind.how", role="secondary")

    def first(self) -> QWidget:
        return self.kind

    def answer(self) -> DocumentKind:
        chosen: DocumentKind = self.kind.value()
        return chosen


@dataclass(frozen=True, slots=True)
class Ground:
    """What a document can be about: stores in the order of the tree, incidents, vehicles, agreements, goods by id."""

    stores: tuple[tuple[UUID, str], ...] = ()
    incidents: tuple[IncidentRow, ...] = ()
    vehicles: tuple[VehicleForm, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    items: Mapping[UUID, ItemForm] = field(default_factory=dict)
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known when it is begun."""

    from_store: UUID | None = None
    to_store: UUID | None = None
    incident: UUID | None = None
    need: UUID | None = None
    destination: str = ""
    text: str = ""
    lines: tuple[Typed, ...] = ()
    reason: str = ""
    receiver: str = ""
    receiver_phone: str = ""
    keeper: str = ""

    @property
    def about(self) -> str:
        """Words of another begun document never come over what a need or another part worked out."""
        told = [f"{line.item}:{line.amount}" for line in self.lines]
        return " ".join(["", str(self.need or ""), *told]) if self.lines or self.need else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it was filled in; ``seen`` is the version it changes, nothing where it is new."""

    form: NewDocument
    seen: int | None = None


class DocumentDialog(Asking):
    """Hands up a ``Draft``. ``item_asked`` (text), ``lots_asked`` (store, item) are answered through ``lines``.

    ``before`` is the draft that is changed; where somebody else changed it meanwhile, ``show_theirs`` says what
    stands there now, and the next press writes over that.
    """

    LEAST_WIDTH = 900
    item_asked = Signal(str)
    lots_asked = Signal(object, object)

    def __init__(
        self, kind: DocumentKind, ground: Ground, times: Times, *, given: Given | None = None,
        before: Document | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = f"stock.new.{kind.value}" if before is None else "do.document_change"
        super().__init__(title, "stock.new.yes" if before is None else "button.save", parent=parent)
        self.kind, self._times, self._ground, self._before = kind, times, ground, before
        self._id = uuid4() if before is None else before.row.id
        self._seen = None if before is None else before.row.version
        self._need: UUID | None = None
        self._names = dict(ground.stores)
        self._make_fields()
        self.lines = LinesEditor(kind, times)
        self._lay_out_body()
        self._connect()
        self._fill(given or Given())
        if before is not None:
            self._fill_before(before)
        self._follow_store()
        self._show_fields()
        self.retranslate()

    def first(self) -> QWidget:
        wanted = [self.from_store] if self.kind in OUTWARD else [self.to_store]
        empty = [editor for editor in wanted if editor.value() == NONE]
        return empty[0] if empty else self.lines.item

    def answer(self) -> Draft:
        if self.lines.half_typed():
            raise Refused("stock_line_waits", field="item")
        lines = self.lines.lines()
        form = NewDocument(
            self.kind, lines, reason=self.reason.code(), from_store=_id(self.from_store), to_store=_id(self.to_store),
            incident=_id(self.incident), need=self._need,
            agreement=_id(self.agreement) if self._asks("agreement") else None, vehicle=_id(self.vehicle),
            other_side=self.other_side.text(),
            destination=self.destination.text() if self._asks("destination") else "", text=self.text.text(),
            applicant=self.applicant.text(), driver=self.driver.text(), plate=self.plate.text(),
            phone=self.phone.text(), receiver=self.receiver.text(), receiver_phone=self.receiver_phone.text(),
            due_at=self._due(), id=self._id,
            keeper=self.keeper.text(),
            dispatch=None if self._before is None else self._before.row.dispatch,
        )  # fmt: skip
        return Draft(form, self._seen)

    def show_theirs(self, now: Document) -> None:
        """Somebody changed it since it was opened: what stands there now; what is typed here stays."""
        if now.row.state is not DocumentState.DRAFT:
            return
        self._seen = now.row.version
        step = now.steps[-1]
        self.theirs.say(
            "stock.theirs", name=step.by_name, at=self._times.near(step.at), goods=now.row.summary,
            more=now.row.text or "–",
        )  # fmt: skip
        self.theirs.show()

    def field_of(self, refused: Refused) -> QWidget | None:
        named = str(refused.facts.get("field", ""))
        if named == "asked":
            named = "amount"
        return self.lines.fields.get(named) or super().field_of(refused)

    def retranslate(self) -> None:
        super().retranslate()
        self.due.setPlaceholderText(words.say("stock.due_hint"))

    # inside

    def _make_fields(self) -> None:
        stores = [NONE, *(str(key) for key in self._names)]
        incidents = {str(row.id): row for row in self._ground.incidents}
        vehicles = {str(one.id): one for one in self._ground.vehicles}
        agreements = {str(one.kept.id): one for one in self._ground.agreements}
        self._vehicles, self._incidents, self._agreements = vehicles, incidents, agreements
        self.from_store, self.to_store = Choice(stores, self._store_word), Choice(stores, self._store_word)
        self.incident = Choice([NONE, *incidents], self._incident_word)
        self.vehicle = Choice([NONE, *vehicles], self._vehicle_word)
        self.agreement = Choice([NONE, *agreements], self._agreement_word)
        for choice in (self.from_store, self.to_store, self.incident, self.vehicle, self.agreement):
            choice.narrow(7)
        self.reason = CodeCombo("stock.reason", [one for one in REASONS[self.kind] if one != "opening"])
        self.applicant, self.keeper, self.driver, self.receiver = (ShortText(NAME) for _ in range(4))
        self.plate, self.phone, self.receiver_phone = (ShortText(CODE) for _ in range(3))
        self.phone.numbers = self.receiver_phone.numbers = True
        self.other_side, self.destination, self.text = ShortText(100), ShortText(_PLACE), ShortText(TEXT)
        self.due = ShortText(TIME)

    def _lay_out_body(self) -> None:
        named: dict[str, tuple[str, QWidget]] = {
            "from_store": ("stock.field.from_store", self.from_store),
            "to_store": ("stock.field.to_store", self.to_store),
            "incident": ("stock.field.incident", self.incident), "reason": ("stock.field.reason", self.reason),
            "agreement": ("stock.field.agreement", self.agreement),
            "other_side": (f"stock.field.other_side.{self.kind.value}" if self.kind in INWARD
                           else "stock.field.other_side.receipt", self.other_side),
            "destination": ("stock.field.destination", self.destination),
            "applicant": ("stock.field.applicant", self.applicant),
            "keeper": ("stock.field.store_keeper", self.keeper), "due": ("stock.field.due", self.due),
            "vehicle": ("stock.field.vehicle", self.vehicle), "plate": ("stock.field.plate", self.plate),
            "driver": ("stock.field.driver", self.driver), "phone": ("stock.field.phone", self.phone),
            "receiver": ("stock.field.receiver", self.receiver),
            "receiver_phone": ("stock.field.receiver_phone", self.receiver_phone),
            "text": ("stock.field.text", self.text),
        }  # fmt: skip
        used = [name for name in _USED[self.kind] if name in named]
        required = {"from_store"} if self.kind in OUTWARD else {"to_store"}
        self._placed = {name: Field(*named[name], required=name in required) for name in used}
        wide = _WIDE if len(used) > _FEW else _WIDE - 1
        shown = [(one, at // wide, at % wide, 1) for at, one in enumerate(self._placed.values())]
        self.body.addLayout(spread(shown, wide))
        self.theirs = self.say_sentence("", role="caution")
        self.theirs.hide()
        self.body.addWidget(self.lines, 1)
        self.inputs = {name: named[name][1] for name in used} | self.lines.inputs()
        self.set_fields([named[name][1] for name in used if isinstance(named[name][1], ShortText)])

    def _connect(self) -> None:
        self.lines.item_asked.connect(self.item_asked)
        self.lines.lots_asked.connect(self._ask_lots)
        self.lines.wrong.connect(self.refuse)
        self.lines.changed.connect(self.trouble.hide)
        self.from_store.currentIndexChanged.connect(lambda _at: self._follow_store())
        self.to_store.currentIndexChanged.connect(lambda _at: self._show_fields())
        self.reason.currentIndexChanged.connect(lambda _at: self._show_fields())
        self.vehicle.picked.connect(self._take_vehicle)
        self.agreement.picked.connect(self._take_agreement)

    def refuse(self, error: Exception) -> None:
        """The field it is about gets the keyboard, wherever the keyboard was in the lines."""
        super().refuse(error)
        where = self.field_of(error) if isinstance(error, Refused) else None
        if where is not None and self.lines.isAncestorOf(where):
            where.setFocus()

    def _fill(self, given: Given) -> None:
        for choice, key in (
            (self.from_store, given.from_store), (self.to_store, given.to_store), (self.incident, given.incident),
        ):  # fmt: skip
            if key is not None:
                choice.choose(str(key))
        self.destination.setText(given.destination)
        self.text.setText(given.text)
        self.applicant.setText(self._ground.officer)
        self.keeper.setText(given.keeper)
        self.receiver.setText(given.receiver)
        self.receiver_phone.setText(given.receiver_phone)
        self._need = given.need
        if given.reason:
            self.reason.show_code(given.reason)
        if given.lines:
            self.lines.show_lines(given.lines)

    def _fill_before(self, before: Document) -> None:
        row = before.row
        self._fill(Given(row.from_store, row.to_store, row.incident, row.need, row.destination, row.text))
        self.reason.show_code(row.reason)
        for choice, key in ((self.agreement, row.agreement), (self.vehicle, row.vehicle)):
            if key is not None:
                choice.choose(str(key))
        for editor, text in (
            (self.applicant, row.applicant), (self.keeper, row.keeper), (self.driver, row.driver),
            (self.plate, row.plate), (self.phone, row.phone), (self.receiver, row.receiver),
            (self.receiver_phone, row.receiver_phone),
            (self.other_side, row.other_side),
        ):  # fmt: skip
            editor.setText(text)
        if row.due_at is not None:
            self.due.setText(self._times.minute(row.due_at))
        self.lines.show_lines([of_line(line, self._ground.items.get(line.item)) for line in before.lines])

    def _show_fields(self) -> None:
        """Some are asked only where they mean something."""
        loan, there = self.reason.code() == "loan", self.to_store.value() != NONE
        hidden = {"agreement": self.reason.code() != "agreement", "destination": there}
        hidden |= {"due": self.kind is DocumentKind.ISSUE and not loan}
        for name, out in hidden.items():
            if name in self._placed:
                self._placed[name].setVisible(not out)

    def _asks(self, name: str) -> bool:
        """What is hidden now keeps its words, and is not handed up."""
        return name in self._placed and not self._placed[name].isHidden()

    def _follow_store(self) -> None:
        self.lines.store_name = self._store_word(self.from_store.value())
        self.lines.has_store = _id(self.from_store) is not None
        self.lines.forget_lots()

    def _ask_lots(self, item: UUID) -> None:
        store = _id(self.from_store)
        if store is not None and self.kind in OUTWARD:
            self.lots_asked.emit(store, item)

    def _take_vehicle(self, key: str) -> None:
        one = self._vehicles.get(key)
        if one is not None:
            for editor, text in ((self.plate, one.plate), (self.driver, one.driver), (self.phone, one.phone)):
                editor.setText(text)

    def _take_agreement(self, key: str) -> None:
        one = self._agreements.get(key)
        if one is not None:
            self.other_side.setText(one.kept.form.supplier)

    def _due(self) -> datetime | None:
        typed = self.due.text().strip()
        if not typed or not self._asks("due"):
            return None
        try:
            return self._times.ahead(typed)
        except Refused as refused:
            raise refused.about("due") from None

    def _store_word(self, key: str | None) -> str:
        return self._names[UUID(key)] if key else words.say("stock.store.none")

    def _incident_word(self, key: str) -> str:
        row = self._incidents.get(key)
        return words.say("stock.incident.none") if row is None else f"{row.title}　{row.number}"

    def _vehicle_word(self, key: str) -> str:
        one = self._vehicles.get(key)
        return words.say("stock.vehicle.none") if one is None else f"{one.plate}　{one.driver}".rstrip("　")

    def _agreement_word(self, key: str) -> str:
        one = self._agreements.get(key)
        if one is None:
            return words.say("stock.agreement.none")
        form = one.kept.form
        return words.say("stock.agreement.one", supplier=form.supplier, left=f"{one.left:f}", unit=form.unit,
                         what=one.kept.names.get("item") or form.what)  # fmt: skip

    def _enter(self) -> None:
        """From a choice on to the lines; the rest as everywhere."""
        if isinstance(self.focusWidget(), QComboBox):
            self.focusNextChild()
        else:
            super()._enter()


_INWARD = ("to_store", "reason", "other_side", "applicant", "keeper", "agreement", "text")
_USED: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.RECEIPT: _INWARD,
    DocumentKind.DONATION: ("to_store", "other_side", "applicant", "keeper", "text"),
    DocumentKind.REQUISITION: ("to_store", "other_side", "incident", "applicant", "keeper", "due", "text"),
    DocumentKind.ISSUE: (
        "from_store", "reason", "incident", "applicant", "keeper", "receiver", "receiver_phone", "due", "text",
    ),
    DocumentKind.TRANSFER: (
        "from_store", "to_store", "incident", "reason", "destination", "applicant", "keeper", "due", "vehicle", "plate",
        "driver", "phone", "receiver", "receiver_phone", "text",
    ),
    DocumentKind.WRITE_OFF: ("from_store", "reason", "applicant", "keeper", "text"),
    DocumentKind.STATE: ("from_store", "reason", "applicant", "keeper", "text"),
}  # fmt: skip


def _id(choice: Choice) -> UUID | None:
    key: Any = choice.value()
    return UUID(key) if key else None
