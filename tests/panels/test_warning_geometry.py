"""A warning's page fits the smallest screen in both languages: nothing cut, no part of it scrolled as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.warning import State
from console.domain.warning_form import Chosen, Drawn
from tests.kit import geometry
from tests.kit import warnings_panel as kit
from tests.kit.warning import WORD, County
from tests.kit.warnings_panel import Opened, at, settled, shown, wait
from ui.seat import Seat

desk, seat, people, opened = kit.desk, kit.seat, kit.people, kit.opened
SIZES = {"zh": (1302, 658), "en": (1274, 658)}
"""What the panel has of 1366×768 beside the rail, whose English words are wider."""


def short(table: QTableView, column: int) -> list[str]:
    """Cells of a column that are not read whole."""
    model = table.model()
    cells = [model.index(row, column) for row in range(model.rowCount())]
    return [str(one.data()) for one in cells if table.sizeHintForIndex(one).width() > table.columnWidth(column)]


def wrong(page: object) -> list[str]:
    found = geometry.faults(page)  # type: ignore[arg-type]
    found = [one for one in found if not (one.startswith("QScrollArea is") and "×26" in one)]  # chips scroll themselves
    return [*found, *map(str, geometry.below(page).items())]  # type: ignore[arg-type]


def test_the_page_of_a_warning_fits(opened: Opened, desk: Desk, people: County, seat: Seat, qtbot: QtBot) -> None:
    used = (Chosen("platform"), Chosen("carrier_sms"), Chosen("tv"), Chosen("chat"))
    drawn = (Drawn(((28.3, 120.65), (28.3, 120.75), (28.25, 120.7))),)
    row = desk.warnings.draft(people.form(channels=used, drawn=drawn), by=seat.actor)
    panel, found = opened(), {}
    for language, size in SIZES.items():
        words.set_language(language)
        panel.resize(*size)
        page = shown(qtbot, panel, row)
        wait(qtbot, lambda page=page: page.checked is not None and page.editor.drawn.isVisible())
        laid_out(qtbot)
        found[language, "draft"] = [*wrong(page), *short(page.editor.channels.table, 0)]
        names = [line.name for line in page.editor.channels.lines()]
        assert ("TV crawl" in names) is (language == "en") and ("应急广播" in names) is (language == "zh")
    words.set_language("zh")
    row = desk.warnings.submit(row.id, seen=row.version, by=seat.actor)
    row = desk.warnings.endorse(row.id, "乙例", WORD, digest=row.digest or b"")
    row = desk.warnings.sign(row.id, "丙例", WORD, digest=row.digest or b"")
    row = desk.warnings.release(row.id, seen=row.version, by=seat.actor)
    page.reload_now()
    at(qtbot, panel, State.RELEASING)
    for language, size in SIZES.items():
        words.set_language(language)
        panel.resize(*size)
        page.reload_now()
        settled(qtbot, panel)
        laid_out(qtbot)
        found[language, "releasing"] = [*wrong(page), *short(page.record.table, 1)]
        shown_names = [page.record.table.model().index(at, 0).data() for at in range(4)]
        assert ("TV crawl" in shown_names) is (language == "en")
    assert {name: faults for name, faults in found.items() if faults} == {}


def laid_out(qtbot: QtBot) -> None:
    for _ in range(5):
        QApplication.processEvents()
