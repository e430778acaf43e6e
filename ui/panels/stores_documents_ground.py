"""What a new stock document can be about and what is known of it, asked of the services on a worker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from console.domain.stock import INWARD, DocumentKind, shown
from console.domain.stock_document import NewDocument
from console.domain.stores import ItemForm, VehicleForm
from console.errors import Refused
from ui.dialogs.stock_counting import stores_of
from ui.dialogs.stock_document import Given, Ground
from ui.dialogs.stock_goods import Offer, Typed, of_item

if TYPE_CHECKING:
    from console.domain.needs import NeedRow
    from ui.models.store_rows import StoreServices

OFFERS = 12
"""Goods that are offered while somebody types."""


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who may approve: ``leader`` of the watch is proposed."""

    leader: str
    names: tuple[str, ...]


def given_of(
    on: Ground, kind: DocumentKind, store: UUID | None, item: UUID | None, need: NeedRow | None,
    form: NewDocument | None,
) -> Given:  # fmt: skip
    """What is known when it is begun: a store and goods, a need, or a whole form another part filled in."""
    if form is not None:
        return _of_form(form, on)
    inward = kind in INWARD
    lines = (of_item(on.items[item]),) if item in on.items else ()
    given = Given(None if inward else store, store if inward else None, lines=lines)
    return given if need is None else _for_need(given, need, on)


def _of_form(form: NewDocument, on: Ground) -> Given:
    lines: list[Typed] = []
    for line in form.lines:
        if line.item in on.items:
            need = "" if line.need is None else str(line.need)
            lot = "" if line.lot is None else str(line.lot)
            lines.append(
                replace(
                    of_item(on.items[line.item]), amount=shown(line.asked), need=need, lot=lot, lot_said=line.lot_code,
                    state=line.state.value, to_state=line.to_state.value,
                )
            )  # fmt: skip
    return Given(
        form.from_store, form.to_store, form.incident, form.need, form.destination, form.text, tuple(lines),
        form.reason, form.receiver, form.receiver_phone, form.keeper,
    )  # fmt: skip


def _for_need(given: Given, need: NeedRow, on: Ground) -> Given:
    """What a need asks for that nothing meets yet, where it is wanted."""
    lines = given.lines
    if need.item in on.items and need.open > 0:
        line = of_item(on.items[need.item])
        lines = (replace(line, amount=shown(need.open), need=str(need.id)),)
    return replace(given, incident=need.incident, need=need.id, destination=need.place, text=need.number, lines=lines)


def ground(ask: StoreServices, officer: str) -> Ground:
    """On a worker: everything a document can be about."""
    items = {row.form.id: row.form for row in ask.stores.rows(ItemForm, retired=True)}
    vehicles = tuple(row.form for row in ask.stores.rows(VehicleForm))
    return Ground(
        tuple(stores_of(ask.stores.tree())), tuple(ask.incidents.open_rows()), vehicles, tuple(ask.agreements.rows()),
        items, officer,
    )  # fmt: skip


def offers(ask: StoreServices, typed: str) -> list[Offer]:
    """On a worker: goods that fit what was typed; a label that was scanned is exact."""
    items = ask.stores.rows(ItemForm, typed)
    try:
        found = ask.scans.find(typed)
    except Refused:
        return [Offer(row.form) for row in items[:OFFERS]]
    form = ask.stores.one(ItemForm, found.item).form
    return [Offer(form, found.lot, exact=True)]


def leaders(ask: StoreServices, own: str) -> Leaders:
    """On a worker: who may approve; nobody is proposed to approve his own draft."""
    watch = ask.duty.on_watch()
    leader = watch.leader if watch is not None and watch.leader != own else ""
    return Leaders(leader, tuple(row.name for row in ask.accounts.list() if row.active))
