"""值班日志 names both where somebody stood in, with their times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from console.domain.duty import PostLine, ShiftRow, Turn
from console.domain.realm import Realm
from ui.printing.form import Pairs
from ui.printing.log_form import day_log_form
from ui.printing.parts import Print

EIGHT = datetime(2030, 8, 12, tzinfo=UTC)
TWO = EIGHT + timedelta(hours=6)
FIRST, SECOND = PostLine("主班", "陈例一"), PostLine("主班", "吴例三")
TURNS = (Turn(FIRST, EIGHT, TWO), Turn(SECOND, TWO, None, "陈例一", "发热"))
SHIFT = ShiftRow(
    uuid4(), 7, EIGHT, EIGHT + timedelta(days=1), EIGHT, None, uuid4(), "陈例一", (SECOND,), 1, None, "empty", "", TURNS
)


def _people(shift: ShiftRow, hours: int) -> list[tuple[str, str]]:
    form = day_log_form([], Print(ZoneInfo("Asia/Shanghai"), Realm.SAMPLE, EIGHT + timedelta(hours=hours)), shift=shift)
    head = next(block for block in form.blocks if isinstance(block, Pairs))
    return [(pair.label, pair.value) for pair in head.pairs][2:]


def test_both_stand_on_it_with_their_times() -> None:
    said = "陈例一 08-12 08:00 至 14:00；吴例三 14:00 起（代 陈例一：发热）"
    assert _people(SHIFT, 20) == [("主班", said)]


def test_who_is_still_to_stand_in_is_not_on_it() -> None:
    assert _people(replace(SHIFT, posts=(FIRST,)), 5) == [("主班", "陈例一")]
