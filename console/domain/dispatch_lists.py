"""County lists of dispatch: skills, kinds of teams, arrival limits, travel, response packages, who may be engaged."""

from __future__ import annotations

from console.domain.list_spec import FieldKind, ListField, ListSpec

WEATHERS = ("fair", "rain", "storm", "snow", "night")
ENGAGED = (
    "reserved", "assigned", "mustering", "departed", "arrived", "done", "limited", "resting", "unavailable",
    "insurance", "certificate", "unregistered", "same_incident",
)  # fmt: skip
"""What may stand against sending a team: what it does elsewhere, what it says of itself, papers that ended."""
VERDICTS = ("allow", "warn", "block")

_NAME = ListField("name", required=True, limit=100)
_NAME_EN = ListField("name_en", limit=80)
_TYPES = ListField("event_types", FieldKind.ITEMS, limit=200)
_GRADES = ListField("grades", FieldKind.ITEMS, limit=200, choices=("ordinary", "larger", "major", "extreme"))
_BASIS = ListField("basis", limit=200)

DISPATCH_LISTS = (
    ListSpec("skills", (ListField("name", required=True, limit=40), _NAME_EN, _TYPES)),
    ListSpec("team_kinds", (ListField("name", required=True, limit=40), _NAME_EN)),
    ListSpec("terrains", (ListField("name", required=True, limit=40), _NAME_EN)),
    ListSpec(
        "arrival_limits",
        (
            _NAME,
            ListField("team_kinds", FieldKind.ITEMS, limit=200),
            _TYPES,
            ListField("leave", FieldKind.WHOLE, high=10_080),
            ListField("arrive", FieldKind.WHOLE, True, low=1, high=10_080),
            _BASIS,
        ),
    ),
    ListSpec(
        "travel_speeds",
        (
            _NAME,
            ListField("terrain", required=True, limit=40, choices=("@terrains",)),
            ListField("weather", FieldKind.CHOICE, True, WEATHERS),
            ListField("road_percent", FieldKind.WHOLE, True, low=100, high=1_000),
            ListField("speed", FieldKind.WHOLE, True, low=1, high=300),
            _BASIS,
        ),
    ),
    ListSpec(
        "travel_pairs",
        (
            _NAME,
            ListField("from", required=True, limit=100),
            ListField("to", required=True, limit=100),
            ListField("minutes", FieldKind.WHOLE, True, low=1, high=10_080),
            ListField("weather", FieldKind.CHOICE, choices=WEATHERS),
            _BASIS,
        ),
    ),
    ListSpec(
        "response_packages",
        (
            _NAME,
            _TYPES,
            _GRADES,
            ListField("kind", FieldKind.CHOICE, True, ("skill", "item")),
            ListField("what", required=True, limit=40),
            ListField("quantity", FieldKind.WHOLE, True, low=1, high=1_000_000),
            ListField("priority", FieldKind.WHOLE, True, low=1, high=3),
            _BASIS,
        ),
    ),
    ListSpec(
        "engage_rules",
        (
            _NAME,
            ListField("when", FieldKind.CHOICE, True, ENGAGED),
            ListField("verdict", FieldKind.CHOICE, True, VERDICTS),
            _BASIS,
        ),
    ),
)
"""Their shipped rows stand in ``resources/lists``. ``road_percent`` turns the straight line into the way on the road,
``speed`` is in km/h; a measured pair (names or codes of places, stores, teams) overrides both. ``what`` of a package is
a skill's code or an item's code."""
