"""How the lists of training say simulated devices, what is offered there and what runs."""

from __future__ import annotations

from console import words
from console.devices.sim_plays import read_play
from console.devices.sim_scripts import Item
from console.devices.simulator import Happening
from console.domain.training import SCRIPTS, NamedCode, RunKind, RunRow, RunState, Stand
from console.errors import Refused, Unavailable
from console.services import alarm_codes
from ui.models.device_rows import device_name, driver_word
from ui.models.table import Align, Column, RowTableModel
from ui.widgets.lamp import LampState

_INK = {
    RunState.PAUSED: "orangetext", RunState.FAILED: "redtext", RunState.DONE: "text2", RunState.STOPPED: "text3",
}  # fmt: skip
_MINUTE = 60


def lamp_of(stand: Stand) -> LampState:
    """Its line: open, without power or closed; with a trouble it is not as it should be."""
    if not stand.powered:
        return LampState.FAULT
    if not stand.open:
        return LampState.OFF
    return LampState.CAUTION if stand.troubles else LampState.OK


def state_word(stand: Stand) -> str:
    """线路已开, 断电, or what goes wrong there."""
    if not stand.powered:
        return words.say("training.state.dead")
    if not stand.open:
        return words.say("training.state.closed")
    return trouble_words(stand) or words.say("training.state.open")


def trouble_words(stand: Stand) -> str:
    return words.say("list.join").join(words.say(f"training.verb.{one}") for one in stand.troubles)


def stand_model() -> RowTableModel[Stand]:
    """Code, name, protocol, its line, what the console has not acknowledged."""
    ink = {LampState.FAULT: "redtext", LampState.CAUTION: "orangetext", LampState.OFF: "text2"}
    return RowTableModel(
        (
            Column("devices.code", lambda row: row.row.form.code, width=64),
            Column(
                "devices.name", lambda row: device_name(row.row), stretch=True, tip=lambda row: device_name(row.row)
            ),
            Column("devices.driver", lambda row: driver_word(row.row.form.driver), width=96),
            Column(
                "training.state", state_word, width=112, picture=14, stays=True, tip=state_word,
                ink=lambda row: ink.get(lamp_of(row)),
            ),
            Column("training.waiting", lambda row: str(row.waiting or ""), align=Align.RIGHT, width=48),
        ),
        key=lambda row: row.id,
    )  # fmt: skip


def code_word(code: NamedCode | None) -> str:
    """A code with its name in the language in use; the usual one where none is chosen."""
    if code is None:
        return words.say("training.code.usual")
    said = code.en if words.language() == "en" else code.zh
    if not said:
        return words.say(f"training.code.{code.code or 'input'}")
    return f"{code.code}　{said}" if code.code else said


def script_word(name: str) -> str:
    return words.say(f"training.script.{name}") if name in SCRIPTS else name


def run_word(row: RunRow) -> str:
    """What runs: an act by its word, a script or a file by its name."""
    if row.kind is RunKind.ACT:
        return words.say(f"training.verb.{row.what}")
    return words.say(f"training.run.{row.kind.value}", name=script_word(row.what))


def run_state(row: RunRow) -> str:
    return words.say(f"training.run_state.{row.state.value}")


def progress(row: RunRow) -> str:
    """3/5, or nothing of what holds until it is stopped."""
    return f"{row.done}/{row.of}" if row.of else ""


def left(row: RunRow) -> str:
    """Minutes and seconds to its end, where that is known."""
    if row.left is None or row.state is not RunState.RUNNING:
        return ""
    seconds = round(row.left)
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"


def pace(row: RunRow) -> str:
    """Of what has one."""
    if row.kind is RunKind.ACT:
        return ""
    return words.say("training.at_once") if row.speed == 0 else f"×{row.speed}"


def told(row: RunRow) -> str:
    """What is to be said of it below the list: why it ended, what was left out, what was done last."""
    parts = [f"{run_word(row)} · {row.devices} · {row.by}"]
    if isinstance(row.trouble, Refused | Unavailable):
        parts.append(words.sentence(row.trouble))
    elif row.trouble is not None:
        parts.append(words.say("asking.failed"))
    if row.skipped:
        parts.append(words.say("training.skipped", count=len(row.skipped), line=step_word(row.skipped[-1])))
    elif row.note:
        parts.append(words.say("training.last", line=step_word(row.note)))
    return "\n".join(parts)


def step_word(line: str) -> str:
    """00:05 JB-01 报警（账号 1234，代码 111，防区 001）: a step of a script as people read it."""
    try:
        (step,) = read_play(line)
    except (Refused, ValueError):
        return line
    item = step.item
    minutes, seconds = divmod(round(item.at), _MINUTE)
    return words.say("training.step", at=f"{minutes:02}:{seconds:02}", code=step.code, what=_doing(item))


def _doing(item: Item) -> str:
    if item.verb == "faults":
        kinds = [part.partition(":")[0] for part in item.text.split(",") if part]
        known = words.say("list.join").join(words.say(f"training.verb.{kind}") for kind in kinds)
        return words.say("training.verb.faults", what=known) if kinds else words.say("training.verb.faults_over")
    told = [] if item.event is None else _told_of(item.event)
    if item.verb in _AMOUNT:
        told = [words.say(f"training.told.{_AMOUNT[item.verb]}", value=f"{item.amount:g}")]
    verb = words.say(f"training.verb.{item.verb}")
    return words.say("training.act", verb=verb, what=words.say("list.join").join(told)) if told else verb


_AMOUNT = {"storm": "alarms", "noise": "bytes", "silence": "for", "power": "for"}


def _told_of(event: Happening) -> list[str]:
    named = [(name, getattr(event, name)) for name in ("account", "zone", "sender", "text") if getattr(event, name)]
    if event.code:
        named.insert(1 if event.account else 0, ("code", alarm_codes.code_word(event.code) or event.code))
    if event.value is not None:
        named.append(("value", f"{event.value:g}"))
    return [words.say(f"training.told.{name}", value=value) for name, value in named]


def run_model() -> RowTableModel[RunRow]:
    """What, where, how it is, how far, how fast, for how long."""
    return RowTableModel(
        (
            Column("training.what", run_word, stretch=True, tip=told),
            Column("training.where", lambda row: row.devices, width=84, tip=lambda row: row.devices),
            Column("training.run_state", run_state, width=72, stays=True, ink=lambda row: _INK.get(row.state)),
            Column("training.progress", progress, align=Align.RIGHT, width=72),
            Column("training.pace", pace, width=40),
            Column("training.left", left, align=Align.RIGHT, width=48),
        ),
        key=lambda row: row.id,
    )  # fmt: skip
