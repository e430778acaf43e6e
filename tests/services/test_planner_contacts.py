"""What the contacts say to the planner: A and B of a post, who has left, who holds a post called like one of it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from console.bootstrap import Desk
from console.domain.people import Actor
from console.domain.planning import Method, Pair
from console.domain.roster import LEADER
from console.services import lines
from console.services.duty_staff import NewStaff
from db import books
from db.models.people import Organisation, Person, Post, PostHolder
from tests.kit.planning import add_people

DAY = date(2030, 9, 2)
LAST = DAY + timedelta(days=3)


def hold(desk: Desk, by: Actor, called: str, **ranks: list[UUID]) -> None:
    """A post of the contacts with whoever holds it as A and as B."""
    unit = Organisation(id=uuid4(), name=f"{called}的单位")
    post = Post(id=uuid4(), organisation_id=unit.id, name=called)
    holders = [
        PostHolder(id=uuid4(), post_id=post.id, person_id=one, rank=rank)
        for rank, those in ranks.items()
        for one in those
    ]
    with desk.opened.store.writing(by=by) as tx:
        for rows in ([unit], [post], holders):
            tx.session.add_all(rows)
            tx.flush()
        lines.write(tx, books.AUDIT, "import", called, at=desk.clock.now(), about=[unit, post, *holders])


def staffed(desk: Desk, by: Actor, *names: str) -> list[UUID]:
    people = add_people(desk, by, *names)
    for name in names:
        desk.duty_staff.add(people[name], NewStaff(("主班",)), by=by)
    return [people[name] for name in names]


def pairs(desk: Desk) -> tuple[Pair, ...]:
    return desk.planner.ground(DAY, LAST).task.pairs


def test_a_and_b_of_a_post_are_a_pair_and_the_post_of_that_name_is_their_own(desk: Desk, by: Actor) -> None:
    first, second = staffed(desk, by, "陈例一", "林例二")
    hold(desk, by, "防汛科科长", A=[first], B=[second])
    hold(desk, by, "值班室主班", A=[second], B=[first])
    assert set(pairs(desk)) == {Pair("防汛科科长", first, second, ""), Pair("值班室主班", second, first, "主班")}


def test_where_several_share_a_post_or_one_stands_no_duty_there_is_no_pair(desk: Desk, by: Actor) -> None:
    first, second, third = staffed(desk, by, "陈例一", "林例二", "王例三")
    other = add_people(desk, by, "外例人")["外例人"]
    hold(desk, by, "值班员", A=[first, second], B=[third])
    hold(desk, by, "科员", A=[first], B=[other])
    hold(desk, by, "主任", A=[first])
    assert pairs(desk) == ()


def test_a_pair_lasts_as_long_as_both_hold_the_post(desk: Desk, by: Actor) -> None:
    first, second, third = staffed(desk, by, "陈例一", "林例二", "王例三")
    change = DAY + timedelta(days=2)
    hold(desk, by, "防汛科科长", A=[first], B=[second, third])
    with desk.opened.store.writing(by=by) as tx:
        rows = {row.person_id: row for row in tx.session.query(PostHolder)}
        rows[second].valid_to, rows[third].valid_from = change, change
        lines.write(tx, books.AUDIT, "import", "handed on", at=desk.clock.now(), about=[*rows.values()])
    assert pairs(desk) == (
        Pair("防汛科科长", first, second, valid_to=change - timedelta(days=1)),
        Pair("防汛科科长", first, third, valid_from=change),
    )


def test_whoever_changes_posts_within_the_period_stands_each_in_its_time_only(desk: Desk, by: Actor) -> None:
    (first,) = staffed(desk, by, "陈例一")
    row = desk.duty_staff.listed()[0]
    desk.duty_staff.end(row.id, DAY + timedelta(days=1), seen=row.version, by=by)
    desk.duty_staff.add(first, NewStaff(("副班",), valid_from=DAY + timedelta(days=2)), by=by)
    made = [
        desk.planner.propose(DAY, LAST, method).roster.assignments for method in Method if method is not Method.HAND
    ]
    assert [{(one.seat.slot.day.day, one.seat.post) for one in each if one.name} for each in made] == [
        {(2, "主班"), (4, "副班")}
    ] * 2


def test_whoever_has_left_is_planned_up_to_the_day_before(desk: Desk, by: Actor) -> None:
    first, _ = staffed(desk, by, "陈例一", "林例二")
    with desk.opened.store.writing(by=by) as tx:
        row = tx.session.get_one(Person, first)
        row.left_on, row.version = DAY + timedelta(days=2), row.version + 1
        lines.write(tx, books.AUDIT, "import", "left", at=desk.clock.now(), about=[row])
    assert desk.planner.ground(DAY, LAST).task.person(first).valid_to == DAY + timedelta(days=1)  # type: ignore[union-attr]


def test_without_a_list_holders_of_posts_called_so_are_planned_a_before_b(desk: Desk, by: Actor) -> None:
    people = add_people(desk, by, "陈例一", "林例二", "王例三")
    hold(desk, by, "值班室主班", B=[people["陈例一"]], A=[people["林例二"]])
    hold(desk, by, "局带班领导", A=[people["王例三"]])
    proposal = desk.planner.propose(DAY, LAST, Method.ROTATION)
    main = [one.name for one in proposal.roster.assignments if one.seat.post == "主班"]
    leader = {one.name for one in proposal.roster.assignments if one.seat.post == LEADER}
    assert proposal.staff_guessed and main == ["林例二", "陈例一"] * 2 and leader == {"王例三", ""}
