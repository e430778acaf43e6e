"""Lists a county edits: proposals until the first change, from then on its own rows, each carried by the audit book."""

from __future__ import annotations

import csv
from uuid import uuid4

import pytest

import resources
from console import words
from console.bootstrap import Desk
from console.domain.inbound import Intake
from console.domain.lists import LISTS, FieldKind, shifts_of
from console.domain.people import Actor
from console.errors import Refused
from console.services.lists import shipped_rows


def test_every_shipped_list_means_something() -> None:
    for key in LISTS:
        codes = [item.code for item in shipped_rows(key)]
        assert len(codes) == len(set(codes))
    for item in shipped_rows("templates"):
        assert sum(shift.hours for shift in shifts_of(item.get("shifts"))) == 24


def test_every_list_and_column_and_choice_has_words() -> None:
    for spec in LISTS.values():
        codes = [f"list.{spec.key}", *(f"list.{spec.key}.{field.name}" for field in spec.fields)]
        codes += [f"list.{spec.key}.{f.name}.{c}" for f in spec.fields if f.kind is FieldKind.CHOICE for c in f.choices]
        for code in codes:
            assert words.say_in("zh", code) != code and words.say_in("en", code) != code


def test_the_shipped_files_have_no_columns_nobody_reads() -> None:
    for spec in LISTS.values():
        head = next(csv.reader(resources.path(f"lists/{spec.key}.csv").read_text(encoding="utf-8").splitlines()))
        assert set(head) <= {"code", *(field.name for field in spec.fields)}


def test_the_first_change_makes_the_proposals_the_countys_own(desk: Desk, by: Actor) -> None:
    before = desk.lists.rows("checks")
    assert all(item.shipped and not item.confirmed for item in before)
    changed = desk.lists.change("checks", "keys", {**before[-5].values, "name": "钥匙（三把）"}, seen=0, by=by)
    after = desk.lists.rows("checks")
    assert [item.code for item in after] == [item.code for item in before]
    assert changed.get("name") == "钥匙（三把）" and changed.confirmed and changed.version == 2
    assert not any(item.shipped for item in after)
    assert {item.code for item in after if item.confirmed} == {"keys"}


def test_a_row_is_added_retired_restored_and_ordered(desk: Desk, by: Actor) -> None:
    made = desk.lists.add("recipients", {"name": "县防指办", "phone": "0577-0000-0003"}, by=by)
    assert desk.lists.rows("recipients")[-1].code == made.code
    desk.lists.retire("recipients", made.code, seen=made.version, by=by)
    assert made.code not in {item.code for item in desk.lists.rows("recipients")}
    retired = desk.lists.rows("recipients", retired=True)[-1]
    desk.lists.restore("recipients", made.code, seen=retired.version, by=by)
    desk.lists.order("recipients", [made.code], by=by)
    assert desk.lists.rows("recipients")[0].code == made.code


def test_confirming_a_list_takes_it_off_what_waits(desk: Desk, by: Actor) -> None:
    assert "routines" in desk.lists.unconfirmed()
    desk.lists.confirm("routines", by=by)
    assert "routines" not in desk.lists.unconfirmed()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "点名", "time": "25:00", "window": "30"}, "list_field_bad"),
        ({"name": "点名", "time": "10:00", "window": "半小时"}, "list_field_bad"),
        ({"name": "", "time": "10:00", "window": "30"}, "list_field_missing"),
        ({"name": "点名", "time": "10:00", "window": "30", "colour": "red"}, "list_field_unknown"),
        ({"name": "点\x00名", "time": "10:00", "window": "30"}, "list_field_bad"),
    ],
)
def test_a_row_without_meaning_is_refused_and_nothing_changes(
    desk: Desk, by: Actor, values: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        desk.lists.add("routines", values, by=by)
    assert refused.value.code == code and all(item.shipped for item in desk.lists.rows("routines"))


def test_two_editors_do_not_overwrite_each_other(desk: Desk, by: Actor) -> None:
    row = desk.lists.add("lines", {"name": "值班一", "number": "0577-0000-0001"}, by=by)
    desk.lists.change("lines", row.code, {**row.values, "name": "值班一线"}, seen=row.version, by=by)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.lists.change("lines", row.code, {**row.values, "name": "值班二线"}, seen=row.version, by=by)


def test_callers_a_channel_has_hidden_are_never_shown_by_changing_the_list(desk: Desk, by: Actor) -> None:
    row = next(item for item in desk.lists.rows("channels") if item.get("hides_caller") == "yes")
    form = Intake(uuid4(), "例一厂夜间排污", desk.clock.now(), channel=row.code, caller_name="密例人")
    item = desk.intake.register(form, by=by)
    with pytest.raises(Refused, match="channel_hides"):
        desk.lists.change("channels", row.code, {**row.values, "hides_caller": "no"}, seen=row.version, by=by)
    assert desk.intake.one(item.id).caller_hidden
    assert desk.lists.change("channels", row.code, {**row.values, "name": "举报信箱"}, seen=0, by=by).version == 2
