"""How a call list says its people: the last call, how many there were, which number is next; and every attempt."""

from __future__ import annotations

from console import words
from console.domain.call_lists import Attempt, CallLine, CallListRow, CallOutcome, CallProgress
from ui.models.table import Align, Column, RowTableModel
from ui.text import Times


def lines_model(times: Times) -> RowTableModel[CallLine]:
    """Name, unit, post, the number that is next, what came of the last call, when, how many calls, remark."""
    return RowTableModel(
        [
            Column("call.name", lambda line: line.person.name, width=84, strong=_silent),
            Column("call.unit", lambda line: line.person.unit, stretch=True),
            Column("call.state", _state, width=92, ink=_ink, strong=_silent, stays=True),
            Column("call.at", lambda line: times.near(line.last.at) if line.last else "", width=92),
            Column("call.next", _next, width=128),
            Column("call.calls", lambda line: str(len(line.attempts) or ""), align=Align.RIGHT, width=52),
            Column("call.post", lambda line: line.person.post, width=112),
            Column("call.remark", lambda line: line.last.remark if line.last else "", width=140),
        ],
        key=lambda line: line.person.person_id,
    )


def attempts_model(times: Times) -> RowTableModel[Attempt]:
    """Every attempt to ring somebody, the newest first."""
    return RowTableModel(
        [
            Column("call.at", lambda row: times.near(row.at), width=92),
            Column("call.outcome", lambda row: outcome_word(row.outcome), width=76, ink=_attempt_ink),
            Column("call.phone", lambda row: row.phone, stretch=True, numbers=True),
            Column("call.by", lambda row: row.by_name, width=72),
            Column("call.remark", _attempt_remark, width=100),
        ],
        key=lambda row: row.number,
    )


def outcome_word(outcome: CallOutcome) -> str:
    return words.say(f"call.outcome.{outcome.value}")


def list_text(row: CallListRow | None, times: Times) -> str:
    """示例HJ2030-0001 防汛责任人 08:10, and that it is over."""
    if row is None:
        return words.say("call.no_list")
    code = "call.list_ended" if row.ended_at else "call.list"
    return words.say(code, number=row.number, title=row.title, at=times.near(row.started_at))


def progress_facts(count: CallProgress) -> dict[str, int]:
    return {
        "people": count.people, "tried": count.tried, "reached": count.reached, "unreachable": count.unreachable,
        "attempts": count.attempts, "left": count.left,
    }  # fmt: skip


def _state(line: CallLine) -> str:
    if line.reached:
        return words.say("call.reached")
    if line.last is None:
        return words.say("call.not_called" if line.next else "call.no_number")
    return outcome_word(line.last.outcome) if line.next else words.say("call.unreachable")


def _next(line: CallLine) -> str:
    return line.next.number if line.next else ""


def _silent(line: CallLine) -> bool:
    return not line.reached and line.last is not None


def _ink(line: CallLine) -> str | None:
    if line.reached:
        return "oktext"
    return "text3" if line.last is None and line.next else "redtext"


def _attempt_remark(row: Attempt) -> str:
    verified = words.say("call.verified") if row.verified else ""
    return words.say("list.join").join(filter(None, (verified, row.remark)))


def _attempt_ink(row: Attempt) -> str | None:
    return "oktext" if row.reached else "redtext"
