"""The first hour in the window: begin, walk, leave, go on, check, copy away, begin again from a copy."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from console import bootstrap, words
from console.config import DataDir
from console.domain.log import NewEntry
from console.domain.people import Actor, Role
from console.domain.realm import Realm
from tests.kit import copies
from tests.kit import settings as kit
from tests.kit.settings import SEEN
from tests.kit.window import PASSWORD, first_run, furnishing, sign_in
from ui import machine, theme
from ui.panels.settings_ready import Seen
from ui.panels.settings_setup import STEPS
from ui.prints import TestPage as TryPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

panel, seat_file = kit.panel, kit.seat_file
NEXT = (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
BACK = (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


place = copies.place


def show(qtbot, panel, page_id):
    page = panel.pages[page_id]
    with qtbot.waitSignal(page.presented):
        panel.show_page(page_id)
    return page


def texts(page):
    model = page.table.rows_model
    return {row.id: [model.index(at, column).data() for column in range(4)] for at, row in enumerate(model.rows())}


# the ready check


def test_what_is_missing_stands_first_with_what_to_do(qtbot, panel):
    page = show(qtbot, panel, "ready")
    rows = page.table.rows_model.rows()
    assert [row.state for row in rows] == sorted((row.state for row in rows), key=("wrong", "note", "ok").index)
    assert texts(page)["places"] == ["× 缺", "地点", "还没有地点。", "在“地点”里导入本县的乡镇和村。"]
    assert texts(page)["printer"][0] == "○ 就绪"
    assert page.card.caption.text() == "红 7 项，黄 9 项，绿 4 项"
    assert page.verdict.text() == "红色的处理好之前，不要当正式值班用。"


def test_a_row_leads_where_it_is_put_right(qtbot, panel):
    page = show(qtbot, panel, "ready")
    asked = []
    panel.panel_asked.connect(asked.append)
    for row, check in (
        ("roster", lambda: asked == ["roster"]),
        ("officers", lambda: panel.current_page() is panel.officers),
    ):
        panel.show_page("ready")
        page.table.choose(row)
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
        qtbot.waitUntil(check)
    panel.show_page("ready")
    page.table.choose("routines")
    page.go.click()
    assert panel.current_page() is panel.lists
    qtbot.waitUntil(lambda: panel.lists.key == "routines")


def test_it_looks_again_by_key_and_whenever_it_is_shown(qtbot, panel, desk, by):
    page = show(qtbot, panel, "ready")
    desk.settings.change("site.name", "例一县应急指挥中心", "本县", confirmed=True, by=by)
    with qtbot.waitSignal(page.presented):
        qtbot.keyClick(page, Qt.Key.Key_F5)
    assert texts(page)["site"][0] == "○ 就绪"
    panel.show_page("site")
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=Actor.officer(*_admin(desk)))
    show(qtbot, panel, "ready")
    assert texts(page)["officers"][0] == "○ 就绪"


def test_rows_of_an_older_check_do_not_pass_for_the_one_that_runs(qtbot, panel, desk):
    page = show(qtbot, panel, "ready")
    told = page.list_card.caption
    assert told.text().endswith("检查") and told.text() != words.say("ready.checking")
    panel.show_page("site")
    with qtbot.waitSignal(page.presented):
        panel.show_page("ready")
        assert told.text() == page.verdict.text() == words.say("ready.checking")
    assert told.text() != words.say("ready.checking")
    assert page.verdict.text() == "红色的处理好之前，不要当正式值班用。"


def test_the_first_check_says_that_it_runs(panel):
    panel.show_page("ready")
    assert panel.ready.verdict.text() == "正在检查…"


def _admin(desk):
    row = next(row for row in desk.accounts.list() if row.role is Role.ADMIN)
    return row.id, row.name, row.role


def test_the_books_are_verified_from_here(qtbot, panel):
    page = show(qtbot, panel, "ready")
    assert texts(page)["chain"][0] == "△ 待补"
    with qtbot.waitSignal(page.presented):
        page.verify.click()
    assert texts(page)["chain"][0] == "○ 就绪" and page.verify.isEnabled()


# the second place


def test_a_place_is_chosen_and_a_copy_made(qtbot, panel, desk, place):
    page = show(qtbot, panel, "copies")
    assert not page.make.isEnabled() and page.choose.isEnabled()
    page._ask_folder = lambda _parent, _now: str(place)
    with qtbot.waitSignal(page.presented):
        page.choose.click()
    assert page.facts.values["copies.place"].text() == str(place) and desk.copies.place() == str(place)
    page.make.setFocus()
    page.make.click()
    assert page.hasFocus(), "not on the rail or on the button that gives the place up"
    qtbot.waitUntil(lambda: len(page.table.rows_model.rows()) == 1)
    assert page.make.hasFocus()
    assert page.facts.values["copies.last"].text().startswith("2030-08-12 08:00，应急指挥中心-20300812-080000")
    assert [row.folder for row in desk.copies.listed(place)] == ["应急指挥中心-20300812-080000"]


def test_a_stick_pulled_out_is_said_and_nothing_hangs(qtbot, panel, desk, place, by):
    desk.copies.set_place(str(place), by=by)
    page = show(qtbot, panel, "copies")
    place.rename(place.with_name("拔走"))
    refused = []
    page.refused.connect(refused.append)
    page.make.click()
    qtbot.waitUntil(page.trouble.isVisible)
    assert refused[0].what == "copy_place"
    qtbot.waitUntil(lambda: page.empty.sentence.text() == words.say("copies.gone"))
    assert page.make.isEnabled()


# the walk


def test_the_walk_goes_through_every_step_by_keyboard_and_shows_its_page(qtbot, panel):
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    seen = []
    for _ in STEPS:
        seen.append((panel.setup.step.id, panel.current_page()))
        assert panel.setup.what.text() == words.say(f"setup.what.{panel.setup.step.id}")
        qtbot.keyClick(panel, *NEXT)
    assert [step for step, _ in seen] == [step.id for step in STEPS]
    shown = dict(seen)
    assert shown["places"] is panel.places and shown["shifts"] is panel.lists and shown["ready"] is panel.ready
    assert not panel.setup.isVisible()


def test_the_first_step_shows_its_save_button_on_an_old_screen(qtbot, panel):
    panel.resize(1302, 658)
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    save = panel.pages["site"].form.save
    qtbot.waitUntil(lambda: save.visibleRegion().boundingRect() == save.rect())


def test_the_walk_can_be_left_and_taken_up_where_something_is_missing(qtbot, panel, desk, by):
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    assert panel.setup.step.id == "names"
    assert panel.setup.state.text() == "× 缺 单位名称还是出厂的“应急指挥中心”。"
    panel.setup.later.click()
    assert not panel.setup.isVisible()
    desk.settings.change("site.name", "例一县应急指挥中心", "本县", confirmed=True, by=by)
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=Actor.officer(*_admin(desk)))
    page = show(qtbot, panel, "ready")
    with qtbot.waitSignal(panel.setup.presented):
        page.setup.click()
    assert panel.setup.step.id == "places"
    qtbot.keyClick(panel, *BACK)
    assert panel.setup.step.id == "numbers" and panel.current_page() is panel.numbers


def test_the_units_that_report_zero_have_a_step_of_their_own(qtbot, panel, desk, by, clock):
    clock.set(clock.now().replace(month=9, day=20))
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    ids = [step.id for step in STEPS]
    assert ids.index("contacts") < ids.index("zero_units") < ids.index("shifts")
    panel.setup.show_step(ids.index("zero_units"))
    assert panel.current_page() is panel.lists
    qtbot.waitUntil(lambda: panel.lists.key == "zero_units", timeout=10_000)
    assert panel.setup.state.isVisible() and "零报告" in panel.setup.state.text()
    desk.lists.add("zero_units", {"name": "例一镇", "phone": "0577-0000-0001"}, by=by)
    with qtbot.waitSignal(panel.setup.presented):
        panel.setup.reload_now()
    assert not panel.setup.state.isVisible(), "nothing is missing any more"


def test_a_step_says_how_it_stands_while_the_officer_works(qtbot, panel, desk, seat, county_files):
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
        assert panel.setup.state.isVisible() and panel.setup.state.text() == "正在检查…"
    panel.setup.show_step([step.id for step in STEPS].index("places"))
    assert panel.setup.state.text() == "× 缺 还没有地点。"
    panel.places._ask_file = lambda _parent: str(county_files.towns)
    panel.places.ask_import()
    qtbot.waitUntil(lambda: panel.places.dialog is not None and panel.places.dialog.yes.isEnabled())
    panel.places.dialog.yes.click()
    qtbot.waitUntil(lambda: bool(desk.places.everything()))
    with qtbot.waitSignal(panel.setup.presented):
        panel.setup.reload_now()
        assert panel.setup.state.text() == "正在检查…"
    assert panel.setup.state.text() == "△ 待补 乡镇街道 25 个，还没有村社区。"


def test_words_half_typed_stay_while_the_walk_goes_on(qtbot, panel):
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    qtbot.waitUntil(lambda: bool(panel.site.form.key))
    panel.site.form.basis.setText("会商")
    panel.site.form._note_edit()
    qtbot.keyClick(panel, *NEXT)
    qtbot.keyClick(panel, *BACK)
    assert panel.site.form.basis.text() == "会商"


def test_the_test_page_and_the_roster_are_asked_for(qtbot, panel):
    panel.start_setup()
    printed, asked = [], []
    panel.print_asked.connect(printed.append)
    panel.panel_asked.connect(asked.append)
    ids = [step.id for step in STEPS]
    panel.setup.show_step(ids.index("print"))
    panel.setup.wish.click()
    panel.setup.show_step(ids.index("shifts"))
    panel.setup.wish.click()
    assert printed == [TryPage()] and asked == ["roster"]


def test_the_sound_is_tried_in_the_walk_and_counted_at_once(qtbot, panel, monkeypatch):
    monkeypatch.setattr(panel.setup, "_seen", Seen(SEEN.machine, lambda: "failed"))
    with qtbot.waitSignal(panel.setup.presented):
        panel.start_setup()
    panel.setup.show_step([step.id for step in STEPS].index("sound"))
    assert panel.current_page() is panel.seat_page and panel.setup.state.text().startswith("× 缺")
    with qtbot.waitSignal(panel.sound_test_asked):
        panel.setup.wish.click()
    monkeypatch.setattr(panel.setup, "_seen", SEEN)
    with qtbot.waitSignal(panel.setup.presented):
        panel.sound_tested()
    assert panel.setup.state.text().startswith("○ 就绪")


def test_the_test_page_is_a_form_that_can_be_printed(app_theme, desk, tmp_path):
    from ui import prints
    from ui.printing.output import to_pdf

    assert to_pdf(prints.form_of(desk, TryPage()), tmp_path / "测试页.pdf") == 1


def test_the_window_sees_printers_and_type_of_this_machine(app_theme):
    found = machine.seen("proven")
    assert found.printers is not None and found.print_font and found.sound == "proven"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_clipped(qtbot, app_theme, panel, language, size):
    theme.apply(app_theme, "light", size)
    words.set_language(language)
    try:
        panel.start_setup()
        for at, _ in enumerate(STEPS):
            panel.setup.show_step(at)
            panel.resize(max(1302, panel.minimumSizeHint().width()), 658)
            qtbot.waitUntil(lambda: _clipped(panel) == [])
        assert size > 14 or panel.minimumSizeHint().width() <= 1274
    finally:
        theme.apply(app_theme, "light", theme.DESIGN)


def _clipped(whole):
    parts = [*whole.findChildren(QPushButton), *(p for p in whole.findChildren(QLabel) if not p.wordWrap())]
    return [p.text() for p in parts if p.isVisible() and p.text() and p.width() < p.sizeHint().width()]


# the whole window


def test_ours_is_set_up_and_the_walk_begins(data, open_window, qtbot):
    app = open_window()
    page = first_run(app)
    page.realms[Realm.EXERCISE].setChecked(True)
    page.name.setText("陈例一")
    for field in (page.password, page.again):
        field.setText(PASSWORD)
    page.button.click()
    qtbot.waitUntil(lambda: app.seat.taken)
    panel = app.window.current_panel()
    assert panel.id == "settings" and panel.setup.isVisible() and panel.setup.step.id == "names"


@pytest.fixture
def copy(tmp_path, clock, place):
    """A copy of another machine's store, with one officer and two lines."""
    other = DataDir(tmp_path / "旧机")
    bootstrap.create(other, Realm.SAMPLE)
    desk = bootstrap.build(other, clock)
    desk.accounts.add("陈例一", Role.ADMIN, PASSWORD, by=Actor.tool("tester"))
    for text in ("一", "例一街道道路积水"):
        desk.log.add(NewEntry(uuid4(), text), by=Actor.tool("tester"))
    made = desk.copies.make(place, by=Actor.tool("tester"))
    desk.close()
    return made.folder


