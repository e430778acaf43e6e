"""What a warning is held against: the county's lists, its outline, its groups, what else holds; and names for codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.domain.lists import ListItem
from console.domain.outbox import gap_of, run_minutes
from console.domain.sms_parts import count_parts
from console.domain.warning import OUT, Kind, Origin, Rule, State
from console.domain.warning_form import Chosen, WarningForm
from console.domain.warning_ground import Before, Ground, Other, Use
from console.domain.warning_rows import Way
from console.domain.warning_source import Source, source_of
from console.services.lists import current_rows
from console.services.settings import current
from console.services.warning_codec import form_of
from console.services.warning_covered import covered, drawn_said
from console.services.warning_devices import reach_of
from console.services.warning_people import group_reach, listeners, numbers_of
from console.services.warning_shapes import judged
from db.queries import cap_files, contact_groups, deliveries, places
from db.queries import warnings as query


@dataclass(frozen=True, slots=True)
class Book:
    """The county's lists of warnings as they count now, by code."""

    levels: Mapping[str, ListItem]
    signals: Mapping[str, ListItem]
    channels: Mapping[str, ListItem]
    rules: Sequence[ListItem]

    def rank(self, form: WarningForm) -> int | None:
        """1 is the highest; None for a level the list does not know."""
        level = self.levels.get(form.level)
        return int(level.get("rank")) if level is not None else None


def book_of(connection: Connection) -> Book:
    """The lists, read once for one act."""

    def by_code(key: str) -> dict[str, ListItem]:
        return {item.code: item for item in current_rows(connection, key) if item.active}

    rules = [item for item in current_rows(connection, "warning_rules") if item.active]
    return Book(by_code("warning_levels"), by_code("warning_signals"), by_code("warning_channels"), rules)


STRICTEST = Rule("", review=True, phone=False, urgent=False, minutes=30)
"""What holds where the county's list says nothing: everybody signs, and nobody by telephone."""


def rule_for(book: Book, form: WarningForm) -> Rule:
    """The first rule that fits scheme and rank; the strictest where none does."""
    rank = book.rank(form)
    for item in book.rules:
        schemes, ranks = item.items("schemes"), item.items("ranks")
        if (not schemes or form.scheme in schemes) and (not ranks or str(rank) in ranks):
            review, phone, urgent, alone = (item.get(name) == "yes" for name in ("review", "phone", "urgent", "alone"))
            return Rule(item.code, review, phone, urgent, int(item.get("minutes")), alone)
    return STRICTEST


def ground_of(
    connection: Connection, book: Book, form: WarningForm, now: datetime, today: date, *, can_listen: bool
) -> Ground:
    """Everything ``problems`` asks for."""
    signal, level = book.signals.get(form.signal), book.levels.get(form.level)
    known = {one.id for one in contact_groups.groups(connection)}
    groups = [one for one in form.groups if one in known]
    people = listeners(connection, groups, form.places, today)
    reach = tuple(group_reach(connection, groups, form.places, today, people))
    texts = {book.channels[one.channel].get("text") for one in form.channels if one.channel in book.channels}
    inside, crossing = judged(connection, form.drawn)
    numbers = len(numbers_of(people))
    return Ground(
        now=now,
        rank=book.rank(form),
        levels=signal.items("levels") if signal is not None else (),
        others=tuple(_others(connection, form)),
        reach=reach,
        outside=_outside(connection, form, [one for one, _, count, _ in reach if count == 0], today),
        lost_groups=len(form.groups) - len(groups),
        numbers=numbers,
        inside=inside,
        crossing=crossing,
        needs_voice="voice" in texts,
        needs_sms="sms" in texts,
        can_listen=can_listen,
        sms_parts=count_parts(form.sms).parts if form.sms else 1,
        most_parts=int(current(connection, "warning.most_parts", now)),
        signal_known=signal is not None and signal.get("scheme") == form.scheme,
        level_known=level is not None and level.get("scheme") == form.scheme,
        uses=tuple(_uses(connection, book, form, numbers)),
        area_names=tuple({name: None for one in form.places for name in places.path(connection, one).split(" ")}),
        colour=level.name("zh") if level is not None else "",
        colours=tuple(dict.fromkeys(one.name("zh") for one in book.levels.values())),
        before=_before(connection, book, form),
        written_at=_written(connection, form),
        source=_source(connection, form),
        send_minutes=int(current(connection, "warning.send_minutes", now)),
    )


def _outside(connection: Connection, form: WarningForm, empty: Sequence[UUID], today: date) -> frozenset[UUID]:
    """Of groups that reach nobody in the area, those that have somebody elsewhere."""
    if not form.places:
        return frozenset()
    return frozenset(one for one in empty if listeners(connection, [one], (), today))


