"""Whoever means harm, or well at the worst moment: what is signed is what goes out, and what is over stays over."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from console import bootstrap
from console.cap.checking import check
from console.cap.values import message_of
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.delivery import SendState
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from console.domain.warning import Kind, Person, State
from console.domain.warning_form import Chosen, canonical_text, digest_of
from console.domain.warning_texts import hours_said
from console.errors import Refused
from console.services.delivery_pump import Pump
from console.services.warning_bound import bound
from console.services.warning_ground import book_of
from tests.kit.sending import Street
from tests.kit.sending import device as add_device
from tests.kit.tampering import opened
from tests.kit.warning import WORD, small_county, walked

TOOL = Actor.tool("tester")


@pytest.fixture(scope="module")
def ground(tmp_path_factory, empty_store):
    data = DataDir(tmp_path_factory.mktemp("hostile") / "store")
    shutil.copytree(empty_store.root, data.root)
    desk = bootstrap.build(data, StoppedClock(datetime(2030, 8, 12, tzinfo=UTC)))
    made = small_county(desk)
    add_device(desk, "MODEM-H", "modem")
    yield made
    desk.close()


def code_of(act, *arguments, **facts):
    with pytest.raises(Refused) as refused:
        act(*arguments, **facts)
    return refused.value.facts.get("problem", refused.value.code)


def drafted(ground, **more):
    return ground.desk.warnings.draft(ground.form(**more), by=ground.actor("甲例"))


def signed(ground, **more):
    service = ground.desk.warnings
    row = drafted(ground, **more)
    row = service.submit(row.id, seen=row.version, by=ground.actor("甲例"))
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    return service.sign(row.id, "丙例", WORD, digest=row.digest)


def released(ground, **more):
    return walked(ground.desk.warnings, drafted(ground, **more), ground.actor("甲例"))


def follower(ground, row, kind):
    service, first = ground.desk.warnings, ground.actor("甲例")
    made = service.follow(row.id, kind, uuid4(), seen=service.one(row.id).version, by=first)
    form = made.form if kind is Kind.CHANGE else ground.lifting(made)
    return service.edit(
        replace(form, full="岩头镇：以此为准。", sms="岩头镇，以此为准。", voice=""), seen=made.version, by=first
    )


# what is over stays over


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.LIFT, Kind.WITHDRAW])
def test_what_has_not_gone_out_yet_does_not_follow_its_own_withdrawal(ground, kind):
    """A run of two thousand takes an hour: a false alarm taken back after the first minute must not go on."""
    desk = ground.desk
    row = released(ground, channels=(Chosen("sms"), Chosen("tv")))
    before = desk.deliveries.rows(subject_id=row.id)
    assert {one.state for one in before} == {SendState.QUEUED} and len(before) == 2
    after = walked(desk.warnings, follower(ground, row, kind), ground.actor("甲例"))
    assert {one.state for one in desk.deliveries.rows(subject_id=row.id)} == {SendState.CANCELLED}
    assert {one.state for one in desk.deliveries.rows(subject_id=after.id)} == {SendState.QUEUED}
    street = Street()
    pump = Pump(desk.deliveries, street.of, threads=0)
    for _ in range(12):
        pump.step(desk.clock.now())
        desk.clock.advance(seconds=5)
    told = [order.text for _, order in street.sent if order.id in {one.id for one in desk.deliveries.rows()}]
    assert told and set(told[-2:]) == {"【示例】岩头镇，以此为准。"} and not {one.id for one in before} & {
        order.id for _, order in street.sent}  # fmt: skip
    assert desk.log.verify().fault is None
    sms = next(one for one in desk.warning_sends.rows(row.id) if one.row.channel == "sms")
    assert sms.counts.cancelled == 2 and sms.row.state.value == "failed", "nothing of it was sent"


def test_a_withdrawal_waits_for_no_draft_of_a_change(ground):
    """Somebody at the other seat drafts a change and goes home: the false alarm is withdrawn all the same, and the
    change can go out no more."""
    desk, service = ground.desk, ground.desk.warnings
    row = released(ground)
    change = follower(ground, row, Kind.CHANGE)
    change = service.submit(change.id, seen=change.version, by=ground.actor("甲例"))
    change = service.endorse(change.id, "乙例", WORD, digest=change.digest)
    change = service.sign(change.id, "丙例", WORD, digest=change.digest)
    again = service.one(row.id)
    assert code_of(service.follow, row.id, Kind.CHANGE, uuid4(), seen=again.version, by=ground.actor("乙例")) == (
        "follower_open")  # fmt: skip
    walked(service, follower(ground, row, Kind.WITHDRAW), ground.actor("甲例"))
    assert service.one(row.id).state is State.WITHDRAWN
    assert code_of(service.release, change.id, seen=change.version, by=ground.actor("甲例")) == "follow_not_now"
    assert desk.warning_sends.rows(change.id) == [] and desk.deliveries.rows(subject_id=change.id) == []


# what is signed is what goes out


def listed(desk, code):
    return next(item for item in desk.lists.rows("warning_channels") if item.code == code)


def relist(desk, code, **values):
    item = listed(desk, code)
    desk.lists.change("warning_channels", code, {**item.values, **values}, seen=item.version, by=TOOL)


@pytest.mark.parametrize(("code", "values"), [("tv", {"text": "full"}), ("sms", {"text": "full"}),
                                              ("sms", {"people": "no"})])  # fmt: skip
def test_a_channel_that_carries_something_else_since_wants_new_signatures(ground, code, values):
    """Which text, to whom and by what: whoever signs reads it, and the county's list may change behind it."""
    desk, first = ground.desk, ground.actor("甲例")
    row = signed(ground, channels=(Chosen("tv"), Chosen("sms")))
    item = listed(desk, code)
    relist(desk, code, **values)
    try:
        assert code_of(desk.warnings.release, row.id, seen=row.version, by=first) == "text_changed"
        assert desk.warning_sends.rows(row.id) == []
    finally:
        relist(desk, code, **item.values)
    relist(desk, code, minutes="7")  # what makes no difference to anybody who is told
    assert desk.warnings.release(row.id, seen=row.version, by=first).state is State.RELEASING


