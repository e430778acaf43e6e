"""Who came to a consultation, as it is typed; the three rates of it."""

from __future__ import annotations

import pytest

from console.domain.consultation import (
    Attendance,
    Attendant,
    attendance,
    came_as,
    people_of,
    people_text,
    unit_of,
    with_person,
)
from console.errors import Refused

ASKED = ("县气象局", "县水利局", "县供电公司 调度")


def test_people_are_read_by_unit_and_several_of_one_stand_together():
    told = people_of("县气象局 王例三、县水利局　李例四；县供电公司 调度 赵例六\n县气象局 孙例七，", ASKED)
    assert told == {"县气象局": "王例三 孙例七", "县水利局": "李例四", "县供电公司 调度": "赵例六"}


@pytest.mark.parametrize("typed", ["王例三", "县气象局 王例三、李例四", "县供电公司 调度"])
def test_a_name_or_a_unit_alone_is_refused(typed):
    with pytest.raises(Refused, match="person_unit_missing"):
        people_of(typed, ASKED)


def test_one_more_is_added_once():
    text = with_person("", "县气象局", "王例三")
    text = with_person(with_person(text, "县水利局", "李例四"), "县气象局", "孙例七")
    assert text == with_person(text, "县气象局", "王例三") == "县气象局 王例三 孙例七、县水利局 李例四"


def test_what_is_typed_and_what_is_stored_say_the_same():
    told = came_as(ASKED, (), (), (), people_of("县气象局 王例三、县供电公司 调度 赵例六", ASKED))
    assert people_of(people_text(told), ASKED) == {"县气象局": "王例三", "县供电公司 调度": "赵例六"}


@pytest.mark.parametrize(
    ("organisation", "unit"), [("县气象局", "县气象局"), ("例县气象局", "县气象局"), ("县消防大队", "县消防大队")]
)
def test_the_county_book_may_call_a_unit_more_fully(organisation, unit):
    assert unit_of(organisation, ASKED) == unit


def test_late_absent_and_uninvited_are_told_apart_and_the_rates_follow():
    told = came_as(ASKED, ["县气象局"], ["县水利局"], ["县气象局"], {"县水利局": "李例四", "县消防大队": "赵例六"})
    assert told == (
        Attendant("县气象局", True, "", True, True), Attendant("县水利局", True, "李例四", False, False),
        Attendant("县供电公司 调度"), Attendant("县消防大队", True, "赵例六"),
    )  # fmt: skip
    assert attendance(told) == Attendance(asked=4, came=3, in_time=2, material=1)


@pytest.mark.parametrize(("late", "material", "field"), [(["县水利局"], [], "late"), ([], ["县消防大队"], "material")])
def test_late_without_coming_and_material_of_a_stranger_are_refused(late, material, field):
    with pytest.raises(Refused, match="unit_not_there") as refused:
        came_as(ASKED, ["县气象局"], late, material, {})
    assert refused.value.facts["field"] == field
