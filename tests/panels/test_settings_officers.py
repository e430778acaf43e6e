"""The page of accounts: officers added, their roles and states, passwords set and changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from console.domain.people import Role
from console.errors import Refused
from tests.kit import settings as kit
from tests.kit.input_method import commit
from tests.kit.settings import PASSWORD, fill, sit_as
from ui.dialogs.officer import AddOfficerDialog

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark


def add_officer(qtbot, panel, name, password, again=None):
    panel.officers.add.click()
    dialog = panel.officers.dialog
    fill(qtbot, dialog.name, name)
    fill(qtbot, dialog.passwords.new, password)
    fill(qtbot, dialog.passwords.again, password if again is None else again)
    return dialog


def test_an_officer_is_added_by_keyboard_and_can_sign_in(qtbot, panel, page, heard, desk):
    officers = page("officers")
    officers.add.click()
    dialog = officers.dialog
    qtbot.waitUntil(dialog.name.hasFocus)
    commit(dialog.name, "林例二")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.passwords.new, "watch of 2030")
    qtbot.keyClick(dialog.passwords.new, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.passwords.again, "watch of 2030")
    with qtbot.waitSignal(officers.presented):
        qtbot.keyClick(dialog.passwords.again, Qt.Key.Key_Return)
    assert heard.saved == ["已新增值班员：林例二（值班员）"]
    assert desk.accounts.sign_in("林例二", "watch of 2030").role is Role.OFFICER
    assert [row.name for row in officers.table.rows_model.rows()] == ["林例二", "陈例一"]


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("陈例一", "watch of 2030", "name"), ("林例二", "short", "new"), (" ", "w" * 9, "name")],
)
def test_a_refused_account_says_why_at_the_field_and_keeps_the_text(
    qtbot, panel, page, heard, desk, name, password, field
):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, name, password)
    with qtbot.waitSignal(officers.refused):
        dialog.hand_up()
    wrong = dialog.name_field if field == "name" else dialog.passwords.new_field
    assert wrong.note.isVisible() and wrong.editor.property("wrong") is True
    assert dialog.isVisible() and dialog.name.text() == name
    assert len(desk.accounts.list()) == 1
    dialog.reject()


def test_two_passwords_that_differ_are_not_handed_up(qtbot, panel, page, desk):
    page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030", "watch of 2031")
    with qtbot.assertNotEmitted(dialog.given):
        dialog.hand_up()
    assert dialog.passwords.again_field.note.text() == "两次输入的口令不一致。"
    dialog.reject()


def test_giving_up_keeps_the_name_and_no_password(qtbot, panel, page):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030")
    dialog.role.choose(Role.STAFF)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert [line.text() for line in dialog.findChildren(QLineEdit) if line.echoMode() != QLineEdit.EchoMode.Normal] == [
        "",
        "",
    ]
    officers.add.click()
    again = officers.dialog
    assert isinstance(again, AddOfficerDialog) and again is not dialog
    assert (again.name.text(), again.role.value(), again.passwords.new.text()) == ("林例二", Role.STAFF, "")
    again.reject()


def test_role_and_state_are_changed_and_the_last_administrator_stays(qtbot, panel, page, heard, desk, seat):
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=seat.actor)
    officers = page("officers")
    assert not officers.change.isEnabled() and not officers.recover.isEnabled()
    officers.table.choose("林例二")
    officers.change.click()
    officers.dialog.role.choose(Role.COMMANDER)
    officers.dialog.state.choose(False)
    with qtbot.waitSignal(officers.presented):
        officers.dialog.hand_up()
    changed = next(row for row in desk.accounts.list() if row.name == "林例二")
    assert (changed.role, changed.active) == (Role.COMMANDER, False)
    assert heard.saved == ["已修改：林例二（指挥长，已停用）"]
    officers.table.choose("陈例一")
    officers.change.click()
    officers.dialog.role.choose(Role.VIEWER)
    with qtbot.waitSignal(officers.refused):
        officers.dialog.hand_up()
    assert "陈例一" in officers.dialog.trouble.text()
    assert next(row for row in desk.accounts.list() if row.name == "陈例一").role is Role.ADMIN
    officers.dialog.reject()


def test_who_changes_their_own_role_has_the_new_one_at_once(qtbot, panel, page, desk, seat):
    desk.accounts.add("林例二", Role.ADMIN, PASSWORD, by=seat.actor)
    officers = page("officers")
    officers.table.choose("陈例一")
    officers.change.click()
    officers.dialog.role.choose(Role.OFFICER)
    with qtbot.waitSignal(officers.presented):
        officers.dialog.hand_up()
    assert seat.actor.role is Role.OFFICER
    assert not officers.add.isEnabled() and not officers.recover.isEnabled()


def test_a_forgotten_password_is_set_anew(qtbot, panel, page, desk, seat):
    desk.accounts.add("林例二", Role.OFFICER, PASSWORD, by=seat.actor)
    officers = page("officers")
    officers.table.choose("林例二")
    officers.recover.click()
    dialog = officers.dialog
    assert "林例二" in dialog.windowTitle()
    fill(qtbot, dialog.passwords.new, "another watch")
    fill(qtbot, dialog.passwords.again, "another watch")
    with qtbot.waitSignal(officers.presented):
        dialog.hand_up()
    assert desk.accounts.sign_in("林例二", "another watch").name == "林例二"
    with pytest.raises(Refused):
        desk.accounts.sign_in("林例二", PASSWORD)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.VIEWER])
def test_everybody_changes_their_own_password_with_the_old_one(qtbot, panel, page, desk, seat, role):
    sit_as(desk, seat, "林例二", role)
    officers = page("officers")
    officers.own.click()
    dialog = officers.dialog
    fill(qtbot, dialog.old, "not it at all")
    fill(qtbot, dialog.passwords.new, "another watch")
    fill(qtbot, dialog.passwords.again, "another watch")
    with qtbot.waitSignal(officers.refused):
        dialog.hand_up()
    assert dialog.old_field.note.text() == "现在的口令不对。"
    assert dialog.passwords.new.text() == "another watch"
    fill(qtbot, dialog.old, PASSWORD)
    left = []
    dialog.finished.connect(lambda _: left.extend(line.text() for line in dialog.findChildren(QLineEdit)))
    with qtbot.waitSignal(officers.presented):
        dialog.hand_up()
    assert desk.accounts.sign_in("林例二", "another watch").name == "林例二"
    assert left == ["", "", ""]


def test_no_password_stands_in_what_dialogs_hand_up_when_it_is_written_down(qtbot, panel, page):
    officers = page("officers")
    dialog = add_officer(qtbot, panel, "林例二", "watch of 2030")
    assert "watch of 2030" not in repr(dialog.answer())
    dialog.reject()
    officers.own.click()
    fill(qtbot, officers.dialog.old, "watch of 2030")
    assert "watch of 2030" not in repr(officers.dialog.answer())
    officers.dialog.reject()
