"""County lists of incidents: limits, grade rules, receivers, texts of reports and notices, command, escalation."""

from __future__ import annotations

from console.domain.list_spec import FieldKind, ListField, ListSpec

STEPS = ("first_phone", "first_written", "follow_up", "daily", "final", "relief")
GRADES = ("ordinary", "larger", "major", "extreme")
KINDS = ("event", "larger_risk", "hazard")
FIGURE_KEYS = (
    "dead", "missing", "trapped", "heavy", "light", "affected", "evacuated", "in_danger", "in_hospital",
    "burnt", "loss",
)  # fmt: skip
REPORT_KINDS = ("first", "follow", "daily", "final", "quick")
NOTICE_KINDS = ("start", "raise", "lower", "end")
SUBJECTS = ("report", "task", "instruction")

_TYPES = ListField("event_types", FieldKind.ITEMS, limit=200)
_GRADES = ListField("grades", FieldKind.ITEMS, limit=200, choices=(*GRADES, "larger_risk", "hazard"))
_BASIS = ListField("basis", limit=200)

INCIDENT_LISTS = (
    ListSpec(
        "report_limits",
        (
            ListField("name", required=True, limit=100),
            _TYPES,
            _GRADES,
            ListField("step", FieldKind.CHOICE, True, STEPS),
            ListField("whom", limit=100),
            ListField("minutes", FieldKind.WHOLE, True, low=1, high=525_600),
            ListField("counts_from", FieldKind.CHOICE, True, ("received", "occurred", "graded", "ended")),
            ListField("valid_from", FieldKind.DAY),
            ListField("valid_to", FieldKind.DAY),
            _BASIS,
        ),
    ),
    ListSpec(
        "grade_rules",
        (
            ListField("name", required=True, limit=100),
            _TYPES,
            ListField("kind", FieldKind.CHOICE, True, KINDS),
            ListField("grade", FieldKind.CHOICE, choices=GRADES),
            ListField("figure", FieldKind.CHOICE, True, FIGURE_KEYS),
            ListField("from", FieldKind.WHOLE, True, high=99_999_999),
            ListField("below", FieldKind.WHOLE, high=99_999_999),
            _BASIS,
        ),
    ),
    ListSpec(
        "report_recipients",
        (
            ListField("name", required=True, limit=100),
            ListField("person"),
            ListField("phone", limit=40),
            ListField("channel", limit=40, choices=("@channels",)),
            ListField("part", FieldKind.CHOICE, True, ("to", "copy")),
            _TYPES,
            _GRADES,
        ),
    ),
    ListSpec(
        "report_templates",
        (
            ListField("name", required=True),
            ListField("kind", FieldKind.CHOICE, True, REPORT_KINDS),
            _TYPES,
            ListField("title", required=True, limit=120),
            ListField("text", FieldKind.LONG, True, limit=4000),
        ),
    ),
    ListSpec(
        "notice_templates",
        (
            ListField("name", required=True),
            ListField("kind", FieldKind.CHOICE, True, NOTICE_KINDS),
            ListField("title", required=True, limit=120),
            ListField("text", FieldKind.LONG, True, limit=4000),
        ),
    ),
    ListSpec(
        "command_parts",
        (
            ListField("name", required=True, limit=40),
            ListField("group", FieldKind.CHOICE, True, ("one", "three", "x")),
            ListField("organisation", limit=100),
            ListField("person"),
            ListField("phone", limit=40),
            _TYPES,
        ),
    ),
    ListSpec(
        "escalations",
        (
            ListField("name", required=True),
            ListField("subjects", FieldKind.ITEMS, limit=60, choices=SUBJECTS),
            ListField("level", FieldKind.CHOICE, True, ("remind", "alarm", "leader")),
            ListField("percent", FieldKind.WHOLE, True, high=1000),
            ListField("after", FieldKind.WHOLE, high=10_080),
        ),
    ),
)
"""Their shipped rows stand in ``resources/lists``. ``event_types`` are codes of the tree; one stands for all below it.

``from`` and ``below`` of a grade rule are in the figure's own unit (人, 公顷, 万元): from a number on, up to but
without the other. ``percent`` of the time gone and ``after`` minutes more make a rung of the escalation.
"""
