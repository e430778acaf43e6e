"""Row 24: 叫应. Thirty-six persons by name within five minutes; who does not answer is passed on, and somebody goes."""

from __future__ import annotations

from typing import Any

from console.tool.demo import hands
from console.tool.demo.documents import leave, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.onward import ALT, CTRL, Key
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warning_acts import holding, show
from console.tool.demo.stage import Stage
from ui.dialogs.callout_start import CalloutStartDialog
from ui.dialogs.reason import ReasonDialog
from ui.warning_prints import CalloutBook

POST = "防汛责任人"
"""Twelve of them in each of the three towns."""
ANSWERED, NO_ANSWER, VISIT = Key.Key_1, Key.Key_2, Key.Key_D
BUSY_FIRST = (6, 13, 20)
"""Lines of the list whose person answers the second time."""
SILENT = (27, 34)
"""Lines where nobody answers, neither A nor B."""
STAGES = ("a", "b", "town", "leader", "visit")
"""As a try has them."""
CALL_SECONDS = 7
"""What a call takes on the average: several persons telephone, one writes down."""
MINUTE = 60_000_000
WHY = "两处电话始终不通，镇里已派人上门"


def play_by_name(stage: Stage, row: Row) -> None:
    """From the red warning by one key; then a key a call. A twice, the town's duty room, a visit."""
    stage.jump_to(21, 36)
    row.notes["red"] = holding(stage, "02", level="weather_red")
    show(stage, row.notes["red"])
    strike(stage.window, Key.Key_M, ALT)
    dialog = hands.dialog(CalloutStartDialog)
    page = stage.panel("callouts").page
    hands.press(dialog.posts, Key.Key_A, CTRL)
    hands.write(dialog.posts, POST)
    until(lambda: len(dialog.table.rows_model.rows()) == 36, "thirty-six persons are shown")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.look is not None and page.asked.dialog is None and page.rows, "the calling has begun")
    quiet(page)
    while _call(stage, page):
        pass
    strike(stage.window, Key.Key_X, ALT)
    asked = hands.dialog(ReasonDialog)
    hands.write(asked.reason, WHY)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.look is not None and page.look.ended_at is not None, "the calling is over")
    quiet(page)
    leave(stage, "叫应台账", CalloutBook(page.look.id))
    row.notes["number"] = page.look.number
    row.expected = {
        "persons": 36, "at_once_within_five": 31, "second_try": 3, "sent": 2,
        "order": ["a no_answer", "a no_answer", "town no_answer", "town no_answer", "leader sent"],
        "reached": 34, "for_red": True, "in_log": True, "in_print": True, "why": True,
    }  # fmt: skip


def read_by_name(reader: Reader, row: Row) -> Found:
    """Every call with whom, at which stage, what came of it; the sum on the record."""
    number = row.notes["number"]
    key, started, red, note = reader.ask(
        "SELECT c.id, c.started_at, w.number, c.note FROM callout c LEFT JOIN warning w ON w.id = c.warning_id "
        "WHERE c.number = ?", number
    )[0]  # fmt: skip
    lines = reader.ask("SELECT id, state FROM callout_row WHERE callout_id = ? ORDER BY ordinal", key)
    tries: dict[Any, list[tuple[int, str, int]]] = {line: [] for line, _ in lines}
    for line, stage, outcome, at in reader.ask(
        "SELECT t.row_id, t.stage, t.outcome, t.at FROM callout_try t JOIN callout_row r ON r.id = t.row_id "
        "WHERE r.callout_id = ? AND t.undone IS NULL ORDER BY t.number", key
    ):  # fmt: skip
        tries[line].append((stage, outcome, at))
    answered = [made for made in tries.values() if made and made[-1][1] == "answered"]
    sent = [made for made in tries.values() if made and made[-1][1] == "sent"]
    _, printed = reader.tool("log", "search", number, "--json")
    return {
        "persons": len(lines),
        "at_once_within_five": sum(len(made) == 1 and made[0][2] - started <= 5 * MINUTE for made in answered),
        "second_try": sum(len(made) == 2 for made in answered), "sent": len(sent),
        "order": [f"{STAGES[stage]} {outcome}" for stage, outcome, _ in sent[0]] if sent else [],
        "reached": sum(state == "reached" for _, state in lines), "for_red": red == row.notes["red"],
        "in_log": "应叫36，已应34" in printed,
        "in_print": says(reader.data.parent, "叫应台账", number, "34"), "why": WHY in note,
    }  # fmt: skip


def _call(stage: Stage, page: Any) -> bool:
    """The line that is to be rung next and the key of what came of it; False when nobody is left to be rung."""
    line = page.table.chosen_row()
    if line is None or not _waits(line):
        line = next((one for one in page.rows if _waits(one)), None)
        if line is None:
            return False
        page.table.choose(line.id)
    stage.clock.advance(seconds=CALL_SECONDS)
    due = line.progress.next_at
    if due is not None and due > stage.clock.now():
        stage.clock.advance(seconds=(due - stage.clock.now()).total_seconds())
    before = len(line.tries)
    hands.press(page.table, _key(line))
    until(lambda: len(_line(page, line.id).tries) > before, "the call is written down")
    quiet(page)
    return True


def _key(line: Any) -> Key:
    """What becomes of that call."""
    at_stage, tries = line.progress.stage.value, line.progress.tries
    if line.ordinal in SILENT:
        return NO_ANSWER if at_stage in ("a", "b", "town") else VISIT
    return NO_ANSWER if line.ordinal in BUSY_FIRST and not tries else ANSWERED


def _waits(line: Any) -> bool:
    return bool(line.progress.state.value == "waiting")


def _line(page: Any, key: Any) -> Any:
    return next(one for one in page.rows if one.id == key)


def quiet(page: Any) -> None:
    """Nothing is being read, written or asked any more."""
    until(
        lambda: not page.keys.under_way and not page._loading and not page._acting and not page._soon.isActive()
        and page.asked.dialog is None, "the page rests",
    )  # fmt: skip
    settle(20)
