"""What the incidents panel asks, from an open desk."""

from __future__ import annotations

from console.bootstrap import Desk
from ui.models.incident_rows import IncidentServices


def services(desk: Desk, beside: frozenset[str] = frozenset()) -> IncidentServices:
    """``beside``: panels that stand in the rail with it."""
    return IncidentServices(
        desk.incidents, desk.incident_items, desk.incident_figures, desk.incident_clocks, desk.incident_command,
        desk.incident_timeline, desk.incident_reports, desk.orders, desk.intake, desk.places, desk.settings, beside,
    )  # fmt: skip
