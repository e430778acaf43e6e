"""Confirming an order: teams, goods, task orders and the log in one transaction, all or nothing; recalling it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from console.domain.approvals import Means, SubjectKind
from console.domain.assignments import TeamState
from console.domain.clock import Clock
from console.domain.dispatching import SERIES, DispatchRow, Message, Order
from console.domain.incident import OPEN_STATES
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.responses import Way
from console.domain.stock import PACK_DECIMALS, DocumentState, checked_amount
from console.domain.text import one_line
from console.errors import Refused
from console.services import approvals, dispatch_checks, dispatch_order, dispatch_words, lines
from console.services.approvals import Asked, Prove
from console.services.assignments import AssignmentsService
from console.services.stock_documents import StockDocuments
from db import books, numbers
from db.chain import canonical
from db.models.dispatch import Assignment, Dispatch
from db.models.incidents import Incident
from db.models.ledger import StockDocument
from db.queries import dispatch as query
from db.queries import needs as need_query
from db.store import Store, Tx

_TEXT, _REASON = 2_000, 200
_ON_THE_WAY = (TeamState.RESERVED, TeamState.ASSIGNED, TeamState.MUSTERING, TeamState.DEPARTED, TeamState.ARRIVED)


class Dispatching:
    """Use cases of a commander's word. Whatever the program proposed, a person confirms it here."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove,
        documents: StockDocuments, assignments: AssignmentsService,
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._prove = prove
        self._documents = documents
        self._assignments = assignments

    def confirm(self, order: Order, *, by: Actor) -> list[DispatchRow]:
        """One order for each incident it is about; confirmed twice under one key, the first stands.

        All or nothing: refuses proposal_stale naming every line that no longer holds (a team or lot taken meanwhile,
        a rule, a reserve), nothing_ordered, amount_*, incident_closed, and what ``approvals.recorded`` does.
        """
        if not order.teams and not order.goods:
            raise Refused("nothing_ordered")
        for _, amount in (part for line in order.goods for part in line.lots):
            checked_amount(amount, PACK_DECIMALS)
        if order.approved.way is Way.PASSWORD:
            self._prove(order.approved.name, order.approved.password)
        keys = {incident: uuid5(order.key, str(incident)) for incident in order.incidents}
        with self._store.writing(by=by, action=Action.DISPATCH) as tx:
            made = query.of_key(tx.connection, list(keys.values()))
            if not made:
                now = self._clock.now()
                wrong = dispatch_checks.against(tx.connection, order, now.astimezone(self._zone()).date())
                if wrong:
                    raise Refused("proposal_stale", lines="；".join(wrong), count=len(wrong))
                made = [self._ordered(tx, order, incident, key, now) for incident, key in keys.items()]
        return self._rows(made)

    def recall(self, dispatch_id: UUID, reason: str, *, who: str = "", by: Actor) -> list[str]:
        """撤回 of a whole order: its teams that are not done are called back, goods still in the store are freed.

        Answers the numbers of documents whose goods are on the road already: turned back (未达退回) or,
        once at the scene, by 退库. What is called
        back stays so; asked again, nothing is left to do. Refuses reason_missing, no_such_dispatch.
        """
        reason = one_line(reason, _REASON)
        if not reason:
            raise Refused("reason_missing", field="reason")
        with self._store.writing(by=by, action=Action.DISPATCH) as tx:
            row = tx.session.get(Dispatch, dispatch_id)
            if row is None:
                raise Refused("no_such_dispatch")
            now = self._clock.now()
            teams = self._call_back(tx, row, reason, who)
            freed, gone = self._free(tx, row, reason, now)
            if teams or freed or (gone and row.version == 1):  # a first word is told even where it frees nothing
                row.version += 1
                text = dispatch_words.recalled(row.number, reason, teams, freed, gone)
                lines.write(tx, books.DUTY, ActKind.DISPATCH, text, at=now, about=[row], person=who)
        return gone

    # reading

    def against(self, order: Order) -> list[str]:
        """What of an order would not hold now, line by line, in words; nothing where all of it does."""
        with self._store.reading() as connection:
            return dispatch_checks.against(connection, order, self._clock.now().astimezone(self._zone()).date())

    def one(self, dispatch_id: UUID) -> DispatchRow:
        found = self._rows([dispatch_id])
        if not found:
            raise Refused("no_such_dispatch")
        return found[0]

    def rows(self, incident: UUID | None = None) -> list[DispatchRow]:
        """Orders of an incident, or all of them, the newest first."""
        with self._store.reading() as connection:
            return [_row(one) for one in query.orders(connection, incident)]

    def messages(self, dispatch_id: UUID) -> list[Message]:
        """What each team and each keeper is told, to be copied; an officer states in the register what was sent."""
        row = self.one(dispatch_id)
        with self._store.reading() as connection:
            return dispatch_words.messages(connection, row, self._zone())

    # steps

    def _ordered(self, tx: Tx, order: Order, incident_id: UUID, key: UUID, now: datetime) -> UUID:
        incident = tx.session.get(Incident, incident_id)
        if incident is None:
            raise Refused("no_such_incident")
        if incident.state not in OPEN_STATES:
            raise Refused("incident_closed", number=incident.number)
        number = numbers.take(tx, SERIES, now.astimezone(self._zone()).year, self._realm)
        row = Dispatch(
            id=uuid5(key, "order"), number=number, key=key, incident_id=incident_id,
            commander=one_line(order.approved.name, 60), way=str(order.approved.way), text=one_line(order.text, _TEXT),
            proposal="" if order.proposed is None else canonical(order.proposed).decode(), decided="", at=now,
            recorded_at=now, by_name=tx.by.name, version=1,
        )  # fmt: skip
        needs = {one.id: one for one in need_query.rows(tx.connection, incident_id)}
        part = dispatch_order.part_of(tx, order, incident, needs, now)
        row.decided = canonical(part.plain()).decode()
        tx.session.add(row)
        tx.flush()
        rows = dispatch_order.send(tx, part, row, now, self._zone(), self._realm)
        documents = dispatch_order.give(tx, part, row, order.approved, now, self._documents)
        text = dispatch_words.ordered(row, part, documents, self._zone())
        asked = Asked(SubjectKind.DISPATCH, row.id, number, text[:200], text, order.approved.name)
        means = Means.PHONE if order.approved.way is Way.PHONE else Means.PASSWORD
        word = approvals.recorded(tx, asked, means, order.approved.words, order.approved.at or now, now)
        lines.write(
            tx, books.DUTY, ActKind.DISPATCH, text, at=now, about=[row, word, *rows], occurred_at=order.approved.at,
            person=row.commander,
        )  # fmt: skip
        return row.id

    def _call_back(self, tx: Tx, row: Dispatch, reason: str, who: str) -> list[str]:
        from console.domain.assigning import Told

        called = []
        for one in query.assignments_of(tx.session, row.id):
            if one.state in _ON_THE_WAY:
                told = Told(uuid5(one.id, "recalled"), who=who, reason=reason)
                self._assignments.step_now(tx, one, TeamState.RECALLED, told)
                called.append(_number(one))
        return called

    def _free(self, tx: Tx, row: Dispatch, reason: str, now: datetime) -> tuple[list[str], list[str]]:
        freed, gone = [], []
        for one in query.documents_of(tx.session, row.id):
            if one.state == DocumentState.APPROVED:
                self._documents.voided(tx, one, reason, uuid5(one.id, "recalled"), now)
                freed.append(_number(one))
            elif one.state == DocumentState.ISSUED:
                gone.append(_number(one))
        return freed, gone

    def _rows(self, wanted: list[UUID]) -> list[DispatchRow]:
        with self._store.reading() as connection:
            found = {one["id"]: _row(one) for one in query.orders(connection, None, wanted)}
        return [found[one] for one in wanted if one in found]


def _number(one: Assignment | StockDocument) -> str:
    number: str = one.number
    return number


def _row(one: query.OrderRow) -> DispatchRow:
    return DispatchRow(
        one["id"], one["number"], one["incident_id"], one["incident_number"], one["incident_title"], one["commander"],
        one["way"], one["text"], one["proposal"], one["decided"], one["at"], one["by_name"],
    )  # fmt: skip
