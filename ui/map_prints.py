"""The map on paper, laid out by what is loaded only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.printing.map_asked import MapSheet

if TYPE_CHECKING:
    from ui.printing.form import Form
    from ui.printing.parts import Print

__all__ = ["MapSheet", "form_of"]


def form_of(asked: MapSheet, about: Print) -> Form:
    """The sheet; on a worker."""
    from ui.printing.map_sheet import map_form

    return map_form(asked, about)
