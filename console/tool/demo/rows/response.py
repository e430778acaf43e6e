"""The response to the typhoon: started at Ⅳ, raised to Ⅲ and Ⅱ, lowered, ended; its task cards on the board."""

from __future__ import annotations

import json
from typing import Any

from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.acts import take_over_empty
from console.tool.demo.rows.onward import ALT, CTRL, Key, take_step
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.shelters import open_before
from console.tool.demo.stage import Stage
from ui.dialogs.response_steps import EndDialog
from ui.dialogs.responses import ChangeDialog, StartDialog
from ui.plan_prints import Notice, ResponseCards

PLAN = "SL-ZX-01"
"""The county's plan for typhoons: 15 cards at Ⅳ, 23 at Ⅲ, 32 at Ⅱ."""
CAUSE = "第99号台风蓝色预警"
WATER, AWAY, DEPUTY = "F03", "解例九", "区例一"
"""A card of the water bureau, whose A is on leave these days and whose B takes it."""

MINUTE = 60_000_000
"""In microseconds, as the store has its times."""

# before the night: the watch runs at level Ⅳ


def play_start(stage: Stage, row: Row) -> None:
    """One key, who is told what, the leader's word by telephone, one confirmation hit twice."""
    before = stage.names[1]
    stage.open()
    stage.sign_in(before)
    take_over_empty(stage, leader=stage.names[2], main=before)
    open_before(stage)
    stage.panel("plans")
    strike(stage.window, Key.Key_N, CTRL)
    dialog = hands.dialog(StartDialog)
    plan = stage.desk.plans.by_code(PLAN)
    while dialog.plan.value() != plan.id:
        hands.press(dialog.plan, Key.Key_Down)
    hands.write(dialog.warning, CAUSE)
    hands.write(dialog.approval.words, "同意，各岗到位")
    until(dialog.yes.isEnabled, "who is told what is shown")
    row.notes["shown"] = len(dialog.table.rows_model.rows())
    for _ in range(2):
        strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: _runs_at(stage, "IV"), "the response runs")
    until(lambda: _page(stage).told is not None, "its board is shown")
    leave(stage, "响应启动通知", Notice(_response(stage).id))
    row.notes["number"] = _response(stage).number
    row.expected = {
        "responses": 1, "level": "IV", "approved": (stage.names[2], "phone"), "cards": 15, "tasks": 15,
        "water": (DEPUTY, "B"), "away": AWAY, "line_in_log": True, "in_print": True,
    }  # fmt: skip


def read_start(reader: Reader, row: Row) -> Found:
    """One response, one task a card whatever was pressed; B has the card of A who is on leave."""
    number = row.notes["number"]
    ident = reader.one("SELECT id FROM response WHERE number = ?", number)
    level, by, way, at = _step(reader, ident, "start")
    away = reader.ask(
        "SELECT p.name FROM leave l JOIN person p ON p.id = l.person_id "
        "WHERE l.state = 'granted' AND l.starts_at <= ? AND l.ends_at > ?", at, at
    )  # fmt: skip
    _, printed = reader.tool("log", "search", number, "--json")
    return {
        "responses": reader.one("SELECT count(*) FROM response"), "level": level, "approved": (by, way),
        "cards": row.notes["shown"], "tasks": _given(reader, ident, 0, at),
        "water": _water(reader, ident), "away": away[0][0] if len(away) == 1 else "",
        "line_in_log": "启动" in printed, "in_print": _notice(reader, "响应启动通知", number, 1, CAUSE),
    }  # fmt: skip


# row 4: the leader's word of twenty past nine is carried out


def play_raised(stage: Stage, row: Row) -> None:
    """Ⅳ becomes Ⅲ by the difference of their cards; B of the water bureau receives, answers, is verified."""
    stage.jump_to(9, 30)
    counted = _change(stage, "III", "按批示启动，马上通知")
    card = next(one for one in stage.desk.responses.board(_response(stage).id) if one.code == WATER)
    assert card.task_id is not None
    order = stage.desk.orders.one(card.task_id)
    take_step(stage, order, Key.Key_1, "")
    take_step(stage, order, Key.Key_3, "", "水库和山塘已降到汛限以下")
    take_step(stage, order, Key.Key_4, "水位表相符")
    leave(stage, "响应升级通知", Notice(_response(stage).id))
    row.notes |= {"number": _response(stage).number, "water": order.number}
    row.expected = {
        "seen": {"new": 8, "kept": 15, "cancelled": 0}, "level": "III", "tasks": 23, "received_by": DEPUTY,
        "water": "done", "in_print": True,
    }  # fmt: skip
    row.notes["seen"] = counted


