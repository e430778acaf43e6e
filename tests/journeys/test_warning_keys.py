"""From the decision to the first channel sent, in the real window on the sample county: as many keys as README says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from console import bootstrap
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.delivery import Receipt, SendState
from console.domain.people import Action, may
from console.domain.warning import State
from console.domain.warning_rows import Sent, WarningRow
from console.services import sample
from console.services.delivery_pump import Pump
from tests.kit import window as kit
from tests.kit.sending import Street
from tests.kit.typist import ALT, CTRL, Typist

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.timeout(180)]

open_window, opened = kit.open_window, kit.opened
Key = Qt.Key
DRAFTER, REVIEWER, SIGNER = sample.officers()
TOWNS, GROUPS = ("例溪镇", "例山镇", "例湾镇"), ("信息员", "应急办")
CHANNELS = ("tv", "platform", "sms")
README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| a typhoon warning .*\| (\d+) \(.*?(\d+)\) \| (\d+) \|$", re.MULTILINE)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(sample.starts_at())


@pytest.fixture
def store(county_store: DataDir, clock: StoppedClock) -> DataDir:
    desk = bootstrap.build(county_store, clock)
    officers = {one.name: one.actor for one in desk.accounts.list()}
    assert may(officers[REVIEWER.name], Action.ENDORSE_WARNING) and may(officers[SIGNER.name], Action.SIGN_WARNING)
    desk.close()
    return county_store


@pytest.fixture
def typist(opened: kit.Opened) -> Typist:
    """Before the empty panel of warnings; no key counted yet."""
    made = Typist(opened())
    made.sign_in(DRAFTER.name, DRAFTER.password)
    made.press(Key.Key_F4)
    made.until(lambda: made.panel().id == "warnings" and made.panel().list.empty.isVisible(), "the empty panel")
    made.keys.clear()
    return made


def test_from_the_decision_to_the_first_channel_sent_by_as_many_keys_as_told(typist: Typist) -> None:
    desk: Desk = typist.app.shell.desk
    page = typist.panel().page
    written(typist, page)
    typist.press(Key.Key_Return, CTRL)
    row = stands(typist, page, State.REVIEW)
    form = row.form
    assert (form.signal, form.level, [one.channel for one in form.channels]) == ("01", "weather_orange", [*CHANNELS])
    assert {one.name for one in desk.places.everything() if one.id in form.places} == set(TOWNS)
    assert len(form.groups) == len(GROUPS) and form.title and form.sms and form.expires is not None
    proved(typist, (Key.Key_O, ALT), REVIEWER)
    stands(typist, page, State.SIGN)
    proved(typist, (Key.Key_F12,), SIGNER)
    stands(typist, page, State.RELEASE)
    typist.press(Key.Key_R, ALT)
    dialog: Any = typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.until(dialog.ready, "it was read")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    stands(typist, page, State.RELEASING)
    first_text_went(desk, row)
    print(f"warning released: {typist.keys['key']} keys, {typist.keys['text']} characters")
    told = ROW.search(README.read_text("utf-8"))
    assert told is not None, "README says how many keys it takes"
    assert typist.keys["key"] <= int(told[1]) and typist.keys["text"] <= int(told[2])
    assert typist.keys["key"] <= int(told[3])


def written(typist: Typist, page: Any) -> None:
    """Signal and level fill the texts; three towns, two groups, three channels."""
    typist.press(Key.Key_N, ALT)
    editor = page.editor
    facts, table = editor.facts, editor.channels.table
    typist.until(lambda: typist.at(facts.signal), "the new draft has the keyboard at its signal")
    typist.press(Key.Key_Down)
    typist.press(Key.Key_Tab)
    assert typist.at(facts.level)
    for _ in range(2):
        typist.press(Key.Key_Down)
    typist.press(Key.Key_4, CTRL)
    for name in TOWNS:
        typist.write(name)
        typist.press(Key.Key_Return)
    typist.press(Key.Key_Tab)
    assert typist.at(editor.groups.line)
    for name in GROUPS:
        typist.write(name)
        typist.press(Key.Key_Return)
    typist.press(Key.Key_5, CTRL)
    codes = [line.code for line in editor.channels.lines()]
    assert typist.at(table) and table.chosen_row().code == codes[0] == CHANNELS[0]
    typist.press(Key.Key_Space)
    for code in CHANNELS[1:]:
        while table.chosen_row().code != code:
            typist.press(Key.Key_Down)
        typist.press(Key.Key_Space)
    typist.until(lambda: page.checked is not None, "it was looked through")


def stands(typist: Typist, page: Any, state: State) -> WarningRow:
    typist.until(
        lambda: page.look is not None and page.look.row.state is state,
        f"{state}: {[(one.code, one.stops) for one in page.checked.found]}",
    )
    row: WarningRow = page.look.row
    return row


def proved(typist: Typist, key: tuple[Key, Qt.KeyboardModifier] | tuple[Key], officer: sample.SampleOfficer) -> None:
    """The other's name and password, over the text on the screen."""
    typist.press(*key)
    dialog: Any = typist.asked()
    typist.until(lambda: typist.at(dialog.proof.name), "the dialog has the keyboard")
    if dialog.proof.name.text() != officer.name:
        typist.write(officer.name)
    typist.press(Key.Key_Tab)
    assert typist.at(dialog.proof.password)
    typist.write(officer.password, "password")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()


def first_text_went(desk: Desk, row: WarningRow) -> None:
    """The outbox of whoever runs the wire does the rest: no key more."""
    street = Street()
    street.answers = lambda _order: Receipt(SendState.SENT, "accepted")
    pump = Pump(desk.deliveries, street.of, threads=0)  # type: ignore[arg-type]
    assert pump.step(desk.clock.now()) == 1
    sends = {one.row.channel: one for one in desk.warning_sends.rows(row.id)}
    assert sends["sms"].counts is not None and sends["sms"].counts.sent == 1
    assert sends["sms"].counts.queued == sends["sms"].row.people - 1
    assert {sends[code].row.state for code in ("tv", "platform")} == {Sent.TODO}
