"""Rows 16 and 17: eight towns are told by devices; of sixty broadcast terminals one is silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from console.devices.street import the_street
from console.domain.delivery import SendState
from console.domain.warning import OUT, State
from console.services.delivery_pump import Pump
from console.tool.demo import hands
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows import by_name
from console.tool.demo.rows.onward import ALT, CTRL, Key
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.rows.warning_acts import (
    begin,
    endorse,
    hand_in,
    holding,
    look_up,
    passes,
    pick,
    quiet,
    release,
    report,
    seen,
    show,
    sign,
    single_out,
    tick,
)  # fmt: skip
from console.tool.demo.stage import Stage
from ui.dialogs.callout_start import CalloutStartDialog
from ui.dialogs.delivery_acts import ArmDialog, OutcomeDialog
from ui.dialogs.warning_silent import WarningSilentDialog
from ui.dialogs.warning_targets import WarningTargetsDialog

# rows 16 and 17: eight towns are told by devices; one terminal of sixty is silent

TORRENT = "torrent"
TOWNS = ("例东", "例南", "例溪", "例山", "例湾", "例岭", "例塘", "例坑")
GROUPS = ("应急办",)
SPOKEN = "住在溪边山脚的请马上去避灾点，老人孩子有人接。"
BROADCAST, LED, MODEM = "GB-00", "DP-01", "DX-01"
SIRENS = ("SR-06", "SR-08")
"""Of twelve those of the two towns furthest up."""
_PORT = {BROADCAST: "profile", LED: "profile", MODEM: "sms"}
PATIENT_SECONDS = 3
"""By the clock of the stage, between two looks at what devices answered."""


def play_towns(stage: Stage, row: Row) -> None:
    """The county's own: who wrote it is not let sign it; what sounds waits until it is armed by name."""
    stage.jump_to(15, 50)
    page = begin(stage)
    facts, editor = page.editor.facts, page.editor
    pick(facts.signal, TORRENT)
    pick(facts.level, "risk_orange")
    pick(facts.origin, "own")
    look_up(editor.places.line, TOWNS)
    hands.write(editor.area_words, "全县沿溪村庄")
    look_up(editor.groups.line, GROUPS)
    hands.press(editor.texts.voice, Key.Key_End, CTRL)
    hands.write(editor.texts.voice, SPOKEN)
    tick(stage, page, ("sms", "broadcast", "siren", "led"))
    single_out(stage, page, "siren", SIRENS)
    number = hand_in(stage, page)
    endorse(stage, page, stage.names[1])
    refused = sign(stage, page, stage.names[2], first=stage.names[0])
    release(stage, page)
    row.notes |= {"number": number, "refused": refused}
    with outbox(stage, (*SIRENS, BROADCAST, LED, MODEM)) as step:
        _arm_all(stage, page.look.row.id, step)
        until(lambda: _gone_out(stage, page.look.row.id, step), "every order has gone out")
        row.notes |= _heard()
    row.expected = {
        "signing_own": "own_signature", "hands": [stage.names[0], stage.names[1], stage.names[2]], "towns": 8,
        "sms": {"total": 16, "sent": 16}, "led": {"total": 1, "sent": 1}, "siren": {"total": 2, "sent": 2},
        "broadcast": {"total": 1, "sent": 1}, "armed_by": [stage.names[0]], "texts_at_modem": 16, "sign_shows": True,
        "sirens_sounded": 2,
    }  # fmt: skip


def read_towns(reader: Reader, row: Row) -> Found:
    """By channel what became of every order: how many there were, how many of them surely or probably went out."""
    number = row.notes["number"]
    key = reader.one("SELECT id FROM warning WHERE number = ?", number)
    towns = reader.one("SELECT json_array_length(form, '$.places') FROM warning WHERE id = ?", key)
    armed = reader.ask("SELECT DISTINCT armed_by FROM delivery WHERE subject_number = ? AND audible = 1", number)
    return {
        "signing_own": row.notes["refused"], "hands": seen(reader, number)["hands"], "towns": towns,
        **{channel: _of_channel(reader, key, channel) for channel in ("sms", "led", "siren", "broadcast")},
        "armed_by": [who for (who,) in armed], **{name: row.notes[name] for name in _HEARD},
    }  # fmt: skip


_WENT_OUT = ("sent", "confirmed", "unconfirmed")
_HEARD = ("texts_at_modem", "sign_shows", "sirens_sounded")


def _of_channel(reader: Reader, warning: Any, channel: str) -> dict[str, int]:
    """Targets of a channel by what the last order to each became."""
    rows = reader.ask(
        "SELECT d.device_id, d.target, d.state FROM delivery d JOIN warning_send s ON s.batch_id = d.batch_id "
        "WHERE s.warning_id = ? AND s.channel = ? ORDER BY d.asked_at, d.number", warning, channel,
    )  # fmt: skip
    last = {(device, target): state for device, target, state in rows}
    return {"total": len(last), "sent": sum(state in _WENT_OUT for state in last.values())}


