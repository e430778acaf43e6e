"""Row 40, the end of it: the store is counted, and only a document makes the books say what was found."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from console.domain.stock import DocumentKind, DocumentState
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.goods import (
    COUNTY,
    PUMP,
    THOUSAND,
    approve,
    choose,
    newest,
    reached,
    scan,
    show_document,
    shown_by_tool,
)
from console.tool.demo.rows.onward import ALT, CTRL, Key
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.finding import FindingDialog
from ui.dialogs.stock_counting import CountDialog
from ui.dialogs.stock_document import KindDialog
from ui.stock_prints import StockSlip

KEEPER_SAYS, EIGHT = "同意入账，继续查找去向", 8


def play_counted(stage: Stage, row: Row) -> None:
    """Eight labels under the scanner; the difference is a document that is approved and posted like any other."""
    stage.jump_to(9, 10)
    row.notes["before"] = shown_by_tool(Reader(stage.data.root), COUNTY, PUMP)[0]
    document = _count_pumps(stage)
    approve(stage, document.id, KEEPER_SAYS)
    page = show_document(stage, document.id)
    hands.press(page.table, Key.Key_G, ALT)
    hands.dialog(FindingDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    reached(stage, document.id, DocumentState.POSTED)
    leave(stage, "盘点表", StockSlip(document.id))
    row.notes["document"] = document.number
    row.expected = {
        "books_before": 9, "lines": [(9, 8)], "books_after": 8, "moved_by_it": -1, "other_pump_documents": 2,
        "on_the_card": True, "in_print": True, "check": 0,
    }  # fmt: skip


def read_counted(reader: Reader, row: Row) -> Found:
    """The count and what it moved; the tool's card ends with it, and every sum is the ledger's."""
    number = row.notes["document"]
    ident = reader.one("SELECT id FROM stock_document WHERE number = ?", number)
    lines = reader.ask("SELECT booked, asked FROM stock_line WHERE document_id = ?", ident)
    moved = reader.ask("SELECT from_kind, to_kind, quantity FROM stock_movement WHERE document_id = ?", ident)
    documents = reader.one(
        "SELECT count(DISTINCT m.document_id) FROM stock_movement m JOIN item i ON i.id = m.item_id "
        "JOIN warehouse w ON w.id = m.from_id OR w.id = m.to_id WHERE i.code = ? AND w.code = ? AND m.document_id <> ?",
        PUMP, COUNTY, ident,
    )  # fmt: skip
    _, card = reader.tool("stock", "card", PUMP, "--warehouse", COUNTY)
    return {
        "books_before": row.notes["before"], "lines": [(one // THOUSAND, other // THOUSAND) for one, other in lines],
        "books_after": shown_by_tool(reader, COUNTY, PUMP)[0],
        "moved_by_it": sum(amount * ((into == "store") - (out == "store")) for out, into, amount in moved) // THOUSAND,
        "other_pump_documents": documents, "on_the_card": number in card.splitlines()[-1],
        "in_print": says(reader.data.parent, "盘点表", number, "排水泵"), "check": reader.tool("stock", "check")[0],
    }  # fmt: skip


def _count_pumps(stage: Stage) -> Any:
    panel = stage.panel("stores")
    strike(stage.window, Key.Key_2, CTRL)
    page = panel.by_name["documents"]
    until(lambda: page._has_result and not page._loading, "the documents are read")
    page.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)
    strike(stage.window, Key.Key_N, CTRL)
    choose(hands.dialog(KindDialog).kind, DocumentKind.COUNT)
    strike(stage.window, Key.Key_Return, CTRL)
    dialog = hands.dialog(CountDialog)
    choose(dialog.store, next(one.form.id for one in stage.desk.stores.tree() if one.form.code == COUNTY))
    until(dialog.entry.rows, "what the books have is listed")
    before, label = len(stage.desk.stock_documents.rows()), _label(stage)
    for _ in range(EIGHT):
        scan(dialog.scan, label)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: len(stage.desk.stock_documents.rows()) > before, "the count is saved")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    return newest(stage)


def _label(stage: Stage) -> str:
    """What stands on the pumps of the county's store."""
    rows = stage.desk.stock.on_hand()
    return next(f"{PUMP}*{one.lot_code}" for one in rows if (one.store_code, one.item_code) == (COUNTY, PUMP))
