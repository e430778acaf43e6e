"""``stock show|card|check``, ``import items|stock`` and ``export stock``.

In JSON ``warehouse`` and ``item`` are codes, as in the files that are brought in; names stand beside them.
"""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.plan_table import Finding
from console.domain.stock import shown
from console.domain.stock_list import CardRow, CheckRow, StockRow
from console.domain.stores import Form, ItemForm, WarehouseForm, key_of, title_of
from console.errors import Refused
from console.services.stock_import import Changed, Imported, said
from console.tool.commands import command, group
from console.tool.desks import opened
from console.tool.importing import asked, import_command
from console.tool.times import parse_time, said_time, show_time

COUNTS = ("read", "added", "updated", "unchanged", "refused")


def register(commands: Any) -> None:
    """Add the commands of this file."""
    stock = group(commands, "stock", "stock_command")
    show = command(stock, "show", "stock_show")
    show.add_argument("--item", metavar="CODE")
    show.set_defaults(run=run_show)
    card = command(stock, "card", "stock_card")
    card.add_argument("item", metavar="ITEM")
    card.add_argument("--lot", metavar="LOT")
    card.set_defaults(run=run_card)
    check = command(stock, "check", "stock_check")
    check.set_defaults(run=run_check)
    for made in (show, card):
        made.add_argument("--warehouse", metavar="CODE")
        made.add_argument("--at", metavar="TIME")
    for made in (show, card, check):
        made.add_argument("--json", action="store_true")


def add_import(bring: Any) -> None:
    """Add ``items`` and ``stock`` to the commands of ``import``."""
    import_command(bring, "items", "import_items", run_import).set_defaults(what="items")
    import_command(bring, "stock", "import_stock", run_import).set_defaults(what="stock")


def add_export(take: Any) -> None:
    """Add ``stock`` to the commands of ``export``."""
    made = command(take, "stock", "export_stock")
    made.add_argument("file", metavar="FILE")
    made.set_defaults(run=run_export)


def run_show(data: DataDir, options: argparse.Namespace) -> int:
    """What lies in the stores, a line for each lot and state; goods on the road are not there."""
    with opened(data, read_only=True) as desk:
        at = parse_time(options.at, desk.zone) if options.at else None
        store, item = _pointed(desk, WarehouseForm, options.warehouse), _pointed(desk, ItemForm, options.item)
        for row in desk.stock.on_hand(store=store, item=item, at=at):
            print(json.dumps(_plain(row), ensure_ascii=False) if options.json else _line(row))
    return 0


def run_card(data: DataDir, options: argparse.Namespace) -> int:
    """The stock card of an item or one of its lots, oldest first."""
    with opened(data, read_only=True) as desk:
        until = parse_time(options.at, desk.zone) if options.at else None
        store, item = _pointed(desk, WarehouseForm, options.warehouse), _pointed(desk, ItemForm, options.item)
        assert item is not None, "the item is asked for by name"
        lot = desk.stock.lot_of(item, options.lot) if options.lot else None
        codes: dict[UUID | None, str] = {row.id: row.form.code for row in desk.stores.rows(WarehouseForm, retired=True)}
        for row in desk.stock.card(item, lot=lot, store=store, until=until):
            at = show_time(row.at, desk.zone)
            if options.json:
                print(json.dumps({"at": at, **_plain_move(row, codes)}, ensure_ascii=False))
            else:
                print(_move(row, said_time(row.at, desk.zone)))
    return 0


def run_check(data: DataDir, options: argparse.Namespace) -> int:
    """Every sum made again from the ledger; the lines that differ and exit 1, or that all is well."""
    with opened(data, read_only=True) as desk:
        found = desk.stock.check()
    for row in found:
        print(json.dumps(_plain_fault(row), ensure_ascii=False) if options.json else _fault(row))
    if not found and not options.json:
        print(words.say("tool.stock_sound"))
    return 1 if found else 0


def run_import(data: DataDir, options: argparse.Namespace) -> int:
    """Import goods or stock; exit 1 if a row was refused, nothing changed unless good rows only."""
    with opened(data) as desk:
        told = desk.stock_files.import_file(**asked(options), what=options.what)
    for found in (*told.problems, *told.warned):
        _print_finding(found, as_json=options.json)
    for changed in told.changed:
        if not changed.new:
            _print_changed(changed, as_json=options.json)
    _print_counts(told, as_json=options.json)
    return 1 if told.refused else 0


def run_export(data: DataDir, options: argparse.Namespace) -> int:
    """Write the stock: a table as .csv or .json, with all master data as .xlsx."""
    with opened(data) as desk:
        count = desk.stock_files.export(Path(options.file), by=bootstrap.tool_actor())
    print(words.say("tool.stock_exported", count=count))
    return 0


