"""What a warning is held against, and what the world may do between the signature and the release."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console import bootstrap, words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.devices import DeviceForm
from console.domain.people import Actor
from console.domain.warning import Kind, Origin, State
from console.domain.warning_form import Chosen, Drawn, WarningForm, canonical_text
from console.errors import Refused
from console.services.warning_sends import Done
from tests.kit import plans
from tests.kit.warning import WORD, small_county, walked

TOOL = Actor.tool("tester")


@pytest.fixture(scope="module")
def ground(tmp_path_factory, empty_store):
    data = DataDir(tmp_path_factory.mktemp("problems") / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    yield small_county(desk)
    desk.close()


def found(ground, form=None, **more):
    """Codes with their field; those that stop have a mark."""
    checked = ground.desk.warnings.check(form or ground.form(**more))
    for one in checked:
        assert words.has(f"warning.problem.{one.code}"), one.code
    return {f"{one.code}@{one.at}{'!' if one.stops else ''}" for one in checked}


def code_of(act, *arguments, **facts):
    with pytest.raises(Refused) as refused:
        act(*arguments, **facts)
    return refused.value.facts.get("problem", refused.value.code)


def signed(ground, **more):
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = service.draft(ground.form(**more), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    return service.sign(row.id, "丙例", WORD, digest=row.digest)


YELLOW = {"level": "weather_yellow", "title": "暴雨黄色预警", "sms": "岩头镇请注意。", "voice": ""}
CASES = {
    "signal": ({"signal": "99"}, "signal_unknown@signal!"),
    "level of another scheme": ({"level": "risk_red"}, "level_unknown@level!"),
    "colour in the title": ({"title": "暴雨黄色预警"}, "colour_differs@title!"),
    "colour in the text": ({"sms": "暴雨橙色预警，请转移"}, "colour_differs@sms!"),
    "from one to the other": ({"title": "暴雨预警由黄色变更为红色"}, "-colour_differs@title!"),
    "channel gone": ({"channels": (Chosen("pigeon"),)}, "channel_unknown@channels!"),
    "channel twice": ({"channels": (Chosen("tv"), Chosen("tv"))}, "channel_twice@channels!"),
    "two chats": ({"channels": (Chosen("chat", "甲群"), Chosen("chat", "乙群"))}, "-channel_twice@channels!"),
    "no device": ({"channels": (Chosen("led"),)}, "device_missing@channels!"),
    "device unknown": ({"channels": (Chosen("led", device_ids=(uuid4(),)),)}, "device_gone@channels!"),
    "numbers of nobody": ({"channels": (Chosen("carrier_sms"),), "groups": ()}, "channel_without_people@channels!"),
    "group unknown": ({"groups": (uuid4(),)}, "group_unknown@groups!"),
    "no place named": ({}, "area_not_said@sms"),
    "place named": ({"sms": "岩头请转移。县气象台"}, "-area_not_said@sms"),
    "nobody says it": ({}, "sms_unsigned@sms"),
    "signed": ({"sms": "请转移。【例县应急】"}, "-sms_unsigned@sms"),
    "emoji": ({"sms": "请转移\U0001f30a"}, "emoji@sms"),
    "right to left": ({"title": "红色\u202e预警"}, "direction_marks@title!"),
    "many parts": ({"sms": "转" * 1000}, "sms_too_long@sms!"),
    "six hours in the full text": ({"full": "未来六小时有暴雨"}, "hours_differ@full"),
    "six hours in the message": ({"sms": "未来六小时有暴雨"}, "hours_differ@sms!"),
    "past hours": ({"sms": "过去六小时有暴雨"}, "-hours_differ@sms!"),
    "over already": ({"expires": datetime(2030, 8, 11, tzinfo=UTC)}, "expired@expires!"),
    "onset long ago": ({"onset": datetime(2030, 8, 10, tzinfo=UTC)}, "onset_long_ago@onset"),
    "crossing": ({"drawn": (Drawn(((28, 120), (29, 121), (29, 120), (28, 121))),)}, "crosses_itself@drawn!"),
    "not listened": ({"voice": "别的", "channels": (Chosen("radio"),)}, "not_listened@voice"),
}  # fmt: skip


def test_what_should_be_found_is_found(ground):
    wrong = {}
    for name, (more, code) in CASES.items():
        codes = found(ground, **more)
        if (code.lstrip("-") in {*codes, *(one.rstrip("!") for one in codes)}) is code.startswith("-"):
            wrong[name] = codes
    assert wrong == {}
    assert not [one for one in found(ground) if one.endswith("!")]


def test_what_cannot_be_kept_is_refused_by_name(ground):
    draft, first = ground.desk.warnings.draft, ground.actor("甲例")
    assert code_of(draft, ground.form(sms="转" * 3_000), by=first) == "text_too_long"
    assert code_of(draft, ground.form(title="红\x00色"), by=first) == "text_control"
    assert code_of(draft, ground.form(places=(uuid4(),)), by=first) == "no_such_place"
    for drawn in (Drawn(((91.0, 0.0),), 1), Drawn(((float("nan"), 0.0),), 1), Drawn(((28.0, 120.0),), 0.0), Drawn(())):
        assert code_of(draft, ground.form(drawn=(drawn,)), by=first) == "drawn_nowhere"
    row = draft(ground.form(sms="\u202e转移\U0001f30a", channels=(Chosen("chat", " 甲\n群 "),)), by=first)
    assert row.form.channels[0].target == "甲 群"
    assert code_of(ground.desk.warnings.submit, row.id, seen=row.version, by=first) == "direction_marks"


def test_different_warnings_have_different_texts(ground):
    """Whatever could be passed off as something else under the same signature."""
    device = uuid4()
    forms = [
        ground.form(title="甲", full="乙\nsms: 丙", sms=""), ground.form(title="甲", full="乙", sms="丙"),
        ground.form(full="乙\u2028sms: 丙"), ground.form(full="乙\\nsms: 丙"), ground.form(full="乙\nsms: 丙"),
        ground.form(channels=(Chosen("led", str(device)),)), ground.form(channels=(Chosen("led", "", (device,)),)),
        ground.form(channels=(Chosen("led", f"[{device}] "),)), ground.form(drawn=(Drawn(((28.0, 120.0),), 1.0),)),
        ground.form(drawn=(Drawn(((28.0, 120.0),), 2.0),)), ground.form(level="weather_orange"),
    ]  # fmt: skip
    texts = [canonical_text(replace(form, id=forms[0].id), {}) for form in forms]
    assert len(set(texts)) == len(forms)
    faked = canonical_text(ground.form(full="乙\u2028短信：丙\n短信：丁", sms=""), {})
    assert [line[:2] for line in faked.splitlines()].count("短信") == 0


def test_a_rule_of_tomorrow_does_not_change_what_was_handed_in_today(ground):
    """The rule is frozen with the text, stricter or laxer as the list may become."""
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = service.draft(ground.form(**YELLOW), by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    assert (row.state, row.rule.code, row.rule.phone) == (State.REVIEW, "others", False)
    assert code_of(service.sign_by_phone, row.id, "县长", None, "同意", digest=row.digest, by=first) == "act_not_now"
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    assert code_of(service.sign_by_phone, row.id, "县长", None, "同意", digest=row.digest, by=first) == "phone_not_here"


def test_the_group_that_is_emptied_after_the_signature_holds_nothing_back(ground):
    desk, first = ground.desk, ground.actor("甲例")
    group = desk.contact_groups.add_fixed("一会儿没人", [], by=TOOL)
    assert "group_empty@groups!" in found(ground, groups=(ground.group, group.id))
    everybody = desk.contact_groups.people(ground.group, to=None)
    group = desk.contact_groups.add_fixed("先有后无", [everybody[0].person_id], by=TOOL)
    row = signed(ground, groups=(ground.group, group.id))
    desk.contact_groups.set_members(group.id, [], seen=group.version, by=TOOL)
    row = desk.warnings.release(row.id, seen=row.version, by=first)
    assert {one.name for one in desk.warning_sends.people(row.id)} == {"辛例一", "壬例二"}


def test_a_device_taken_away_after_the_signature_stops_the_release(ground):
    desk, first = ground.desk, ground.actor("甲例")
    device = desk.devices.add(DeviceForm(uuid4(), "LED-01", "屏", "alpha", "sim://alpha/A1"), by=TOOL)
    row = signed(ground, channels=(Chosen("led", device_ids=(device.id,)),))
    desk.devices.stop(device.id, "坏了", seen=device.version, by=TOOL)
    assert code_of(desk.warnings.release, row.id, seen=row.version, by=first) == "device_gone"
    assert desk.warning_sends.rows(row.id) == [] and desk.warnings.one(row.id).state is State.RELEASE


def test_a_clock_wrong_by_a_day(ground):
    """Ahead: over already. Behind: it goes out, and whoever looks is told."""
    desk, first = ground.desk, ground.actor("甲例")
    row = signed(ground)
    desk.clock.advance(days=1)
    assert code_of(desk.warnings.release, row.id, seen=row.version, by=first) == "expired"
    desk.clock.advance(days=-2)
    assert "clock_back@expires" in found(ground, row.form)
    desk.clock.advance(days=1)
    assert desk.warnings.release(row.id, seen=row.version, by=first).lead == 0


def test_a_lift_and_a_change_while_their_warning_ends(ground):
    """A lift ends what has expired; a change that was on its way goes out; what was lifted is not followed twice."""
    desk, first = ground.desk, ground.actor("甲例")
    service = desk.warnings
    for kind, then in ((Kind.LIFT, State.LIFTED), (Kind.CHANGE, State.CHANGED), (Kind.WITHDRAW, State.WITHDRAWN)):
        row = walked(service, service.draft(ground.form(), by=first), first)
        made = service.follow(row.id, kind, uuid4(), seen=row.version, by=first)
        form = (
            ground.lifting(made)
            if kind is not Kind.CHANGE
            else replace(
                made.form, full="岩头镇续发。", sms="续发", voice="", expires=row.expires_at + timedelta(hours=9)
            )
        )
        made = service.edit(form, seen=made.version, by=first)
        desk.clock.advance(hours=4)
        desk.warning_sends.tick(by=Actor.program())
        assert service.one(row.id).state is State.EXPIRED
        assert code_of(service.follow, row.id, Kind.CHANGE, uuid4(), seen=service.one(row.id).version, by=first) in {
            "follow_not_now"}  # fmt: skip
        made = walked(service, made, first)
        assert service.one(row.id).state is then and service.one(row.id).ended_at == row.expires_at
        again = service.one(row.id)
        assert code_of(service.follow, row.id, Kind.WITHDRAW, uuid4(), seen=again.version, by=first) == "follow_not_now"
        desk.clock.advance(hours=-4)


def test_a_lift_is_about_the_same_area_and_reaches_whom_the_first_reached(ground):
    desk, first = ground.desk, ground.actor("甲例")
    service = desk.warnings
    circle = (Drawn(((28.0, 120.0),), 1.0),)
    row = walked(service, service.draft(ground.form(drawn=circle), by=first), first)
    form = service.follow(row.id, Kind.LIFT, uuid4(), seen=row.version, by=first).form
    form = replace(ground.lifting(service.one(form.id)), drawn=(), groups=(), channels=(Chosen("tv"),))
    assert {"area_differs@places!", "groups_dropped@groups", "channels_dropped@channels"} <= found(ground, form)
    assert "other_signal@signal!" in found(ground, replace(form, signal="01"))


def test_a_forwarded_warning_keeps_its_source(ground):
    codes = found(ground, origin=Origin.FORWARDED, source_at=None)
    assert "source_time_missing@source_at" in codes


def test_figures_tell_lead_and_reach(ground):
    desk, first = ground.desk, ground.actor("甲例")
    desk.clock.advance(days=40)
    onset = desk.clock.now() + timedelta(hours=1)
    row = walked(desk.warnings, desk.warnings.draft(ground.form(onset=onset), by=first), first)
    tv = desk.warning_sends.rows(row.id)[0].row
    desk.warning_sends.done(tv.id, Done(reached=900, proof="回电"), seen=tv.version, by=first)
    figures = desk.warnings.figures(desk.clock.now(), desk.clock.now() + timedelta(days=1))
    (month,), (told,) = figures.months, figures.told
    assert (told.number, told.lead, told.people, told.reached, told.in_time) == (row.number, 60, 2, 900, True)
    assert (month.month, month.count, month.by_rank, month.lead_median, month.reached) == (
        "2030-09", 1, ((1, 1),), 60, 900)  # fmt: skip


def test_a_release_names_the_plan_and_starts_nothing(ground):
    desk = ground.desk
    made = plans.plan()
    desk.plans.add(replace(made, event_type="102"), by=TOOL)
    row = signed(ground, **YELLOW)
    (one,) = desk.warnings.suggests(row.id)
    assert (one.plan_code, one.level, one.running) == (made.code, "III", "")
    assert desk.responses.rows() == []
    draft = desk.warnings.draft(WarningForm(uuid4()), by=ground.actor("甲例"))
    assert desk.warnings.suggests(draft.id) == []