def test_a_watch_begins_again_from_a_copy_seen_first(data, open_window, qtbot, copy):
    app = open_window()
    page = first_run(app)
    page.restore.setChecked(True)
    assert not page.name.isVisible() and page.folder.isVisible()
    page.folder.setText(str(copy.parent))
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(page.copies.found.isVisible)
    assert not data.store.exists(), "seen first"
    assert page.copies.found.text().endswith("至第 2 号。最后一条：例一街道道路积水")
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.gate.isVisible() and app.gate.entry.button.isEnabled())
    sign_in(app, qtbot)
    assert app.shell.desk.log.search("恢复", limit=1)[0].number == 3


def test_a_folder_without_a_copy_keeps_what_was_typed(data, open_window, qtbot, tmp_path):
    app = open_window()
    page = first_run(app)
    page.restore.setChecked(True)
    page.folder.setText(str(tmp_path))
    page.button.click()
    qtbot.waitUntil(lambda: page.note.property("role") == "error")
    assert page.folder.text() == str(tmp_path) and page.button.isEnabled() and not data.store.exists()


def test_every_hand_over_leaves_a_copy_and_a_failure_is_said(open_window, qtbot, place, clock, new_store):
    with furnishing(new_store, clock) as (desk, by):
        desk.copies.set_place(str(place), by=by)
    app = open_window()
    sign_in(app, qtbot)
    panel = app.window.show_panel("handover")
    panel.watch_changed.emit("陈例一")
    qtbot.waitUntil(lambda: app.shell.desk.copies.last().made_at is not None)
    assert len(app.shell.desk.copies.listed(place)) == 1
    place.rename(place.with_name("拔走"))
    panel.watch_changed.emit("陈例一")
    qtbot.waitUntil(lambda: app.shell.desk.copies.last().fault != "")
    assert app.seat.taken, "a copy that fails is in nobody's way"
    lamp = next(lamp for lamp in app.shell.desk.health.lamps() if lamp.id == "backup")
    assert lamp.code == "lamp.backup.failed"


def test_somebody_found_by_the_palette_is_shown_among_the_contacts(qtbot, panel, desk, seat, county_files):
    desk.contacts.import_file(county_files.contacts, by=seat.actor)
    with qtbot.waitSignal(panel.contacts.presented):
        panel.show_person("林例二")
    assert panel.current_page() is panel.contacts and panel.contacts.find.text() == "林例二"


def test_the_windows_palette_tells_a_viewer_what_is_not_theirs(open_window, qtbot, clock, new_store):
    from ui.dialogs.palette import Palette

    with furnishing(new_store, clock) as (desk, admin):
        desk.accounts.add("林例二", Role.VIEWER, PASSWORD, by=admin)
    app = open_window()
    sign_in(app, qtbot, "林例二")
    app.shell.show_palette()
    palette = app.window.findChild(Palette)
    palette.asked.setText(words.say("do.new_intake"))
    assert palette.table.chosen_row().denied
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert palette.isVisible() and app.window.current_panel().id == "board"
    palette.reject()
