"""队伍调动单, 任务单, 支援请求单, 通行单: everything of the record, in Chinese, with room to sign and seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from console import words
from console.bootstrap import Desk
from console.domain.assigning import Told
from console.domain.assignments import TeamState
from console.domain.clock import StoppedClock
from console.domain.dispatch_papers import Addressee, AskedFor, PassAsked, SupportAsked, asked_of
from console.domain.dispatching import order_of
from console.domain.forms import DISPATCH_PAPERS
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Actor
from console.domain.proposed import Proposal
from console.domain.stock_document import NewLine
from console.services.proposal_columns import key
from tests.kit.dispatch import LEADER, Ground, by, ground, team
from ui import prints
from ui.dispatch_prints import MoveOrder, ProposalSheet, TaskSheet
from ui.printing.fonts import MM
from ui.printing.form import Form, Section
from ui.printing.layout import BOX_INK, BOXES, WIDTH, lay_out
from ui.printing.named import filling_of, spec_of
from ui.printing.outlines import outline
from ui.printing.output import to_pdf

__all__ = ["by", "ground"]


@pytest.fixture
def proposal(desk: Desk, by: Actor, ground: Ground) -> Proposal:
    """Three teams and water wanted; two teams and half the water are there."""
    more = {"equipment": "子母式排水车 1 台、汽油泵 4 台", "call_sign": "永嘉排涝01", "base": "南城街道例路1号"}
    ground.add_teams(desk, by, team("D1", 8, **more), team("D2", 20))
    ground.took_in(desk, by, ground.county, NewLine(ground.water, Decimal(30), lot_code="乙"))
    ground.agreement(desk, by, ground.water, 200, 90)
    due = desk.clock.now() + timedelta(hours=2)
    for form in (
        NewNeed(
            ground.incident,
            NeedKind.SKILL,
            Decimal(3),
            skill="drainage",
            priority=1,
            place="样例村东",
            asked_by="王例二",
            phone="0577-0000-0001",
            due_at=due,
        ),
        NewNeed(ground.incident, NeedKind.ITEM, Decimal(60), item=ground.water, place="样例村东"),
    ):
        desk.needs.record(form, by=by)
    return desk.proposals.make([ground.incident])


def printed(desk: Desk, item: Any, read: Callable[[Path], list[str]], tmp_path: Path) -> tuple[Form, str]:
    form = prints.form_of(desk, item)
    to_pdf(form, tmp_path / "a.pdf")
    return form, "".join(read(tmp_path / "a.pdf"))


def has(text: str, *wanted: str) -> None:
    missing = [one for one in wanted if "".join(one.split()) not in text]
    assert not missing, (missing, text)


def test_an_order_and_each_of_its_teams_have_a_paper(
    desk: Desk, by: Actor, proposal: Proposal, clock: StoppedClock, read: Any, tmp_path: Path
) -> None:
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER, text="先排村委会，再排卫生院"), by=by)
    form, text = printed(desk, MoveOrder(made.id), read, tmp_path)
    assert (form.kind, form.number, form.counted) == ("team_move", made.number, True)
    has(
        text,
        "应急队伍调动单",
        made.number,
        "林例十",
        "电话同意",
        "先排村委会，再排卫生院",
        "队伍D1",
        "队伍D2",
        "12人",
        "陈例一",
        "排涝抢险",
        "样例村东",
        "08:28",
        "批准人",
        "经办人",
        "队伍负责人",
    )
    assert "100-0000-0001" not in text, "nobody's own number goes on paper"
    first = next(row for row in desk.assignments.of_dispatch(made.id) if row.team == "队伍D1")
    clock.advance(minutes=9)
    first = desk.assignments.step(first.id, TeamState.DEPARTED, Told(who="陈例一"), seen=first.version, by=by)
    form, text = printed(desk, TaskSheet(first.id), read, tmp_path)
    assert (form.kind, form.number) == ("team_task", first.number)
    has(
        text,
        "应急救援任务单",
        "永嘉排涝01",
        "子母式排水车",
        "南城街道例路1号",
        "王例二",
        "0577-0000-0001",
        "10分钟内出动，60分钟内到场",
        "六时点",
        "集结",
        "2030-08-12 08:09",
        "现场指挥",
        "赶赴样例村东",
        made.number,
    )


def test_a_request_says_what_is_short_and_a_garrison_has_room_for_its_own(
    desk: Desk, ground: Ground, proposal: Proposal, read: Any, tmp_path: Path
) -> None:
    lines = asked_of([(one.need, f"{one.amount} {one.need.unit}") for one in proposal.shorts])
    asked = SupportAsked(
        Addressee.GARRISON,
        "",
        ground.incident,
        (*lines, AskedFor("冲锋舟", "4 艘", priority=2)),
        "积水 1.2 米",
        assembly="例镇中学操场",
        contact="王例二",
        phone="0577-0000-0009",
        support="县里负责食宿油料",
        approver="林例十",
    )
    form, text = printed(desk, asked, read, tmp_path)
    assert (form.kind, form.number, form.counted) == ("support_request", "", False), "it has no series: written in"
    has(
        text,
        "应急支援请求单",
        "当地驻军",
        "积水1.2米",
        "排涝抢险",
        "1支",
        "饮用水",
        "30箱",
        "样例村东",
        "紧急",
        "冲锋舟",
        "4艘",
        "2030-08-12 10:00",
        "需要的兵力、装备和到达时间",
        words.say("incident.standing.none"),
        "例镇中学操场",
        "0577-0000-0009",
        "县里负责食宿油料",
        "签发单位（盖章）",
        "受理单位回执",
    )
    other = printed(desk, replace(asked, to=Addressee.CITY, name="温州市应急指挥中心"), read, tmp_path)[1]
    has(other, "温州市应急指挥中心")
    assert "[incident" not in text
    assert "需要的兵力" not in other and "当地驻军" not in other


def test_a_pass_names_vehicle_route_and_time_and_every_box_takes_a_seal(
    desk: Desk, ground: Ground, read: Any, tmp_path: Path
) -> None:
    now = desk.clock.now()
    asked = PassAsked(
        "PQ2030-0001",
        "例县蓝天救援队（示例）",
        ground.incident,
        "示A·12345",
        "陈例四",
        8,
        "冲锋舟 2 艘",
        "县城",
        "样例村",
        "41省道—例镇—样例村",
        now,
        now + timedelta(hours=24),
        "林例十",
    )
    form, text = printed(desk, asked, read, tmp_path)
    assert (form.kind, form.number) == ("pass_slip", "PQ2030-0001")
    has(
        text,
        "应急救援车辆通行单",
        "示A·12345",
        "8人",
        "冲锋舟2艘",
        "41省道—例镇—样例村",
        "2030-08-12 08:00",
        "2030-08-13 08:00",
        "签发单位（盖章）",
        "卡口查验",
        "一车一单",
    )
    assert BOX_INK >= 22 * MM and WIDTH / BOXES >= 40 * MM
    assert len(lay_out(form).pages) == 1 and len(form.signatures) == BOXES


def test_a_proposal_on_paper_is_chinese_and_has_what_is_ticked_alone(
    desk: Desk, proposal: Proposal, read: Any, tmp_path: Path
) -> None:
    kept = frozenset(key(one) for one in proposal.teams[:1])
    words.set_language("en")
    try:
        form, text = printed(desk, ProposalSheet(proposal, kept), read, tmp_path)
    finally:
        words.set_language("zh")
    has(text, "调度方案（待批）", proposal.teams[0].found.team.name, "可派第1位", "饮用水缺30箱", "例县超市（示例）")
    (lines,) = [block for block in form.blocks if isinstance(block, Section)]
    assert len(lines.rows) == 1 < len(proposal.teams) and not form.counted and "reckoned" not in text


def test_each_paper_may_be_the_countys_own(desk: Desk, by: Actor, ground: Ground, proposal: Proposal) -> None:
    (made,) = desk.dispatching.confirm(order_of(proposal, LEADER, text="先排村委会"), by=by)
    (row, _other) = desk.assignments.of_dispatch(made.id)
    items = {
        "team_move": MoveOrder(made.id),
        "team_task": TaskSheet(row.id),
        "support_request": SupportAsked(Addressee.GARRISON, "", ground.incident, (AskedFor("冲锋舟", "4 艘"),)),
        "pass_slip": PassAsked("PQ2030-0001", "例县蓝天救援队", ground.incident),
    }
    assert set(items) == set(DISPATCH_PAPERS)
    for kind, item in items.items():
        about = prints._about(desk, desk.clock.now())
        spec, said = spec_of(prints.dressed(desk, outline(desk, kind))), filling_of(prints.form_of(desk, item))
        assert set(said.values) <= spec.names, kind
        for table, columns in said.columns.items():
            assert set(columns) <= spec.columns[table], kind
        assert about.site
    desk.settings.change("print.title.pass_slip", "例县抢险通行证", "本地格式", by=by, confirmed=True)
    assert prints.form_of(desk, items["pass_slip"]).title == "例县抢险通行证"
