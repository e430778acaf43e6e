"""What a worker does for the seat: a password proved, the seat passed on, a line taken at the gate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.log import Added
    from console.services.accounts import OfficerRow


def sign_in(desk: Desk, name: str, password: str, leaving: OfficerRow | None, *, noted: bool = True) -> OfficerRow:
    """Prove the password, note who comes and, where somebody else sat here, who goes.

    Who sat here already is not noted again, unless the seat was not ``noted`` as they should have left it.
    """
    officer = desk.accounts.sign_in(name, password)
    stays = noted and leaving is not None and leaving.id == officer.id
    return officer if stays else desk.accounts.take_seat(officer, leaving)


def pass_seat(desk: Desk, name: str, leaving: OfficerRow) -> OfficerRow:
    """The seat goes to an officer whose password was proved a moment ago; who comes and goes is noted."""
    return desk.accounts.pass_seat(name, leaving)


def take_line(desk: Desk, text: str, first_key: datetime, line_id: UUID) -> Added:
    """A line given at the gate, in the name of the seat."""
    return desk.gate_lines.take(text, first_key.astimezone(UTC), line_id)
