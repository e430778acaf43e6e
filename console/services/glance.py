"""The station at one look, for the first window; opening the store properly comes after."""

from __future__ import annotations

import logging

from console.config import DataDir
from console.domain.clock import SystemClock
from console.domain.glance import Glance

log = logging.getLogger(__name__)

LINES = 50


def look(data: DataDir, lines: int = LINES) -> Glance | None:
    """What stands in the store, or None where it cannot be told at one look (none, older, damaged)."""
    if not data.store.exists():
        return None
    from db import glance

    try:
        return glance.read(data.store, at=SystemClock().now(), lines=lines)
    except Exception:
        # whatever is wrong is said in full when the store is opened; a first look may only help
        log.info("no first look at %s", data.store, exc_info=True)
        return None
