"""What several rows do at a warning's page: written, read and signed by others, released, its channels reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt

from console import words
from console.domain.people import Actor
from console.domain.warning import State
from console.domain.warning_rows import Sent
from console.tool.demo import hands
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.onward import ALT, CTRL, SHIFT, Key
from console.tool.demo.rows.row import Found
from console.tool.demo.stage import Stage
from ui.dialogs.warning_devices import WarningDevicesDialog
from ui.dialogs.warning_done import WarningDoneDialog
from ui.dialogs.warning_release import WarningReleaseDialog
from ui.dialogs.warning_sign import WarningSignDialog

NONE = Qt.KeyboardModifier.NoModifier
COUNTY = "例县"


def begin(stage: Stage) -> Any:
    """An empty draft with a number of its own, by the key of the list."""
    _to_list(stage)
    strike(stage.window, Key.Key_N, ALT)
    page = stage.window.current_panel().page
    until(lambda: page.look is not None and page.editor.facts.signal.hasFocus(), "an empty warning is shown")
    quiet(page)
    return page


def follow(stage: Stage, number: str, level: str) -> Any:
    """变更 of that warning, which says another level now."""
    page = show(stage, number)
    strike(stage.window, Key.Key_C, ALT)
    until(
        lambda: page.look is not None and page.look.previous is not None and page.look.row.state is State.DRAFT,
        "the change is begun",
    )
    quiet(page)
    pick(page.editor.facts.level, level)
    return page


def show(stage: Stage, number: str) -> Any:
    """That warning whole, by its line in the list."""
    panel = _to_list(stage)
    row = stage.desk.warnings.numbered(number)
    until(lambda: panel.list.table.choose(row.id), "the warning is in the list")
    hands.press(panel.list.table, Key.Key_Return)
    until(lambda: panel.page.look is not None and panel.page.look.row.id == row.id, "the warning is shown")
    quiet(panel.page)
    return panel.page


def pick(choice: Any, value: str) -> None:
    """To that one, by the arrow keys."""
    way = Key.Key_Down if choice.values().index(value) > choice.values().index(choice.value()) else Key.Key_Up
    while choice.value() != value:
        hands.press(choice, way)


def look_up(line: Any, typed: Iterable[str]) -> None:
    """Towns or groups by their first characters; Enter takes what is found."""
    for part in typed:
        hands.write(line, part)
        until(line.list.isVisible, f"{part} is offered")
        hands.press(line, Key.Key_Return)


def retype(line: Any, text: str) -> None:
    """Over what the program filled in."""
    hands.press(line, Key.Key_A, CTRL)
    hands.write(line, text)


def tick(stage: Stage, page: Any, channels: Iterable[str]) -> None:
    """Channels of the county's list, each by Space."""
    strike(stage.window, Key.Key_5, CTRL)
    table = page.editor.channels.table
    until(table.hasFocus, "the keyboard is at the channels")
    for code in channels:
        table.choose(code)
        hands.press(table, Key.Key_Space)
    ticked = {line.code for line in page.editor.channels.lines() if line.ticked}
    assert set(channels) <= ticked, ticked


def single_out(stage: Stage, page: Any, channel: str, codes: Iterable[str]) -> None:
    """Of that channel these devices alone."""
    table = page.editor.channels.table
    table.choose(channel)
    hands.press(table, Key.Key_D, ALT | SHIFT)
    dialog = hands.dialog(WarningDevicesDialog)
    for _ in range(2):  # some of them: all first, then none
        if any(line.ticked for line in dialog.lines()):
            strike(stage.window, Key.Key_K, ALT)
            settle(60)
    for code in codes:
        dialog.table.choose(stage.desk.devices.by_code(code).id)
        strike(stage.window, Key.Key_Space, NONE)
        settle(60)
    assert [line.row.form.code for line in dialog.lines() if line.ticked] == list(codes)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.asked.dialog is None, "the devices are chosen")


def hand_in(stage: Stage, page: Any) -> str:
    """Ctrl+Enter once nothing stops it any more; answers its number."""
    until(lambda: page.checked is not None and not page._check_soon.isActive(), "it is checked")
    settle()
    until(lambda: not any(one.stops for one in page.checked.found), "nothing stops it")
    strike(stage.window, Key.Key_Return, CTRL)
    at(page, State.REVIEW)
    number: str = page.look.row.number
    return number


def endorse(stage: Stage, page: Any, name: str) -> None:
    """审核 by somebody else, at the same window."""
    strike(stage.window, Key.Key_O, ALT)
    _prove(stage, name)
    at(page, State.SIGN)