def test_who_signs_reads_how_many_are_told_by_what(ground):
    row = signed(ground, channels=(Chosen("tv"), Chosen("sms")))
    assert "镇村责任人（2 人）" in row.canonical
    assert row.canonical.startswith("性质：示例\n标题：")
    assert "［标题］" in row.canonical and "［短信］" in row.canonical


def test_two_warnings_never_have_one_text_and_practice_never_the_text_of_the_real_one(ground):
    """A name under the one is no name under the other, even where every word is the same."""
    service = ground.desk.warnings
    one, other = drafted(ground), drafted(ground)
    one, other = (service.submit(row.id, seen=row.version, by=ground.actor("甲例")) for row in (one, other))
    assert one.digest != other.digest
    assert code_of(service.endorse, other.id, "乙例", WORD, digest=one.digest) == "text_changed"
    with ground.desk.opened.store.reading() as connection:
        book = book_of(connection)
    texts = {canonical_text(one.form, {}, bound(book, one.form, realm)) for realm in Realm}
    assert len(texts) == len(Realm)
    assert digest_of(one.canonical) == one.digest


def test_a_digest_of_yesterday_signs_nothing_today(ground):
    """Taken back, changed and handed in anew: what was on the screen before is no longer what is signed."""
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = drafted(ground)
    row = service.submit(row.id, seen=row.version, by=first)
    old = row.digest
    row = service.take_back(row.id, "改", seen=row.version, by=first)
    row = service.edit(replace(row.form, full="岩头镇请转移。"), seen=row.version, by=first)
    row = service.submit(row.id, seen=row.version, by=first)
    assert code_of(service.endorse, row.id, "乙例", WORD, digest=old) == "text_changed"
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    for digest in (old, b"", b"\0" * 32):
        assert code_of(service.sign, row.id, "丙例", WORD, digest=digest) == "text_changed"
        assert code_of(service.sign_by_phone, row.id, "王县长", None, "同意", digest=digest, by=first) == "text_changed"


