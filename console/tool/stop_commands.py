"""``stop``: all that sounds falls silent, by whoever runs the wire; nothing is armed, and no store is needed for it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console import bootstrap, words
from console.config import DataDir
from console.tool.commands import command
from console.tool.desks import opened

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.stopping import Stopped

ANSWER_SECONDS = 6.0
OPEN_SECONDS = 10.0
_LOOK_SECONDS = 0.1


def register(commands: Any) -> None:
    """Add the command of this file."""
    stop = command(commands, "stop", examples=["stop", "stop --device SR-05"])
    stop.add_argument("--device", metavar="CODE", help=words.say("tool.option.stop_device"))
    stop.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    stop.set_defaults(run=run_stop)


def run_stop(data: DataDir, options: argparse.Namespace) -> int:
    """Exit 0 where every device that sounds took it, 1 where one did not or nobody could be asked."""
    from console.domain import stopping

    found = None if options.device else _by_whoever_runs_it(data)
    if found is None:
        with opened(data) as desk:
            found = _by_us(desk, options.device)
    if options.json:
        print(json.dumps(stopping.plain_stopped(found), ensure_ascii=False), flush=True)
    else:
        print(stopping.said(found), flush=True)
    if found.unreached:
        print(words.sentence(stopping.unreached(found)), file=sys.stderr)
    return 1 if found.unreached or found.under_way else 0


def _by_whoever_runs_it(data: DataDir) -> Stopped | None:
    """Before anything is opened: the store may be the trouble."""
    from console.desk import stop_door
    from console.domain.clock import SystemClock
    from console.domain.stopping import Wish

    return stop_door.ask(data.locks, Wish(uuid4(), SystemClock().now(), bootstrap.tool_actor()), ANSWER_SECONDS)


def _by_us(desk: Desk, code: str | None) -> Stopped:
    """Where nobody runs the wire this process does for as long as it takes."""
    device_id = desk.devices.by_code(code).id if code else None
    if desk.wire.start():
        _lines_opened(desk)
    return desk.wire.stop_all(by=bootstrap.tool_actor(), device_id=device_id)


def _lines_opened(desk: Desk) -> None:
    """Until no line of ours is being opened: a stop that comes before that finds it closed."""
    from console.domain.wire import LinkState

    desk.wire.settled()
    for _look in range(round(OPEN_SECONDS / _LOOK_SECONDS)):
        if all(one.state is not LinkState.OPENING for one in desk.wire.status()):
            return
        time.sleep(_LOOK_SECONDS)
