"""The foot of a warning: what may be done with it now, each act with its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from console.domain.warning import HOLDS, State
from ui import actions
from ui.models.warning_rows import Look
from ui.widgets.intake_bar import Lines
from ui.widgets.keycap import KeyButton

KEYS: Mapping[str, tuple[str, str]] = {
    "abandon": ("Alt+X", ""), "take_back": ("Alt+Z", ""), "give_back": ("Ctrl+B", ""), "save": ("Ctrl+S", ""),
    "urgent": ("Alt+U", ""), "phone": ("Alt+Y", ""), "complete": ("Alt+T", ""), "cap": ("Ctrl+Shift+E", ""),
    "letters": ("Alt+Shift+L", ""), "change": ("Alt+C", ""),
    "lift": ("Alt+J", ""), "withdraw": ("Alt+W", "danger"), "owed": ("Alt+E", "primary"),
    "submit": ("Ctrl+Return", "primary"), "endorse": ("Alt+O", "primary"), "sign": ("F12", "primary"),
    "release": ("Alt+R", "primary"),
}  # fmt: skip
"""Key and kind of each act, in the order they stand; the one that leads on stands last."""
SHOWN: Mapping[State, tuple[str, ...]] = {
    State.DRAFT: ("abandon", "save", "urgent", "submit"),
    State.REVIEW: ("take_back", "give_back", "endorse"),
    State.SIGN: ("take_back", "give_back", "phone", "sign"),
    State.RELEASE: ("take_back", "release"),
    State.RELEASING: ("complete", "change", "lift", "withdraw"),
    State.ACTIVE: ("change", "lift", "withdraw"),
    State.EXPIRED: ("lift", "withdraw"),
}
OTHERS = ("endorse", "give_back", "sign", "owed")
"""Acts of somebody else, who proves with the password: whoever sits here may open them."""


def acts_of(look: Look | None) -> tuple[str, ...]:
    """What the state of a warning knows; a lift or a withdrawal is followed by nothing but its withdrawal."""
    if look is None:
        return ()
    shown = SHOWN.get(look.row.state, ())
    if look.row.kind not in HOLDS:
        shown = tuple(name for name in shown if name not in ("change", "lift"))
    if look.row.released_at is not None:
        shown = ("cap", *(("letters",) if look.letters and look.row.kind in HOLDS else ()), *shown)
    return (*shown, "owed") if look.row.owed else shown


class WarningFoot(Lines):
    """``buttons`` by the names of their acts; those the state does not know are hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {
            name: KeyButton(f"do.warning_{name}", actions.key_of("save") if name == "save" else key, kind=kind)
            for name, (key, kind) in KEYS.items()
        }
        for button in self.buttons.values():
            self.flow.addWidget(button)
            button.hide()

    def show_state(self, look: Look | None) -> None:
        shown = acts_of(look)
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
        if look is not None and look.row.owed:
            self.buttons["owed"].say(f"warning.owe.{look.row.owed[0].value}")

    def open_to_all(self) -> Iterable[KeyButton]:
        return (self.buttons[name] for name in OTHERS)
