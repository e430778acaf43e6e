"""Copies of the store for a second place: their names, their manifest, which may go, when the newest is too old."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from console.domain import faults
from console.domain.faults import NO_FAULTS, Faults
from console.errors import Unavailable

MANIFEST = "manifest.json"
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
    faults: Faults = NO_FAULTS

    @property
    def absent(self) -> frozenset[bytes]:
        """Contents of attachments that were not there any more when the copy was made."""
        return frozenset(bytes.fromhex(name.rsplit("/", 1)[-1]) for name in self.missing)


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
    }  # fmt: skip
    if manifest.faults:
        value["faults"] = faults.written(manifest.faults)
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str, path: str) -> Manifest:
    """The manifest as it was written. Raises Unavailable("copy_manifest") for anything else."""
    try:
        return _read(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unavailable("copy_manifest", error, path=path) from error


def _read(value: Mapping[str, Any]) -> Manifest:
    if value["format"] not in (FORMAT, FORMAT_FAULTY) or (value["format"] == FORMAT_FAULTY) != ("faults" in value):
        raise ValueError(f"format {value['format']}")
    made_at = datetime.fromisoformat(value["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("made_at without zone")
    files = {_inside(name): _digest(digest) for name, digest in value["files"].items()}
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
        tuple(_attachment(name) for name in value["missing"]),
        faults.read(value["faults"]) if "faults" in value else NO_FAULTS,
    )


def _inside(name: str) -> str:
    """Only names a copy can have: a manifest from elsewhere must not lead out of the data directory."""
    if not re.fullmatch(r"duty\.sqlite3|attachments/[0-9a-f]{2}/[0-9a-f]{64}", name):
        raise ValueError(f"strange name {name!r}")
    return name


def _attachment(name: str) -> str:
    if _inside(name) == "duty.sqlite3":
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
    """Copies of that store beyond the newest ``keep``. The one just made and verified never goes, and the newest good
    one never for one with known faults: then there are ``keep`` and one."""
    own = sorted((row for row in rows if row.manifest.store == store), key=lambda row: row.manifest.made_at)
    stays = {made}
    if not any(row.good for row in own if row.folder == made):
        stays.update(row.folder for row in [row for row in own if row.good][-1:])
    others = [row for row in own if row.folder not in stays]
    return others[: max(0, len(others) - max(0, keep - len(stays)))]


def best_first(rows: Sequence[CopyRow]) -> list[CopyRow]:
    """In the order somebody chooses among: good ones, then those with known faults, each the newest first."""
    newest = sorted(rows, key=lambda row: row.manifest.made_at, reverse=True)
    return sorted(newest, key=lambda row: not row.good)


def too_old(last: datetime | None, now: datetime, hours: int) -> bool:
    """Whether the newest copy is older than the site allows."""
    return last is None or now - last > timedelta(hours=hours)
