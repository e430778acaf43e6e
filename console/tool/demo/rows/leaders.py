"""Leaders in the night and in the morning: a report every hour, relief within ten hours, the level lowered."""

from __future__ import annotations

from uuid import UUID

from console.domain.approvals import ApprovalState
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows import response
from console.tool.demo.rows.calls import SUMMARY
from console.tool.demo.rows.consultation import LATE, TITLE
from console.tool.demo.rows.found import micros
from console.tool.demo.rows.onward import ALT, CLOCKS, CTRL, Key, fill_order, show_incident, show_orders, take_step
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.upward import incident_id
from console.tool.demo.rows.warnings import record
from console.tool.demo.stage import Stage
from ui.dialogs.decide import DecideDialog
from ui.dialogs.finding import FindingDialog
from ui.dialogs.told import ToldDialog

# row 30: the head of the county's bureau writes

WRITTEN = "全力搜救，每小时一报，注意救援人员安全"
PAPER = 1
"""Steps down in the list of ways: 书面."""


def play_hourly(stage: Stage, row: Row) -> None:
    """His words about the incident, handed on; the rhythm they ask for stands in the dialog already."""
    stage.jump_to(23, 20)
    incident = incident_id(stage)
    record(stage, "吴例十三", WRITTEN, way=PAPER, about=str(incident))
    words = stage.desk.instructions.newest()[0]
    page = show_orders(stage, Key.Key_2).instructions
    until(lambda: page.chosen() is not None and page.chosen().id == words.id, "the words are chosen")
    hands.press(page.table, Key.Key_2)
    fill_order(units=("例山镇",), due="08:30")
    until(lambda: stage.desk.orders.rows(source_id=words.id), "the words are handed on")
    _begin_rhythm(stage, incident)
    leave(stage, f"批示办理单 {words.number}", words)
    row.notes |= {"number": words.number}
    row.expected = {
        "leader": "吴例十三", "way": "paper", "about_incident": True, "task": "例山镇", "rhythm": 60,
        "basis_names_it": True, "in_print": True,
    }  # fmt: skip


def read_hourly(reader: Reader, row: Row) -> Found:
    """The words, their task, and the rhythm with its basis."""
    number = row.notes["number"]
    ident, leader, way, incident = reader.ask(
        "SELECT id, leader, way, incident_id FROM instruction WHERE number = ?", number
    )[0]
    turns = reader.ask(
        "SELECT minutes, basis FROM incident_clock WHERE incident_id = ? AND rule = 'own' ORDER BY ordinal", incident
    )
    minutes, basis = turns[0] if turns else (0, "")
    return {
        "leader": leader, "way": way, "about_incident": incident is not None,
        "task": reader.one("SELECT unit FROM task WHERE source_id = ?", ident), "rhythm": minutes,
        "basis_names_it": number in basis,
        "in_print": says(reader.data.parent, f"批示办理单 {number}", WRITTEN, leader),
    }  # fmt: skip


# row 36: relief within ten hours

HANDED_OUT = "安置点首批发放：棉被 40 床、饮用水 20 箱，签领单在案"


def play_relief(stage: Stage, row: Row) -> None:
    """The countdown ends with what was handed out."""
    stage.jump_to(6, 0)
    incident = incident_id(stage)
    page = show_incident(stage, incident, CLOCKS)
    relief = next(one for one in stage.desk.incident_clocks.of(incident) if one.step == "relief")
    until(lambda: page.table.choose(relief.id), "the countdown is in the list")
    strike(stage.window, Key.Key_C, ALT)
    hands.write(hands.dialog(ToldDialog).fields["told"], HANDED_OUT)
    strike(stage.window, Key.Key_Return, CTRL)
    running = stage.desk.incident_clocks.of
    until(lambda: any(one.id == relief.id and not one.running for one in running(incident)), "it has ended")
    row.notes["at"] = micros(stage.clock.now())
    row.expected = {"hours": 10, "counted_from": 475, "in_time": True, "evidence": HANDED_OUT, "in_log": True}


