"""What somebody has begun to write and not yet saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

KEPT_AFTER_END = timedelta(days=30)
"""How long a finished or discarded draft is kept; an unfinished one is never removed."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as typed so far. ``id`` is the id its entry will have, so that saving twice gives no second number.

    ``form`` names the form (``intake``, ``line`` …), ``content`` holds plain JSON values, ``owner`` is who types.
    """

    id: UUID
    form: str
    title: str
    content: dict[str, Any]
    started_at: datetime
    saved_at: datetime
    owner: str
