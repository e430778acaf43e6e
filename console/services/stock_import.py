"""Workbooks of the stores brought in: looked at row by row, compared by code, taken whole or the good rows only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.clock import Clock
from console.domain.importing import EVERY, SILENT, Progress
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plan_table import Finding
from console.domain.realm import Realm
from console.domain.stock import Goods, checked_amount, shown
from console.domain.stock_heads import MASTER
from console.domain.stock_table import Reading, ReadRow, read_sheet
from console.domain.stores import (
    AgreementForm,
    Difference,
    Form,
    ItemForm,
    QuotaForm,
    VehicleForm,
    WarehouseForm,
    key_of,
    title_of,
)
from console.errors import Refused
from console.services import lines, stock_export
from console.services.row_runs import run_text, write_about
from console.services.stock_import_undo import KIND
from console.services.stock_opening import OpeningLine, open_stock
from console.services.store_book import Change, StoreBook, write
from console.services.workbooks import read_book
from db import books, records
from db.models.contacts import ImportRun
from db.queries import stores as query
from db.store import Store, Tx

TABLES: dict[str, tuple[str, ...]] = {"items": MASTER, "stock": (*MASTER, "opening")}
"""What each import reads: a workbook of goods may name warehouses and quotas too, one of stock everything."""
FORM_OF: dict[str, type[Form]] = {
    "warehouses": WarehouseForm, "items": ItemForm, "quotas": QuotaForm, "agreements": AgreementForm,
    "vehicles": VehicleForm,
}  # fmt: skip
_BLANK: dict[type[Form], dict[str, Any]] = {
    WarehouseForm: {"code": "", "name": ""}, ItemForm: {"code": "", "name": "", "unit": ""},
    AgreementForm: {"code": "", "supplier": "", "unit": "", "lead_minutes": 0},
    VehicleForm: {"plate": "", "kind": ""}, QuotaForm: {},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that is new or changes what is known, and how."""

    table: str
    sheet: str
    row: int
    key: str
    name: str
    new: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. ``documents`` are the receipts of an opening stock; ``run_id`` undoes it."""

    read: int
    added: int
    updated: int
    unchanged: int
    refused: int
    problems: tuple[Finding, ...]
    warned: tuple[Finding, ...]
    changed: tuple[Changed, ...]
    applied: bool
    documents: tuple[str, ...] = ()
    run_id: UUID | None = None
    skipped: int = 0

    @property
    def warnings(self) -> int:
        return len(self.warned)


class StockFiles:
    """Use cases of workbooks of the stores."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], realm: Realm) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._realm = realm

    def import_file(
        self, path: Path, *, what: str = "stock", dry_run: bool = False, good_rows_only: bool = False,
        progress: Progress = SILENT, by: Actor,
    ) -> Imported:  # fmt: skip
        """All or nothing unless ``good_rows_only``; the file is read before anything is locked.

        ``what`` is a key of TABLES. Columns a file does not have stay as they are. Refuses stock_no_header, what a
        table file is refused for, and import_stopped when ``progress`` says so: then nothing was changed.
        """
        self._store.require(by, Action.EDIT_STORES)
        reading = read(path, set(TABLES[what]), progress)
        if dry_run:
            with self._store.reading() as connection:
                return _Work(connection, reading, self._today(), progress).told()
        with self._store.writing(by=by, action=Action.EDIT_STORES) as tx:
            work, now = _Work(tx.connection, reading, self._today(), progress), self._clock.now()
            told = work.told()
            if told.problems and not good_rows_only:
                return told
            return self._applied(tx, work, path.name, now, good_rows_only=good_rows_only)

    def save_template(self, path: Path) -> Path:
        """A workbook to fill in, each sheet with a row that shows how."""
        return stock_export.save_template(path)

    def export(self, path: Path, *, by: Actor) -> int:
        """The stock as a table (.csv, .json), with all master data as a workbook (.xlsx) that can be brought in again.

        Answers how many lots.
        """
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            count = stock_export.export(tx.connection, path)
            text = f"导出物资：{count} 批，{path.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def _applied(self, tx: Tx, work: _Work, name: str, now: datetime, *, good_rows_only: bool) -> Imported:
        told = work.told()
        work.progress.step("write", 0, len(work.changes) + len(work.opening))
        loaded = {one.form.id: _row(tx, one.form) for one in work.changes if one.before is not None}
        before: dict[Any, Mapping[str, Any]] = {row: records.row_content(row) for row in loaded.values()}
        rows = write(tx, work.changes, loaded)
        text = f"导入物资 {name}：新增 {told.added}，更新 {told.updated}"
        documents = []
        if work.opening:
            opened = open_stock(tx, work.opening, now, self._zone(), self._realm, f"期初库存 {name}")
            documents = list(opened.documents)
        if not rows and not documents:
            return replace(told, applied=True)
        new = [row for row in rows if row not in before]
        run = ImportRun(
            id=uuid4(), kind=KIND, mode="good" if good_rows_only else "all", file_name=name[:200],
            file_digest=work.reading.digest, taken=told.added + told.updated, left_out=told.refused,
            changes=run_text(new, before, documents=[str(one.id) for one in documents]), at=now,
            by_name=tx.by.name, undone_at=None, undone_by="", version=1,
        )  # fmt: skip
        tx.session.add(run)
        lines.write(tx, books.AUDIT, ActKind.IMPORT, f"{text}，未导入 {told.refused} 行", at=now, about=[run])
        if rows:
            write_about(tx, rows, name, now, work.progress)
        return replace(told, applied=True, documents=tuple(one.number for one in documents), run_id=run.id)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()


