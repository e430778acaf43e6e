"""Rows about the watch: taken over, handed over, a difference found afterwards."""

from __future__ import annotations

import re
from datetime import timedelta

from PySide6.QtCore import Qt

from console.domain.duty import items_of
from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from console.tool.demo.reading import Reader, pdf_text
from console.tool.demo.rows.acts import hand_over, register, sign
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.shelters import CAME, OPEN_BEFORE
from console.tool.demo.stage import Stage
from ui import prints
from ui.dialogs.task import NewTaskDialog
from ui.printing.output import to_pdf

_PEOPLE = re.compile(r"(\d+) 人")

# row 1: three open matters, taken over item by item


def play_first(stage: Stage, row: Row) -> None:
    """Three open matters and the tasks of the response that runs, taken over item by item."""
    before, incoming = stage.names[1], stage.names[0]
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
        "state": "accepted", "sections": 10, "all_confirmed": True, "open_inbound": 2, "open_tasks": 17,
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
        "state": state, "sections": len(rows), "all_confirmed": confirmed == len(items_of(sheet["body"])),
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
        "goods_on_the_road": True, "shelters": 5, "sheltered": sum(OPEN_BEFORE.values()) + CAME, "teams_out": True,
        "stock_check": 0,
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
    rows = {item["item"]: item["cells"] for section in sheet["body"]["sections"] for item in section["rows"]}
    lying = [cells for item, cells in rows.items() if item.startswith("shelter:")]
    return {
        **_seen_of_goods(reader, rows),
        "shelters": len(lying),
        "sheltered": sum(_people(cells[2]) for cells in lying),
        "teams_out": any(item.startswith("teams:") for item in rows),
        "stock_check": reader.tool("stock", "check")[0],
        "state": reader.one("SELECT state FROM sheet WHERE number = ?", number),
        "overdue_at_least_two": len(overdue) >= 2,
        "overdue_alone": acts.count(1) >= len(overdue) and sum(acts) == len(items),
        "refused_before": row.notes["refused_before"],
        "confirmed_all": {item for item, _ in confirmations} == {item for _, item, _ in items},
        "signers": [each["name"] for each in sheet["signatures"] if each["part"] != "supplement"],
        "verify": code,
        "head_in_log": bool(line) and bytes(line[0][0]).hex() == sheet["body"]["cut_off"]["digest"] and bool(verified),
    }


def _people(told: str) -> int:
    """Who is in a shelter, as its line on the sheet says: the first figure."""
    found = _PEOPLE.search(told)
    return int(found[1]) if found else 0


def _seen_of_goods(reader: Reader, rows: Found) -> Found:
    """What is on the road still stands on the sheet, and nothing else does."""
    issued = {number for (number,) in reader.ask("SELECT number FROM stock_document WHERE state = 'issued'")}
    told = {cells[0] for item, cells in rows.items() if item.startswith("goods:")}
    return {"goods_on_the_road": bool(told) and told == issued}


# row 40: the new watch counts eight pumps where the sheet says nine


PUMPS = "排水泵（大流量）：账 9 台，实点 8 台"
ANSWER = "一台在上样镇，回单未到"


def play_difference(stage: Stage, row: Row) -> None:
    """Raised by the new watch, answered by the old one, made a task, signed by both; the sheet itself stays."""
    outgoing, incoming = stage.names[0], stage.names[1]
    sheet = stage.desk.duty.sheet()
    assert sheet is not None
    stage.jump_to(8, 20)
    card = stage.panel("handover").watch_page.supplements
    until(card.differences.say.line.isVisible, "a difference may be raised")
    settle()
    hands.write(card.differences.say.line, PUMPS)
    hands.press(card.differences.say.line, Qt.Key.Key_Return)
    until(lambda: card.differences.rows, "the difference stands on the page")
    difference = next(iter(card.differences.rows.values()))
    hands.click(difference.to_task)
    dialog = hands.dialog(NewTaskDialog)
    hands.write(dialog.assignee, "县库（示例）")
    hands.answer(dialog, "the task is on its way")
    until(lambda: _answered_by_task(stage), "the task is given")
    stage.change_officer(outgoing)
    panel = stage.panel("handover")
    card = panel.watch_page.supplements
    until(lambda: card.differences.rows, "the difference waits for an answer")
    answer = next(iter(card.differences.rows.values())).say.line
    hands.write(answer, ANSWER)
    hands.press(answer, Qt.Key.Key_Return)
    until(lambda: ANSWER in next(iter(card.differences.rows.values())).answer.text(), "the answer stands on the page")
    for name in (outgoing, incoming):
        before = len(_signed(stage))
        hands.click(card.sign)
        sign(stage, name, name_too=True)
        until(lambda count=before: len(_signed(stage)) > count, f"{name} signed the supplement")  # type: ignore[misc]
    stage.change_officer(incoming)
    row.notes = {"number": sheet.number, "body": sheet.digest.hex()}
    row.expected = {
        "difference": PUMPS, "answered": True, "task_open": True, "signers": [outgoing, incoming],
        "body_unchanged": True, "in_print": True, "verify": 0,
    }  # fmt: skip
    to_pdf(prints.form_of(stage.desk, stage.desk.duty.sheet(sheet.number)), stage.out / "handover-supplement.pdf")


def read_difference(reader: Reader, row: Row) -> Found:
    """The supplement, its task, both signatures, and that nothing of what was signed before has changed."""
    number = row.notes["number"]
    found = reader.ask(
        "SELECT d.text, d.answer, t.state FROM sheet_difference d JOIN sheet s ON s.id = d.sheet_id "
        "LEFT JOIN task t ON t.id = d.task_id WHERE s.number = ? ORDER BY d.ordinal",
        number,
    )
    text, answer, task = found[-1] if found else ("", "", "")
    signers = reader.ask(
        "SELECT g.name FROM signature g JOIN sheet s ON s.id = g.sheet_id WHERE s.number = ? AND g.part = 'supplement' "
        "ORDER BY g.at, g.rowid",
        number,
    )
    printed = "".join(pdf_text(reader.data.parent / "handover-supplement.pdf").split())
    code, _ = reader.tool("log", "verify")
    digest = bytes(reader.one("SELECT digest FROM sheet WHERE number = ?", number)).hex()
    return {
        "difference": text, "answered": answer == ANSWER, "task_open": task == "open",
        "signers": [name for (name,) in signers],
        "body_unchanged": digest == row.notes["body"], "in_print": "".join(PUMPS.split()) in printed, "verify": code,
    }  # fmt: skip


def _answered_by_task(stage: Stage) -> bool:
    return any(PUMPS in f"{task.title}{task.detail}" for task in stage.desk.tasks.open_tasks())


def _signed(stage: Stage) -> list[dict[str, str]]:
    sheet = stage.desk.duty.sheet()
    assert sheet is not None
    return [signature for signature in sheet.signatures if signature["part"] == "supplement"]
