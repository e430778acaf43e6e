"""A warning as it stands in fields: to strings and back, and what its signal and level fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from console import words
from console.domain.drawing import drawn_text, read_drawn
from console.domain.warning import HOLDS, Kind, Origin
from console.domain.warning_form import Chosen, Drawn, WarningForm
from console.domain.warning_texts import hours_said
from console.errors import Refused
from ui.dialogs.typed_time import told_time
from ui.models.warning_rows import Book
from ui.text import Times

PLAIN = (
    "signal", "level", "title", "issuer", "source_number", "area_words", "full", "sms", "voice", "guide", "listened",
)  # fmt: skip
MOMENTS = ("source_at", "onset", "expires")
HALF_DAY = timedelta(hours=12)
HOURS = 6
"""How long a warning holds whose standard names no hours."""


def values_of(form: WarningForm, times: Times) -> dict[str, str]:
    """Every field as it is written."""
    moments = {name: getattr(form, name) for name in MOMENTS}
    return {
        **{name: getattr(form, name) for name in PLAIN},
        **{name: times.minute(at) if at is not None else "" for name, at in moments.items()},
        "origin": form.origin.value,
        "places": " ".join(map(str, form.places)),
        "groups": " ".join(map(str, form.groups)),
        "drawn": drawn_text(form.drawn),
        "channels": channels_text(form.channels),
    }


def form_of(base: WarningForm, values: Mapping[str, str], times: Times, book: Book) -> WarningForm:
    """What the fields say; what nobody touched stays to the second. Refuses bad_time at its field."""
    before, made = values_of(base, times), base
    for name in MOMENTS:
        if values[name] != before[name]:
            made = replace(made, **{name: _moment(times, values[name], name)})
    signal = book.signals.get(values["signal"])
    return replace(
        made,
        **{name: values[name] for name in PLAIN},
        scheme=signal.get("scheme") if signal is not None else base.scheme,
        origin=Origin(values["origin"] or Origin.OWN),
        places=tuple(map(UUID, values["places"].split())),
        groups=tuple(map(UUID, values["groups"].split())),
        drawn=base.drawn if values["drawn"] == before["drawn"] else _drawn(values["drawn"]),
        channels=channels_of(values["channels"]),
    )  # fmt: skip


def _drawn(text: str) -> tuple[Drawn, ...]:
    """What the map handed up; words of a kept draft that nobody can read any more are none."""
    try:
        return read_drawn(text)
    except Refused:
        return ()


def _moment(times: Times, typed: str, name: str) -> datetime | None:
    """A clock alone is the one next to now, that of the end the next one."""
    if name == "expires" and typed.strip():
        try:
            return times.ahead(typed)
        except Refused as refused:
            raise refused.about(name) from None
    at = told_time(times, typed, name)
    clock_alone = "-" not in typed and at is not None
    return at + timedelta(days=1) if clock_alone and at is not None and times.now() - at > HALF_DAY else at


def channels_text(channels: tuple[Chosen, ...]) -> str:
    made = [[one.channel, one.target, [str(each) for each in one.device_ids]] for one in channels]
    return json.dumps(made, ensure_ascii=False) if made else ""


def channels_of(text: str) -> tuple[Chosen, ...]:
    """What ``channels_text`` wrote; words of a kept draft that nobody can read any more are none."""
    try:
        return tuple(Chosen(code, target, tuple(map(UUID, ids))) for code, target, ids in json.loads(text or "[]"))
    except (ValueError, TypeError):
        return ()


def filled(base: WarningForm, signal: str, level: str, issuer: str, times: Times, book: Book) -> dict[str, str]:
    """What the county's lists say for that signal and level, by field; nothing while one of them is open.

    These words go out in Chinese whatever the language of the screen.
    """
    item, known = book.signals.get(signal), book.levels.get(level)
    if item is None or known is None:
        return {}
    standard = book.standard(signal, level)
    said = standard.get("standard") if standard is not None else ""
    guide = standard.get("guide") if standard is not None else ""
    who, now = issuer or item.get("issuer"), times.now()
    facts = {
        "issuer": who, "time": _chinese(times, now), "signal": item.get("name"), "level": known.get("name"),
        "standard": said, "guide": guide,
    }  # fmt: skip
    part = base.kind.value if base.kind is not Kind.FIRST else "first"

    def say(name: str) -> str:
        text = words.say_in(words.PRINTED, f"warning.template.{name}.{part}", **facts)
        return text.replace("：。", "。").replace("。。", "。").strip()

    made = {"issuer": who, "title": say("title"), "full": say("full"), "sms": say("sms"), "voice": say("voice")}
    made |= {"guide": guide, "origin": item.get("origin")}
    if base.kind in HOLDS:
        hours = next((count for count, _said in hours_said(said)), HOURS)
        made |= {"onset": times.minute(now), "expires": times.minute(now + timedelta(hours=hours))}
    return made


def _chinese(times: Times, at: datetime) -> str:
    here = times.local(at)
    return f"{here.month}月{here.day}日{here.hour}时{here.minute:02d}分"
