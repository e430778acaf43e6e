"""指挥调度 under odd hands: what comes late opens nothing elsewhere, words outlive another seat, numbers are hidden."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.needs import NeedKind, NeedRow, NewNeed
from console.domain.people import Actor
from tests.kit import dispatch as kit
from tests.kit import dispatch_panel as setting
from tests.kit.dispatch import Ground, team
from tests.kit.dispatch_panel import Opened, wait
from tests.kit.input_method import commit
from tests.kit.upward import CTRL, KEY, press
from ui import hiding
from ui.dialogs.need import form_of
from ui.models.adjustments import Act, Adjustment
from ui.panels.dispatch import CANDIDATES, PROPOSAL, SENT

by, opened, ground = setting.by, setting.opened, kit.ground


def needed(desk: Desk, by: Actor, ground: Ground, **more: Any) -> NeedRow:
    values: dict[str, Any] = {"skill": "drainage", "place": "样例村东"} | more
    return desk.needs.record(NewNeed(ground.incident, NeedKind.SKILL, Decimal(1), **values), by=by)


def test_words_about_a_need_another_seat_changed_meanwhile_come_back(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    row = needed(desk, by, ground)
    panel = opened()
    asking = panel.needs.asking
    asking.change(row)
    wait(qtbot, lambda: asking.asked.dialog is not None)
    dialog = asking.asked.dialog
    dialog.asked_by.clear()
    commit(dialog.asked_by, "王例二")
    other = desk.needs.change(row.id, replace(form_of(row), place="样例村西"), seen=row.version, by=by)
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, dialog.trouble.isVisible)
    assert dialog.asked_by.text() == "王例二"
    press(qtbot, dialog, KEY.Key_Escape)
    wait(qtbot, lambda: asking.asked.dialog is None)
    asking.change(other)
    wait(qtbot, lambda: asking.asked.dialog is not None)
    dialog = asking.asked.dialog
    assert (dialog.asked_by.text(), dialog.place_text.text()) == ("王例二", "样例村西"), (
        "mine, and what stands there now"
    )
    press(qtbot, dialog, KEY.Key_Return, CTRL)
    wait(qtbot, lambda: asking.asked.dialog is None)
    assert (desk.needs.one(row.id).asked_by, desk.needs.one(row.id).place) == ("王例二", "样例村西")


def test_an_officer_who_went_on_is_not_asked_about_what_he_left(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.add_teams(desk, by, team("D1", 8))
    needed(desk, by, ground)
    panel = opened()
    panel.show_part(CANDIDATES)
    part = panel.candidates
    wait(qtbot, lambda: part.chosen() is not None)
    part.assign()
    panel.show_part(PROPOSAL)
    wait(qtbot, lambda: not part._asking)
    panel.proposal.confirming.ask_adjust()
    panel.show_part(SENT)
    read: list[Any] = []
    panel._jobs.read(lambda: None, read.append, read.append)
    wait(qtbot, lambda: read)
    assert part.asked.dialog is None and panel.proposal.asked.dialog is None
    panel.show_part(PROPOSAL)
    panel.proposal.confirming.ask_adjust()
    wait(qtbot, lambda: panel.proposal.asked.dialog is not None)


def test_what_was_decided_by_hand_is_cleared_while_it_is_computed_and_then_computed_without(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot
) -> None:
    ground.add_teams(desk, by, team("D1", 8))
    row = needed(desk, by, ground)
    panel = opened()
    panel.show_part(PROPOSAL)
    part = panel.proposal
    one = Adjustment(Act.FORBID, True, ground.teams["D1"], "队伍D1", row.id, row.number)
    part.adjusted = (one,)
    part.make()
    part.clear_adjusted()
    assert part.proposing.running and part.adjusted == ()
    wait(qtbot, lambda: part.shown is not None and not part.proposing.running)
    assert part.shown.adjusted == () and part.ticked()


def test_numbers_on_the_needs_board_are_hidden_with_all_the_others(
    opened: Opened, desk: Desk, by: Actor, ground: Ground, qtbot: QtBot, monkeypatch: Any
) -> None:
    from ui.widgets import need_cell

    said = "找王例二 100-0000-0001"
    desk.needs.record(NewNeed(ground.incident, NeedKind.OTHER, Decimal(1), what=said, place=said), by=by)
    drawn: list[str] = []
    real = need_cell.elided
    monkeypatch.setattr(need_cell, "elided", lambda font, text, width: drawn.append(text) or real(font, text, width))
    panel = opened()
    panel.grab()
    assert any("0000-0001" in text for text in drawn)
    hiding.current().turn()
    drawn.clear()
    panel.grab()
    told = [text for widget in panel.findChildren(QWidget) for text in (widget.toolTip(), widget.accessibleName())]
    assert drawn and not any("0000-0001" in text for text in drawn + told)
