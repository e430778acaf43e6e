"""``simulate``: a device of the street at a port of this machine, with faults on demand."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from console import words
from console.config import DataDir
from console.devices import simulator
from console.errors import Refused, Unavailable
from console.tool.commands import command, positive, seconds
from console.tool.stopping import asked_to_stop

EVERY = 5.0
"""Seconds between the samples of a device that has no script."""

FILE_LIMIT = 4 << 20
"""Bytes of a profile, a script or a recording; nobody writes more, and a device file (``/dev/zero``) never ends."""


def register(commands: Any) -> None:
    """Add the command of this file."""
    simulate = command(
        commands,
        "simulate",
        examples=["simulate surgard --port tcp:47001 --option account=1234 --every 5 --faults noise:0.1"],
    )
    simulate.add_argument(
        "driver", choices=simulator.NAMES, metavar="DRIVER",
        help=words.say("tool.option.simulated", names=", ".join(simulator.NAMES)),
    )  # fmt: skip
    ports = "pty, tcp[:PORT], to:HOST:PORT, udp:HOST:PORT"
    simulate.add_argument(
        "--port", default="pty", metavar="PORT", help=words.say("tool.option.simulate_port", ports=ports)
    )
    simulate.add_argument("--script", metavar="FILE", help=words.say("tool.option.script"))
    faults = "noise:P, half:P, crc:P, silence:P, duplicate:P, split:P, clock:S, storm:N, power:S"
    simulate.add_argument("--faults", default="", metavar="WORDS", help=words.say("tool.option.faults", faults=faults))
    every = words.say("tool.option.every", seconds=f"{EVERY:g}")
    simulate.add_argument("--every", type=seconds, metavar="S", help=every)
    simulate.add_argument("--count", type=positive, metavar="N", help=words.say("tool.option.count"))
    simulate.add_argument("--seed", default="1", metavar="N", help=words.say("tool.option.seed"))
    simulate.add_argument("--profile", metavar="FILE", help=words.say("tool.option.profile"))
    option = words.say("tool.option.simulate_option", names="account, unit, heartbeat")
    simulate.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help=option)
    simulate.set_defaults(run=run_simulate)


def run_simulate(_data: DataDir, options: argparse.Namespace) -> int:
    """Print the port's URL, then what the device is commanded, as JSON; play until SIGTERM."""
    from console.devices.sim_ports import Served, open_port
    from console.domain.clock import SystemClock

    line = _line(options)
    port = open_port(options.port)
    try:
        with asked_to_stop() as stop:
            print(port.url, flush=True)
            Served(line, port, SystemClock().monotonic, lambda state: print(state, flush=True)).run(stop)
    finally:
        port.close()
    return 0


def _line(options: argparse.Namespace) -> Any:
    from console.devices.sim_faults import Line, SkewedClock, read_faults
    from console.devices.simulator import ZONE, Play
    from console.domain.clock import SystemClock

    faults = read_faults(options.faults)
    seed = Random(options.seed)
    own = SkewedClock(SystemClock(), faults.clock) if faults.clock else SystemClock()
    profile = text_of(options.profile) if options.profile else ""
    play = Play(own, ZONE, Random(seed.random()), named_options(options.option), profile)
    return Line(simulator.make(options.driver, play), _script(options), faults, Random(seed.random()))


def _script(options: argparse.Namespace) -> Any:
    from console.devices.sim_scripts import Script, read_script

    script = read_script(text_of(options.script)) if options.script else Script()
    every = options.every or (EVERY if options.script is None or options.count else None)
    return replace(script, every=max(0.001, every), count=options.count) if every else script


def named_options(given: list[str]) -> dict[str, str]:
    """``name=value`` words as a mapping; Refused("bad_option") for a word without a name."""
    for word in given:
        if not word.partition("=")[0] or "=" not in word:
            raise Refused("bad_option", option=word[:40], value="")
    return dict(word.partition("=")[::2] for word in given)


def text_of(path: str) -> str:
    """The text of a file given on the command line; Unavailable("file") where it cannot be read."""
    try:
        return bytes_of(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unavailable("file", error, path=path) from error


def bytes_of(path: str) -> bytes:
    """A file given on the command line; Unavailable("file"), or Refused("file_too_big") for one without end."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise Unavailable("file", error, path=path) from error
    if len(raw) > FILE_LIMIT:
        raise Refused("file_too_big", size=f"> {FILE_LIMIT >> 20} MB", limit=f"{FILE_LIMIT >> 20} MB")
    return raw
