"""What only a window can see of the machine it runs on: printers, the type of prints, whether sound is heard."""

from __future__ import annotations

from console.domain.ready import Machine
from console.errors import Unavailable


def seen(sound: str) -> Machine:
    """Asks the system and may wait for it: on a worker. ``sound`` is what the alarm sound last proved."""
    return Machine(tuple(printers()), _print_font(), sound)


def printers() -> list[str]:
    """Printers the system knows. A print server that does not answer holds whoever asks: on a worker."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())


def _print_font() -> str:
    from ui.printing.fonts import printing_type

    try:
        return printing_type().families[0]
    except Unavailable:
        return ""
