"""X1: ten thousand incidents and a hundred thousand tasks: what lists and the due strip cost beside reading a page.

Timeliness counts a whole year of all of it, and names the records behind a figure.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.incident import OPEN_STATES
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.timeliness import Asked, Measure, Outcome
from console.tool.bench.corpus import Corpus
from console.tool.bench.figures import Figure, Spread, spread
from db.base import Base
from db.models.inbound import Inbound, Task
from db.models.incidents import Incident, IncidentClock, IncidentItem
from db.models.outbound import Outbound

INCIDENTS, TASKS_EACH = 10_000, 10
ROUNDS, PAGE, BATCH = 15, 200, 5_000
OPEN_INCIDENTS, OPEN_TASKS = 60, 400
"""What a heavy night leaves open; everything older is ended and archived."""
NOW = datetime(2030, 8, 12, tzinfo=UTC)
LIMIT = 0.1
"""Seconds from which on a person sees that something waits."""
LIMITS = {"x1_timeliness": 2.0, "x1_timeliness_records": 0.5}
"""A year counted is asked for once and beside the screen, as are the records behind one of its figures."""
FIRST = date(NOW.year - 1, NOW.month + 1, 1)
"""The year that ends with this month."""
_RAW = f"SELECT * FROM incident LIMIT {PAGE}"


def x1(place: Path, entries: int) -> list[Figure]:
    """Each list in milliseconds and as a multiple of one raw page of 200 rows; met while nobody sees a pause."""
    count = max(1, min(INCIDENTS, entries // 100))
    data = DataDir(place / f"volume-{count}")
    if not data.store.exists():
        bootstrap.create(data, Realm.SAMPLE)
        fill(data, count)
    desk = bootstrap.build(data)
    try:
        page = _spread(lambda: _raw(desk))
        return [_figure(name, _spread(read), page) for name, read in reads(desk).items()]
    finally:
        desk.close()


def reads(desk: Desk) -> dict[str, Callable[[], Any]]:
    """What the panels ask when they open, when words are typed, when the next page is wanted, once a minute."""
    first = desk.incidents.page()
    last, some = first[-1], first[0].id
    return {
        "x1_incidents": lambda: desk.incidents.page(states=tuple(OPEN_STATES)),
        "x1_incidents_all": desk.incidents.page,
        "x1_incidents_word": lambda: desk.incidents.page("查无此词"),
        "x1_incidents_next": lambda: desk.incidents.page(after=last),
        "x1_tasks": desk.orders.rows,
        "x1_tasks_word": lambda: desk.orders.rows("水利局"),
        "x1_tasks_incident": lambda: desk.orders.rows(open_only=False, incident_id=some),
        "x1_due": lambda: desk.due.rows(NOW),
        "x1_timeliness": lambda: desk.timeliness.figures(FIRST),
        "x1_timeliness_records": lambda: desk.timeliness.records(Asked(Measure.TASK, FIRST, 12, outcome=Outcome.LATE)),
    }


def _figure(name: str, ours: Spread, page: Spread) -> Figure:
    return Figure("X1", name, ours.p50 / 1e3, LIMITS.get(name, LIMIT), ours=ours, other=page)


def _spread(read: Callable[[], Any]) -> Spread:
    read()
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        read()
        seconds.append(time.perf_counter() - begun)
    return spread(seconds)


def _raw(desk: Desk) -> None:
    with desk.opened.store.reading() as connection:
        connection.exec_driver_sql(_RAW).fetchall()


def fill(data: DataDir, count: int) -> None:
    """So many incidents, each from one call, with three countdowns, ten tasks and a report that left.

    Rows only: no line of a book.
    """
    desk = bootstrap.build(data)
    try:
        corpus, pick = Corpus(5), Random(5)
        for first in range(0, count, BATCH):
            made: dict[type[Base], list[dict[str, Any]]] = {Inbound: [], Incident: [], IncidentItem: []}
            made |= {IncidentClock: [], Task: [], Outbound: []}
            for at in range(first, min(first + BATCH, count)):
                _incident(made, corpus, pick, at, count)
            with desk.opened.store.writing(by=Actor.tool("bench")) as tx:
                for model, rows in made.items():
                    tx.connection.execute(insert(model), rows)
                tx.connection.exec_driver_sql("ANALYZE")
    finally:
        desk.close()


def _incident(made: dict[type[Base], list[dict[str, Any]]], corpus: Corpus, pick: Random, at: int, count: int) -> None:
    item, incident = (UUID(int=pick.getrandbits(128), version=4) for _ in range(2))
    received = NOW - timedelta(minutes=50 * (count - at))
    is_open = at >= count - OPEN_INCIDENTS
    text = corpus.text()
    made[Inbound].append({
        "id": item, "number": f"JB-{at:06d}", "channel": "phone", "received_at": received, "receiver_name": "陈例一",
        "summary": text, "state": "open" if is_open else "closed", "saved_at": received,
    })  # fmt: skip
    made[Incident].append({
        "id": incident, "number": f"SJ-{at:05d}", "title": text[:30], "event_type": "10402", "kind": "event",
        "grade": "", "standing": "none", "place_path": corpus.place(), "place_text": "",
        "occurred_precision": "unknown", "received_at": received, "summary": text, "measures": "", "needs": "",
        "outlook": "", "state": "handling" if is_open else "archived", "opened_at": received,
        "opened_by": "陈例一", "version": 1,
    })  # fmt: skip
    made[IncidentItem].append({
        "id": UUID(int=pick.getrandbits(128), version=4), "incident_id": incident, "inbound_id": item, "kind": "source",
        "at": received, "by_name": "陈例一", "ended_by": "", "reason": "", "version": 1,
    })  # fmt: skip
    made[Outbound].append(_report(incident, at, received, pick))
    for rule, minutes in (("phone_any", 30), ("written_any", 60), ("daily", 1440)):
        made[IncidentClock].append(_clock(incident, rule, minutes, received, None if is_open else received, pick))
    for number in range(TASKS_EACH):
        left = at * TASKS_EACH + number >= count * TASKS_EACH - OPEN_TASKS
        made[Task].append(_task(incident, at * TASKS_EACH + number, received, pick, corpus, is_open=left))


def _report(incident: UUID, at: int, received: datetime, pick: Random) -> dict[str, Any]:
    """One that left, confirmed sooner or later."""
    sent = received + timedelta(minutes=25)
    return {
        "id": UUID(int=pick.getrandbits(128), version=4), "number": f"FS-{at:06d}", "to_name": "", "to_org": "市应急局",
        "to_phone": "", "channel": "phone", "text": "首报", "subject_kind": "report", "subject_id": incident,
        "subject_number": f"SJ-{at:05d}", "sent_at": sent, "by_name": "陈例一", "state": "received",
        "receipt_by": "李例三", "receipt_at": sent + timedelta(minutes=pick.randrange(60)), "recorded_at": sent,
        "version": 1,
    }  # fmt: skip


def _clock(
    incident: UUID, rule: str, minutes: int, received: datetime, done: datetime | None, pick: Random
) -> dict[str, Any]:
    return {
        "id": UUID(int=pick.getrandbits(128), version=4), "incident_id": incident, "rule": rule, "ordinal": 1,
        "step": "first_phone", "whom": rule, "minutes": minutes, "basis": "", "counts_from": received,
        "due_at": received + timedelta(minutes=minutes), "done_at": done, "done_by": "", "told": "", "late_reason": "",
        "drop_reason": "", "dropped_by": "", "version": 1,
    }  # fmt: skip


def _task(
    incident: UUID, number: int, received: datetime, pick: Random, corpus: Corpus, *, is_open: bool
) -> dict[str, Any]:
    return {
        "id": UUID(int=pick.getrandbits(128), version=4), "number": f"RW-{number:06d}", "source": "duty",
        "title": corpus.text()[:40], "detail": "", "owner": corpus.person(), "created_at": received,
        "due_at": received + timedelta(hours=2), "state": "open" if is_open else "done", "created_by": "陈例一",
        "closed_at": None if is_open else received + timedelta(minutes=pick.randrange(180)),
        "form": "order", "stage": "sent", "unit": pick.choice(("县水利局", "县交通局", "样例镇")),
        "incident_id": incident, "version": 1,
    }  # fmt: skip