def read(path: Path, tables: set[str], progress: Progress = SILENT) -> Reading:
    """Rows and findings of that file; refuses what is too big, damaged or of another kind, and stock_no_header."""
    progress.step("read", 0, 0)
    book = read_book(path)
    found = Reading(digest=book.digest)
    headed = [
        read_sheet(found, sheet.name, sheet.rows, sheet.merged, tables)
        for sheet in progress.over("read", book.sheets, len(book.sheets))
    ]
    if not any(headed):
        raise Refused("stock_no_header", name=path.name)
    if book.formulas:
        facts = {"count": book.formulas}
        found.findings.append(Finding("", 1, "row", "contact.warning.formulas", facts, warning=True))
    return found


def _row(tx: Tx, form: Form) -> Any:
    return tx.session.get_one(query.MODELS[type(form)], form.id)


@dataclass(slots=True)
class _Work:
    """A file held against the store: accepted forms and lots, and what is wrong with its rows."""

    connection: Connection
    reading: Reading
    today: date
    progress: Progress = SILENT
    changes: list[Change] = field(default_factory=list)
    opening: list[OpeningLine] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    looked_at: int = 0
    book: StoreBook = field(init=False)
    seen: dict[tuple[Any, ...], int] = field(default_factory=dict)
    lots: dict[tuple[str, str], tuple[date | None, date | None]] = field(default_factory=dict)
    held: dict[tuple[str, str, str, str], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = StoreBook(self.connection)
        for table in MASTER:
            self._take(self.reading.rows.get(table, []))
        rows = self.reading.rows.get("opening", [])
        if rows:
            self.held, self.lots = query.lots_held(self.connection), query.lot_dates(self.connection)
        for row in rows:
            self._one(row, self._lot)

    def told(self) -> Imported:
        found = sorted((*self.reading.findings, *self.findings), key=lambda one: (one.sheet, one.row, one.column))
        new = sum(one.new for one in self.changed)
        return Imported(
            self.reading.read, new, len(self.changed) - new, self.unchanged, self.reading.refused + self.refused,
            tuple(one for one in found if not one.warning), tuple(one for one in found if one.warning),
            tuple(self.changed), applied=False, skipped=self.reading.skipped,
        )  # fmt: skip

    def _take(self, rows: Sequence[ReadRow]) -> None:
        """A warehouse may stand above its parent in the file: rows that point at nothing wait for the others."""
        waiting = list(rows)
        while waiting:
            later = [row for row in waiting if not self._one(row, self._form, patient=True)]
            if len(later) == len(waiting):
                break
            waiting = later
        for row in waiting:
            self._one(row, self._form)

    def _one(self, row: ReadRow, take: Callable[[ReadRow], None], *, patient: bool = False) -> bool:
        """Take a row or refuse it with a finding; False where it may be taken later."""
        self._step()
        try:
            take(row)
        except Refused as trouble:
            if patient and trouble.code == "store_named_nowhere":
                return False
            self.findings.append(row.where.refused(trouble))
            self.refused += 1
        return True

    def _step(self) -> None:
        """Rows that wait for others are looked at again: never more is told than there is."""
        self.looked_at += 1
        if self.looked_at % EVERY == 0:
            self.progress.step("compare", min(self.looked_at, self.reading.read), self.reading.read)

    def _form(self, row: ReadRow) -> None:
        wanted = FORM_OF[row.table]
        values = self._pointed(row.values)
        before = self._known(wanted, values)
        if before is not None:
            form: Any = replace(before, **_kept(values))
        else:
            given = {name: value for name, value in values.items() if value is not None}
            if wanted is QuotaForm and not {"item_id", "minimum"} <= given.keys():
                raise Refused("store_field_missing", field="item_id")
            form = wanted(**{**_BLANK[wanted], **_filled_in(wanted, given)})
        self._once(row, type(form), form.id if isinstance(form, QuotaForm) and before else self._key(form))
        change = self.book.accept(form)
        if change is None:
            self.unchanged += 1
            return
        self.changes.append(change)
        name = title_of(form) or self.book.named(form)
        new = change.before is None
        self.changed.append(
            Changed(row.table, row.where.sheet, row.where.number, key_of(form), name, new, change.differences)
        )
        if change.outside:
            self._warn(row, "stores.problem.outside", "latitude")

    def _known(self, wanted: type[Form], values: Mapping[str, Any]) -> Form | None:
        if wanted is QuotaForm:
            item = values.get("item_id")
            if item is None:
                raise Refused("store_field_missing", field="item_id")
            there = self.book.quota_of(item, values.get("warehouse_id"), values.get("place_id"))
        else:
            there = self.book.by_key(wanted, values.get("plate", values.get("code", "")))
        return None if there is None else there.form

    def _key(self, form: Any) -> Any:
        if isinstance(form, QuotaForm):
            return form.item_id, form.warehouse_id or form.place_id
        return key_of(form)

    def _once(self, row: ReadRow, *key: Any) -> None:
        first = self.seen.setdefault(key, row.where.number)
        if first != row.where.number:
            raise Refused("stock_row_twice", row=first)

    def _pointed(self, values: Mapping[str, Any], spec: str = "") -> dict[str, Any]:
        """Codes and names of what a row points at become ids; a name counts only where there is no code."""
        made = dict(values)
        for name, title in (("warehouse_id", "warehouse_name"), ("item_id", "item_name"), ("place_id", "place_name"),
                            ("parent_id", "")):  # fmt: skip
            said = made.pop(title, "") if title else ""
            if name in made or said:
                told = made.get(name) or said
                made[name] = self.book.pointed(name, told, spec if name == "item_id" else "") if told else None
        return made

    def _lot(self, row: ReadRow) -> None:
        given = dict(row.values)
        values = self._pointed(given, given.pop("spec", ""))
        for name in ("warehouse_id", "item_id"):
            if values.get(name) is None:
                raise Refused("store_field_missing", field=name)
        item: ItemForm = self.book.kept[values["item_id"]].form
        if values.get("unit") and values["unit"] != item.unit:
            raise Refused("unit_unknown", field="unit", item=item.name, unit=item.unit, typed=values["unit"])
        amount = checked_amount(values["quantity"], item.decimals, field="quantity")
        made_on, expires_on = values.get("made_on"), values.get("expires_on")
        if made_on and expires_on and expires_on < made_on:
            raise Refused("dates_crossed", item=item.name)
        state = Goods(values.get("state", Goods.USABLE))
        code = values.get("lot") or _lot_code(expires_on)
        store = self.book.kept[values["warehouse_id"]].form
        self._once(row, "lot", store.code, item.code, code, state)
        dates = self.lots.setdefault((item.code, code), (made_on, expires_on))
        there = self.held.get((store.code, item.code, code, str(state)))
        if dates != (made_on, expires_on) and (made_on or expires_on or there is None):
            raise Refused("lot_differs", lot=code, item=item.name)
        if there is not None:
            if there != amount:
                raise Refused("stock_there", field="quantity", lot=code, has=shown(there), wanted=shown(amount))
            self.unchanged += 1
            return
        price = None if values.get("price") is None else checked_amount(values["price"], 3, nought=True, field="price")
        texts = {name: str(values.get(name, ""))[:limit] for name, limit in (("shelf", 40), ("owner", 100))}
        self.opening.append(
            OpeningLine(store.id, item.id, code, amount, state, made_on, expires_on, price=price, **texts)
        )
        told = Difference("quantity", "", f"{shown(amount)} {item.unit}")
        where = row.where
        self.changed.append(
            Changed("opening", where.sheet, where.number, code, f"{store.name} {item.name}", True, (told,))
        )
        if expires_on is not None and expires_on < self.today:
            self._warn(row, "stores.problem.expired", "expires_on")

    def _warn(self, row: ReadRow, code: str, column: str) -> None:
        self.findings.append(replace(row.where.problem(code, column), warning=True))


_NEVER_EMPTY = frozenset({"tier", "kind", "mode", "target"})


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    """An empty cell empties its field, but a choice stays and a target follows its minimum."""
    made = {name: value for name, value in values.items() if value is not None or name not in _NEVER_EMPTY}
    if "target" in values and values["target"] is None and "minimum" in values:
        made["target"] = values["minimum"]
    return made


def _filled_in(wanted: type[Form], given: dict[str, Any]) -> dict[str, Any]:
    """A quota without a target is filled to its minimum."""
    known = {one.name for one in fields(wanted)}
    made = {name: value for name, value in given.items() if name in known}
    if wanted is QuotaForm:
        made.setdefault("target", made["minimum"])
    return made


def _lot_code(expires_on: date | None) -> str:
    """Of goods that came without a number: always the same, so that the same file brought in again changes nothing."""
    return "期初" if expires_on is None else f"期初-{expires_on:%Y%m%d}"


def said(finding: Finding, language: str | None = None) -> str:
    """A finding as a sentence, in the language in use unless one is named."""
    language = language or words.language()
    kind, _, code = finding.code.partition(".")
    if kind == "refused":
        return words.sentence(Refused(code, **finding.facts), language=language)
    return words.say_in(language, finding.code, **finding.facts)
