"""Channels that people see to: lists out, a carrier's results in; targets of devices once more, and who stands in."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from console import bootstrap
from console.domain.callout import Outcome, Stage
from console.domain.carrier_result import CarrierReading, Line, heads_of, lines_of, matched, outcome_of, seconds_of
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.outbox import Ask
from console.domain.people import Actor
from console.domain.phones import digits_of
from console.domain.warning import Kind, State
from console.domain.warning_form import Chosen, voice_digest
from console.domain.warning_rows import PersonRow, Sent
from console.domain.wire import PointForm
from console.errors import Refused
from console.services import carrier_results
from console.services.delivery_pump import Pump
from console.services.warning_channels_out import said_of
from console.services.warning_sends import Done
from console.services.workbooks import read_sheets
from tests.kit.sending import Street
from tests.kit.sending import device as add_device
from tests.kit.warning import WORD, county, walked


@pytest.fixture
def ground(county_store, clock):
    desk = bootstrap.build(county_store, clock)
    yield county(desk)
    desk.close()


def released(ground, *channels, **more):
    form = ground.form(channels=channels, **more)
    by = ground.actor("甲例")
    return walked(ground.desk.warnings, ground.desk.warnings.draft(form, by=by), by)


def many(ground):
    """Everybody of the town who is in a group."""
    return {"groups": tuple(one.id for one in ground.desk.contact_groups.rows())}


def refused(code, act, *arguments, **facts):
    with pytest.raises(Refused) as found:
        act(*arguments, **facts)
    assert found.value.code == code
    return found.value


def test_lists_go_out_as_text_and_as_files_without_formulas(ground, tmp_path):
    desk, by = ground.desk, ground.actor("甲例")
    row = released(ground, Chosen("carrier_voice"), Chosen("tv"), **many(ground))
    voice, tv = (one.row for one in desk.warning_sends.rows(row.id))
    people = desk.warning_lists_out.rows(voice.id)
    numbers = [digits_of(one.phone) for one in people]
    assert len(numbers) == len(set(numbers)) > 5
    assert desk.warning_lists_out.text(voice.id).startswith("【示例】乡亲们")
    assert desk.warning_lists_out.clip(voice.id).split("\n") == [voice.text, "", *numbers]
    assert desk.warning_lists_out.clip(tv.id) == tv.text and desk.warning_lists_out.rows(tv.id) == []
    assert desk.warning_lists_out.write(voice.id, tmp_path / "名单.xlsx", by=by) == len(numbers)
    sheet = load_workbook(tmp_path / "名单.xlsx").active
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == ("序号", "姓名", "单位", "职务", "区域", "号码", "备注")
    assert [line[5] for line in cells[1:]] == numbers and {line[6] for line in cells[1:]} == {"示例"}
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    desk.warning_lists_out.write(voice.id, tmp_path / "名单.csv", by=by)
    with (tmp_path / "名单.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line[5] for line in csv.reader(file)][1:] == numbers
    desk.warning_lists_out.write(voice.id, tmp_path / "稿.txt", by=by)
    assert (tmp_path / "稿.txt").read_text("utf-8-sig").splitlines()[-1] == numbers[-1]
    assert desk.warning_lists_out.write(tv.id, tmp_path / "字幕.txt", by=by) == 0
    refused("channel_without_people", desk.warning_lists_out.write, tv.id, tmp_path / "a.xlsx", by=by)
    refused("bad_export_ending", desk.warning_lists_out.write, voice.id, tmp_path / "a.doc", by=by)
    refused("not_permitted", desk.warning_lists_out.write, voice.id, tmp_path / "b.csv", by=ground.actor("戊例"))
    assert not (tmp_path / "b.csv").exists()


def test_a_carrier_s_file_becomes_what_the_channel_did_and_who_is_called_next(ground, tmp_path):
    desk, by = ground.desk, ground.actor("甲例")
    row = released(ground, Chosen("carrier_voice"), Chosen("tv"), **many(ground))
    voice, tv = (one.row for one in desk.warning_sends.rows(row.id))
    numbers = [digits_of(one.phone) for one in desk.warning_lists_out.rows(voice.id)]
    told = [
        (f"+86 {numbers[0]}", "已接通", "", "00:35"),
        (numbers[1], "失败", "空号", ""),
        (numbers[1], "未接通", "", ""),
    ]
    told += [(number, "接听成功", "", "31秒") for number in numbers[2:-1]]
    told += [("13900000000", "占线", "", ""), ("1.38E+10", "接通", "", ""), (numbers[2], "无人应答", "", "")]
    lines = ["例县外呼任务 12,,,", "被叫号码,呼叫结果,失败原因,通话时长", *(",".join(one) for one in told)]
    path = tmp_path / "回执.csv"
    path.write_bytes("\n".join(lines).encode("gb18030"))
    read = desk.carrier_results.read(voice.id, path)
    assert desk.carrier_results.of(voice.id) is None
    by_number = {digits_of(one.person.phone): one for one in read.heard}
    assert by_number[numbers[0]].line.seconds == 35 and by_number[numbers[0]].reached
    assert by_number[numbers[1]].line.outcome is Outcome.NO_ANSWER, "the later of two that reached nobody"
    assert by_number[numbers[2]].reached, "who was reached once is reached"
    assert [code for code, _ in read.findings()] == ["strangers", "twice", "unread", "missing"]
    assert "13900000000" in carrier_results.said(read)[1]
    sent, read = desk.carrier_results.take(voice.id, path, seen=voice.version, by=by)
    assert (sent.state, sent.reached) == (Sent.DONE, len(read.reached)) and "接通" in sent.proof
    assert desk.carrier_results.of(voice.id) == replace(read, name="回执.csv")
    # a later file of the same run counts from then on
    path.write_text("\n".join(["手机号\t状态", *(f"{number}\t接通" for number in numbers[:-2])]), encoding="utf-8")
    sent, read = desk.carrier_results.take(voice.id, path, seen=sent.version, by=by)
    assert sent.reached == len(read.reached) and len(read.unreached) >= 2
    planned = desk.carrier_results.to_call(read)
    assert [one.chain[0].name for one in planned] == [one.person.name for one in read.unreached]
    assert all(one.chain[0].stage is Stage.A and one.chain[0].phones for one in planned)
    calling = desk.callouts.start(uuid4(), "未接通名单", planned, 10, by=by, warning_id=row.id)
    assert calling.tally.rows == len(read.unreached)
    # what is no such file
    path.write_text("\n".join(["姓名,手机", "陈例一,13800000000"]), encoding="utf-8")
    refused("no_result_heads", desk.carrier_results.read, voice.id, path)
    path.write_text("\n".join(["号码,结果", "13911112222,接通"]), encoding="utf-8")
    refused("other_result_file", desk.carrier_results.take, voice.id, path, seen=sent.version, by=by)
    refused("channel_without_people", desk.carrier_results.read, tv.id, path)
    refused("no_such_file", desk.carrier_results.take, voice.id, tmp_path / "x.csv", seen=sent.version, by=by)
    again = desk.warning_sends.again(voice.id, "再呼一次", seen=sent.version, by=by)
    failed = desk.warning_sends.failed(voice.id, "平台停用", seen=again.version, by=by)
    path.write_text("\n".join(["号码,结果", f"{numbers[0]},接通"]), encoding="utf-8")
    refused("send_settled", desk.carrier_results.take, voice.id, path, seen=failed.version, by=by)


def test_506_rows_are_sorted_to_their_people_within_seconds(tmp_path):
    people = [
        PersonRow(uuid4(), nth, None, f"例{nth}", "例镇", "网格员", "例村", f"100-{nth:04d}-0001", "全部")
        for nth in range(506)
    ]
    book = Workbook()
    book.active.append(["外呼明细"])
    book.active.append(["序号", "呼叫时间", "通话时长(秒)", "呼叫结果", "被叫号码"])
    for nth, one in enumerate(reversed(people)):
        word = ("接通", "未接", "用户忙", "关机", "停机")[nth % 5]
        book.active.append([nth, "2030/8/12 8:00:05", 30, word, int(digits_of(one.phone))])
    book.save(tmp_path / "回执.xlsx")
    began = time.perf_counter()
    rows = read_sheets(tmp_path / "回执.xlsx")[0].rows
    read = matched("回执.xlsx", people, list(lines_of(rows, ZoneInfo("Asia/Shanghai"))))
    assert time.perf_counter() - began < 10, "506 rows in ten seconds (issue text); it takes a small part of one"
    assert (len(read.heard), len(read.reached), read.missing, read.strangers) == (506, 102, 0, ())
    assert read.heard[0].line is not None and read.heard[0].line.at is not None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("未接通", Outcome.NO_ANSWER), ("已接通", Outcome.ANSWERED), ("正在通话中", Outcome.BUSY),
        ("NO ANSWER", Outcome.NO_ANSWER), ("ANSWERED", Outcome.ANSWERED), ("用户拒接", Outcome.REFUSED),
        ("无法接通", Outcome.OFF), ("空号", Outcome.WRONG), ("已停机", Outcome.SUSPENDED), ("失败", None), ("", None),
    ],
)  # fmt: skip
def test_words_of_carriers(said, meant):
    assert outcome_of(said) is meant


def test_heads_in_any_order_and_times_of_any_kind():
    assert heads_of([["x"], ["结果", "说明", "电 话"]]) == (1, {"result": 0, "reason": 1, "number": 2})
    assert heads_of([["姓名", "电话"]]) is None and heads_of([]) is None
    assert [seconds_of(cell) for cell in (35, "35 秒", "1分05秒", "00:01:05", "很久", None)] == [
        35,
        35,
        65,
        65,
        None,
        None,
    ]
    person = PersonRow(uuid4(), 1, None, "陈例一", "", "", "", "", "")
    assert matched("a", [person], []) == CarrierReading("a", 0, ()), "nobody without a number"
    line = Line(2, "13800000000", None, "失败")
    assert matched("a", [replace(person, phone="138-0000-0000")], [line]).unclear == ("失败",)


def run(ground, row, street):
    """Whatever of the warning is held is armed, and the outbox does what it can."""
    desk, by = ground.desk, ground.actor("丙例")
    ids = [one.id for one in desk.deliveries.rows(subject_id=row.id, states=[SendState.HELD])]
    if ids:
        desk.deliveries.arm(ids, desk.deliveries.arming(ids).area, WORD, by=by)
    pump = Pump(desk.deliveries, street.of, threads=0)
    for _ in range(2):
        pump.step(desk.clock.now())
    desk.clock.advance(seconds=1)


def test_what_did_not_answer_is_asked_again_by_a_person_or_stood_in_for(ground):
    desk, by = ground.desk, ground.actor("甲例")
    tool, street = Actor.tool("tester"), Street()
    street.answers = lambda order: Receipt(state if order.target != "" else SendState.CONFIRMED, "tried")
    speaker = add_device(desk, "K1", "speaker")
    desk.devices.put_point(PointForm(uuid4(), speaker, "例镇东片", zone="3", place_id=ground.town), by=tool)
    row = released(ground, Chosen("local", "3", (speaker,)), Chosen("tv"))
    state = SendState.UNCONFIRMED
    run(ground, row, street)
    (silent,) = desk.warning_targets.silent(row.id)
    assert (silent.place_ids, silent.row.target) == ((ground.town,), "3") and silent.contacts[0].phones
    assert {one.stage for one in silent.contacts} == {Stage.A, Stage.B}
    assert "无法确认" in said_of(silent)
    assert len(desk.warning_targets.to_call([silent], row.id)) > 5
    # a person asks once more: a row beside the first, armed anew; the last one counts
    state = SendState.CONFIRMED
    key = uuid4()
    for _ in range(2):
        again = desk.warning_targets.again(silent.row.id, by=by, order_id=key)
    assert (again.state, again.batch_id, again.valid_until <= row.expires_at) == (
        SendState.HELD,
        silent.row.batch_id,
        True,
    )
    refused("sent_since", desk.warning_targets.again, silent.row.id, by=by)
    assert desk.warning_targets.silent(row.id) == [], "it is being asked"
    run(ground, row, street)
    (target,) = desk.warning_targets.targets(row.id)
    assert [one.state for one in target.rows] == [SendState.UNCONFIRMED, SendState.CONFIRMED]
    local = desk.warning_sends.rows(row.id)[0]
    assert (local.counts.total, local.counts.confirmed, local.row.state) == (1, 1, Sent.DONE)
    # what nobody knows is decided on first
    state = SendState.UNKNOWN
    again = desk.warning_targets.again(again.id, by=by)
    run(ground, row, street)
    refused("delivery_state", desk.warning_targets.again, again.id, by=by)
    refused("not_permitted", desk.warning_targets.again, again.id, by=ground.actor("戊例"))
    (silent,) = desk.warning_targets.silent(row.id)
    # a van drives there instead, once
    for _ in range(2):
        (van,) = desk.warning_targets.stand_in(row.id, [silent], "van", by=by)
    assert (van.name, van.state, van.ordinal, silent.contacts[0].name in van.target) == ("宣传车", Sent.TODO, 3, True)
    assert van.text.startswith("【示例】乡亲们") and len(desk.warning_sends.rows(row.id)) == 3
    refused("not_manual", desk.warning_targets.stand_in, row.id, [silent], "siren", by=by)
    refused("no_such_channel", desk.warning_targets.stand_in, row.id, [silent], "x", by=by)
    done = desk.warning_sends.done(van.id, Done(reached=300, proof="车载录像"), seen=van.version, by=by)
    assert done.state is Sent.DONE
    other = desk.deliveries.ask([Ask(speaker, Order(uuid4(), Verb.SPEAK, "3", "x"), "例镇")], by=by)[0]
    desk.deliveries.cancel(other.id, by=by)
    refused("not_of_warning", desk.warning_targets.again, other.id, by=by)
    # over is over; a lift may still be told
    desk.deliveries.decide(again.id, SendState.FAILED, "无声", by=by)
    lift = desk.warnings.follow(row.id, Kind.LIFT, uuid4(), seen=desk.warnings.one(row.id).version, by=by)
    lift = desk.warnings.edit(
        ground.lifting(lift, voice="解除。", listened=voice_digest("解除。")), seen=lift.version, by=by
    )
    lift = walked(desk.warnings, lift, by)
    refused("warning_over", desk.warning_targets.again, again.id, by=by)
    refused("warning_over", desk.warning_targets.stand_in, row.id, [silent], "van", by=by)
    state = SendState.FAILED
    run(ground, lift, street)
    for one in desk.warning_sends.rows(lift.id):
        if one.row.state is Sent.TODO:
            desk.warning_sends.done(one.row.id, Done(proof="电话"), seen=one.row.version, by=by)
    desk.warning_sends.tick(by=tool)
    assert desk.warnings.one(lift.id).state is State.LIFTED
    (target,) = desk.warning_targets.targets(lift.id)
    assert desk.warning_targets.again(target.last.id, by=by).state is SendState.HELD
    desk.clock.advance(hours=4)
    assert desk.warning_targets.targets(row.id)[0].last.id == again.id


def test_of_many_terminals_behind_one_controller_the_silent_one_is_stood_in_for(ground):
    desk, by, street = ground.desk, ground.actor("甲例"), Street()
    answered = [f"{number:02d}" for number in range(1, 61) if number != 31]
    street.answers = lambda _order: Receipt(SendState.UNKNOWN, "terminals_partly", facts={"answered": answered})
    broadcast = desk.devices.by_code("GB-00")
    row = released(ground, Chosen("broadcast", "", (broadcast.form.id,)), Chosen("tv"))
    run(ground, row, street)
    (silent,) = desk.warning_targets.silent(row.id)
    assert silent.terminal == "GB-31 样例村07广播终端" and silent.place.endswith("样例村07")
    assert [one.stage for one in silent.contacts[:2]] == [Stage.A, Stage.B] and "GB-31" in said_of(silent)
    (van,) = desk.warning_targets.stand_in(row.id, [silent], "van", by=by)
    assert "样例村07" in van.target and "GB-31" in van.target
    assert desk.warning_targets.stand_in(row.id, [silent], "van", by=by) == [van]