def _pointed(desk: Desk, form: type[Form], said: str | None) -> UUID | None:
    """A row by its code, else by a name only one has; refuses store_named_nowhere, name_of_many."""
    if said is None:
        return None
    every: Any = desk.stores.rows(form, retired=True)
    found = [row for row in every if key_of(row.form) == said] or [row for row in every if title_of(row.form) == said]
    field = "warehouse_id" if form is WarehouseForm else "item_id"
    if len(found) > 1:
        raise Refused("name_of_many", field=field, value=said[:40], count=len(found))
    if not found:
        raise Refused("store_named_nowhere", field=field, value=said[:40])
    key: UUID = found[0].id
    return key


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _plain(row: StockRow) -> dict[str, Any]:
    return {
        "warehouse": row.store_code, "item": row.item_code, "lot": row.lot_code, "quantity": _number(row.quantity),
        "reserved": _number(row.reserved), "unit": row.unit,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None, "state": row.state.value,
        "warehouse_name": row.store_name, "item_name": row.item_name, "spec": row.spec,
    }  # fmt: skip


def _line(row: StockRow) -> str:
    parts = [row.store_code, row.store_name, row.item_code, row.item_name, row.spec, row.lot_code]
    parts += [f"{shown(row.quantity)} {row.unit}", words.say(f"stock.goods.{row.state.value}")]
    if row.reserved:
        parts.append(words.say("tool.stock_reserved", quantity=shown(row.reserved)))
    if row.expires_on:
        parts.append(words.say("tool.stock_expires", day=row.expires_on.isoformat()))
    return "  ".join(part for part in parts if part)


def _plain_move(row: CardRow, codes: dict[UUID | None, str]) -> dict[str, Any]:
    return {
        "document": row.document_number, "kind": row.document_kind, "lot": row.lot_code,
        "warehouse": codes.get(row.store, ""), "state": row.state.value, "change": _number(row.change),
        "balance": _number(row.balance), "other": row.other_kind.value,
        "other_warehouse": codes.get(row.other, ""), "by": row.by_name,
    }  # fmt: skip


def _move(row: CardRow, at: str) -> str:
    kind = words.say(f"stock.document.{row.document_kind}")
    other = row.other_name or words.say(f"stock.account.{row.other_kind.value}")
    sign = "+" if row.change > 0 else ""
    told = [at, row.document_number, kind, row.store_name, row.lot_code, f"{sign}{shown(row.change)}",
            words.say("tool.stock_balance", quantity=shown(row.balance)), other, row.by_name]  # fmt: skip
    return "  ".join(part for part in told if part)


def _plain_fault(row: CheckRow) -> dict[str, Any]:
    return {
        "fault": row.fault.value, "account": row.kind.value, "place": row.place_name or str(row.place),
        "item": row.item_code, "lot": row.lot_code, "state": row.state, "stored": _number(row.stored),
        "should_be": _number(row.should_be),
    }  # fmt: skip


def _fault(row: CheckRow) -> str:
    place = row.place_name or words.say(f"stock.account.{row.kind.value}")
    facts = {"place": place, "item": f"{row.item_code} {row.item_name}".strip(), "lot": row.lot_code}
    facts |= {"stored": shown(row.stored), "should_be": shown(row.should_be)}
    return words.say(f"stock.fault.{row.fault.value}", **facts)


def _print_finding(found: Finding, *, as_json: bool) -> None:
    if as_json:
        value = {"sheet": found.sheet, "row": found.row, "column": found.column}
        value["warning" if found.warning else "problem"] = said(found)
        print(json.dumps(value, ensure_ascii=False))
        return
    code = "tool.stores_warning" if found.warning else "tool.stores_problem"
    print(words.say(code, sheet=found.sheet, row=found.row, problem=said(found)).strip())


def _print_changed(changed: Changed, *, as_json: bool) -> None:
    for one in changed.differences:
        if as_json:
            value = {"sheet": changed.sheet, "row": changed.row, "table": changed.table, "code": changed.key}
            value |= {"field": one.field, "before": one.before, "after": one.after}
            print(json.dumps(value, ensure_ascii=False))
            continue
        nothing = words.say("contact.nothing")
        facts = {"name": f"{changed.key} {changed.name}".strip(), "field": words.say(f"stores.field.{one.field}")}
        print(words.say("tool.stores_changed", **facts, before=one.before or nothing, after=one.after or nothing))


def _print_counts(told: Imported, *, as_json: bool) -> None:
    counts = {name: getattr(told, name) for name in COUNTS}
    if as_json:
        print(json.dumps({**counts, "applied": told.applied, "documents": list(told.documents)}, ensure_ascii=False))
        return
    print(words.say("tool.stores_imported" if told.applied else "tool.stores_not_imported", **counts))
    if told.documents:
        print(words.say("tool.stores_receipts", first=told.documents[0], count=len(told.documents)))