def sign(stage: Stage, page: Any, name: str, *, first: str = "") -> str:
    """签发; ``first`` tries before and is told why not. Answers whether those were the words of its refusal."""
    strike(stage.window, Key.Key_F12, NONE)
    said = ""
    if first:
        dialog = _prove(stage, first)
        until(dialog.trouble.isVisible, "who wrote it is told that he may not sign")
        told = dialog.trouble.text()
        said = "own_signature" if told == words.say("refused.own_signature", name=first) else told
    _prove(stage, name)
    at(page, State.RELEASE)
    return said


def release(stage: Stage, page: Any) -> None:
    """发布: read what happens, then said a second time."""
    strike(stage.window, Key.Key_R, ALT)
    dialog = hands.dialog(WarningReleaseDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    until(dialog.ready, "the second step may be taken")
    strike(stage.window, Key.Key_Return, CTRL)
    at(page, State.RELEASING)


def walk(stage: Stage, page: Any, *, reviewer: str, signer: str) -> str:
    """From the written draft to what is being told; answers its number."""
    number = hand_in(stage, page)
    endorse(stage, page, reviewer)
    sign(stage, page, signer)
    release(stage, page)
    return number


def report(stage: Stage, page: Any, told: Mapping[str, str]) -> None:
    """回填: what people's hands carried, by channel with what proves it; then the warning holds."""
    for channel, proof in told.items():
        send = next(one.row for one in page.look.sends if one.row.channel == channel)
        page.record.table.choose(send.id)
        hands.press(page.record.table, Key.Key_D, ALT)
        dialog = hands.dialog(WarningDoneDialog)
        hands.write(dialog.proof, proof)
        strike(stage.window, Key.Key_Return, CTRL)
        until(lambda key=send.id: _sent(page, key) is Sent.DONE, f"{channel} is reported")  # type: ignore[misc]
        quiet(page)


def passes(stage: Stage, page: Any, state: State) -> None:
    """What the program does by itself every few seconds where it runs the wire: a warning that is told holds."""
    stage.desk.warning_sends.tick(by=Actor.program())
    at(page, state)


def at(page: Any, state: State) -> None:
    """The page shows its warning in that state, and rests."""
    until(lambda: page.look is not None and page.look.row.state is state, f"the warning is {state.value}")
    quiet(page)


def quiet(page: Any) -> None:
    """Nothing is being read, written or asked any more."""
    until(
        lambda: not page._loading and not page._acting and not page._soon.isActive() and page.asked.dialog is None,
        "the page rests",
    )


def holding(stage: Stage, signal: str, states: Collection[State] = (State.ACTIVE,), level: str = "") -> str:
    """The number of what holds for that signal."""
    rows = stage.desk.warnings.rows(tuple(states))
    return next(one.number for one in rows if one.signal == signal and level in ("", one.level))


def suggested(stage: Stage, number: str) -> str:
    """The level of the response the program proposes for it, of the plan made for this kind."""
    found = stage.desk.warnings.suggests(stage.desk.warnings.numbered(number).id)
    return found[0].level if found else ""


def seen(reader: Reader, number: str) -> Found:
    """A warning as the store has it: what it says, whose hands it went through, what its manual channels did."""
    key, kind, level, drafter, reviewer, signer = reader.ask(
        "SELECT id, kind, level, drafted_by, reviewer, signer FROM warning WHERE number = ?", number
    )[0]
    channels = reader.ask(
        "SELECT channel, state FROM warning_send WHERE warning_id = ? AND way = 'manual' ORDER BY ordinal", key
    )
    return {
        "kind": kind, "level": level, "hands": [drafter, reviewer, signer], "told": dict(channels),
    }  # fmt: skip


def ended_as(reader: Reader, number: str) -> tuple[str, str]:
    """What a warning became, and by which number, as its history says."""
    row = reader.ask(
        "SELECT s.state, s.words FROM warning_step s JOIN warning w ON w.id = s.warning_id WHERE w.number = ? "
        "ORDER BY s.number DESC LIMIT 1", number
    )[0]  # fmt: skip
    return row[0], row[1]


def _to_list(stage: Stage) -> Any:
    panel = stage.panel("warnings")
    if panel.current_page() is not panel.list:
        strike(stage.window, Key.Key_Escape, NONE)
    until(lambda: panel.current_page() is panel.list and not panel.list._loading, "the list is shown")
    settle(60)
    return panel


def _prove(stage: Stage, name: str) -> Any:
    dialog = hands.dialog(WarningSignDialog)
    dialog.proof.name.clear()
    hands.write(dialog.proof.name, name, told=False)
    dialog.proof.password.clear()
    hands.write(dialog.proof.password, stage.passwords[name], told=False)
    strike(stage.window, Key.Key_Return, CTRL)
    return dialog


def _sent(page: Any, key: Any) -> Any:
    return next((one.row.state for one in page.look.sends if one.row.id == key), None)
