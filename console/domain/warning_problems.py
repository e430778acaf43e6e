"""What is to be put right before a warning goes on, and what is to be looked at: nothing here looks anywhere but into
its arguments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from console.domain import warning_texts
from console.domain.warning import EFFECT, HOLDS, NEXT, Kind, Origin
from console.domain.warning_form import WarningForm, voice_digest
from console.domain.warning_ground import Before, Ground, Problem, Use
from console.domain.warning_source import differences


def problems(form: WarningForm, ground: Ground) -> list[Problem]:
    """Everything found, what stops first. Nothing here looks anywhere but into its arguments."""
    found = [
        *_missing(form, ground), *_known(form, ground), *_times(form, ground), *warning_texts.problems(form, ground),
        *_where(ground), *_channels(ground), *_reach(ground), *_others(form, ground), *_before(form, ground),
        *_source(form, ground),
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.stops)


def _missing(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    for name in ("scheme", "signal", "level", "title", "issuer", "full"):
        if not getattr(form, name).strip():
            yield Problem("missing", name, facts={"field": name})
    if not form.places and not form.drawn:
        yield Problem("area_missing", "places")
    if form.drawn and not form.places and form.groups:
        yield Problem("drawn_alone", "places", stops=False)
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


def _known(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """Scheme, signal and level as the county's lists have them now. What was said under an older list can always be
    lifted."""
    holds = form.kind in HOLDS
    if form.signal and not ground.signal_known:
        yield Problem("signal_unknown", "signal", stops=holds)
    level_known = ground.level_known and (not ground.levels or form.level in ground.levels)
    if form.level and not level_known:
        yield Problem("level_unknown", "level", stops=holds)


LONGEST = timedelta(days=15)
SLACK = timedelta(minutes=5)
"""By which two clocks may differ."""
FAR = timedelta(days=3)
"""A start further away is looked at again: a wrong month is typed more easily than a wrong hour."""


def _times(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    if ground.written_at is not None and ground.written_at > ground.now + SLACK:
        yield Problem("clock_back", "expires", stops=False)
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
    if form.source_at is not None and form.source_at > now + SLACK:
        yield Problem("source_in_future", "source_at")


def _where(ground: Ground) -> Iterable[Problem]:
    for at, inside in enumerate(ground.inside):
        if inside is False:
            yield Problem("outside_county", "drawn", facts={"nth": at + 1})
    for at, crossing in enumerate(ground.crossing):
        if crossing:
            yield Problem("crosses_itself", "drawn", facts={"nth": at + 1})


def _channels(ground: Ground) -> Iterable[Problem]:
    """What the list or the ledger of devices no longer has, and channels that would reach nobody."""
    seen: set[tuple[object, ...]] = set()
    for use in ground.uses:
        facts: dict[str, object] = {"name": use.name}
        if use.key in seen:
            yield Problem("channel_twice", "channels", facts=facts)
        seen.add(use.key)
        code = _wrong(use)
        if code is not None:
            yield Problem(code, "channels", facts=facts)
        elif use.named and not ground.numbers:
            yield Problem("channel_without_people", "channels", facts=facts)
        else:
            yield from _devices(use)
            if use.minutes > ground.send_minutes:
                slow = facts | {"minutes": use.minutes, "limit": ground.send_minutes, "devices": use.devices}
                yield Problem("run_too_long", "channels", stops=False, facts=slow)


def _devices(use: Use) -> Iterable[Problem]:
    """Of a channel that reaches somebody: what of its devices it does not reach them by."""
    if use.gone:
        yield Problem("devices_gone", "channels", facts={"name": use.name, "count": use.gone})
    if use.unchosen:
        yield Problem("devices_unchosen", "channels", stops=False, facts={"name": use.name, "count": use.unchosen})
    if use.outside and use.picked:
        yield Problem("devices_outside", "channels", stops=False, facts={"name": use.name, "count": use.outside})


def _wrong(use: Use) -> str | None:
    if not use.known:
        return "channel_unknown"
    if use.manual:
        return None if use.target else "target_missing"
    if use.devices:
        return None
    return "device_gone" if use.gone else "devices_elsewhere" if use.outside else "device_missing"


def _reach(ground: Ground) -> Iterable[Problem]:
    if ground.lost_groups:
        yield Problem("group_unknown", "groups", facts={"count": ground.lost_groups})
    for key, name, count, without in ground.reach:
        if count == 0:
            code = "group_outside" if key in ground.outside else "group_empty"
            yield Problem(code, "groups", facts={"name": name})
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


def _before(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """A message that follows another one: about the same, to nobody fewer."""
    before = ground.before
    if before is None:
        return
    if not may_go(form.kind, before):
        yield Problem("before_ended", "kind", facts={"number": before.number, "state": before.state.value})
    if (form.scheme, form.signal) != (before.form.scheme, before.form.signal):
        yield Problem("other_signal", "signal", facts={"number": before.number})
    dropped = set(before.form.places) - set(form.places)
    moved = form.kind not in HOLDS and (dropped or tuple(form.drawn) != tuple(before.form.drawn))
    if moved:
        yield Problem("area_differs", "places", facts={"number": before.number})
    elif dropped:
        yield Problem("area_dropped", "places", stops=False, facts={"count": len(dropped)})
    if left := set(before.form.groups) - set(form.groups):
        yield Problem("groups_dropped", "groups", stops=False, facts={"count": len(left)})
    used = {one.channel for one in form.channels}
    if names := [name for code, name in before.channels if code not in used]:
        yield Problem("channels_dropped", "channels", stops=False, facts={"names": "、".join(names)})


MOST_TOLD = 6
"""Differing places told one by one; the rest is counted."""
_SOURCE = ("source_differs", "source_left_out", "source_added")
_PREVIOUS = ("previous_differs", "previous_left_out", "previous_added")
DIFFERING = frozenset({*_SOURCE, *_PREVIOUS, "source_more"})
"""Findings about what a forwarded one says otherwise than the message it passes on."""


def _source(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """A forwarded one that says otherwise than what it passes on: shown place by place, whoever signs sees it too."""
    if ground.source is None or form.origin is not Origin.FORWARDED:
        return
    found, number = differences(form, ground.source), ground.source.number
    for at, one in enumerate(found[:MOST_TOLD], 1):
        kind = 1 if not one.now.strip() else 2 if not one.was.strip() else 0
        facts: dict[str, object] = {"field": one.field, "was": one.was, "now": one.now, "after": one.after, "nth": at}
        code = (_PREVIOUS if number else _SOURCE)[kind]
        yield Problem(code, one.field, stops=False, facts=facts | ({"number": number} if number else {}))
    if len(found) > MOST_TOLD:
        yield Problem("source_more", found[-1].field, stops=False, facts={"count": len(found) - MOST_TOLD})


def may_go(kind: Kind, before: Before) -> bool:
    """Whether the message it follows can still be followed by this kind."""
    effect = EFFECT[kind]
    return effect is None or (before.state, effect) in NEXT


LATE = frozenset({
    "group_empty", "group_outside", "group_unknown", "not_listened", "signal_unknown", "level_unknown",
    "outside_county", "before_ended", "devices_gone",
})  # fmt: skip
"""What no longer stops once three people have signed: the county's lists or groups changed behind the text, and the
text is no worse for it. ``before_ended`` is told by its own name at the release."""
