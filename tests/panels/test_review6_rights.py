"""Whatever cannot be pressed on the new panels says why, to an officer and to one who only looks on."""

from __future__ import annotations

from typing import Any

import pytest

from console.domain.people import Role
from tests.kit import world as kit
from tests.kit.world import World, loaded, room
from ui import rooms
from ui.widgets.keycap import KeyButton

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
world = kit.world


@pytest.mark.parametrize("panel_id", ["stores", "teams", "dispatch", "shelters", "situation"])
def test_what_cannot_be_pressed_says_why(qtbot: Any, app_theme: Any, world: World, panel_id: str) -> None:
    silent: dict[str, list[str]] = {}
    viewer = world.desk.accounts.add("查例九", Role.VIEWER, "panels of 2030", by=world.seat.actor).actor
    panel: Any = loaded(qtbot, rooms.make(panel_id, room(world)))
    for who in ("officer", "viewer"):
        if who == "viewer":
            world.seat.sit(viewer)
        parts = len(panel.parts.buttons) if hasattr(panel, "parts") else 0
        for at in range(parts or 1):
            if parts:
                panel.show_part(at)
                kit.settle()
                done: list[Any] = []
                world.jobs.read(lambda: None, done.append, done.append)
                qtbot.waitUntil(lambda done=done: bool(done))
            for button in panel.findChildren(KeyButton):
                if not button.isEnabled() and not button.toolTip() and button.isVisible():
                    silent.setdefault(f"{who} {button.text()}", []).append(str(at))
    assert silent == {}
