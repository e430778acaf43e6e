"""CAP files as they were taken in, and what is to be known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from console import words


@dataclass(frozen=True, slots=True)
class Note:
    """Something whoever goes on with the draft must know: ``cap.note.<code>``."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self) -> str:
        return words.say(f"cap.note.{self.code}", **self.facts)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that was refused, as the book has it: its words are Chinese."""

    name: str
    at: datetime
    by_name: str
    why: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file says before it is taken in. ``faults`` keep it out; ``notes`` are to be known of its draft.

    ``again`` is the number of the draft these very bytes became before, ``digest`` that of the bytes.
    """

    name: str
    digest: bytes
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    identifier: str = ""
    sender: str = ""
    kind: str = ""
    status: str = ""
    headline: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message of somebody else and the draft it became. ``again``: these very bytes had been taken in before.

    ``signed``: a signature is there, and nobody checked it. ``digest`` is the file's, under which its bytes lie.
    """

    name: str
    digest: bytes
    received_at: datetime
    received_by: str
    identifier: str
    sender: str
    sent_at: datetime
    status: str
    kind: str
    headline: str
    signed: bool
    notes: tuple[Note, ...]
    warning_id: UUID | None
    number: str
    again: bool = False