# names


@pytest.mark.parametrize(
    "name", ["甲\u200b例", "甲\u2060例", "\ufeff甲例", "甲\u00ad例", "甲\u202c例", "甲\u3000例", "甲\ufe00例"]
)
def test_a_sign_nobody_sees_makes_nobody_another_person(ground, name):
    assert Person(None, name).same(Person(None, "甲例"))
    service, first = ground.desk.warnings, ground.actor("甲例")
    row = drafted(ground)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    assert code_of(service.sign_by_phone, row.id, name, None, "同意", digest=row.digest, by=first) == "own_phone_word"
    strange = name.replace("甲", "丁")  # of the staff: may not sign, however it is spelt
    assert code_of(service.sign_by_phone, row.id, strange, None, "同意", digest=row.digest, by=first) == (
        "approver_may_not")  # fmt: skip


def test_who_leaves_or_loses_the_right_signs_no_more(ground):
    desk, service, first = ground.desk, ground.desk.warnings, ground.actor("甲例")
    leader = desk.accounts.add("庚例", Role.COMMANDER, WORD, by=TOOL)
    row = drafted(ground)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    desk.accounts.change_role(leader.name, Role.COMMANDER, False, by=ground.actor("辛例"))
    with pytest.raises(Refused):
        service.sign(row.id, "庚例", WORD, digest=row.digest)
    assert (
        code_of(service.sign_by_phone, row.id, "庚例", None, "同意", digest=row.digest, by=first) == "account_retired"
    )
    assert service.one(row.id).state is State.SIGN
    codes = [code_of(service.sign, row.id, "己例", f"wrong {at}", digest=row.digest) for at in range(12)]
    assert codes[0] == "wrong_password" and codes[-1] == "wait_password"


# the clock


def test_at_the_very_second_of_its_end_it_goes_out_no_more(ground):
    desk, service, first = ground.desk, ground.desk.warnings, ground.actor("甲例")
    row = signed(ground, expires=desk.clock.now() + timedelta(hours=3))
    late = signed(ground, expires=desk.clock.now() + timedelta(hours=3))
    desk.clock.advance(hours=3)
    assert code_of(service.release, late.id, seen=late.version, by=first) == "expired"
    desk.clock.advance(seconds=-1)
    row = service.release(row.id, seen=row.version, by=first)
    assert {one.valid_until for one in desk.deliveries.rows(subject_id=row.id)} <= {row.expires_at}
    desk.clock.advance(seconds=1)
    desk.warning_sends.tick(by=Actor.program())
    assert service.one(row.id).state is State.EXPIRED
    desk.clock.advance(hours=-3)


def test_what_expires_while_it_waits_for_a_signature_is_not_signed(ground):
    desk, service, first = ground.desk, ground.desk.warnings, ground.actor("甲例")
    row = drafted(ground)
    row = service.submit(row.id, seen=row.version, by=first)
    row = service.endorse(row.id, "乙例", WORD, digest=row.digest)
    desk.clock.advance(hours=3)
    assert code_of(service.sign, row.id, "丙例", WORD, digest=row.digest) == "expired"
    assert code_of(service.sign_by_phone, row.id, "丙例", None, "同意", digest=row.digest, by=first) == "expired"
    desk.clock.advance(hours=-3)


