"""A suggested package assigned from the board, in the real window on the sample county: as many keys as README says."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.dispatching import DispatchRow
from console.domain.duty import PostLine
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from console.domain.needs import NeedState
from console.services import sample
from tests.kit import window as kit
from tests.kit.typist import ALT, CTRL, SHIFT, Typist

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.timeout(180)]

open_window, opened = kit.open_window, kit.opened
Key = Qt.Key
LEADER, WORD = "林例十", "同意"
README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| a suggested package .*\| (\d+) \(.*?(\d+)\) \| (\d+) \|$", re.MULTILINE)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(sample.starts_at())


@pytest.fixture
def store(county_store: DataDir, clock: StoppedClock) -> DataDir:
    """The sample county with a watch that has its leader, and a flooded town."""
    desk = bootstrap.build(county_store, clock)
    officer = sample.officers()[0]
    by = desk.accounts.sign_in(officer.name, officer.password).actor
    desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", by.name)], by=by)
    item = desk.intake.register(Intake(uuid4(), "街道内涝，地下车库进水，有人被困", clock.now()), by=by).id
    place = next(one for one in desk.places.everything() if one.level == "town")
    desk.incidents.open(NewIncident(uuid4(), "街道内涝", "车库进水", "101", place_id=place.id), [item], by=by)
    desk.close()
    return county_store


@pytest.fixture
def typist(opened: kit.Opened) -> Typist:
    """At the incident's page; no key counted yet."""
    made, officer = Typist(opened()), sample.officers()[0]
    made.sign_in(officer.name, officer.password)
    (incident,) = made.app.shell.desk.incidents.open_rows()
    page = made.app.window.show_panel("incidents")
    page.open_item(incident.id, follow=True)
    made.until(lambda: page.detail.head.row is not None, "the incident is shown")
    made.keys.clear()
    return made


def packaged(typist: Typist) -> UUID:
    """From the incident's page to its board, and the lines of the package on it."""
    desk: Desk = typist.app.shell.desk
    (incident,) = desk.incidents.open_rows()
    typist.press(Key.Key_D, ALT | SHIFT)
    board = typist.panel().needs
    typist.until(lambda: board.incident() is not None and typist.at(board.table), "the board")
    typist.press(Key.Key_B, ALT)
    typist.asked()
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: board.need() is not None, "the needs stand on the board")
    assert len(desk.needs.rows(incident.id)) == len(desk.packages.of(incident.id)) > 1
    return incident.id


def agreed(typist: Typist) -> list[DispatchRow]:
    """The leader's word on the telephone as he said it, and the order is out."""
    desk: Desk = typist.app.shell.desk
    dialog = typist.asked()
    assert dialog.approval.name.text() == LEADER, "who leads the watch stands there"
    typist.until(lambda: typist.at(dialog.first()), "the dialog has the keyboard")
    for _ in range(3):  # past what may stay empty
        if not typist.at(dialog.approval.words):
            typist.press(Key.Key_Return)
    typist.write(WORD)
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(desk.dispatching.rows, "the order")
    return desk.dispatching.rows()


@pytest.mark.long
def test_the_first_to_arrive_is_sent_from_the_board_by_a_few_keys(typist: Typist) -> None:
    incident = packaged(typist)
    desk: Desk = typist.app.shell.desk
    part = typist.panel().candidates
    typist.press(Key.Key_2, CTRL)
    typist.until(lambda: part.chosen() is not None and typist.at(part.table), "the candidates")
    first = desk.candidates.of(part.focus.need).teams[0]
    typist.press(Key.Key_Return)
    agreed(typist)
    (sent,) = [one for one in desk.needs.rows(incident) if one.by]
    assert [one.who for one in sent.by] == [first.team.name] and sent.state is NeedState.MET
    assert typist.keys["key"] == 6 and typist.keys["text"] == len(WORD)


def test_a_package_is_proposed_confirmed_and_ordered_by_as_many_keys_as_told(typist: Typist) -> None:
    incident = packaged(typist)
    desk: Desk = typist.app.shell.desk
    part = typist.panel().proposal
    typist.press(Key.Key_3, CTRL)
    typist.until(part.isVisible, "the proposal's part")
    typist.press(Key.Key_F5)
    typist.until(lambda: part.shown is not None and not part.proposing.running, "a proposal")
    typist.until(lambda: typist.at(part.table), "the keyboard is in it")
    typist.press(Key.Key_Return, CTRL)
    orders = agreed(typist)
    assert [one.incident for one in orders] == [incident]
    assert all(one.state is NeedState.MET for one in desk.needs.rows(incident)), "the package is met whole"
    print(f"package assigned: {typist.keys['key']} keys, {typist.keys['text']} characters")
    told = ROW.search(README.read_text("utf-8"))
    assert told is not None, "README says how many keys it takes"
    assert (typist.keys["key"], typist.keys["text"]) == (int(told[1]), int(told[2]))
    assert typist.keys["key"] + typist.keys["text"] <= int(told[3])
