"""The settings on a real desk: pages and keys, words, news, and who may do what."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from console import words
from console.changes import Changes, Topic
from console.domain.people import Actor, Role
from console.seat_file import SIZES
from tests.kit import settings as kit
from tests.kit.settings import PASSWORD, choose, sit_as
from ui import actions, theme

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark


def _admin(desk):
    row = next(row for row in desk.accounts.list() if row.role is Role.ADMIN)
    return row.id, row.name, row.role


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize(
    ("role", "writes"), [(Role.OFFICER, set()), (Role.VIEWER, set()), (Role.STAFF, {"places"}), (Role.ADMIN, {"all"})]
)
def test_what_a_role_may_not_do_is_seen_grey_with_who_may(qtbot, panel, page, desk, seat, language, role, writes):
    words.set_language(language)
    for page_id in ("numbers", "officers", "places", "site"):
        page(page_id)
    choose(qtbot, panel, "duty.due_soon")
    sit_as(desk, seat, "林例二", role)
    guarded = {
        "site": [panel.site.form.line, panel.site.form.basis, panel.site.form.save],
        "numbers": [panel.numbers.rows["JB"].first, panel.numbers.rows["RW"].button],
        "officers": [panel.officers.add],
        "places": [panel.places.import_button],
    }
    for name, widgets in guarded.items():
        for widget in widgets:
            allowed = bool(writes & {name, "all"})
            assert widget.isEnabled() is allowed
            assert (words.say("role.admin") in widget.toolTip()) is not allowed
    caption = panel.site.form_card.caption.text()
    assert (words.say("role.admin") in caption) is (role is not Role.ADMIN)
    assert panel.officers.own.isEnabled()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_words_follow_the_language_and_nothing_is_without_words(qtbot, panel, page, app_theme, language, size):
    theme.apply(app_theme, "light", size)
    for page_id in ("numbers", "officers", "places", "seat", "site"):
        page(page_id)
        words.set_language("en" if language == "zh" else "zh")
        words.set_language(language)
        said = [label.text() for label in panel.findChildren(QLabel)]
        said += [button.text() for button in panel.findChildren(QPushButton)]
        assert not [text for text in said if text.startswith("[")]
    assert panel.list.item(0).text() == {"zh": "站点设置", "en": "Site settings"}[language]
    if language == "en":
        heads = [panel.site.table.rows_model.headerData(at, Qt.Orientation.Horizontal) for at in range(8)]
        assert not [head for head in heads if re.search(r"[\u4e00-\u9fff]", head)]


def test_pages_are_chosen_by_the_arrows(qtbot, panel):
    panel.setFocus()
    assert panel.list.hasFocus()
    for wanted in tuple(panel.pages.values())[1:]:
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        assert panel.current_page() is wanted and wanted.isVisible()


def test_news_reloads_the_page_that_is_seen_and_marks_the_others(qtbot, panel, page, desk):
    page("officers")
    page("site")
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=Actor.officer(*_admin(desk)))
    panel.note(Changes(frozenset({Topic.OFFICERS})))
    assert panel.officers.stale and not panel.site.stale
    assert len(page("officers").table.rows_model.rows()) == 2


def test_a_key_that_two_pages_have_stands_once_in_the_list_of_keys(panel, page):
    page("places")
    page("contacts")
    keys = [row.key for row in actions.keys_in(panel)]
    assert keys.count("Ctrl+F") == 1
