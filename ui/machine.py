"""What only a window can see of the machine it runs on: printers, the type of prints, whether sound is heard."""

from __future__ import annotations

from console.domain.ready import Machine
from console.errors import Unavailable


def seen(sound: str) -> Machine:
    """Asks the system and may wait for it: on a worker. ``sound`` is what the alarm sound last proved."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return Machine(tuple(QPrinterInfo.availablePrinterNames()), _print_font(), sound)


def _print_font() -> str:
    from ui.printing.fonts import printing_type

    try:
        return printing_type().families[0]
    except Unavailable:
        return ""
