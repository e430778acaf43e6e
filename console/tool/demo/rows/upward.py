"""The reports upward of the night: the first one in writing, the follow-ups of every hour, the one that corrects."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from console.domain.incident_report import ReportKind, ReportRow, ReportState
from console.domain.people import Actor
from console.tool.demo import hands
from console.tool.demo.documents import folder, is_pair, leave, leave_report, leave_table, says
from console.tool.demo.hands import settle, strike, until
from console.tool.demo.reading import Reader
from console.tool.demo.rows.calls import SUMMARY
from console.tool.demo.rows.onward import ALT, CTRL, Key, call, revise, show_incident
from console.tool.demo.rows.row import Found, Row
from console.tool.demo.stage import Stage
from ui.dialogs.finding import FindingDialog
from ui.dialogs.roster_people import PeopleDialog
from ui.dialogs.upward import BeginReportDialog, SentDialog
from ui.incident_prints import TimeLine

# row 29: the first report in writing

RECEIVERS = ("县委办总值班室", "县府办总值班室", "市应急管理局指挥中心", "市委、市政府总值班室")
HEARD = ("秦例一", "尤例二", "许例三", "何例四")


def play_first(stage: Stage, row: Row) -> None:
    """Composed from what was told, approved by telephone, numbered, sent to each receiver within the limit."""
    stage.jump_to(22, 56)
    made = report(stage, incident_id(stage), ReportKind.FIRST, HEARD)
    row.notes["number"] = made.number
    row.expected = {
        "number": "示例应急值班快报〔2030〕第1期", "state": "approved", "means": "phone",
        "sent_to": dict(zip(RECEIVERS, HEARD, strict=True)), "written_in_time": True, "figures": _FIRST,
        "pair": True, "tool_says": True,
    }  # fmt: skip


_FIRST = {"dead": None, "evacuated": 19, "missing": 1}


def read_first(reader: Reader, row: Row) -> Found:
    """The report, whom it went to, the countdown it ended, its two files, and its words as the tool gives them."""
    number = row.notes["number"]
    ident, state, facts = reader.ask("SELECT id, state, facts FROM incident_report WHERE number = ?", number)[0]
    sent = reader.ask(
        "SELECT r.organisation, o.receipt_by FROM report_recipient r JOIN outbound o ON o.id = r.outbound_id "
        "WHERE r.report_id = ? ORDER BY r.ordinal",
        ident,
    )
    clocks = reader.ask("SELECT done_at, due_at FROM incident_clock WHERE report_id = ?", ident)
    _, printed = reader.tool("report", "text", number)
    return {
        "number": number, "state": state,
        "means": reader.one("SELECT means FROM approval WHERE subject_id = ?", ident), "sent_to": dict(sent),
        "written_in_time": bool(clocks) and all(done <= due for done, due in clocks), "figures": figures_in(facts),
        "pair": is_pair(reader.data.parent, number, SUMMARY, "失联 1 人"),
        "tool_says": SUMMARY in printed and number in printed,
    }  # fmt: skip


# row 31: what has changed

CHANGED = {"light": "2", "damaged_rooms": "5"}


def play_follow_up(stage: Stage, row: Row) -> None:
    """Twenty past midnight: figures typed where they belong, the follow-up says what differs from the first report."""
    stage.jump_to(0, 18)
    incident = incident_id(stage)
    revise(stage, incident, CHANGED, "现场指挥部")
    made = report(stage, incident, ReportKind.FOLLOW)
    leave_table(stage, incident, "自然灾害情况快报表")
    row.notes["number"] = made.number
    row.expected = {
        "number": "示例应急值班快报〔2030〕第2期", "label": ("follow", 1), "figures": {**_FIRST, **_CHANGED},
        "revisions": 2, "pair": True, "table": True,
    }  # fmt: skip


_CHANGED = {"light": 2, "damaged_rooms": 5}


def read_follow_up(reader: Reader, row: Row) -> Found:
    """The figures the report froze, the revisions they came from, the table of the same figures."""
    number, out = row.notes["number"], reader.data.parent
    incident, kind, ordinal, facts = reader.ask(
        "SELECT incident_id, kind, ordinal, facts FROM incident_report WHERE number = ?", number
    )[0]
    changed = "SELECT count(*) FROM incident_figure WHERE incident_id = ? AND key IN ('light', 'damaged_rooms')"
    return {
        "number": number, "label": (kind, ordinal), "figures": figures_in(facts),
        "revisions": reader.one(changed, incident), "pair": is_pair(out, number, "轻伤 2 人"),
        "table": says(out, "自然灾害情况快报表", "自然灾害情况快报表")
        and (folder(out) / "自然灾害情况快报表.xlsx").is_file(),
    }  # fmt: skip


# row 34: the missing person is found


def play_found(stage: Stage, row: Row) -> None:
    """The follow-up of two o'clock, then at five past three the one that corrects: nobody is missing."""
    incident = incident_id(stage)
    follow_at(stage, 2)
    stage.jump_to(3, 5)
    revise(stage, incident, {"missing": "0", "dead": "0"}, "搜救队")
    made = report(stage, incident, ReportKind.FOLLOW)
    leave(stage, "事件处置过程", TimeLine(incident, _by(stage)))
    stage.desk.incident_timeline.export(incident, folder(stage.out) / "事件处置过程.xlsx", by=_by(stage))
    row.notes["number"] = made.number
    row.expected = {
        "label": ("follow", 4), "before": {"missing": 1, "dead": None}, "after": {"missing": 0, "dead": 0},
        "missing_ever": [1, 0], "hourly_late": 0, "pairs": 5, "serials": [1, 2, 3, 4, 5], "time_line": True,
    }  # fmt: skip


