"""A run of texts that cannot be over in time is said before it begins."""

from __future__ import annotations

from datetime import timedelta

from console.domain.outbox import run_minutes
from console.domain.warning_form import Chosen
from tests.kit.sending import device
from tests.kit.warning import small_county


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