@contextmanager
def outbox(stage: Stage, codes: tuple[str, ...]) -> Iterator[Any]:
    """The lines of these devices are open and the outbox sends; hands out what lets it go on and a moment pass."""
    desk = stage.desk
    desk.wire.start(only={desk.devices.by_code(code).key for code in codes})
    keys = {f"{_PORT.get(code, 'relay')}/{code}" for code in codes}
    pump = Pump(desk.deliveries, lambda device_id: desk.channel_of(device_id, desk.wire.perform))

    def step() -> None:
        stage.clock.advance(seconds=PATIENT_SECONDS)
        pump.step(stage.clock.now())
        settle(40)

    try:
        until(
            lambda: all(key in the_street().names() and the_street().at(key).connected for key in keys),
            "lines are open",
        )
        yield step
    finally:
        pump.close(5)
        desk.wire.stop()
        the_street().clear()


def _to_outbox(stage: Stage, page: Any, channel: str) -> Any:
    """The orders of that channel, by the key of the record."""
    _choose(page, channel)
    hands.press(page.record.table, Key.Key_I, ALT)
    until(lambda: stage.window.current_panel().id == "devices", "the outbox is asked for")
    outgoing = stage.window.current_panel().outbox
    until(lambda: outgoing.isVisible() and outgoing._has_result, "the outbox is shown")
    return outgoing


def _arm_all(stage: Stage, warning_id: Any, step: Any) -> None:
    """What sounds: the area said again and the password, one after the other, as it stands in the outbox."""
    outgoing = _to_outbox(stage, stage.window.current_panel().page, "broadcast")
    for row in stage.desk.deliveries.rows(subject_id=warning_id, states=[SendState.HELD]):
        arm(stage, outgoing, row)
        step()


def arm(stage: Stage, outgoing: Any, row: Any) -> None:
    """Two steps: the area in words, the officer's own password."""
    assert stage.app is not None
    until(lambda: outgoing.table.choose(row.id), "what is held stands in the outbox")
    settle()
    strike(stage.window, Key.Key_W, ALT)
    dialog = hands.dialog(ArmDialog)
    hands.write(dialog.area, dialog.shown, told=False)
    hands.write(dialog.password, stage.passwords[stage.app.seat.name], told=False)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.deliveries.one(row.id).state is not SendState.HELD, "it is armed")
    until(lambda: outgoing.asked.dialog is None, "the dialog has gone")


def _gone_out(stage: Stage, warning_id: Any, step: Any) -> bool:
    step()
    waiting = (SendState.HELD, SendState.QUEUED, SendState.SENDING)
    return not stage.desk.deliveries.rows(subject_id=warning_id, states=waiting)


def _heard() -> dict[str, Any]:
    """What the far sides have: texts at the network, words on the sign, sirens that were commanded."""
    street = the_street()
    shown = [values["text"] for verb, values in street.at(f"profile/{LED}").state()["commanded"] if verb == "show"]
    return {
        "texts_at_modem": len({one["number"] for one in street.at(f"sms/{MODEM}").state()["sent"]}),
        "sign_shows": any("山洪灾害橙色预警" in text for text in shown),
        "sirens_sounded": sum(street.at(f"relay/{code}").received > 0 for code in SIRENS),
    }  # fmt: skip


# row 17: terminal 31 of sixty does not answer

ALL_BUT_ONE = "五十九个已应答，三十一号无应答"
STILL_SILENT = "再播仍无应答，改用人工通知"
VAN_DONE = "宣传车绕村两圈，录像存档"
REPLY = "已挨户通知"


def play_silent(stage: Stage, row: Row) -> None:
    """Nobody knows of all sixty: somebody decides, sends once more, decides again; then by telephone and by van."""
    stage.jump_to(15, 53)
    number = row.notes["number"] = holding(stage, TORRENT, OUT)
    page = show(stage, number)
    warning_id = page.look.row.id
    before = _last_of(stage, page, "broadcast")
    _decide(stage, page, before, ALL_BUT_ONE)
    page = show(stage, number)
    _choose(page, "broadcast")
    hands.press(page.record.table, Key.Key_A, ALT)
    dialog = hands.dialog(WarningTargetsDialog)
    hands.press(dialog.table, Key.Key_Space)
    strike(stage.window, Key.Key_Return, CTRL)
    until(dialog.ready, "how many and what sounds is said")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: _last_of(stage, page, "broadcast").id != before.id, "it is asked for once more")
    quiet(page)
    with outbox(stage, (BROADCAST,)) as step:
        _arm_all(stage, warning_id, step)
        until(lambda: _gone_out(stage, warning_id, step), "the broadcast has gone out again")
    page = show(stage, number)
    _decide(stage, page, _last_of(stage, page, "broadcast"), STILL_SILENT)
    row.notes["calling"] = _telephone(stage, number)
    _drive(stage, number)
    passes(stage, show(stage, number), State.ACTIVE)
    row.expected = {
        "tries": ["unconfirmed", "unconfirmed"], "answered": 59, "decided_by": [stage.names[0]] * 2,
        "telephoned": [("样例村07", "a", "answered")] * 2, "van": ("done", VAN_DONE, stage.names[0]),
        "van_for": True, "holds": True,
    }  # fmt: skip


