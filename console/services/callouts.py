"""叫应: calling by name. One officer may write down for several who telephone; a row is held by one of them for a
while, attempts are for ever, and what follows from them is worked out anew each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from console.domain.callout import (
    DECIDED,
    LEASE,
    LIMITS,
    SERIES,
    Caller,
    Outcome,
    Progress,
    RowState,
    Stage,
)
from console.domain.callout_rows import CalloutLook, CallRow, Known, Planned
from console.domain.clock import Clock
from console.domain.log import ActKind
from console.domain.people import Action, Actor
from console.domain.realm import Realm
from console.domain.text import free_text
from console.errors import Refused
from console.services import lines
from console.services.callout_callers import require_callers
from console.services.callout_plan import known_people, planned, planned_ids, steps_of, target_for
from console.services.callout_shared import beside, newest_held, same_call, shared
from console.services.callout_state import (
    call_from,
    call_of,
    caller_of,
    callers_text,
    callout_row,
    look_from,
    open_names,
    progress_of,
    require_free,
    require_running,
    require_seen,
    row_in,
    row_made,
    steps_from,
    steps_text,
    tally_of,
)
from console.services.incident_clocks import require_come
from db import books, numbers
from db.models.incidents import Incident
from db.models.warnings import Callout, CalloutRow, CalloutTry, WarningMessage
from db.queries import callouts as query
from db.store import Store, Tx

SHOWN = 50
MOST_SECONDS = 600
MOST_LINE = 2_000
"""Characters of a line of the log."""


class CalloutsService:
    """Use cases of calling by name."""

    def __init__(self, store: Store, clock: Clock, realm: Realm, zone: Callable[[], ZoneInfo]) -> None:
        self._store = store
        self._clock = clock
        self._realm = realm
        self._zone = zone

    # reading

    def preview(self, area: Sequence[UUID], posts: Sequence[str]) -> list[Planned]:
        """Whom a calling of these places and posts would have, in order."""
        with self._store.reading() as connection:
            return planned(connection, area, posts, self._today(), self._clock.now())

    def preview_people(self, people: Sequence[UUID]) -> list[Planned]:
        """These persons of the book, each with who stands behind his post."""
        with self._store.reading() as connection:
            return planned_ids(connection, people, self._today(), self._clock.now())

    def known(self) -> list[Known]:
        """Everybody of the book who may be put on a list."""
        with self._store.reading() as connection:
            return known_people(connection, self._today())

    def target(self, scheme: str, rank: int | None) -> tuple[int, tuple[str, ...]]:
        """Minutes and words of posts the county's list has for a warning of that rank."""
        with self._store.reading() as connection:
            return target_for(connection, scheme, rank)

    def rows(self, warning_id: UUID | None = None, *, running: bool = False, limit: int = SHOWN) -> list[CalloutLook]:
        """Newest first, with their figures."""
        with self._store.reading() as connection:
            found = query.newest(connection, limit, warning_id, running=running)
            return [look_from(connection, one) for one in found]

    def one(self, callout_id: UUID) -> CalloutLook:
        """Refuses no_such_callout."""
        with self._store.reading() as connection:
            return look_from(connection, callout_row(connection, callout_id))

    def calls(self, callout_id: UUID) -> list[CallRow]:
        """Its rows in the order of calling, each with where it stands."""
        with self._store.reading() as connection:
            steps = steps_from(callout_row(connection, callout_id)["stages"])
            tries: dict[UUID, list[query.Row]] = {}
            for one in query.tries(connection, callout_id):
                tries.setdefault(one["row_id"], []).append(one)
            return [call_from(one, steps, tries.get(one["id"], [])) for one in query.rows(connection, [callout_id])]

    # acting

    def start(
        self, callout_id: UUID, title: str, rows: Sequence[Planned], minutes: int, *, by: Actor,
        warning_id: UUID | None = None, incident_id: UUID | None = None, callers: Sequence[Caller] = (),
    ) -> CalloutLook:  # fmt: skip
        """The calling begins; the same id twice is one. Rows with a reason (``dropped``) stand on it and are not
        called. Refuses nobody_to_call, title_missing, no_such_warning, no_such_incident, callers_too_many."""
        title = free_text(title, LIMITS["title"])
        if not title:
            raise Refused("title_missing", field="title")
        if all(one.dropped for one in rows):
            raise Refused("nobody_to_call")
        callers = require_callers(callers)
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            if tx.session.get(Callout, callout_id) is None:
                _require_known(tx, warning_id, incident_id)
                self._start(tx, callout_id, title, rows, max(1, minutes), warning_id, incident_id, callers)
        return self.one(callout_id)

    def claim(self, row_id: UUID, caller: str, *, by: Actor) -> CallRow:
        """That row is this caller's for a while, and with it every other row at which the same person is next: he is
        rung once. Refuses row_claimed while another one has it, row_settled, callout_ended."""
        caller = caller_of(caller, by)
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row, now = row_in(tx, row_id), self._clock.now()
            found = self._open(tx, row)
            require_free(row, caller, now)
            rows = [row, *beside(tx, row, found, caller, now)]
            for one in rows:
                one.claimed_by, one.claimed_until = caller, now + LEASE
            text = f"叫应认领 {row.place} {row.post}：{caller}"
            lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=now, about=rows)
        return self._call(row_id)

    def record(
        self, row_id: UUID, outcome: Outcome, *, by: Actor, act_id: UUID, caller: str = "", reply: str = "",
        seconds: int | None = None, at: datetime | None = None, phone: str = "", visitor: str = "",
        seen: int | None = None,
    ) -> CallRow:  # fmt: skip
        """What became of an attempt at whom the order names next; the same ``act_id`` twice is one.

        ``phone`` where another number than the next was rung; ``seen`` is the version of the row as it was read.
        Where the same person is next at other rows too the call counts for them as well: he is rung once, and each
        row keeps an attempt of its own. ``visitor`` is who went (已上门).
        Refuses callout_ended, row_settled, row_claimed, changed_meanwhile, not_visiting (已上门 before anybody was
        sent), visitor_missing, time_future.
        """
        if outcome in DECIDED:
            raise ValueError(f"{outcome} is no outcome of a call")
        reply, caller = free_text(reply, LIMITS["reply"]), caller_of(caller, by)
        if seconds is not None and not 0 <= seconds <= MOST_SECONDS:
            raise Refused("seconds_wrong", field="seconds")
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row, now = row_in(tx, row_id), self._clock.now()
            if _is_known(tx, row_id, act_id):
                return self._call_in(tx, row)
            found = self._open(tx, row)
            require_free(row, caller, now)
            require_seen(row, seen)
            if at is not None:
                require_come(tx, at, now)
            if (outcome is Outcome.VISITED) is not (found.state is RowState.VISITING):
                raise Refused("not_visiting")
            if found.contact is None or found.stage is None:
                raise Refused("row_settled")
            name = free_text(visitor, LIMITS["visitor"]) or found.contact.name
            if outcome is Outcome.VISITED and not name:
                raise Refused("visitor_missing", field="visitor")
            for one in (row, *beside(tx, row, found, caller, now)):
                stage = found.stage if one is row else progress_of(tx.connection, one).stage
                attempt = CalloutTry(
                    row_id=one.id, stage=list(Stage).index(stage or found.stage), person_id=found.contact.person_id,
                    name=name, phone=phone or found.phone, outcome=outcome.value, at=at or now, seconds=seconds,
                    reply=reply, caller=caller, by_name=tx.by.name, undone=None, act_id=shared(act_id, one.id, row.id),
                )  # fmt: skip
                self._tried(tx, one, attempt, now)
        return self._call(row_id)

    def pass_on(self, row_id: UUID, *, by: Actor, act_id: UUID, caller: str = "", seen: int | None = None) -> CallRow:
        """转上一级: what is left of this stage is not tried. Refuses as ``record``, and no_next_stage."""
        return self._decide(row_id, Outcome.PASSED, act_id, caller_of(caller, by), seen, by)

    def visit(self, row_id: UUID, *, by: Actor, act_id: UUID, caller: str = "", seen: int | None = None) -> CallRow:
        """派人上门 now, whoever was still to be rung. Refuses as ``record``, also where one is on the way."""
        return self._decide(row_id, Outcome.SENT, act_id, caller_of(caller, by), seen, by)

    def note(self, row_id: UUID, reply: str, *, seen: int, by: Actor) -> CallRow:
        """What the person reached says and does, written or changed after the call."""
        reply = free_text(reply, LIMITS["reply"])
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row = row_in(tx, row_id)
            require_seen(row, seen)
            row.reply, row.version = reply, row.version + 1
            text = f"叫应回话 {row.place} {row.post}：{reply or '（清空）'}"
            lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=self._clock.now(), about=[row])
        return self._call(row_id)

    def undo(self, row_id: UUID, number: int, *, by: Actor) -> CallRow:
        """撤销上一键: the newest attempt that holds was entered by mistake; what the same call was at other rows is
        undone with it where nothing came after it.

        Refuses not_the_last, callout_ended, and row_claimed while somebody else rings whoever came next.
        """
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row, now = row_in(tx, row_id), self._clock.now()
            require_running(tx, row.callout_id)
            last = newest_held(tx, row.id)
            if last is None or last["number"] != number:
                raise Refused("not_the_last")
            require_free(row, last["caller"], now)
            for one in (last, *same_call(tx, row.callout_id, last)):
                attempt = CalloutTry(
                    row_id=one["row_id"], stage=one["stage"], person_id=one["person_id"], name=one["name"],
                    phone=one["phone"], outcome=one["outcome"], at=now, seconds=None, reply="", caller=one["caller"],
                    by_name=tx.by.name, undone=one["number"], act_id=uuid4(),
                )  # fmt: skip
                self._tried(tx, row_in(tx, one["row_id"]), attempt, now)
        return self._call(row_id)

    def end(self, callout_id: UUID, reason: str, *, seen: int, by: Actor) -> CalloutLook:
        """结束叫应. With anybody unanswered a reason is asked for: refuses reason_missing, callout_ended."""
        reason = free_text(reason, LIMITS["reason"])
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row = require_running(tx, callout_id)
            if row.version != seen:
                raise Refused("changed_meanwhile", number=row.number)
            tally = tally_of(tx.connection, callout_row(tx.connection, callout_id))
            if tally.open and not reason:
                raise Refused("reason_missing", field="reason")
            now = self._clock.now()
            row.ended_at, row.ended_by, row.note, row.version = now, tx.by.name, reason, row.version + 1
            text = f"叫应结束 {row.number} {row.title}：应叫{tally.rows}，已应{tally.reached}"
            text += f"，未应{tally.open}：{reason}。{open_names(tx.connection, row.id)}" if tally.open else ""
            text = text[:MOST_LINE]
            lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=now, about=[row])
        return self.one(callout_id)

    # steps

    def _start(
        self, tx: Tx, callout_id: UUID, title: str, rows: Sequence[Planned], minutes: int, warning_id: UUID | None,
        incident_id: UUID | None, callers: Sequence[Caller],
    ) -> None:  # fmt: skip
        now = self._clock.now()
        number = numbers.take(tx, SERIES, now.astimezone(self._zone()).year, self._realm)
        steps = steps_of(tx.connection)
        made = Callout(
            id=callout_id, number=number, title=title, warning_id=warning_id, incident_id=incident_id,
            target_minutes=minutes, stages=steps_text(steps), started_at=now, started_by=tx.by.name, ended_at=None,
            ended_by="", note="", callers=callers_text(callers), late_at=None, version=1,
        )  # fmt: skip
        calls = [row_made(callout_id, nth, one, steps) for nth, one in enumerate(rows, 1)]
        tx.session.add_all([made, *calls])
        tx.flush()
        dropped = [one for one in calls if one.dropped]
        text = f"叫应开始 {number} {title}：应叫{len(calls) - len(dropped)}人，目标{minutes}分钟"
        if dropped:
            text += f"；不叫{len(dropped)}人：" + "；".join(
                f"{one.place} {one.post}（{one.dropped}）" for one in dropped
            )
        text = text[:MOST_LINE]
        lines.write(tx, books.DUTY, ActKind.CALLOUT, text, at=now, about=[made, *calls])

    def _tried(self, tx: Tx, row: CalloutRow, attempt: CalloutTry, now: datetime) -> None:
        """An attempt, or the undoing of one: the row as it stands after it, and the line."""
        tx.session.add(attempt)
        tx.flush()
        after = progress_of(tx.connection, row)
        row.state, row.next_at, row.version = after.state.value, after.next_at, row.version + 1
        row.stage = list(Stage).index(after.stage) if after.stage is not None else len(Stage)
        row.tries = after.tries
        reached = after.reached
        row.reached_at, row.reached_name = (reached.at, reached.name) if reached is not None else (None, "")
        row.reply = attempt.reply if reached is not None and attempt.undone is None else ""
        row.claimed_by, row.claimed_until = "", None
        said = "撤销" if attempt.undone is not None else _WORDS[Outcome(attempt.outcome)]
        reply = f"，{attempt.reply}" if attempt.reply else ""
        whom = " ".join(part for part in (row.place, row.post, attempt.name, attempt.phone) if part)
        text = f"叫应 {whom}：{said}{reply}"
        lines.write(
            tx, books.DUTY, ActKind.CALLOUT, text, at=now, about=[row, attempt], occurred_at=attempt.at,
            person=attempt.name, place=row.place,
        )  # fmt: skip

    def _decide(
        self, row_id: UUID, outcome: Outcome, act_id: UUID, caller: str, seen: int | None, by: Actor
    ) -> CallRow:
        """Somebody goes on before the order of calling does; it can be undone as an attempt can."""
        with self._store.writing(by=by, action=Action.CALL_OUT) as tx:
            row, now = row_in(tx, row_id), self._clock.now()
            if _is_known(tx, row_id, act_id):
                return self._call_in(tx, row)
            require_running(tx, row.callout_id)
            found = progress_of(tx.connection, row)
            require_free(row, caller, now)
            require_seen(row, seen)
            if found.state in {RowState.REACHED, RowState.VISITING, RowState.DROPPED}:
                raise Refused("row_settled")
            if outcome is Outcome.PASSED and (found.stage is None or found.contact is None):
                raise Refused("no_next_stage")
            whom, stage = found.contact, found.stage or Stage.VISIT
            attempt = CalloutTry(
                row_id=row.id, stage=list(Stage).index(stage), person_id=whom.person_id if whom is not None else None,
                name=whom.name if whom is not None else "", phone="", outcome=outcome.value, at=now, seconds=None,
                reply="", caller=caller, by_name=tx.by.name, undone=None, act_id=act_id,
            )  # fmt: skip
            self._tried(tx, row, attempt, now)
        return self._call(row_id)

    def _open(self, tx: Tx, row: CalloutRow) -> Progress:
        """Where a row of a running calling stands; refuses callout_ended, row_settled."""
        require_running(tx, row.callout_id)
        found = progress_of(tx.connection, row)
        if found.state in {RowState.REACHED, RowState.GIVEN_UP, RowState.DROPPED}:
            raise Refused("row_settled")
        return found

    def _call(self, row_id: UUID) -> CallRow:
        with self._store.reading() as connection:
            return call_of(connection, row_id)

    def _call_in(self, tx: Tx, row: CalloutRow) -> CallRow:
        return call_of(tx.connection, row.id)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone()).date()


_WORDS = {
    Outcome.ANSWERED: "接听", Outcome.NO_ANSWER: "无人接", Outcome.BUSY: "占线", Outcome.OFF: "关机",
    Outcome.SUSPENDED: "停机", Outcome.REFUSED: "拒接", Outcome.STOOD_IN: "代接", Outcome.WRONG: "空号错号",
    Outcome.VISITED: "已上门", Outcome.PASSED: "转上一级", Outcome.SENT: "派人上门",
}  # fmt: skip
"""The duty log is Chinese."""


def _is_known(tx: Tx, row_id: UUID, act_id: UUID) -> bool:
    asked = select(CalloutTry.number).where(CalloutTry.row_id == row_id, CalloutTry.act_id == act_id)
    return tx.connection.execute(asked).first() is not None


def _require_known(tx: Tx, warning_id: UUID | None, incident_id: UUID | None) -> None:
    if warning_id is not None and tx.session.get(WarningMessage, warning_id) is None:
        raise Refused("no_such_warning")
    if incident_id is not None and tx.session.get(Incident, incident_id) is None:
        raise Refused("no_such_incident")
