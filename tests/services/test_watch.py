"""One thin watch on a real store: take over, log, hand over with two signatures."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from console.domain.duty import PostLine, items_of
from console.domain.inbound import FigureValue, Intake
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest
from db import schema, sqlite

WORD = "example-duty-1"


@pytest.fixture
def officers(desk):
    first = desk.accounts.add("陈例一", Role.OFFICER, WORD, by=Actor.tool("tester"))
    second = desk.accounts.add("邹例八", Role.OFFICER, WORD, by=first.actor)
    return first, second


def posts(main, leader="林例十"):
    return [PostLine("leader", leader), PostLine("主班", main)]


def take_in(desk, by, summary="样例村12 山体裂缝"):
    figures = {"dead": FigureValue(None, True), "missing": FigureValue(0), "affected": FigureValue(19)}
    form = Intake(id=uuid4(), summary=summary, received_at=desk.clock.now(), caller_name="梁例五", figures=figures)
    return desk.intake.register(form, by=by)


def confirm_all(desk, by):
    """As the service asks: what is in time together, what is overdue one by one."""
    items = items_of(desk.duty.running_sheet().body)
    desk.duty.confirm([item for _, item, late in items if not late], seen=desk.duty.running_sheet().digest, by=by)
    for item in (item for _, item, late in items if late):
        desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=by)
    return desk.duty.running_sheet()


def test_the_first_account_is_the_administrator(officers):
    first, second = officers

    assert (first.role, second.role) == (Role.ADMIN, Role.OFFICER)


def test_unknown_is_not_nought_and_not_filled_is_neither(desk, officers):
    item = take_in(desk, officers[0].actor)

    assert item.number == "示例JB2030-000001"
    assert item.figures["dead"] == FigureValue(None, True)
    assert item.figures["missing"] == FigureValue(0)
    assert "trapped" not in item.figures


def test_a_whole_watch(desk, officers, clock):
    out, into = officers
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    item = take_in(desk, out.actor)
    desk.log.add(NewEntry(uuid4(), "例行试通"), by=out.actor)
    clock.advance(hours=23)
    sheet = desk.duty.start_hand_over(by=out.actor)
    desk.log.add(NewEntry(uuid4(), "截单后一条"), by=out.actor)
    sheet = desk.duty.remark("样例村12 人员不得返回", seen=desk.duty.running_sheet().digest, by=out.actor)
    sheet = desk.duty.sign_outgoing(sheet.digest, "陈例一", WORD)

    with pytest.raises(Refused) as refused:
        desk.duty.take_over(posts("邹例八"), "邹例八", WORD, seen=incoming_digest(sheet))
    assert refused.value.code == "unconfirmed" and refused.value.facts["count"] == len(items_of(sheet.body))

    assert f"inbound:{item.id}" in confirm_all(desk, into.actor).confirmations
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=into.actor)
    shift = desk.duty.take_over(posts("邹例八"), "邹例八", WORD, seen=incoming_digest(sheet))

    done = desk.duty.sheet()
    last = desk.duty.last_shift()
    assert shift.owner == "邹例八" and done.number == "示例JJ2030-0001"
    assert [signature["part"] for signature in done.signatures] == ["outgoing", "incoming"]
    assert last.closed_at == shift.taken_at
    assert shift.first_number == last.last_number + 1 == done.cut_off_number + 1
    assert desk.log.verify().fault is None


def test_nobody_hands_over_to_themselves_or_signs_for_another(desk, officers):
    out, into = officers
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    sheet = desk.duty.start_hand_over(by=out.actor)

    for name, word, code in (
        ("邹例八", WORD, "not_the_owner"),
        ("陈例一", "wrong", "wrong_password"),
    ):
        with pytest.raises(Refused) as refused:
            desk.duty.sign_outgoing(sheet.digest, name, word)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        desk.duty.sign_outgoing(b"other", "陈例一", WORD)
    assert refused.value.code == "text_changed"
    desk.duty.sign_outgoing(sheet.digest, "陈例一", WORD)
    sheet = confirm_all(desk, into.actor)
    with pytest.raises(Refused) as refused:
        desk.duty.take_over(posts("陈例一"), "陈例一", WORD, seen=incoming_digest(sheet))
    assert refused.value.code == "two_people"


def test_an_emergency_take_over_needs_a_reason_and_abandons_the_sheet(desk, officers):
    out, _ = officers
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    desk.duty.start_hand_over(by=out.actor)
    with pytest.raises(Refused):
        desk.duty.emergency_take_over(posts("邹例八"), " ", "邹例八", WORD)

    shift = desk.duty.emergency_take_over(posts("邹例八"), "陈例一突发疾病送医", "邹例八", WORD)

    assert (shift.owner, shift.taken_how) == ("邹例八", "emergency")
    assert desk.duty.running_sheet() is None and desk.log.verify().fault is None


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE inbound SET summary = '改'", "record_changed"),
        ("UPDATE figure SET value = 3, unknown = 0 WHERE key = 'dead'", "record_changed"),
        ("DELETE FROM figure WHERE key = 'dead'", "record_missing"),
        ("UPDATE sheet SET body = replace(body, 'sample', 'live')", "record_changed"),
        ("UPDATE officer SET role = 'admin'", "record_changed"),
        ("UPDATE officer SET password = 'x'", "record_changed"),
        ("INSERT INTO place SELECT '0', '33', NULL, 'x', 'province', 0, NULL, NULL, 1", "record_unknown"),
    ],
)
def test_a_record_changed_by_hand_is_found(desk, officers, statement, what):
    out, _ = officers
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    take_in(desk, out.actor)
    desk.duty.start_hand_over(by=out.actor)
    assert desk.log.verify().fault is None
    connection = sqlite.library().connect(desk.data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement.replace("'0'", f"'{uuid4().hex}'"))
    connection.commit()
    connection.close()

    assert desk.log.verify().fault.what == what


def test_wrong_passwords_slow_down_and_never_lock(desk, officers, clock):
    for _ in range(3):
        with pytest.raises(Refused) as refused:
            desk.accounts.sign_in("陈例一", "wrong")
        assert refused.value.code == "wrong_password"
    with pytest.raises(Refused) as refused:
        desk.accounts.sign_in("陈例一", WORD)
    assert refused.value.code == "wait_password"
    clock.advance(seconds=11)

    assert desk.accounts.sign_in("陈例一", WORD).name == "陈例一"


def test_settings_keep_their_history(desk, officers, clock):
    by = officers[0].actor
    desk.settings.change("site.name", "示例县应急指挥中心", "三定方案(示例)", confirmed=True, by=by)
    clock.advance(days=1)
    desk.settings.change("site.name", "示例县应急值守中心", "改名(示例)", confirmed=True, by=by)

    assert desk.settings.value("site.name") == "示例县应急值守中心"
    assert [row.value for row in desk.settings.history("site.name")] == ["示例县应急值守中心", "示例县应急指挥中心"]
    with pytest.raises(Refused) as refused:
        desk.settings.change("site.time_zone", "Mars/Base", "示例", confirmed=False, by=by)
    assert refused.value.code == "bad_setting"


@pytest.mark.parametrize("basis", ["", " ", "\u3000\n"])
def test_a_setting_without_a_basis_is_refused(desk, officers, basis):
    with pytest.raises(Refused) as refused:
        desk.settings.change("duty.due_soon", "20", basis, confirmed=False, by=officers[0].actor)

    assert refused.value.code == "basis_missing"
    assert desk.settings.history("duty.due_soon") == []


def test_a_value_cannot_begin_before_the_one_it_follows(desk, officers, clock):
    by, began = officers[0].actor, clock.now()
    early = began - timedelta(minutes=1)
    desk.settings.change("duty.due_soon", "40", "示例", confirmed=True, by=by)
    clock.advance(days=1)
    with pytest.raises(Refused) as refused:
        desk.settings.change("duty.due_soon", "50", "示例", confirmed=True, valid_from=early, by=by)

    assert refused.value.code == "valid_from_before"
    assert refused.value.facts == {"since": "2030-08-12 08:00"}
    assert desk.settings.value("duty.due_soon") == "40"

    desk.settings.change("duty.due_soon", "50", "示例", confirmed=True, valid_from=began, by=by)
    assert desk.settings.value("duty.due_soon") == "50"


def test_a_difference_is_answered_by_the_outgoing_officer_only(desk, officers):
    out, into = officers
    third = desk.accounts.add("吴例三", Role.ADMIN, WORD, by=out.actor)
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out.actor).digest, "陈例一", WORD)
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=into.actor)
    difference = UUID(sheet.differences[0]["id"])

    for other in (into.actor, third.actor):
        with pytest.raises(Refused) as refused:
            desk.duty.answer_difference(difference, "借出一台", by=other)
        assert (refused.value.code, refused.value.facts) == ("not_the_outgoing", {"name": "陈例一"})
    assert desk.duty.running_sheet().differences[0]["answer"] == ""

    answered = desk.duty.answer_difference(difference, "借出一台", by=out.actor)
    assert answered.differences[0]["answer"] == "借出一台"


def test_an_answer_the_incoming_officer_has_not_seen_is_not_signed(desk, officers):
    out, into = officers
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out.actor).digest, "陈例一", WORD)
    confirm_all(desk, into.actor)
    shown = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=into.actor)
    answered = desk.duty.answer_difference(UUID(shown.differences[0]["id"]), "借出一台", by=out.actor)

    with pytest.raises(Refused) as refused:
        desk.duty.take_over(posts("邹例八"), "邹例八", WORD, seen=incoming_digest(shown))
    assert refused.value.code == "text_changed" and desk.duty.on_watch().owner == "陈例一"
    desk.duty.take_over(posts("邹例八"), "邹例八", WORD, seen=incoming_digest(answered))
    assert desk.duty.on_watch().owner == "邹例八" and desk.log.verify().fault is None


def test_the_leader_is_who_the_shift_names_or_stands_above_and_never_the_one_who_hands_over(desk, officers):
    out, _ = officers
    desk.accounts.add("林例十", Role.OFFICER, WORD, by=out.actor)
    desk.duty.take_over_empty(posts("陈例一"), by=out.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out.actor).digest, "陈例一", WORD)

    for name, code, facts in (
        ("陈例一", "leader_is_outgoing", {"name": "陈例一"}),
        ("邹例八", "not_the_leader", {"name": "林例十"}),
    ):
        with pytest.raises(Refused) as refused:
            desk.duty.sign_leader(name, WORD, seen=standing_digest(desk.duty.running_sheet()))
        assert (refused.value.code, refused.value.facts) == (code, facts)
    assert [
        signature["name"]
        for signature in desk.duty.sign_leader(
            "林例十", WORD, seen=standing_digest(desk.duty.running_sheet())
        ).signatures
    ] == ["陈例一", "林例十"]


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.ADMIN])
def test_a_commander_signs_as_leader_of_any_shift(desk, officers, role):
    out, _ = officers
    desk.accounts.add("吴例三", role, WORD, by=out.actor)
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=out.actor)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=out.actor).digest, "陈例一", WORD)
    with pytest.raises(Refused) as refused:
        desk.duty.sign_leader("邹例八", WORD, seen=standing_digest(desk.duty.running_sheet()))
    assert refused.value.code == "not_the_leader"

    assert (
        desk.duty.sign_leader("吴例三", WORD, seen=standing_digest(desk.duty.running_sheet())).signatures[-1]["part"]
        == "leader"
    )


def test_numbers_turn_at_the_stations_midnight_and_start_where_they_are_set(desk, officers, clock):
    by = officers[0].actor
    desk.settings.start_numbers("JB", 201, by=by)
    assert take_in(desk, by).number == "示例JB2030-000201"
    clock.set(clock.now().replace(month=12, day=31, hour=15, minute=59))
    assert take_in(desk, by).number == "示例JB2030-000202"
    clock.advance(minutes=1)
    assert take_in(desk, by).number == "示例JB2031-000001"


def test_the_tool_tells_people_station_times(desk):
    from console.tool.times import said_cell

    assert said_cell("2030-08-11T23:45:00.5Z", desk.zone) == "2030-08-12 07:45 +08:00"
    assert said_cell("2030-08-11T23:45Z 巡查", desk.zone) == "2030-08-11T23:45Z 巡查"
