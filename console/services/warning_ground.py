"""What a warning is held against: the county's lists, its outline, its groups, what else holds; and names for codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from console.domain.lists import ListItem
from console.domain.sms_parts import count_parts
from console.domain.warning import OUT, Rule
from console.domain.warning_form import WarningForm
from console.domain.warning_problems import Ground, Other
from console.services.lists import current_rows
from console.services.settings import current
from console.services.warning_codec import form_of
from console.services.warning_people import group_reach
from console.services.warning_shapes import judged
from db.queries import contact_groups, places
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
            review, phone, urgent = (item.get(name) == "yes" for name in ("review", "phone", "urgent"))
            return Rule(item.code, review, phone, urgent, int(item.get("minutes")))
    return STRICTEST


def ground_of(
    connection: Connection, book: Book, form: WarningForm, now: datetime, today: date, *, can_listen: bool
) -> Ground:
    """Everything ``problems`` asks for."""
    signal = book.signals.get(form.signal)
    texts = {book.channels[one.channel].get("text") for one in form.channels if one.channel in book.channels}
    inside, crossing = judged(connection, form.drawn)
    return Ground(
        now=now,
        rank=book.rank(form),
        levels=signal.items("levels") if signal is not None else (),
        others=tuple(_others(connection, form)),
        reach=tuple(group_reach(connection, form.groups, form.places, today)),
        inside=inside,
        crossing=crossing,
        needs_voice="voice" in texts,
        needs_sms="sms" in texts,
        can_listen=can_listen,
        sms_parts=count_parts(form.sms).parts if form.sms else 1,
        most_parts=int(current(connection, "warning.most_parts", now)),
    )


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


def said_of(connection: Connection, book: Book, form: WarningForm) -> list[tuple[str, str]]:
    """Names for the codes and ids of a form, as they stand now: they are signed with it."""
    names = {one.id: one.name for one in contact_groups.groups(connection)}
    level, signal = book.levels.get(form.level), book.signals.get(form.signal)
    channels = [book.channels[one.channel].name("zh") for one in form.channels if one.channel in book.channels]
    return [
        ("scheme", level.get("scheme_name") if level else ""),
        ("signal", signal.name("zh") if signal else ""),
        ("level", f"{level.name('zh')} {level.get('grade')}".strip() if level else ""),
        ("places", "、".join(places.path(connection, one) for one in form.places)),
        ("groups", "、".join(names.get(one, "") for one in form.groups)),
        ("channels", "、".join(channels)),
    ]
