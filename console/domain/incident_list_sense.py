"""What a row of a county list about incidents must be, beyond each field by itself: nonsense is refused at saving."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from console.domain.incident_lists import INCIDENT_LISTS
from console.domain.incident_report import require_template
from console.domain.list_spec import FieldKind
from console.domain.response_notice import require_notice
from console.errors import Refused

Values = Mapping[str, str]


def require_sense(key: str, values: Values, event_types: Collection[str]) -> None:
    """Refuse a row that could never be meant: a choice there is none of, a limit that cannot run, an empty range.

    ``values`` are checked field by field already; ``event_types`` are the codes of the tree. Refuses list_field_bad,
    no_such_event_type, limit_days, limit_from_the_end, rule_range, rule_grade, template_field_unknown, template_brace.
    """
    spec = next((one for one in INCIDENT_LISTS if one.key == key), None)
    if spec is None:
        return
    for field in spec.fields:
        said = [part.strip() for part in values.get(field.name, "").split(",") if part.strip()]
        if field.kind is FieldKind.ITEMS and field.choices:
            for part in said:
                if part not in field.choices:
                    raise Refused("list_field_bad", list=key, field=field.name, value=part[:80])
        if field.name == "event_types":
            _require_types(said, event_types)
    if key in _SENSE:
        _SENSE[key](values)


def _require_types(said: list[str], event_types: Collection[str]) -> None:
    """A code of the tree, or the beginning of some: one stands for all below it."""
    for part in said:
        if not any(code.startswith(part) for code in event_types):
            raise Refused("no_such_event_type", type=part[:20])


def _limit(values: Values) -> None:
    """Days with their year, in their order; only 核报 may wait for the end of an incident."""
    first, last = values.get("valid_from", ""), values.get("valid_to", "")
    if any(day and len(day) != len("2030-08-12") for day in (first, last)) or (first and last and last < first):
        raise Refused("limit_days")
    if values.get("counts_from") == "ended" and values.get("step") != "final":
        raise Refused("limit_from_the_end")


def _rule(values: Values) -> None:
    """A range that holds something; an event has a grade, 险情 and 较大涉险 have none."""
    if values.get("below") and int(values["below"]) <= int(values["from"]):
        raise Refused("rule_range")
    if (values.get("kind") == "event") != bool(values.get("grade")):
        raise Refused("rule_grade")


def _template(values: Values) -> None:
    for name in ("title", "text"):
        require_template(values[name])


def _notice(values: Values) -> None:
    for name in ("title", "text"):
        require_notice(values[name])


_SENSE: dict[str, Callable[[Values], None]] = {
    "report_limits": _limit,
    "grade_rules": _rule,
    "report_templates": _template,
    "notice_templates": _notice,
}
