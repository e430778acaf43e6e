"""The stores as tables: stock in the heads the import reads, master data beside it, the template to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from console.domain.stock_heads import EXAMPLE, HEADS, MASTER, SHEETS, written
from console.domain.stores import AgreementForm, Form, ItemForm, Kept, QuotaForm, VehicleForm, WarehouseForm
from console.services import exporting
from db.queries import stores as query

_FORMS: dict[str, type[Form]] = {
    "warehouses": WarehouseForm, "items": ItemForm, "quotas": QuotaForm, "agreements": AgreementForm,
    "vehicles": VehicleForm,
}  # fmt: skip
_EXAMPLES: dict[str, tuple[Any, ...]] = {
    "warehouses": (
        f"{EXAMPLE}K01", "县应急物资储备库", "县", "自有", "", "例县", "例县一路1号", 1200, "陈例一", "100-0000-0001",
    ),
    "items": (
        f"{EXAMPLE}W01", "排水泵", "台", "200方/时", "防汛排涝", "", 0, "", "", 45, "", "", "", "否", "是", "是",
    ),
    "quotas": (f"{EXAMPLE}K01", "县应急物资储备库", "", "", "W01", "排水泵", 8, 12, "县物资储备定额"),
    "agreements": (
        f"{EXAMPLE}X01", "示例建材有限公司", "协议", "", "", "挖机", 3, "台", 120, "2030-01-01", "2030-12-31",
    ),
    "vehicles": (
        f"{EXAMPLE}A00001", "厢式货车", "示例运输有限公司", 5000, 20000, 3, "陈例一", "100-0000-0001", "K01", "是",
    ),
    "opening": (f"{EXAMPLE}K01", "", "W01", "", "2030-01", 11, "台", "可用", "2029-05-01", "", "A-01"),
}  # fmt: skip


def export(connection: Connection, path: Path) -> int:
    """Stock alone as .csv or .json, with all master data as .xlsx; how many lots. Refuses bad_export_ending."""
    stock = [_texted(row) for row in opening_rows(connection)]
    if path.suffix.lower() != ".xlsx":
        heads = [words[0] for words in HEADS["opening"].values()]
        return exporting.write_beside(path, stock, exporting.writer_for(path, heads, heads))
    tables: dict[str, list[dict[str, Any]]] = {"opening": stock}
    for table in MASTER:
        tables[table] = list(_master(connection, table))
    exporting.write_beside(path, (), lambda beside, _rows: _write(beside, tables))
    return len(stock)


def save_template(path: Path) -> Path:
    """The heads of every sheet with a row that shows how; the import skips it."""
    tables = {
        table: [dict(zip([one[0] for one in HEADS[table].values()], row, strict=False))]
        for table, row in _EXAMPLES.items()
    }
    exporting.write_beside(path, (), lambda beside, _rows: _write(beside, tables))
    return path


def opening_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    """What lies in the stores, a row for each lot and state, by field."""
    for row in query.lots_there(connection):
        yield {name: getattr(row, name) for name in HEADS["opening"]}


def _texted(row: dict[str, Any]) -> dict[str, Any]:
    return {words[0]: written("opening", name, row[name]) for name, words in HEADS["opening"].items()}


def _master(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    rows: Iterable[Kept[Any]] = query.kept(connection, _FORMS[table])
    for row in sorted(rows, key=_order):
        yield {words[0]: written(table, name, _value(row, name)) for name, words in HEADS[table].items()}


def _order(row: Kept[Any]) -> tuple[str, ...]:
    names = row.names
    return (names.get("warehouse_code", ""), names.get("place_code", ""), names.get("item_code", ""), str(row.form))


def _value(row: Kept[Any], name: str) -> Any:
    """A field of a form; what it points at by its code, columns that only name it by its name."""
    if name.endswith("_id"):
        return row.names.get(f"{name.removesuffix('_id')}_code", "")
    if name in ("warehouse_name", "item_name", "place_name"):
        return row.names.get(name.removesuffix("_name"), "")
    return getattr(row.form, name)


def _write(path: Path, tables: dict[str, list[dict[str, Any]]]) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in ("opening", *MASTER):
        sheet = book.create_sheet(SHEETS[table])
        sheet.freeze_panes = "A2"
        heads = [words[0] for words in HEADS[table].values()]
        for at, head in enumerate(heads):
            sheet.column_dimensions[_letter(at + 1)].width = max(10, 2 * len(head) + 2)
        sheet.append(_cells(sheet, heads, bold=True))
        for row in tables.get(table, []):
            sheet.append(_cells(sheet, [row.get(head, "") for head in heads]))
    book.save(path)
    return sum(map(len, tables.values()))


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _cells(sheet: Any, values: Sequence[Any], *, bold: bool = False) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made: list[Any] = []
    for value in values:
        if not isinstance(value, str):
            made.append(value)
            continue
        cell = WriteOnlyCell(sheet, value or None)
        if value:
            cell.data_type = "s"  # whatever it begins with, it is text and no formula
            cell.number_format = "@"
        if bold:
            cell.font = Font(bold=True)
        made.append(cell)
    return made
