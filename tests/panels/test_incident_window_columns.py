"""What a list is looked at for is never the column that gives way, on the smallest screen and at the largest type."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.incident_report import ReportKind
from console.domain.orders import NewInstruction, NewOrder, Way
from tests.kit.views import Views
from tests.kit.window import furnishing, sign_in
from ui import theme
from ui.widgets.table import RowTable

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
NEEDED = {
    "incidents.due", "incidents.left", "upward.state", "upward.further", "orders.stage",
    "orders.due", "orders.level", "instructions.handed_on",
}  # fmt: skip
"""Columns that say how far a matter is and how long it may still take."""


@pytest.fixture
def store(new_store, clock):
    """One of everything."""
    with furnishing(new_store, clock) as (desk, by):
        item = desk.intake.register(Intake(uuid4(), "样例村12 山体滑坡", clock.now()), by=by)
        form = NewIncident(uuid4(), "样例村12 山体滑坡", "样例村12 山体滑坡", "10402")
        row = desk.incidents.open(form, [item.id], by=by)
        desk.incident_reports.draft(row.id, ReportKind.FIRST, by=by)
        said = NewInstruction(uuid4(), "林例十", "县委常委、副县长", clock.now(), Way.PHONE, "全力搜救")
        order = NewOrder("样例一镇", "报人数", clock.now() + timedelta(hours=1))
        desk.instructions.hand_on(desk.instructions.record(said, by=by).id, [order], by=by)
        clock.advance(minutes=95)
    return new_store


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_state_of_a_matter_is_always_seen(opened, qtbot, qapp, language):
    app = opened()
    app.window.setWindowState(Qt.WindowState.WindowNoState)
    sign_in(app, qtbot)
    words.set_language(language)
    views, hidden, seen = Views(app, qtbot), set(), set()
    try:
        for size in (theme.sizes()[0], theme.sizes()[-1]):
            theme.apply(qapp, "light", size)
            for name in views.each("incidents", "upward", "orders"):
                app.window.resize(1366, 728)
                views.lay_out()
                for table in app.window.current_panel().findChildren(RowTable):
                    if not table.isVisible():
                        continue
                    for at, column in enumerate(table.rows_model.columns):
                        if column.id in NEEDED:
                            seen.add(column.id)
                            hidden |= {(size, name, column.id)} if table.isColumnHidden(at) else set()
    finally:
        theme.apply(qapp, "light")
    assert not hidden and seen == NEEDED
