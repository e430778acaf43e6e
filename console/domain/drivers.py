"""Which drivers there are and what each of them needs to be told: for the ledger, the guided steps and the tool.

``console.devices.registry`` makes their sessions; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.errors import Refused


class OptionKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    SECRET = "secret"
    """Never stored here: its value goes to the keyring (``console.secrets``)."""


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One thing a driver can be told: ``driver.option.<name>`` are its words."""

    name: str
    kind: OptionKind = OptionKind.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class DriverSpec:
    """A driver: ``driver.<name>`` are its words.

    ``receives``/``sends``/``audible`` say what it can do. ``line`` is the usual setting of its port,
    ``silent_seconds`` how long it may be quiet, ``repeat_seconds`` how far apart the same is the same. ``wired``
    False: no port is opened for it (loudspeaker of this machine, a folder, a web address).
    """

    name: str
    receives: bool = True
    sends: bool = False
    audible: bool = False
    line: str = "9600 8N1"
    silent_seconds: int = 0
    repeat_seconds: int = 60
    wired: bool = True
    options: tuple[OptionSpec, ...] = ()


def _number(name: str, default: int, least: int, most: int) -> OptionSpec:
    return OptionSpec(name, OptionKind.NUMBER, str(default), (), least, most)


def _choice(name: str, *choices: str) -> OptionSpec:
    return OptionSpec(name, OptionKind.CHOICE, choices[0], choices)


_TEXTING = (OptionSpec("pin", OptionKind.SECRET), _number("gap_s", 3, 0, 60))
"""``gap_s``: how long it rests between two texts, for networks throttle."""
_ECHO = _choice("echo", "no", "yes")
"""Whether the adapter of an RS-485 line says again what was written."""
_REPLY = _number("reply_ms", 500, 100, 3_000)
"""How long a unit may take to answer: more behind a radio modem or a mobile network."""

_ALL = (
    DriverSpec("callerid", line="1200 8N1", repeat_seconds=10),
    DriverSpec("modem", sends=True, line="115200 8N1", silent_seconds=120, options=_TEXTING),
    DriverSpec("sms", sends=True, line="115200 8N1", silent_seconds=120, options=_TEXTING),
    DriverSpec("sl651", silent_seconds=3_900, repeat_seconds=60, options=(
        _number("centre", 1, 1, 255), _choice("after", "eot", "esc", "none"),
    )),
    DriverSpec("gb26875", sends=True, silent_seconds=90),
    DriverSpec("printer", options=(_choice("encoding", "gb18030", "utf8"), OptionSpec("keywords"))),
    DriverSpec("modbus", silent_seconds=10, options=(
        OptionSpec("unit", default="1"), OptionSpec("inputs", default="0-7"), _choice("table", "discrete", "coils"),
        _number("poll_ms", 500, 100, 60_000), _number("debounce", 2, 1, 20),
        OptionSpec("names"), OptionSpec("inverted"), _ECHO, _REPLY,
    )),
    DriverSpec("surgard", line="9600 8N1", silent_seconds=95, repeat_seconds=16, options=(
        _choice("format", "surgard", "685"),
    )),
    DriverSpec("dc09", silent_seconds=0, options=(_choice("time_check", "off", "on"),)),
    DriverSpec("beidou", sends=True, line="115200 8N1", silent_seconds=120, options=(_number("gap_s", 60, 1, 600),)),
    DriverSpec("profile", sends=True, audible=True),
    DriverSpec("relay", receives=False, sends=True, audible=True, options=(
        _number("unit", 1, 0, 247), OptionSpec("coils", default="0"), _number("seconds", 180, 1, 1_800), _ECHO, _REPLY,
    )),
    DriverSpec("usb_relay", receives=False, sends=True, audible=True, options=(
        OptionSpec("coils", default="1"), _number("seconds", 180, 1, 1_800), _choice("query", "no", "yes"),
    )),
    DriverSpec("alpha", receives=False, sends=True, line="9600 7E1", options=(OptionSpec("address", default="00"),)),
    DriverSpec("speaker", receives=False, sends=True, audible=True, wired=False, options=(
        OptionSpec("command"), OptionSpec("recordings"), _number("seconds", 60, 1, 1_800),
    )),
    DriverSpec("file", receives=False, sends=True, wired=False),
    DriverSpec("webhook", receives=False, sends=True, wired=False, options=(OptionSpec("token", OptionKind.SECRET),)),
)  # fmt: skip

DRIVERS: Mapping[str, DriverSpec] = {spec.name: spec for spec in _ALL}

LISTENING = tuple(spec.name for spec in _ALL if spec.receives)
"""Names ``duty-console-tool listen --driver`` knows."""


def known(name: str) -> DriverSpec:
    """The driver of that name; Refused("no_such_driver")."""
    try:
        return DRIVERS[name]
    except KeyError:
        raise Refused("no_such_driver", driver=name[:40], field="driver") from None
