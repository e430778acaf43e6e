"""Responses (应急响应): a plan's level started, raised, lowered and ended, each of its cards given exactly once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from console.domain.approvals import Means, SubjectKind
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.plans import LEVELS, Level, higher, shown
from console.domain.read_plans import level_text
from console.domain.realm import Realm
from console.domain.responses import (
    LEASE,
    LIMITS,
    SERIES,
    Approved,
    BoardCard,
    CardState,
    Cause,
    Difference,
    EndItem,
    MilestoneRow,
    Preview,
    ResponseRow,
    StepKind,
    StepRow,
    Way,
    require_answered,
)
from console.domain.stated import is_before
from console.domain.text import checked_text
from console.errors import Refused
from console.services import approvals, lines, response_cards, response_words
from console.services.approvals import Prove
from console.services.incident_clocks import require_come
from console.services.response_cards import Lease
from console.services.response_previews import cause_of, differing, level_at, previewed
from db import books, numbers
from db.chain import canonical
from db.models.plans import PlanLevel, Response, ResponseStep
from db.models.reporting import Approval
from db.queries import plans
from db.queries import responses as query
from db.store import Store, Tx

SHOWN = 200
"""Responses listed at once."""


class ResponsesService:
    """Use cases of a response. Nothing starts by itself: every act is asked for after it was seen (``digest``)."""

    def __init__(
        self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo], prove: Prove
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone
        self._prove = prove
        self._holder = uuid4().hex

    # reading

    def rows(
        self, asked: str = "", *, running_only: bool = True, incident_id: UUID | None = None, limit: int = SHOWN
    ) -> list[ResponseRow]:  # fmt: skip
        """Running ones first, the newest first."""
        with self._store.reading() as connection:
            return query.rows(
                connection, self._clock.now(), running_only=running_only, incident_id=incident_id,
                words=asked.split(), limit=limit,
            )  # fmt: skip

    def count_running(self) -> int:
        """How many run now."""
        with self._store.reading() as connection:
            return query.count_running(connection)

    def one(self, response_id: UUID) -> ResponseRow:
        with self._store.reading() as connection:
            return query.one(connection, response_id, self._clock.now())

    def steps(self, response_id: UUID) -> list[StepRow]:
        with self._store.reading() as connection:
            return query.steps(connection, response_id)

    def board(self, response_id: UUID) -> list[BoardCard]:
        """Every card it ever had, those of its level first; a cancelled one says why in ``result``."""
        with self._store.reading() as connection:
            return query.board(connection, response_id)

    def milestones(self, response_id: UUID) -> list[MilestoneRow]:
        """Milestones of its level, reached or not, each with how many cards count from it."""
        with self._store.reading() as connection:
            level = level_at(connection, response_id)
            steps = query.steps(connection, response_id)
        reached = {step.milestone: step for step in steps if step.kind is StepKind.MILESTONE}
        made = []
        for one in level.milestones:
            step, cards = reached.get(one.code), sum(card.after == one.code for card in level.cards)
            made.append(MilestoneRow(one, step.at if step else None, step.by_name if step else "", cards))
        return made

    def ending(self, response_id: UUID) -> tuple[str, ...]:
        """The checklist of its level that an end is held against."""
        with self._store.reading() as connection:
            return level_at(connection, response_id).ending

    def level_at(self, response_id: UUID) -> Level:
        """The level it is at as the plan had it when it came there, whatever the plan says now."""
        with self._store.reading() as connection:
            return level_at(connection, response_id)

    # starting

    def preview(self, plan_id: UUID, level: str, cause: Cause) -> Preview:
        """Who is told what by when, if it is started now; refuses plan_retired, no_such_level, cause_missing."""
        with self._store.reading() as connection:
            return previewed(connection, plan_id, level, cause, self._clock.now(), self._zone())

    def start(
        self, response_id: UUID, plan_id: UUID, level: str, cause: Cause, approved: Approved, *, digest: bytes,
        by: Actor,
    ) -> ResponseRow:  # fmt: skip
        """Start it as it was seen. ``response_id`` is made by the client: started again, it answers the first.

        A response of the same plan and cause that runs at this level is answered too; at another level it refuses
        response_runs. Refuses changed_meanwhile and what ``approvals.recorded`` does.
        """
        self._require_person(approved)
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            found = _started(tx, response_id, plan_id, level, cause_of(tx.connection, cause))
            response_id = found or self._start(tx, response_id, plan_id, level, cause, approved, digest)
        self._hand_out(response_id, by)
        return self.one(response_id)

    def carry_on(self, *, by: Actor) -> int:
        """Give out what a seat that died left behind; answers how many cards. Safe at any time on every seat."""
        with self._store.reading() as connection:
            waiting = query.waiting(connection)
        return sum(self._hand_out(response_id, by) for response_id in waiting)

    # changing

    def difference(self, response_id: UUID, level: str) -> Difference:
        """What another level would change: refuses no_such_level, response_ended, level_same."""
        with self._store.reading() as connection:
            return differing(connection, response_id, level, self._clock.now(), self._zone())

    def raise_to(self, response_id: UUID, level: str, approved: Approved, *, digest: bytes, by: Actor) -> ResponseRow:
        """升级, as the difference was seen; refuses level_not_higher. At that level already it answers as it is."""
        return self._change(response_id, level, approved, digest, by, StepKind.RAISE)

    def lower_to(self, response_id: UUID, level: str, approved: Approved, *, digest: bytes, by: Actor) -> ResponseRow:
        """降级, as the difference was seen; refuses level_not_lower. At that level already it answers as it is."""
        return self._change(response_id, level, approved, digest, by, StepKind.LOWER)

    def reach(self, response_id: UUID, milestone: str, at: datetime | None = None, *, by: Actor) -> ResponseRow:
        """A milestone was reached now (or then): tasks that waited for it are due from that time on.

        Refuses no_such_milestone, milestone_reached, time_future and before_start.
        """
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            now = self._clock.now()
            response = _running(tx, response_id)
            level = level_at(tx.connection, response_id)
            found = next((one for one in level.milestones if one.code == milestone), None)
            if found is None:
                raise Refused("no_such_milestone", milestone=milestone[:40])
            if milestone in response_cards.times(tx.connection, response_id):
                raise Refused("milestone_reached", name=found.name)
            self._require_time(tx, response, at, now)
            step = _step(tx, response, StepKind.MILESTONE, level.level, at or now, now, text=found.name, name=milestone)
            tasks = response_cards.count_from(tx, response, milestone)
            text = f"{response.number} 里程碑：{found.name}，{len(tasks)} 项任务开始计时"
            lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=[step, *tasks], occurred_at=at)
        return self.one(response_id)

    def end(
        self, response_id: UUID, checklist: Sequence[EndItem], approved: Approved, reason: str = "", *,
        seen: int | None = None, by: Actor,
    ) -> ResponseRow:  # fmt: skip
        """终止: every item of the checklist is answered, open tasks are cancelled with the reason.

        ``seen`` is the version that was on the screen: at another level since, it refuses changed_meanwhile.
        Ended already it answers as it is. Refuses ending_unanswered, ending_remark_missing.
        """
        self._require_person(approved)
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            response = _load(tx, response_id)
            if response.state == "running":
                if seen is not None and seen != response.version:
                    raise Refused("changed_meanwhile", number=response.number)
                self._end(tx, response, checklist, approved, _text(reason, "reason"))
        return self.one(response_id)

    # steps of the above

    def _start(
        self, tx: Tx, response_id: UUID, plan_id: UUID, level: str, cause: Cause, approved: Approved, digest: bytes
    ) -> UUID:  # fmt: skip
        now = self._clock.now()
        found = previewed(tx.connection, plan_id, level, cause, now, self._zone())
        if found.digest != digest:
            raise Refused("changed_meanwhile", number=found.title)
        stored = plans.level(tx.connection, plan_id, level)
        response = Response(
            id=response_id, number=numbers.take(tx, SERIES, now.astimezone(self._zone()).year, self._realm),
            plan_id=plan_id, plan_code=plans.row(tx.connection, plan_id).code, plan_title=found.title,
            level_id=stored.id, incident_id=cause.incident_id, cause=found.cause, state="running",
            started_at=now, started_by=tx.by.name, ended_at=None, version=1,
        )  # fmt: skip
        tx.session.add(response)
        tx.flush()
        word = self._approve(tx, response, approved, response_words.of_preview(found), now)
        step = _step(
            tx, response, StepKind.START, level, now, now, approved=approved, text=found.starts_when, read=stored.level
        )
        rows = response_cards.plan_cards(tx, response, found.assignments, self._lease(now))
        said = response_words.approval(approved, tx.by.name)
        head = f"启动响应 {response.number}：《{found.title}》{shown(level)}级，{found.cause}"
        text = f"{head}，{said}，任务 {len(rows)} 项" + response_words.gaps(found.assignments)
        lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=[response, word, step, *rows])
        return response_id

    def _hand_out(self, response_id: UUID, by: Actor) -> int:
        """Claim what is free, then give what is ours: between the two this seat may die without harm."""
        self._claim(response_id, by)
        with self._store.reading() as connection:
            claimed = [card.id for card in query.board(connection, response_id, [CardState.CLAIMED.value])]
        return self._give(response_id, claimed, by) if claimed else 0

    def _claim(self, response_id: UUID, by: Actor) -> None:
        with self._store.reading() as connection:
            if not query.board(connection, response_id, [CardState.PLANNED.value, CardState.CLAIMED.value]):
                return
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            now, response = self._clock.now(), _load(tx, response_id)
            rows = response_cards.claim(tx, response_id, self._lease(now), now)
            if rows:
                text = f"{response.number} 接着下达任务 {len(rows)} 项"
                lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=rows)

    def _give(self, response_id: UUID, ids: Sequence[UUID], by: Actor) -> int:
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            now, response = self._clock.now(), _load(tx, response_id)
            rows = response_cards.give(tx, response, ids, self._holder, now, self._zone(), self._realm)
            if rows:
                text = f"{response.number} 下达任务 {len(rows) // 2} 项"
                lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=rows)
        return len(rows) // 2

    def _change(
        self, response_id: UUID, level: str, approved: Approved, digest: bytes, by: Actor, kind: StepKind
    ) -> ResponseRow:
        self._require_person(approved)
        if level not in LEVELS:
            raise Refused("plan_level_unknown", level=level[:40])
        with self._store.writing(by=by, action=Action.RESPONSES) as tx:
            response = _running(tx, response_id)
            before = tx.session.get_one(PlanLevel, response.level_id).level
            if before != level:
                self._apply(tx, response, before, level, approved, digest, kind)
        self._hand_out(response_id, by)
        return self.one(response_id)

    def _apply(
        self, tx: Tx, response: Response, before: str, level: str, approved: Approved, digest: bytes, kind: StepKind
    ) -> None:
        up = higher(level, before)
        if up is not (kind is StepKind.RAISE):
            raise Refused("level_not_lower" if up else "level_not_higher", before=shown(before), after=shown(level))
        now = self._clock.now()
        self._require_time(tx, response, approved.at, now)
        found = differing(tx.connection, response.id, level, now, self._zone())
        if found.digest != digest:
            raise Refused("changed_meanwhile", number=response.number)
        stored = plans.level(tx.connection, response.plan_id, level)
        response.level_id, response.version = stored.id, response.version + 1
        word = self._approve(tx, response, approved, response_words.of_difference(response.plan_title, found), now)
        said = stored.level.starts_when
        step = _step(tx, response, kind, level, now, now, approved=approved, text=said, read=stored.level)
        verb = "升为" if up else "降为"
        why = f"响应由{shown(before)}级{verb}{shown(level)}级，本项取消"
        changed = response_cards.change(tx, response, stored, why, now)
        rows = response_cards.plan_cards(tx, response, found.new, self._lease(now))
        said = response_words.approval(approved, tx.by.name)
        text = f"{response.number} 由{shown(before)}级{verb}{shown(level)}级，{said}：新增 {len(found.new)} 项，"
        text += f"保留 {len(found.kept)} 项，取消 {len(found.cancelled)} 项" + response_words.gaps(found.new)
        about = [response, word, step, *changed, *rows]
        lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=about)

    def _end(
        self, tx: Tx, response: Response, checklist: Sequence[EndItem], approved: Approved, reason: str
    ) -> None:  # fmt: skip
        now, level = self._clock.now(), level_at(tx.connection, response.id)
        self._require_time(tx, response, approved.at, now)
        answered = require_answered(level.ending, checklist)
        said = [f"{one.item}：{'是' if one.done else '否'}{_text(one.remark, 'remark')}" for one in answered]
        response.checklist = canonical(
            [{"item": one.item, "done": one.done, "remark": _text(one.remark, "remark")} for one in answered]
        ).decode()
        response.state, response.ended_at, response.ended_by = "ended", now, tx.by.name
        response.version += 1
        head = f"终止《{response.plan_title}》{shown(level.level)}级应急响应 {response.number}"
        head += f"：{reason}" if reason else ""
        word = self._approve(tx, response, approved, [head, *said], now)
        step = _step(tx, response, StepKind.END, level.level, now, now, approved=approved, text=reason)
        changed = response_cards.close(tx, response.id, "响应已终止，本项未办结", now)
        text = f"{head}，{response_words.approval(approved, tx.by.name)}"
        lines.write(tx, books.DUTY, ActKind.RESPONSE, text, at=now, about=[response, word, step, *changed])

    def _approve(
        self, tx: Tx, response: Response, approved: Approved, preview: Sequence[str], now: datetime
    ) -> Approval:  # fmt: skip
        asked = approvals.Asked(
            SubjectKind.RESPONSE, response.id, response.number, preview[0][:200], "\n".join(preview), approved.name
        )
        phone = approved.way is Way.PHONE
        means, at = Means.PHONE if phone else Means.PASSWORD, approved.at if phone else None
        return approvals.recorded(tx, asked, means, approved.words, at or now, now)

    def _require_person(self, approved: Approved) -> None:
        """Whoever approves in person proves himself before anything is locked."""
        if approved.way is Way.PASSWORD:
            self._prove(approved.name, approved.password)

    def _require_time(self, tx: Tx, response: Response, at: datetime | None, now: datetime) -> None:
        if at is not None:
            require_come(tx, at, now)
            if response.started_at <= now and is_before(at, response.started_at):
                raise Refused("before_start", field="at")

    def _lease(self, now: datetime) -> Lease:
        return Lease(self._holder, now + LEASE)


def _started(tx: Tx, response_id: UUID, plan_id: UUID, level: str, cause: str) -> UUID | None:
    """The response that is meant, where it was started before; refuses response_runs at another level."""
    if tx.session.get(Response, response_id) is not None:
        return response_id
    running = query.running(tx.connection, plan_id, cause)
    if running is None:
        return None
    response = tx.session.get_one(Response, running)
    at = tx.session.get_one(PlanLevel, response.level_id).level
    if at != level:
        raise Refused("response_runs", number=response.number, level=shown(at))
    return running


def _load(tx: Tx, response_id: UUID) -> Response:
    response = tx.session.get(Response, response_id)
    if response is None:
        raise Refused("no_such_response")
    return response


def _running(tx: Tx, response_id: UUID) -> Response:
    response = _load(tx, response_id)
    if response.state != "running":
        raise Refused("response_ended", number=response.number)
    return response


def _step(
    tx: Tx, response: Response, kind: StepKind, level: str, at: datetime, now: datetime, *,
    approved: Approved | None = None, text: str = "", name: str = "", read: Level | None = None,
) -> ResponseStep:  # fmt: skip
    row = ResponseStep(
        response_id=response.id, kind=kind.value, level=level, milestone=name,
        approved_by=approved.name if approved else "", way=approved.way.value if approved else "", text=text,
        as_read=level_text(read) if read else "", at=at, recorded_at=now, by_name=tx.by.name,
    )  # fmt: skip
    tx.session.add(row)
    tx.flush()
    return row


def _text(text: str, field: str) -> str:
    return " ".join(checked_text(text, limit=LIMITS[field]).split()) if text.strip() else ""
