"""After the take-over: differences raised late, answered, signed by both; the leader signs for who is not there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from console.domain import sheets
from console.domain.duty import PostLine, items_of
from console.domain.people import Actor, Role
from console.domain.roster import Named
from console.domain.task import TaskSource
from console.errors import Refused
from console.services.duty import incoming_digest, standing_digest
from console.services.supplements import shown_digest
from db import schema, sqlite

WORD = "example-duty-1"


@pytest.fixture
def officers(desk):
    """An administrator at home, who hands over, who takes over, the shift's leader, and a bystander."""
    first = desk.accounts.add("王例九", Role.ADMIN, WORD, by=Actor.tool("tester")).actor
    names = ("陈例一", "邹例八", "林例十", "吴例三")
    return {first.name: first} | {n: desk.accounts.add(n, Role.OFFICER, WORD, by=first).actor for n in names}


@pytest.fixture
def taken(desk, officers, clock):
    """陈例一 handed over to 邹例八; 林例十 led the shift. The sheet as accepted."""
    stand(desk, officers)
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=officers["陈例一"]).digest, "陈例一", WORD)
    accept(desk, officers, sheet)
    clock.advance(minutes=20)
    return desk.duty.sheet()


def stand(desk, officers):
    posts = [PostLine("leader", "林例十"), PostLine("主班", "陈例一")]
    desk.duty.take_over_empty(posts, by=officers["陈例一"])


def accept(desk, officers, sheet, name="邹例八"):
    for _, item, _ in items_of(sheet.body):
        sheet = desk.duty.confirm([item], seen=desk.duty.running_sheet().digest, by=officers[name])
    return desk.duty.take_over([PostLine("主班", name)], name, WORD, seen=incoming_digest(sheet))


def refused(act, *args, **more):
    with pytest.raises(Refused) as found:
        act(*args, **more)
    return found.value.code


def raised(desk, officers, text="排水泵账 9 实 8"):
    sheet = desk.supplements.current().sheet.id
    found = desk.supplements.raise_difference(text, sheet=sheet, by=officers["邹例八"])
    return found, UUID(sheets.supplements(found.sheet)[-1]["id"])


def test_a_difference_found_later_is_answered_and_signed_by_both_and_the_body_stays(desk, officers, taken):
    found, ident = raised(desk, officers)
    assert [d["text"] for d in sheets.supplements(found.sheet)] == ["排水泵账 9 实 8"]
    assert (found.sheet.body, found.sheet.digest) == (taken.body, taken.digest)

    found = desk.supplements.answer(ident, "借出一台，已登记", by=officers["陈例一"])
    for name in ("邹例八", "陈例一"):
        found = desk.supplements.sign(name, WORD, seen=shown_digest(found.sheet))

    signed = [(s["part"], s["name"], s.get("side")) for s in found.sheet.signatures]
    assert signed[2:] == [("supplement", "邹例八", "incoming"), ("supplement", "陈例一", "outgoing")]
    assert sheets.unsigned_supplements(found.sheet, "incoming") == ()
    assert refused(desk.supplements.sign, "陈例一", WORD, seen=shown_digest(found.sheet)) == "nothing_to_sign"
    assert found.sheet.body == taken.body and desk.log.verify().fault is None


def test_only_who_took_over_raises_and_only_the_other_side_answers(desk, officers, taken):
    assert (
        refused(desk.supplements.raise_difference, "钥匙少一把", sheet=taken.id, by=officers["陈例一"])
        == "not_the_owner"
    )
    _, ident = raised(desk, officers)
    for name in ("邹例八", "吴例三"):
        assert refused(desk.supplements.answer, ident, "已登记", by=officers[name]) == "not_the_outgoing"

    found = desk.supplements.answer(ident, "已登记", by=officers["林例十"])
    assert sheets.supplements(found.sheet)[0]["answer"] == "已登记"
    assert refused(desk.supplements.answer, ident, "改", by=officers["陈例一"]) == "difference_answered"


def test_after_the_hours_of_the_setting_nothing_is_raised_but_what_was_is_still_answered(desk, officers, taken, clock):
    _, ident = raised(desk, officers)
    clock.set(sheets.accepted_at(taken) + timedelta(hours=4) - timedelta(seconds=1))
    raised(desk, officers, "钥匙少一把")
    clock.advance(seconds=1)

    assert (
        refused(desk.supplements.raise_difference, "再一项", sheet=taken.id, by=officers["邹例八"]) == "supplement_late"
    )
    found = desk.supplements.answer(ident, "已登记", by=officers["陈例一"])
    assert desk.supplements.sign("陈例一", WORD, seen=shown_digest(found.sheet)).sheet.number == taken.number


