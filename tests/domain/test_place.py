"""Places: level by length, parent by name or prefix, and what an import would do to the store."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.place import (
    KnownPlace,
    Level,
    PlaceRow,
    is_code,
    name_problem,
    refused_rows,
    resolve,
)

COUNTY = KnownPlace("330324", "永嘉县")


def store(*places):
    return {place.code: place for place in places}


def kinds(plan):
    return [(found.row, found.column, found.code.removeprefix("place.problem.")) for found in plan.problems]


def parents(rows):
    return {row.code: row.parent_code for row in rows}


def test_level_follows_from_the_length_of_the_code():
    codes = ("33", "3303", "330324", "330324001", "330324001001")

    assert [PlaceRow(code, "x").level for code in codes] == list(Level)


def test_parent_by_prefix_and_in_any_order():
    rows = [PlaceRow("330324001001", "城东社区", row=2), PlaceRow("330324001", "东城街道", row=3)]

    plan = resolve(rows, store(COUNTY))

    assert [row.code for row in plan.to_add] == ["330324001", "330324001001"], "parents first"
    assert parents(plan.to_add) == {"330324001": "330324", "330324001001": "330324001"}
    assert (plan.placeholders, plan.problems) == ((), ())


def test_a_parent_nobody_knows_becomes_a_placeholder():
    plan = resolve([PlaceRow("330324001", "东城街道", "330324", row=2)], {})

    assert plan.placeholders == (PlaceRow("330324", ""),)
    assert plan.problems == ()


def test_a_village_without_town_and_county_gets_both():
    plan = resolve([PlaceRow("330324001001", "城东社区", row=2)], store(KnownPlace("3303", "温州市")))

    assert parents(plan.placeholders) == {"330324": "3303", "330324001": "330324"}


def test_several_counties_stand_in_one_store():
    rows = [PlaceRow("330381001", "安阳街道", "330381"), PlaceRow("330324001", "东城街道", "330324")]

    plan = resolve(rows, store(COUNTY))

    assert [row.code for row in plan.placeholders] == ["330381"]
    assert len(plan.to_add) == 2


def test_a_county_stands_alone_until_its_city_comes():
    alone = resolve([PlaceRow("330324", "永嘉县", row=2)], {})
    assert parents(alone.to_add) == {"330324": None}

    plan = resolve([PlaceRow("3303", "温州市", row=2)], store(COUNTY))
    assert plan.adopted == (PlaceRow("330324", "永嘉县", "3303"),)


def test_a_placeholder_gets_its_name():
    plan = resolve([PlaceRow("330324", "永嘉县", row=2)], store(KnownPlace("330324", "", None, placeholder=True)))

    assert [row.name for row in plan.to_update] == ["永嘉县"]


def test_unchanged_renamed_and_moved_are_told_apart():
    known = store(
        KnownPlace("33", "浙江省"),
        KnownPlace("3303", "温州市", "33"),
        KnownPlace("330324", "永嘉县", "3303"),
        KnownPlace("330325", "旧名", "3303"),
        KnownPlace("330326", "平阳县", "33"),
    )
    rows = [
        PlaceRow("330324", "永嘉县", row=2),
        PlaceRow("330325", "新名", row=3),
        PlaceRow("330326", "平阳县", "3303", row=4),
    ]

    plan = resolve(rows, known)

    assert [row.code for row in plan.unchanged] == ["330324"]
    assert [row.code for row in plan.to_update] == ["330325", "330326"]


def test_the_same_import_twice_changes_nothing():
    rows = [PlaceRow("330324001001", "城东社区", row=2), PlaceRow("330324001", "东城街道", row=3)]
    first = resolve(rows, {})
    known = {
        row.code: KnownPlace(row.code, row.name, row.parent_code, placeholder=not row.name)
        for row in (*first.to_add, *first.placeholders)
    }

    again = resolve(rows, known)

    assert (again.to_add, again.to_update, again.placeholders, again.adopted) == ((), (), (), ())
    assert len(again.unchanged) == 2


def test_parent_by_name():
    rows = [
        PlaceRow("330324001", "东城街道", parent_name="永嘉县", row=2),
        PlaceRow("330324001001", "城东社区", parent_name="东城街道", row=3),
    ]

    plan = resolve(rows, store(COUNTY))

    assert parents(plan.to_add) == {"330324001": "330324", "330324001001": "330324001"}


def test_of_several_of_one_name_the_one_above_is_meant():
    rows = [
        PlaceRow("330324001", "城关镇", row=2),
        PlaceRow("330381001", "城关镇", row=3),
        PlaceRow("330381001001", "一村", parent_name="城关镇", row=4),
        PlaceRow("330399001001", "二村", parent_name="城关镇", row=5),
    ]

    plan = resolve(rows, {})

    assert parents(plan.to_add)["330381001001"] == "330381001"
    assert kinds(plan) == [(5, "parent", "parent_ambiguous")]


def test_parents_that_cannot_be():
    rows = [
        PlaceRow("330324001", "自己", "330324001", row=2),
        PlaceRow("330324002", "别县", "330325", row=3),
        PlaceRow("330324003", "下级", "330324003001", row=4),
        PlaceRow("330324004", "无此名", parent_name="没有县", row=5),
        PlaceRow("330324005", "坏码", "3303x", row=6),
        PlaceRow("330324006", "自称", parent_name="自称", row=7),
        PlaceRow("330324007", "甲", parent_name="乙", row=8),
        PlaceRow("330324008", "乙", parent_name="甲", row=9),
    ]

    assert [(row, code) for row, _, code in kinds(resolve(rows, {}))] == [
        (2, "parent_self"),
        (3, "parent_not_above"),
        (4, "parent_not_above"),
        (5, "parent_unknown"),
        (6, "parent_code"),
        (7, "parent_self"),
        (8, "parent_not_above"),
        (9, "parent_not_above"),
    ]


def test_children_of_a_refused_row_still_find_a_parent():
    rows = [PlaceRow("330324001", "东城街道", "330325", row=2), PlaceRow("330324001001", "城东社区", row=3)]

    plan = resolve(rows, store(COUNTY))

    assert [row.code for row in plan.placeholders] == ["330324001"]


def test_a_code_twice_is_a_problem_of_the_second():
    rows = [
        PlaceRow("330324001", "东城街道", row=2),
        PlaceRow("330324001", "东城街道", row=3),
        PlaceRow("330324001", "北城街道", row=4),
    ]

    plan = resolve(rows, store(COUNTY))

    assert kinds(plan) == [(3, "code", "duplicate"), (4, "code", "duplicate_other")]
    assert plan.problems[1].facts == {"code": "330324001", "first": 2, "name": "东城街道"}
    assert len(plan.to_add) == 1
    assert refused_rows(plan.problems) == 2


def test_codes_filled_up_with_zeros_are_the_short_ones():
    rows = [
        PlaceRow("330000", "浙江省", row=2),
        PlaceRow("330300", "温州市", row=3),
        PlaceRow("330324000000", "永嘉县", row=4),
        PlaceRow("330324001000", "东城街道", row=5),
        PlaceRow("330324001001", "城东社区", row=6),
    ]

    assert parents(resolve(rows, {}).to_add) == {
        "33": None,
        "3303": "33",
        "330324": "3303",
        "330324001": "330324",
        "330324001001": "330324001",
    }


def test_a_city_without_counties_keeps_its_county_code():
    rows = [PlaceRow("441900", "东莞市", "4419", row=2), PlaceRow("441900003", "东城街道", "441900", row=3)]

    plan = resolve(rows, store(KnownPlace("4419", "东莞市")))

    assert parents(plan.to_add) == {"441900": "4419", "441900003": "441900"}


def test_names_of_people_who_type_strangely():
    assert name_problem("䶮家坪𬭩村", 2) is None
    assert name_problem("村" * 60, 2) is None
    assert name_problem("村" * 61, 2).code == "place.problem.name_too_long"
    assert name_problem("东\x07城", 2).facts == {"char": "U+0007"}


digits = st.sampled_from("0123")
code = st.one_of(
    st.sampled_from([2, 4, 6, 9, 12]).flatmap(lambda n: st.text(digits, min_size=n, max_size=n)),
    st.text(max_size=4),
)
name = st.sampled_from(["甲", "乙", "丙", "丁", ""])
row = st.builds(PlaceRow, code, name, st.none() | code, name)
places = st.builds(KnownPlace, code.filter(is_code), name, st.none(), st.booleans())


@given(st.lists(row, max_size=12), st.lists(places, max_size=6))
def test_every_row_ends_somewhere_whatever_the_order(rows, known):
    rows = [replace(one, row=number) for number, one in enumerate(rows, start=2)]
    known = store(*known)
    plan = resolve(rows, known)

    placed = [one.row for one in (*plan.to_add, *plan.to_update, *plan.unchanged)]
    assert sorted(placed + [found.row for found in plan.problems]) == [one.row for one in rows]

    there = known.keys() | {one.code for one in (*plan.to_add, *plan.placeholders)}
    for one in (*plan.to_add, *plan.to_update, *plan.placeholders, *plan.adopted):
        assert one.parent_code is None or one.parent_code in there
        assert one.parent_code is None or (one.code.startswith(one.parent_code) and one.code != one.parent_code)
        assert one.level

    assert resolve(random.Random(1).sample(rows, len(rows)), known) == plan
