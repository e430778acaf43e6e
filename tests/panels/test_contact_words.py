"""Words typed into a dialog of 通讯录 stand there again after Esc, and no draft is left once they are handed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.contact_book import Rank
from console.domain.group_rule import Rule
from tests.kit.contacts_panel import Alt, Ctrl, dialog_of, make, people, press, type_into
from ui.panels.contacts import CALLS
from ui.seat import Seat
from ui.widgets import inputs
from ui.widgets.suggest import Suggest

__all__ = ["make", "people"]
Key = Qt.Key
AltShift = Alt | Qt.KeyboardModifier.ShiftModifier
GROUPS = 1
PLACES = "code,name\n330000000000,例省\n330300000000,例市\n330327000000,例县\n330327101000,例溪镇\n"
Where = Callable[[Any], QWidget]


def save(qtbot: QtBot, dialog: Any) -> None:
    press(qtbot, dialog.focusWidget(), Key.Key_Return, Ctrl)


def unanswered(qtbot: QtBot, dialog: Any) -> None:
    """2 while the keyboard is on the number."""
    dialog.big.setFocus()
    press(qtbot, dialog.big, Key.Key_2)


def take_offered(qtbot: QtBot, dialog: Any) -> None:
    """Whoever the words that came back mean is asked for, and taken."""
    press(qtbot, dialog.who, Key.Key_Down)
    qtbot.waitUntil(dialog.who.list.isVisible, timeout=10_000)
    for key in (Key.Key_Down, Key.Key_Return):
        press(qtbot, dialog.who, key)


def take_offered_and_save(qtbot: QtBot, dialog: Any) -> None:
    take_offered(qtbot, dialog)
    save(qtbot, dialog)


@dataclass(frozen=True)
class Case:
    """``where`` has the keyboard when ``key`` is pressed; ``typed`` are words for every text field, by its name."""

    name: str
    page: str
    where: Where
    key: Qt.Key
    held: Qt.KeyboardModifier
    typed: Mapping[str, str]
    hand_up: Callable[[QtBot, Any], None] = save


def _find(panel: Any) -> QWidget:
    return panel.book.find  # type: ignore[no-any-return]


def _numbers(panel: Any) -> QWidget:
    return panel.book.pane.numbers  # type: ignore[no-any-return]


def _tree(panel: Any) -> QWidget:
    return panel.book.tree  # type: ignore[no-any-return]


def _groups(panel: Any) -> QWidget:
    return panel.groups.table  # type: ignore[no-any-return]


def _calls(panel: Any) -> QWidget:
    return panel.calls.empty.button  # type: ignore[no-any-return]


PERSON = {"name": "区例八", "staff": "A-08", "remark": "周末在村"}
NUMBERS = {"mobile": "100-0000-0208", "office": "0577-0000-0208", "other": "660208"}
HELD = {"unit": "例岭乡", "post": "办公室主任"}
NUMBER = {"number": "100-0000-0022", "label": "村部", "why": "换号"}
UNIT = {"name": "样例村", "short": "样例", "above": "例县人民政府", "place": "例溪镇"}
RULE = {"name": "主岗信息员", "post": "灾害信息员", "unit": "例溪镇", "place": "例溪镇", "note": "汛期"}
GROUP = {"name": "值守组", "note": "汛期"}
CASES = (
    Case("person_new", "book", _find, Key.Key_N, Ctrl, PERSON | NUMBERS | HELD),
    Case("person_change", "book", _numbers, Key.Key_E, Ctrl, PERSON),
    Case("gone", "book", _numbers, Key.Key_G, Alt, {"day": "2030-08-20"}),
    Case("number_new", "book", _numbers, Key.Key_N, Alt, NUMBER),
    Case("number_change", "book", _numbers, Key.Key_E, Alt, NUMBER),
    Case(
        "number_move", "book", _numbers, Key.Key_M, Alt, {"who": "曾例三", "why": "换岗"}, take_offered_and_save,
    ),
    Case("unit_posts", "book", _tree, Key.Key_O, Alt, {"name": "安全员"}),
    Case("number_end", "book", _numbers, Key.Key_X, Alt, {"why": "停机"}),
    Case(
        "appoint", "book", _numbers, Key.Key_P, Alt,
        {"unit": "例岭乡", "post": "办公室主任", "start": "2030-08-01", "end": "2030-12-31"},
    ),
    Case("post_end", "book", _numbers, Key.Key_P, AltShift, {"day": "2030-08-20"}),
    Case("ring", "book", _numbers, Key.Key_D, Alt, {"remark": "1 小时后再拨"}, unanswered),
    Case("unit_new", "book", _tree, Key.Key_U, Alt, UNIT),
    Case("unit_change", "book", _tree, Key.Key_U, AltShift, UNIT | {"above": "例溪镇"}),
    Case("group_new", "groups", _groups, Key.Key_N, Ctrl, GROUP),
    Case("group_change", "groups", _groups, Key.Key_E, Ctrl, GROUP),
    Case("rule_new", "groups", _groups, Key.Key_N, Alt, RULE),
    Case("rule_change", "groups", _groups, Key.Key_E, Ctrl, RULE),
    Case("member_new", "groups", _groups, Key.Key_J, Alt, {"who": "曾例三"}, take_offered),
    Case("calls_new", "calls", _calls, Key.Key_N, Ctrl, {"title": "今晚叫应"}),
)  # fmt: skip


@pytest.fixture
def ready(people: Any, make: Any, desk: Desk, seat: Seat, qtbot: QtBot, tmp_path: Path) -> Callable[[Case], Any]:
    """The panel on the page of a case, with what its dialog is about chosen: 单例二, 例岭乡, or a group."""
    file = tmp_path / "places.csv"
    file.write_text(PLACES, "utf-8")
    desk.places.import_file(file, by=seat.actor)
    fixed = desk.contact_groups.add_fixed("防汛", [people["单例二"]], by=seat.actor)
    ruled = desk.contact_groups.add_rule("乡镇", Rule(post="分管领导", rank=Rank.A), by=seat.actor)

    def opened(case: Case) -> Any:
        panel = make()
        if case.page == "book":
            panel.book.open_person(people["单例二"])
            pane = panel.book.pane
            qtbot.waitUntil(
                lambda: pane.numbers.chosen_row() is not None and pane.posts.chosen_row() is not None, timeout=10_000
            )
            qtbot.waitUntil(lambda: len(panel.book.tree.units.units()) == 3, timeout=10_000)
            if case.where is _tree:
                panel.book.tree.choose(people["例岭乡"])
            return panel
        panel.show_part(GROUPS if case.page == "groups" else CALLS)
        page = getattr(panel, case.page)
        qtbot.waitUntil(lambda: page._has_result, timeout=10_000)
        if case.page == "groups":
            wanted = ruled if case.name == "rule_change" else fixed
            page.table.choose(wanted.id)
            qtbot.waitUntil(lambda: page._row is not None and page._people_of == wanted.id, timeout=10_000)
            qtbot.waitUntil(lambda: page._row.id == wanted.id, timeout=10_000)
        return panel

    return opened


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_words_come_back_after_escape_and_go_when_handed_up(
    case: Case, ready: Callable[[Case], Any], desk: Desk, qtbot: QtBot
) -> None:
    panel = ready(case)
    dialog = ask(qtbot, panel, case)
    fields = {name: field_of(dialog, name) for name in case.typed}
    assert set(fields.values()) == set(text_fields(dialog)), "a text field the test does not type into, or none"
    before = stands(dialog)
    for name, text in case.typed.items():
        write(qtbot, fields[name], text)
    turn_choices(dialog)
    typed, said = stands(dialog), [field.text() for field in fields.values()]
    assert all(text not in ("", before.get(name)) for name, text in zip(fields, said, strict=True))
    qtbot.keyClick(dialog, Key.Key_Escape)
    qtbot.waitUntil(lambda: getattr(panel, case.page).asked.dialog is None, timeout=10_000)
    qtbot.waitUntil(lambda: len(desk.drafts.open()) == 1, timeout=10_000)

    again = ask(qtbot, panel, case)
    assert again.brought.isVisible() and again.discard.isEnabled()
    assert [field_of(again, name).text() for name in case.typed] == said
    assert stands(again) == typed
    case.hand_up(qtbot, again)
    qtbot.waitUntil(lambda: getattr(panel, case.page).asked.dialog is None, timeout=10_000)
    qtbot.waitUntil(lambda: desk.drafts.open() == (), timeout=10_000)
    assert panel.errors == []


def ask(qtbot: QtBot, panel: Any, case: Case) -> Any:
    """The dialog its key opens."""
    where = case.where(panel)
    where.setFocus()
    press(qtbot, where, case.key, case.held)
    return dialog_of(qtbot, getattr(panel, case.page))


def field_of(dialog: Any, name: str) -> Any:
    named = getattr(dialog, "fields", {})
    return named[name] if name in named else getattr(dialog, name)


def text_fields(dialog: QWidget) -> list[QWidget]:
    """Everything letters can be typed into."""
    lines = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]
    return [line for line in lines if not line.isReadOnly()]


def stands(dialog: Any) -> dict[str, str]:
    """What is kept of it, as it stands now."""
    return {name: inputs.read(editor) for name, editor in dialog.inputs.items()}


def write(qtbot: QtBot, field: Any, text: str) -> None:
    """By keys, over what stands there; what is offered for it is taken."""
    field.setFocus()
    qtbot.waitUntil(field.hasFocus, timeout=10_000)
    field.selectAll()
    type_into(qtbot, field, text)
    if isinstance(field, Suggest) and field.list.isVisible() and field.list.currentIndex().isValid():
        offered = field.list.visualRect(field.list.currentIndex())
        qtbot.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=offered.center())


def turn_choices(dialog: Any) -> None:
    """Boxes beside the words are kept with them."""
    for editor in dialog.inputs.values():
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex((editor.currentIndex() + 1) % editor.count())
        elif isinstance(editor, QCheckBox):
            editor.click()
