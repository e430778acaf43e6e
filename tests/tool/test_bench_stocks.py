"""``bench --only X6``: a small ledger is filled and every question asked; how fast is for a quiet machine to say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console import bootstrap
from console.config import DataDir
from console.tool.bench import stocks


@pytest.mark.long
def test_a_small_ledger_adds_up_and_every_question_is_asked(tmp_path):
    told = stocks.x6(tmp_path, 3_000)

    assert {one.name for one in told} == {*stocks.LIMITS, "x6_wrong"}
    assert told[-1].value == 0 and told[-1].met
    desk = bootstrap.build(DataDir(tmp_path / "stock-3000"))
    try:
        there = sum(row.quantity for row in desk.stock.on_hand())
        assert there == sum(row.quantity for row in desk.stock.on_hand(at=stocks.NOW))
        assert 0 < sum(row.quantity for row in desk.stock.on_hand(at=stocks.NOW - timedelta(days=900))) < there
        assert desk.stock_documents.count() == 300 and len(desk.quotas.shortages(every=True)) == 900
    finally:
        desk.close()
