"""What a device and its points must be like to stand in the ledger; secrets never stand in it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from console.domain import profile_text
from console.domain.alarm import PRIORITIES
from console.domain.drivers import DriverSpec, OptionKind, OptionSpec, known
from console.domain.points import narrow
from console.domain.text import free_text, one_line
from console.domain.wire import PORTS, SIMULATED, TOKEN, DeviceForm, PointForm, read_line, scheme
from console.errors import Refused

LIMITS = {
    "code": 40,
    "name": 100,
    "name_en": 100,
    "url": 300,
    "place_text": 200,
    "profile": 20_000,
    "remark": 2_000,
    "option": 200,
    "account": 40,
    "zone": 60,
    "point_code": 40,
    "unit": 20,
}
"""Longest text of each field, in characters."""

LONGEST_REPEAT, LONGEST_SILENCE = 86_400, 604_800
"""Seconds: a day within which the same is the same, a week a device may be silent."""

_KEYS = frozenset({"key", "token", "access_token", "apikey", "api_key", "secret", "sign", "password", "passwd", "pwd"})
"""Parameters of a web address that are secrets."""

MOST_PEOPLE = 20
"""People of one point, in calling order."""


def checked_device(form: DeviceForm) -> DeviceForm:
    """The device as it will be stored.

    Refuses device_code_missing, title_missing, no_such_driver, device_url_missing, bad_device_url, url_with_secret,
    bad_port_line, bad_priority, bad_seconds, profile_missing and what ``profile_text.read`` and ``checked_options`` do.
    """
    spec = known(form.driver)
    made = replace(
        form,
        code=_needed(form.code, "code", "device_code_missing"),
        name=_needed(form.name, "name", "title_missing"),
        name_en=one_line(form.name_en, LIMITS["name_en"]),
        url=_url(form.url, spec),
        line=_line(form.line, spec),
        options=checked_options(spec, form.options),
        place_text=one_line(form.place_text, LIMITS["place_text"]),
        profile=free_text(form.profile, LIMITS["profile"]) if spec.name == "profile" else "",
        remark=free_text(form.remark, LIMITS["remark"]),
    )
    _require_numbers(made)
    if spec.name == "profile":
        if not made.profile:
            raise Refused("profile_missing", field="profile")
        profile_text.read(made.profile)
    return made


def checked_options(spec: DriverSpec, options: Mapping[str, str]) -> dict[str, str]:
    """Options that differ from what the driver does anyway.

    Refuses no_such_option, option_is_secret (a PIN goes to the keyring) and bad_option.
    """
    known_ones = {option.name: option for option in spec.options}
    made: dict[str, str] = {}
    for name, given in options.items():
        option = known_ones.get(name)
        if option is None:
            raise Refused("no_such_option", option=name[:40], field="options")
        value = one_line(given, LIMITS["option"])
        if option.kind is OptionKind.SECRET and value:
            raise Refused("option_is_secret", option=name, field="options")
        if value and value != option.default:
            made[name] = _option(option, value)
    return made


def checked_point(form: PointForm) -> PointForm:
    """The point as it will be stored. Refuses title_missing, bad_priority, bad_seconds, bad_threshold, people_many."""
    made = replace(
        form,
        name=_needed(form.name, "name", "title_missing"),
        account=_match(form.account, "account"),
        zone=_match(form.zone, "zone"),
        code=_match(form.code, "point_code"),
        place_text=one_line(form.place_text, LIMITS["place_text"]),
        event_type=form.event_type or None,
        person_ids=tuple(dict.fromkeys(form.person_ids)),
        above=_finite(form.above, "above"),
        below=_finite(form.below, "below"),
        unit=one_line(form.unit, LIMITS["unit"]),
        remark=free_text(form.remark, LIMITS["remark"]),
    )
    if made.priority not in (0, *PRIORITIES):
        raise Refused("bad_priority", field="priority")
    if made.repeat_seconds is not None and not 0 <= made.repeat_seconds <= LONGEST_REPEAT:
        raise Refused("bad_seconds", field="repeat_seconds", most=LONGEST_REPEAT)
    if made.above is not None and made.below is not None and made.below >= made.above:
        raise Refused("bad_threshold", field="below")
    if len(made.person_ids) > MOST_PEOPLE:
        raise Refused("people_many", field="person_ids", most=MOST_PEOPLE)
    return made


def _match(text: str, name: str) -> str:
    """What a signal is compared with, as ``points.matching`` compares it."""
    return " ".join(narrow(one_line(text, LIMITS[name])).split())


def _needed(text: str, field: str, code: str) -> str:
    made = one_line(text, LIMITS[field])
    if not made:
        raise Refused(code, field=field)
    return made


def _url(text: str, spec: DriverSpec) -> str:
    """A port as it is typed; a secret in it would stand in the ledger, in copies and in the log."""
    url = one_line(text, LIMITS["url"])
    if not url and (spec.wired or spec.name != "speaker"):
        raise Refused("device_url_missing", field="url")
    try:
        parts = urlsplit(url)
        secret = (
            parts.password is not None
            or parts.username is not None
            or (spec.name == "webhook" and _has_key(parts.query))
        )
    except ValueError as wrong:
        raise Refused("bad_device_url", url=url[:80], forms=_forms(spec), field="url") from wrong
    if "://" in url and url != "loop://" and (not parts.scheme or not (parts.netloc or parts.path)):
        raise Refused("bad_device_url", url=url[:80], forms=_forms(spec), field="url")
    if secret:
        raise Refused("url_with_secret", field="url", token=TOKEN)
    if spec.wired and not _may_open(url):
        raise Refused("bad_device_url", url=url[:80], forms=_forms(spec), field="url")
    return url


def _forms(spec: DriverSpec) -> str:
    """How a port of that driver may be written."""
    return PORTS if spec.wired else _UNWIRED.get(spec.name, "…")


_UNWIRED = {"webhook": "https://HOST/…", "file": "/… | C:\\…"}


def _may_open(url: str) -> bool:
    """Whether a port of that name could be opened at all: a serial name, or a scheme the transport knows."""
    kind = scheme(url)
    if not kind:
        return _SERIAL.fullmatch(url) is not None
    if kind not in _NETWORK:
        return kind in SIMULATED
    try:
        parts = urlsplit(url)
        return bool(parts.port) and (bool(parts.hostname) or kind in _CALLED)
    except ValueError:
        return False


_SERIAL = re.compile(r"(\\\\\.\\)?COM\d{1,3}|/\S.*", re.IGNORECASE)
_NETWORK = frozenset({"socket", "rfc2217", "listen", "udp"})
_CALLED = frozenset({"listen", "udp"})
"""Devices call these: any address of this machine."""


def _has_key(query: str) -> bool:
    """Whether a parameter of a web address is a key, as group robots want it, and is written out."""
    return any(name.casefold() in _KEYS and value != TOKEN for name, value in parse_qsl(query))


def _line(text: str, spec: DriverSpec) -> str:
    """How the port is set; empty is as the driver usually is."""
    return str(read_line(text)) if spec.wired and text.strip() else ""


def _option(option: OptionSpec, value: str) -> str:
    if option.kind is OptionKind.CHOICE and value not in option.choices:
        raise Refused("bad_option", option=option.name, value=value[:40], field="options")
    if option.kind is OptionKind.NUMBER:
        plain = value.isascii() and value.isdigit() and len(value) <= len(str(option.most))
        if not plain or not option.least <= int(value) <= option.most:
            raise Refused("bad_option", option=option.name, value=value[:40], field="options")
        return str(int(value))
    return value


def _require_numbers(form: DeviceForm) -> None:
    if form.priority not in PRIORITIES:
        raise Refused("bad_priority", field="priority")
    if not 0 <= form.repeat_seconds <= LONGEST_REPEAT:
        raise Refused("bad_seconds", field="repeat_seconds", most=LONGEST_REPEAT)
    if not 0 <= form.silent_seconds <= LONGEST_SILENCE:
        raise Refused("bad_seconds", field="silent_seconds", most=LONGEST_SILENCE)


def _finite(value: float | None, field: str) -> float | None:
    """As a number the store and its books can hold: neither infinite nor none."""
    if value is None:
        return None
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise Refused("bad_threshold", field=field)
    return float(value)


_LARGEST = 1e9
