"""What a carrier's result file says of a channel, before it is taken."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.domain.carrier_result import CarrierReading
from ui.dialogs.asking import Asking
from ui.widgets.spoken import Word


class ResultDialog(Asking):
    """Hands up nothing but that it is wanted."""

    LEAST_WIDTH = 560

    def __init__(self, name: str, reading: CarrierReading, *, parent: QWidget | None = None) -> None:
        super().__init__("warning.result", "warning.result.yes", parent=parent)
        about = Word(role="strong")
        about.show_text(f"{name}　{reading.name}")
        about.setWordWrap(True)
        self.body.addWidget(about)
        self.say_sentence(
            "warning.result.sum", lines=reading.lines, reached=len(reading.reached), unreached=len(reading.unreached)
        )
        for code, facts in reading.findings():
            self.say_sentence(f"carrier.found.{code}", role="caution", **facts)

    def first(self) -> QWidget:
        return self.yes

    def answer(self) -> None:
        return None
