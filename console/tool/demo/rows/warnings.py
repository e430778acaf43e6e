"""The morning of the night: a warning that the leader must hear within ten minutes, and his word about it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from console.domain.warning import State
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import choose_type, new_entry, save_entry
from console.tool.demo.rows.found import micros
from console.tool.demo.rows.onward import CTRL, Key, fill_order, show_call, show_orders, take_step, tell_leader
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warning_acts import (
    COUNTY,
    begin,
    ended_as,
    follow,
    look_up,
    passes,
    pick,
    report,
    seen,
    suggested,
    tick,
    walk,
)  # fmt: skip
from console.tool.demo.stage import Stage
from ui.dialogs.instruction import InstructionDialog
from ui.warning_prints import WarningApproval, WarningRecord

# before the night: the warning that the response at level Ⅳ answers

BLUE_SOURCE = "例气台警〔2030〕91号"
TYPHOON, RAIN = "01", "02"


def play_blue(stage: Stage, row: Row) -> None:
    """转发: taken from the meteorological office, read by another and signed by a third, told by people's hands."""
    page = begin(stage)
    facts = page.editor.facts
    pick(facts.signal, TYPHOON)
    pick(facts.level, "weather_blue")
    hands.write(facts.source_number, BLUE_SOURCE)
    look_up(page.editor.places.line, [COUNTY])
    tick(stage, page, ("platform", "tv"))
    number = walk(stage, page, reviewer=stage.names[0], signer=stage.names[2])
    report(stage, page, {"platform": "省平台回执一", "tv": "融媒体值班回电"})
    passes(stage, page, State.ACTIVE)
    row.notes["number"] = number
    row.expected = {
        "kind": "first", "level": "weather_blue", "hands": [stage.names[1], stage.names[0], stage.names[2]],
        "told": {"tv": "done", "platform": "done"}, "origin": "forwarded", "source": BLUE_SOURCE,
        "steps": ["draft", "submit", "endorse", "sign", "release", "complete"],
        "line_in_log": True, "listed": True,
    }  # fmt: skip


def read_blue(reader: Reader, row: Row) -> Found:
    """Whose it is, whose hands it went through, step by step; the tool lists it, the log tells it."""
    number = row.notes["number"]
    steps = reader.ask(
        "SELECT s.act FROM warning_step s JOIN warning w ON w.id = s.warning_id WHERE w.number = ? ORDER BY s.number",
        number,
    )
    origin, source = reader.ask(
        "SELECT origin, json_extract(form, '$.source_number') FROM warning WHERE number = ?", number
    )[0]
    _, printed = reader.tool("log", "search", number, "--json")
    _, listed = reader.tool("warn", "list", "--all")
    acts = [act for (act,) in steps]
    return {
        **seen(reader, number), "origin": origin, "source": source, "steps": acts[: acts.index("complete") + 1],
        "line_in_log": "发布" in printed, "listed": number in listed,
    }  # fmt: skip


# row 2: the typhoon warning goes from blue to yellow

WARNING = "第99号台风“样例”预警由蓝色变更为黄色，预计今夜到明晨严重影响我县"
OFFICE = "例县气象局（示例）"
YELLOW_SOURCE = "例气台警〔2030〕92号"


def play_warning(stage: Stage, row: Row) -> None:
    """By the duty platform, so the clock towards the leader runs; he is rung after four minutes. Then it is passed on:
    a change of the blue one by the same channels."""
    stage.jump_to(9, 10)
    row.notes["at"] = micros(stage.clock.now())
    panel = new_entry(stage)
    form = panel.form
    hands.write(form.summary, WARNING)
    form.channel.setCurrentIndex(form.channel.findData("platform"))
    form.channel.activated.emit(form.channel.currentIndex())
    hands.write(form.editors["caller_org"], OFFICE)
    choose_type(form, {"zh": "台风", "en": "Typhoon"}[stage.language])
    save_entry(panel)
    show_call(stage, WARNING)
    leader = tell_leader(stage, "密切监视，随时报告", 4)
    row.notes |= {"leader": leader} | _pass_on(stage)
    row.expected = {
        "channel": "platform", "event_type": "10201", "limit_minutes": 10, "told": stage.names[2], "told_after": 4,
        "late": False, "register": (stage.names[2], "received"), "word_in_log": 1,
        "warning": {
            "kind": "change", "level": "weather_yellow", "hands": [stage.names[0], stage.names[1], stage.names[2]],
            "told": {"tv": "done", "platform": "done"},
        },
        "blue_became": ("changed", row.notes["number"]), "suggested": "III", "cap_follows": True, "in_prints": True,
    }  # fmt: skip


def _pass_on(stage: Stage) -> dict[str, str]:
    """变更: only what the paper says anew is typed; answers both numbers and what it speaks for."""
    blue = stage.desk.warnings.rows((State.ACTIVE,))[0].number
    page = follow(stage, blue, "weather_yellow")
    hands.write(page.editor.facts.source_number, YELLOW_SOURCE)
    number = walk(stage, page, reviewer=stage.names[1], signer=stage.names[2])
    proposed = suggested(stage, number)
    leave(stage, "预警审批单", WarningApproval(page.look.row.id))
    report(stage, page, {"platform": "市平台电话确认收到", "tv": "字幕已上屏截图存档"})
    passes(stage, page, State.ACTIVE)
    leave(stage, "预警发布记录", WarningRecord(page.look.row.id))
    return {"blue": blue, "number": number, "suggested": proposed}


