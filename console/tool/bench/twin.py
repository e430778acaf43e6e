"""The raw twin: the same durable work as recording one line, by hand on the driver. The floor of G1."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from console.config import DataDir
from db import sqlite

_RUN = re.compile("([\u3400-\u9fff\U00020000-\U000323af]+)|[0-9A-Za-z]+")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RawTwin:
    """Same tables and indices, WAL, FULL, BEGIN IMMEDIATE; canonical JSON, SHA-256, pairs for FTS; no checks."""

    def __init__(self, data: DataDir) -> None:
        self._connection = sqlite.library().connect(str(data.store), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def add(self, key: UUID, text: str, at: datetime) -> int:
        """Record one line durably."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        number, prev = run("SELECT number, digest FROM book_head WHERE book = 'duty'").fetchone()
        number += 1
        micros = int((at - _EPOCH).total_seconds() * 1_000_000)
        line = {
            "number": number, "id": str(key), "occurred_at": at.isoformat(), "recorded_at": at.isoformat(),
            "kind": "note", "text": text, "place": "", "person": "", "by_kind": "tool", "by_id": None,
            "by_name": "tool:bench", "by_role": None, "corrects": None, "payload": "{}",
        }  # fmt: skip
        canonical = json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        digest = hashlib.sha256(prev + canonical).digest()
        run(
            "INSERT INTO log_entry VALUES (?, ?, ?, ?, 'note', ?, '', '', 'tool', NULL, 'tool:bench', NULL, NULL, '{}',"
            " ?, ?)",
            (number, key.hex, micros, micros, text, prev, digest),
        )
        run("UPDATE book_head SET number = ?, digest = ? WHERE book = 'duty'", (number, digest))
        run(
            "INSERT INTO log_search (rowid, text, place, person) VALUES (?, ?, '', ?)", (number, _tokens(text), "bench")
        )
        run("COMMIT")
        return int(number)

    def close(self) -> None:
        self._connection.close()


def _tokens(text: str) -> str:
    found: list[Any] = []
    for match in _RUN.finditer(text.lower()):
        run = match.group()
        if match.group(1):
            found.extend(run[i : i + 2] for i in range(len(run)))
        else:
            found.append(run)
    return " ".join(found)
