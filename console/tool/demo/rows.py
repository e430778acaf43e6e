"""The rows of the drill that are played: what a person does at the desk, and what must be found afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from shiboken6 import isValid

from console import words
from console.domain.duty import items_of
from console.domain.inbound import Intake
from console.errors import Refused
from console.services.duty import incoming_digest
from console.tool.demo import hands
from console.tool.demo.hands import settle, until
from console.tool.demo.reading import Reader, pdf_text
from console.tool.demo.stage import Stage
from ui import prints
from ui.dialogs.sign import SignDialog
from ui.dialogs.take_over import TakeOverDialog
from ui.printing.output import to_pdf

Found = dict[str, Any]


@dataclass
class Row:
    """One row: ``play`` acts, ``read`` finds out by another way; ``expected`` is filled by the row itself."""

    number: int
    title: str
    play: Callable[[Stage, Row], None]
    read: Callable[[Reader, Row], Found]
    expected: Found = field(default_factory=dict)
    notes: Found = field(default_factory=dict)


# row 1: three open matters, taken over item by item


def _play_first(stage: Stage, row: Row) -> None:
    before, incoming = stage.names[1], stage.names[0]
    stage.open()
    stage.sign_in(before)
    take_over_empty(stage)
    for summary, call_back in (("山塘例行巡查无异常", ""), ("村道护栏冲走一段，已放警示", "waiting")):
        _register(stage, summary, call_back)
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


def _read_first(reader: Reader, row: Row) -> Found:
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


# row 26: a call comes in


GEOLOGICAL = "104"
SUMMARY = "样例村12 屋后山坡开裂，约 5 户，已劝离，请求地质专家"


def _play_call(stage: Stage, row: Row) -> None:
    stage.jump_to(22, 15)
    panel = stage.panel("intake")
    hands.press(stage.window, Qt.Key.Key_F2)
    form = panel.form
    until(form.summary.isVisible, "the form is open")
    row.notes["first_key"] = stage.clock.now()
    hands.write(form.summary, SUMMARY)
    hands.write(form.editors["caller_phone"], "100-0000-0112")
    hands.write(form.editors["caller_name"], "村民 王例七")
    hands.write(form.editors["place_text"], "样例村12 屋后")
    _choose_type(form, stage.language)
    form.figures.editors["dead"].toggle_unknown()
    hands.write(form.figures.editors["evacuated"].line, "19")
    form.call_back.setCurrentIndex(form.call_back.findData("waiting"))
    stage.clock.advance(minutes=2)
    saved: list[str] = []
    panel.saved.connect(saved.append)
    hands.press(form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: saved, "the entry is saved")
    row.expected = {
        "summary": SUMMARY, "event_type": GEOLOGICAL, "dead": None, "dead_unknown": 1, "evacuated": 19,
        "received": _micros(row.notes["first_key"]), "call_back_minutes": 15, "numbers_gapless": True,
        "line_in_log": True,
    }  # fmt: skip


def _read_call(reader: Reader, _row: Row) -> Found:
    found = reader.ask("SELECT id, summary, event_type, received_at, number FROM inbound WHERE summary = ? ", SUMMARY)
    ident, summary, kind, received, number = found[0] if found else (None, "", "", 0, "")
    figures = {
        key: (value, unknown)
        for key, value, unknown in reader.ask("SELECT key, value, unknown FROM figure WHERE inbound_id = ?", ident)
    }
    due, _ = (reader.ask("SELECT due_at, created_at FROM task WHERE source_id = ?", ident) or [(0, 0)])[0]
    _, printed = reader.tool("log", "search", number or "?", "--json")
    dead, evacuated = figures.get("dead", (0, 0)), figures.get("evacuated", (0, 0))
    return {
        "summary": summary, "event_type": kind, "dead": dead[0], "dead_unknown": int(dead[1]),
        "evacuated": evacuated[0], "received": received, "call_back_minutes": (due - received) // 60_000_000,
        "numbers_gapless": _gapless(reader), "line_in_log": SUMMARY in printed,
    }  # fmt: skip


# row 38: the program is killed in the middle of an entry


TYPED = "示塘街道内涝，地下车库进水，请求抽水泵 2 台"


def _play_kill(stage: Stage, row: Row) -> None:
    stage.jump_to(7, 40)
    name = stage.names[0]
    stage.close()
    _type_and_die(stage, name)
    stage.open()
    stage.sign_in(name)
    panel = stage.panel("intake")
    until(panel.stack.table.rows_model.rows, "the draft is offered again")
    hands.press(stage.window, Qt.Key.Key_F2)
    hands.press(panel, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    until(lambda: panel.form.summary.toPlainText() == TYPED, "the draft is back on the form")
    saved: list[str] = []
    panel.saved.connect(saved.append)
    hands.press(panel.form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: saved, "the restored entry is saved")
    row.expected = {"entries": 1, "numbers_gapless": True, "lines": 1, "chain": 0}


def _read_kill(reader: Reader, _row: Row) -> Found:
    code, _ = reader.tool("log", "verify")
    return {
        "entries": reader.one("SELECT count(*) FROM inbound WHERE summary = ?", TYPED),
        "numbers_gapless": _gapless(reader),
        "lines": reader.one("SELECT count(*) FROM log_entry WHERE kind = 'intake' AND instr(text, ?)", TYPED),
        "chain": code,
    }


def _type_and_die(stage: Stage, name: str) -> None:
    """A window of its own process, killed without warning one second after the last key."""
    command = [sys.executable, "-P", "-m", "console.tool.demo.typist", str(stage.data.root), name, TYPED]
    command += [stage.clock.now().isoformat(), stage.passwords[name]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=Reader.environment(), encoding="utf-8") as typist:
        assert typist.stdout is not None
        said = typist.stdout.readline().strip()
        typist.kill()
    if said != "typed":
        raise hands.DidNotHappen(f"the other window typed ({said!r})")


# row 39: two overdue matters, confirmed one by one


def _play_handover(stage: Stage, row: Row) -> None:
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


def _read_handover(reader: Reader, row: Row) -> Found:
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


# what several rows do


def take_over_empty(stage: Stage) -> None:
    """Take over the empty station at the seat."""
    panel = stage.panel("handover")
    hands.click(panel.watch_page.take_over)
    dialog = hands.dialog(TakeOverDialog)
    leader, first, *_ = dialog.posts.names
    hands.write(leader, stage.names[2])
    if not first.text():
        hands.write(first, stage.names[1])
    hands.click(dialog.yes)
    until(lambda: stage.desk.duty.on_watch() is not None, "the watch is taken over")
    settle()


def hand_over(stage: Stage, outgoing: str, incoming: str, *, screens: bool = False) -> Found:
    """The whole hand-over in the window; answers the sheet's number and what was refused on the way."""
    panel = stage.panel("handover")
    hands.click(panel.watch_page.start)
    page = panel.sheet_page
    until(page.sign_outgoing.isVisible, "the sheet is started")
    hands.click(page.sign_outgoing)
    _sign(stage, outgoing)
    until(page.identify.isVisible, "the outgoing officer has signed")
    refused = _refused_before(stage, incoming)
    hands.click(page.identify)
    _sign(stage, incoming, name_too=True)
    if screens:
        stage.screens()
    number = _confirm_all(stage, panel)
    hands.click(page.sign_incoming)
    dialog = hands.dialog(TakeOverDialog)
    hands.write(dialog.proof.password, stage.passwords[incoming])
    hands.click(dialog.yes)
    assert stage.app is not None
    app = stage.app
    until(lambda: app.window.covered, "the seat waits for the incoming officer")
    stage.sign_in(incoming)
    watch = stage.desk.duty.on_watch()
    return {"number": number, "refused_before": refused, "after": watch.owner if watch else ""}


