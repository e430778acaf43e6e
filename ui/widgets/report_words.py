"""Words of reports upward: their kinds, states and elements as screens name them, in the language in use."""

from __future__ import annotations

from console import words
from console.domain.incident_report import NEEDED, ReportKind, chinese

ELEMENTS = dict(
    zip(
        NEEDED,
        ("occurred", "place", "source", "type", "course", "figures", "measures", "outlook", "reporter"),
        strict=True,
    )
)
"""Code of each element's word, by its name in the county's templates."""


def report_label(kind: ReportKind, ordinal: int) -> str:
    """初报, 续报（二）; First report, Follow-up 2."""
    said = words.say(f"report.kind.{kind.value}")
    if kind not in (ReportKind.FOLLOW, ReportKind.DAILY) and ordinal < 2:
        return said
    counted = chinese(ordinal) if words.language() == "zh" else str(ordinal)
    return words.say("report.counted", kind=said, ordinal=counted)
