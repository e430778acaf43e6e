"""The settings' pages are made when they are wanted: opening the panel holds nobody up."""

from __future__ import annotations

import pytest

from console.changes import Changes, Topic
from tests.kit.settings import page, panel, seat_file  # noqa: F401

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_only_the_page_that_is_seen_is_made(panel):  # noqa: F811
    assert list(panel.pages.made) == ["site"]
    panel.show_page("copies")
    assert list(panel.pages.made) == ["site", "copies"]
    assert panel.stack.currentWidget().widget() is panel.copies


def test_news_and_leaving_make_no_page(panel):  # noqa: F811
    panel.note(Changes(frozenset({Topic.SETTINGS})))
    assert panel.leave()
    assert list(panel.pages.made) == ["site"]


def test_a_page_that_is_made_says_what_it_says_through_the_panel(panel):  # noqa: F811
    told = []
    panel.saved.connect(told.append)
    panel.theme_asked.connect(lambda *chosen: told.append(chosen))
    panel.lists.saved.emit("清单")
    panel.seat_page.theme_asked.emit("dark", 16)
    assert told == ["清单", ("dark", 16)]
