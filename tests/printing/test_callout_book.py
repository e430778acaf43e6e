"""叫应台账 over several pages: every row of it, long names, who was not called and why, who went to the door."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.callout import Caller, Contact, Outcome, Stage
from console.domain.callout_rows import Planned
from tests.kit.warning import County, small_county
from tests.printing.test_warning_papers import has, printed, rows_of
from ui.warning_prints import CalloutBook

LONG = "例县东部新区管理委员会下例山片区防汛防台抗旱指挥部办公室值班主任兼山洪灾害巡查责任人"
NAME = "阿卜杜热依木·阿卜杜拉·示例"
ROWS = 90


@pytest.fixture
def ground(new_store: Any, clock: Any) -> Any:
    desk = bootstrap.build(new_store, clock)
    yield small_county(desk)
    desk.close()


def test_every_row_stands_in_the_book_over_its_pages(ground: County, read: Any, tmp_path: Path) -> None:
    desk, by = ground.desk, ground.actor("甲例")

    def row(nth: int) -> Planned:
        post = LONG if nth % 7 == 0 else "村书记"
        chain = (
            Contact(Stage.A, f"{NAME}{nth}" if nth % 5 == 0 else f"甲{nth}", post, (f"100-0000-{nth:04}",)),
            Contact(Stage.B, f"乙{nth}", post, (f"100-0001-{nth:04}",)),
        )
        return Planned(f"例{nth}村", "例山镇", post, chain, "本人就在值班室，不必叫" if nth == 3 else "")

    callers = (Caller("陈例一", "8001"), Caller("曾例三"))
    look = desk.callouts.start(uuid4(), "暴雨红色 叫应", [row(nth) for nth in range(ROWS)], 5, by=by, callers=callers)
    calls = desk.callouts.calls(look.id)
    for one in calls[4:60]:
        desk.callouts.record(
            one.id, Outcome.ANSWERED, by=by, act_id=uuid4(), caller="陈例一", reply=f"回话{one.ordinal}"
        )
    sent = desk.callouts.visit(calls[61].id, by=by, act_id=uuid4())
    desk.callouts.record(
        sent.id, Outcome.VISITED, by=by, act_id=uuid4(), visitor="网格员 张例二", reply="人已转移到避灾点"
    )
    desk.clock.advance(minutes=3)
    look = desk.callouts.end(look.id, "通信中断，其余由乡镇入户", seen=look.version, by=by)
    form, text = printed(ground, CalloutBook(look.id), read, tmp_path)
    pages = read(tmp_path / "a.pdf")
    cells = rows_of(form, 0)
    assert len(pages) > 3 and {int(each[0]) for each in cells} == set(range(1, ROWS + 1))
    has(text, "57/89", "不叫", "未叫", "本人就在值班室，不必叫", "网格员张例二", "人已转移到避灾点")
    has(text, "陈例一（8001）、曾例三", "未达到", "通信中断，其余由乡镇入户")
    for each in calls:
        has(text, each.chain[0].name, f"例{each.ordinal - 1}村")
    assert text.count("".join(LONG.split())) >= ROWS // 7
    assert len(rows_of(form, 1)) == look.tally.open == 32
    assert all("回话" in page or "未应名单" in page or "现状" in page for page in pages), "each page has its headings"
    assert all(str(nth) in page for nth, page in enumerate(pages, 1))
