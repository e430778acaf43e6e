"""A page to try a printer with: the station's name, every size of type, a table, a frame to write in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ui.printing.form import Column, Footer, Form, Lines, Pair, Pairs, Prose, Row, Section


def test_page(site: str, printed_at: datetime, zone: ZoneInfo) -> Form:
    """Chinese like every print; nothing of it is a record."""
    at = printed_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    columns = (Column("项目", 1.0), Column("看什么", 3.0))
    rows = (
        Row(("边框", "四边的线都在，没有被裁掉")),
        Row(("小字", "这一行看得清，笔画没有断")),
        Row(("粗体", "这一行是粗体"), strong=True),
    )
    return Form(
        "打印测试页",
        "",
        (site,),
        (
            Pairs("单位", (Pair("名称", site), Pair("打印时间", at))),
            Section("逐项看", "", columns, rows),
            Prose("说明", "这是测试页，不是记录，不编号。看过即可销毁。"),
            Lines("签字试写", 2),
        ),
        Footer("", "", at, ""),
    )
