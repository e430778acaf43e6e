"""A unit whose name stands several times in the tree is not guessed, and nobody is doubled by it."""

from __future__ import annotations

from tests.kit import contact_files as kit
from tests.kit.contact_files import codes, counted, hit

book, take = kit.book, kit.take
HEAD = ["姓名", "单位", "职务", "手机"]
TREE = [
    HEAD,
    ["陈例一", "例山镇政府（示例）/应急办", "主任", "100-0000-0001"],
    ["林例二", "例溪镇政府（示例）/应急办", "主任", "100-0000-0002"],
]


def test_without_the_unit_above_a_new_person_goes_nowhere(book, take, desk):
    take(book(TREE))
    told = take(book([HEAD, ["张例三", "应急办", "副主任", "100-0000-0003"]], name="改.xlsx"))
    assert codes(told.problems) == [(2, "unit", "unit_ambiguous")] and not told.applied
    assert [one.path for one in desk.contact_units.tree() if one.name == "应急办"] == [
        ("例山镇政府（示例）", "应急办"), ("例溪镇政府（示例）", "应急办"),
    ]  # fmt: skip


def test_who_is_known_there_says_which_one_is_meant(book, take, desk):
    take(book(TREE))
    before = hit(desk, "林例二")
    told = take(book([HEAD, ["林例二", "应急办", "科长", "100-0000-0002"]], name="改.xlsx"))
    assert counted(told) == {"read": 1, "updated": 1}
    after = hit(desk, "林例二")
    assert (after.id, after.organisation, after.post) == (before.id, "应急办", "科长")
    assert len([one for one in desk.contact_units.tree() if one.name == "应急办"]) == 2


def test_with_the_unit_above_it_is_the_one(book, take, desk):
    take(book(TREE))
    told = take(book([HEAD, ["张例三", "例溪镇政府（示例）/应急办", "副主任", "100-0000-0003"]], name="改.xlsx"))
    assert counted(told) == {"read": 1, "added": 1}


def test_one_of_the_top_is_meant_where_there_is_one(book, take, desk):
    take(book([*TREE, ["王例四", "应急办", "主任", "100-0000-0004"]]))
    told = take(book([HEAD, ["张例三", "应急办", "副主任", "100-0000-0003"]], name="改.xlsx"))
    assert counted(told) == {"read": 1, "added": 1}
    assert len([one for one in desk.contact_units.tree() if one.name == "应急办"]) == 3
