"""The commander's page, asked for on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from ui.printing.form import Form
    from ui.printing.parts import Print


@dataclass(frozen=True, slots=True)
class SituationSheet:
    """Asks for 态势一页: one page for the commander's pocket, as the store holds it when it is printed."""


def form_of(desk: Desk, _asked: SituationSheet, about: Print) -> Form:
    """The page; on a worker."""
    from ui.printing.situation_form import situation_form

    return situation_form(desk.situation.now(), desk.duty.on_watch(), about)
