"""Every field a seat can type into: no kill, lock, other officer or Esc loses a word; only its end ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.people import Actor
from tests.kit import unsaved
from tests.kit.unsaved import CASES, OUT, Case, Inputs, World, dialog_of, read_all, type_all
from ui.dialogs.asking import Asking
from ui.jobs import Jobs
from ui.models import draft_keeper, kept_words
from ui.seat import Seat
from ui.text import Times

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.long]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MORNING = datetime(2030, 4, 4, 0, 0, tzinfo=UTC)
"""08:00 of 清明, when units owe a zero report."""
by_name = {case.name: case for case in CASES}
some_cases = pytest.mark.parametrize(
    "case", [by_name[name] for name in ("task.new", "difference.answer", "setting", "intake.act", "outbound.failed")],
    ids=lambda case: case.name,
)  # fmt: skip


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MORNING)


@pytest.fixture(autouse=True)
def _kept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second a word may take is not waited for in every test; that it is one has a test of its own."""
    monkeypatch.setattr(draft_keeper, "REST_MS", 5)
    monkeypatch.setattr(draft_keeper, "LATEST_MS", 10)


@pytest.fixture
def officer(desk: Desk, by: Actor) -> Actor:
    return unsaved.officers(desk, by)


@pytest.fixture
def run(app_theme: QApplication, desk: Desk, qtbot: QtBot) -> Iterator[Callable[[Actor], World]]:
    """Starts the program once more on the same store; the run before is not told, as after a kill."""
    lanes: list[Jobs] = []

    def start(officer: Actor) -> World:
        jobs, seat, zone = Jobs(), Seat(), desk.zone
        lanes.append(jobs)
        seat.sit(officer)
        return World(desk, jobs, seat, Times(lambda: zone, desk.clock.now), wait, qtbot.addWidget)

    def wait(done: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(done()))

    yield start
    for jobs in lanes:
        jobs.close()


def kept(desk: Desk) -> dict[str, str]:
    """The words in the file, of all that is kept."""
    return {name: text for draft in desk.drafts.open(kept_words.FORM) for name, text in draft.content["words"].items()}


