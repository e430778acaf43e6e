"""接报登记: a text that names a caller whom the channel hides says so while it is typed, and is saved as it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import names_caller
from tests.kit import intake as kit
from tests.kit.input_method import commit
from ui import theme

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAME, PHONE = "陈例一", "0577-0000-0001"


@pytest.fixture
def by(seat):
    return seat.actor


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("陈例一 反映某厂偷排", True),
        ("陈 例一反映", True),
        ("电话057700000001", True),
        ("电话 ０５７７－０００００００１", True),
        ("请打 0000 0001", True),
        ("某厂偷排，村民反映", False),
        ("陈某反映 3 人，12 时 30 分", False),
        ("", False),
    ],
)
def test_what_names_a_caller(text, found):
    assert names_caller(text, NAME, PHONE) is found


def test_nothing_typed_is_named_by_nothing():
    assert not names_caller("王姓村民 110", "", "")
    assert not names_caller("王姓村民 110", "王", "110")


@pytest.mark.parametrize("name", ["summary", "measures", "needs"])
def test_it_is_said_beside_the_text_while_it_is_typed_and_saved_all_the_same(qtbot, panel, desk, seat, name):
    form = panel.form
    form.channel.setCurrentIndex(form.channel.findData("tip_off"))
    form.channel.activated.emit(form.channel.currentIndex())
    commit(form.caller, NAME)
    commit(form.summary, "某厂偷排")
    assert [word.isVisible() for word in form.named.words.values()] == [False] * 3
    commit(form.editors[name], "，陈例一反映")
    assert [key for key, word in form.named.words.items() if word.isVisible()] == [name]
    form.channel.setCurrentIndex(form.channel.findData("phone"))
    form.channel.activated.emit(form.channel.currentIndex())
    assert not form.named.words[name].isVisible()
    form.channel.setCurrentIndex(form.channel.findData("tip_off"))
    form.channel.activated.emit(form.channel.currentIndex())
    assert form.named.words[name].isVisible()
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(form.summary, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = desk.intake.newest()
    assert row.caller_hidden and NAME in getattr(row, name)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [14, 20])
def test_the_sentence_is_whole(qtbot, qapp, panel, size, language):
    theme.apply(qapp, "light", size)
    words.set_language(language)
    form = panel.form
    content = form.content() | {"channel": "tip_off", "caller_phone": PHONE}
    content |= dict.fromkeys(form.named.words, f"电话 {PHONE}")
    form.show_content(content)
    shown = list(form.named.words.values())
    qtbot.waitUntil(
        lambda: all(word.isVisible() and word.height() >= word.heightForWidth(word.width()) for word in shown)
    )
    for word in shown:
        assert word.text() == words.say("intake.caller_in_text")
        longest = max(map(word.fontMetrics().horizontalAdvance, word.text().split()))
        assert word.width() >= (longest if language == "en" else word.fontMetrics().horizontalAdvance("正文里有"))
    assert form.width() <= panel.scroll.viewport().width()
    theme.apply(qapp, "light")
