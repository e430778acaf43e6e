"""Goods for a town: two pumps are asked for, sent from the county's store, signed for where they are wanted."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt

from console.domain.stock import DocumentState
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import choose_type, new_entry, save_entry
from console.tool.demo.rows.onward import ALT, CTRL, SHIFT, Key, call, open_incident, show_call
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warnings import WARNING, settle_leader
from console.tool.demo.stage import Stage
from ui.dialogs.join_incident import JoinDialog
from ui.dialogs.need import NeedDialog
from ui.dialogs.stock_acts import IssueDialog, ReceiveDialog, StockApproveDialog
from ui.dialogs.stock_document import DocumentDialog
from ui.stock_prints import StockSlip

COUNTY, TOWN, PUMP = "KX00", "例溪镇", "WZ039"
"""The county's store, the town that asks, pumps of great flow: the county has eleven and keeps eight."""
THOUSAND = 1000
"""Amounts stand in the store in thousandths."""

# row 5: a town asks for two pumps

ASKED = "10:00 例溪镇老街内涝，请求支援排水泵2台"
CALLER = "章例五"


def play_asked(stage: Stage, row: Row) -> None:
    """The call becomes a need, the need a draft: what is wanted, how many and for whom is typed once."""
    stage.jump_to(10, 5)
    show_call(stage, WARNING)
    incident = open_incident(stage, WARNING)
    _take_call(stage)
    _join(stage, incident.id)
    strike(stage.window, Key.Key_N, ALT | SHIFT)
    hands.dialog(NeedDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.needs.rows(incident.id), "the need stands on the board")
    (need,) = stage.desk.needs.rows(incident.id)
    row.notes["offered"] = choose_candidate(stage, need.id, COUNTY)
    document = draft(stage, vehicle=True)
    row.notes |= {"incident": incident.number, "need": need.number, "document": document.number}
    row.expected = {
        "need": ("item", PUMP, 2, "call"), "place": TOWN, "caller": CALLER, "from": COUNTY, "asked": 2,
        "plate": "示A·00001", "answers_need": True, "offered": True, "keeps_quota": True, "draft_reserves": 0,
    }  # fmt: skip


