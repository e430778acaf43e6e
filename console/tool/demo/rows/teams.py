"""Row 27, the rest of it, and 32: a team and an expert for the landslide; the team arrives too late and says why."""

from __future__ import annotations

import csv
from typing import Any

from PySide6.QtCore import Qt

import resources
from console.domain.assignments import TeamState
from console.domain.needs import NeedKind
from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.goods import choose
from console.tool.demo.rows.onward import ALT, CTRL, SHIFT, Key, show_incident
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.upward import follow_at, incident_id
from console.tool.demo.stage import Stage
from ui.dialogs.dispatch_step import StepDialog
from ui.dialogs.need_assign import AssignDialog
from ui.dialogs.need_package import PackageDialog
from ui.dialogs.ringing import RingDialog
from ui.dispatch_prints import MoveOrder

WORD = "就近派，连夜赶过去"
EXPERTS = Key.Key_2
SKILL = "rescue"
MINUTE = 60_000_000


def play_team(stage: Stage, row: Row) -> None:
    """The package of a landslide is taken over; the first to arrive goes by the leader's word; an expert is rung."""
    stage.jump_to(22, 35)
    incident = incident_id(stage)
    show_incident(stage, incident)
    strike(stage.window, Key.Key_D, ALT | SHIFT)
    board = stage.panel("dispatch").needs
    until(lambda: board.incident() is not None and board.incident().id == incident, "the landslide's board")
    board.first_focus().setFocus(Qt.FocusReason.ShortcutFocusReason)
    strike(stage.window, Key.Key_B, ALT)
    hands.dialog(PackageDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: board.asking.asked.dialog is None, "the dialog has gone")
    until(lambda: board.need() is not None and board.need().incident == incident, "its needs stand on the board")
    settle()
    _look_at_rescue(board)
    _send_first(stage)
    until(lambda: stage.desk.dispatching.rows(incident), "the order is out")
    order = stage.desk.dispatching.rows(incident)[0]
    _depart(stage, order.id)
    leave(stage, "队伍调动单", MoveOrder(order.id))
    row.notes |= {"order": order.number, "expert": _ring_expert(stage, incident)}
    row.expected = {
        "package": True, "approved": (stage.names[2], "phone", WORD), "nearest_town": True, "state": "departed",
        "limit_is_the_lists": True, "expert_rung": "answered", "in_print": True,
    }  # fmt: skip


def read_team(reader: Reader, row: Row) -> Found:
    """The order, its team with the limit of its kind, the call to the expert."""
    number = row.notes["order"]
    order, way, commander = reader.ask("SELECT id, way, commander FROM dispatch WHERE number = ?", number)[0]
    assignment, limit, made, need, team, kind, spot = reader.ask(
        "SELECT a.id, a.arrive_minutes, a.made_at, a.need_id, t.name, t.kind, t.place_id FROM assignment a "
        "JOIN team t ON t.id = a.team_id WHERE a.dispatch_id = ?", order,
    )[0]  # fmt: skip
    skill, source, place = reader.ask("SELECT skill, source, place_id FROM need WHERE id = ?", need)[0]
    departed = reader.ask(
        "SELECT state FROM assignment_step WHERE assignment_id = ? AND recorded_at <= ? ORDER BY number", assignment,
        made + 30 * MINUTE,
    )  # fmt: skip
    word = reader.one("SELECT words FROM approval WHERE subject_id = ?", order)
    town = reader.one("SELECT parent_id FROM place WHERE id = ?", place)
    return {
        "package": (skill, source) == (SKILL, "package"), "approved": (commander, way, word),
        "nearest_town": spot in (place, town), "state": departed[-1][0],
        "limit_is_the_lists": limit == limit_of(kind),
        "expert_rung": reader.one("SELECT last_outcome FROM expert WHERE code = ?", row.notes["expert"]),
        "in_print": says(reader.data.parent, "队伍调动单", number, team),
    }  # fmt: skip


def _look_at_rescue(board: Any) -> None:
    """Down the board to the searchers."""
    for _ in range(board.table.rows_model.rowCount()):
        need = board.need()
        if need is not None and need.kind is NeedKind.SKILL and need.skill == SKILL:
            return
        hands.press(board.table, Key.Key_Down)
        settle(40)