def follow_at(stage: Stage, hour: int) -> None:
    """The report of that hour, which its rhythm asks for."""
    stage.jump_to(hour, 15)
    report(stage, incident_id(stage), ReportKind.FOLLOW)


def read_found(reader: Reader, row: Row) -> Found:
    """No revision is lost, no number is left out, no turn of the rhythm was missed."""
    out, number = reader.data.parent, row.notes["number"]
    incident, kind, ordinal, facts = reader.ask(
        "SELECT incident_id, kind, ordinal, facts FROM incident_report WHERE number = ?", number
    )[0]
    before = reader.one("SELECT facts FROM incident_report WHERE incident_id = ? AND ordinal = 3", incident)
    series = reader.ask("SELECT serial, number FROM incident_report WHERE incident_id = ? ORDER BY serial", incident)
    ever = reader.ask(
        "SELECT value FROM incident_figure WHERE incident_id = ? AND key = 'missing' ORDER BY number", incident
    )
    late = "SELECT count(*) FROM incident_clock WHERE incident_id = ? AND rule = 'own' AND done_at > due_at"
    return {
        "label": (kind, ordinal), "before": _of(figures_in(before), "missing", "dead"),
        "after": _of(figures_in(facts), "missing", "dead"), "missing_ever": [value for (value,) in ever],
        "hourly_late": reader.one(late, incident), "pairs": sum(is_pair(out, each) for _, each in series),
        "serials": [serial for serial, _ in series],
        "time_line": says(out, "事件处置过程", number, "搜救队") and (folder(out) / "事件处置过程.xlsx").is_file(),
    }  # fmt: skip


# shared


def incident_id(stage: Stage) -> UUID:
    """The landslide's."""
    found = stage.desk.incident_items.incident_of(call(stage, SUMMARY).id)
    assert found is not None
    return found.id


def report(stage: Stage, incident: UUID, kind: ReportKind, heard: tuple[str, ...] = ()) -> ReportRow:
    """From the incident's page to the files: drafted, asked, approved by telephone, sent to everybody; two files."""
    reports = stage.desk.incident_reports
    page = _draft(stage, incident, kind)
    row = page.look.row
    strike(stage.window, Key.Key_Return, CTRL)
    hands.dialog(PeopleDialog)
    strike(stage.window, Key.Key_Return, CTRL)
    _until(page, row, ReportState.WAITING)
    strike(stage.window, Key.Key_Y, ALT)
    hands.write(hands.dialog(FindingDialog).fields["words"], "同意")
    strike(stage.window, Key.Key_Return, CTRL)
    _until(page, row, ReportState.APPROVED)
    stage.clock.advance(minutes=2)
    for at, receiver in enumerate(reports.recipients(row.id)):
        _send(stage, page, receiver.id, heard[at] if heard else "")
    made = reports.one(row.id)
    leave_report(stage, made)
    return made


def figures_in(facts: str) -> Found:
    """Values by key out of the frozen figures of a report; None is 不详."""
    return {key: one["value"] for key, one in json.loads(facts)["figures"].items()}


def _of(figures: Found, *keys: str) -> Found:
    return {key: figures.get(key) for key in keys}


def _draft(stage: Stage, incident: UUID, kind: ReportKind) -> Any:
    """The page of reports with the new draft on it, the keyboard in its words."""
    reports = stage.desk.incident_reports
    before = len(reports.series(incident))
    show_incident(stage, incident)
    strike(stage.window, Key.Key_B, ALT)
    dialog = hands.dialog(BeginReportDialog)
    until(lambda: dialog.kind.value() is kind, f"{kind} is offered first")
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: len(reports.series(incident)) > before, "the report is drafted")
    page = stage.window.current_panel().reports
    row = reports.series(incident)[-1]
    _until(page, row, ReportState.DRAFT)
    until(lambda: page.editor.body.text() == row.body, "its words stand there")
    return page


def _until(page: Any, row: ReportRow, state: ReportState) -> None:
    """The page shows that report in that state, and no dialog stands before it."""

    def shown() -> bool:
        look = page.look
        return look is not None and look.row.id == row.id and look.row.state is state and page.asked.dialog is None

    until(shown, f"the report is {state}")
    settle(40)


def _send(stage: Stage, page: Any, receiver: UUID, heard: str) -> None:
    """To the next who does not have it."""
    card = page.receivers_card
    until(lambda: (row := card.to_send()) is not None and row.id == receiver, "the next receiver is offered")
    until(lambda: page.send.isVisible() and page.send.isEnabled(), "it can be sent")
    strike(stage.window, Key.Key_E, ALT)
    dialog = hands.dialog(SentDialog)
    if heard:
        hands.write(dialog.received_by, heard)
    strike(stage.window, Key.Key_Return, CTRL)
    until(lambda: page.asked.dialog is None, "the sending is recorded")
    until(lambda: (row := card.to_send()) is None or row.id != receiver, "the page knows it")


def _by(stage: Stage) -> Actor:
    assert stage.app is not None
    by: Actor = stage.app.seat.actor
    return by
