"""``send``: the silent test of a channel, or words to one that makes no sound, through the outbox."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from console import bootstrap, words
from console.config import DataDir
from console.errors import Refused
from console.tool.commands import command, positive
from console.tool.desks import opened
from console.tool.unlocking import Passphrase, passphrase_option
from console.tool.wire_commands import held_elsewhere

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.delivery import DeliveryRow, Verb
    from console.domain.outbox import Ask
    from console.domain.wire import DeviceRow

WAIT_SECONDS = 60
OPEN_SECONDS = 10
_LOOK_SECONDS = 0.2
_VERBS = {"modem": "text", "sms": "text", "beidou": "text", "alpha": "show", "file": "drop", "webhook": "drop"}
"""What a channel that makes no sound does with words; all others are asked from the window, where they are armed."""


def register(commands: Any) -> None:
    """Add the command of this file."""
    send = command(
        commands,
        "send",
        examples=["send --channel SR-05 --test", "send --channel MD-01 --target 10000000001 --text TEXT"],
    )
    send.add_argument("--channel", required=True, metavar="CODE", help=words.say("tool.option.channel"))
    what = send.add_mutually_exclusive_group(required=True)
    what.add_argument("--test", action="store_true", help=words.say("tool.option.send_test"))
    what.add_argument("--text", metavar="T", help=words.say("tool.option.send_text"))
    send.add_argument("--target", default="", metavar="N", help=words.say("tool.option.send_target"))
    wait = words.say("tool.option.send_wait", seconds=WAIT_SECONDS)
    send.add_argument("--wait", type=positive, default=WAIT_SECONDS, metavar="S", help=wait)
    send.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    passphrase_option(send)
    send.set_defaults(run=run_send)


def run_send(data: DataDir, options: argparse.Namespace) -> int:
    """Queue it, have it sent by whoever runs the wire, or here; exit 1 unless it went well as far as can be known."""
    from console.domain.delivery import SendState

    passphrase = Passphrase(options)
    with opened(data) as desk:
        row = desk.devices.by_code(options.channel)
        order = _order(row, options)
        if not held_elsewhere(data):
            _unlock(desk, row, passphrase)
        if desk.wire.start():  # where another process runs the wire, that one sends
            desk.wire.settled()
            _opened(desk, row)
        (asked,) = desk.deliveries.ask([order], by=bootstrap.tool_actor())
        ended = _waited(desk, asked.id, options.wait)
        print(_as_json(ended) if options.json else _in_words(ended), flush=True)
    return 0 if ended.state in {SendState.SENT, SendState.CONFIRMED, SendState.UNCONFIRMED} else 1


def _unlock(desk: Desk, row: DeviceRow, passphrase: Passphrase) -> None:
    """Refused("secrets_locked") for a channel that cannot send without its secret."""
    if passphrase.unlock(desk, [row.form]):
        raise Refused("secrets_locked")


def _order(row: DeviceRow, options: argparse.Namespace) -> Ask:
    from console.domain.delivery import Order, Verb
    from console.domain.outbox import Ask

    verb = Verb.PROBE if options.test else _silent_verb(row)
    order = Order(uuid4(), verb, options.target, "" if options.test else options.text)
    return Ask(row.form.id, order, area=options.target or row.form.name, test=options.test)


def _silent_verb(row: DeviceRow) -> Verb:
    """Refused("audible_here") for what would be heard: nothing arms it here."""
    from console.domain.delivery import Verb
    from console.domain.drivers import known

    if row.form.driver not in _VERBS:
        if known(row.form.driver).audible:
            raise Refused("audible_here", name=row.form.name, option="--test")
        raise Refused("channel_cannot_send", name=row.form.name)
    return Verb(_VERBS[row.form.driver])


def _opened(desk: Desk, row: DeviceRow) -> None:
    """Wait until its line is open, or is known not to open: an order that comes before that fails."""
    from console.domain.wire import LinkState

    until = desk.clock.monotonic() + OPEN_SECONDS
    while desk.clock.monotonic() < until:
        found = next((one for one in desk.wire.status() if one.device_key == row.key), None)
        if found is None or found.state is not LinkState.OPENING:
            return
        time.sleep(_LOOK_SECONDS)


def _waited(desk: Desk, row_id: UUID, seconds: int) -> DeliveryRow:
    """The row as it stands when nothing more is to be expected soon, or the time is over."""
    from console.domain.delivery import SendState

    under_way = {SendState.QUEUED, SendState.SENDING}
    until = desk.clock.monotonic() + seconds
    row = desk.deliveries.one(row_id)
    while row.state in under_way and desk.clock.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        row = desk.deliveries.one(row_id)
    return row


def _in_words(row: DeliveryRow) -> str:
    state = words.say(f"delivery.state.{row.state.value}")
    said = words.say(f"delivery.said.{row.said}") if row.said else ""
    return words.say("tool.sent", number=row.number, name=row.device_name, state=state, said=said)


def _as_json(row: DeliveryRow) -> str:
    told = {
        "number": row.number,
        "device": row.device_name,
        "verb": row.verb.value,
        "state": row.state.value,
        "said": row.said,
        "attempts": row.attempts,
    }
    return json.dumps(told, ensure_ascii=False)
