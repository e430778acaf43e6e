"""值班表 of any days: which days belong together (a week, a month, a holiday), and the table as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.planning import DayKind
from console.domain.roster import ShiftPlan
from console.errors import Refused
from console.services import holidays, lines, shift_plans
from console.services.exporting import Row, write_beside, writer_for
from console.services.standing_in import post_word
from db import books
from db.store import Store

LONGEST = 400
"""Days written at once."""

_NEXT = 200
"""Days looked through for the next holiday."""

_DAY = timedelta(days=1)


class RosterExport:
    """Use cases of the table on paper and as a file."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def days_of(self, kind: str, day: date) -> tuple[date, date]:
        """First and last day of the ``week``, ``month`` or ``holiday`` of a day.

        A holiday is its run of days off; of a day without one, the next to come. Refuses no_holiday.
        """
        if kind == "week":
            first = day - timedelta(days=day.isoweekday() - 1)
            return first, first + timedelta(days=6)
        if kind == "month":
            first = day.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1) - _DAY
        return self._holiday(day)

    def write(self, target: Path, first: date, last: date, *, by: Actor) -> int:
        """The table of these days as .xlsx, .csv or .json by the file's ending; how many shifts.

        Refuses bad_period, bad_export_ending.
        """
        if not 0 <= (last - first).days < LONGEST:
            raise Refused("bad_period")
        self._store.require(by, Action.EXPORT)
        count = self._written(target, first, last, named=True)
        with self._store.writing(by=by, action=Action.EXPORT) as tx:
            text = f"导出值班表 {first} 至 {last}：{target.name}"
            lines.write(tx, books.AUDIT, ActKind.EXPORT, text, at=self._clock.now())
        return count

    def save_template(self, target: Path, first: date, last: date) -> Path:
        """The same without anybody: a sheet of these days to fill in, which the import reads. Refuses as ``write``."""
        if not 0 <= (last - first).days < LONGEST:
            raise Refused("bad_period")
        self._written(target, first, last, named=False)
        return target

    def _written(self, target: Path, first: date, last: date, *, named: bool) -> int:
        with self._store.reading() as connection:
            days = shift_plans.calendar(connection, self._clock.now())
            plans, _ = shift_plans.plans_of(connection, days, first, last)
        posts = tuple(dict.fromkeys(post for plan in plans for post in plan.posts))
        heads = ("日期", "星期", "班次", *(post_word(post) for post in posts))
        writer = writer_for(target, heads, heads, words.say_in("zh", "sheet.roster.title"))
        return write_beside(target, self._rows(plans, posts, named=named), writer)

    def _rows(self, plans: list[ShiftPlan], posts: tuple[str, ...], *, named: bool) -> Iterator[Row]:
        for plan in plans:
            day, code = plan.slot.day, f"roster.shift.{plan.slot.shift}"
            shift = words.say_in("zh", code) if words.has(code) else plan.slot.shift
            stood = plan.manned(plan.slot.starts_at) if named else ()
            names = {post: "、".join(line.name for line in stood if line.post == post and line.name) for post in posts}
            yield {
                "日期": day.isoformat(), "星期": words.say_in("zh", f"weekday.{day.isoweekday()}"), "班次": shift,
                **{post_word(post): name for post, name in names.items()},
            }  # fmt: skip

    def _holiday(self, day: date) -> tuple[date, date]:
        asked = [day + timedelta(days=n) for n in range(-31, _NEXT)]
        with self._store.reading() as connection:
            kinds = holidays.days(connection, asked).kinds
        found = next((one for one in asked if one >= day and kinds[one] is DayKind.HOLIDAY), None)
        if kinds[day] is not DayKind.WEEKDAY:
            found = _touching(day, kinds) or found
        if found is None:
            raise Refused("no_holiday")
        first = last = found
        while kinds.get(first - _DAY, DayKind.WEEKDAY) is not DayKind.WEEKDAY:
            first -= _DAY
        while kinds.get(last + _DAY, DayKind.WEEKDAY) is not DayKind.WEEKDAY:
            last += _DAY
        return first, last


def _touching(day: date, kinds: Mapping[date, DayKind]) -> date | None:
    """A holiday in the run of days off around a day."""
    for step in (_DAY, -_DAY):
        at = day
        while kinds.get(at, DayKind.WEEKDAY) is not DayKind.WEEKDAY:
            if kinds[at] is DayKind.HOLIDAY:
                return at
            at += step
    return None
