"""待核实 by keyboard: its count on the part, one key for each number that holds, who and how; what is rung from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.domain.contact_book import VerifiedHow
from console.domain.people import Actor
from tests.kit import geometry
from tests.kit.contacts_panel import Alt, Ctrl, dialog_of, make, people, press
from ui import theme
from ui.seat import Seat

__all__ = ["make", "people"]
Key = Qt.Key
AltShift = Alt | Qt.KeyboardModifier.ShiftModifier
TODAY = date(2030, 8, 12)
WAIT = 10_000
LAST = 4


@pytest.fixture
def page(people: Any, make: Any, qtbot: QtBot) -> Any:
    """Opened by its key; five numbers of three people, none ever verified."""
    panel = make()
    press(qtbot, panel.book.find, Key.Key_5, Ctrl)
    qtbot.waitUntil(lambda: panel.untried._has_result and panel.untried.table.hasFocus(), timeout=WAIT)
    panel.untried.panel = panel
    return panel.untried


def numbers(page: Any) -> list[str]:
    return [row.shown for row in page.table.rows_model.rows()]


def said(panel: Any) -> str:
    return panel.parts.buttons[LAST].accessibleName() or panel.parts.buttons[LAST].text()


def verified(desk: Desk, key: Any, by: Actor) -> list[tuple[Any, str, str]]:
    return [
        (one.verified_on, one.verified_by, one.verified_how) for one in desk.contact_people.card(key, to=by).numbers
    ]


def test_the_count_stands_on_the_part_before_it_is_opened_and_follows_the_store(
    people: Any, make: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    panel = make()
    counted = lambda count: words.say("contacts.part.untried_count", count=count)  # noqa: E731
    qtbot.waitUntil(lambda: counted(5) in said(panel), timeout=WAIT)
    card = desk.contact_people.card(people["单例二"], to=seat.actor)
    desk.contact_people.verify([card.numbers[0].id], by=seat.actor)
    qtbot.waitUntil(lambda: counted(4) in said(panel), timeout=WAIT)
    assert panel.current_page() is panel.book and panel.errors == []


def test_units_are_counted_and_one_key_after_the_other_verifies(
    page: Any, people: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    units = [(row.name, row.count) for row in page.units.rows_model.rows()]
    assert units[0] == ("", 5) and sorted(units[1:]) == [("例岭乡", 2), ("例溪镇", 3)]
    page.units.choose(people["例溪镇"])
    qtbot.waitUntil(lambda: len(numbers(page)) == 3, timeout=WAIT)
    page.how.choose(VerifiedHow.MESSAGE)
    for left in (2, 1):
        press(qtbot, page.table, Key.Key_V, Alt)
        qtbot.waitUntil(lambda: len(numbers(page)) == left and not page._acting, timeout=WAIT)  # noqa: B023
        assert page.table.chosen_row() is not None and page.table.hasFocus()
    done = [
        row for name in ("黄例一", "单例二") for row in verified(desk, people[name], seat.actor) if row[0] is not None
    ]
    assert done == [(TODAY, seat.name, "message")] * 2 and page.panel.errors == []


def test_all_numbers_of_one_person_are_verified_by_one_key(
    page: Any, people: Any, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    row = next(row for row in page.table.rows_model.rows() if row.person == "曾例三")
    page.table.choose(row.phone_id)
    press(qtbot, page.table, Key.Key_V, AltShift)
    qtbot.waitUntil(lambda: len(numbers(page)) == 3, timeout=WAIT)
    assert verified(desk, people["曾例三"], seat.actor) == [(TODAY, seat.name, "call")] * 2
    how = words.say("contacts.verified_how.call")
    assert page.panel.heard[-1] == words.say("contacts.told_verified_how", name="曾例三", count=2, how=how)


@pytest.mark.parametrize(("key", "left"), [(Key.Key_1, 4), (Key.Key_7, 5)])
def test_who_answers_themselves_has_verified_the_number_and_who_stands_in_has_not(
    page: Any, people: Any, qtbot: QtBot, desk: Desk, key: Any, left: int
) -> None:
    row = next(row for row in page.table.rows_model.rows() if row.person == "单例二")
    page.table.choose(row.phone_id)
    press(qtbot, page.table, Key.Key_D, Alt)
    dialog = dialog_of(qtbot, page)
    assert dialog.big.number == "100-0000-0002"
    press(qtbot, dialog.big, key)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=WAIT)
    qtbot.waitUntil(lambda: len(numbers(page)) == left and bool(page.panel.heard), timeout=WAIT)
    assert desk.contact_people.count_unverified() == left
    assert desk.call_lists.attempts_of(people["单例二"])[0].verified is (left == 4)


def test_a_unit_is_rung_whole_and_a_person_opened(page: Any, people: Any, qtbot: QtBot) -> None:
    panel = page.panel
    page.table.choose(next(row.phone_id for row in page.table.rows_model.rows() if row.person == "曾例三"))
    press(qtbot, page.table, Key.Key_E, Alt)
    qtbot.waitUntil(lambda: panel.book.chosen() is not None and panel.book.chosen().name == "曾例三", timeout=WAIT)
    assert panel.current_page() is panel.book
    press(qtbot, panel.book.find, Key.Key_5, Ctrl)
    page.units.choose(people["例岭乡"])
    qtbot.waitUntil(lambda: len(numbers(page)) == 2, timeout=WAIT)
    press(qtbot, page.table, Key.Key_B, Alt)
    dialog = dialog_of(qtbot, panel.calls)
    qtbot.waitUntil(lambda: "曾例三" in dialog.whom.text(), timeout=WAIT)
    assert dialog.wanted().people == (people["曾例三"],)


def test_with_nothing_left_it_says_what_will_stand_here(page: Any, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    keys = [row.phone_id for row in page.table.rows_model.rows()]
    desk.contact_people.verify(keys, by=seat.actor)
    qtbot.waitUntil(page.empty.isVisible, timeout=WAIT)
    assert not page._both.isVisible() and "90" in page.empty.sentence.text()


def test_numbers_are_hidden_here_too_and_who_only_looks_on_verifies_nothing(
    page: Any, qtbot: QtBot, seat: Seat, viewer: Actor
) -> None:
    page.panel.hiding.turn()
    qtbot.waitUntil(lambda: "100-****-0002" in numbers(page), timeout=WAIT)
    page.panel.hiding.turn()
    qtbot.waitUntil(lambda: "100-0000-0002" in numbers(page), timeout=WAIT)
    seat.leave()
    seat.sit(viewer)
    assert not page.buttons["untried_verify"].isEnabled() and page.buttons["untried_verify"].toolTip()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
@pytest.mark.long
def test_nothing_is_cut(page: Any, qtbot: QtBot, qapp: QApplication, language: str, size: int) -> None:
    words.set_language(language)
    theme.apply(qapp, "light", size)
    page.panel.resize(1302 if language == "zh" else 1274, 658 - (size - 14) * 8)
    for _ in range(5):
        QApplication.processEvents()
    found = geometry.cut(page.panel)
    theme.apply(qapp, "light", 14)
    assert found == []