def test_what_was_answered_after_a_signature_waits_for_that_signature_again(desk, officers, taken):
    found, ident = raised(desk, officers)
    found = desk.supplements.sign("邹例八", WORD, seen=shown_digest(found.sheet))
    assert sheets.unsigned_supplements(found.sheet, "incoming") == ()
    before = shown_digest(found.sheet)
    found = desk.supplements.answer(ident, "已登记", by=officers["陈例一"])

    assert len(sheets.unsigned_supplements(found.sheet, "incoming")) == 1
    assert refused(desk.supplements.sign, "邹例八", WORD, seen=before) == "text_changed"


def test_differences_the_incoming_signature_covers_are_no_supplements(desk, officers):
    stand(desk, officers)
    desk.duty.sign_outgoing(desk.duty.start_hand_over(by=officers["陈例一"]).digest, "陈例一", WORD)
    sheet = desk.duty.raise_difference("排水泵账 9 实 8", seen=desk.duty.running_sheet().digest, by=officers["邹例八"])
    accept(desk, officers, sheet)

    found = desk.supplements.current()
    assert len(found.sheet.differences) == 1 and sheets.supplements(found.sheet) == ()
    assert refused(desk.supplements.sign, "邹例八", WORD, seen=shown_digest(found.sheet)) == "nothing_to_sign"


def relieved(desk, officers):
    """邹例八 hands over to 吴例三 before the supplement was answered."""
    sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=officers["邹例八"]).digest, "邹例八", WORD)
    accept(desk, officers, sheet, "吴例三")


def test_after_the_next_hand_over_it_is_still_answered_and_signed(desk, officers, taken, clock):
    _, ident = raised(desk, officers)
    relieved(desk, officers)
    for name in ("邹例八", "吴例三"):
        assert refused(desk.supplements.answer, ident, "已登记", by=officers[name]) == "not_the_outgoing"
    found = desk.supplements.answer(ident, "借出一台", by=officers["陈例一"])
    assert (found.sheet.number, found.incoming.owner, found.outgoing.owner) == (taken.number, "邹例八", "陈例一")
    for name in ("邹例八", "陈例一"):
        found = desk.supplements.sign(name, WORD, seen=shown_digest(found.sheet))

    assert not sheets.waits(found.sheet) and desk.log.verify().fault is None
    assert desk.supplements.current().sheet.number != taken.number


def test_what_waits_is_shown_to_whom_it_waits_for_and_to_all_once_nothing_is_raised(desk, officers, taken, clock):
    def shown(name=""):
        return desk.supplements.to_show(officers[name] if name else None).sheet.number

    _, ident = raised(desk, officers)
    relieved(desk, officers)
    newest = desk.supplements.current().sheet.number
    assert [shown(name) for name in ("陈例一", "吴例三", "")] == [taken.number, newest, newest]
    clock.advance(hours=4)
    assert shown("吴例三") == taken.number
    found = desk.supplements.answer(ident, "借出一台", by=officers["陈例一"])
    desk.supplements.sign("陈例一", WORD, seen=shown_digest(found.sheet))
    clock.advance(hours=-4)
    assert [shown(name) for name in ("陈例一", "邹例八")] == [newest, taken.number]
    found = desk.supplements.to_show(officers["邹例八"])
    desk.supplements.sign("邹例八", WORD, seen=shown_digest(found.sheet))
    assert shown("邹例八") == newest


def test_a_watch_taken_otherwise_has_no_sheet_to_add_to(desk, officers):
    stand(desk, officers)
    assert desk.supplements.current() is None
    assert (
        refused(desk.supplements.raise_difference, "x", sheet=uuid4(), by=officers["陈例一"])
        == "no_sheet_to_supplement"
    )


