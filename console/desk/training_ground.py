"""What training looks at: which devices are played and how they were laid, a script file, an act in the log's words."""

from __future__ import annotations

from pathlib import Path

from console import words
from console.devices import simulator
from console.devices.street import played_profile, read_url
from console.domain.training import CHANCES, TROUBLES, Act
from console.domain.wire import DeviceForm, scheme
from console.errors import Refused, Unavailable

SCRIPT_LIMIT = 1 << 20
"""Bytes of a script file."""


def is_played(form: DeviceForm) -> bool:
    """Whether it stands behind a ``sim://`` port."""
    return scheme(form.url) == "sim" and form.driver in simulator.NAMES


def options_of(form: DeviceForm) -> dict[str, str]:
    """What the simulated device is told: of its URL, and what the driver is told where the URL says nothing."""
    try:
        told = dict(read_url(form.url).options)
    except Refused:
        told = {}
    return {**form.options, **told}


def profile_of(form: DeviceForm) -> str:
    """The text of its profile: its own, or the one its URL names; empty for other drivers."""
    return form.profile or played_profile(form.url) if form.driver == "profile" else ""


def text_of(path: Path) -> str:
    """A script file; Refused("file_too_big"), Unavailable("file")."""
    try:
        with path.open("rb") as file:
            raw = file.read(SCRIPT_LIMIT + 1)
        if len(raw) > SCRIPT_LIMIT:
            raise Refused("file_too_big", size="> 1 MB", limit="1 MB")
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("file", error, path=str(path)) from error


def detail(act: Act) -> str:
    """What of it was said, for the log."""
    told: list[tuple[str, object]] = [
        (name, getattr(act, name)) for name in ("account", "zone", "code", "sender", "text") if getattr(act, name)
    ]
    told = [*told, *([("value", f"{act.value:g}")] if act.value is not None else [])]
    if act.verb in CHANCES:
        told = [*told, ("chance", act.chance)]
    if act.verb == "clock":
        told = [*told, ("skew", f"{act.skew:g}")]
    if act.count > 1:
        told = [*told, ("count", act.count)]
    if act.verb in TROUBLES and act.verb != "noise":
        told = [*told, ("seconds", f"{act.seconds:g}")]
    said = (words.say_in("zh", f"training.told.{name}", value=value) for name, value in told)
    return "".join(f"，{one}" for one in said)