def _sign(stage: Stage, name: str, *, name_too: bool = False) -> None:
    dialog = hands.dialog(SignDialog)
    if name_too:
        dialog.proof.name.setText("")
        hands.write(dialog.proof.name, name)
    hands.write(dialog.proof.password, stage.passwords[name])
    hands.click(dialog.yes)
    until(lambda: not (isValid(dialog) and dialog.isVisible()), f"{name} has signed")
    settle()


def _refused_before(stage: Stage, incoming: str) -> str:
    """What the service says to a signature before everything is confirmed; the button is grey all the while."""
    sheet = stage.desk.duty.running_sheet()
    watch = stage.desk.duty.on_watch()
    assert sheet is not None and watch is not None
    try:
        stage.desk.duty.take_over(watch.posts, incoming, stage.passwords[incoming], seen=incoming_digest(sheet))
    except Refused as refused:
        return refused.code
    return "signed"


def _confirm_all(stage: Stage, panel: Any) -> str:
    """Item by item: overdue ones alone, the rest of a section together."""
    sheet = stage.desk.duty.running_sheet()
    assert sheet is not None
    for _, item, _late in items_of(sheet.body):
        panel.sheet_page.items.choose(item)
        hands.click(panel.sheet_page.confirm)
        until(partial(_is_confirmed, stage, item), f"{item} confirmed")
        settle(60)
    until(panel.sheet_page.sign_incoming.isEnabled, "the second signature is offered")
    return sheet.number


def _is_confirmed(stage: Stage, item: str) -> bool:
    sheet = stage.desk.duty.running_sheet()
    return sheet is not None and item in sheet.confirmations


def _register(stage: Stage, summary: str, call_back: str) -> None:
    assert stage.app is not None
    form = Intake(uuid4(), summary, stage.clock.now(), call_back=call_back, caller_phone="100-0000-0131")
    stage.desk.intake.register(form, by=stage.app.seat.actor)


def _choose_type(form: Any, language: str) -> None:
    """By its whole name, and Enter takes the one that is found."""
    hands.write(form.event_type, {"zh": "地质灾害", "en": "Geological hazards"}[language])
    settle(60)
    hands.press(form.event_type, Qt.Key.Key_Return)


def _micros(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _gapless(reader: Reader) -> bool:
    numbers = [int(number.rsplit("-", 1)[1]) for (number,) in reader.ask("SELECT number FROM inbound ORDER BY number")]
    return numbers == list(range(1, len(numbers) + 1))


def rows() -> list[Row]:
    """The played rows, in the order of the drill."""
    return [
        Row(1, words.say("demo.title.first"), _play_first, _read_first),
        Row(26, words.say("demo.title.call"), _play_call, _read_call),
        Row(38, words.say("demo.title.kill"), _play_kill, _read_kill),
        Row(39, words.say("demo.title.handover"), _play_handover, _read_handover),
    ]
