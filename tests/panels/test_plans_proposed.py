"""A response another page proposes: its dialog stands filled in, and starts nothing by itself."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

from console.bootstrap import Desk
from console.domain.plans import PlanRow
from console.domain.responses import LIMITS, Cause, ResponseWish
from tests.kit import plans_panel as kit
from tests.kit.upward import KEY, press

plan, opened = kit.plan, kit.opened


def test_a_proposed_response_fills_the_dialog_in(opened: Any, desk: Desk, plan: PlanRow, qtbot: QtBot) -> None:
    panel = opened()
    said = "YJ2030-0001 " + "县气象台发布暴雨黄色预警" * 10
    panel.start_for(ResponseWish(plan.id, "III", said))
    qtbot.waitUntil(lambda: panel.starting.asked.dialog is not None, timeout=kit.PATIENCE)
    dialog = panel.starting.asked.dialog
    assert (dialog.plan.value(), dialog.level.value()) == (plan.id, "III")
    assert dialog.warning.text() == said[: LIMITS["warning"]] and dialog.warning_field.isVisible()
    qtbot.waitUntil(dialog.yes.isEnabled, timeout=kit.PATIENCE)
    wanted = dialog._wanted()
    assert wanted is not None and wanted.cause == Cause(warning=said[: LIMITS["warning"]].strip())
    press(qtbot, dialog, KEY.Key_Escape)
    assert desk.responses.rows() == []