def read_raised(reader: Reader, row: Row) -> Found:
    """Twenty-three cards at that moment, each given once; the one of the water bureau is done."""
    number = row.notes["number"]
    ident = reader.one("SELECT id FROM response WHERE number = ?", number)
    level, _, _, at = _step(reader, ident, "raise", "III")
    task, state = reader.ask("SELECT id, state FROM task WHERE number = ?", row.notes["water"])[0]
    received = reader.one("SELECT who FROM task_step WHERE task_id = ? AND kind = 'received'", task)
    return {
        "seen": row.notes["seen"], "level": level, "tasks": _given(reader, ident, 0, at),
        "received_by": received, "water": state, "in_print": _notice(reader, "响应升级通知", number, 2),
    }  # fmt: skip


# row 15: level Ⅱ in the afternoon


def play_highest(stage: Stage, row: Row) -> None:
    """Ⅲ becomes Ⅱ: new cards, those kept, those that are no more; the cards are printed with whom they went to."""
    stage.jump_to(15, 40)
    row.notes["seen"] = _change(stage, "II", "同意升级，天黑前转移到位")
    found = _response(stage)
    leave(stage, "任务卡", ResponseCards(found.id))
    row.notes["number"] = found.number
    row.expected = {
        "seen": {"new": 11, "kept": 21, "cancelled": 2}, "level": "II", "new_after": 11, "cancelled": 2,
        "milestone_waits": True, "in_print": True,
    }  # fmt: skip


def read_highest(reader: Reader, row: Row) -> Found:
    """Eleven tasks more; two were cancelled then, and say so."""
    number = row.notes["number"]
    ident = reader.one("SELECT id FROM response WHERE number = ?", number)
    level, _, _, at = _step(reader, ident, "raise", "II")
    ended = "SELECT count(*) FROM task WHERE source_id = ? AND state = 'cancelled' AND closed_at BETWEEN ? AND ?"
    return {
        "seen": row.notes["seen"], "level": level, "new_after": _given(reader, ident, at, at),
        "cancelled": reader.one(ended, ident, at, at + MINUTE),
        "milestone_waits": reader.one("SELECT count(*) FROM response_step WHERE kind = 'milestone'") == 0,
        "in_print": says(reader.data.parent, "任务卡", number, DEPUTY),
    }  # fmt: skip


# row 37: lowered in the morning (its words are told by ``leaders``)


def lower(stage: Stage) -> dict[str, int]:
    """Ⅱ becomes Ⅲ by the leader's own hand; answers what the dialog counted."""
    counted = _change(stage, "III", "")
    leave(stage, "响应降级通知", Notice(_response(stage).id))
    return counted


def lowered(reader: Reader) -> Found:
    """How it was approved, what runs on, whether the notice says it."""
    ident, number = reader.ask("SELECT id, number FROM response")[0]
    level, by, way, _ = _step(reader, ident, "lower")
    return {"level": level, "approved": (by, way), "notice": _notice(reader, "响应降级通知", number, 4)}


# row 41: the end

REMARK = "两台泵今日归库"


def play_end(stage: Stage, row: Row) -> None:
    """The checklist of its level, one item with a remark; tasks that are open end with it."""
    stage.jump_to(10, 0)
    stage.panel("plans")
    until(lambda: _page(stage).told is not None, "the response is shown")
    found = _response(stage)
    strike(stage.window, Key.Key_Q, ALT)
    dialog = hands.dialog(EndDialog)
    for tick in dialog.ticks[:2] + dialog.ticks[3:]:
        hands.press(tick, Key.Key_Space)
    hands.write(dialog.remarks[2], REMARK)
    dialog.approval.name.clear()
    hands.write(dialog.approval.name, stage.names[2], told=False)
    _in_person(stage, dialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: not stage.desk.responses.one(found.id).running, "the response has ended")
    until(lambda: _page(stage).asked.dialog is None, "the dialog has gone")
    settle()
    leave(stage, "响应终止通知", Notice(found.id))
    row.notes["number"] = found.number
    row.expected = {
        "state": "ended", "steps": ["start", "raise", "raise", "lower", "end"], "ticked": 3, "remark": REMARK,
        "open_tasks": 0, "in_print": True, "verify": 0,
    }  # fmt: skip