def _send_first(stage: Stage) -> None:
    part = stage.window.current_panel().candidates
    strike(stage.window, Key.Key_2, CTRL)
    until(lambda: part.chosen() is not None, "candidates are shown")
    hands.press(part.table, Key.Key_Return)
    dialog = hands.dialog(AssignDialog)
    if not dialog.approval.name.text():
        hands.write(dialog.approval.name, stage.names[2], told=False)
    hands.write(dialog.approval.words, WORD)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: part.asked.dialog is None, "the dialog has gone")


def _depart(stage: Stage, order: Any) -> None:
    """The team says it is on its way."""
    _step(stage, order, TeamState.DEPARTED)


def _step(stage: Stage, order: Any, state: TeamState, why: str = "") -> None:
    panel = stage.panel("dispatch")
    panel.open_item(order, follow=True)
    part = panel.sent
    until(lambda: part.told is not None and part.told.id == order and part.team() is not None, "the order is shown")
    part.teams.setFocus(Qt.FocusReason.ShortcutFocusReason)
    strike(stage.window, Key.Key_N, ALT)
    dialog = hands.dialog(StepDialog)
    choose(dialog.state, state)
    if why:
        hands.write(dialog.reason, why)
    strike(stage.window, Key.Key_Return, CTRL)
    assignments = stage.desk.assignments
    until(lambda: assignments.of_dispatch(order)[0].state is state, f"the team has {state.value}")
    until(lambda: part.asked.dialog is None, "the dialog has gone")
    settle(60)


def _ring_expert(stage: Stage, incident: Any) -> str:
    """Whom to ring first about it, by the list; he answers."""
    panel = stage.panel("teams")
    strike(stage.window, EXPERTS, CTRL)
    page = panel.current_page()
    until(lambda: page._has_result and not page._loading, "the experts are read")
    choose(page.about, incident)
    until(lambda: page._asked[0] == incident and not page._loading and page.chosen() is not None, "whom to ring")
    expert = page.chosen().row
    page.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    strike(stage.window, Key.Key_D, ALT)
    dialog = hands.dialog(RingDialog)
    hands.press(dialog.big, Key.Key_1)
    until(lambda: stage.desk.experts.calls(expert.id), "the call is taken down")
    until(lambda: page.asked.dialog is None, "the dialog has gone")
    code: str = expert.code
    return code


# row 32: it arrives hours later

WHY = "道路阻断，塌方清障后绕行"


def play_arrived(stage: Stage, row: Row) -> None:
    """After the report of one o'clock: over the limit of its circle, so the reason is asked for first."""
    follow_at(stage, 1)
    stage.jump_to(1, 30)
    order = stage.desk.dispatching.rows(incident_id(stage))[0]
    _step(stage, order.id, TeamState.ARRIVED, WHY)
    row.notes["order"] = order.number
    row.expected = {"state": "arrived", "late": True, "over_an_hour": True, "reason": WHY, "line_in_log": True}


def read_arrived(reader: Reader, row: Row) -> Found:
    """When it arrived, the limit it had, why it took longer."""
    order = reader.one("SELECT id FROM dispatch WHERE number = ?", row.notes["order"])
    ident, limit, made, reason = reader.ask(
        "SELECT id, arrive_minutes, made_at, late_reason FROM assignment WHERE dispatch_id = ?", order
    )[0]
    state, arrived = reader.ask(
        "SELECT state, at FROM assignment_step WHERE assignment_id = ? ORDER BY number DESC", ident
    )[0]
    minutes = (arrived - made) // MINUTE
    _, printed = reader.tool("log", "search", "道路阻断", "--json")
    return {
        "state": state, "late": minutes > limit, "over_an_hour": minutes > 60, "reason": reason,
        "line_in_log": WHY in printed,
    }  # fmt: skip


def limit_of(kind: str) -> int:
    """Minutes to arrive within, by the county's list of arrival circles."""
    text = resources.path("lists/arrival_limits.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return next(int(row["arrive"]) for row in rows if kind in row["team_kinds"].split(","))
