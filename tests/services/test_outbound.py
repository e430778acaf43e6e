"""The outbound register: gapless numbers, what an officer states, receipts with a name, what is still waited for."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from console import words
from console.domain.inbound import Intake
from console.domain.outbound import ActionKind, OutboundState, Outgoing, Subject, SubjectKind
from console.domain.people import Role
from console.errors import Refused
from db.models.inbound import InboundAction
from db.queries import outbound as query


@pytest.fixture
def officer(desk, by):
    return desk.accounts.add("陈例一", Role.OFFICER, "example-duty-1", by=by).actor


@pytest.fixture
def form(desk):
    return Outgoing(
        uuid4(),
        "样例河水位 12.3 米，超警 0.3 米",
        "phone",
        desk.clock.now(),
        "县府办总值班室（示例）",
        "林例二",
        "0577-0000-0002",
    )


def test_what_was_sent_is_registered_under_the_next_number_and_chained(desk, form, officer):
    first = desk.outbound.record(form, by=officer)
    second = desk.outbound.record(replace(form, id=uuid4(), channel="fax"), by=officer)

    assert (first.number, second.number) == ("示例FC2030-0001", "示例FC2030-0002")
    assert (first.state, first.by_name, first.to) == (
        OutboundState.SENT, "陈例一", "县府办总值班室（示例） 林例二 0577-0000-0002",
    )  # fmt: skip
    assert desk.log.newest(1)[0].text == (
        "发出 示例FC2030-0002（传真）→县府办总值班室（示例） 林例二 0577-0000-0002：样例河水位 12.3 米，超警 0.3 米"
    )
    assert desk.log.verify().fault is None


def test_the_same_form_twice_is_one_line_and_other_content_is_not_dropped(desk, form, officer):
    first = desk.outbound.record(form, by=officer)
    again = desk.outbound.record(form, by=officer)
    with pytest.raises(Refused) as other:
        desk.outbound.record(replace(form, text="另一句"), by=officer)

    assert again == first and len(desk.outbound.rows()) == 1
    assert other.value.code == "already_sent"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "tip_off"}, "bad_channel"),
        ({"channel": "no such"}, "bad_channel"),
        ({"to_org": " ", "to_name": "", "to_phone": ""}, "recipient_missing"),
        ({"text": " \n"}, "text_empty"),
        ({"to_name": "长" * 61}, "text_too_long"),
    ],
)
def test_what_makes_no_sense_is_refused_and_takes_no_number(desk, form, officer, changes, code):
    with pytest.raises(Refused) as refused:
        desk.outbound.record(replace(form, **changes), by=officer)
    ok = desk.outbound.record(form, by=officer)

    assert refused.value.code == code
    assert ok.number == "示例FC2030-0001"


def test_nothing_was_sent_in_the_future_and_late_entry_keeps_its_true_time(desk, form, officer, clock):
    with pytest.raises(Refused) as refused:
        desk.outbound.record(replace(form, sent_at=clock.now() + timedelta(minutes=5)), by=officer)
    late = desk.outbound.record(replace(form, sent_at=clock.now() - timedelta(hours=3)), by=officer)

    assert refused.value.code == "time_future"
    assert late.recorded_at - late.sent_at == timedelta(hours=3)
    assert desk.log.newest(1)[0].occurred_at == late.sent_at


def test_a_receipt_needs_a_name_and_ends_the_waiting(desk, form, officer, clock):
    row = desk.outbound.record(form, by=officer)
    clock.advance(minutes=7)
    with pytest.raises(Refused) as nameless:
        desk.outbound.receipt(row.id, "  ", seen=row.version, by=officer)
    with pytest.raises(Refused) as before:
        desk.outbound.receipt(
            row.id, "林例二", received_at=row.sent_at - timedelta(hours=1), seen=row.version, by=officer
        )
    waited = desk.outbound.waiting()
    got = desk.outbound.receipt(row.id, "林例二", "已转周例五", seen=row.version, by=officer)

    assert (nameless.value.code, before.value.code) == ("receipt_name_missing", "receipt_before_sent")
    assert [each.number for each in waited] == [row.number] and waited[0].age(clock.now()) == timedelta(minutes=7)
    assert (got.state, got.receipt_by, got.receipt_at, got.receipt_note) == (
        OutboundState.RECEIVED, "林例二", clock.now(), "已转周例五",
    )  # fmt: skip
    assert desk.outbound.waiting() == [] and desk.outbound.count_waiting() == 0
    assert desk.log.newest(1)[0].text == f"回执 {row.number}：林例二 已收到，已转周例五"
    assert desk.log.verify().fault is None


def test_what_failed_stays_in_the_register_and_ends_once(desk, form, officer):
    row = desk.outbound.record(form, by=officer)
    with pytest.raises(Refused) as silent:
        desk.outbound.fail(row.id, "", seen=row.version, by=officer)
    failed = desk.outbound.fail(row.id, "对方传真无应答", seen=row.version, by=officer)
    with pytest.raises(Refused) as ended:
        desk.outbound.receipt(row.id, "林例二", seen=failed.version, by=officer)

    assert (silent.value.code, ended.value.code) == ("reason_missing", "outbound_ended")
    assert [each.state for each in desk.outbound.rows()] == [OutboundState.FAILED]
    assert desk.outbound.waiting() == []


def test_an_old_screen_may_not_end_what_changed_meanwhile(desk, form, officer):
    row = desk.outbound.record(form, by=officer)
    with pytest.raises(Refused) as refused:
        desk.outbound.receipt(row.id, "林例二", seen=row.version + 1, by=officer)
    assert refused.value.code == "changed_meanwhile"


def test_about_an_inbound_item_it_is_one_of_its_actions(desk, form, officer):
    item = desk.intake.register(Intake(uuid4(), "样例村12 山体裂缝", desk.clock.now()), by=officer)
    about = Subject(SubjectKind.INBOUND, item.id, item.number)
    row = desk.outbound.record(replace(form, subject=about, action=ActionKind.REPORT), by=officer)
    with desk.opened.store.reading() as connection:
        actions = connection.execute(InboundAction.__table__.select()).mappings().all()

    assert [(each["inbound_id"], each["kind"], each["outbound_id"]) for each in actions] == [
        (item.id, "report", row.id)
    ]
    assert desk.outbound.about(item.id) == [row]
    assert desk.log.verify().fault is None


def test_an_item_that_is_not_there_takes_the_whole_line_back(desk, form, officer):
    nowhere = Subject(SubjectKind.INBOUND, uuid4(), "示例JB2030-000009")
    with pytest.raises(Refused) as refused:
        desk.outbound.record(replace(form, subject=nowhere), by=officer)
    ok = desk.outbound.record(replace(form, id=uuid4()), by=officer)

    assert refused.value.code == "no_such_item" and ok.number.endswith("0001")


def test_search_needs_every_word_and_takes_signs_as_they_are(desk, form, officer):
    desk.outbound.record(form, by=officer)
    desk.outbound.record(replace(form, id=uuid4(), text="完成 100%", to_org="样例镇"), by=officer)

    assert [row.to_org for row in desk.outbound.rows("样例镇 100%")] == ["样例镇"]
    assert len(desk.outbound.rows("0577-0000-0002")) == 2
    assert desk.outbound.rows("100% 县府办") == []


def test_the_sheet_reads_what_is_waited_for_oldest_first(desk, form, officer, clock):
    desk.outbound.record(form, by=officer)
    desk.outbound.record(replace(form, id=uuid4(), sent_at=clock.now() - timedelta(hours=1)), by=officer)
    with desk.opened.store.reading() as connection:
        waiting = query.waiting_receipt(connection)
        assert query.count_waiting(connection) == 2
    assert [row.number[-4:] for row in waiting] == ["0002", "0001"]


def test_somebody_who_only_looks_on_registers_nothing(desk, form, by):
    desk.accounts.add("吴例九", Role.ADMIN, "example-duty-9", by=by)
    viewer = desk.accounts.add("郑例八", Role.VIEWER, "example-duty-8", by=by).actor
    with pytest.raises(Refused) as refused:
        desk.outbound.record(form, by=viewer)
    assert refused.value.code == "not_permitted"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_register_goes_out_with_its_headings_and_a_line_about_who_took_it(desk, form, officer, tmp_path, language):
    desk.outbound.record(replace(form, text="=1+1 不是公式"), by=officer)
    words.set_language(language)
    try:
        for name in ("out.xlsx", "out.csv", "out.json"):
            assert desk.outbound.export(tmp_path / name, by=officer) == 1
        heads = [words.say("column.outbound.number"), words.say("column.outbound.text")]
        channel = {"zh": "电话", "en": "Telephone"}[language]
    finally:
        words.set_language("zh")
    sheet = load_workbook(tmp_path / "out.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    plain = json.loads((tmp_path / "out.json").read_text("utf-8"))

    assert [rows[0][0], rows[0][6]] == heads == [table[0][0], table[0][6]]
    assert rows[1][2] == table[1][2] == plain[0]["channel"] == channel
    assert rows[1][6] == "=1+1 不是公式" and table[1][6] == "'=1+1 不是公式"
    with desk.opened.store.reading() as connection:
        taken = connection.exec_driver_sql("SELECT text FROM audit_entry WHERE kind = 'export'").scalars().all()
    assert taken == [f"导出发出登记：1 条，{name}" for name in ("out.xlsx", "out.csv", "out.json")]


def test_a_clock_set_back_stops_no_receipt_but_a_time_typed_before_the_sending_is_refused(desk, form, officer, clock):
    row = desk.outbound.record(form, by=officer)
    clock.set(clock.now() - timedelta(minutes=20))
    with pytest.raises(Refused) as refused:
        desk.outbound.receipt(row.id, "林例二", received_at=clock.now(), seen=row.version, by=officer)
    assert refused.value.code == "receipt_before_sent"

    assert desk.outbound.receipt(row.id, "林例二", seen=row.version, by=officer).state is OutboundState.RECEIVED


def test_no_clock_of_an_item_ends_before_the_item_came_in(desk, form, officer, clock):
    came = Intake(uuid4(), "关于防汛的通知", clock.now(), kind="document", channel="paper", urgency="urgent")
    item = desk.intake.register(came, by=officer)
    subject = Subject(SubjectKind.INBOUND, item.id, item.number)
    clock.advance(hours=3)
    early = replace(form, sent_at=item.received_at - timedelta(minutes=1), subject=subject)
    with pytest.raises(Refused) as refused:
        desk.outbound.record(early, stops=["passed_on"], by=officer)

    assert refused.value.code == "clock_before"
    assert desk.outbound.rows() == [] and len(desk.clocks.waiting()) == 2


def _paper(desk, officer):
    paper = Intake(uuid4(), "请转防汛科", desk.clock.now(), channel="platform", kind="document", urgency="urgent")
    return desk.intake.register(paper, by=officer)


def test_a_receipt_ends_the_limit_for_passing_the_item_on(desk, form, officer, clock):
    item = _paper(desk, officer)
    row = desk.outbound.record(replace(form, subject=Subject(SubjectKind.INBOUND, item.id, item.number)), by=officer)
    (kinds,) = desk.outbound.running_clocks().values()
    clock.advance(minutes=5)

    desk.outbound.receipt(row.id, "冯例八", seen=row.version, by=officer, ends=kinds)

    ended = {each.kind: each.whom for each in desk.clocks.of(item.id) if each.done_at}
    assert ended == {"passed_on": "冯例八"} and desk.outbound.running_clocks() == {}
    assert desk.log.verify().fault is None


def test_a_receipt_after_the_limit_takes_its_note_for_the_reason_or_changes_nothing(desk, form, officer, clock):
    item = _paper(desk, officer)
    row = desk.outbound.record(replace(form, subject=Subject(SubjectKind.INBOUND, item.id, item.number)), by=officer)
    clock.advance(hours=2)

    with pytest.raises(Refused, match="late_reason_missing"):
        desk.outbound.receipt(row.id, "冯例八", seen=row.version, by=officer, ends=("passed_on",))
    assert desk.outbound.one(row.id).state is OutboundState.SENT
    desk.outbound.receipt(row.id, "冯例八", "传真占线", seen=row.version, by=officer, ends=("passed_on",))

    late = next(each for each in desk.clocks.of(item.id) if each.kind == "passed_on")
    assert late.late_reason == "传真占线"


def test_a_receipt_without_that_word_leaves_the_limit_running(desk, form, officer):
    item = _paper(desk, officer)
    row = desk.outbound.record(replace(form, subject=Subject(SubjectKind.INBOUND, item.id, item.number)), by=officer)
    desk.outbound.receipt(row.id, "冯例八", seen=row.version, by=officer)

    assert desk.outbound.running_clocks() == {item.id: ("passed_on",)}
