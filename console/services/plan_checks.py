"""Stale check of plans: are the posts held, the people there, the numbers verified, the days of review kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.contact_cells import folded
from console.domain.plan_findings import Stale, StaleKind, StalePlan
from console.domain.plans import Card, PlanRow, PlanText
from console.services.filing import with_filing_days
from console.services.plan_people import LEADER_WORD, named_for
from console.services.settings import current
from console.services.shift_plans import calendar
from db.queries import plan_people
from db.queries import plans as query
from db.queries.plan_people import Holder
from db.store import Store


class Stores(Protocol):
    """Whoever knows quotas of stores: by plan the items it needs that are below theirs; None without any quotas."""

    def below_quota(self, plans: Sequence[PlanText]) -> Mapping[str, Sequence[Stale]] | None: ...


class PlanChecks:
    """Reads only. Without ``stores`` items below quota are told as not checked, never as sound."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], stores: Stores | None = None
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._stores = stores

    def stale(self, plan_ids: Sequence[UUID] = ()) -> list[StalePlan]:
        """Plans that hold (or those named) with what is stale in each; a sound one has nothing in ``found``."""
        with self._store.reading() as connection:
            found = query.rows(connection) if not plan_ids else [query.row(connection, one) for one in plan_ids]
            rows = with_filing_days(connection, found)
            texts = {row.id: query.text(connection, row.id) for row in rows}
            looked = self._look(connection, list(texts.values()))
        short = None if self._stores is None else self._stores.below_quota(list(texts.values()))
        return [self._one(row, texts[row.id], looked, short) for row in rows]

    def _look(self, connection: Connection, texts: Sequence[PlanText]) -> _People:
        now = self._clock.now()
        today = now.astimezone(self._zone()).date()
        days = int(current(connection, "contacts.verify_days", now))
        posts = {card.post for text in texts for level in text.levels for card in level.cards}
        units = {folded(name) for pair in plan_people.units(connection) for name in pair if name}
        own = {folded(current(connection, "site.name", now)), ""}
        return _People(
            plan_people.holders(connection, posts, today), units, own, _duty_posts(connection, now, today), today, days
        )

    def _one(
        self, row: PlanRow, text: PlanText, people: _People, short: Mapping[str, Sequence[Stale]] | None
    ) -> StalePlan:  # fmt: skip
        found = [*_days(row, people.today), *people.of(text)]
        if short is None:
            return StalePlan(row.id, row.code, row.title, tuple(found), (StaleKind.STORES,))
        return StalePlan(row.id, row.code, row.title, (*found, *short.get(row.code, ())))


def _duty_posts(connection: Connection, now: datetime, today: date) -> set[str]:
    """Posts of the duty room as its template has them: the shift table mans those, not the contact book."""
    template = calendar(connection, now).template_on(today)
    return {folded(post) for post in (LEADER_WORD, *template.items("posts"))}


def _days(row: PlanRow, today: date) -> Iterator[Stale]:
    if not row.structured:
        yield Stale(StaleKind.NO_STEPS)
    if row.review_on is not None and row.review_on < today:
        yield Stale(StaleKind.REVIEW_OVERDUE, {"day": row.review_on.isoformat(), "days": (today - row.review_on).days})
    if row.file_by is not None and row.file_by < today:
        kind = StaleKind.NOT_FILED_WEEKDAYS if row.by_weekdays else StaleKind.NOT_FILED
        yield Stale(kind, {"day": row.file_by.isoformat()})


class _People:
    """Who is named for posts, read once for all plans."""

    def __init__(
        self, holders: Sequence[Holder], units: set[str], own: set[str], duty: set[str], today: date, days: int
    ) -> None:  # fmt: skip
        self._holders = holders
        self._units = units
        self._own = own
        self._duty = duty
        self.today = today
        self._days = days

    def of(self, text: PlanText) -> Iterator[Stale]:
        """What is stale at the posts of a plan, each post once with the cards that name it."""
        posts: dict[tuple[str, str], list[str]] = defaultdict(list)
        for level in text.levels:
            for card in level.cards:
                if not self._on_duty(card):
                    posts[card.unit, card.post].append(f"{level.level} {card.code}")
        for (unit, post), cards in posts.items():
            yield from self._post(unit, post, tuple(cards))

    def _on_duty(self, card: Card) -> bool:
        return folded(card.unit) in self._own and folded(card.post) in self._duty

    def _post(self, unit: str, post: str, cards: tuple[str, ...]) -> Iterator[Stale]:
        facts = {"unit": unit, "post": post}
        named = named_for(self._holders, post, unit)
        gone = [one for one in named if one.gone(self.today)]
        holding = [one for one in named if one.holds(self.today)]
        if not named:
            known = not unit or folded(unit) in self._units
            yield Stale(StaleKind.UNHELD if known else StaleKind.UNKNOWN_UNIT, facts, cards)
        elif len({one.unit_id for one in named}) > 1:
            yield Stale(StaleKind.WHICH_UNIT, facts, cards)
        elif not holding:
            kind = StaleKind.ALL_GONE if gone else StaleKind.UNHELD
            yield Stale(
                kind, {**facts, "names": "、".join(dict.fromkeys(one.name for one in gone))}, cards, _whose(gone)
            )
        else:
            yield from self._holding(holding, gone, facts, cards)

    def _holding(
        self, holding: Sequence[Holder], gone: Sequence[Holder], facts: dict[str, str], cards: tuple[str, ...]
    ) -> Iterator[Stale]:  # fmt: skip
        ranks = {one.rank for one in holding}
        for one in gone:
            if one.rank not in ranks:  # somebody followed where the rank is held again
                yield Stale(StaleKind.GONE, {**facts, "name": one.name, "rank": one.rank}, cards, one.person_id)
        for one in holding:
            if not one.numbers:
                yield Stale(StaleKind.NO_NUMBER, {**facts, "name": one.name}, cards, one.person_id)
            elif all(self._unverified(number.verified_on) for number in one.numbers):
                told = {**facts, "name": one.name, "days": self._days}
                yield Stale(StaleKind.UNVERIFIED, told, cards, one.person_id)

    def _unverified(self, day: date | None) -> bool:
        return day is None or day < self.today - timedelta(days=self._days)


def _whose(gone: Sequence[Holder]) -> UUID | None:
    return gone[0].person_id if gone else None
