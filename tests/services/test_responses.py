"""A plan is started, raised, lowered and ended: who is told what, whose word it was, what stands in the record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from console import bootstrap, words
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident
from console.domain.people import Action, Role
from console.domain.responses import LEASE, Approved, Cause, EndItem, Gap, Way
from console.domain.roster import Named
from console.domain.timeline import EventKind
from console.errors import Refused
from console.services.responses import ResponsesService
from tests.kit import plans as kit

PASSWORD = "口令口令口令88"


@pytest.fixture
def me(desk, by, tmp_path):
    """An officer at the desk; the plan and the people it names are there."""
    kit.people(desk, tmp_path, by)
    desk.plans.add(kit.plan(), by=by)
    return kit.officer(desk, by)


def plan_id(desk):
    return desk.plans.by_code("YA-01").id


def an_incident(desk, me):
    item = desk.intake.register(Intake(uuid4(), "例一街道积水", desk.clock.now()), by=me)
    return desk.incidents.open(NewIncident(uuid4(), "例一街道内涝", "多处积水", None), [item.id], by=me)


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return words.sentence(refused.value, language="zh")


# who is told


def test_a_before_b_and_b_where_a_is_away(desk, by, me):
    told = desk.responses.preview(plan_id(desk), "IV", kit.WARNING).assignments[0].told
    assert (told.person, told.rank, told.phone, told.instead_of, told.gap) == ("解例九", "A", "100-0000-0316", "", None)
    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE person SET left_on = '2030-08-12' WHERE name = '解例九'")
    told = desk.responses.preview(plan_id(desk), "IV", kit.WARNING).assignments[0].told
    assert (told.person, told.rank, told.phone, told.instead_of) == ("区例一", "B", "100-0000-0317", "解例九")


def test_nobody_left_holds_nothing_up_but_is_told(desk, by, me):
    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE person SET left_on = '2030-08-01'")
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    assert {one.told.gap for one in seen.gaps} == {Gap.ALL_GONE} and len(seen.gaps) == 2
    row = kit.started(desk, me, "IV")
    assert row.waiting == 0 and {task.unit for task in desk.orders.rows(source_id=row.id)} == {kit.OFFICE}
    with desk.opened.store.reading() as connection:
        line = connection.exec_driver_sql("SELECT text FROM log_entry WHERE text LIKE '启动响应%'").scalar_one()
    assert "未落实到人 2 项（A1、A2）" in line


@pytest.mark.parametrize(
    ("post", "unit", "gap"),
    [("巡塘员", kit.OFFICE, Gap.UNHELD), (kit.POST, "例县不存在局", Gap.UNKNOWN_UNIT), ("指挥长", "", Gap.UNHELD),
     (kit.POST, "", Gap.WHICH_UNIT), (kit.POST, f"例县人民政府/{kit.OFFICE}", Gap.UNKNOWN_UNIT)],
)  # fmt: skip
def test_a_post_nobody_holds(desk, by, tmp_path, post, unit, gap):
    kit.people(desk, tmp_path, by, (f"查例三,例县气象局（示例）,{kit.POST},A,100-0000-0327",))
    level = kit.level("IV", cards=(kit.card("A1", post=post, unit=unit),))
    desk.plans.add(kit.plan(levels=(level,)), by=by)
    (one,) = desk.responses.preview(plan_id(desk), "IV", kit.WARNING).gaps
    assert one.told.gap is gap and words.has(f"response.gap.{gap.value}")


def test_posts_of_the_duty_room_go_to_who_stands_them_now(desk, by, tmp_path):
    kit.people(desk, tmp_path, by, ("林例一,例县应急管理局,科长,A,100-0000-0001",))
    cards = (kit.card("A1", post="主班", unit=""), kit.card("A2", post="带班领导", unit=""))
    desk.plans.add(kit.plan(levels=(kit.level("IV", cards=cards),)), by=by)
    day = desk.clock.now().date()
    desk.roster.fill({(day, "whole", "主班"): [Named("林例一")], (day, "whole", "leader"): [Named("张例三")]}, by=by)
    first, second = desk.responses.preview(plan_id(desk), "IV", kit.WARNING).assignments
    assert (first.told.person, first.told.phone, first.told.by_roster) == ("林例一", "100-0000-0001", True)
    assert (second.told.person, second.told.gap) == ("张例三", Gap.NO_PHONE)


# whose word


def test_a_word_by_telephone_owes_a_signature(desk, by, me):
    desk.accounts.add(kit.LEADER, Role.COMMANDER, PASSWORD, by=by)
    row = kit.started(desk, me)
    (approval,) = desk.approvals.waiting(kit.LEADER)
    assert approval.owes_signature and approval.subject_id == row.id and "A1" in approval.preview
    desk.approvals.sign_later(approval.id, kit.LEADER, PASSWORD)
    assert desk.approvals.waiting(kit.LEADER) == [] and desk.log.verify().fault is None


def test_in_person_with_the_password(desk, by, me):
    desk.accounts.add(kit.LEADER, Role.COMMANDER, PASSWORD, by=by)
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    word = Approved(kit.LEADER, Way.PASSWORD, password=PASSWORD)
    start = (uuid4(), plan_id(desk), "IV", kit.WARNING)
    wrong = replace(word, password="不是这个口令吧")
    assert "口令" in refusal(lambda: desk.responses.start(*start, wrong, digest=seen.digest, by=me))
    assert desk.responses.rows() == []
    desk.responses.start(*start, word, digest=seen.digest, by=me)
    assert desk.approvals.waiting(kit.LEADER) == [] and desk.responses.steps(start[0])[0].way == "password"


@pytest.mark.parametrize(
    ("word", "code"),
    [(Approved("", words="同意"), "name_missing"), (Approved(kit.LEADER), "words_missing"),
     (Approved("沈例四", words="同意"), "approver_may_not"), (Approved("曾例三", words="同意"), "account_retired")],
)  # fmt: skip
def test_without_a_proper_word_nothing_starts(desk, by, me, word, code):
    kit.officer(desk, by, "沈例四")
    kit.officer(desk, by, "曾例三")
    desk.accounts.change_role("曾例三", Role.OFFICER, False, by=by)
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    with pytest.raises(Refused, match=code):
        desk.responses.start(uuid4(), plan_id(desk), "IV", kit.WARNING, word, digest=seen.digest, by=me)
    assert desk.responses.rows(running_only=False) == [] and desk.orders.rows() == []


def test_nobody_approves_for_himself(desk, by, me):
    leader = kit.officer(desk, by, kit.LEADER, Role.COMMANDER)
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    with pytest.raises(Refused, match="own_approval"):
        desk.responses.start(uuid4(), plan_id(desk), "IV", kit.WARNING, kit.APPROVED, digest=seen.digest, by=leader)


def test_who_may_only_look_starts_nothing(desk, by, me):
    viewer = kit.officer(desk, by, "乐例二", Role.VIEWER)
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    with pytest.raises(Refused, match=Action.RESPONSES.value):
        desk.responses.start(uuid4(), plan_id(desk), "IV", kit.WARNING, kit.APPROVED, digest=seen.digest, by=viewer)


def test_what_changed_since_it_was_seen_is_looked_at_again(desk, by, me):
    seen = desk.responses.preview(plan_id(desk), "IV", kit.WARNING)
    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE person SET left_on = '2030-08-12' WHERE name = '解例九'")
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.responses.start(uuid4(), plan_id(desk), "IV", kit.WARNING, kit.APPROVED, digest=seen.digest, by=me)


# once only


def test_a_double_click_and_another_seat_answer_the_first(desk, new_store, clock, by, me):
    seen = desk.responses.preview(plan_id(desk), "III", kit.WARNING)
    asked = (uuid4(), plan_id(desk), "III", kit.WARNING, kit.APPROVED)
    first = desk.responses.start(*asked, digest=seen.digest, by=me)
    assert desk.responses.start(*asked, digest=seen.digest, by=me).id == first.id
    other = bootstrap.build(new_store, clock)
    try:
        again = Cause(warning="  台风黄色预警（示例） ")
        assert (
            other.responses.start(uuid4(), *asked[1:3], again, kit.APPROVED, digest=seen.digest, by=me).id == first.id
        )
    finally:
        other.close()
    assert len(desk.orders.rows(open_only=False)) == 4 and len(desk.responses.rows(running_only=False)) == 1
    assert desk.responses.preview(plan_id(desk), "III", kit.WARNING).running == first.id


def test_two_stores_open_at_once_start_one_response(desk, new_store, clock, me):
    """Two programs on one store press the key together: whoever comes second answers the first."""
    seen = desk.responses.preview(plan_id(desk), "III", kit.WARNING)
    others = [bootstrap.build(new_store, clock) for _ in range(3)]
    together = Barrier(3)

    def press(other):
        together.wait()
        asked = (uuid4(), plan_id(desk), "III", kit.WARNING, kit.APPROVED)
        return other.responses.start(*asked, digest=seen.digest, by=me).id

    try:
        with ThreadPoolExecutor(3) as seats:
            assert len(set(seats.map(press, others))) == 1
    finally:
        for other in others:
            other.close()
    clock.advance(seconds=LEASE.total_seconds())
    assert desk.responses.carry_on(by=me) == 0
    assert len(desk.orders.rows(open_only=False)) == 4 and desk.log.verify().fault is None


def test_at_another_level_it_is_raised_not_started_twice(desk, me):
    kit.started(desk, me, "IV")
    assert refusal(lambda: kit.started(desk, me, "II")) == "响应 示例XY2030-0001 已在运行（Ⅳ级），请用升级或降级调整。"


def test_another_cause_is_another_response(desk, me):
    kit.started(desk, me)
    other = kit.started(desk, me, cause=Cause(an_incident(desk, me).id))
    assert other.number == "示例XY2030-0002" and len(desk.orders.rows()) == 8


def test_what_a_dead_seat_claimed_is_nobody_elses_until_its_lease_ran_out(desk, me):
    class Dies(ResponsesService):
        def _give(self, *_args, **_more):
            raise KeyboardInterrupt

    dying = Dies(desk.opened.store, desk.clock, desk.realm, desk.settings.zone, desk.accounts.sign_in)
    seen = desk.responses.preview(plan_id(desk), "III", kit.WARNING)
    with pytest.raises(KeyboardInterrupt):
        dying.start(uuid4(), plan_id(desk), "III", kit.WARNING, kit.APPROVED, digest=seen.digest, by=me)
    assert desk.responses.rows()[0].waiting == 4
    assert desk.responses.carry_on(by=me) == 0, "the other seat may still be at it"
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert desk.responses.carry_on(by=me) == 4 and desk.responses.carry_on(by=me) == 0
    assert len(desk.orders.rows()) == 4 and desk.log.verify().fault is None


# levels and milestones


def test_a_raise_says_what_is_new_kept_and_cancelled_before_it_does_it(desk, me):
    row = kit.started(desk, me, "III")
    seen = desk.responses.difference(row.id, "II")
    assert [one.card.code for one in seen.new] == ["C1", "C2", "C3"]
    assert [one.code for one in seen.kept] == ["A2", "B1"]
    assert [(one.code, one.open) for one in seen.cancelled] == [("A1", True), ("B2", True)]
    kept = {card.code: card.task_id for card in desk.responses.board(row.id)}
    desk.clock.advance(minutes=10)
    raised = desk.responses.raise_to(row.id, "II", kit.APPROVED, digest=seen.digest, by=me)
    board = {card.code: card for card in desk.responses.board(row.id)}
    assert raised.level == "II" and raised.cards == 5
    assert all(board[code].task_id == kept[code] for code in kept)
    assert board["C1"].due_at == desk.clock.now() + timedelta(minutes=30), "new cards count from the raise"
    assert board["A1"].result == "响应由Ⅲ级升为Ⅱ级，本项取消"
    assert desk.responses.raise_to(row.id, "II", kit.APPROVED, digest=seen.digest, by=me).version == raised.version


def test_lowered_and_raised_again_a_card_begins_anew(desk, me):
    row = kit.started(desk, me, "III")
    first = {card.code: card.task_id for card in desk.responses.board(row.id)}
    for level, change in (("IV", desk.responses.lower_to), ("III", desk.responses.raise_to)):
        change(row.id, level, kit.APPROVED, digest=desk.responses.difference(row.id, level).digest, by=me)
    board = {card.code: card for card in desk.responses.board(row.id)}
    assert board["A1"].task_id == first["A1"] and board["B1"].task_id not in (None, first["B1"])
    old = [task for task in desk.orders.rows(open_only=False) if task.id == first["B1"]]
    assert (old[0].state, old[0].result) == ("cancelled", "响应由Ⅲ级降为Ⅳ级，本项取消")


def test_up_is_up_and_down_is_down(desk, me):
    row = kit.started(desk, me, "III")
    seen = desk.responses.difference(row.id, "II")
    change = desk.responses.lower_to
    assert refusal(lambda: change(row.id, "II", kit.APPROVED, digest=seen.digest, by=me)) == "由Ⅲ级到Ⅱ级不是降级。"
    assert refusal(lambda: desk.responses.difference(row.id, "I")) == "这个预案没有Ⅰ级响应。"
    assert refusal(lambda: desk.responses.difference(row.id, "III")) == "响应已是Ⅲ级。"
    assert "没有“乙”这个响应等级" in refusal(lambda: change(row.id, "乙", kit.APPROVED, digest=b"", by=me))


def test_a_milestone_starts_the_countdowns_that_wait_for_it(desk, by, tmp_path):
    kit.people(desk, tmp_path, by)
    me = kit.officer(desk, by)
    cards = (kit.card("A1"), kit.card("A2", after="M1", due_minutes=45))
    desk.plans.add(kit.plan(levels=(kit.level("IV", cards=cards),)), by=by)
    row = kit.started(desk, me, "IV")
    board = {card.code: card.due_at for card in desk.responses.board(row.id)}
    assert board["A1"] is not None and board["A2"] is None
    desk.clock.advance(minutes=60)
    at = desk.clock.now() - timedelta(minutes=5)
    desk.responses.reach(row.id, "M1", at, by=me)
    board = {card.code: card.due_at for card in desk.responses.board(row.id)}
    assert board["A2"] == at + timedelta(minutes=45)
    (milestone,) = desk.responses.milestones(row.id)
    assert (milestone.at, milestone.cards, milestone.by_name) == (at, 1, "陈例一")
    assert refusal(lambda: desk.responses.reach(row.id, "M1", by=me)) == "里程碑“人员转移到位”已经到达。"
    assert refusal(lambda: desk.responses.reach(row.id, "M9", by=me)) == "本级响应没有里程碑“M9”。"
    assert desk.log.verify().fault is None


def test_a_milestone_before_the_start_or_to_come(desk, me):
    row = kit.started(desk, me)
    early, late = row.started_at - timedelta(minutes=1), row.started_at + timedelta(hours=1)
    assert refusal(lambda: desk.responses.reach(row.id, "M1", early, by=me)) == "时间早于响应启动时间。"
    with pytest.raises(Refused, match="time_future"):
        desk.responses.reach(row.id, "M1", late, by=me)


# the end


def test_an_end_answers_every_item(desk, me):
    row = kit.started(desk, me, "IV")
    end = desk.responses.end
    assert refusal(lambda: end(row.id, [], kit.APPROVED, by=me)) == "终止前请逐项确认：人员返回。"
    open_item = [EndItem("人员返回", done=False), EndItem("队伍归队", done=True)]
    assert refusal(lambda: end(row.id, open_item, kit.APPROVED, by=me)) == "“人员返回”未完成，请说明原因。"
    told = [replace(open_item[0], remark="尚有3人在避灾点"), open_item[1]]
    ended = end(row.id, told, kit.APPROVED, "台风远离", by=me)
    assert ended.state == "ended" and ended.ended_by == "陈例一" and desk.responses.rows() == []
    assert {task.result for task in desk.orders.rows(open_only=False)} == {"响应已终止，本项未办结"}
    assert end(row.id, [], kit.APPROVED, by=me).version == ended.version
    assert refusal(lambda: desk.responses.difference(row.id, "III")) == "响应 示例XY2030-0001 已终止。"
    assert kit.started(desk, me).number == "示例XY2030-0002", "it can be started anew"


def test_everything_stands_in_the_time_line_of_the_incident(desk, me):
    incident = an_incident(desk, me)
    row = kit.started(desk, me, "IV", cause=Cause(incident.id))
    desk.clock.advance(minutes=1)
    seen = desk.responses.difference(row.id, "III")
    desk.responses.raise_to(row.id, "III", kit.APPROVED, digest=seen.digest, by=me)
    desk.clock.advance(minutes=1)
    desk.responses.reach(row.id, "M1", by=me)
    desk.clock.advance(minutes=1)
    desk.responses.end(row.id, kit.answered(desk, row), kit.APPROVED, by=me)
    told = [event.text for event in desk.incident_timeline.events(incident.id, [EventKind.RESPONSE])]
    assert told == [
        "启动响应：《防汛应急预案（示例）》Ⅳ级，批准 吴例十三",
        "响应升级：《防汛应急预案（示例）》Ⅲ级，批准 吴例十三",
        "里程碑：《防汛应急预案（示例）》Ⅲ级，人员转移到位",
        "终止响应：《防汛应急预案（示例）》Ⅲ级，批准 吴例十三",
    ]
    assert len(desk.incident_timeline.events(incident.id, [EventKind.TASK])) == 4
    assert desk.log.verify().fault is None


def test_what_is_archived_or_withdrawn_starts_nothing(desk, me):
    incident = an_incident(desk, me)
    desk.incidents.step(incident.id, IncidentState.CANCELLED, "误报", seen=incident.version, by=me)
    said = refusal(lambda: desk.responses.preview(plan_id(desk), "IV", Cause(incident.id)))
    assert said == f"事件 {incident.number} 已归档或撤销，不能因它启动响应。"


def test_no_cause_no_start(desk, me):
    assert refusal(lambda: desk.responses.preview(plan_id(desk), "IV", Cause())) == (
        "请写明因何启动：选择事件，或填写预警。"
    )
    assert refusal(lambda: desk.responses.preview(uuid4(), "IV", kit.WARNING)) == "没有这个预案。"
    assert refusal(lambda: desk.responses.one(uuid4())) == "没有这个响应。"


@pytest.mark.parametrize("what", ["standard", "starts_when", "ending"])
def test_a_word_of_the_plan_that_changed_since_it_was_seen_is_looked_at_again(desk, by, me, what):
    """Also one that no line of the preview names: what is read is what was seen."""
    plan = desk.plans.by_code("YA-01")
    seen = desk.responses.preview(plan.id, "IV", kit.WARNING)
    level = kit.plan().at("IV")
    if what == "standard":
        level = replace(level, cards=tuple(replace(card, standard="每小时一报") for card in level.cards))
    else:
        level = replace(level, **{what: ("新的核对",) if what == "ending" else "新的条件"})
    levels = tuple(level if one.level == "IV" else one for one in kit.plan().levels)
    desk.plans.change(plan.id, kit.plan(levels=levels), seen=plan.version, by=by)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.responses.start(uuid4(), plan.id, "IV", kit.WARNING, kit.APPROVED, digest=seen.digest, by=me)
    row = kit.started(desk, me, "III")
    seen = desk.responses.difference(row.id, "IV")
    desk.plans.change(plan.id, kit.plan(), seen=plan.version + 1, by=by)
    with pytest.raises(Refused, match="changed_meanwhile"):
        desk.responses.lower_to(row.id, "IV", kit.APPROVED, digest=seen.digest, by=me)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE response SET plan_title = '另一个预案'", "response is fixed"),
        ("UPDATE response SET plan_code = 'YA-09'", "response is fixed"),
        ("UPDATE response_step SET as_read = ''", "append-only"),
    ],
)
def test_what_a_response_read_is_rewritten_by_nobody(desk, me, statement, why):
    kit.started(desk, me, "IV")
    with pytest.raises(DatabaseError, match=why), desk.opened.store.writing(by=me) as tx:
        tx.connection.execute(text(statement))
