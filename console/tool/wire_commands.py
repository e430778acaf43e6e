"""``listen``, ``ports``, ``replay``: what devices say, without a window."""

from __future__ import annotations

import argparse
import json
import select
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from console import words
from console.config import DataDir
from console.domain.drivers import LISTENING
from console.domain.signals import SignalKind
from console.domain.wire import PORTS
from console.domain.wire_text import plain, with_text
from console.errors import Refused, Unavailable
from console.tool import say_error
from console.tool.commands import command
from console.tool.desks import opened
from console.tool.line_output import LineOutput
from console.tool.simulate_commands import named_options, text_of
from console.tool.stopping import asked_to_stop
from console.tool.unlocking import Passphrase, passphrase_option

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.desk.wire_links import Unledgered
    from console.domain.signals import Signal, Stored
    from console.domain.wire import DeviceRow, LinkStatus

LOOK_SECONDS = 1.0
"""How often links and dropped lines are looked at."""
STOP_SECONDS = 3.0
_WRITTEN = frozenset({SignalKind.MESSAGE, SignalKind.CALL})
"""Somebody wrote it, or a name goes with it: the words alone do not say what."""


def register(commands: Any) -> None:
    """Add the commands of this file."""
    listen = command(commands, "listen", examples=LISTEN_EXAMPLES)
    which = listen.add_mutually_exclusive_group()
    which.add_argument(
        "--device", action="append", default=[], metavar="CODE", help=words.say("tool.option.listen_device")
    )
    which.add_argument("--device-url", metavar="URL", help=words.say("tool.option.device_url", ports=PORTS))
    _driver(listen)
    listen.add_argument("--line", default="", metavar="9600-8N1", help=words.say("tool.option.line"))
    _how(listen)
    passphrase_option(listen)
    listen.set_defaults(run=run_listen)
    ports = command(commands, "ports", examples=["ports --json"])
    ports.add_argument("--json", action="store_true", help=words.say("tool.option.json"))
    ports.set_defaults(run=run_ports)
    replay = command(commands, "replay", examples=["replay captured.txt --device JB-01"])
    replay.add_argument("file", metavar="FILE", help=words.say("tool.option.captured"))
    by = replay.add_mutually_exclusive_group(required=True)
    _driver(by)
    by.add_argument("--device", metavar="CODE", help=words.say("tool.option.replay_device"))
    _how(replay)
    replay.set_defaults(run=run_replay)


LISTEN_EXAMPLES = (
    "listen",
    "listen --device JB-01 --passphrase-fd 3 3<FILE",
    "listen --device-url socket://192.0.2.10:4001 --driver surgard",
)


def _driver(parser: Any) -> None:
    said = words.say("tool.option.driver", names=", ".join(LISTENING))
    parser.add_argument("--driver", choices=LISTENING, metavar="NAME", help=said)


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="FILE", help=words.say("tool.option.profile"))
    parser.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help=words.say("tool.option.option")
    )


def run_listen(data: DataDir, options: argparse.Namespace) -> int:
    """Run the links until SIGTERM; a JSON line for each event once it is stored. Needs the ``wire`` lock."""
    passphrase, port = Passphrase(options), _port(options)
    with asked_to_stop() as stop, opened(data) as desk:
        rows = _asked_for(desk, options.device)
        codes = _Codes(desk, rows)
        if held_elsewhere(data):  # nobody is asked for what would be refused then
            raise Refused("wire_taken", who=holder_of(data))
        try:
            without = _without_secrets(desk, rows, port, passphrase, stop)
        except KeyboardInterrupt:  # told to stop before it has begun
            return 0
        lines: LineOutput[Stored] = LineOutput(sys.stdout, lambda stored: as_json(codes, stored))
        errors: LineOutput[str] = LineOutput(sys.stderr, str)
        try:
            _begin(desk, [row.key for row in rows] or None, port, lines)
            if without:
                errors.put(words.say("tool.secrets_locked", devices=", ".join(without)))
            _Watch(desk, codes, lines, errors).until(stop)
        finally:
            _end(desk, lines, errors)
    return 0


