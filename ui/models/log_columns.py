"""The columns of a log line, as all lists of lines show them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from console import words
from console.domain.log import LogEntry
from ui import text as said
from ui.models.table import Align, Column
from ui.text import Times

TIP = 800
"""Most characters of a text in a tooltip."""

LATE_SECONDS = 300
"""Written down later than this after it happened, a line is marked as 补录."""


def log_columns(times: Times) -> tuple[Column[LogEntry], ...]:
    """编号, 发生时间, 类别, 内容, 地点/人员, 记录人."""
    return (
        Column("log.number", lambda e: said.number(e.number), Align.RIGHT, 80, ink=_quiet, tip=lambda e: str(e.number)),
        Column("log.occurred_at", lambda e: times.near(e.occurred_at) + late_mark(e), width=138, tip=_both(times)),
        Column("log.kind", lambda e: said.kind(e.kind), width=86, ink=_quiet),
        Column("log.text", line_words, stretch=True, tip=lambda e: plain_tip(e.text), ink=_quiet),
        Column("log.where", where, width=150, tip=lambda e: plain_tip(where(e))),
        Column("log.by", lambda e: said.actor(e.by), width=86, tip=lambda e: plain_tip(said.actor(e.by))),
    )


def is_late(entry: LogEntry) -> bool:
    return (entry.recorded_at - entry.occurred_at).total_seconds() > LATE_SECONDS


def late_mark(entry: LogEntry) -> str:
    """补录 behind the time of a line written down much later than it happened."""
    return f" {words.say('log.late')}" if is_late(entry) else ""


def line_words(entry: LogEntry) -> str:
    """A line as it is read aloud: what it says about corrections, then its text."""
    return " ".join([*corrections(entry), entry.text])


def corrections(entry: LogEntry) -> list[str]:
    """更正第 n 号, 已由第 m 号更正."""
    made = [] if entry.corrects is None else [words.say("log.corrects", number=entry.corrects)]
    return made if entry.corrected_by is None else [*made, words.say("log.corrected_by", number=entry.corrected_by)]


def where(entry: LogEntry) -> str:
    return " · ".join(part for part in (entry.place, entry.person) if part)


def plain_tip(text: str) -> str:
    """A text as a tooltip: wrapped, and never taken for markup."""
    shown = text if len(text) <= TIP else text[:TIP] + "…"
    return f"<p style='white-space: pre-wrap'>{escape(shown)}</p>" if shown else ""


def _both(times: Times) -> Callable[[LogEntry], str]:
    def tip(entry: LogEntry) -> str:
        return words.say(
            "log.both_times", occurred=times.full(entry.occurred_at), recorded=times.full(entry.recorded_at)
        )

    return tip


def _quiet(entry: LogEntry) -> str | None:
    """A line that was corrected steps back."""
    return "text2" if entry.corrected_by is not None else None
