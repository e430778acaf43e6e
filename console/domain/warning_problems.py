"""What is to be put right before a warning goes on, and what is to be looked at: nothing here looks anywhere but into
its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from console.domain.warning import HOLDS, Kind, Origin
from console.domain.warning_form import WarningForm, voice_digest


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found by the check. ``stops``: it must be put right; else it is to be looked at.

    ``code`` is ``warning.problem.<code>``, ``at`` the field where it is put right.
    """

    code: str
    at: str
    stops: bool = True
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """Another warning that holds, as the check needs it."""

    id: UUID
    number: str
    signal: str
    scheme: str
    rank: int
    title: str
    places: tuple[UUID, ...]
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form is held against: the county, its lists, the moment, and what else holds.

    ``rank`` is the level's (1 the highest), ``levels`` the codes the signal knows; ``reach`` how many people each
    chosen group has, with how many without a number; ``inside`` whether each thing drawn lies in the county (None:
    no outline to tell by); ``needs_voice`` and ``needs_sms`` whether a chosen channel speaks or writes short.
    """

    now: datetime
    rank: int | None
    levels: tuple[str, ...]
    others: tuple[Other, ...] = ()
    reach: tuple[tuple[UUID, str, int, int], ...] = ()
    inside: tuple[bool | None, ...] = ()
    crossing: tuple[bool, ...] = ()
    needs_voice: bool = False
    needs_sms: bool = False
    can_listen: bool = True
    sms_parts: int = 1
    most_parts: int = 10


def problems(form: WarningForm, ground: Ground) -> list[Problem]:
    """Everything found, what stops first. Nothing here looks anywhere but into its arguments."""
    found = [
        *_missing(form, ground), *_times(form, ground), *_texts(form, ground), *_where(ground),
        *_reach(ground), *_others(form, ground),
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.stops)


def _missing(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    for name in ("scheme", "signal", "level", "title", "issuer", "full"):
        if not getattr(form, name).strip():
            yield Problem("missing", name, facts={"field": name})
    if form.level and ground.levels and form.level not in ground.levels:
        yield Problem("level_unknown", "level")
    if not form.places and not form.drawn:
        yield Problem("area_missing", "places")
    if not form.channels:
        yield Problem("channels_missing", "channels")
    if form.origin is Origin.FORWARDED and form.source_at is None:
        yield Problem("source_time_missing", "source_at", stops=False)
    if ground.needs_sms and not form.sms.strip():
        yield Problem("missing", "sms", facts={"field": "sms"})
    if ground.needs_voice and not form.voice.strip():
        yield Problem("missing", "voice", facts={"field": "voice"})
    if ground.needs_voice and form.voice.strip() and form.listened != voice_digest(form.voice):
        yield Problem("not_listened", "voice", stops=ground.can_listen)


LONGEST = timedelta(days=15)
FAR = timedelta(days=3)
"""A start further away is looked at again: a wrong month is typed more easily than a wrong hour."""


def _times(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    if form.kind not in HOLDS:
        return
    onset, expires, now = form.onset, form.expires, ground.now
    if expires is None:
        yield Problem("missing", "expires", facts={"field": "expires"})
        return
    if expires <= now:
        yield Problem("expired", "expires")
    if onset is not None and onset >= expires:
        yield Problem("ends_before_onset", "expires")
    if expires - (onset or now) > LONGEST:
        yield Problem("too_long", "expires", stops=False, facts={"days": (expires - (onset or now)).days})
    if onset is not None and onset - now > FAR:
        yield Problem("onset_far", "onset", stops=False, facts={"days": (onset - now).days})
    if onset is not None and now - onset > timedelta(hours=12):
        yield Problem(
            "onset_long_ago", "onset", stops=False, facts={"hours": int((now - onset).total_seconds() // 3600)}
        )
    if form.source_at is not None and form.source_at > now + timedelta(minutes=5):
        yield Problem("source_in_future", "source_at")


_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HOURS = re.compile(
    r"(?:未来|今后|接下来)?\s*(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s*(?:个)?(?:小时|h\b)"
)
_PAST = re.compile(r"(?:过去|此前|之前|近|前|已)\s*$")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
HOURS_SLACK = 1.0
"""Hours by which words and expiry may differ: a text says whole hours."""


def hours_said(text: str) -> list[tuple[float, str]]:
    """Spans of hours to come the words speak of, with the words: 未来六小时 → 6."""
    made = []
    for found in _HOURS.finditer(text):
        if _PAST.search(text[: found.start()]):
            continue
        said = found.group(1)
        hours = float(said) if said.isdigit() else float(_chinese(said))
        made.append((hours, found.group(0).strip()))
    return made


def _chinese(said: str) -> int:
    if "十" not in said:
        return _DIGITS[said]
    tens, _, ones = said.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _texts(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    for name in ("full", "sms", "voice"):
        text = getattr(form, name)
        if _DIRECTION.search(text):
            yield Problem("direction_marks", name)
        if name != "full" and _EMOJI.search(text):
            yield Problem("emoji", name, stops=False)
        if form.kind in HOLDS and form.expires is not None and form.expires > ground.now:
            start = form.onset if form.onset is not None and form.onset > ground.now else ground.now
            left = (form.expires - start).total_seconds() / 3600
            for hours, said in hours_said(text):
                if name != "full" and hours > left + HOURS_SLACK:
                    yield Problem("hours_differ", name, facts={"said": said, "left": f"{left:.1f}"})
    if ground.sms_parts > ground.most_parts:
        yield Problem("sms_too_long", "sms", facts={"parts": ground.sms_parts, "most": ground.most_parts})


def _where(ground: Ground) -> Iterable[Problem]:
    for at, inside in enumerate(ground.inside):
        if inside is False:
            yield Problem("outside_county", "drawn", facts={"nth": at + 1})
    for at, crossing in enumerate(ground.crossing):
        if crossing:
            yield Problem("crosses_itself", "drawn", facts={"nth": at + 1})


def _reach(ground: Ground) -> Iterable[Problem]:
    for _, name, count, without in ground.reach:
        if count == 0:
            yield Problem("group_empty", "groups", facts={"name": name})
        elif without:
            yield Problem("no_number", "groups", stops=False, facts={"name": name, "count": without})


def _others(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    if form.kind is not Kind.FIRST:
        return
    for other in ground.others:
        same = (other.scheme, other.signal) == (form.scheme, form.signal)
        if not same or (other.places and form.places and not set(other.places) & set(form.places)):
            continue
        code = "same_holds" if other.rank == ground.rank else "other_level_holds"
        yield Problem(code, "signal", stops=False, facts={"number": other.number, "title": other.title})