def _without_secrets(
    desk: Desk, rows: Iterable[DeviceRow], port: Unledgered | None, passphrase: Passphrase, stop: socket.socket
) -> tuple[str, ...]:
    """Unlock the file of secrets; codes of devices that stay without theirs. A file that is damaged stops no alarm."""
    if port is None:
        rows = list(rows) or desk.devices.rows()
    try:
        return passphrase.unlock(desk, [row.form for row in rows], stop)
    except Unavailable as trouble:
        say_error(words.sentence(trouble))
        return ()


def _port(options: argparse.Namespace) -> Unledgered | None:
    """The port asked for by its URL, checked as the ledger checks a device."""
    from console.desk.wire_links import Unledgered
    from console.devices.street import read_url
    from console.domain.devices import checked_device
    from console.domain.wire import DeviceForm, scheme

    url, driver = options.device_url, options.driver
    if url is None:
        _require_no_port_options(options)
        return None
    if driver is None:
        raise Refused("driver_wanted", option="--driver", names=", ".join(LISTENING))
    told, profile = named_options(options.option), _profile(driver, options.profile)
    form = checked_device(DeviceForm(uuid4(), driver, driver, driver, url, "", options.line, told, profile=profile))
    if scheme(form.url) == "sim":
        read_url(form.url)
    return Unledgered(form.url, driver, form.line, form.options, form.profile)


def _require_no_port_options(options: argparse.Namespace) -> None:
    """Refused("url_wanted") for what would be ignored: a device of the ledger has its own."""
    given = {
        "--driver": options.driver,
        "--line": options.line,
        "--profile": options.profile,
        "--option": options.option,
    }
    for name, value in given.items():
        if value:
            raise Refused("url_wanted", option=name, other="--device-url")


def _profile(driver: str, path: str | None) -> str:
    if driver == "profile" and path is None:
        raise Refused("profile_missing", field="profile")
    return text_of(path) if path else ""


def _asked_for(desk: Desk, codes: Iterable[str]) -> list[DeviceRow]:
    """The devices named; Refused for one that is unknown, stopped, without a port, or not for this store."""
    from console.domain.drivers import known
    from console.domain.wire import require_listening

    rows = [desk.devices.by_code(code) for code in codes]
    for row in rows:
        if not row.active:
            raise Refused("device_stopped", name=row.form.name)
        if not known(row.form.driver).wired:
            raise Refused("driver_not_wired", driver=row.form.driver)
        require_listening(desk.realm, row.form.url)
    return rows


def _begin(desk: Desk, only: list[str] | None, port: Unledgered | None, lines: LineOutput[Stored]) -> None:
    def told(stored: Iterable[Stored]) -> None:
        for one in stored:
            lines.put(one)

    if not desk.wire.start(only=only, ports=[port] if port else [], told=told):
        desk.wire.stop(1.0)
        raise Refused("wire_taken", who=holder_of(desk.data))


def holder_of(data: DataDir) -> str:
    """Who holds the wire, by name and process number; a dash where the system does not tell."""
    from db.holders import holders

    found = holders(data.locks / "wire") or ()
    return ", ".join(f"{one.name} {one.pid}" for one in found) or "–"


def held_elsewhere(data: DataDir) -> bool:
    """Whether another process runs the wire now."""
    from db.locks import FileLock

    lock = FileLock(data.locks / "wire", alone=True)
    if not lock.acquire():
        return True
    lock.release()
    return False


def _end(desk: Desk, lines: LineOutput[Stored], errors: LineOutput[str]) -> None:
    desk.wire.stop(STOP_SECONDS)
    lines.close(0.6)
    if lines.dropped:
        errors.put(words.say("tool.lines_dropped", count=lines.dropped))
    errors.close(0.4)