def read_relief(reader: Reader, _row: Row) -> Found:
    """Ten hours from when it happened, and what was written down as done."""
    minutes, done, due, told = reader.ask(
        "SELECT c.minutes, c.done_at, c.due_at, c.told FROM incident_clock c JOIN incident_item t "
        "ON t.incident_id = c.incident_id JOIN inbound b ON b.id = t.inbound_id "
        "WHERE c.step = 'relief' AND b.summary = ?", SUMMARY,
    )[0]  # fmt: skip
    _, printed = reader.tool("log", "search", "签领单在案", "--json")
    return {
        "hours": minutes // 60, "counted_from": minutes - (due - done) // 60_000_000, "in_time": done <= due,
        "evidence": told, "in_log": "签领单在案" in printed,
    }  # fmt: skip


# row 37: the level is lowered, and what is owed is settled

LOWERED = "响应降为Ⅲ级，09:00 复盘，隐患点继续盯守"


def play_lowered(stage: Stage, row: Row) -> None:
    """The leader's word; he signs what he approved by telephone; two notes are answered; the response is lowered."""
    stage.jump_to(7, 20)
    record(stage, "林", LOWERED, read_back=True)
    words = stage.desk.instructions.newest()[0]
    owed = _sign_owed(stage)
    answers = {"例塘乡": ("谷例一", "塘坝放空，下游已撤"), "例坑乡": ("古例三", "便桥封闭，两处滑塌清理完")}
    for order in stage.desk.orders.rows():
        if order.unit in LATE and order.unit in answers:
            take_step(stage, order, Key.Key_3, *answers[order.unit])
            take_step(stage, order, Key.Key_4, "查实")
    leave(stage, f"批示办理单 {words.number}", words)
    row.notes |= {"number": words.number, "seen": response.lower(stage)}
    row.expected = {
        "words": LOWERED, "read_back": True, "signed_later": 11, "owed": owed - 11, "notes_open": 0,
        "kept": ["例山镇"] * 2, "seen": {"new": 2, "kept": 21, "cancelled": 11}, "level": "III",
        "approved": (stage.names[2], "password"), "notice": True,
    }  # fmt: skip


def read_lowered(reader: Reader, row: Row) -> Found:
    """His words, no signature owed any more, no note open; what goes on is on the list."""
    said, read_back = reader.ask("SELECT words, read_back_at FROM instruction WHERE number = ?", row.notes["number"])[0]
    notes = (
        "SELECT count(*) FROM task t JOIN consultation c ON c.id = t.source_id WHERE c.title = ? AND t.state = 'open'"
    )
    owed = (
        "SELECT count(*) FROM approval a JOIN instruction i ON i.number = ? WHERE a.means = 'phone' "
        "AND a.later_at IS NULL AND a.decided_at <= i.said_at"
    )
    kept = reader.ask("SELECT unit FROM task WHERE form <> '' AND state = 'open' AND unit = '例山镇'")
    return {
        "words": said, "read_back": read_back is not None,
        "signed_later": reader.one("SELECT count(*) FROM approval WHERE means = 'phone' AND later_at IS NOT NULL"),
        "owed": reader.one(owed, row.notes["number"]),
        "notes_open": reader.one(notes, TITLE), "kept": [unit for (unit,) in kept],
        "seen": row.notes["seen"], **response.lowered(reader),
    }  # fmt: skip


def _begin_rhythm(stage: Stage, incident: UUID) -> None:
    page = show_incident(stage, incident, CLOCKS)
    until(lambda: page._asked_for, "the rhythm the words ask for is known")
    strike(stage.window, Key.Key_R, ALT)
    hands.dialog(FindingDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    clocks = stage.desk.incident_clocks.of
    until(lambda: any(one.rule == "own" for one in clocks(incident)), "the rhythm has begun")
    settle(60)


def _sign_owed(stage: Stage) -> int:
    """补签: each by the leader's password, on the page of what waits for him."""
    owed = [one for one in stage.desk.approvals.waiting() if one.state is ApprovalState.APPROVED]
    panel = stage.panel("upward")
    strike(stage.window, Key.Key_2, CTRL)
    page = panel.approvals
    for left in range(len(owed), 0, -1):
        until(lambda count=left: page._has_result and len(page._rows) == count, "what is owed is listed")  # type: ignore[misc]
        strike(stage.window, Key.Key_O, ALT)
        hands.write(hands.dialog(DecideDialog).proof.password, stage.passwords[stage.names[2]], told=False)
        strike(stage.window, Key.Key_Return, CTRL)
        until(lambda: page.asked.dialog is None, "it is signed")
    until(lambda: not page._rows, "nothing is owed any more")
    return len(owed)
