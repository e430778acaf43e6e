"""Where things live: the data directory by name, and the seat's own settings (a file beside the store)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


def default_data() -> Path:
    """The data directory used when none is named: environment, then the place the system gives programs."""
    named = os.environ.get("DUTY_CONSOLE_DATA")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("duty-dispatch-console", appauthor=False, roaming=False)


@dataclass(frozen=True, slots=True)
class DataDir:
    """Names inside one data directory."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "duty.sqlite3"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts.sqlite3"

    @property
    def attachments(self) -> Path:
        return self.root / "attachments"

    @property
    def draft_files(self) -> Path:
        """Files of half-written entries, one folder for each draft's id."""
        return self.root / "draft-files"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    @property
    def secrets(self) -> Path:
        """Secrets of devices, encrypted, where the machine has no keyring."""
        return self.root / "secrets.json"

    @property
    def speech(self) -> Path:
        """Spoken words as sound files, by their digest."""
        return self.root / "speech"

    @property
    def seat(self) -> Path:
        return self.root / "seat.toml"

    def make(self) -> None:
        """Create the folders that are missing; a new data directory is its owner's alone: it holds callers' numbers."""
        self.root.parent.mkdir(parents=True, exist_ok=True)
        self.root.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.attachments, self.backups, self.spool, self.logs, self.locks):
            folder.mkdir(parents=True, exist_ok=True)