def test_a_difference_becomes_one_task(desk, officers, taken, clock):
    _, ident = raised(desk, officers)
    due = clock.now() + timedelta(hours=2)
    number = desk.supplements.make_task(ident, "盘点排水泵", due, "县库（示例）", by=officers["邹例八"])

    (task,) = [task for task in desk.tasks.open_tasks() if task.number == number]
    assert (task.source, task.source_id, task.due_at, task.assignee) == (
        TaskSource.DIFFERENCE, ident, due, "县库（示例）",
    )  # fmt: skip
    assert sheets.supplements(desk.supplements.current().sheet)[0]["task"] == number
    again = refused(desk.supplements.make_task, ident, "再盘", None, "", by=officers["邹例八"])
    assert again == "difference_has_task" and desk.log.verify().fault is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signature SET name = '吴例三' WHERE part = 'supplement'",
        "DELETE FROM signature WHERE part = 'supplement'",
        "UPDATE sheet_difference SET answer = '没有的事'",
    ],
)
def test_a_supplement_changed_by_hand_is_found(desk, officers, taken, statement):
    found, _ = raised(desk, officers)
    desk.supplements.sign("邹例八", WORD, seen=shown_digest(found.sheet))
    assert desk.log.verify().fault is None
    connection = sqlite.library().connect(desk.data.store)
    for name in schema.triggers():
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    connection.execute(statement)
    connection.commit()
    connection.close()

    assert desk.log.verify().fault is not None


# signing for an absent officer


@pytest.mark.parametrize("name", ["林例十", "王例九"])
def test_the_leader_or_who_stands_above_signs_for_the_absent_visibly(desk, officers, name):
    stand(desk, officers)
    sheet = desk.duty.start_hand_over(by=officers["邹例八"])
    signed = desk.duty.sign_for_absent(sheet.digest, "突发疾病送医", name, WORD)

    (mark,) = signed.signatures
    assert (mark["part"], mark["name"], mark["absent"], mark["reason"]) == ("outgoing", name, "陈例一", "突发疾病送医")
    assert desk.log.newest(1)[0].text == f"代签交班 {sheet.number}：{name} 代 陈例一，原因：突发疾病送医"
    accept(desk, officers, signed)
    assert desk.duty.on_watch().owner == "邹例八" and desk.log.verify().fault is None
    (past,) = desk.duty.past_sheets()
    assert (past.outgoing, past.incoming, past.leader) == ("陈例一", "邹例八", "林例十")


def test_nobody_signs_for_the_absent_without_standing_or_reason(desk, officers):
    stand(desk, officers)
    digest = desk.duty.start_hand_over(by=officers["陈例一"]).digest

    assert refused(desk.duty.sign_for_absent, digest, "示例", "吴例三", WORD) == "not_the_leader"
    assert refused(desk.duty.sign_for_absent, digest, "示例", "陈例一", WORD) == "leader_is_outgoing"
    assert refused(desk.duty.sign_for_absent, digest, " ", "林例十", WORD) == "text_empty"
    assert refused(desk.duty.sign_for_absent, b"other", "示例", "林例十", WORD) == "text_changed"
    assert desk.duty.running_sheet().signatures == ()


def test_who_signed_for_the_absent_does_not_take_over_as_well(desk, officers):
    stand(desk, officers)
    digest = desk.duty.start_hand_over(by=officers["陈例一"]).digest
    sheet = desk.duty.sign_for_absent(digest, "示例", "林例十", WORD)

    assert refused(accept, desk, officers, sheet, "林例十") == "two_people"
    assert desk.duty.on_watch().owner == "陈例一"


# who may remark and give up, and 主班 in an emergency


def test_remarks_and_giving_up_are_of_who_stands_leads_or_commands(desk, officers):
    stand(desk, officers)
    desk.duty.start_hand_over(by=officers["陈例一"])

    assert refused(desk.duty.remark, "x", seen=b"", by=officers["吴例三"]) == "not_of_this_watch"
    assert refused(desk.duty.abandon, "x", seen=b"", by=officers["吴例三"]) == "not_of_this_watch"
    for name in ("林例十", "王例九", "陈例一"):
        seen = desk.duty.running_sheet().digest
        assert desk.duty.remark(f"{name} 写", seen=seen, by=officers[name]).remarks == f"{name} 写"
    desk.duty.abandon("重来", seen=standing_digest(desk.duty.running_sheet()), by=officers["林例十"])
    assert desk.duty.running_sheet() is None


