"""What the store's service could not take, for a bug: kept in a file, and handed over once more at the next start."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from console.devices.spool import arrived_of, plain
from console.domain.signals import Arrived

log = logging.getLogger(__name__)

FRAMES, BYTES = 10_000, 8 << 20
"""How much of it is kept."""


class Aside:
    """Frames that make trouble. Their device got no answer and says them again: each is kept once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: set[tuple[str, bytes]] = set()
        self.counts: Counter[str] = Counter()
        """How many signals of each device stand aside since the start."""

    def put(self, frame: Sequence[Arrived], bug: str) -> None:
        key = (frame[0].device_key, frame[0].signal.raw)
        if key in self._known or len(self._known) >= FRAMES:
            return
        self._known.add(key)
        self.counts.update(one.device_key for one in frame)
        log.error("%d signals of %s cannot be stored (bug %s): kept aside", len(frame), key[0], bug)
        try:
            self._write(frame)
        except OSError as error:
            log.error("what cannot be stored cannot be kept aside either: %s", error)

    def _write(self, frame: Sequence[Arrived]) -> None:
        if self._path.exists() and self._path.stat().st_size >= BYTES:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(plain(one), ensure_ascii=False, default=str) + "\n" for one in frame)

    def kept(self) -> list[Arrived]:
        """What an earlier run kept. ``forget`` once it stands elsewhere."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        found: list[Arrived] = []
        for line in lines:
            try:
                found.append(replace(arrived_of(json.loads(line)), again=True))
            except (ValueError, TypeError, KeyError):
                log.error("a signal kept aside cannot be read: %s", line[:200])
        return found

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
