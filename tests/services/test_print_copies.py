"""Copies counted: no ordinal twice, none for what never came to be, and the books know all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from console import bootstrap
from console.domain.people import Actor, Role
from console.errors import Refused


def ordinals(desk, number="JJ2030-0001"):
    return [copy.ordinal for copy in desk.print_copies.of("handover", number)]


def test_the_first_is_the_original_and_the_next_has_the_next_number(desk, by):
    assert [desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=by) for _ in range(3)] == [1, 2, 3]
    assert desk.print_copies.reserve("handover", "JJ2030-0002", "file", by=by) == 1
    assert desk.print_copies.reserve("intake", "JJ2030-0001", "file", by=by) == 1
    assert ordinals(desk) == [1, 2, 3]


def test_what_never_came_to_be_gives_its_number_back(desk, by):
    desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=by)
    desk.print_copies.failed("handover", "JJ2030-0001", 1, begun=False, by=by)
    assert ordinals(desk) == []

    assert desk.print_copies.reserve("handover", "JJ2030-0001", "file", by=by) == 1
    assert [(copy.ordinal, copy.target) for copy in desk.print_copies.of("handover", "JJ2030-0001")] == [(1, "file")]


def test_a_paper_a_printer_had_begun_keeps_its_number_for_ever(desk, by):
    desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=by)
    desk.print_copies.failed("handover", "JJ2030-0001", 1, begun=True, by=by)

    assert desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=by) == 2
    assert ordinals(desk) == [2]


def test_two_seats_never_make_the_same_copy(desk, data, clock, by):
    other = bootstrap.build(data, clock)
    try:
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(seat.print_copies.reserve, "handover", "JJ2030-0001", "paper", by=by)
                for _ in range(10)
                for seat in (desk, other)
            ]
            assert sorted(one.result() for one in asked) == list(range(1, 21))
    finally:
        other.close()


def test_the_books_know_every_copy(desk, by):
    desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=by)
    desk.print_copies.failed("handover", "JJ2030-0001", 1, begun=False, by=by)
    assert desk.log.verify().fault is None

    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE print_copy SET target = 'paper'")
    fault = desk.log.verify().fault
    assert fault is not None and fault.where == "print_copy"


def test_whoever_may_not_print_makes_no_copy(desk):
    with pytest.raises(Refused):
        desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=Actor.program())
    viewer = desk.accounts.add("样例阅览", Role.VIEWER, "example-duty-1", by=Actor.tool("tester"))
    assert desk.print_copies.reserve("handover", "JJ2030-0001", "paper", by=viewer.actor) == 1