def read_end(reader: Reader, row: Row) -> Found:
    """Every step in order, the checklist as it was answered, no task of it left open."""
    number = row.notes["number"]
    ident, state, told = reader.ask("SELECT id, state, checklist FROM response WHERE number = ?", number)[0]
    items = json.loads(told)
    steps = reader.ask("SELECT kind FROM response_step WHERE response_id = ? ORDER BY number", ident)
    code, _ = reader.tool("log", "verify")
    left = "SELECT count(*) FROM task WHERE source = 'plan' AND state = 'open'"
    return {
        "state": state, "steps": [kind for (kind,) in steps], "ticked": sum(one["done"] for one in items),
        "remark": next((one["remark"] for one in items if not one["done"]), ""), "open_tasks": reader.one(left),
        "in_print": _notice(reader, "响应终止通知", number, 5), "verify": code,
    }  # fmt: skip


# what these rows share


def _change(stage: Stage, level: str, said: str) -> dict[str, int]:
    """Raise or lower what runs by its key; answers what the dialog counted before it was applied.

    ``said`` on the telephone; without words the leader is here.
    """
    stage.panel("plans")
    page, found = _page(stage), _response(stage)
    until(lambda: page.told is not None and page.told.line.row.version == found.version, "the response is shown")
    strike(stage.window, Key.Key_G, ALT)
    dialog = hands.dialog(ChangeDialog)
    while dialog.level.value() != level:
        hands.press(dialog.level, Key.Key_Down)
    until(dialog.yes.isEnabled, "the difference is shown")
    seen = dialog._seen
    if said:
        hands.write(dialog.approval.words, said)
    else:
        _in_person(stage, dialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: _runs_at(stage, level), f"the response runs at {level}")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    settle()
    return {"new": len(seen.new), "kept": len(seen.kept), "cancelled": len(seen.cancelled)}


def _in_person(stage: Stage, dialog: Any) -> None:
    """The leader types his password instead of a word told on the telephone."""
    hands.press(dialog.approval.way, Key.Key_Down)
    hands.write(dialog.approval.password, stage.passwords[stage.names[2]], told=False)


def _page(stage: Stage) -> Any:
    return stage.window.current_panel().responses


def _response(stage: Stage) -> Any:
    return stage.desk.responses.rows(running_only=False)[0]


def _runs_at(stage: Stage, level: str) -> bool:
    found = stage.desk.responses.rows()
    return bool(found) and found[0].level == level and not found[0].waiting


def _step(reader: Reader, response: Any, kind: str, level: str = "") -> tuple[str, str, str, int]:
    """Level, whose word, how it was given and when it was recorded, of the newest step of that kind."""
    found = reader.ask(
        "SELECT level, approved_by, way, recorded_at FROM response_step "
        "WHERE response_id = ? AND kind = ? AND (? = '' OR level = ?) ORDER BY number DESC", response, kind,
        level, level,
    )  # fmt: skip
    return found[0] if found else ("", "", "", 0)


def _given(reader: Reader, response: Any, since: int, at: int) -> int:
    """Tasks of the response that were made from the one instant to a minute after the other."""
    made = "SELECT count(*) FROM task WHERE source = 'plan' AND source_id = ? AND created_at BETWEEN ? AND ?"
    count: int = reader.one(made, response, since, at + MINUTE)
    return count


def _water(reader: Reader, response: Any) -> tuple[str, str]:
    found = reader.ask("SELECT person, rank FROM response_task WHERE response_id = ? AND code = ?", response, WATER)
    return found[0] if found else ("", "")


def _notice(reader: Reader, name: str, number: str, step: int, *said: str) -> bool:
    """Whether the notice of that step lies there, under its own number."""
    return says(reader.data.parent, name, f"{number}-{step}", "应急响应", *said)
