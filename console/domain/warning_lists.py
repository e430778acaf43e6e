"""County lists of warnings: levels of each scheme, signals, their standards, who must sign, channels, calling."""

from __future__ import annotations

from console.domain.list_spec import FieldKind, ListField, ListSpec

COLOURS = ("red", "orange", "yellow", "blue", "white")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
"""OASIS CAP 1.2, section 3.2.2."""
CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)  # fmt: skip
WAYS = ("manual", "device")
TEXTS = ("full", "sms", "voice", "title", "cap")
"""Which of the texts a channel carries; ``cap`` is the file."""
PLAYS = ("override", "priority", "normal")
"""强插, 优先, 普通."""
STAGES = ("a", "b", "town", "leader", "visit")
"""A岗, B岗, 乡镇值班, 分管领导, 派人上门."""

_NAME = ListField("name", required=True, limit=100)
_NAME_EN = ListField("name_en", limit=80)
_BASIS = ListField("basis", limit=200)
_RANKS = ListField("ranks", FieldKind.ITEMS, limit=40, choices=("1", "2", "3", "4"))

WARNING_LISTS = (
    ListSpec(
        "warning_levels",
        (
            _NAME,
            _NAME_EN,
            ListField("scheme", required=True, limit=40),
            ListField("scheme_name", required=True, limit=60),
            ListField("colour", FieldKind.CHOICE, True, COLOURS),
            ListField("rank", FieldKind.WHOLE, True, low=1, high=9),
            ListField("grade", limit=40),
            ListField("severity", FieldKind.CHOICE, True, SEVERITIES),
            _BASIS,
        ),
    ),
    ListSpec(
        "warning_signals",
        (
            _NAME,
            _NAME_EN,
            ListField("scheme", required=True, limit=40),
            ListField("levels", FieldKind.ITEMS, True, limit=200, choices=("@warning_levels",)),
            ListField("issuer", limit=100),
            ListField("origin", FieldKind.CHOICE, True, ("own", "forwarded")),
            ListField("category", FieldKind.CHOICE, True, CATEGORIES),
            ListField("national", limit=5),
            ListField("event_types", FieldKind.ITEMS, limit=200),
            _BASIS,
        ),
    ),
    ListSpec(
        "warning_standards",
        (
            _NAME,
            ListField("signal", required=True, limit=40, choices=("@warning_signals",)),
            ListField("level", required=True, limit=40, choices=("@warning_levels",)),
            ListField("standard", FieldKind.LONG, True, limit=500),
            ListField("guide", FieldKind.LONG, limit=500),
            _BASIS,
        ),
    ),
    ListSpec(
        "warning_rules",
        (
            _NAME,
            ListField("schemes", FieldKind.ITEMS, limit=200),
            _RANKS,
            ListField("review", FieldKind.YES_NO, True),
            ListField("phone", FieldKind.YES_NO, True),
            ListField("urgent", FieldKind.YES_NO, True),
            ListField("alone", FieldKind.YES_NO),
            ListField("minutes", FieldKind.WHOLE, True, low=1, high=1_440),
            _BASIS,
        ),
    ),
    ListSpec(
        "warning_channels",
        (
            _NAME,
            _NAME_EN,
            ListField("way", FieldKind.CHOICE, True, WAYS),
            ListField("text", FieldKind.CHOICE, True, TEXTS),
            ListField("drivers", FieldKind.ITEMS, limit=100),
            ListField("play", FieldKind.CHOICE, choices=PLAYS),
            ListField("target", limit=200),
            ListField("minutes", FieldKind.WHOLE, True, low=1, high=1_440),
            ListField("people", FieldKind.YES_NO, True),
            _BASIS,
        ),
    ),
    ListSpec(
        "callout_stages",
        (
            _NAME,
            _NAME_EN,
            ListField("stage", FieldKind.CHOICE, True, STAGES),
            ListField("tries", FieldKind.WHOLE, True, low=1, high=20),
            ListField("gap", FieldKind.WHOLE, True, low=0, high=3_600),
            ListField("posts", FieldKind.ITEMS, limit=200),
            _BASIS,
        ),
    ),
    ListSpec(
        "callout_targets",
        (
            _NAME,
            ListField("schemes", FieldKind.ITEMS, limit=200),
            _RANKS,
            ListField("minutes", FieldKind.WHOLE, True, low=1, high=1_440),
            ListField("posts", FieldKind.ITEMS, limit=200),
            _BASIS,
        ),
    ),
)
"""Seconds in ``gap`` lie between two tries of a stage, ``posts`` name whom the town has for it; ``minutes`` of a rule
run from the draft to the release, of a channel from the release until it should be done, of a target from the first
call until everybody should have answered. ``national`` is the signal's code among the nation's event types. An empty
``schemes`` or ``ranks`` fits all; the first row that fits counts.
"""
