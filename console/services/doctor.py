"""What ``doctor`` looks at: the machine, the data directory, the store. It changes nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing

from console import secrets
from console.config import DataDir
from console.domain.clock import Clock
from console.domain.health import Finding, FindingState, LampState, clock_set_back, megabytes
from console.errors import Unavailable
from console.services.health import shown
from console.services.verified import Verified
from db import checking, drafts, opening, sqlite
from db.holders import holders
from db.queries import site
from db.store import Store

OK, NOTE, WRONG = FindingState.OK, FindingState.NOTE, FindingState.WRONG
LOCKS = ("use", "window", "wire")


def of_machine(data: DataDir) -> list[Finding]:
    """What can be told without opening the store."""
    looks: tuple[Callable[[DataDir], Finding], ...] = (
        _library, _synchronous, _schema, _size, _locks, _drafts, _fonts, _keyring,
    )  # fmt: skip
    return [look(data) for look in looks]


def of_store(data: DataDir, store: Store, clock: Clock, disk: LampState, zone: str) -> list[Finding]:
    """What an open store tells; ``disk``: the lamp's state by the site's thresholds."""
    return [
        _journal(store),
        _guards(store),
        _disk(data, disk),
        _clock(store, clock),
        _zone(zone, clock),
        _verified(data),
    ]


def _library(_data: DataDir) -> Finding:
    version, module = ".".join(map(str, sqlite.version())), sqlite.library().__name__
    affected = sqlite.version() < sqlite.FIXED_VERSION
    code = "sqlite_affected" if affected else "sqlite"
    return Finding("sqlite", WRONG if affected else OK, code, {"version": version, "module": module})


def _synchronous(_data: DataDir) -> Finding:
    """What the program asks of every connection that writes."""
    with closing(sqlite.library().connect(":memory:")) as connection:
        sqlite.set_up(connection, query_only=False)
        level = connection.execute("PRAGMA synchronous").fetchone()[0]
    name = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}.get(level, str(level))
    return Finding("synchronous", OK if level >= 2 else WRONG, "synchronous", {"level": name})


def _schema(data: DataDir) -> Finding:
    try:
        found = opening.schema_version(data.store)
    except Unavailable as trouble:
        return Finding("schema", WRONG, "unreadable", {"cause": str(trouble.cause or trouble.what)})
    facts = {"found": found, "known": opening.head()}
    if found == opening.head():
        return Finding("schema", OK, "schema", facts)
    older = found in opening.known_versions()
    return Finding("schema", NOTE if older else WRONG, "schema_older" if older else "schema_newer", facts)


def _size(data: DataDir) -> Finding:
    files = [path for path in data.root.glob(f"{data.store.name}*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return Finding("size", OK, "size", {"size": megabytes(size), "bytes": size})


def _locks(data: DataDir) -> Finding:
    held = {name: holders(data.locks / name) for name in LOCKS}
    if any(who is None for who in held.values()):
        return Finding("locks", NOTE, "locks_unknown")
    told = {name: ", ".join(f"{one.name} {one.pid}" for one in who or ()) or "–" for name, who in held.items()}
    return Finding("locks", OK, "locks", told)


def _drafts(data: DataDir) -> Finding:
    try:
        return Finding("drafts", OK, "drafts", {"count": drafts.count_unfinished(data.drafts)})
    except Unavailable as trouble:
        return Finding("drafts", NOTE, "drafts_unreadable", {"cause": str(trouble.cause or trouble.what)})


def _fonts(_data: DataDir) -> Finding:
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("fonts", NOTE, "fonts_unchecked")
    try:
        done = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return Finding("fonts", NOTE, "fonts_unchecked")
    families = {line.split(",")[0] for line in done.stdout.splitlines() if line.strip()}
    if not families:
        return Finding("fonts", WRONG, "fonts_none")
    return Finding("fonts", OK, "fonts", {"count": len(families), "first": min(families)})


def _keyring(_data: DataDir) -> Finding:
    name = secrets.keeper()
    return Finding("keyring", OK if name else NOTE, "keyring" if name else "keyring_none", {"name": name or ""})


def _journal(store: Store) -> Finding:
    with store.reading() as connection:
        mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
    # a store read as it lies on media that cannot be written has no journal in use
    at_rest = store.read_only and mode == "off"
    return Finding("journal", OK if mode == "wal" or at_rest else WRONG, "journal", {"mode": mode})


def _guards(store: Store) -> Finding:
    with store.reading() as connection:
        missing = checking.unguarded(connection)
    if missing:
        return Finding("guards", WRONG, "guards_missing", {"count": len(missing), "names": ", ".join(missing)})
    return Finding("guards", OK, "guards")


def _disk(data: DataDir, lamp: LampState) -> Finding:
    try:
        free = shutil.disk_usage(data.root).free
    except OSError as error:
        return Finding("disk", WRONG, "disk_unreadable", {"cause": str(error)})
    state = {LampState.OK: OK, LampState.CAUTION: NOTE}.get(lamp, WRONG)
    return Finding("disk", state, "disk" if state is OK else "disk_low", {"free": megabytes(free), "bytes": free})


def _clock(store: Store, clock: Clock) -> Finding:
    with store.reading() as connection:
        back = clock_set_back(clock.now(), site.newest_seen(connection))
    if back is None:
        return Finding("clock", OK, "clock")
    return Finding("clock", WRONG, "clock_back", {"back": shown(back)})


def _zone(zone: str, clock: Clock) -> Finding:
    here = clock.now().astimezone()
    return Finding("zone", OK, "zone", {"zone": zone, "machine": f"{here.tzname()} {here:%z}"})


def _verified(data: DataDir) -> Finding:
    noted = Verified.load(data.logs)
    if not noted.full_at:
        return Finding("verified", NOTE, "verified_never")
    facts = {"at": noted.full_at, "number": noted.full_number}
    if noted.full_fault:
        code = "verified_faults" if noted.full_count > 1 else "verified_fault"
        return Finding("verified", WRONG, code, {**facts, "fault": noted.full_fault, "count": noted.full_count})
    return Finding("verified", OK, "verified", facts)
