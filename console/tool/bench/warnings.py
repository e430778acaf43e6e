"""X9: from the release key of a warning to the first text at a modem, and to two thousand of them in the queue.

The release is one transaction: a row for each channel, person and order, each covered by the book. It is held against
a plain insert of the very same rows into a twin of the store, in turn.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.devices.talks import Transfer
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.warning_form import Chosen, WarningForm
from console.domain.warning_rows import WarningRow
from console.domain.wire import DeviceForm
from console.tool.bench.figures import Figure, spread
from console.tool.bench.loading import BY
from console.tool.bench.people import rows as people_rows
from db import sqlite

NUMBERS, ROUNDS, SMALL = 2_000, 7, 60
MODEMS = 2
TIMES = 30.0
"""Of the plain insert, in processor time: two thousand people are read and checked twice, four thousand records made,
spelled for the book and hashed, before the same bytes are written."""
QUEUED_S, FIRST_S = 2.0, 2.5
"""Of the processor: whoever pressed the key still looks at it after two seconds. What else runs on a shared core is
not the release's; beside it stands what the clock said."""
PATIENCE = 60.0
_SECONDS = ("queued", "worked", "first", "first_worked", "plain", "plain_worked")
WORD = "bench of warnings"
_HANDED_OVER = b"\x1a"
_OF_WARNING = {
    "warning_send": "warning_id",
    "warning_person": "warning_id",
    "warning_step": "warning_id",
    "delivery": "subject_id",
}
"""Tables the release writes to, and the column that names the warning."""


@dataclass(frozen=True, slots=True)
class Released:
    """One release: seconds of the clock and of the processor until it was committed and until a modem had the first
    text, bytes the log of the store grew by; the same of the plain insert of its rows."""

    queued: float
    worked: float
    first: float
    first_worked: float
    size: int
    plain: float
    plain_worked: float
    plain_size: int


def x9(place: Path, entries: int) -> list[Figure]:
    """Releases to 2 000 people over two modems and plain inserts in turn; the first round warms up."""
    numbers = NUMBERS if entries >= 100_000 else SMALL
    data = _county(place, numbers)
    twin = DataDir(place / "warnings-twin")
    shutil.copytree(data.root, twin.root)
    with closing(bootstrap.build(data)) as desk:
        found = list(_rounds(desk, data, twin, numbers))[1:]
    said = {name: spread([getattr(one, name) for one in found]) for name in _SECONDS}
    return [
        Figure(
            "X9", "x9_times", said["worked"].p50 / said["plain_worked"].p50, TIMES, ours=said["worked"],
            other=said["plain_worked"],
        ),
        Figure("X9", "x9_queued", said["worked"].p50 / 1e3, QUEUED_S, ours=said["worked"]),
        Figure("X9", "x9_first", said["first_worked"].p50 / 1e3, FIRST_S, ours=said["first_worked"]),
        Figure("X9", "x9_queued_wait", said["queued"].p50 / 1e3, ours=said["queued"], other=said["plain"]),
        Figure("X9", "x9_first_wait", said["first"].p50 / 1e3, ours=said["first"]),
        Figure("X9", "x9_size", _middle([one.size for one in found]) / 1e6),
        Figure("X9", "x9_plain_size", _middle([one.plain_size for one in found]) / 1e6),
    ]  # fmt: skip


def _county(place: Path, numbers: int) -> DataDir:
    """A practice store with so many people in a group, three officers and two simulated modems."""
    data = DataDir(place / "warnings")
    bootstrap.create(data, Realm.EXERCISE)
    with closing(bootstrap.build(data)) as desk:
        file = place / "places.csv"
        file.write_text("代码,名称,上级\n99,示例省,\n9901,示例市,99\n990101,例县,9901\n", encoding="utf-8")
        desk.places.import_file(file, by=BY)
        file = place / "listeners.csv"
        file.write_text("\n".join(people_rows(numbers)) + "\n", encoding="utf-8")
        desk.contacts.import_file(file, by=BY)
        with desk.opened.store.reading() as connection:
            found = connection.exec_driver_sql("SELECT id FROM person ORDER BY name").scalars()
            people = [UUID(str(one)) for one in found]
        desk.contact_groups.add_fixed("责任人", people, by=BY)
        for name, role in (
            ("林例十", Role.ADMIN),
            ("甲例", Role.OFFICER),
            ("乙例", Role.OFFICER),
            ("丙例", Role.COMMANDER),
        ):
            desk.accounts.add(name, role, WORD, by=BY)
        for number in range(MODEMS):
            desk.devices.add(
                DeviceForm(uuid4(), f"DX-{number}", f"短信猫{number}", "modem", f"sim://modem/x9-{number}",
                           options={"gap_s": "1"}),
                by=BY,
            )  # fmt: skip
    return data