def _uses(connection: Connection, book: Book, form: WarningForm, numbers: int) -> Iterator[Use]:
    """Each chosen channel with what of it could work now."""
    for chosen in form.channels:
        item = book.channels.get(chosen.channel)
        if item is None:
            yield Use((chosen.channel,), chosen.channel, known=False)
            continue
        manual = item.get("way") == Way.MANUAL
        target, named = chosen.target or item.get("target"), item.get("people") == "yes"
        # the same channel may go to two places by hand; a device channel is one batch
        key = (chosen.channel, target) if manual else (chosen.channel,)
        if manual:
            yield Use(key, item.name("zh"), True, manual, target, named)
            continue
        reach = reach_of(connection, item, form)
        usable, near, picked = set(reach.usable), set(reach.near), set(chosen.device_ids)
        used = picked & usable if picked else near
        yield Use(
            key, item.name("zh"), True, manual, target, named,
            devices=len(used), gone=len(picked - usable),
            outside=len(picked & usable - near) if picked else len(usable - near),
            unchosen=len(near - picked) if picked and not named else 0, picked=bool(picked),
            minutes=_minutes(connection, used, numbers, form) if named else 0,
        )  # fmt: skip


def _minutes(connection: Connection, devices: Collection[UUID], numbers: int, form: WarningForm) -> int:
    gaps = [gap_of(deliveries.destination(connection, one)) for one in devices]
    return run_minutes(numbers, gaps, count_parts(form.sms).parts if form.sms else 1)


def _before(connection: Connection, book: Book, form: WarningForm) -> Before | None:
    row = query.one(connection, form.previous_id) if form.previous_id is not None else None
    if row is None:
        return None
    used = dict.fromkeys(
        chosen.channel
        for one in query.chain(connection, row["root_id"])
        if one["released_at"] is not None
        for chosen in form_of(one["form"]).channels
        if chosen.channel in book.channels
    )
    channels = tuple((code, book.channels[code].name("zh")) for code in used)
    return Before(row["number"], State(row["state"]), form_of(row["form"]), channels)


def _written(connection: Connection, form: WarningForm) -> datetime | None:
    """When the last hand was on a stored one."""
    row = query.one(connection, form.id)
    times = [row[name] for name in ("drafted_at", "reviewed_at", "signed_at") if row[name]] if row else []
    return max(times) if times else None


def _source(connection: Connection, form: WarningForm) -> Source | None:
    """The file a forwarded one came as, else the forwarded message that it changes; None where it was written here."""
    if form.origin is not Origin.FORWARDED:
        return None
    found = cap_files.of_warning(connection, form.id)
    if found is not None and found["form"]:
        return source_of(form_of(found["form"]))
    row = query.one(connection, form.previous_id) if form.previous_id is not None else None
    if row is None or form.kind is not Kind.CHANGE or row["origin"] != Origin.FORWARDED:
        return None
    return source_of(form_of(row["form"]), row["number"])


def _others(connection: Connection, form: WarningForm) -> Iterator[Other]:
    """What holds now beside this one and the one it follows."""
    for row in query.running(connection, [state.value for state in OUT]):
        if row["id"] in {form.id, form.previous_id}:
            continue
        other = form_of(row["form"])
        yield Other(
            row["id"], row["number"], row["signal"], row["scheme"], row["rank"], row["title"], other.places,
            row["expires_at"],
        )  # fmt: skip


def said_of(connection: Connection, book: Book, form: WarningForm, zone: ZoneInfo) -> dict[str, str]:
    """Names for the codes and ids of a form and its times by the station's clock, as they stand now: they are signed
    with it."""
    names = {one.id: one.name for one in contact_groups.groups(connection)}
    level, signal = book.levels.get(form.level), book.signals.get(form.signal)
    previous = query.one(connection, form.previous_id) if form.previous_id is not None else None
    return {
        "warning": " ".join(
            filter(
                None,
                (
                    level.get("scheme_name") if level else "",
                    signal.name("zh") if signal else "",
                    f"{level.name('zh')} {level.get('grade')}".strip() if level else "",
                ),
            )
        ),
        "places": "、".join(places.path(connection, one) for one in form.places),
        "drawn": drawn_said(form.drawn, covered(connection, form.drawn), words.PRINTED) if form.drawn else "",
        "groups": "、".join(names.get(one, "") for one in form.groups),
        "channels": "；".join(_channel_said(connection, book, one) for one in form.channels),
        "previous": f"{previous['number']} {previous['title']}" if previous is not None else "",
        "onset": _time_said(form.onset, zone),
        "expires": _time_said(form.expires, zone),
        "source_at": _time_said(form.source_at, zone),
    }


_CARRIED = {"full": "全文", "sms": "短信", "voice": "口播", "title": "标题", "cap": "预警文件"}
"""The canonical text is Chinese."""
_MUTE = frozenset({"relay", "usb_relay"})
"""Drivers of what says nothing."""


def _channel_said(connection: Connection, book: Book, one: Chosen) -> str:
    """With the devices one by one: whoever signs reads what will sound."""
    item = book.channels.get(one.channel)
    name = item.name("zh") if item is not None else one.channel
    mute = item is None or (item.items("drivers") and not set(item.items("drivers")) - _MUTE)
    carried = f"［{_CARRIED[item.get('text')]}］" if item is not None and not mute else ""
    known = query.device_names(connection, one.device_ids)
    names = "、".join(known.get(each, str(each)) for each in one.device_ids)
    devices = f"（{len(one.device_ids)} 台：{names}）" if one.device_ids else ""
    return f"{name}{devices}{carried} {one.target}".strip()


def _time_said(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment is not None else ""
