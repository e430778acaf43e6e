"""A report as its record would give it, for tests of its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from console.domain.realm import Realm
from console.domain.report_page import ReportPage

BODY = """2030年8月12日8时00分，我局接样例镇单例二报告：样例镇样例村12发生滑坡。五户房屋有裂缝，已转移十八人。

一、灾情（截至8月12日8时00分）
死亡不详，失联 1 人，轻伤 2 人。

二、救援救灾情况
（一）抢险救援。县消防救援大队三十人、两台车已到场。
（二）转移安置
已劝离五户十八人。

三、趋势研判和需要支援
有关情况正在进一步核实。"""

PLAIN = "山体后缘裂缝仍在发展监测点每三十分钟报告一次数据现场指挥部要求所有人员撤至安全地带并安排专人看守路口"
"""Without any sign: nothing moves the ends of its lines."""

_PAGE = ReportPage(
    mark="应急值班快报",
    number="示例应急值班快报〔2030〕第17期",
    label="初报",
    title="关于样例村12 山体滑坡的报告",
    to=("县委办总值班室", "县府办总值班室", "市应急管理局指挥中心"),
    copies_to=("县自然资源局", "县消防救援大队"),
    body=BODY,
    issuer="样例县应急管理局",
    signer="林例十",
    day=date(2030, 8, 12),
    urgency="特急",
    marking="内部",
    standing="",
    realm=Realm.SAMPLE,
    digest="4f2a" * 16,
)


def report_page(**changed: Any) -> ReportPage:
    """A report about a landslide, but for what is changed."""
    return replace(_PAGE, **changed)


def draft_page(**changed: Any) -> ReportPage:
    """The same while nobody has approved it."""
    unsaid: dict[str, Any] = {"number": "", "signer": "", "day": None, "digest": "", "standing": "草稿"}
    return replace(_PAGE, **{**unsaid, **changed})
