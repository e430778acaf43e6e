"""Event types chosen by keyboard: one after another is looked up, each stands below as a button that drops it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.widgets.suggest import ChoiceList
from ui.widgets.warning_picked import PickedMany


class TypesField(PickedMany):
    """``value`` is what is chosen, codes with commas; ``line`` is where one is looked up."""

    BETWEEN, CHIP = ",", "teams.type_drop"

    def __init__(self, choices: ChoiceList, chosen: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__("teams.types_hint", parent)
        self.offer(choices)
        self.show_value(",".join(chosen))

    def codes(self) -> tuple[str, ...]:
        return tuple(self.value().split(",")) if self.value() else ()

    def unknown(self, key: str) -> str:
        """A type the county no longer has stands by its code."""
        return key
