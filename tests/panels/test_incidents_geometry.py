"""The list and every part of an incident fit the smallest screen at the smallest and the largest type."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import FigureValue, Intake, Precision
from console.domain.incident import Grade, IncidentKind, NewIncident, Standing
from console.domain.incident_figures import FIGURES, Amount
from console.services.incident_command import Member
from console.services.incidents import Judgement
from tests.kit import geometry
from tests.kit.night import ORG, SUMMARY
from tests.kit.views import Views
from tests.kit.window import furnishing, sign_in
from ui import theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
WIDTH, HEIGHT = 1366, 728


@pytest.fixture
def store(new_store, clock):
    """Long names, every figure told twice, a grade decided, a commander, countdowns over and done."""
    with furnishing(new_store, clock) as (desk, by):
        for number in range(12):
            told = {"heavy": FigureValue(12), "missing": FigureValue(None, True)}
            form = Intake(uuid4(), SUMMARY, clock.now(), caller_org=ORG, figures=told)
            item = desk.intake.register(form, by=by)
            row = desk.incidents.open(
                NewIncident(
                    uuid4(), f"{ORG}{SUMMARY}"[:100], SUMMARY, "20101", place_text=SUMMARY, occurred_at=clock.now(),
                    occurred_precision=Precision.ABOUT,
                ),
                [item.id], by=by,
            )  # fmt: skip
            clock.advance(minutes=number * 7)
        judged = Judgement(IncidentKind.EVENT, Grade.EXTREME, Standing.CONFIRMED, reason=SUMMARY, basis=SUMMARY)
        row = desk.incidents.judge(row.id, judged, seen=row.version, by=by)
        for value in (123_456, 98_765):
            amounts = {key: Amount(value, at_least=True) for key in FIGURES}
            desk.incident_figures.revise(row.id, amounts, clock.now(), ORG, by=by)
        for name in ("欧阳例十一", "司马例十二"):
            desk.incident_command.takes(row.id, Member("现场指挥官", name, ORG, "0577-0000-0001"), by=by)
        clock.advance(minutes=40)
        late = next(one for one in desk.incident_clocks.of(row.id) if one.over(clock.now()))
        desk.incident_clocks.done(late.id, ORG, late_reason=SUMMARY, by=by)
    return new_store


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.long
def test_every_part_of_an_incident_fits(opened, qtbot, qapp, language):
    app = opened()
    app.window.setWindowState(Qt.WindowState.WindowNoState)
    sign_in(app, qtbot)
    words.set_language(language)
    views, wrong, seen = Views(app, qtbot), {}, set()
    try:
        for size in (theme.sizes()[0], theme.sizes()[-1]):
            theme.apply(qapp, "light", size)
            for name in views.each("incidents"):
                app.window.resize(WIDTH, HEIGHT)
                views.lay_out()
                seen.add(name)
                found = geometry.faults(app.window)
                if found or app.window.width() != WIDTH:
                    wrong[size, name] = [*found, f"{app.window.width()} px"]
    finally:
        theme.apply(qapp, "light")
    assert wrong == {} and len(seen) == 6
