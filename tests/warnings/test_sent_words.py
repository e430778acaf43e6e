"""A channel of many orders of which some failed is called neither done nor wholly failed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from console.domain.outbox import Counts
from console.domain.warning_rows import SendRow, Sent, Way
from console.services.warning_sends import SendNow
from ui.models.warning_rows import send_model
from ui.text import Times


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(sent=1997, failed=3), "部分失败 3/2000"),
        (Counts(unconfirmed=1, failed=2, cancelled=1), "部分失败 2/4"),
        (Counts(failed=3), "未办成"),
        (None, "未办成"),
    ],
)
def test_how_a_failed_channel_is_called(counts: Counts | None, said: str) -> None:
    row = SendRow(
        uuid4(), uuid4(), 1, "sms", "短信", Way.DEVICE, "", "", 2000, Sent.FAILED, None, None, None, "", None, "", "",
        "", 1,
    )  # fmt: skip
    times = Times(lambda: ZoneInfo("Asia/Shanghai"), lambda: datetime(2030, 8, 12, tzinfo=UTC))
    state = next(one for one in send_model(times, lambda row: row.name).columns if one.id == "send_state")
    assert state.text(SendNow(row, counts)) == said