def read_asked(reader: Reader, row: Row) -> Found:
    """The need and the draft, and what the quota said before anything was promised."""
    need, kind, quantity, source, place, caller = reader.ask(
        "SELECT n.id, n.kind, n.quantity, n.source, n.place, n.asked_by FROM need n WHERE n.number = ?",
        row.notes["need"],
    )[0]
    document, store, plate, of_need = reader.ask(
        "SELECT d.id, w.code, d.plate, d.need_id FROM stock_document d JOIN warehouse w ON w.id = d.from_warehouse_id "
        "WHERE d.number = ?", row.notes["document"],
    )[0]  # fmt: skip
    asked, item = reader.ask(
        "SELECT l.asked, i.code FROM stock_line l JOIN item i ON i.id = l.item_id WHERE l.document_id = ?", document
    )[0]
    drafted = reader.one("SELECT at FROM stock_step WHERE document_id = ? ORDER BY number", document)
    there = _there(reader, COUNTY, item, drafted)
    promised = reader.one("SELECT count(*) FROM stock_reservation WHERE made_at <= ?", drafted)
    return {
        "need": (kind, item, quantity // THOUSAND, source), "place": place.rpartition(" ")[2], "caller": caller,
        "from": store, "asked": asked // THOUSAND, "plate": plate, "answers_need": of_need == need,
        "offered": COUNTY in row.notes["offered"],
        "keeps_quota": there - asked // THOUSAND >= quota(reader, store, item), "draft_reserves": promised,
    }  # fmt: skip


def _take_call(stage: Stage) -> None:
    panel = new_entry(stage)
    form = panel.form
    hands.write(form.summary, ASKED)
    chips = form.proposals
    until(lambda: chips.time.isVisible() and chips.where.isVisible(), "time and place of the text are proposed")
    for key in (Key.Key_T, Key.Key_A):
        hands.press(form.summary, key, ALT)
    hands.write(form.editors["caller_phone"], "100-0000-0105")
    hands.write(form.editors["caller_name"], CALLER)
    choose_type(form, {"zh": "内涝", "en": "Waterlogging"}[stage.language])
    save_entry(panel)


def _join(stage: Stage, incident: UUID) -> None:
    show_call(stage, ASKED)
    strike(stage.window, Key.Key_J, ALT)
    dialog = hands.dialog(JoinDialog)
    if dialog.which.key() != incident:
        dialog.which.setFocus()
        hands.press(dialog.which, Key.Key_Down)
        hands.press(dialog.which, Key.Key_Return)
    strike(stage.window, Key.Key_Return, CTRL)
    held, item = stage.desk.incident_items, call(stage, ASKED).id
    until(lambda: held.incident_of(item) is not None, "the call belongs to the typhoon")
    show_call(stage, ASKED)


# row 6: the leader agrees, the scanner counts, the lorry leaves

AGREED = "可以，尽快送到"


def play_sent(stage: Stage, row: Row) -> None:
    """Approved by telephone, both pumps scanned at the door; the clock of the road runs from then on."""
    stage.jump_to(10, 20)
    document = newest(stage)
    approve(stage, document.id, AGREED)
    issue(stage, document.id, scans=2)
    road = next(one for one in stage.desk.expiry.roads() if one.document == document.id)
    row.notes["hours"] = (road.due_at - stage.clock.now()).total_seconds() / 3600
    row.notes |= {"document": document.number, "at": f"{stage.clock.now().astimezone(stage.desk.zone):%Y-%m-%dT%H:%M}"}
    leave(stage, "调拨单", StockSlip(document.id))
    row.expected = {
        "steps": ["draft", "approve", "issue"], "approved": (stage.names[2], "phone"), "word": AGREED,
        "promised": (2, "issued"), "road": (2, 0), "hours": 6, "store_then": (9, 0), "in_print": True,
    }  # fmt: skip
    settle_leader(stage)


def read_sent(reader: Reader, row: Row) -> Found:
    """Its steps, what was on the road that moment by the ledger, what the tool says lay in the store then."""
    number = row.notes["document"]
    ident, approver, way = reader.ask("SELECT id, approver, way FROM stock_document WHERE number = ?", number)[0]
    steps = reader.ask("SELECT kind, at FROM stock_step WHERE document_id = ? ORDER BY number", ident)[:3]
    promised = reader.ask("SELECT sum(quantity), max(state) FROM stock_reservation WHERE document_id = ?", ident)[0]
    issued = steps[-1][1]
    left, came = (
        reader.one(
            f"SELECT coalesce(sum(quantity), 0) FROM stock_movement WHERE document_id = ? AND {side}_kind = 'transit' "
            "AND recorded_at <= ?", ident, issued,
        ) // THOUSAND
        for side in ("to", "from")
    )  # fmt: skip
    return {
        "steps": [kind for kind, _ in steps], "approved": (approver, way),
        "word": reader.one("SELECT words FROM approval WHERE subject_id = ?", ident),
        "promised": (promised[0] // THOUSAND, promised[1]), "road": (left, came), "hours": row.notes["hours"],
        "store_then": shown_by_tool(reader, COUNTY, PUMP, row.notes["at"]),
        "in_print": says(reader.data.parent, "调拨单", number, "排水泵", "示A·00001", TOWN),
    }  # fmt: skip


# row 6, the end of it: the town signs


def play_received(stage: Stage, row: Row) -> None:
    """Both arrived whole; the need is met by that, nobody ticks it."""
    stage.jump_to(11, 50)
    document = newest(stage)
    page = show_document(stage, document.id)
    hands.press(page.table, Key.Key_R, ALT)
    hands.dialog(ReceiveDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    reached(stage, document.id, DocumentState.POSTED)
    row.notes["document"] = document.number
    row.expected = {"state": "posted", "receiver": CALLER, "received": (2, 0, 0), "need": "met", "at_scene": 2}


def read_received(reader: Reader, row: Row) -> Found:
    """The document is settled, the goods are at the scene, the need is met."""
    ident, state, receiver, need = reader.ask(
        "SELECT id, state, receiver, need_id FROM stock_document WHERE number = ?", row.notes["document"]
    )[0]
    line = reader.ask("SELECT received, short, damaged FROM stock_line WHERE document_id = ?", ident)[0]
    scene = "SELECT coalesce(sum(quantity), 0) FROM stock_movement WHERE document_id = ? AND to_kind = 'site'"
    return {
        "state": state, "receiver": receiver, "received": tuple(one // THOUSAND for one in line),
        "need": "met" if _met(reader, need) else "open", "at_scene": reader.one(scene, ident) // THOUSAND,
    }  # fmt: skip


def _met(reader: Reader, need: Any) -> bool:
    """Whether what arrived for it is what was asked."""
    came = "SELECT coalesce(sum(received), 0) FROM stock_line WHERE need_id = ?"
    asked: int = reader.one("SELECT quantity FROM need WHERE id = ?", need)
    return bool(reader.one(came, need) >= asked)


# what rows about goods share


def choose_candidate(stage: Stage, need: UUID, store: str) -> list[str]:
    """The needs board at that need, the candidates beside it, that store chosen; answers the stores offered.

    Without a store the first to arrive stays chosen.
    """
    panel = stage.panel("dispatch")
    until(lambda: panel.needs.need() is not None and panel.needs.need().id == need, "the need is looked at")
    strike(stage.window, Key.Key_2, CTRL)
    part = panel.candidates
    until(lambda: part.chosen() is not None, "candidates are shown")
    found = stage.desk.candidates.of(need).stores
    wanted = next(one.store.id for one in found if store in (one.store.code, ""))
    for _ in range(part.table.rows_model.rowCount()):
        if part.chosen().id == wanted:
            break
        hands.press(part.table, Key.Key_Down)
        settle(20)
    assert part.chosen().id == wanted, "the store is among those offered"
    return [one.store.code for one in found]


def draft(stage: Stage, *, vehicle: bool = False) -> Any:
    """A transfer from the chosen candidate, as it stands there; ``vehicle``: the first that stands ready goes."""
    before = len(stage.desk.stock_documents.rows())
    strike(stage.window, Key.Key_R, ALT)
    dialog = hands.dialog(DocumentDialog)
    if vehicle:
        dialog.vehicle.setFocus()
        hands.press(dialog.vehicle, Key.Key_Down)
        until(dialog.plate.text, "the vehicle brings its plate")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: len(stage.desk.stock_documents.rows()) > before, "the draft is saved")
    document = newest(stage)
    reached(stage, document.id, DocumentState.DRAFT)
    return document


def newest(stage: Stage) -> Any:
    """The document that was made last."""
    return max(stage.desk.stock_documents.rows(), key=lambda one: one.created_at)


def approve(stage: Stage, document: UUID, said: str) -> None:
    """The leader's word on the telephone, by the key of the document's page."""
    page = show_document(stage, document)
    hands.press(page.table, Key.Key_O, ALT)
    dialog = hands.dialog(StockApproveDialog)
    if not dialog.approval.name.text():
        hands.write(dialog.approval.name, stage.names[2], told=False)
    hands.write(dialog.approval.words, said)
    strike(stage.window, Key.Key_Return, CTRL)
    reached(stage, document, DocumentState.APPROVED)


def issue(stage: Stage, document: UUID, *, scans: int) -> None:
    """出库: so many labels of the first lot under the scanner; none at all sends what was reserved."""
    page = show_document(stage, document)
    hands.press(page.table, Key.Key_U, ALT)
    dialog = hands.dialog(IssueDialog)
    (first, *_) = page.look.document.lines
    label = f"{first.item_code}*{page.look.lots[first.id][0].code}"
    for _ in range(scans):
        scan(dialog.scan, label)
    strike(stage.window, Key.Key_Return, CTRL)
    reached(stage, document, DocumentState.ISSUED)


def scan(field: Any, label: str) -> None:
    """A label under the scanner, which types it as a keyboard does."""
    hands.write(field.line, label, told=False)
    hands.press(field.line, Key.Key_Return)
    until(lambda: not field.busy, f"{label} is found")


def show_document(stage: Stage, document: UUID) -> Any:
    """Its page among the documents, with the keyboard in the list."""
    panel = stage.panel("stores")
    panel.open_document(document)
    page = panel.by_name["documents"]
    until(lambda: page.look is not None and page.look.row.id == document, "the document is shown")
    until(lambda: page.look.row.version == stage.desk.stock_documents.one(document).row.version, "as it stands now")
    page.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    settle(60)
    return page


def reached(stage: Stage, document: UUID, state: DocumentState) -> None:
    """The store has it in that state, and its dialog has gone."""
    documents = stage.desk.stock_documents
    until(lambda: documents.one(document).row.state is state, f"the document is {state.value}")
    page = stage.window.current_panel().by_name["documents"]
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    settle(60)


def _there(reader: Reader, store: str, item: str, at: int) -> int:
    """What the ledger says lay in that store then."""
    came, went = (
        reader.one(
            f"SELECT coalesce(sum(m.quantity), 0) FROM stock_movement m JOIN warehouse w ON w.id = m.{side}_id "
            "JOIN item i ON i.id = m.item_id WHERE w.code = ? AND i.code = ? AND m.recorded_at <= ?", store, item, at,
        )
        for side in ("to", "from")
    )  # fmt: skip
    left: int = (came - went) // THOUSAND
    return left


def quota(reader: Reader, store: str, item: str) -> int:
    """What shall stay in that store."""
    minimum: int = reader.one(
        "SELECT q.minimum FROM quota q JOIN warehouse w ON w.id = q.warehouse_id JOIN item i ON i.id = q.item_id "
        "WHERE w.code = ? AND i.code = ?", store, item,
    )  # fmt: skip
    return minimum // THOUSAND


def shown_by_tool(reader: Reader, store: str, item: str, at: str = "") -> tuple[int, int]:
    """Quantity and reserved of all lots, as the tool says them, now or at that time."""
    more = ("--at", at) if at else ()
    _, printed = reader.tool("stock", "show", "--json", "--warehouse", store, "--item", item, *more)
    rows = [json.loads(line) for line in printed.splitlines()]
    return sum(row["quantity"] for row in rows), sum(row["reserved"] for row in rows)


def choose(choice: Any, value: object) -> None:
    """By the keys Up and Down."""
    while choice.value() != value:
        at, wanted = choice.currentIndex(), choice.values().index(value)
        hands.press(choice, Key.Key_Down if wanted > at else Key.Key_Up)
