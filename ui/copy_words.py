"""Copies of the store in words: of when, how old, whether good; and that one was made."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from console import words
from console.domain.copies import CopyRow, Manifest
from ui.text import number

if TYPE_CHECKING:
    from console.services.copies import Copied
    from console.services.copies_there import Found


def made_at(manifest: Manifest) -> str:
    """2030-08-12 08:12 in the time of the station that was copied, as its folder is named; never the machine's."""
    return f"{manifest.made_local:%Y-%m-%d %H:%M}"


def age(at: datetime, now: datetime) -> str:
    """How old a copy is; a dash for one that is newer than the machine's clock."""
    seconds = (now - at).total_seconds()
    if seconds < 0:
        return "–"
    if seconds < 3600:
        return words.say("copy.age.minutes", minutes=int(seconds // 60))
    if seconds < 2 * 86400:
        return words.say("copy.age.hours", hours=int(seconds // 3600))
    return words.say("copy.age.days", days=int(seconds // 86400))


def state(row: CopyRow) -> str:
    """Good, or with how many known faults; in words, not by colour alone."""
    return words.say("copy.good") if row.good else words.say("copy.faulty", count=row.manifest.faults.count)


def told(made: Copied) -> str:
    """That it was copied, and whether the books disagree in it."""
    facts = {"folder": made.folder.name, "number": number(made.number)}
    if made.faults:
        return words.say("copies.made_faulty", count=made.faults.count, **facts)
    return words.say("copies.made", **facts)


def restored(found: Found) -> str:
    """That a store stands here again: whose, from which copy, how much is in it, what verifying it afterwards found.

    Nothing is brought in of which that verifying found anything but what the copy itself tells.
    """
    manifest = found.manifest
    facts = {
        "site": manifest.site,
        "realm": words.say(f"realm.{manifest.realm}"),
        "folder": found.folder.name,
        "at": made_at(manifest),
        "lines": number(manifest.duty[0]),
        "audit": number(manifest.audit[0]),
        "files": number(len(manifest.contents)),
    }
    if manifest.faults:
        return words.say("gate.restored_faulty", count=manifest.faults.count, **facts)
    return words.say("gate.restored", **facts)
