"""However swaps and new plans follow one another: no seat is lost, nobody stands twice in a shift."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.roster_draft import Cell
from console.domain.roster_merge import in_force
from console.domain.swaps import Followed, SwapRow, SwapState, follow, moves

DAY = date(2030, 8, 12)
AT = datetime(2030, 8, 1, tzinfo=UTC)
PEOPLE = [(UUID(int=n), f"人例{n}") for n in range(1, 8)]
SEATS = [(DAY + timedelta(days=d), "whole", post, 1) for d in range(3) for post in ("主班", "副班")]


def swap(n, key, gives, takes, back=None):
    return SwapRow(
        UUID(int=100 + n), f"HB2030-{n:04d}", key[0], "day24", key[1], key[2], gives[0], takes[0], gives[1], takes[1],
        back[0] if back else None, back[1] if back else "", back[2] if back else "", "事", SwapState.APPROVED, AT, "",
        AT, "", AT + timedelta(minutes=n), "", "", 1,
    )  # fmt: skip


@st.composite
def tables(draw):
    """Each shift with different people on its posts."""
    made = {}
    for day in {key[0] for key in SEATS}:
        posts = [key for key in SEATS if key[0] == day]
        made |= dict(zip(posts, draw(st.permutations(PEOPLE)), strict=False))
    return made


@st.composite
def swap_lists(draw):
    count = draw(st.integers(1, 6))
    made = []
    for n in range(count):
        gives, takes = draw(st.permutations(PEOPLE))[:2]
        key, back = draw(st.sampled_from(SEATS)), draw(st.none() | st.sampled_from(SEATS))
        made.append(swap(n, key, gives, takes, back))
    return made


def sound(seats):
    for day in {key[0] for key in seats}:
        names = [who for key, who in seats.items() if key[0] == day]
        if len(set(names)) != len(names):
            return False
    return True


@settings(max_examples=200, deadline=None)
@given(tables(), swap_lists())
def test_no_seat_is_lost_and_nobody_stands_twice(table, swaps):
    followed = follow(table, swaps)
    assert set(followed.seats) == set(table) and sound(followed.seats)
    assert all(who in PEOPLE for who in followed.seats.values())


@settings(max_examples=200, deadline=None)
@given(tables(), tables(), swap_lists())
def test_publishing_again_and_again_comes_to_the_same(table, anew, swaps):
    """What was approved on one table is put on another: sound whatever that one looks like."""
    approved, now = [], dict(table)
    for row in swaps:
        moved = moves(now, row.legs)
        if moved is not None:
            now |= moved
            approved.append(row)
            assert sound(now) and set(now) == set(table)
    again = follow(anew, approved)
    assert sound(again.seats) and set(again.seats) == set(anew)
    back = follow(table, approved)
    assert sound(back.seats)


CHEN, ZHANG, WANG = PEOPLE[:3]


def base(first=CHEN, second=ZHANG):
    return {SEATS[0]: first, SEATS[2]: second}


def test_a_swap_is_put_on_a_plan_made_anew_and_left_alone_where_it_holds():
    row = swap(1, SEATS[0], CHEN, ZHANG, SEATS[2])
    after = {SEATS[0]: ZHANG, SEATS[2]: CHEN}
    assert follow(base(), [row]) == Followed(after) == follow(after, [row])


def test_it_goes_with_the_person_to_another_post_of_the_shift():
    row = swap(1, SEATS[0], CHEN, WANG)
    assert follow({SEATS[1]: CHEN, SEATS[0]: ZHANG}, [row]).seats == {SEATS[1]: WANG, SEATS[0]: ZHANG}


def test_two_of_one_shift_exchange_their_posts():
    row = swap(1, SEATS[0], CHEN, ZHANG, SEATS[1])
    before, after = {SEATS[0]: CHEN, SEATS[1]: ZHANG}, {SEATS[0]: ZHANG, SEATS[1]: CHEN}
    assert follow(before, [row]).seats == after and moves(before, row.legs) == after


def test_a_chain_of_swaps_ends_with_the_last_one_and_stays_there():
    first, second = swap(1, SEATS[0], CHEN, ZHANG), swap(2, SEATS[0], ZHANG, WANG)
    for holder in (CHEN, ZHANG, WANG):
        assert follow({SEATS[0]: holder}, [second, first]) == Followed({SEATS[0]: WANG})


def test_a_duty_that_is_somebody_elses_now_is_told_and_both_ways_of_an_exchange_stay():
    row = swap(1, SEATS[0], CHEN, ZHANG, SEATS[2])
    table = base(WANG)
    assert follow(table, [row]) == Followed(table, (row,))


def test_whoever_stands_in_the_shift_already_is_not_put_there_twice():
    row = swap(1, SEATS[0], CHEN, ZHANG)
    table = {SEATS[0]: CHEN, SEATS[1]: ZHANG}
    assert follow(table, [row]) == Followed(table, (row,)) and moves(table, row.legs) is None


@st.composite
def swapped_tables(draw):
    """A table, what swaps of whoever stood there made of it, and those swaps: given away, exchanged, given back."""
    table = draw(tables())
    now, approved = dict(table), []
    for n in range(draw(st.integers(1, 6))):
        key, back = draw(st.sampled_from(SEATS)), draw(st.none() | st.sampled_from(SEATS))
        takes = now[back] if back else draw(st.sampled_from(PEOPLE))
        row = swap(n, key, now[key], takes, back)
        there = all(now[(*leg.seat, 1)] == leg.gives for leg in row.legs)
        moved = moves(now, row.legs) if takes != now[key] and there else None
        if moved is not None:
            now |= moved
            approved.append(row)
    return table, now, approved


def cells(table):
    return [Cell(*key, *who) for key, who in table.items()]


@settings(max_examples=200, deadline=None)
@given(swapped_tables())
def test_publishing_the_table_as_it_stands_changes_nothing(made):
    _, now, approved = made
    assert follow(now, in_force(approved, cells(now))).seats == now


@settings(max_examples=200, deadline=None)
@given(swapped_tables())
def test_publishing_the_plan_of_before_comes_to_the_same_table(made):
    table, now, approved = made
    followed = follow(table, approved)
    assert followed.seats == now and followed.lost == ()


def test_an_exchange_of_which_one_way_holds_by_the_new_plan_is_completed():
    first, second = PEOPLE[:2]
    given_, back = SEATS[0], SEATS[2]
    row = swap(1, given_, first, second, back)
    followed = follow({given_: second, back: second}, [row])
    assert followed.seats == {given_: second, back: first} and followed.lost == ()
