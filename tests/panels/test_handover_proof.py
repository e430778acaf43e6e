"""How long somebody is known as the incoming officer, and what that password is said to be for."""

from __future__ import annotations

import threading

import pytest

from console import words
from console.errors import Refused
from tests.kit import handover as kit
from tests.kit.handover import INTO, log_in_incoming, news, signed, type_and_sign
from ui.dialogs.sign import PROOF_MINUTES, SignDialog

incoming, panel = kit.incoming, kit.panel
pytestmark = kit.pytestmark


def test_it_lapses_when_it_is_not_used(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    desk.clock.advance(minutes=PROOF_MINUTES - 1)
    panel.sheet_page.items.choose("basic")
    panel.sheet_acts.confirm_chosen()
    qtbot.waitUntil(lambda: "basic" in desk.duty.running_sheet().confirmations)
    desk.clock.advance(minutes=PROOF_MINUTES - 1)
    assert panel.sheet_acts.incoming is not None, "each use counts anew"
    desk.clock.advance(minutes=1)
    assert panel.sheet_acts.incoming is None

    panel.sheet_acts.confirm_chosen()
    assert isinstance(panel.dialog, SignDialog), "asked for the password again"


def test_a_clock_that_was_set_back_ends_it(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    desk.clock.advance(minutes=-2)
    assert panel.sheet_acts.incoming is None


def test_the_panel_says_that_it_lapsed(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    panel.sheet_acts._proof.lapse()
    assert panel.sheet_page.boxes["incoming"].name.text() == words.say("sign.box.nobody")
    assert not panel.sheet_page.sign_incoming.isEnabled()


def test_the_take_over_is_not_signed_after_it_lapsed(qtbot, panel, desk, seat):
    signed(desk, seat.actor)
    news(qtbot, panel)
    log_in_incoming(qtbot, panel)
    for part in desk.duty.running_sheet().body["sections"]:
        for row in part["rows"]:
            sheet = desk.duty.running_sheet()
            desk.duty.confirm([row["item"]], seen=sheet.digest, by=panel.sheet_acts.incoming)
    news(qtbot, panel)
    panel.sheet_acts.ask_incoming()
    dialog = panel.dialog
    desk.clock.advance(minutes=PROOF_MINUTES)
    dialog.hand_up()
    qtbot.waitUntil(dialog.trouble.isVisible)

    assert dialog.trouble.text() == words.sentence(Refused("proof_lapsed", minutes=PROOF_MINUTES))
    assert desk.duty.on_watch().owner == seat.name


def test_a_lock_while_the_password_is_checked_lets_nobody_confirm(qtbot, panel, desk, seat, monkeypatch):
    signed(desk, seat.actor)
    news(qtbot, panel)
    go, prove = threading.Event(), desk.accounts.sign_in

    def slow(name, password):
        go.wait(10)
        return prove(name, password)

    monkeypatch.setattr(desk.accounts, "sign_in", slow)
    panel.sheet_page.identify.click()
    type_and_sign(qtbot, panel, INTO, "林例二")
    seat.lock()
    seat.unlock()
    go.set()
    qtbot.waitUntil(lambda: panel.dialog is None)

    assert panel.sheet_acts.incoming is None
    assert not any(words.say("said.handover.identified", name="林例二") in told for told in panel.told)


@pytest.mark.parametrize(("language", "signs", "passes"), [("zh", "接班签名", "席位"), ("en", "take-over", "seat")])
def test_the_password_says_all_it_is_for(language, signs, passes):
    told = words.say_in(language, "sign.what.confirm", minutes=PROOF_MINUTES)
    assert signs in told and passes in told and str(PROOF_MINUTES) in told
