"""A warning goes its way: nobody alone, nothing unsigned, nothing changed after it was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.domain.people import Actor
from console.domain.warning import Act, Kind, State
from console.domain.warning_form import Chosen
from console.domain.warning_rows import Sent
from console.errors import Refused
from console.services.warning_sends import Done
from tests.kit.warning import WORD, county


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def refused(code, act, *arguments, **facts):
    with pytest.raises(Refused) as found:
        act(*arguments, **facts)
    assert found.value.code == code
    return found.value


def test_drafted_reviewed_signed_released_lifted(ground):
    desk, first = ground.desk, ground.actor("甲例")
    warnings, sends = desk.warnings, desk.warning_sends
    form = ground.form()
    assert [one.code for one in warnings.check(form) if one.stops] == []
    row = warnings.draft(form, by=first)
    assert (row.number, row.state, row.lead) == ("示例YJ2030-0001", State.DRAFT, None)
    assert warnings.draft(form, by=first) == row
    row = warnings.submit(row.id, seen=row.version, by=first)
    assert row.state is State.REVIEW and row.digest is not None and "暴雨红色预警" in row.canonical
    refused("own_review", warnings.endorse, row.id, "甲例", WORD, digest=row.digest)
    refused("wrong_password", warnings.endorse, row.id, "乙例", "no", digest=row.digest)
    refused("text_changed", warnings.endorse, row.id, "乙例", WORD, digest=b"x")
    refused("act_not_now", warnings.sign, row.id, "丙例", WORD, digest=row.digest)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    refused("not_permitted", warnings.sign, row.id, "乙例", WORD, digest=row.digest)
    refused("act_not_now", warnings.release, row.id, seen=row.version, by=first)
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    assert row.state is State.RELEASE and sends.rows(row.id) == []
    refused("act_not_now", warnings.edit, replace(form, title="别的"), seen=row.version, by=first)
    row = warnings.release(row.id, seen=row.version, by=first)
    assert (row.state, row.lead, row.owed) == (State.RELEASING, 0, ())
    tv, chat = sends.rows(row.id)
    assert (tv.row.state, tv.row.text, chat.row.target) == (
        Sent.TODO,
        "【示例】例县气象台发布暴雨红色预警",
        "三个工作群",
    )
    assert sends.tick(by=first) == 0
    refused("proof_missing", sends.done, tv.row.id, Done(), seen=1, by=first)
    sends.done(tv.row.id, Done(reached=120_000, proof="县融媒体中心 陈例二 回电"), seen=1, by=first)
    sends.failed(chat.row.id, "手机没电", seen=1, by=first)
    assert sends.tick(by=first) == 1 and warnings.one(row.id).state is State.ACTIVE

    row = warnings.one(row.id)
    lift = warnings.follow(row.id, Kind.LIFT, uuid4(), seen=row.version, by=first)
    assert [one.channel for one in lift.form.channels] == ["tv", "chat"] and lift.root_id == row.id
    refused("follower_open", warnings.follow, row.id, Kind.CHANGE, uuid4(), seen=row.version, by=first)
    lift = warnings.edit(replace(lift.form, full="降雨已减弱，解除预警。"), seen=lift.version, by=first)
    lift = walked(warnings, lift, first)
    assert lift.state is State.RELEASING and warnings.one(row.id).state is State.LIFTED
    for one in sends.rows(lift.id):
        sends.skipped(one.row.id, "试", seen=1, by=first)
    sends.tick(by=first)
    assert warnings.one(lift.id).state is State.LIFTED
    assert [step.act for step in warnings.history(row.id)] == [
        Act.DRAFT, Act.SUBMIT, Act.ENDORSE, Act.SIGN, Act.RELEASE, Act.COMPLETE, Act.LIFTED
    ]  # fmt: skip
    assert desk.log.verify().fault is None


def walked(warnings, row, by):
    row = warnings.submit(row.id, seen=row.version, by=by)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    return warnings.release(row.id, seen=row.version, by=by)


def test_the_urgent_way_and_the_telephone_leave_signatures_owed(ground):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.draft(ground.form(), by=first)
    row = warnings.submit(row.id, seen=row.version, by=first, urgent="堤坝已漫顶")
    assert row.state is State.SIGN
    refused("own_phone_word", warnings.sign_by_phone, row.id, "甲例", None, "同意", digest=row.digest, by=first)
    refused("approver_may_not", warnings.sign_by_phone, row.id, "乙例", None, "同意", digest=row.digest, by=first)
    said = (row.id, "丙例", None, "同意发布，越快越好")
    refused("second_missing", warnings.sign_by_phone, *said, digest=row.digest, by=first)
    for name, code in (("甲例", "own_second"), ("丙例", "own_second"), ("丁例", "not_permitted")):
        refused(code, warnings.sign_by_phone, *said, digest=row.digest, by=first, second=(name, WORD))
    refused("wrong_password", warnings.sign_by_phone, *said, digest=row.digest, by=first, second=("乙例", "x"))
    row = warnings.sign_by_phone(*said, digest=row.digest, by=first, second=("乙例", WORD))
    assert "乙例 在场" in warnings.history(row.id)[-1].words
    row = warnings.release(row.id, seen=row.version, by=first)
    assert row.owed == (Act.COUNTERSIGN, Act.SIGN_LATER)
    refused("own_countersignature", warnings.countersign, row.id, "丙例", WORD, digest=row.digest)
    row = warnings.countersign(row.id, "乙例", WORD, digest=row.digest)
    refused("not_asked_of", warnings.sign_later, row.id, "己例", WORD)
    assert warnings.sign_later(row.id, "丙例", WORD).owed == ()


def test_a_county_may_let_one_officer_hear_it_alone_and_paper_stands_for_a_leader_without_account(ground):
    warnings, first, lists = ground.desk.warnings, ground.actor("甲例"), ground.desk.lists
    rule = next(item for item in lists.rows("warning_rules") if item.code == "red_orange")
    lists.change(
        "warning_rules", rule.code, {**rule.values, "alone": "yes"}, seen=rule.version, by=Actor.tool("tester")
    )
    row = warnings.draft(ground.form(), by=first)
    row = warnings.submit(row.id, seen=row.version, by=first, urgent="堤坝已漫顶")
    row = warnings.sign_by_phone(row.id, "王县长", None, "同意", digest=row.digest, by=first)
    for name, code in (("乙例", "not_yours"), ("丁例", "not_yours")):
        refused(code, warnings.take_back, row.id, "改", seen=row.version, by=ground.actor(name))
    row = warnings.release(row.id, seen=row.version, by=first)
    refused("not_permitted", warnings.sign_later, row.id, "乙例", WORD)
    row = warnings.sign_later(row.id, "己例", WORD)
    assert row.owed == (Act.COUNTERSIGN,)
    step = warnings.history(row.id)[-1]
    assert (step.by_name, step.of_name, step.words) == ("己例", "王县长", "纸面已签")


def test_what_ends_meanwhile_does_not_go_out(ground):
    warnings, first = ground.desk.warnings, ground.actor("甲例")
    row = warnings.draft(ground.form(), by=first)
    row = warnings.submit(row.id, seen=row.version, by=first)
    row = warnings.endorse(row.id, "乙例", WORD, digest=row.digest)
    row = warnings.sign(row.id, "丙例", WORD, digest=row.digest)
    ground.desk.clock.advance(hours=4)
    assert (
        refused("warning_problems", warnings.release, row.id, seen=row.version, by=first).facts["problem"] == "expired"
    )
    row = warnings.take_back(row.id, "改止时", seen=row.version, by=first)
    assert (row.state, row.digest, row.hands.signer) == (State.DRAFT, None, None)


def test_what_nobody_lifts_expires(ground):
    warnings, sends, first = ground.desk.warnings, ground.desk.warning_sends, ground.actor("甲例")
    row = walked(warnings, warnings.draft(ground.form(), by=first), first)
    ground.desk.clock.advance(hours=2, minutes=59)
    assert sends.tick(by=first) == 0
    ground.desk.clock.advance(minutes=1)
    assert sends.tick(by=first) == 1 and warnings.one(row.id).state is State.EXPIRED
    assert warnings.one(row.id).ended_at == row.expires_at


def test_devices_are_asked_and_what_sounds_waits_for_arming(ground):
    desk, first = ground.desk, ground.actor("甲例")
    sirens = [row.form.id for row in desk.devices.rows() if row.form.driver == "relay"][:2]
    form = ground.form(channels=(Chosen("sms"), Chosen("siren", device_ids=tuple(sirens))))
    row = walked(desk.warnings, desk.warnings.draft(form, by=first), first)
    sms, siren = desk.warning_sends.rows(row.id)
    people = [one for one in desk.warning_sends.people(row.id) if one.phone]
    assert sms.counts.queued == len({one.phone for one in people}) > 0
    assert (siren.counts.held, siren.row.state) == (2, Sent.DOING)
    assert desk.warning_sends.tick(by=first) == 0
    assert all(delivery.text.startswith("【示例】") for delivery in desk.deliveries.rows(batch_id=sms.row.id))


def test_a_text_that_says_six_hours_and_ends_in_three_stops(ground):
    form = ground.form(sms="未来六小时有暴雨", expires=ground.desk.clock.now() + timedelta(hours=3))
    codes = {(one.code, one.at) for one in ground.desk.warnings.check(form) if one.stops}
    assert codes == {("hours_differ", "sms")}
