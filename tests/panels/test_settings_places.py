"""The page of places: a file looked through and taken in, places found again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console import words
from tests.kit import settings as kit
from tests.kit.input_method import commit
from tests.kit.settings import checked

heard, page, panel, seat_file = kit.heard, kit.page, kit.panel, kit.seat_file
pytestmark = kit.pytestmark


TOWNS = "代码,名称\n990101001,例一街道\n990101002,例二镇\n"
BAD = TOWNS + "99010,错码\n990101003,\n"


@pytest.fixture
def places_file(tmp_path):
    def write(content, name="地点.csv"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


def test_an_empty_store_says_what_belongs_here_and_takes_a_file_in(
    qtbot, panel, page, heard, desk, places_file, tmp_path
):
    places = page("places")
    assert places.empty_button.isVisible()
    places._ask_file = lambda _: str(places_file(TOWNS))
    places.empty_button.click()
    dialog = places.dialog
    qtbot.waitUntil(dialog.yes.isEnabled)
    assert dialog.state.text() == "每一行都可以导入。"
    assert desk.places.everything() == []
    with qtbot.waitSignal(places.presented):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.saved == ["已导入 地点.csv：新增 2，更新 0，拒绝 0"]
    assert [node.name for node in desk.places.everything() if node.level == "town"] == ["例一街道", "例二镇"]
    county = places.counties.chosen_row()
    assert (county.code, county.towns, county.villages) == ("990101", 2, 0)
    assert [line.code for line in places.list.rows_model.rows()] == ["990101", "990101001", "990101002"]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_bad_rows_are_shown_with_their_reason_and_only_good_ones_go_in_when_asked(
    qtbot, panel, page, heard, desk, places_file, language
):
    words.set_language(language)
    page("places")
    dialog = checked(qtbot, panel.places, places_file(BAD))
    model = dialog.table.rows_model
    shown = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert [(row, column) for row, column, _ in shown] == [
        ("4", words.say("place.column.code")), ("5", words.say("place.column.name"))
    ]  # fmt: skip
    assert "99010" in shown[0][2] and "[" not in shown[0][2]
    assert {name: figure.count.text() for name, figure in dialog.figures.items()} == {
        "read": "4", "added": "2", "updated": "0", "refused": "2",
    }  # fmt: skip
    assert not dialog.yes.isEnabled()
    dialog.hand_up()
    assert desk.places.everything() == []
    qtbot.mouseClick(dialog.good_only, Qt.MouseButton.LeftButton, pos=dialog.good_only.rect().center() * 0.1)
    assert dialog.good_only.isChecked() and dialog.yes.isEnabled()
    with qtbot.waitSignal(panel.places.presented):
        dialog.yes.click()
    assert len([node for node in desk.places.everything() if node.level == "town"]) == 2
    assert len(heard.saved) == 1


def test_a_file_that_cannot_be_read_is_told_and_nothing_happens(qtbot, panel, page, heard, desk, tmp_path):
    page("places")
    panel.places.check(tmp_path / "不在.csv")
    dialog = panel.places.dialog
    with qtbot.waitSignal(panel.places.refused):
        pass
    assert dialog.trouble.isVisible() and "不在.csv" in dialog.trouble.text()
    assert not dialog.yes.isEnabled()
    assert desk.places.everything() == []
    dialog.reject()


def test_a_dialog_closed_before_its_answer_is_left_alone(qtbot, panel, page, jobs, heard, places_file):
    page("places")
    panel.places.check(places_file(TOWNS))
    panel.places.dialog.reject()
    with qtbot.waitSignal(panel.places.presented):
        panel.reload_now()
    jobs.run(lambda: None, lambda _: None, lambda _: None).result()
    qtbot.wait(20)
    assert panel.places.dialog is None and heard.refused == []


def test_places_are_found_by_name_or_code_within_their_county(qtbot, panel, page, desk, by, places_file):
    desk.places.import_file(places_file(TOWNS + "990102001,另县一镇\n"), by=by)
    places = page("places")
    assert [county.code for county in places.counties.rows_model.rows()] == ["990101", "990102"]
    qtbot.keyClick(places.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    commit(places.find, "例二")
    qtbot.keyClick(places.find, Qt.Key.Key_Return)
    assert [line.name for line in places.list.rows_model.rows()] == ["例二镇"]
    places.find.setText("990102")
    places.counties.choose("990102")
    assert [line.name for line in places.list.rows_model.rows()] == ["", "另县一镇"]
