"""More reports than a list holds at once: it says so, and the next page comes below."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert

from console.domain.incident_report import ReportKind
from console.services.upward import SHOWN
from db.models.reporting import IncidentReport
from tests.kit import upward as kit
from tests.kit.typist import ALT
from tests.kit.upward import KEY, draft, press

incident, opened, watch = kit.incident, kit.opened, kit.watch
MORE = 3


@pytest.fixture
def many(desk, watch, incident, clock):
    """As many quick reports as fill a page, and some; the first of them is the oldest."""
    first = draft(desk, watch, incident, ReportKind.QUICK)
    with desk.opened.store.writing(by=watch) as tx:
        columns = [column.name for column in IncidentReport.__table__.columns]
        row = tx.session.get_one(IncidentReport, first.id)
        one = {name: getattr(row, name) for name in columns}
        made = [
            one | {"id": uuid4(), "ordinal": at, "drafted_at": clock.now() + timedelta(seconds=at)}
            for at in range(2, SHOWN + MORE + 1)
        ]
        tx.connection.execute(insert(IncidentReport), made)
    return first


def test_reports_come_page_by_page_and_what_is_chosen_stays(opened, many, qtbot):
    panel = opened()
    page = panel.reports
    qtbot.waitUntil(lambda: page.list.table.rows_model.rowCount() == SHOWN)
    assert page.list.more.isVisible() and page.list.table.rows_model.index_of(many.id).row() < 0
    chosen = page.list.table.chosen_key()
    press(qtbot, page.list.table, KEY.Key_PageDown, ALT)
    qtbot.waitUntil(lambda: page.list.table.rows_model.rowCount() == SHOWN + MORE)
    assert page.list.table.chosen_key() == chosen and page.chosen == chosen
    assert not page.list.more.isVisible() and page.list.table.rows_model.index_of(many.id).row() == SHOWN + MORE - 1
    page.list.part.picked.emit("draft")
    qtbot.waitUntil(lambda: page.list.table.rows_model.rowCount() == SHOWN)
