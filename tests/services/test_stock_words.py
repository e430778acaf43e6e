"""What the duty book says of stock documents: who reads only the book knows what lies where and why."""

from __future__ import annotations

from decimal import Decimal

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.domain.stock import DocumentKind
from console.domain.stock_document import NewDocument, NewLine
from tests.kit.stock import settled, yard
from tests.kit.stock_processes import play

D = Decimal


def test_the_book_says_what_happened_to_goods(desk: Desk) -> None:
    by = desk.accounts.add("陈例一", Role.OFFICER, "officer of 2030", by=Actor.tool("tester")).actor
    here = yard(desk, by)
    play(desk, here, by)
    lot = desk.stock.on_hand(item=here.pump)[0].lot
    gift = NewDocument(
        DocumentKind.DONATION, (NewLine(here.boat, D(3)),), to_store=here.town, other_side="样例慈善总会\n "
    )
    settled(desk, by, gift)
    out = NewDocument(DocumentKind.ISSUE, (NewLine(here.pump, D(2)),), from_store=here.county, incident=here.incident)
    settled(desk, by, out)
    row = NewLine(here.pump, D(2), lot=lot, damaged=D(1), lost=D(1))
    settled(desk, by, NewDocument(DocumentKind.RETURN, (row,), to_store=here.county, incident=here.incident))
    told = [entry.text for entry in reversed(desk.log.newest(80))]
    assert not [text for text in told if "  " in text or "\n" in text or "None" in text]
    for said in (
        "入库单 示例RK2030-0001（县库） 过账：排水泵 9 台、饮用水 48 瓶",
        "调拨单 示例DB2030-0001（县库→岩坦镇库） 发出：排水泵 2 台、饮用水 24 瓶",
        "调拨单 示例DB2030-0001（县库→岩坦镇库） 签收（王例二）：排水泵 实收 1 台；饮用水 实收 20 瓶，短少 1，其余在途",
        "调拨单 示例DB2030-0001（县库→岩坦镇库） 签收（王例二）：排水泵 损坏 1 台；饮用水 实收 3 瓶",
        "盘点表 示例PD2030-0001（县库） 过账：排水泵 账面 7 台，实盘 6 台，盘亏 1",
        "冲销单 示例CX2030-0001（县库） 冲销 示例PD2030-0001：数错，批准 林例十",
        "报废单 示例BF2030-0001（县库） 作废：不再需要",
        "捐赠入库单 示例JZ2030-0001（样例慈善总会→岩坦镇库） 过账：冲锋舟 四米 3 艘",
        "出库单 示例CK2030-0001（县库→示例SJ2030-0001 样例台风） 过账：排水泵 2 台",
        "退库单 示例TK2030-0001（示例SJ2030-0001 样例台风→县库） 过账：排水泵 2 台，其中损坏 1，丢失 1",
    ):
        assert said in told
