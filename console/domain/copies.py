"""Copies of the store for a second place: their names, their manifest, which may go, when the newest is too old."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from console.domain import faults
from console.domain.faults import NO_FAULTS, Fault, Faults
from console.domain.settings import SETTINGS
from console.errors import Unavailable

MANIFEST = "manifest.json"
STORE = "duty.sqlite3"
FORMAT = 1
FORMAT_FAULTY = 2
"""Of a copy with known faults: no program takes it for a good one, not even one that knows of none."""

ROOM = 50_000_000
"""Bytes that must stay free at the second place behind a copy."""

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s.]+')


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy says of itself. ``files``: path within the copy to its SHA-256 (hex); heads: number and digest of
    the newest lines; ``faults``: what the store had already when it was copied."""

    made_at: datetime
    program: str
    schema: str
    site: str
    realm: str
    store: str
    duty: tuple[int, str]
    audit: tuple[int, str]
    size: int
    files: Mapping[str, str]
    missing: tuple[str, ...] = ()
    """Attachments an earlier program left out without a word, where its list of faults is too long to take them in."""
    faults: Faults = NO_FAULTS
    sequence: int = 0
    """Higher than that of every earlier copy known where it was made, never below the audit book's number; 0: none."""

    zone: str = ""
    """Time zone of the station that was copied; empty in copies of earlier programs."""

    @property
    def made_local(self) -> datetime:
        """When it was made, in the time of the station that was copied: no store stands here that has a zone."""
        try:
            return self.made_at.astimezone(ZoneInfo(self.zone))
        except (ValueError, OSError, ZoneInfoNotFoundError):
            return self.made_at.astimezone(ZoneInfo(SETTINGS["site.time_zone"].default))

    @property
    def absent(self) -> frozenset[bytes]:
        """Contents of attachments that were not there any more when the copy was made."""
        return frozenset(bytes.fromhex(_content(name)) for name in self.missing)

    @property
    def contents(self) -> frozenset[str]:
        """Attachments that lie in the copy."""
        return frozenset(self.files) - {STORE}

    @property
    def order(self) -> tuple[int, int, datetime]:
        """Which of a store's copies came later: as they were made, as far as the books go, by the clock last of all."""
        return self.sequence or self.audit[0], self.duty[0], self.made_at


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy that lies at a place."""

    folder: str
    manifest: Manifest

    @property
    def good(self) -> bool:
        """Whether books and records agreed in it."""
        return not self.manifest.faults


def folder_name(site: str, local: datetime) -> str:
    """The folder of a copy made at that station time: ``例一县指挥中心-20300812-080000``."""
    name = _NOT_IN_NAMES.sub("-", site).strip("-") or "duty"
    return f"{name[:40]}-{local:%Y%m%d-%H%M%S}"


def written(manifest: Manifest) -> str:
    """The manifest as it lies in the copy."""
    books = {"duty": _book(manifest.duty), "audit": _book(manifest.audit)}
    value = {
        "format": FORMAT_FAULTY if manifest.faults else FORMAT,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(), "program": manifest.program,
        "schema": manifest.schema, "site": manifest.site, "realm": manifest.realm, "store": manifest.store,
        "books": books, "size": manifest.size, "files": dict(manifest.files), "missing": list(manifest.missing),
        "sequence": manifest.sequence, "zone": manifest.zone,
    }  # fmt: skip
    if manifest.faults:
        value["faults"] = faults.written(manifest.faults)
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str, path: str) -> Manifest:
    """The manifest as it was written. Raises Unavailable("copy_manifest") for anything else."""
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Unavailable("copy_manifest", error, path=path) from error


def _read(value: Mapping[str, Any]) -> Manifest:
    if value["format"] not in (FORMAT, FORMAT_FAULTY) or (value["format"] == FORMAT_FAULTY) != ("faults" in value):
        raise ValueError(f"format {value['format']}")
    made_at = datetime.fromisoformat(value["made_at"])
    if made_at.tzinfo is None or not MINYEAR < made_at.year < MAXYEAR:
        raise ValueError("made_at without zone, or beyond all calendars")
    files = {_inside(name): _digest(digest) for name, digest in value["files"].items()}
    known = faults.read(value["faults"]) if "faults" in value else NO_FAULTS
    known, missing = _with_lost(known, tuple(_attachment(name) for name in value["missing"]))
    return Manifest(
        made_at,
        str(value["program"]),
        str(value["schema"]),
        str(value["site"]),
        str(value["realm"]),
        str(value["store"]),
        _head(value["books"]["duty"]),
        _head(value["books"]["audit"]),
        int(value["size"]),
        files,
        missing,
        known,
        int(value.get("sequence", 0)),
        str(value.get("zone", "")),
    )


def _with_lost(known: Faults, missing: tuple[str, ...]) -> tuple[Faults, tuple[str, ...]]:
    """Attachments an earlier program left out are faults like the others: where a check finds them, in its order."""
    if not missing or known.count > len(known.named):
        return known, missing
    lost = [Fault("attachment", content, "file_missing") for content in sorted(map(_content, missing))]
    guards = [fault for fault in known.named if fault.what == "guard_missing"]
    found = faults.Collecting()
    for fault in (*[fault for fault in known.named if fault not in guards], *lost, *guards):
        found.add(fault.where, fault.at, fault.what)
    return found.all(), ()


def _content(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _inside(name: str) -> str:
    """Only names a copy can have: a manifest from elsewhere must not lead out of the data directory."""
    if not re.fullmatch(r"duty\.sqlite3|attachments/[0-9a-f]{2}/[0-9a-f]{64}", name):
        raise ValueError(f"strange name {name!r}")
    return name


def _attachment(name: str) -> str:
    if _inside(name) == STORE:
        raise ValueError("a copy without a store")
    return name


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError("strange digest")
    return text


def _book(head: tuple[int, str]) -> dict[str, Any]:
    return {"number": head[0], "digest": head[1]}


def _head(value: Mapping[str, Any]) -> tuple[int, str]:
    return int(value["number"]), _digest(value["digest"])


def superfluous(rows: Sequence[CopyRow], made: str, store: str, keep: int) -> list[CopyRow]:
    """Copies of that store beyond the newest ``keep``; then there may be more than ``keep`` for these never go:

    the one just made and verified, for one with known faults the newest good one, and the newest that holds an
    attachment later ones lack.
    """
    own = sorted((row for row in rows if row.manifest.store == store), key=lambda row: row.manifest.order)
    stays = {made, *_only_holders(own)}
    if not any(row.good for row in own if row.folder == made):
        stays.update(row.folder for row in [row for row in own if row.good][-1:])
    others = [row for row in own if row.folder not in stays]
    return others[: max(0, len(others) - max(0, keep - len(stays)))]


def _only_holders(own: Sequence[CopyRow]) -> Iterator[str]:
    """Folders of the copies, the oldest first, that hold an attachment none of the later ones holds."""
    later: set[str] = set()
    for row in reversed(own):
        if not row.manifest.contents <= later:
            yield row.folder
        later |= row.manifest.contents


def newest_first(rows: Sequence[CopyRow]) -> list[CopyRow]:
    """As they came one after the other; copies of several stores store by store, which only their times can order."""
    stores: dict[str, list[CopyRow]] = {}
    for row in sorted(rows, key=lambda row: row.manifest.order, reverse=True):
        stores.setdefault(row.manifest.store, []).append(row)
    ordered = sorted(stores.values(), key=lambda own: own[0].manifest.made_at, reverse=True)
    return [row for own in ordered for row in own]


def best_first(rows: Sequence[CopyRow]) -> list[CopyRow]:
    """In the order somebody chooses among: good ones, then those with known faults, each the newest first."""
    return sorted(newest_first(rows), key=lambda row: not row.good)


def next_sequence(rows: Sequence[CopyRow], store: str, audit: int, noted: int) -> int:
    """The sequence of a copy made now of that store: behind those at the place and the last this machine made."""
    return max(audit, 1 + max([noted, *(row.manifest.order[0] for row in rows if row.manifest.store == store)]))


def too_old(last: datetime | None, now: datetime, hours: int) -> bool:
    """Whether the newest copy is older than the site allows; one made by a clock that far ahead may be of any age."""
    return last is None or abs(now - last) > timedelta(hours=hours)