@pytest.mark.parametrize(
    ("given", "stood"),
    [
        ([PostLine("副班", "吴例三")], {"主班": "邹例八", "副班": "吴例三"}),
        ([PostLine("主班", ""), PostLine("副班", "邹例八", "100-0000-0008")], {"主班": "邹例八"}),
        ([], {"主班": "邹例八"}),
        ([PostLine("主班", "吴例三")], {"主班": "吴例三"}),
    ],
)
def test_an_emergency_never_leaves_the_main_post_empty(desk, officers, given, stood):
    stand(desk, officers)
    shift = desk.duty.emergency_take_over([PostLine("leader", "林例十"), *given], "示例", "邹例八", WORD)

    assert {line.post: line.name for line in shift.posts} == {"leader": "林例十", **stood}


def test_past_sheets_are_listed_newest_first_and_page_by_page(desk, officers, clock):
    stand(desk, officers)
    pair = ("陈例一", "邹例八")
    for at in range(3):
        out, into = pair if at % 2 == 0 else pair[::-1]
        sheet = desk.duty.sign_outgoing(desk.duty.start_hand_over(by=officers[out]).digest, out, WORD)
        accept(desk, officers, sheet, into)
        clock.advance(minutes=1)

    first = desk.duty.past_sheets(limit=2)
    rest = desk.duty.past_sheets(limit=2, before=first[-1].cut_off_at)
    assert [row.number[-1] for row in (*first, *rest)] == ["3", "2", "1"]


def test_a_clock_set_back_never_puts_a_supplement_under_the_incoming_signature(desk, officers, taken, clock):
    clock.set(sheets.accepted_at(taken) - timedelta(minutes=30))
    found, _ = raised(desk, officers)

    assert [d["text"] for d in sheets.supplements(found.sheet)] == ["排水泵账 9 实 8"]
    assert len(sheets.unsigned_supplements(found.sheet, "incoming")) == 1
    found = desk.supplements.sign("邹例八", WORD, seen=shown_digest(found.sheet))
    assert sheets.unsigned_supplements(found.sheet, "incoming") == ()


@pytest.mark.parametrize("absent", [False, True])
def test_who_handed_over_confirms_nothing_and_raises_nothing_for_the_other_side(desk, officers, absent):
    stand(desk, officers)
    sheet = desk.duty.start_hand_over(by=officers["陈例一"])
    if absent:
        desk.duty.sign_for_absent(sheet.digest, "突发急病", "林例十", WORD)
    else:
        desk.duty.sign_outgoing(sheet.digest, "陈例一", WORD)
    items = [item for _, item, _ in items_of(sheet.body)]

    for name in ("陈例一", "林例十") if absent else ("陈例一",):
        assert refused(desk.duty.confirm, items[:1], seen=sheet.digest, by=officers[name]) == "two_people"
        assert refused(desk.duty.raise_difference, "少一把钥匙", seen=sheet.digest, by=officers[name]) == "two_people"
    assert desk.duty.running_sheet().confirmations == {} and desk.duty.running_sheet().differences == ()


def test_nobody_makes_themselves_the_leader_who_signs(desk, officers, clock):
    stand(desk, officers)
    digest = desk.duty.start_hand_over(by=officers["陈例一"]).digest
    span = {"start": clock.now(), "end": clock.now() + timedelta(hours=1)}
    own = ("leader", "林例十", Named("吴例三"), "开会")
    assert refused(desk.roster.substitute, *own, **span, by=officers["吴例三"]) == "leader_by_self"
    assert refused(desk.duty.sign_for_absent, digest, "急病", "吴例三", WORD) == "not_the_leader"

    desk.roster.substitute(*own, **span, by=officers["陈例一"])
    assert desk.duty.sign_for_absent(digest, "急病", "吴例三", WORD).signatures[0]["name"] == "吴例三"


def test_a_supplement_without_answer_or_signature_waits_on_the_next_sheet(desk, officers, taken):
    def waits():
        body = desk.duty.start_hand_over(by=officers["邹例八"]).body
        desk.duty.abandon("重来", seen=standing_digest(desk.duty.running_sheet()), by=officers["邹例八"])
        rows = next(section["rows"] for section in body["sections"] if section["key"] == "waiting")
        return [(row["item"], row["cells"][2]) for row in rows if row["item"].startswith("supplement:")]

    assert waits() == []
    _, ident = raised(desk, officers)
    assert waits() == [(f"supplement:{ident}", "排水泵账 9 实 8")]
    found = desk.supplements.answer(ident, "已登记", by=officers["陈例一"])
    desk.supplements.sign("邹例八", WORD, seen=shown_digest(found.sheet))
    assert len(waits()) == 1
    desk.supplements.sign("陈例一", WORD, seen=shown_digest(found.sheet))
    assert waits() == []
