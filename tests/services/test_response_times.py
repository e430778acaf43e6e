"""What a response is ended, raised or reached against: the level that was seen, and times that can be."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from console.domain.people import Role
from console.domain.responses import Approved, EndItem, Way
from console.errors import Refused
from tests.kit import plans as kit


@pytest.fixture
def me(desk, by, tmp_path):
    kit.people(desk, tmp_path, by)
    desk.plans.add(kit.plan(), by=by)
    return kit.officer(desk, by)


def raised(desk, me, row, level="II", approved=kit.APPROVED):
    seen = desk.responses.difference(row.id, level)
    return desk.responses.raise_to(row.id, level, approved, digest=seen.digest, by=me)


def refused(act) -> str:
    with pytest.raises(Refused) as told:
        act()
    return told.value.code


def test_a_milestone_of_the_minute_of_the_start_is_taken(desk, me, clock):
    clock.advance(seconds=40)
    row = kit.started(desk, me)
    clock.advance(seconds=15)
    desk.responses.reach(row.id, "M1", row.started_at - timedelta(seconds=40), by=me)
    assert desk.responses.milestones(row.id)[0].at is not None
    assert all(card.due_at is None or card.due_at > row.started_at for card in desk.responses.board(row.id))


def test_what_was_raised_meanwhile_is_not_ended_unseen(desk, me):
    row = kit.started(desk, me, "III")
    answers = [EndItem(item, done=True) for item in desk.responses.ending(row.id)]
    raised(desk, me, row)
    end = lambda seen: desk.responses.end(row.id, answers, kit.APPROVED, seen=seen, by=me)  # noqa: E731
    assert refused(lambda: end(row.version)) == "changed_meanwhile"
    assert end(desk.responses.one(row.id).version).state == "ended"
    assert end(row.version).state == "ended", "ended already it answers as it is"


def test_a_milestone_is_no_reason_to_look_again(desk, me):
    row = kit.started(desk, me, "III")
    desk.responses.reach(row.id, "M1", by=me)
    answers = [EndItem(item, done=True) for item in desk.responses.ending(row.id)]
    assert desk.responses.end(row.id, answers, kit.APPROVED, seen=row.version, by=me).state == "ended"


@pytest.mark.parametrize("act", ["raise", "end"])
def test_nobody_approved_a_change_before_the_start(desk, me, clock, act):
    row = kit.started(desk, me, "III")
    clock.advance(seconds=3600)
    word = Approved(kit.LEADER, words="同意", at=row.started_at - timedelta(minutes=5))
    do = {"raise": lambda: raised(desk, me, row, approved=word),
          "end": lambda: desk.responses.end(row.id, kit.answered(desk, row), word, by=me)}  # fmt: skip
    assert refused(do[act]) == "before_start"


def test_whoever_is_here_approves_now_whatever_time_is_named(desk, by, me):
    kit.officer(desk, by, kit.LEADER, Role.COMMANDER)
    plan_id = desk.plans.by_code("YA-01").id
    seen = desk.responses.preview(plan_id, "III", kit.WARNING)
    word = Approved(kit.LEADER, Way.PASSWORD, password="口令口令口令88", at=desk.clock.now() - timedelta(days=3))
    row = desk.responses.start(uuid4(), plan_id, "III", kit.WARNING, word, digest=seen.digest, by=me)
    assert [one.decided_at for one in desk.approvals.of(row.id)] == [desk.clock.now()]


def test_a_name_with_blanks_is_the_same_name(desk, me):
    plan_id = desk.plans.by_code("YA-01").id
    seen = desk.responses.preview(plan_id, "III", kit.WARNING)
    word = Approved(f" {kit.LEADER}\n", words="同意")
    row = desk.responses.start(uuid4(), plan_id, "III", kit.WARNING, word, digest=seen.digest, by=me)
    assert desk.responses.steps(row.id)[0].approved_by == kit.LEADER
