"""Who the posts of a shift are filled with at first."""

from __future__ import annotations

from console.domain.duty import OpenPoints, PostLine
from ui.models.handover import HandoverView

POSTS = ("主班", "副班")


def crew(first: str, *rostered: PostLine, phones: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """Name and telephone of leader, first and second post."""
    view = HandoverView(
        None, None, None, None, OpenPoints(0, 0, 0, 0), POSTS, False, (first,), rostered=rostered, phones=phones or {}
    )
    return [(line.name, line.phone) for line in view.crew(first, None, keep=True).posts]


def test_who_leads_the_shift_stays_its_leader_only() -> None:
    planned = (PostLine("leader", "林例十", "100-0000-0010"), PostLine("主班", "陈例一"))
    assert crew("林例十", *planned) == [("林例十", "100-0000-0010"), ("陈例一", ""), ("", "")]


def test_the_leader_stands_the_main_post_nobody_is_planned_for() -> None:
    planned = (PostLine("leader", "林例十"), PostLine("副班", "陈例一"))
    assert [name for name, _ in crew("林例十", *planned)] == ["林例十", "林例十", "陈例一"]


def test_somebody_else_stands_the_first_empty_post() -> None:
    planned = (PostLine("leader", "林例十"), PostLine("主班", "陈例一"))
    assert [name for name, _ in crew("邹例八", *planned)] == ["林例十", "陈例一", "邹例八"]


def test_the_telephone_of_the_contacts_comes_along_where_the_roster_has_none() -> None:
    book = {"陈例一": "100-0000-0001", "邹例八": "100-0000-0008"}
    planned = (PostLine("主班", "陈例一", "0577-0000-0001"), PostLine("副班", "邹例八"))
    assert crew("邹例八", *planned, phones=book)[1:] == [("陈例一", "0577-0000-0001"), ("邹例八", "100-0000-0008")]