def _officer(desk: Desk) -> Actor:
    return next(one.actor for one in desk.accounts.list() if one.name == "甲例")


class _First:
    """When a modem was handed its first text."""

    def __init__(self) -> None:
        self.came = threading.Event()
        self.at = self.worked = 0.0

    def __call__(self, _key: str, transfer: Transfer) -> None:
        if transfer.sent and transfer.raw.endswith(_HANDED_OVER) and not self.came.is_set():
            self.at, self.worked = time.perf_counter(), time.process_time()
            self.came.set()


def _rounds(desk: Desk, data: DataDir, twin: DataDir, numbers: int) -> Iterator[Released]:
    desk.wire.start()
    library = sqlite.library()
    with closing(library.connect(str(twin.store), isolation_level=None)) as other:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            other.execute(f"PRAGMA {pragma}")
        for _ in range(ROUNDS):
            row, first = _signed(desk), _First()
            leave = desk.wire.watch(first)
            with closing(library.connect(str(data.store), isolation_level=None)) as own:
                _emptied(own)
                began, busy, here = time.perf_counter(), time.process_time(), time.thread_time()
                row = desk.warnings.release(row.id, seen=row.version, by=_officer(desk))
                queued, worked, size = time.perf_counter() - began, time.thread_time() - here, _log_size(data)
                if not first.came.wait(PATIENCE):
                    raise RuntimeError("no modem was handed a text")
                leave()
                (send,) = desk.warning_sends.rows(row.id)
                assert send.row.batch_id is not None and send.row.people == numbers
                desk.deliveries.stop_batch(send.row.batch_id, by=BY)
                plain = _plain(own, other, twin, row.id)
            yield Released(queued, worked, first.at - began, first.worked - busy, size, *plain)


def _signed(desk: Desk) -> WarningRow:
    """A warning that waits for its key."""
    service, now = desk.warnings, desk.clock.now()
    by = _officer(desk)
    form = WarningForm(
        uuid4(), scheme="weather", signal="02", level="weather_red", title="例县气象台发布暴雨红色预警",
        issuer="例县气象台", places=(desk.places.everything()[-1].id,), channels=(Chosen("sms"),),
        groups=(desk.contact_groups.rows()[0].id,),
        full="预计未来两小时仍有强降雨，请立即转移危险区域人员。", sms="暴雨红色预警，请立即转移。", onset=now,
        expires=now + timedelta(hours=3),
    )  # fmt: skip
    row = service.draft(form, by=by)
    row = service.submit(row.id, seen=row.version, by=by)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest or b"")
    return service.sign(row.id, "丙例", WORD, digest=row.digest or b"")


def _plain(own: Any, other: Any, twin: DataDir, warning_id: UUID) -> tuple[float, float, int]:
    """The rows of that release into the twin, as they are: seconds by clock and processor, bytes its log grew by."""
    wanted = {table: (f"{column} = ?", [warning_id.hex]) for table, column in _OF_WARNING.items()}
    wanted["log_entry"] = ("number > (SELECT max(number) FROM log_entry WHERE kind = 'warning') - 1", [])
    found = {
        table: own.execute(f"SELECT * FROM {table} WHERE {where}", told).fetchall()
        for table, (where, told) in wanted.items()
    }
    other.execute("PRAGMA foreign_keys=OFF")
    _emptied(other)
    began, here = time.perf_counter(), time.thread_time()
    other.execute("BEGIN IMMEDIATE")
    for table, rows in found.items():
        marks = ", ".join("?" * len(rows[0]))
        other.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    other.execute("COMMIT")
    return time.perf_counter() - began, time.thread_time() - here, _log_size(twin)


def _emptied(connection: Any) -> None:
    """The log of the store begins anew: what it holds afterwards is one transaction."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _log_size(data: DataDir) -> int:
    return Path(f"{data.store}-wal").stat().st_size


def _middle(values: list[int]) -> float:
    return sorted(values)[len(values) // 2]
