"""The stale check looks at changed data: who left, which post is empty, which numbers and days are old."""

from __future__ import annotations

from datetime import date

import pytest

from console import words
from console.domain.plan_findings import Stale, StaleKind
from console.services.plan_checks import PlanChecks
from tests.kit import plans as kit


@pytest.fixture
def plan(desk, by, tmp_path):
    """A plan in which nothing is stale but that stores are not looked at."""
    kit.people(desk, tmp_path, by)
    desk.plans.add(kit.plan(), by=by)
    by_hand(desk, by, "UPDATE phone_number SET verified_on = '2030-08-01'")
    return desk.plans.by_code("YA-01").id


def by_hand(desk, by, statement):
    with desk.opened.store.writing(by=by) as tx:
        tx.run(statement)


def sentences(desk):
    (one,) = desk.plan_checks.stale()
    return [words.say_in("zh", found.code, **found.facts) for found in one.found]


def test_nothing_stale_and_stores_are_not_called_sound(desk, plan):
    (one,) = desk.plan_checks.stale([plan])
    assert one.found == () and one.not_checked == (StaleKind.STORES,) and words.has("plan.stale.stores")


CHANGED = {
    "A left": (
        "UPDATE person SET left_on = '2030-08-12' WHERE name = '解例九'",
        ["例县水利局（示例）“水旱灾害防御科”A岗解例九已离任，尚无接替。"],
    ),
    "leaves tomorrow": ("UPDATE person SET left_on = '2030-08-13'", []),
    "time over": (
        "UPDATE post_holder SET valid_to = '2030-08-01' WHERE rank = 'B'",
        ["例县水利局（示例）“水旱灾害防御科”B岗区例一已离任，尚无接替。"],
    ),
    "both left": (
        "UPDATE person SET left_on = '2030-08-01'",
        ["例县水利局（示例）“水旱灾害防御科”原任职人员（解例九、区例一）均已离任。"],
    ),
    "post renamed": ("UPDATE post SET name = '防汛科'", ["例县水利局（示例）“水旱灾害防御科”无人任职。"]),
    "unit renamed": (
        "UPDATE organisation SET name = '例县水务局（示例）', short_name = ''",
        ["通讯录中没有单位“例县水利局（示例）”，岗位“水旱灾害防御科”无法落实。"],
    ),
    "no number": (
        "UPDATE phone_number SET valid_to = '2030-08-01' WHERE number = '100-0000-0316'",
        ["例县水利局（示例）“水旱灾害防御科”解例九没有电话号码。"],
    ),
    "never verified": (
        "UPDATE phone_number SET verified_on = NULL WHERE number = '100-0000-0317'",
        ["例县水利局（示例）“水旱灾害防御科”区例一的号码超过 90 天未核实。"],
    ),
    "long ago": (
        "UPDATE phone_number SET verified_on = '2030-05-13' WHERE number = '100-0000-0317'",
        ["例县水利局（示例）“水旱灾害防御科”区例一的号码超过 90 天未核实。"],
    ),
    "review": ("UPDATE plan SET review_on = '2030-08-02'", ["评估日期 2030-08-02 已过 10 天。"]),
    "filing": (
        "UPDATE plan SET issued_on = '2030-07-01'",
        ["应于 2030-07-29 前备案（20 个工作日，按周一至周五计），至今未备案。"],
    ),
    "no steps": ("UPDATE plan_task SET active = 0", ["没有结构化任务，不能一键启动。"]),
}


@pytest.mark.parametrize("name", CHANGED)
def test_what_changed_is_said(desk, by, plan, name):
    statement, expected = CHANGED[name]
    by_hand(desk, by, statement)
    assert sentences(desk) == expected


def test_a_follower_ends_the_finding(desk, by, plan, tmp_path):
    by_hand(desk, by, "UPDATE person SET left_on = '2030-08-01' WHERE name = '解例九'")
    (tmp_path / "新").mkdir()
    kit.people(desk, tmp_path / "新", by, (f"查例三,{kit.OFFICE},{kit.POST},A,100-0000-0333",))
    by_hand(desk, by, "UPDATE phone_number SET verified_on = '2030-08-01'")
    assert not [found for found in desk.plan_checks.stale()[0].found if found.kind is StaleKind.GONE]


def test_each_post_is_told_once_with_its_cards(desk, by, plan):
    by_hand(desk, by, "UPDATE post SET name = '防汛科'")
    (found,) = desk.plan_checks.stale()[0].found
    assert len(found.cards) == 11 and found.cards[0] == "II A2"


def test_posts_of_the_duty_room_are_manned_by_the_shift_table(desk, by, plan):
    cards = (kit.card("A1", post="主班", unit=""), kit.card("A2", post="指挥长", unit=""))
    desk.plans.add(kit.plan("YA-02", levels=(kit.level("IV", cards=cards),)), by=by)
    (found,) = desk.plan_checks.stale([desk.plans.by_code("YA-02").id])[0].found
    assert found.kind is StaleKind.UNHELD and found.facts["post"] == "指挥长"


def test_whoever_knows_the_stores_is_asked(desk, plan):
    class Stores:
        def below_quota(self, plans):
            return {text.code: [Stale(StaleKind.BELOW_QUOTA, {"item": text.code})] for text in plans}

    checks = PlanChecks(desk.opened.store, desk.clock, desk.settings.zone, Stores())
    (one,) = checks.stale([plan])
    assert one.not_checked == () and one.found[-1].facts == {"item": "YA-01"}
    assert desk.plans.today() == date(2030, 8, 12)


def test_a_second_unit_with_such_a_post_is_told_where_the_card_names_none(desk, by, plan, tmp_path):
    cards = (kit.card("A1", unit=""),)
    desk.plans.add(kit.plan("YA-02", levels=(kit.level("IV", cards=cards),)), by=by)
    code = desk.plans.by_code("YA-02").id
    assert desk.plan_checks.stale([code])[0].found == ()
    (tmp_path / "新").mkdir()
    kit.people(desk, tmp_path / "新", by, (f"查例三,例县气象局（示例）,{kit.POST},A,100-0000-0327",))
    (found,) = desk.plan_checks.stale([code])[0].found
    assert (found.kind, found.cards) == (StaleKind.WHICH_UNIT, ("IV A1",))


def test_every_finding_says_how_it_is_mended_in_both_languages():
    for kind in StaleKind:
        for language in ("zh", "en"):
            assert words.say_in(language, Stale(kind).mend) != Stale(kind).mend