class _Codes:
    """Devices by the codes people know them by; a port that stands in no ledger by its URL."""

    def __init__(self, desk: Desk, rows: Iterable[DeviceRow]) -> None:
        self._desk = desk
        self._known = {row.key: row.form.code for row in rows}

    def __call__(self, key: str) -> str:
        if key not in self._known:
            try:
                row = self._desk.devices.by_key(key)
            except Unavailable:
                return key
            self._known[key] = row.form.code if row is not None else key
        return self._known[key]


def as_json(code_of: _Codes, stored: Stored) -> str:
    """A stored event as one line of JSON."""
    arrived, signal = stored.arrived, stored.arrived.signal
    told = {
        "id": stored.id,
        "device": code_of(arrived.device_key),
        "driver": arrived.driver,
        "received_at": arrived.at.isoformat(),
        "raw": signal.raw.hex(),
        "account": signal.account,
        "code": signal.code,
        "zone": signal.zone,
        "kind": signal.kind.value,
        "words": _in_words(signal),
        "repeats": stored.repeats,
        "damaged": bool(signal.damaged),
    }
    return json.dumps(told, ensure_ascii=False)


def _in_words(signal: Signal) -> str:
    """What it means in the language asked for, and what was written; of what nobody understood, why."""
    if signal.damaged and not signal.words:
        return words.say(f"wire.damaged.{signal.damaged}")
    told = (signal.words_en if words.language() == "en" else "") or signal.words
    return with_text(told, plain(signal.text)) if signal.kind in _WRITTEN else told


class _Watch:
    """Looks at links while they run: what changes is said on stderr, and lines that nobody reads are counted."""

    def __init__(self, desk: Desk, codes: _Codes, lines: LineOutput[Stored], errors: LineOutput[str]) -> None:
        self._desk, self._codes = desk, codes
        self._lines, self._errors = lines, errors
        self._states: Mapping[str, tuple[str, str]] = {}
        self._trouble, self._counted = "", 0

    def until(self, stop: socket.socket) -> None:
        while not select.select([stop], [], [], LOOK_SECONDS)[0]:
            self._look()

    def _look(self) -> None:
        found = {one.device_key: one for one in self._desk.wire.status()}
        states = {key: (one.state.value, one.cause) for key, one in found.items()}
        for key, state in states.items():
            if self._states.get(key) != state:
                self._errors.put(words.say("tool.link", device=self._codes(key), state=_state_words(found[key])))
        self._states = states
        if (trouble := self._desk.wire.trouble) != self._trouble:
            self._trouble = trouble
            self._errors.put(words.sentence(Unavailable(trouble)) if trouble else words.say("tool.stored_again"))
        if (dropped := self._lines.dropped) > 2 * self._counted:
            self._counted = dropped
            self._errors.put(words.say("tool.lines_dropped", count=dropped))


def _state_words(status: LinkStatus) -> str:
    state = words.say(f"link.state.{status.state.value}")
    if not status.cause:
        return state
    return words.say("tool.link_cause", state=state, cause=words.say(f"wire.cause.{status.cause}"))


def run_ports(_data: DataDir, options: argparse.Namespace) -> int:
    """Serial ports of this machine: the name that survives renumbering, and what a person knows it by."""
    from console.devices.ports import ports

    found = ports()
    for row in found:
        told = {"url": row.url, "device": row.device, "name": row.name, "maker": row.maker}
        named = f"{row.name} ({row.maker})" if row.maker else row.name
        print(json.dumps(told, ensure_ascii=False) if options.json else f"{row.url}\t{named}")
    if not found and not options.json:
        print(words.say("tool.no_ports"))
    return 0


def run_replay(data: DataDir, options: argparse.Namespace) -> int:
    """What was received once is stored as if it came now, marked as played again; practice stores only."""
    from console.tool.replaying import replay

    with opened(data) as desk:
        row = _asked_for(desk, [options.device])[0] if options.device else None
        codes = _Codes(desk, [row] if row else [])
        told = named_options(options.option)
        profile = _profile(options.driver, options.profile) if row is None else ""
        path, said = Path(options.file), lambda stored: as_json(codes, stored)
        return replay(desk, path, row, options.driver, told, profile, said)
