"""呼叫记录: every attempt stands on paper; numbers of sensitive people never do."""

from __future__ import annotations

from typing import Any

import pytest

from console.bootstrap import Desk
from console.domain.call_lists import CallOutcome
from console.domain.contact_book import NumberKind
from console.domain.people import Actor, Role
from console.services.contact_people import NewNumber, NewPerson
from ui import prints
from ui.order_prints import CallPaper
from ui.printing.copies import Counting
from ui.printing.layout import lay_out
from ui.printing.output import to_pdf


@pytest.fixture
def by(desk: Desk) -> Actor:
    return desk.accounts.add("陈例一", Role.ADMIN, "calls of 2030", by=Actor.tool("tester")).actor


@pytest.mark.parametrize("mask", [False, True])
def test_a_call_list_is_printed_with_every_attempt(desk: Desk, by: Actor, read: Any, tmp_path: Any, mask: bool) -> None:
    people = [
        desk.contact_people.add(
            NewPerson(name, sensitive=hidden), [NewNumber(NumberKind.MOBILE, f"100-0000-010{at}")], by=by
        )
        for at, (name, hidden) in enumerate((("单例二", False), ("曾例三", True), ("仇例六", False)), 1)
    ]
    row = desk.call_lists.begin("防汛责任人", people=people, by=by)
    desk.call_lists.attempt(row.id, people[0], "100-0000-0101", CallOutcome.BUSY, "稍后再拨", by=by)
    desk.call_lists.attempt(row.id, people[1], "100-0000-0102", CallOutcome.ANSWERED, by=by)
    to_pdf(prints.form_of(desk, CallPaper(row.id, mask)), tmp_path / "a.pdf")
    text = "".join(read(tmp_path / "a.pdf"))
    missing = [
        one for one in (row.number, "防汛责任人", "占线", "稍后再拨", "接听", "未呼叫", "1/3（33%）") if one not in text
    ]
    assert missing == [] and "100-0000-0102" not in text
    assert ("100-0000-0101" in text) is not mask and "100-****-0102" in text


def test_a_call_list_is_a_counted_paper_and_its_number_tells_one_copy_from_the_next(
    desk: Desk, by: Actor, read: Any, tmp_path: Any
) -> None:
    person = desk.contact_people.add(NewPerson("单例二"), [NewNumber(NumberKind.MOBILE, "100-0000-0101")], by=by)
    row = desk.call_lists.begin("防汛责任人", people=[person], by=by)
    form = prints.form_of(desk, CallPaper(row.id))
    assert form.counted and (form.kind, form.number) == ("call_list", row.number)
    count, marks = Counting(desk.print_copies, by), []
    for at in range(2):
        target = tmp_path / f"{at}.pdf"
        marks.append(count(lay_out(form), "file", lambda laid, target=target: to_pdf(laid, target)))
        assert marks[-1].replace(" ", "") in "".join(read(target))
    assert marks == ["正本", "副本 2"]
    assert [copy.ordinal for copy in desk.print_copies.of("call_list", row.number)] == [1, 2]
