"""Ctrl+K: commands by word, key and initials; people and records; nothing the seat may not do."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.contacts import PersonHit
from console.domain.finding import RecordHit, said_number
from console.domain.inbound import Intake
from console.domain.needs import NeedKind, NewNeed
from console.domain.people import Action as Act
from console.domain.stock_document import NewLine
from tests.kit import stock, teams
from tests.kit.input_method import commit
from ui import palette_search
from ui.actions import Action
from ui.dialogs.palette import Found, Palette

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def ran():
    return []


@pytest.fixture
def palette(qtbot, app_theme, ran):
    actions = [
        Action("new_intake", lambda: ran.append("new_intake"), Act.INTAKE.value),
        Action("lock", lambda: ran.append("lock")),
        Action("panel.log", lambda: ran.append("log"), key="Alt+3"),
    ]
    made = Palette(actions, lambda action: "值班员" if action.permission else "")
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def shown(palette):
    return [row.word for row in palette.table.rows_model.rows()]


PERSON = PersonHit(uuid4(), "陈例一", "例一县应急管理局", "值班员", ("100-0000-0001",))
RECORD = RecordHit(uuid4(), "示例JB2030-000012", "例一街道道路积水", "intake")


def test_a_command_is_found_by_a_part_of_its_word_and_run_by_enter(qtbot, palette, ran):
    commit(palette.asked, words.say("do.lock")[:2])
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert ran == ["lock"] and not palette.isVisible()


def test_a_command_is_found_by_its_initials(qtbot, palette, ran):
    said = {action.id: action.word for action in palette._actions}
    found = palette_search.initials(said)
    assert all(found.values()) and all(letters.isascii() for letters in found.values())
    palette.know_initials(found)
    qtbot.keyClicks(palette.asked, found["lock"])
    assert palette.table.chosen_row().id == "lock"
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert ran == ["lock"]


def test_what_the_seat_may_not_do_is_shown_with_who_may_and_is_not_run(qtbot, palette, ran):
    commit(palette.asked, words.say("do.new_intake"))
    row = palette.table.chosen_row()
    assert row.id == "new_intake" and row.key == "需要：值班员"
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert ran == [] and palette.isVisible()


def test_people_and_records_come_before_the_log(qtbot, palette):
    people, records = [], []
    palette.person_chosen.connect(people.append)
    palette.record_chosen.connect(records.append)
    with qtbot.waitSignal(palette.asked_for) as asked:
        commit(palette.asked, "jb12")
    assert asked.args == ["jb12"]
    palette.show_found("jb12", Found((PERSON,), (RECORD,)))
    assert shown(palette) == [
        "示例JB2030-000012　例一街道道路积水", "陈例一 例一县应急管理局 值班员", "在日志中查找“jb12”",
    ]  # fmt: skip
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert records == [RECORD] and people == []


def test_a_late_answer_to_an_earlier_question_is_dropped_and_moves_nothing(qtbot, palette):
    commit(palette.asked, "锁")
    chosen = palette.table.chosen_row().id
    palette.show_found("陈", Found((PERSON,), ()))
    assert not any("陈例一" in word for word in shown(palette))
    palette.show_found("锁", Found((PERSON,), ()))
    assert palette.table.chosen_row().id == chosen


def test_a_command_is_found_by_its_word_in_the_other_language(qtbot, palette):
    commit(palette.asked, "lock")
    assert words.say_in("zh", "do.lock") in shown(palette)


def test_words_follow_the_language(palette):
    words.set_language("en")
    assert "Lock" in " ".join(shown(palette)) and palette.windowTitle() == words.say_in("en", "do.palette")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("JB2030-000012", ("JB", 2030, 12)), ("jb12", ("JB", 2031, 12)), ("示例RW2030-0005", ("RW", 2030, 5)),
        ("ＦＣ 7", ("FC", 2031, 7)), ("演练JJ2030-0225", ("JJ", 2030, 225)), ("rb2029-3", ("RB", 2029, 3)),
        ("JB", None), ("12", None), ("XX12", None), ("jb1234567", None), ("JB2030-", None),
    ],
)  # fmt: skip
def test_what_is_a_number(typed, said):
    assert said_number(typed, 2031) == said


def test_records_are_found_by_their_number(desk, seat):
    item = desk.intake.register(Intake(uuid4(), "例一街道道路积水", desk.clock.now()), by=seat.actor)
    (hit,) = desk.finding.by_number("jb1")
    assert (hit.number, hit.title, hit.panel) == ("示例JB2030-000001", "例一街道道路积水", "intake")
    assert hit.id == item.id
    assert desk.finding.by_number("JB2030-000002") == [] and desk.finding.by_number("水") == []


def test_the_desk_is_asked_off_the_windows_thread(qtbot, palette, desk, jobs, seat, county_files):
    desk.contacts.import_file(county_files.contacts, by=seat.actor)
    palette.asked_for.connect(lambda asked: palette_search.look_up(desk, jobs, palette, asked, seat.actor))
    commit(palette.asked, "林例二")
    qtbot.waitUntil(lambda: any(word.startswith("林例二 例一县应急管理局") for word in shown(palette)))


def test_goods_stores_lots_and_teams_are_found_by_what_they_are_called(qtbot, palette, desk, jobs, seat):
    yard = stock.yard(desk, seat.actor)
    stock.came_in(desk, seat.actor, yard.county, NewLine(yard.pump, Decimal(3), lot_code="A2030-07"))
    crew = teams.team(desk, seat.actor)
    found = {text: [(hit.id, hit.panel) for hit in desk.finding.by_name(text)] for text in ("psb", "K02", "a2030-07")}
    assert found["psb"] == [(yard.pump, "stores")] and found["K02"] == [(yard.town, "stores")]
    assert [panel for _, panel in found["a2030-07"]] == ["stores"]
    assert (crew.id, "teams") in [(hit.id, hit.panel) for hit in desk.finding.by_name(crew.name)]
    need = desk.needs.record(NewNeed(yard.incident, NeedKind.ITEM, Decimal(2), item=yard.pump), by=seat.actor)
    (hit,) = desk.finding.by_number(need.number)
    assert (hit.id, hit.panel) == (need.id, "dispatch")

    shows, records = {"stores"}, []
    palette.record_chosen.connect(records.append)
    palette.asked_for.connect(
        lambda asked: palette_search.look_up(desk, jobs, palette, asked, seat.actor, shows.__contains__)
    )
    commit(palette.asked, crew.name)
    qtbot.waitUntil(lambda: palette._found_for == crew.name)
    assert [row.id for row in palette.table.rows_model.rows()] == ["find"]
    palette.asked.clear()
    commit(palette.asked, "排水泵")
    qtbot.waitUntil(lambda: shown(palette)[0] == "W01　排水泵")
    qtbot.keyClick(palette.asked, Qt.Key.Key_Return)
    assert [hit.id for hit in records] == [yard.pump]
