"""News of what changed: a set of topics, published after commit, on the thread that committed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

log = logging.getLogger(__name__)


class Topic(StrEnum):
    """Subjects a screen can show; a table names the one it belongs to."""

    LOG = "log"
    AUDIT = "audit"
    DUTY = "duty"
    INBOUND = "inbound"
    TASKS = "tasks"
    CONTACTS = "contacts"
    OFFICERS = "officers"
    PLACES = "places"
    SETTINGS = "settings"
    LISTS = "lists"
    ROSTER = "roster"
    ROUTINE = "routine"
    OUTBOUND = "outbound"
    REPORTS = "reports"
    INCIDENTS = "incidents"
    APPROVALS = "approvals"
    PLANS = "plans"
    STOCK = "stock"
    TEAMS = "teams"
    DISPATCH = "dispatch"
    SHELTERS = "shelters"
    MAP = "map"
    DEVICES = "devices"
    ALARMS = "alarms"
    DELIVERIES = "deliveries"
    WARNINGS = "warnings"


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed transaction touched. ``elsewhere`` marks news from another process."""

    topics: frozenset[Topic]
    elsewhere: bool = False


Listener = Callable[[Changes], None]


@dataclass(slots=True)
class ChangeFeed:
    """Tells every listener; a listener that fails is logged and does not silence the others."""

    _listeners: list[Listener] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Listen until the returned function is called."""
        with self._lock:
            self._listeners.append(listener)

        def leave() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return leave

    def publish(self, changes: Changes) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(changes)
            except Exception:
                # the row is already committed: news must not turn a success into an error
                log.exception("a listener of changes failed")