def read_warning(reader: Reader, row: Row) -> Found:
    """The clock, who was told, the line of the register and the leader's word in the log."""
    item, channel, kind = reader.ask("SELECT id, channel, event_type FROM inbound WHERE summary = ?", WARNING)[0]
    clock = reader.ask(
        "SELECT minutes, whom, done_at, due_at FROM inbound_clock WHERE inbound_id = ? AND kind = 'leader'", item
    )[0]
    sent = reader.ask("SELECT receipt_by, state FROM outbound WHERE subject_id = ?", item)
    _, printed = reader.tool("log", "search", "密切监视", "--json")
    blue, number = row.notes["blue"], row.notes["number"]
    code, cap = reader.tool("warn", "cap", number)
    return {
        "channel": channel, "event_type": kind, "limit_minutes": clock[0], "told": clock[1],
        "told_after": (clock[2] - row.notes["at"]) // 60_000_000, "late": clock[2] > clock[3],
        "register": sent[0] if sent else None, "word_in_log": len(printed.splitlines()),
        "warning": seen(reader, number), "blue_became": ended_as(reader, blue), "suggested": row.notes["suggested"],
        "in_prints": says(reader.data.parent, "预警审批单", number, row.expected["told"])
        and says(reader.data.parent, "预警发布记录", number, "字幕已上屏截图存档"),
        "cap_follows": code == 0 and "<msgType>Update</msgType>" in cap and "<references>" in cap,
    }  # fmt: skip


# row 3: the leader by telephone

ORDERED = "启动防台风Ⅲ级应急响应，14:00 组织会商，各有关单位进岗到位"
STAFF = "县防汛防台抗旱指挥部办公室"


def play_leader(stage: Stage, row: Row) -> None:
    """Word for word, read back, handed on with a time limit; answered and verified in the next row, an hour later."""
    stage.jump_to(9, 22)
    row.notes["said_at"] = micros(stage.clock.now())
    record(stage, "林", ORDERED, read_back=True)
    instruction = stage.desk.instructions.newest()[0]
    page = show_orders(stage, Key.Key_2).instructions
    until(lambda: page.chosen() is not None and page.chosen().id == instruction.id, "the words are chosen")
    hands.press(page.table, Key.Key_2)
    fill_order(more=STAFF, due="11:30")
    until(lambda: stage.desk.orders.rows(source_id=instruction.id), "the words are handed on")
    (order,) = stage.desk.orders.rows(source_id=instruction.id)
    row.notes |= {"number": instruction.number, "order": order.number}
    row.expected = {
        "leader": stage.names[2], "words": ORDERED, "said_at": row.notes["said_at"], "read_back": True,
        "handed_to": STAFF, "text_is_his": True, "steps": ["received", "claimed", "verified"], "state": "done",
        "in_print": True, "immutable": True,
    }  # fmt: skip


def settle_leader(stage: Stage) -> None:
    """What the leader asked for at twenty past nine is answered and verified at half past ten."""
    stage.jump_to(10, 30)
    instruction = stage.desk.instructions.newest()[0]
    (order,) = stage.desk.orders.rows(source_id=instruction.id)
    take_step(stage, order, Key.Key_1, "郑例十四")
    take_step(stage, order, Key.Key_3, "", "已进岗到位，会商单位全部通知")
    take_step(stage, order, Key.Key_4, "属实")
    leave(stage, f"批示办理单 {instruction.number}", instruction)


def read_leader(reader: Reader, row: Row) -> Found:
    """His words, the task that came of them with its steps, the sheet; and nobody can change a word of it."""
    number = row.notes["number"]
    ident, leader, words, said_at, read_back = reader.ask(
        "SELECT id, leader, words, said_at, read_back_at FROM instruction WHERE number = ?", number
    )[0]
    task, unit, text, state = reader.ask(
        "SELECT id, unit, CASE detail WHEN '' THEN title ELSE detail END, state FROM task WHERE source_id = ?", ident
    )[0]
    steps = [kind for (kind,) in reader.ask("SELECT kind FROM task_step WHERE task_id = ? ORDER BY number", task)]
    fixed = reader.one("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'instruction'")
    return {
        "leader": leader, "words": words, "said_at": said_at, "read_back": read_back is not None, "handed_to": unit,
        "text_is_his": text == words, "steps": steps, "state": state,
        "in_print": says(reader.data.parent, f"批示办理单 {number}", words, unit), "immutable": fixed > 0,
    }  # fmt: skip


def record(stage: Stage, leader: str, text: str, *, way: int = 0, read_back: bool = False, about: str = "") -> None:
    """A leader's word, whose name is found by its first character; ``about`` is the incident it concerns."""
    page = show_orders(stage, Key.Key_2).instructions
    before = len(stage.desk.instructions.newest())
    strike(stage.window, Key.Key_N, CTRL)
    dialog: Any = hands.dialog(InstructionDialog)
    hands.write(dialog.leader, leader)
    until(dialog.leader.list.isVisible, "leaders are offered")
    hands.press(dialog.leader, Key.Key_Down)
    hands.press(dialog.leader, Key.Key_Return)
    for _ in range(way):
        hands.press(dialog.way, Key.Key_Down)
    if about:
        while dialog.incident.value() != about:
            hands.press(dialog.incident, Key.Key_Down)
    hands.write(dialog.words, text)
    if read_back:
        dialog.read_back.setFocus(Qt.FocusReason.TabFocusReason)
        hands.press(dialog.read_back, Key.Key_Space)
    hands.press(dialog.words, Key.Key_Return, CTRL)
    until(lambda: len(stage.desk.instructions.newest()) > before, "the words are recorded")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
