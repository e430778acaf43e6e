"""Rows about the watch: taken over, handed over, a difference found afterwards."""

from __future__ import annotations

from datetime import timedelta

from console.domain.duty import items_of
from console.tool.demo.reading import Reader, pdf_text
from console.tool.demo.rows.acts import hand_over, register, take_over_empty
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui import prints
from ui.printing.output import to_pdf

# row 1: three open matters, taken over item by item


def play_first(stage: Stage, row: Row) -> None:
    """Three open matters, taken over item by item."""
    before, incoming = stage.names[1], stage.names[0]
    stage.open()
    stage.sign_in(before)
    take_over_empty(stage)
    for summary, call_back in (("山塘例行巡查无异常", ""), ("村道护栏冲走一段，已放警示", "waiting")):
        register(stage, summary, call_back)
    desk = stage.desk
    assert stage.app is not None
    desk.tasks.add("岩坦镇塌方路段警示牌更换", None, "曾例三", by=stage.app.seat.actor)
    stage.jump_to(8, 0)
    row.notes = hand_over(stage, before, incoming)
    sheet = desk.duty.sheet(row.notes["number"])
    to_pdf(prints.form_of(desk, sheet), stage.out / "handover-first.pdf")
    row.expected = {
        "state": "accepted", "items": 5, "confirmed": 5, "open_inbound": 2, "open_tasks": 2,
        "signers": [before, incoming], "on_watch": incoming, "in_print": True,
    }  # fmt: skip


def read_first(reader: Reader, row: Row) -> Found:
    """What the store holds of it."""
    number = row.notes["number"]
    sheet = reader.sheet(number)
    text = "".join(pdf_text(reader.data.parent / "handover-first.pdf").split())
    state = reader.one("SELECT state FROM sheet WHERE number = ?", number)
    confirmed = reader.one(
        "SELECT count(*) FROM sheet_confirmation JOIN sheet ON sheet.id = sheet_id WHERE number = ?", number
    )
    rows = {section["key"]: section["rows"] for section in sheet["body"]["sections"]}
    return {
        "state": state, "items": sum(map(len, rows.values())), "confirmed": confirmed,
        "open_inbound": len(rows["inbound"]), "open_tasks": len(rows["task"]),
        "signers": [signature["name"] for signature in sheet["signatures"]],
        "on_watch": row.notes["after"], "in_print": all(part in text for part in ("交接班单", number)),
    }  # fmt: skip


# row 39: two overdue matters, confirmed one by one


def play_handover(stage: Stage, row: Row) -> None:
    """Two overdue matters, confirmed one by one."""
    outgoing, incoming = stage.names[0], stage.names[1]
    assert stage.app is not None
    actor, now = stage.app.seat.actor, stage.clock.now()
    for text in ("复核水位 SW-03", "催报岩坦镇转移人数"):
        stage.desk.tasks.add(text, now + timedelta(minutes=10), outgoing, by=actor)
    stage.jump_to(8, 0)
    row.notes = hand_over(stage, outgoing, incoming, screens=True)
    row.expected = {
        "state": "accepted", "overdue_at_least_two": True, "overdue_alone": True, "refused_before": "unconfirmed",
        "confirmed_all": True, "signers": [outgoing, incoming], "verify": 0, "head_in_log": True,
    }  # fmt: skip


def read_handover(reader: Reader, row: Row) -> Found:
    """What the store holds of it."""
    number = row.notes["number"]
    sheet = reader.sheet(number)
    items = items_of(sheet["body"])
    overdue = {item for _, item, late in items if late}
    told = reader.ask(
        "SELECT text FROM audit_entry WHERE kind = 'handover' AND instr(text, ?) ORDER BY number", f"确认 {number} "
    )
    confirmations = reader.ask(
        "SELECT item, at FROM sheet_confirmation JOIN sheet ON sheet.id = sheet_id WHERE sheet.number = ?", number
    )
    acts = [int(text.rsplit(" ", 2)[1]) for (text,) in told]
    code, verified = reader.tool("log", "verify")
    line = reader.ask("SELECT digest FROM log_entry WHERE number = ?", sheet["body"]["cut_off"]["number"])
    return {
        "state": reader.one("SELECT state FROM sheet WHERE number = ?", number),
        "overdue_at_least_two": len(overdue) >= 2,
        "overdue_alone": acts.count(1) >= len(overdue) and sum(acts) == len(items),
        "refused_before": row.notes["refused_before"],
        "confirmed_all": {item for item, _ in confirmations} == {item for _, item, _ in items},
        "signers": [signature["name"] for signature in sheet["signatures"]],
        "verify": code,
        "head_in_log": bool(line) and bytes(line[0][0]).hex() == sheet["body"]["cut_off"]["digest"] and bool(verified),
    }
