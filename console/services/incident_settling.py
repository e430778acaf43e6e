"""What still keeps an incident from being ended or archived."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from console.domain.incident import ARCHIVING, ENDING, IncidentState, Unsettled
from db.queries import incident_settling as query


def unsettled(connection: Connection, incident_id: UUID, after: IncidentState) -> list[Unsettled]:
    """The conditions of that step that do not hold, in the order they are told; none for other steps."""
    asked = {IncidentState.ENDED: ENDING, IncidentState.ARCHIVED: ARCHIVING}.get(after, ())
    return [one for one in asked if _LEFT[one](connection, incident_id)]


_LEFT = {
    Unsettled.ITEMS: query.open_items,
    Unsettled.CLOCKS: query.running_clocks,
    Unsettled.TASKS: query.open_tasks,
    Unsettled.APPROVALS: query.waiting_approvals,
    Unsettled.UNSENT: query.unsent,
    Unsettled.RECEIPTS: query.missing_receipts,
    Unsettled.FINAL: query.final_missing,
    Unsettled.TEAMS: query.teams_out,
    Unsettled.GOODS: query.goods_out,
    Unsettled.SHELTERS: query.shelters_open,
    Unsettled.PEOPLE: query.people_waiting,
    Unsettled.ALARMS: query.alarms_active,
}
