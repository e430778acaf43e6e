"""In the whole window: 待我审批 leads to the stock document that waits, an incident with goods out says so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from console import words
from console.domain.incident import IncidentState
from console.domain.stock import DocumentKind, DocumentState
from console.domain.stock_document import NewDocument, NewLine
from console.errors import Refused
from tests.kit import stock as kit
from tests.kit.window import furnishing


@pytest.fixture
def store(new_store, clock):
    """Pumps at an incident, a transfer that waits for a leader's word."""
    with furnishing(new_store, clock) as (desk, by):
        yard = kit.yard(desk, by)
        kit.came_in(desk, by, yard.county, NewLine(yard.pump, Decimal(5)))
        out = NewDocument(
            DocumentKind.ISSUE, (NewLine(yard.pump, Decimal(2)),), from_store=yard.county, incident=yard.incident
        )
        kit.settled(desk, by, out)
        form = NewDocument(
            DocumentKind.TRANSFER, (NewLine(yard.pump, Decimal(1)),), from_store=yard.county, to_store=yard.town
        )
        made = desk.stock_documents.draft(form, by=by)
        desk.stock_documents.ask(made.row.id, "林例十", seen=made.row.version, by=by)
    return new_store


def test_what_waits_is_found_and_what_is_out_holds_an_incident_open(typist):
    shell = typist.app.shell
    (waits,) = (one for one in shell.desk.approvals.waiting("林例十") if not one.owes_signature)
    shell._go_to_item("upward", waits.subject_id)
    panel = typist.panel()
    panel.approvals.shown_asked.emit("stores", waits.subject_id)
    typist.until(lambda: typist.panel().id == "stores", "the stores")
    part = typist.panel().by_name["documents"]
    typist.until(lambda: part.look is not None and part.look.row.id == waits.subject_id, "its document")
    assert part.look.row.state is DocumentState.DRAFT and part.look.waits is not None

    incident = shell.desk.incidents.open_rows()[0]
    shell._go_to_item("incidents", incident.id)
    typist.until(lambda: typist.panel().id == "incidents", "the incidents")
    overview = typist.panel().detail.overview
    typist.until(lambda: overview.row is not None, "its page")
    left = words.say("incidents.left.goods")
    seen = incident
    for state in (IncidentState.HANDLING, IncidentState.CONTROLLED):
        seen = shell.desk.incidents.step(seen.id, state, seen=seen.version, by=typist.app.seat.actor)
    typist.until(lambda: left in overview.states.left.text(), "goods that are out are named before it ends")
    with pytest.raises(Refused, match="incident_unsettled"):
        shell.desk.incidents.step(seen.id, IncidentState.ENDED, seen=seen.version, by=typist.app.seat.actor)
