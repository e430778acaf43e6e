"""What is asked of warnings: one, lists, its chain and history, what is found in a form, what it would reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.domain.clock import Clock
from console.domain.map_marks import Outline
from console.domain.warning import State
from console.domain.warning_figures import Figures
from console.domain.warning_form import Drawn, WarningForm
from console.domain.warning_ground import Problem
from console.domain.warning_problems import DIFFERING, problems
from console.domain.warning_rows import StepRow, Suggestion, WarningRow
from console.errors import Refused
from console.services import warning_due
from console.services import warning_steps as steps
from console.services.maps import outlines_of
from console.services.settings import current
from console.services.warning_covered import Covered, covered
from console.services.warning_devices import defaults
from console.services.warning_figures import figures_of
from console.services.warning_ground import Book, book_of, ground_of
from console.services.warning_people import listeners, numbers_of
from console.services.warning_plans import suggested
from db.queries import warnings as query
from db.store import Store

SHOWN = 200


class WarningReads:
    """Questions about warnings; nothing here writes."""

    def __init__(
        self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo], can_listen: Callable[[], bool]
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._zone = zone
        self._can_listen = can_listen

    def one(self, warning_id: UUID) -> WarningRow:
        """Refuses no_such_warning."""
        with self._store.reading() as connection:
            return _one(connection, warning_id)

    def numbered(self, number: str) -> WarningRow:
        """By its number as people write it; refuses no_such_warning."""
        with self._store.reading() as connection:
            found = query.by_number(connection, number.strip())
        if found is None:
            raise Refused("no_such_warning")
        return steps.row_of(found)

    def rows(
        self, states: Sequence[State] = tuple(State), asked: str = "", *, limit: int = SHOWN,
        before: datetime | None = None,
    ) -> list[WarningRow]:  # fmt: skip
        """Newest drafts first, at most ``limit``; ``before`` goes on where the last page ended."""
        with self._store.reading() as connection:
            found = query.rows(connection, [one.value for one in states], asked.split(), limit, before)
        return [steps.row_of(one) for one in found]

    def counts(self) -> dict[State, int]:
        """How many stand in each state; states without any are left out."""
        with self._store.reading() as connection:
            return {State(state): count for state, count in query.counts(connection).items()}

    def ending(self) -> tuple[list[WarningRow], list[WarningRow]]:
        """What ends soon, and what has ended within the day and nobody lifted."""
        with self._store.reading() as connection:
            now = self._clock.now()
            return warning_due.expiring(connection, now), warning_due.forgotten(connection, now)

    def standing(self) -> tuple[int, int]:
        """How many hold, and how many acts wait for somebody: a review, a signature or release, what is owed, channels
        nobody reported, an end that comes or that nobody told."""
        with self._store.reading() as connection:
            now = self._clock.now()
            acts: tuple[Sized, ...] = (
                warning_due.waiting(connection), warning_due.unreported(connection), warning_due.owed(connection, now),
                warning_due.expiring(connection, now), warning_due.forgotten(connection, now),
            )  # fmt: skip
            return len(warning_due.holding(connection)), sum(len(found) for found in acts)

    def chain(self, warning_id: UUID) -> list[WarningRow]:
        """Every message of its chain, the first one first."""
        with self._store.reading() as connection:
            root = _one(connection, warning_id).root_id
            return [steps.row_of(one) for one in query.chain(connection, root)]

    def history(self, warning_id: UUID) -> list[StepRow]:
        with self._store.reading() as connection:
            return [steps.step_of(one) for one in query.steps(connection, warning_id)]

    def check(self, form: WarningForm) -> list[Problem]:
        """What is found in a form as it stands now, what stops first."""
        with self._store.reading() as connection:
            return self._problems(connection, book_of(connection), form)

    def reach(self, form: WarningForm) -> tuple[int, int]:
        """How many people it is for, and how many different numbers they have; refuses no_such_group."""
        with self._store.reading() as connection:
            today = self._clock.now().astimezone(self._zone()).date()
            found = listeners(connection, form.groups, form.places, today)
        return len(found), len(numbers_of(found))

    def devices(self, form: WarningForm) -> dict[str, tuple[UUID, ...]]:
        """By channel of the county's list: the devices it would go out by where nobody chose any."""
        with self._store.reading() as connection:
            return defaults(connection, book_of(connection).channels, form)

    def differing(self, form: WarningForm) -> list[Problem]:
        """What a forwarded one says otherwise than the message it passes on."""
        return [one for one in self.check(form) if one.code in DIFFERING]

    def covered(self, drawn: Sequence[Drawn]) -> Covered:
        """What lies inside an area that was drawn, and what is wrong with it."""
        with self._store.reading() as connection:
            return covered(connection, drawn) if drawn else Covered()

    def outlines(self) -> tuple[Outline, ...]:
        """The county's map to draw on; empty where nobody imported one."""
        with self._store.reading() as connection:
            return outlines_of(connection)

    def suggests(self, warning_id: UUID) -> list[Suggestion]:
        """Response levels its signal and level speak for in the county's plans. Nothing is started by it."""
        with self._store.reading() as connection:
            return suggested(connection, _one(connection, warning_id), self._clock.now())

    def about_to_expire(self) -> timedelta:
        """How long before its end a warning wants to be renewed or lifted."""
        with self._store.reading() as connection:
            return timedelta(minutes=int(current(connection, "warning.about_to_expire", self._clock.now())))

    def figures(self, start: datetime, end: datetime) -> Figures:
        """What was released in that time (half open): lead times and how many were reached, by month."""
        with self._store.reading() as connection:
            return figures_of(connection, start, end, self._zone())

    def _problems(self, connection: Connection, book: Book, form: WarningForm) -> list[Problem]:
        now = self._clock.now()
        today = now.astimezone(self._zone()).date()
        return problems(form, ground_of(connection, book, form, now, today, can_listen=self._can_listen()))


def _one(connection: Connection, warning_id: UUID) -> WarningRow:
    found = query.one(connection, warning_id)
    if found is None:
        raise Refused("no_such_warning")
    return steps.row_of(found)
