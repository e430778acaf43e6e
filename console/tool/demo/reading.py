"""Reads what the demonstration left behind by another way than it was played: the tool's commands and plain SQL."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any


class Reader:
    """Knows the data directory only; never the desk, the services or the window that wrote it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._told: dict[tuple[str, ...], tuple[int, str]] = {}

    def tool(self, *arguments: str) -> tuple[int, str]:
        """Run a command of the tool in a process of its own: exit code and what it printed.

        Nobody writes any more, so the same command is run once.
        """
        if arguments not in self._told:
            self._told[arguments] = self._run(arguments)
        return self._told[arguments]

    def _run(self, arguments: tuple[str, ...]) -> tuple[int, str]:
        command = [sys.executable, "-P", "-m", "console.tool", "--data", str(self.data), "--lang", "zh", *arguments]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", env=self.environment(), check=False)
        return ended.returncode, ended.stdout + ended.stderr

    @staticmethod
    def environment() -> dict[str, str]:
        """What a process needs that runs the same program."""
        return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Plain SQL on the store's file, by whatever SQLite Python brings."""
        uri = f"{(self.data / 'duty.sqlite3').as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return list(connection.execute(statement, values))

    def one(self, statement: str, *values: Any) -> Any:
        rows = self.ask(statement, *values)
        return rows[0][0] if rows else None

    def sheet(self, number: str) -> dict[str, Any]:
        """A sheet as the tool shows it."""
        _, printed = self.tool("handover", "show", number, "--json")
        told: dict[str, Any] = json.loads(printed.splitlines()[0])
        return told


def pdf_text(path: Path) -> str:
    """The words of a PDF, read back by a reader that did not write it."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