def typed_and_kept(case: Case, world: World, qtbot: QtBot) -> dict[str, str]:
    """Type into every field and wait until the file has what was changed; nothing is closed or left."""
    first = read_all(case.open(world))
    typed = type_all(case.open(world))
    changed = {name: text for name, text in typed.items() if text != first[name]}
    assert changed, "nothing was typed"
    qtbot.waitUntil(lambda: changed.items() <= kept(world.desk).items())
    return typed


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_neither_a_lock_nor_a_kill_loses_a_word(
    case: Case, desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    case.prepare(desk, officer)
    world = run(officer)
    assert _forgotten(case.open(world)) == []
    typed = typed_and_kept(case, world, qtbot)
    world.seat.lock()
    world.seat.unlock()
    qtbot.waitUntil(lambda: read_all(case.open(world)) == typed)
    again = run(officer)
    qtbot.waitUntil(lambda: read_all(case.open(again)) == typed)


def test_a_lock_waits_for_no_rest(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    for span in ("REST_MS", "LATEST_MS"):
        monkeypatch.setattr(draft_keeper, span, 3_600_000)
    world = run(officer)
    board = world.board()
    board.give_task()
    qtbot.keyClicks(dialog_of(board).text, "count the pumps")
    assert not desk.drafts.open()
    world.seat.lock()
    qtbot.waitUntil(lambda: kept(desk) == {"text": "count the pumps"})


@some_cases
def test_another_officer_sees_none_of_them(
    case: Case, desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    case.prepare(desk, officer)
    typed = typed_and_kept(case, run(officer), qtbot)
    other = run(unsaved.incoming_of(desk))
    assert _words(read_all(case.open(other))) == [] != _words(typed)


@some_cases
def test_who_sits_down_where_another_typed_begins_afresh_and_both_get_theirs_back(
    case: Case, desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    case.prepare(desk, officer)
    world, other = run(officer), unsaved.incoming_of(desk)
    typed = typed_and_kept(case, world, qtbot)
    world.seat.lock()
    dialog = getattr(getattr(next(iter(world.panels.values())), "asked", None), "dialog", None)
    if dialog is not None:
        dialog.reject()  # as the window does with what was put away
    world.seat.sit(other)
    if case.name != "difference.answer":  # its line is the outgoing officer's alone
        assert _words(read_all(case.open(world))) == [] != _words(typed)
        if dialog is not None:
            dialog_of(next(iter(world.panels.values()))).reject()
    world.seat.sit(officer)
    qtbot.waitUntil(lambda: read_all(case.open(world)) == typed)


def test_a_task_given_out_and_one_given_up_come_back_no_more(
    desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    board = run(officer).board()
    for end in ("button", "key", "save"):
        board.give_task()
        dialog = dialog_of(board)
        assert not dialog.discard.isEnabled() and dialog.brought.isHidden()
        qtbot.keyClicks(dialog.text, "count the pumps")
        qtbot.waitUntil(lambda: kept(desk) == {"text": "count the pumps"})
        if end == "button":
            dialog.discard.click()
        elif end == "key":
            qtbot.keyClick(dialog.text, Qt.Key.Key_Delete, CTRL | SHIFT)
        else:
            qtbot.keyClick(dialog.text, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: board.asked.dialog is None and not desk.drafts.open())
    board.give_task()
    assert dialog_of(board).text.text() == "" and [task.title for task in desk.tasks.open_tasks()] == [
        "count the pumps"
    ]


def test_escape_keeps_says_so_and_asks_nothing(desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot):
    board = run(officer).board()
    board.give_task()
    qtbot.keyClicks(dialog_of(board).text, "count")
    qtbot.keyClick(dialog_of(board).text, Qt.Key.Key_Escape)
    assert board.asked.dialog is None
    board.give_task()
    dialog = dialog_of(board)
    assert dialog.brought.isVisible() and dialog.discard.isEnabled()
    dialog.text.clear()
    qtbot.waitUntil(lambda: not desk.drafts.open())
    assert not dialog.discard.isEnabled(), "what was emptied by hand is given up as well"


def test_what_the_books_say_now_is_not_covered_by_what_they_said_then(
    desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    """Only what was typed is kept: a name the roster has changed since stands there as it is now."""
    item = desk.lists.add("zero_units", {"name": "例一镇", "phone": "0577-0000-0001"}, by=officer)
    page = run(officer).settings("lists")
    qtbot.waitUntil(lambda: bool(page._rows))
    page.show_list("zero_units", item.code)
    page.ask_change()
    qtbot.keyClick(dialog_of(page).editors["name"], Qt.Key.Key_End)
    qtbot.keyClicks(dialog_of(page).editors["name"], " town")
    qtbot.waitUntil(lambda: "name" in kept(desk))
    desk.lists.change(
        "zero_units", item.code, {**item.values, "phone": "0577-0000-0002"}, seen=item.version, by=officer
    )
    again = run(officer).settings("lists")
    qtbot.waitUntil(lambda: bool(again._rows))
    again.show_list("zero_units", item.code)
    again.ask_change()
    qtbot.waitUntil(lambda: dialog_of(again).editors["name"].text() == "例一镇 town")
    assert dialog_of(again).editors["phone"].text() == "0577-0000-0002"


def test_half_a_list_of_names_and_half_a_shift_come_back_as_they_were_typed(
    desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    """What an editor gives as its value is tidied up; what it keeps is not."""
    case = by_name["list.templates"]
    fields = case.open(run(officer))
    posts, shifts = fields["posts"], fields["shifts"]
    posts.setText("主班、 副班、")
    shifts.hours[1].setText("12")
    qtbot.waitUntil(lambda: {"posts", "shifts"} <= kept(desk).keys())
    again = case.open(run(officer))
    qtbot.waitUntil(lambda: again["posts"].text() == "主班、 副班、")
    assert again["shifts"].hours[0].text() == "12"


def test_words_go_to_the_file_within_the_second(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    assert 0 < draft_keeper.REST_MS <= draft_keeper.LATEST_MS < 1_000


def test_a_file_that_takes_nothing_is_said_and_the_words_stay(
    desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    world = run(officer)
    board = world.board()
    desk.drafts.close()
    path = desk.data.drafts
    path.unlink()
    path.mkdir()
    with qtbot.waitSignal(board.refused):
        board.give_task()
        qtbot.keyClicks(dialog_of(board).text, "count the pumps")
    path.rmdir()
    qtbot.waitUntil(lambda: kept(desk) == {"text": "count the pumps"})


def test_a_password_cannot_be_kept(desk: Desk, officer: Actor, run: Callable[[Actor], World]):
    world = run(officer)
    secret = QLineEdit()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    book = kept_words.KeptWords(world.jobs, world.seat, world.times, desk.drafts, world.seat)
    with pytest.raises(AssertionError, match="password"):
        book.watch({"secret": secret}, world.seat)


def test_no_word_of_a_proof_is_in_the_file(desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot):
    case = by_name["emergency"]
    case.prepare(desk, officer)
    world = run(officer)
    fields = case.open(world)
    dialog_of(world.handover()._work).proof.password.setText("a secret nobody keeps")
    type_all(fields)
    qtbot.waitUntil(lambda: bool(kept(desk)))
    desk.drafts.close()
    files = [path for path in desk.data.root.glob("drafts*") if path.is_file()]
    assert files and not any(b"nobody keeps" in path.read_bytes() for path in files)


def _forgotten(fields: Inputs) -> list[QWidget]:
    """Beside fields of a dialog that are kept stands none that is not, but for passwords and what is only read."""
    home = next(iter(fields.values())).window()
    if not isinstance(home, Asking):
        return []
    held = [part for editor in fields.values() for part in (editor, *editor.findChildren(QWidget))]
    lines = [part for part in home.findChildren(QLineEdit) if part.echoMode() is QLineEdit.EchoMode.Normal]
    free = [part for part in (*lines, *home.findChildren(QPlainTextEdit)) if not part.isReadOnly()]
    return [part for part in free if part not in held]


def _words(stands: dict[str, str]) -> list[str]:
    """What was typed as words, not chosen."""
    return [text for text in stands.values() if re.search(r"w\d", text)]


# a real kill

KILLED = ("task.new", "difference.answer", "notice.new", "intake.act")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_words_in_dialogs_lines_and_questions_survive_kill_9(
    desk: Desk, officer: Actor, run: Callable[[Actor], World], qtbot: QtBot
):
    for name in KILLED:
        by_name[name].prepare(desk, officer)
    command = [sys.executable, "-c", "from tests.panels.test_nothing_typed_is_lost import typing; typing()"]
    with subprocess.Popen(
        [*command, str(desk.data.root), *KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    ) as other:  # fmt: skip
        assert other.stdout is not None
        said = other.stdout.readline().strip()
        os.kill(other.pid, signal.SIGKILL)
    assert said == "typed"
    world, fresh = run(officer), run(officer)
    for name in KILLED:
        prefilled = read_all(by_name[name].open(fresh))
        qtbot.waitUntil(lambda name=name: bool(_words(read_all(by_name[name].open(world)))))
        assert read_all(by_name[name].open(world)).keys() == prefilled.keys()


def typing() -> None:
    """The process that is killed: types into what it was told, says so once the file has it, and waits."""
    app = QApplication([])
    desk = bootstrap.build(DataDir(__import__("pathlib").Path(sys.argv[1])), StoppedClock(MORNING))
    seat, zone = Seat(), desk.zone
    seat.sit(desk.accounts.sign_in("陈例一", OUT).actor)
    world = World(desk, Jobs(), seat, Times(lambda: zone, desk.clock.now), until, lambda _widget: None)
    for name in sys.argv[2:]:
        type_all(by_name[name].open(world))
        until(
            lambda name=name: any(name.split(".")[0] in draft.content["about"] for draft in desk.drafts.open("words"))
        )
    print("typed", flush=True)
    app.exec()


def until(done: Callable[[], object]) -> None:
    loop, again = QEventLoop(), QTimer()
    again.timeout.connect(lambda: done() and loop.quit())
    again.start(10)
    loop.exec()
