"""A run of texts that cannot be over in time is said before it begins."""

from __future__ import annotations

from datetime import timedelta

from console.domain.contact_book import NumberKind
from console.domain.outbox import run_minutes
from console.domain.warning_form import Chosen
from console.services.contact_people import NewNumber, NewPerson
from tests.kit.sending import device
from tests.kit.warning import small_county, walked


def test_devices_share_the_numbers_and_rest_between_two():
    rest = timedelta(seconds=3)
    assert run_minutes(2_000, [rest], 1) == 100
    assert run_minutes(2_000, [rest] * 4, 1) == 25
    assert run_minutes(2_000, [rest] * 4, 3) == 59, "two seconds between the parts of one text"
    assert run_minutes(0, [rest], 1) == run_minutes(5, [], 1) == 0


def test_the_check_says_how_long_a_run_takes_at_least(desk, by):
    ground = small_county(desk)
    modem = device(desk, "DX-1", "modem", gap_s="60")
    form = ground.form(channels=(Chosen("sms", "", (modem,)),), listened="")
    assert "run_too_long" not in {one.code for one in desk.warnings.check(form)}
    desk.settings.change("warning.send_minutes", "1", "示例", confirmed=True, by=by)
    (slow,) = [one for one in desk.warnings.check(form) if one.code == "run_too_long"]
    assert not slow.stops and slow.at == "channels"
    assert (slow.facts["minutes"], slow.facts["limit"], slow.facts["devices"]) == (2, 1, 1)
    device(desk, "DX-2", "modem")
    both = ground.form(channels=(Chosen("sms"),), listened="")
    assert "run_too_long" not in {one.code for one in desk.warnings.check(both)}, "two share them"


def test_a_telephone_written_in_two_ways_is_told_once(desk, by):
    ground = small_county(desk)
    device(desk, "DX-1", "modem")
    again = desk.contact_people.add(NewPerson("癸例三"), [NewNumber(NumberKind.MOBILE, "+86 10000000001")], by=by)
    group = desk.contact_groups.add_fixed("再一组", [again], by=by)
    form = ground.form(channels=(Chosen("sms"),), groups=(ground.group, group.id), listened="")
    assert desk.warnings.reach(form) == (3, 2)
    row = walked(desk.warnings, desk.warnings.draft(form, by=ground.actor("甲例")), ground.actor("甲例"))
    assert len(desk.deliveries.rows(subject_id=row.id)) == 2
    assert len(desk.warning_sends.people(row.id)) == 3, "all of them are named"