HOURS = {
    "六小时内": [6.0], "未来六个小时": [6.0], "未来6h": [6.0], "６小时": [6.0], "未来 6 小时": [6.0],
    "十二小时": [12.0], "二十四小时": [24.0], "48小时内": [48.0], "过去六小时": [], "未来两天": [48.0],
    "三日内": [72.0], "未来1-2天": [48.0], "一个半小时": [1.5], "已持续三天": [], "第三天": [],
    "连续三天日最高气温": [],     "三天以来": [], "六小时前": [],
    "半小时内": [0.5], "未来3～6小时": [6.0], "三至六小时": [6.0], "今夜": [], "12时前": [], "六級": [],
    "八月十二日": [], "12日夜间": [], "8月12日": [], "昨日": [], "近三天": [],
}  # fmt: skip


def test_spans_of_time_are_read_however_they_are_written():
    wrong = {said: found for said, wanted in HOURS.items() if (found := [one for one, _ in hours_said(said)]) != wanted}
    assert wrong == {}


# round two


def test_nothing_changes_or_lifts_what_only_says_that_something_is_over(ground):
    """A change of a 解除 would hold with no warning behind it; what was lifted by mistake can be taken back."""
    service = ground.desk.warnings
    row = released(ground)
    lift = walked(service, follower(ground, row, Kind.LIFT), ground.actor("甲例"))
    assert lift.state is State.RELEASING
    for kind in (Kind.CHANGE, Kind.LIFT):
        assert code_of(service.follow, lift.id, kind, uuid4(), seen=lift.version, by=ground.actor("甲例")) == (
            "follow_not_now")  # fmt: skip
    taken = walked(service, follower(ground, lift, Kind.WITHDRAW), ground.actor("甲例"))
    assert service.one(lift.id).state is State.WITHDRAWN
    for kind in Kind:
        assert code_of(service.follow, taken.id, kind, uuid4(), seen=taken.version, by=ground.actor("甲例")) == (
            "follow_not_now")  # fmt: skip


def test_the_longest_text_goes_out_in_practice_too(ground):
    """Its mark stands before it: what could be signed can be sent."""
    desk = ground.desk
    relist(desk, "sms", text="full")
    try:
        row = released(ground, full="岩头镇" + "请转移。" * 749 + "甲", channels=(Chosen("sms"), Chosen("tv")))
    finally:
        relist(desk, "sms", text="sms")
    assert {len(one.text) for one in desk.deliveries.rows(subject_id=row.id)} == {3_004}


FORGED = {
    "state and signer": "state='release', signer='丙例', signed_at=drafted_at",
    "everything": "state='release', signer='丙例', signed_at=drafted_at, reviewer='乙例', reviewed_at=drafted_at",
}


@pytest.mark.parametrize("columns", FORGED.values(), ids=FORGED)
def test_a_name_written_into_the_store_by_hand_releases_nothing(ground, columns):
    """The history is asked, which nothing in the store lets anybody change: who signed has a line of his own there."""
    desk, service = ground.desk, ground.desk.warnings
    row = drafted(ground)
    row = service.submit(row.id, seen=row.version, by=ground.actor("甲例"))
    with closing(opened(desk.data)) as connection:
        connection.execute(f"UPDATE warning SET {columns} WHERE id = ?", (row.id.hex,))
    row = service.one(row.id)
    assert row.state is State.RELEASE and row.hands.signer.name == "丙例"
    assert code_of(service.release, row.id, seen=row.version, by=ground.actor("甲例")) == "unsigned"
    assert desk.warning_sends.rows(row.id) == []
    with closing(opened(desk.data)) as connection:
        back = "state='review', signer='', signed_at=NULL, reviewer='', reviewed_at=NULL"
        connection.execute(f"UPDATE warning SET {back} WHERE id = ?", (row.id.hex,))


