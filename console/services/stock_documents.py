"""Documents of the stores (单据): drafted, approved, issued, received, posted; void or reversed, never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.approvals import Means, SubjectKind
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.responses import Approved, Way
from console.domain.stated import require_past
from console.domain.stock import (
    INWARD,
    OUTWARD,
    SERIES,
    DocumentKind,
    DocumentState,
    require_transition,
)
from console.domain.stock_document import Arrived, Document, DocumentRow, NewDocument, Picked, Step
from console.domain.text import one_line
from console.errors import Refused
from console.services import approvals, lines, stock_drafting, stock_moving, stock_steps, stock_words
from console.services.approvals import Asked, Prove, Written
from console.services.stock_ledger import Touched
from console.services.stock_steps import lines_of
from db import books, numbers
from db.base import Base
from db.models.ledger import StockDocument, StockStep
from db.models.reporting import Approval
from db.queries import stock as query
from db.store import Store, Tx

SHOWN = 200
"""Documents of one page of a list."""

_NAME = 60


class StockDocuments:
    """Use cases of every document that moves goods. A posted one is locked: only a counter-document reverses it."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._prove = prove

    def draft(self, form: NewDocument, *, by: Actor) -> Document:
        """A new document, nothing moves yet; the same form saved twice answers the first.

        Refuses what ``stock_drafting`` does: no_lines, store_missing, amounts that do not fit the unit …
        """
        with self._store.writing(by=by, action=Action.STOCK) as tx:
            if tx.session.get(StockDocument, form.id) is None:
                self.drafted(tx, form, self._clock.now())
        return self.one(form.id)

    def drafted(self, tx: Tx, form: NewDocument, at: datetime) -> StockDocument:
        """Shared step: a checked form becomes a draft with its line in the book; refuses as ``draft``.

        Whoever calls it sees to it that the same act is not done twice: a known ``form.id`` is a fault here.
        """
        number = numbers.take(tx, SERIES[form.kind], at.astimezone(self._zone()).year, self._realm)
        touched: list[Base] = []
        row, made = stock_drafting.document(tx, form, number, at, touched)
        step = stock_steps.written(tx, row, "draft", Step(form.id, at), at)
        self._say(tx, f"{stock_words.named(tx, row)} 拟单：{stock_words.goods(tx, made, row.kind)}", step, touched)
        return row

    def change(
        self, document_id: UUID, form: NewDocument, *, seen: int, by: Actor, key: UUID | None = None
    ) -> Document:
        """A draft is written anew; what waited for a leader's word about it waits no longer.

        Refuses document_state once it was approved, changed_meanwhile, and what ``draft`` does.
        """

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            if row.state != DocumentState.DRAFT:
                raise Refused("document_state", number=row.number, state=row.state)
            touched.add(*stock_drafting.rewritten(tx, row, form), *stock_steps.withdrawn(tx, row, step.recorded_at))
            return f"改单：{stock_words.goods(tx, lines_of(tx, row), row.kind)}"

        return self._act(document_id, Step(key or uuid4()), seen, by, act, "change")

    def approve(self, document_id: UUID, approved: Approved, *, key: UUID, seen: int, by: Actor) -> Document:
        """Somebody who may says yes, in person or on the telephone (补签 is owed); goods that leave are reserved.

        Refuses stock_missing with every line that falls short, document_state, changed_meanwhile, and what
        ``approvals.recorded`` does.
        """
        if approved.way is Way.PASSWORD:
            self._prove(approved.name, approved.password)
        with self._store.writing(by=by, action=Action.STOCK) as tx:
            if not stock_steps.done(tx, key, "approve", document_id):
                row = stock_steps.load(tx, document_id, seen)
                self.approved_now(tx, row, approved, Step(key), self._clock.now())
        return self.one(document_id)

    def approved_now(
        self, tx: Tx, row: StockDocument, approved: Approved, step: Step, now: datetime, *, word: bool = True
    ) -> Touched:
        """Shared step: the document holds and its goods are promised; ``word`` False where another paper has it.

        What waited in 待我审批 waits no longer. Refuses document_state and stock_missing.
        """
        require_transition(DocumentState(row.state), DocumentState.APPROVED, row.number)
        own = lines_of(tx, row)
        touched, made = (
            Touched(),
            stock_steps.written(tx, row, "approve", step, now, who=approved.name, way=str(approved.way)),
        )
        if DocumentKind(row.kind) in OUTWARD:
            stock_moving.reserve(tx, row, own, made, self._today(now), touched)
        row.state, row.approver, row.way = DocumentState.APPROVED.value, approved.name, str(approved.way)
        row.version += 1
        touched.add(*stock_steps.withdrawn(tx, row, now))
        if word:
            means = Means.PHONE if approved.way is Way.PHONE else Means.PASSWORD
            said = approvals.recorded(tx, self._asked(tx, row, approved.name), means, approved.words,
                                      approved.at or now, now)  # fmt: skip
            touched.add(said)
        text = f"{stock_words.named(tx, row)} 批准：{approved.name}，{stock_words.goods(tx, own, row.kind)}"
        self._say(tx, text, made, [row, *touched.rows])
        return touched

    def ask(self, document_id: UUID, of_name: str, *, seen: int, by: Actor, key: UUID | None = None) -> Document:
        """It waits for a leader's word in 待我审批, and no longer for whoever was asked before.

        Refuses document_state, changed_meanwhile and what ``approvals.ask`` does.
        """

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            require_transition(DocumentState(row.state), DocumentState.APPROVED, row.number)
            touched.add(*stock_steps.withdrawn(tx, row, step.recorded_at))
            touched.add(approvals.ask(tx, self._asked(tx, row, of_name), step.recorded_at))
            return f"请 {of_name.strip()} 审批"

        return self._act(document_id, Step(key or uuid4(), who=of_name), seen, by, act, "ask")

    def post(
        self, document_id: UUID, step: Step | None = None, *, picked: Sequence[Picked] = (), seen: int, by: Actor
    ) -> Document:
        """入库、出库、退库、盘点、报废、征用、捐赠、状态变更: the goods move and the document is locked.

        ``picked`` are the lots the keeper scanned for a 出库 or 报废 instead of what was reserved. Refuses
        document_state, count_stale, stock_short, scene_short, stock_reserved, lot_earlier, lot_expired, picked_*,
        changed_meanwhile, time_future.
        """

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            return self._post(tx, row, step, picked, touched)

        return self._act(document_id, step or Step(), seen, by, act, lots=picked)

    def issue(
        self, document_id: UUID, picked: Sequence[Picked] = (), step: Step | None = None, *, driver: str = "",
        plate: str = "", phone: str = "", seen: int, by: Actor,
    ) -> Document:  # fmt: skip
        """调拨 leaves the store: what was reserved, or the lots the keeper scanned; from now on it is on the road."""

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            require_transition(DocumentState(row.state), DocumentState.ISSUED, row.number)
            if row.kind != DocumentKind.TRANSFER:
                raise Refused("document_kind", number=row.number)
            stock_moving.take_out(tx, row, lines_of(tx, row), step, picked, self._today(step.at), touched)
            row.state = DocumentState.ISSUED.value
            row.driver, row.plate = one_line(driver, _NAME) or row.driver, one_line(plate, 40) or row.plate
            row.phone = one_line(phone, 40) or row.phone
            return f"发出：{stock_words.issued(tx, lines_of(tx, row))}{stock_words.carried(row)}"

        return self._act(document_id, step or Step(), seen, by, act, "issue", lots=picked)

    def receive(
        self, document_id: UUID, arrived: Sequence[Arrived], step: Step | None = None, *, receiver: str,
        seen: int, by: Actor,
    ) -> Document:  # fmt: skip
        """签收 of a transfer, in parts too: what came whole, what is short, what is damaged.

        It is posted once every line is explained. Refuses receiver_missing, arrived_more, nothing_arrived.
        """
        receiver = one_line(receiver, _NAME)
        if not receiver:
            raise Refused("receiver_missing", field="receiver")

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            if row.state != DocumentState.ISSUED:
                raise Refused("document_state", number=row.number, state=row.state)
            whole = stock_moving.take_in(tx, row, lines_of(tx, row), step, arrived, touched)
            row.receiver = receiver
            if whole:
                row.state, row.settled_at = DocumentState.POSTED.value, step.at
            told = stock_words.arrived(tx, arrived)
            return f"签收（{row.receiver}）：{told}" + ("" if whole else "，其余在途")

        return self._act(document_id, replace(step or Step(), who=receiver), seen, by, act, "receive")

    def turn_back(self, document_id: UUID, reason: str, step: Step | None = None, *, seen: int, by: Actor) -> Document:
        """未达退回: what is on the road comes back to the store that sent it; what arrived before stays there.

        Refuses reason_missing, document_state, changed_meanwhile, time_future, lot_earlier.
        """
        reason = stock_steps.said(reason)

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            if row.state != DocumentState.ISSUED:
                raise Refused("document_state", number=row.number, state=row.state)
            own = lines_of(tx, row)
            told = f"未达退回：{stock_words.on_road(tx, own)}，{reason}"
            stock_moving.turn_back(tx, row, own, step, touched)
            row.state, row.settled_at = DocumentState.POSTED.value, step.at
            return told

        return self._act(document_id, replace(step or Step(), text=reason), seen, by, act, "turn_back")

    def void(self, document_id: UUID, reason: str, *, key: UUID, seen: int, by: Actor) -> Document:
        """What has not moved anything is given up, with the reason; its goods are free again."""
        reason = stock_steps.said(reason)

        def act(tx: Tx, row: StockDocument, step: StockStep, touched: Touched) -> str:
            return _given_up(tx, row, step, touched, reason)

        return self._act(document_id, Step(key, text=reason), seen, by, act, "void")

    def voided(self, tx: Tx, row: StockDocument, reason: str, key: UUID, now: datetime) -> None:
        """Shared step of recalling an order: as ``void``, with its line in the log."""
        touched, made = Touched(), stock_steps.written(tx, row, "void", Step(key, text=reason), now)
        told = _given_up(tx, row, made, touched, reason)
        row.version += 1
        self._say(tx, f"{stock_words.named(tx, row)} {told}", made, [row, *touched.rows])

    def counter(
        self, document_id: UUID, reason: str, approved: Approved, *, key: UUID, seen: int, by: Actor
    ) -> Document:
        """冲销: a posted document is reversed by a new one, posted in the same transaction.

        Refuses reason_missing, document_state, countered_already, counter_of_counter, stock_short where goods have
        moved on since, and what ``approvals.recorded`` does.
        """
        reason = stock_steps.said(reason)
        if approved.way is Way.PASSWORD:
            self._prove(approved.name, approved.password)
        with self._store.writing(by=by, action=Action.STOCK) as tx:
            made = stock_steps.done(tx, key, "counter")
            if made is None:
                made = self._countered(tx, document_id, reason, approved, key, seen)
            elif query.counters(tx.connection, made) != document_id:
                raise ValueError("this key was used for another act")
        return self.one(made)

    # reading

    def one(self, document_id: UUID) -> Document:
        with self._store.reading() as connection:
            found = query.document(connection, document_id)
        if found is None:
            raise Refused("no_such_row")
        return found

    def rows(
        self, asked: str = "", *, states: Iterable[DocumentState] = (), kinds: Iterable[DocumentKind] = (),
        store: UUID | None = None, incident: UUID | None = None, dispatch: UUID | None = None,
        limit: int = SHOWN, offset: int = 0,
    ) -> list[DocumentRow]:  # fmt: skip
        """Newest first; every word of ``asked`` must stand in the document, its stores, its incident or its goods."""
        with self._store.reading() as connection:
            return query.documents(
                connection, asked.split(), states=[str(one) for one in states], kinds=[str(one) for one in kinds],
                store=store, incident=incident, dispatch=dispatch, limit=limit, offset=offset,
            )  # fmt: skip

    def count(
        self, asked: str = "", *, states: Iterable[DocumentState] = (), kinds: Iterable[DocumentKind] = (),
        store: UUID | None = None, incident: UUID | None = None, dispatch: UUID | None = None,
    ) -> int:  # fmt: skip
        """How many ``rows`` would go through."""
        with self._store.reading() as connection:
            return query.count_documents(
                connection, asked.split(), states=[str(one) for one in states], kinds=[str(one) for one in kinds],
                store=store, incident=incident, dispatch=dispatch,
            )  # fmt: skip

    # what 待我审批 tells

    def approved(self, tx: Tx, approval: Approval, at: datetime) -> Iterable[Base]:
        """A document that waited is approved: its goods are promised; refuses as ``approve``."""
        row = tx.session.get_one(StockDocument, approval.subject_id)
        way = Way.PHONE if approval.means == Means.PHONE else Way.PASSWORD
        said = Approved(approval.decided_by, way, approval.words, approval.decided_at)
        self.approved_now(tx, row, said, Step(approval.id, at), at, word=False)
        return ()

    def returned(self, tx: Tx, approval: Approval, at: datetime) -> Iterable[Base]:
        """It stays a draft, with the reason."""
        row = tx.session.get_one(StockDocument, approval.subject_id)
        row.version += 1
        step = stock_steps.written(tx, row, "return", Step(approval.id, at, approval.decided_by, approval.words), at)
        self._say(tx, f"{stock_words.named(tx, row)} 退回：{approval.words}", step, [row])
        return ()

    def written(self, tx: Tx, approval: Approval) -> Written:
        row = tx.session.get_one(StockDocument, approval.subject_id)
        return Written(row.created_at, ((None, row.created_by),))

    # steps

    def _act(
        self, document_id: UUID, step: Step, seen: int, by: Actor,
        act: Callable[[Tx, StockDocument, StockStep, Touched], str], kind: str = "post", lots: Sequence[Picked] = (),
    ) -> Document:  # fmt: skip
        with self._store.writing(by=by, action=Action.STOCK) as tx:
            if not stock_steps.done(tx, step.key, kind, document_id):
                row, now, touched = stock_steps.load(tx, document_id, seen), self._clock.now(), Touched()
                if step.at is not None:
                    require_past(step.at, now, self._zone(), "at")
                made = stock_steps.written(
                    tx, row, kind, step, now, who=one_line(step.who, _NAME), lots=[one.lot for one in lots]
                )
                told = act(tx, row, made, touched)
                row.version += 1
                self._say(tx, f"{stock_words.named(tx, row)} {told}", made, [row, *touched.rows])
        return self.one(document_id)

    def _post(self, tx: Tx, row: StockDocument, step: StockStep, picked: Sequence[Picked], touched: Touched) -> str:
        if not stock_moving.posts_at_once(row):
            raise Refused("document_state", number=row.number, state=row.state)
        own, kind = lines_of(tx, row), DocumentKind(row.kind)
        if kind in INWARD:
            stock_moving.bring_in(tx, row, own, step, touched)
        elif kind in OUTWARD:
            stock_moving.take_out(tx, row, own, step, picked, self._today(step.at), touched)
        elif kind is DocumentKind.RETURN:
            stock_moving.bring_back(tx, row, own, step, touched)
        else:
            stock_moving.settle_count(tx, row, own, step, touched)
        row.state, row.settled_at = DocumentState.POSTED.value, step.at
        left = kind in OUTWARD and kind is not DocumentKind.STATE
        told = stock_words.issued(tx, own) if left else stock_words.goods(tx, own, row.kind)
        return f"过账：{told}"

    def _countered(
        self, tx: Tx, document_id: UUID, reason: str, approved: Approved, key: UUID, seen: int
    ) -> UUID:  # fmt: skip
        original, now, touched = stock_steps.load(tx, document_id, seen), self._clock.now(), Touched()
        if original.state != DocumentState.POSTED:
            raise Refused("document_state", number=original.number, state=original.state)
        if original.kind == DocumentKind.COUNTER:
            raise Refused("counter_of_counter", number=original.number)
        if query.countered(tx.connection, original.id):
            raise Refused("countered_already", number=original.number)
        number = numbers.take(tx, SERIES[DocumentKind.COUNTER], now.astimezone(self._zone()).year, self._realm)
        row, answers = stock_drafting.counter(tx, original, lines_of(tx, original), number, reason, now)
        moved = {move.lot_id for move in query.movements(tx.connection, original.id)}
        step = stock_steps.written(
            tx, row, "counter", Step(key), now, who=approved.name, way=str(approved.way), lots=moved
        )
        row.settled_at = step.at
        row.approver, row.way = approved.name, str(approved.way)
        means = Means.PHONE if approved.way is Way.PHONE else Means.PASSWORD
        said = approvals.recorded(tx, self._asked(tx, row, approved.name), means, approved.words,
                                  approved.at or now, now)  # fmt: skip
        stock_moving.turn_round(tx, original, answers, step, touched)
        original.version += 1
        text = f"{stock_words.named(tx, row)} 冲销 {original.number}：{reason}，批准 {approved.name}"
        self._say(tx, text, step, [row, original, said, *lines_of(tx, row), *touched.rows])
        return row.id

    def _asked(self, tx: Tx, row: StockDocument, of_name: str) -> Asked:
        preview = stock_words.preview(tx, row, lines_of(tx, row))
        return Asked(SubjectKind.STOCK, row.id, row.number, preview.splitlines()[0][:200], preview, of_name)

    def _say(self, tx: Tx, text: str, step: StockStep, about: Iterable[Base]) -> None:
        rows = [step, *about]
        lines.write(tx, books.DUTY, ActKind.STOCK, text, at=step.recorded_at, about=rows, occurred_at=step.at)

    def _today(self, at: datetime) -> date:
        return at.astimezone(self._zone()).date()


def _given_up(tx: Tx, row: StockDocument, step: StockStep, touched: Touched, reason: str) -> str:
    require_transition(DocumentState(row.state), DocumentState.VOID, row.number)
    stock_moving.let_go(tx, row, lines_of(tx, row), touched)
    touched.add(*stock_steps.withdrawn(tx, row, step.recorded_at))
    row.state, row.settled_at = DocumentState.VOID.value, step.at
    return f"作废：{reason}"
