"""Every column of what was sent, its runs, attempts and of self-tests, changed by hand, is found."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.delivery import Receipt, SendState
from console.domain.outbox import NewBatch
from console.services.delivery_pump import Pump
from console.services.self_tests import SelfTestsService
from tests.kit.sending import AREA, PASSWORD, Street, device, officer, sound, text
from tests.kit.tampering import require_found

TABLES = ("delivery", "delivery_batch", "delivery_attempt", "self_test")


@pytest.mark.long
def test_every_column_is_covered_by_a_book(tmp_path, empty_store):
    data = DataDir(tmp_path / "wire")
    shutil.copytree(empty_store.root, data.root)
    clock = StoppedClock(datetime(2030, 8, 12, tzinfo=UTC))
    with closing(bootstrap.build(data, clock)) as desk:
        who, siren, modem = officer(desk).actor, device(desk, "J-1"), device(desk, "M", "modem")
        later = clock.now() + timedelta(minutes=1)
        desk.deliveries.ask([text(modem, not_before=later)], by=who, batch=NewBatch(uuid4(), "撤离通知"))
        (row,) = desk.deliveries.ask([sound(siren, subject_kind="incident", subject_number="SJ-1")], by=who)
        desk.deliveries.arm([row.id], AREA, PASSWORD, by=who)
        street = Street(answers=lambda _order: Receipt(SendState.UNKNOWN, "no_answer", b"\x01", b"\x02", reference="7"))
        Pump(desk.deliveries, street.of, threads=0).step(clock.now())
        desk.deliveries.decide(row.id, SendState.CONFIRMED, "听见了", by=who)
        SelfTestsService(desk.opened.store, clock, desk.settings.zone, desk.deliveries, patience=0.0).run(siren, by=who)
        assert desk.log.verify().fault is None
    require_found(data, TABLES)