def read_silent(reader: Reader, row: Row) -> Found:
    """Both broadcasts with who decided what they were; the call to the village, the van with its proof."""
    number = row.notes["number"]
    key = reader.one("SELECT id FROM warning WHERE number = ?", number)
    tries = reader.ask(
        "SELECT d.id, d.state, d.decided_by FROM delivery d JOIN warning_send s ON s.batch_id = d.batch_id "
        "WHERE s.warning_id = ? AND s.channel = 'broadcast' ORDER BY d.asked_at", key
    )  # fmt: skip
    answered = reader.one(
        "SELECT json_array_length(facts, '$.answered') FROM delivery_attempt WHERE delivery_id = ?", tries[-1][0]
    )
    calls = reader.ask(
        "SELECT r.place, t.stage, t.outcome FROM callout_try t JOIN callout_row r ON r.id = t.row_id "
        "JOIN callout c ON c.id = r.callout_id WHERE c.number = ? ORDER BY t.number", row.notes["calling"]
    )  # fmt: skip
    state, proof, by, target = reader.ask(
        "SELECT state, proof, done_by, target FROM warning_send WHERE warning_id = ? AND channel = 'van'", key
    )[0]
    return {
        "tries": [state for _, state, _ in tries], "answered": answered, "decided_by": [who for _, _, who in tries],
        "telephoned": [(place, "ab"[at] if at < 2 else str(at), outcome) for place, at, outcome in calls],
        "van": (state, proof, by), "van_for": "GB-31" in target and "样例村07" in target,
        "holds": reader.one("SELECT count(*) FROM warning_step WHERE warning_id = ? AND act = 'complete'", key) == 1,
    }  # fmt: skip


def _decide(stage: Stage, page: Any, row: Any, note: str) -> None:
    """In the outbox: what became of it, and how somebody knows."""
    outgoing = _to_outbox(stage, page, "broadcast")
    until(lambda: outgoing.table.choose(row.id), "what nobody knows stands in the outbox")
    settle()
    strike(stage.window, Key.Key_D, ALT)
    dialog = hands.dialog(OutcomeDialog)
    while dialog.state.value() is not SendState.UNCONFIRMED:
        hands.press(dialog.state, Key.Key_Down)
    hands.write(dialog.note, note)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: stage.desk.deliveries.one(row.id).state is SendState.UNCONFIRMED, "it is decided")
    until(lambda: outgoing.asked.dialog is None, "the dialog has gone")


def _telephone(stage: Stage, number: str) -> str:
    """Whoever answers for its village, A before B, by the list of silent terminals; the calling's number."""
    dialog = _silent(show(stage, number))
    strike(stage.window, Key.Key_M, ALT)
    until(lambda: not dialog.isVisible(), "the list leads to the calling")
    asked = hands.dialog(CalloutStartDialog)
    page = stage.panel("callouts").page
    until(asked.table.rows_model.rows, "whom it is to reach is shown")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.look is not None and page.asked.dialog is None and page.rows, "the calling has begun")
    by_name.quiet(page)
    for line in page.rows:
        page.table.choose(line.id)
        hands.press(page.table, by_name.ANSWERED)
        by_name.quiet(page)
    strike(stage.window, Key.Key_X, ALT)
    until(lambda: page.look.ended_at is not None, "everybody has answered")
    by_name.quiet(page)
    found: str = page.look.number
    return found


def _drive(stage: Stage, number: str) -> None:
    """宣传车 stands in for the terminal and is reported like any channel."""
    page = show(stage, number)
    _silent(page)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: any(one.row.channel == "van" for one in page.look.sends), "the van stands in the record")
    quiet(page)
    report(stage, page, {"van": VAN_DONE})


def _silent(page: Any) -> Any:
    """未应答终端, the one that is silent ticked."""
    _choose(page, "broadcast")
    hands.press(page.record.table, Key.Key_N, ALT)
    dialog = hands.dialog(WarningSilentDialog)
    if not dialog.ticked():
        hands.press(dialog.table, Key.Key_Space)
    assert ["GB-31" in one.terminal for one in dialog.ticked()] == [True]
    return dialog


def _choose(page: Any, channel: str) -> Any:
    send = next(one.row for one in page.look.sends if one.row.channel == channel)
    page.record.table.choose(send.id)
    return send


def _last_of(stage: Stage, page: Any, channel: str) -> Any:
    """The newest row of the outbox for that channel."""
    send = next(one.row for one in page.look.sends if one.row.channel == channel)
    return stage.desk.deliveries.rows(batch_id=send.batch_id, limit=1)[0]
