"""What the stores want on paper: documents, sheets to count on, labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from console.errors import Refused
from ui.printing.form import Form
from ui.printing.labels import LabelLaid, label_form, lay_out_labels
from ui.printing.parts import Print
from ui.printing.stock_forms import count_form, stock_form

if TYPE_CHECKING:
    from console.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class StockSlip:
    """Asks for the paper of a stock document."""

    document_id: UUID


@dataclass(frozen=True, slots=True)
class CountSheet:
    """Asks for a sheet to count a store on; a ``blind`` one does not say what the books have."""

    store_id: UUID
    blind: bool = False


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Asks for labels of the lots in a store (in all where None), of one item, of one lot."""

    store_id: UUID | None = None
    item_id: UUID | None = None
    lot_id: UUID | None = None


Printed = StockSlip | CountSheet | LabelSheet
"""What this file makes forms of."""


def form_of(desk: Desk, item: Printed, about: Print) -> Form:
    """The form of one of them as the store holds it now."""
    if isinstance(item, StockSlip):
        return stock_form(desk.stock_papers.paper(item.document_id), about)
    if isinstance(item, LabelSheet):
        return _label_form(desk, item, about)
    name, rows = desk.stock_papers.to_count(item.store_id)
    return count_form(name, rows, about, blind=item.blind)


def _label_form(desk: Desk, asked: LabelSheet, about: Print) -> Form:
    labels = desk.stock_papers.labels(asked.store_id, item=asked.item_id, lot=asked.lot_id)
    if not labels:
        raise Refused("nothing_to_print")
    return label_form(labels, about)


def labels_of(desk: Desk, about: Print, store: UUID | None = None, item: UUID | None = None) -> LabelLaid:
    """Labels of all lots of a store, or of an item."""
    return lay_out_labels(desk.stock_papers.labels(store, item=item), about)
