"""Shared steps of signing a hand-over sheet: what is signed, and the row of a signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from console.domain.duty import SheetRow
from console.domain.people import Actor
from console.errors import Refused
from console.services.accounts import OfficerRow
from db.chain import canonical, digest_of, instant
from db.models.duty import Signature
from db.store import Tx

Prove = Callable[[str, str], OfficerRow]
"""Re-authentication: name and password to the officer, or Refused."""


def incoming_text(row: SheetRow) -> dict[str, Any]:
    """What the incoming officer signs: body, outgoing signature, confirmations, differences."""
    outgoing = next(s for s in row.signatures if s["part"] == "outgoing")
    return {
        "body": row.digest.hex(),
        "outgoing": outgoing,
        "confirmations": row.confirmations,
        "differences": list(row.differences),
    }


def incoming_digest(row: SheetRow) -> bytes:
    """SHA-256 of what the incoming officer signs; only of a sheet with the outgoing signature."""
    return digest_of(incoming_text(row))


def standing_text(row: SheetRow) -> dict[str, Any]:
    """A sheet as it stands between the two officers: body, outgoing signature, differences with their answers."""
    outgoing = next((s for s in row.signatures if s["part"] == "outgoing"), {})
    return {"body": row.digest.hex(), "outgoing": outgoing, "differences": list(row.differences)}


def standing_digest(row: SheetRow) -> bytes:
    """SHA-256 of that: what the leader signs, and what somebody who gives the hand-over up had before them."""
    return digest_of(standing_text(row))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signs without a password of this moment: proved at this seat, by signing in or for this very sheet."""

    id: UUID
    name: str

    @classmethod
    def of(cls, by: Actor) -> SignedIn:
        if by.id is None:
            raise Refused("officer_needed")
        return cls(by.id, by.name)


def sign(
    tx: Tx,
    sheet_id: UUID,
    part: str,
    officer: OfficerRow | SignedIn,
    signed: dict[str, Any],
    at: datetime,
    *,
    absent: str = "",
    reason: str = "",
) -> Signature:
    """A signature under a sheet. ``absent`` names the officer it is given for, with the reason; both are signed."""
    text = {**signed, "part": part, "officer": str(officer.id), "name": officer.name, "at": instant(at)}
    if absent:
        text |= {"absent": absent, "reason": reason}
    means = "session" if isinstance(officer, SignedIn) else "for_absent" if absent else "password"
    signature = Signature(
        id=uuid4(), sheet_id=sheet_id, part=part, officer_id=officer.id, name=officer.name, at=at, means=means,
        signed=canonical(text).decode(), digest=digest_of(text),
        absent=absent, reason=reason,
    )  # fmt: skip
    tx.session.add(signature)
    return signature


def signed_by(row: SheetRow, part: str) -> str:
    """Who signed that part; empty while nobody has."""
    return next((signature["name"] for signature in row.signatures if signature["part"] == part), "")
