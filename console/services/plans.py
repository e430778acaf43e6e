"""The plan library: plans with their levels and task cards, added, changed and retired; what is missing in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.clock import Clock
from console.domain.people import Action, Actor
from console.domain.plans import Coverage, PlanChange, PlanRow, PlanText
from console.domain.text import checked_text
from console.errors import Refused
from console.services import plan_writing
from console.services.filing import with_filing_days
from db.queries import plans as query
from db.store import Store

HISTORY = 100
"""Lines of a plan's history that are read at once."""


class PlansService:
    """Use cases of the library. Its documents are attachments (``desk.files``, subject ``plan``)."""

    def __init__(self, store: Store, clock: Clock, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    # reading

    def rows(self, asked: str = "", *, kind: str = "", retired: bool = False) -> list[PlanRow]:
        """Plans by code; every word asked stands in code, title, owner, edition or filing number."""
        with self._store.reading() as connection:
            return with_filing_days(connection, query.rows(connection, asked.split(), kind, retired=retired))

    def row(self, plan_id: UUID) -> PlanRow:
        with self._store.reading() as connection:
            return with_filing_days(connection, [query.row(connection, plan_id)])[0]

    def by_code(self, code: str) -> PlanRow:
        with self._store.reading() as connection:
            return with_filing_days(connection, [query.by_code(connection, code)])[0]

    def text(self, plan_id: UUID) -> PlanText:
        """The whole plan as it holds: levels the highest first, cards in their order."""
        with self._store.reading() as connection:
            return query.text(connection, plan_id)

    def history(self, plan_id: UUID, limit: int = HISTORY) -> list[PlanChange]:
        """What was changed when by whom, the newest first, as the audit book has it."""
        with self._store.reading() as connection:
            return query.history(connection, query.row(connection, plan_id).code, limit)

    def coverage(self) -> Coverage:
        """How many plans hold, and how many of them have structured steps."""
        found = self.rows()
        return Coverage(len(found), sum(row.structured for row in found))

    def not_filed(self) -> list[PlanRow]:
        """Issued plans that are not filed, the one that must be filed first before all."""
        found = [row for row in self.rows() if row.file_by is not None]
        return sorted(found, key=lambda row: (row.file_by or date.max, row.code))

    def review_overdue(self) -> list[PlanRow]:
        """Plans whose day of review is over, the longest first."""
        today = self.today()
        found = [row for row in self.rows() if row.review_on is not None and row.review_on < today]
        return sorted(found, key=lambda row: (row.review_on or today, row.code))

    def today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()

    # writing

    def add(self, text: PlanText, *, by: Actor) -> PlanRow:
        """A new plan; refuses plan_code_taken and what ``domain.plans.checked`` does."""
        text = plan_writing.cleaned(text)
        with self._store.writing(by=by, action=Action.EDIT_PLANS) as tx:
            plan = plan_writing.write(tx, text, None, self._clock.now())
        return self.row(plan.id)

    def change(self, plan_id: UUID, text: PlanText, *, seen: int, by: Actor) -> PlanRow:
        """The whole plan as it is from now on; what stood before stays in the book.

        Running responses keep the tasks that were given; their next change of level reads the new cards.
        """
        text = plan_writing.cleaned(text)
        with self._store.writing(by=by, action=Action.EDIT_PLANS) as tx:
            plan_writing.write(tx, text, plan_writing.seen(tx, plan_id, seen), self._clock.now())
        return self.row(plan_id)

    def retire(self, plan_id: UUID, reason: str, *, seen: int, by: Actor) -> PlanRow:
        """It can no longer be started; records of it stay. Refuses reason_missing."""
        if not reason.strip():
            raise Refused("reason_missing")
        return self._switch(plan_id, checked_text(reason, limit=500).strip(), seen, by, active=False)

    def restore(self, plan_id: UUID, *, seen: int, by: Actor) -> PlanRow:
        return self._switch(plan_id, "", seen, by, active=True)

    def _switch(self, plan_id: UUID, reason: str, seen: int, by: Actor, *, active: bool) -> PlanRow:
        with self._store.writing(by=by, action=Action.EDIT_PLANS) as tx:
            plan = plan_writing.seen(tx, plan_id, seen)
            plan_writing.switch(tx, plan, reason, self._clock.now(), active=active)
        return self.row(plan_id)
