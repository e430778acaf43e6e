"""What each simulated device can be made to do, and the codes it knows: what a trainer is offered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from console.devices import tables
from console.domain import profile_text
from console.domain.training import CHANCES, STORM, NamedCode, Offer

_OFTEN = ("count", "every")
_PANEL = ("account", "zone", "code")
_BOARD = tuple(NamedCode(code) for code in ("silent", "refused"))
_STUCK = (NamedCode("stuck"),)
_INPUT = NamedCode("")
_MUTE = frozenset({"usb_relay", "alpha"})
"""They answer nothing: nothing of theirs can be spoilt on the way."""
_STAMPED = frozenset({"callerid", "modem", "sms", "sl651", "gb26875", "dc09", "printer"})
"""What they say bears their own time."""


def offers(driver: str, profile: str = "", options: Mapping[str, str] | None = None) -> tuple[Offer, ...]:
    """Of the device of that driver: what happens, then what goes wrong. ``profile`` is the text of a profile's."""
    happens = _profiled(profile) if driver == "profile" else _happens(driver, dict(options or {}))
    return (*happens, *_troubles(driver, speaks=bool(happens)))


def _troubles(driver: str, *, speaks: bool) -> tuple[Offer, ...]:
    made = [Offer("noise", ("count",))]
    if driver not in _MUTE and (speaks or driver == "relay"):
        made += [Offer(name, ("chance", "seconds")) for name in CHANCES]
        made.append(Offer("silence", ("seconds",)))
    if driver in _STAMPED:
        made.append(Offer("clock", ("skew", "seconds")))
    return (*made, Offer("power", ("seconds",)))


def _profiled(text: str) -> tuple[Offer, ...]:
    """By the samples of the profile."""
    verbs = dict.fromkeys(one.verb for one in profile_text.read(text).samples) if text else {}
    made = tuple(
        Offer(verb, ("account", "zone", *(("value",) if verb == "reading" else ()), *_OFTEN)) for verb in verbs
    )
    return (*made, Offer(STORM, ("count",))) if made else ()


def _happens(driver: str, options: Mapping[str, str]) -> tuple[Offer, ...]:
    if driver in ("surgard", "dc09"):
        return _receiver(options.get("id") == "SIA-DCS")
    return _table().get(driver, ())


def _receiver(letters: bool) -> tuple[Offer, ...]:
    def of(*classes: str) -> tuple[NamedCode, ...]:
        rows = tables.rows("sia_codes" if letters else "contact_id")
        return tuple(NamedCode(row["code"], row["zh"], row["en"]) for row in rows if row["class"] in classes)

    back = of("restore") if letters else of("alarm", "supervisory", "trouble")
    asked = {
        "alarm": of("alarm", "supervisory"), "restore": back, "fault": of("trouble"),
        "status": of("open_close", "test", "status"),
    }  # fmt: skip
    made = (Offer(verb, (*_PANEL, *_OFTEN), codes) for verb, codes in asked.items())
    return (*made, Offer(STORM, ("count",)))


@cache
def _table() -> Mapping[str, tuple[Offer, ...]]:
    storm, message = Offer(STORM, ("count",)), Offer("message", ("sender", "text", *_OFTEN))
    call, back = Offer("call", ("sender", *_OFTEN)), (Offer("fault"), Offer("restore"))
    return {
        "gb26875": (
            Offer("alarm", ("zone", "code", "text", *_OFTEN), _bits("part", "alarm")),
            Offer("restore", ("zone", "text")),
            Offer("fault", ("zone", "code", "text", *_OFTEN), (*_bits("part", "fault"), *_bits("device", "fault"))),
            Offer("status", ("code",), _bits("device_act", "status")),
            Offer("reading", ("zone", "code", "value", *_OFTEN), _analogues()),
            storm,
        ),
        "sl651": (
            Offer("reading", ("code", "value", *_OFTEN), _elements()),
            Offer("alarm", _OFTEN), Offer("restore"), Offer("fault"), Offer("status"), storm,
        ),
        "printer": (
            *(Offer(verb, ("zone", "code", "text", *_OFTEN), _printed(verb)) for verb in _PRINTED),
            storm,
        ),
        "modbus": (
            Offer("alarm", ("account", "zone")),
            Offer("restore", ("account", "zone", "code"), (_INPUT, *_BOARD)),
            Offer("fault", ("account", "code"), _BOARD),
            storm,
        ),
        "relay": (
            Offer("alarm", ("zone",)),
            Offer("restore", ("zone", "code"), (_INPUT, *_STUCK, *_BOARD)),
            Offer("fault", ("code",), (*_STUCK, *_BOARD)),
        ),
        "usb_relay": (Offer("fault", ("code",), _STUCK), Offer("restore", ("code",), _STUCK)),
        "callerid": (Offer("call", ("sender", "text", *_OFTEN)), storm),
        "modem": (message, call, *back, Offer("status"), storm),
        "sms": (message, *back, Offer("status"), storm),
        "beidou": (message, *back, storm),
    }  # fmt: skip


def _measured(row: Mapping[str, str]) -> NamedCode:
    """What is measured, with its unit."""
    return NamedCode(row["code"], f"{row['name']} {row['unit']}".strip(), f"{row['name_en']} {row['unit']}".strip())


_PRINTED = ("alarm", "restore", "fault", "status")


def _bits(group: str, kind: str) -> tuple[NamedCode, ...]:
    rows = [row for row in tables.rows("gb26875_bits") if (row["group"], row["kind"]) == (group, kind)]
    left_out = {"fire", "fault"} if group == "device" else set()
    return tuple(NamedCode(row["code"], row["name"], row["name_en"]) for row in rows if row["code"] not in left_out)


def _analogues() -> tuple[NamedCode, ...]:
    rows = tables.rows("gb26875_analog")
    return tuple(
        NamedCode(row["code"], f"{row['name']} {row['unit']}", f"{row['name_en']} {row['unit']}") for row in rows
    )


def _elements() -> tuple[NamedCode, ...]:
    """Elements with one value: the level first, as gauges mostly are."""
    rows = [row for row in tables.rows("sl651_elements") if row["digits"]]
    rows.sort(key=lambda row: row["code"] != "39")
    return tuple(
        NamedCode(row["code"], f"{row['name']} {row['unit']}", f"{row['name_en']} {row['unit']}") for row in rows
    )


def _printed(verb: str) -> tuple[NamedCode, ...]:
    """One word for each code: a panel prints the first of its kind."""
    made: dict[str, NamedCode] = {}
    for row in tables.rows("printer_keywords"):
        if row["kind"] == verb and row["code"]:
            made.setdefault(row["code"], NamedCode(row["code"], row["word"], row["name_en"]))
    return tuple(made.values())
