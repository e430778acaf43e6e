"""One key hides every telephone number on the screen, wherever it stands; nothing that is stored is touched by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.contact_book import NumberKind
from console.domain.contacts import PersonHit
from console.domain.incident import NewIncident
from console.domain.log import NewEntry
from console.domain.people import Role
from console.services.contact_people import NewNumber, NewPerson
from tests.kit import alarm_queue, night, plans, relief, seen
from tests.kit.views import Views
from tests.kit.window import PASSWORD, PATIENCE_MS, furnishing, sign_in
from ui import hiding
from ui.app import App
from ui.dialogs.palette import Palette
from ui.dialogs.preview import PrintPreview
from ui.printing.output import to_pdf
from ui.widgets.intake_caller import CallerLine
from ui.widgets.typed import LongText, OneLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NUMBER = re.compile(r"100-?0000-?\d{4}|0577-?0000-?\d{4}")
SECRET, VIEWER = "100-0000-0777", "查例九"
SAID = "现场联系人仇例六 100-0000-0001，值班室0577-0000-0001"


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock, tmp_path: Path) -> DataDir:
    """A long night's, with a response that runs, somebody sensitive, and numbers in words that were written."""
    with furnishing(new_store, clock) as (desk, by):
        night.fill(desk, clock, tmp_path, by=by)
        relief.fill(desk, clock, by=by)
        plans.people(desk, tmp_path, by)
        desk.plans.add(plans.plan(), by=by)
        plans.started(desk, by)
        item = desk.intake.open_items()[0]
        desk.incidents.open(NewIncident(uuid4(), SAID[:40], SAID, measures=SAID), [item.id], by=by)
        desk.contact_people.add(NewPerson("密例七", sensitive=True), [NewNumber(NumberKind.MOBILE, SECRET)], by=by)
        everybody = [hit.id for hit in desk.contacts.find("例", 20)]
        group = desk.contact_groups.add_fixed("夜间联系人", everybody, by=by)
        desk.call_lists.begin(SAID[:40], group=group.id, by=by)
        desk.log.add(NewEntry(uuid4(), f"{SAID}；密例七 {SECRET}"), by=by)
        alarm_queue.say(desk, alarm_queue.device(desk, by, alarm_queue.MODEM), [alarm_queue.call("100-0000-0001")])
        desk.tasks.add(SAID, clock.now(), SAID[:60], by=by)
        desk.notices.add(SAID, night.ORG, clock.now() + timedelta(days=1), by=by)
        desk.accounts.add(VIEWER, Role.VIEWER, PASSWORD, by=by)
    return new_store


@pytest.fixture
def views(opened: Callable[[], App], qtbot: QtBot) -> Views:
    app = opened()
    app.window.setWindowState(Qt.WindowState.WindowNoState)
    app.window.resize(1366, 728)
    sign_in(app, qtbot)
    return Views(app, qtbot)


def read(window: QWidget) -> list[str]:
    """Everything there in which a number can be read whole."""
    return [text for text in {*seen.painted(window), *seen.told(window)} if NUMBER.search(text)]


def each(views: Views) -> Iterator[str]:
    """Every page, with somebody found where people are looked for, and a list of numbers shown."""
    for name in views.each():
        panel: Any = views.app.window.current_panel()
        if name == "contacts part 1":
            panel.book.find.setText("100-0000-0001")
            panel.book.find.search_now()
            views.settle()
            panel.book.list.choose(panel.book.list.rows_model.rows()[0].id)
            views.settle()
        elif name == "settings contacts":
            panel.contacts.find.setText("例")
            panel.contacts.find.search_now()
            views.settle()
        elif name == "settings lists":
            panel.lists.show_list("zero_units")
            views.settle()
        elif name == "intake entry":
            panel.form.phone.setText("100-0000-0003")
            views.lay_out()
        yield name


