"""A print of each kind without a record: every field and table it can have, for whoever makes a county's form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from console.domain.clocks import ClockRow
from console.domain.duty import ShiftRow
from console.domain.forms import DISPATCH_PAPERS, NOTICES, ORDER_PAPERS, PLAN_PAPERS, WARNING_PAPERS
from console.domain.inbound import InboundRow
from console.domain.reports import ReportKind
from ui.printing.blank_forms import SECTIONS
from ui.printing.form import Form
from ui.printing.parts import Print, zh
from ui.printing.sheets import day_log_form, handover_form, inbound_form

if TYPE_CHECKING:
    from datetime import datetime

    from console.bootstrap import Desk

_NOBODY = UUID(int=0)
_REPORTS = frozenset(ReportKind)


def outline(desk: Desk, kind: str) -> Form:
    """The form of that print, empty; on a worker."""
    now = desk.clock.now()
    about = Print(desk.zone, desk.realm, now, desk.settings.value("site.name"))
    if kind == "handover":
        return _handover(about, desk.duty.posts_to_fill())
    if kind == "intake":
        return _intake(about)
    if kind == "log":
        return day_log_form([], about, shift=_shift(now))
    if kind in _REPORTS:
        from ui.printing.report_form import report_form

        return report_form(desk.reports.outline(ReportKind(kind)), printed_at=now)
    if kind in (*ORDER_PAPERS, *PLAN_PAPERS, *DISPATCH_PAPERS, *WARNING_PAPERS):
        return _paper(kind, about)
    return _register(about) if kind == "outbound" else _document(desk, kind, about)


def _document(desk: Desk, kind: str, about: Print) -> Form:
    if kind == "roster":
        return _roster(desk, about)
    from ui.printing.letter_form import letter_form

    return letter_form(desk.report_papers.empty(), zone=desk.zone, printed_at=about.printed_at)


def _paper(kind: str, about: Print) -> Form:
    if kind in ORDER_PAPERS:
        from ui.printing.order_outlines import order_outline

        return order_outline(kind, about)
    if kind in DISPATCH_PAPERS:
        from ui.printing.dispatch_outlines import dispatch_outline

        return dispatch_outline(kind, about)
    if kind in WARNING_PAPERS:
        from ui.printing.warning_outlines import warning_outline

        return warning_outline(kind, about)
    from ui.printing.plan_forms import empty_plan_form
    from ui.printing.response_letters import empty_letter

    return empty_letter(kind, about) if kind in NOTICES else empty_plan_form(kind, about)


def _register(about: Print) -> Form:
    from ui.printing.outbound_form import outbound_form

    return outbound_form([], about)


def _roster(desk: Desk, about: Print) -> Form:
    """With the posts of this month's shifts: each is a column of its own."""
    from ui.printing.roster_form import roster_form

    today = about.printed_at.astimezone(about.zone).date()
    return roster_form(desk.roster.plans(today, today), today, about)


def _handover(about: Print, posts: tuple[str, ...]) -> Form:
    at = about.printed_at.isoformat()
    named = ("leader", *(post for post in posts if post != "leader"))
    shift = {
        "number": 1, "template_title": "", "from": at, "to": at, "taken_at": at, "taken_how": "", "owner": "",
        "posts": [{"post": p, "title": zh("post.leader") if p == "leader" else p, "name": ""} for p in named],
    }  # fmt: skip
    body: dict[str, Any] = {
        "number": "-", "site": about.site, "zone": str(about.zone), "realm": about.realm.value, "shift": shift,
        "cut_off": {"at": at, "first": 1, "number": 1, "digest": ""}, "remarks": "",
        "sections": [_section(number, *told) for number, told in enumerate(SECTIONS, start=1)],
    }  # fmt: skip
    sheet = {"body": body, "digest": "", "state": "started", "confirmations": {}, "differences": [], "signatures": []}
    return handover_form(sheet, printed_at=about.printed_at)


def _section(number: int, key: str, columns: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    titled = [{"title": zh(f"sheet.column.{name}"), "weight": weight} for name, weight in columns]
    title = zh(f"sheet.section.{key}")
    return {"number": number, "key": key, "title": title, "caption": "", "columns": titled, "rows": []}


def _intake(about: Print) -> Form:
    at = about.printed_at
    row = InboundRow(
        id=_NOBODY, number="-", channel="", line="", caller_phone="", caller_name="", caller_org="", call_back="",
        received_at=at, received_reason="-", occurred_at=None, occurred_precision="unknown", reported_at=None,
        receiver_name="", place_path="", place_text="", event_type=None, event_type_name="", grade="", summary="",
        measures="", needs="", state="open", version=1, figures={}, figures_as_of={}, kind="document",
    )  # fmt: skip
    clock = ClockRow(_NOBODY, _NOBODY, "", "leader", 0, "", at, at, None, "", "", "", 1)
    return replace(inbound_form(row, about, clocks=[clock]), number="-")


def _shift(at: datetime) -> ShiftRow:
    return ShiftRow(
        id=_NOBODY, number=1, planned_from=at, planned_to=at, taken_at=at, closed_at=None, owner_id=_NOBODY, owner="",
        posts=(), first_number=1, last_number=None, taken_how="", reason="",
    )  # fmt: skip