def test_practice_reaches_nothing_real_whoever_asks(ground):
    desk = ground.desk
    with closing(opened(desk.data)) as connection, pytest.raises(Exception, match=r"append-only|fixed"):
        connection.execute("UPDATE store_info SET realm='live'")
    for url in ("socket://192.0.2.1:4001", "COM7"):
        real = add_device(desk, f"REAL-{len(url)}", "modem", url)
        row = signed(ground, channels=(Chosen("sms", device_ids=(real,)),))
        code = code_of(desk.warnings.release, row.id, seen=row.version, by=ground.actor("甲例"))
        assert code == "practice_live_channel" and desk.warning_sends.rows(row.id) == []
        desk.devices.stop(real, "试", seen=desk.devices.one(real).version, by=TOOL)


def test_the_outbox_sends_nothing_once_more_for_a_warning_that_is_over(ground):
    """Taken back with its warning, or failed before: the page of the outbox knows rows, not warnings."""
    desk, by = ground.desk, ground.actor("甲例")
    row = released(ground, channels=(Chosen("sms"), Chosen("tv")))
    first, second = desk.deliveries.rows(subject_id=row.id)
    desk.deliveries.cancel(first.id, by=by)
    again = desk.deliveries.again(first.id, by=by)
    assert again.valid_until <= row.expires_at and again.subject_id == row.id
    walked(desk.warnings, follower(ground, row, Kind.WITHDRAW), by)
    for one in (first, second, again):
        assert code_of(desk.deliveries.again, one.id, by=by) == "warning_over"
    held = released(ground, channels=(Chosen("sms"), Chosen("tv")))
    one = desk.deliveries.rows(subject_id=held.id)[0]
    desk.deliveries.cancel(one.id, by=by)
    desk.clock.advance(hours=3)
    assert code_of(desk.deliveries.again, one.id, by=by) == "warning_over"
    desk.clock.advance(hours=-3)


def test_whatever_the_words_hold_the_file_that_goes_out_is_well(ground):
    """Signs that mean something to XML, or nothing at all; a town as large as the county; the night of the year."""
    desk, admin = ground.desk, ground.desk.settings
    for sender in ("县 应急", "a,b", "a&b", "<a>", "", "x" * 61):
        assert code_of(admin.change, "warning.cap_sender", sender, "试", confirmed=True, by=TOOL)
    words = "岩头镇 ]]> <b>&amp;</b> <!-- \ufffe\ufdd0\U0010ffff 🌊 \u00a0\u3000\u2028 ''\"\" \\n %s {0} {name} 请转移"
    ahead = (datetime(2030, 12, 31, 15, 59, 59, tzinfo=UTC) - desk.clock.now()).total_seconds()
    desk.clock.advance(seconds=ahead)
    row = released(ground, full=words, guide=words, area_words=words.replace("\u2028", ""), channels=(Chosen("tv"),))
    data = desk.cap_files.written(row.id)
    found = check(data)
    assert found.faults == () and found.root is not None
    message = message_of(found.root)
    assert message.sent.astimezone(desk.settings.zone()).isoformat() == "2030-12-31T23:59:59+08:00"
    assert "]]> <b>&amp;</b> <!--" in message.infos[0].description and "\ufffe" not in message.infos[0].description
    desk.clock.advance(seconds=-ahead)


def test_no_list_of_what_is_over_goes_out(ground, tmp_path):
    """A false alarm, once withdrawn, is pasted into no group, and its numbers go to no carrier."""
    desk, by = ground.desk, ground.actor("甲例")
    lists = desk.warning_lists_out
    row = released(ground, channels=(Chosen("carrier_sms"), Chosen("tv")))
    send = desk.warning_sends.rows(row.id)[0].row
    assert lists.clip(send.id) and lists.write(send.id, tmp_path / "a.csv", by=by) == 2
    after = walked(desk.warnings, follower(ground, row, Kind.WITHDRAW), by)
    assert code_of(lists.clip, send.id) == code_of(lists.write, send.id, tmp_path / "b.csv", by=by) == "warning_over"
    assert not (tmp_path / "b.csv").exists() and lists.text(send.id) and len(lists.rows(send.id)) == 2
    assert lists.clip(desk.warning_sends.rows(after.id)[0].row.id)