def turn(window: QWidget, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
    QTest.keyClick(window, Qt.Key.Key_H, CTRL | SHIFT)


@pytest.mark.long
def test_no_page_shows_a_number_while_they_are_hidden_and_all_do_before(views: Views, qtbot: QtBot) -> None:
    window = views.app.window
    open_ = {name: read(window) for name in each(views)}
    turn(window, qtbot)
    assert hiding.current().on and window.messages.hidden.text() == words.say("contacts.hidden")
    assert window.messages.message.text() == words.say("contacts.told_hidden")
    hidden = {name: read(window) for name in each(views)}

    assert {name: found for name, found in hidden.items() if found} == {}
    assert {name.split()[0] for name, found in open_.items() if found} >= WITH_NUMBERS


WITH_NUMBERS = {"board", "intake", "log", "outbound", "orders", "contacts", "plans", "roster", "routine", "settings"}
WITH_NUMBERS |= {"stores", "teams", "dispatch", "shelters", "alarms"}
"""Panels of that night on which a number stands: where none was read, nothing is proved."""


def test_the_palette_and_the_names_it_finds_are_hidden_too(views: Views, qtbot: QtBot) -> None:
    window, desk = views.app.window, views.app.shell.desk
    (who,) = desk.contacts.find("欧阳例十一")
    for hidden in (False, True):
        if hidden:
            turn(window, qtbot)
        views.app.shell.show_palette()
        palette = next(one for one in window.findChildren(Palette) if one.isVisible())
        palette.asked.setText("欧阳例十一")
        qtbot.waitUntil(
            lambda shown=palette: any(row.what == who or (who.name in row.word and row.what) for row in rows_of(shown)),
            timeout=PATIENCE_MS,
        )
        found = [text for text in read(palette) if "100-" in text]
        assert bool(found) is not hidden
        palette.reject()
        views.settle()


def rows_of(palette: Palette) -> tuple[Any, ...]:
    return palette.table.rows_model.rows()


def test_what_is_stored_and_typed_stays_whole(views: Views, qtbot: QtBot) -> None:
    """The caller's number is hidden in its field, is seen by whoever writes it, and is recorded as it was typed."""
    window, desk = views.app.window, views.app.shell.desk
    turn(window, qtbot)
    panel: Any = window.show_panel("intake")
    panel.start_new()
    views.settle()
    panel.form.phone.setFocus()
    qtbot.waitUntil(panel.form.phone.hasFocus, timeout=PATIENCE_MS)
    QTest.keyClicks(panel.form.phone, "100-0000-0055")
    assert panel.form.phone.seen_text() == "100-0000-0055"
    panel.form.summary.setFocus()
    panel.form.summary.insertPlainText(SAID)
    assert panel.form.phone.seen_text() == "100-****-0055" and panel.form.phone.text() == "100-0000-0055"
    panel.save()
    qtbot.waitUntil(
        lambda: (
            desk.intake.open_items()[-1].caller_phone == "100-0000-0055"
            or any(row.caller_phone == "100-0000-0055" for row in desk.intake.open_items())
        ),
        timeout=PATIENCE_MS,
    )
    (row,) = [row for row in desk.intake.open_items() if row.caller_phone == "100-0000-0055"]
    assert row.summary == SAID


def test_a_preview_hides_them_and_its_paper_does_not(views: Views, qtbot: QtBot, tmp_path: Path) -> None:
    window = views.app.window
    window.show_panel("intake")
    views.settle()
    row = views.app.shell.desk.intake.open_items()[0]
    views.app.shell.print_item(row)
    qtbot.waitUntil(lambda: any(one.sheet.ready for one in window.findChildren(PrintPreview)), timeout=PATIENCE_MS)
    (preview,) = window.findChildren(PrintPreview)
    whole = preview.sheet._images[preview.sheet.asked]
    turn_by(hiding.current().turn, preview, qtbot)
    hidden = preview.sheet._images[preview.sheet.asked]
    assert hidden.size() == whole.size() and hidden != whole
    to_pdf(preview._laid.own(), tmp_path / "paper.pdf")
    paper = pypdf.PdfReader(tmp_path / "paper.pdf")
    assert "0577-0000-0001" in "".join(page.extract_text() for page in paper.pages)
    turn_by(hiding.current().turn, preview, qtbot)
    assert preview.sheet._images[preview.sheet.asked] == whole
    preview.reject()


def turn_by(act: Callable[[], None], preview: PrintPreview, qtbot: QtBot) -> None:
    act()
    qtbot.waitUntil(lambda: preview.sheet.ready and preview._drawing is None, timeout=PATIENCE_MS)


@pytest.mark.long
def test_numbers_of_the_sensitive_are_hidden_from_who_only_looks_on(views: Views, qtbot: QtBot) -> None:
    """Wherever they stand, in lines of the log too; all others are seen."""
    app = views.app
    officer = [text for name in each(views) for text in read(app.window) if SECRET in text]
    assert officer, "who calls sees them"
    app.lock()
    sign_in(app, qtbot, VIEWER)
    qtbot.waitUntil(lambda: hiding.seen(SECRET) != SECRET, timeout=PATIENCE_MS)
    found = [text for name in each(views) for text in read(app.window)]
    assert [text for text in found if SECRET in text] == [] and any("0577-0000-0001" in text for text in found)


@pytest.mark.parametrize("field", [OneLine, LongText])
def test_what_a_field_shows_does_not_tell_one_number_from_another(field: Any, app_theme: Any, qtbot: QtBot) -> None:
    """In pixels: two texts that differ in hidden digits alone look the same once numbers are hidden."""
    pair = []
    for number in ("100-0000-0316", "100-1188-0316"):
        made = field(limit=200)
        qtbot.addWidget(made)
        (made.show_text if field is LongText else made.setText)(f"联系人 {number}，速报")
        made.setReadOnly(True)
        made.resize(420, 60)
        made.show()
        pair.append(made)
    one, other = pair
    assert one.grab().toImage() != other.grab().toImage()
    hiding.current().turn()
    assert one.grab().toImage() == other.grab().toImage()
    assert "1188" in other.text()


def test_who_is_offered_below_a_caller_and_a_short_code_in_its_field_are_hidden(app_theme: Any, qtbot: QtBot) -> None:
    line = CallerLine(40)
    qtbot.addWidget(line)
    line.numbers = True
    line.show()
    line.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus, timeout=PATIENCE_MS)
    line.setText("660001")
    hit = PersonHit(uuid4(), "陈例一", "例县", "主班", ("660001",))
    for hidden, seen_now in ((False, "660001"), (True, "****01")):
        if hidden:
            hiding.current().turn()
        line.offer(line.text(), [hit])
        assert line.list.model().index(0, 0).data() == f"陈例一  例县  主班  {seen_now}"
        assert line.seen_text() == seen_now and line.text() == "660001"
