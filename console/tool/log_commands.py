"""``log add|search|export|verify``."""

from __future__ import annotations

import argparse
import io
import json
import select
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.log import Added, EntryKind, Extract, LogEntry, NewEntry
from console.errors import Refused
from console.tool.commands import command, group, positive
from console.tool.desks import opened
from console.tool.fault_lines import show_faults
from console.tool.times import parse_time, show_time

GROUP = 500
"""Most lines recorded in one commit; lines that already wait are taken together, more are never waited for."""

LINE_BYTES = 1 << 25
"""Longest line of standard input that is looked into, so that a text that is too long is refused with its length."""

_READ, _READS = 1 << 16, 64

_FIELDS = {"text", "kind", "occurred_at", "id", "corrects"}


def register(commands: Any) -> None:
    """Add the commands of this file."""
    log = group(commands, "log", "log_command")
    add = command(log, "add", "log_add")
    add.add_argument("--text")
    add.add_argument("--kind", choices=[kind.value for kind in EntryKind], default=EntryKind.NOTE.value)
    add.add_argument("--at", metavar="TIME")
    add.add_argument("--corrects", type=int, metavar="NUMBER")
    add.set_defaults(run=run_add)
    search = command(log, "search", "log_search")
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.add_argument("--limit", type=positive, default=50)
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=run_search)
    export = command(log, "export", "log_export")
    export.add_argument("file", metavar="FILE")
    export.add_argument("--from", dest="start", metavar="TIME")
    export.add_argument("--to", dest="end", metavar="TIME")
    export.set_defaults(run=run_export)
    verify = command(log, "verify", "log_verify")
    verify.set_defaults(run=run_verify)


def run_add(data: DataDir, options: argparse.Namespace) -> int:
    """Record one line from the arguments, or JSON lines from standard input."""
    with opened(data) as desk:
        if options.text is not None:
            return _add_one(desk, options)
        return _add_lines(desk)


def _add_one(desk: Desk, options: argparse.Namespace) -> int:
    entry = NewEntry(
        uuid4(),
        options.text,
        EntryKind(options.kind),
        parse_time(options.at, desk.zone) if options.at else None,
        options.corrects,
    )
    _answer(_receipt(desk, desk.log.add(entry, by=bootstrap.tool_actor()), str(entry.id)))
    return 0


def _add_lines(desk: Desk) -> int:
    by = bootstrap.tool_actor()
    failed = False
    for waiting in _waiting_lines(_given()):
        ready: list[tuple[str, NewEntry | Refused]] = [_parse(line, desk) for line in waiting]
        results = iter(desk.log.add_all([entry for _, entry in ready if isinstance(entry, NewEntry)], by=by))
        for given, entry in ready:
            result = entry if isinstance(entry, Refused) else next(results)
            if isinstance(result, Refused):
                failed = True
                _answer({"error": words.sentence(result), **({"id": given} if given else {})})
            else:
                _answer(_receipt(desk, result, given))
        sys.stdout.flush()
    return 1 if failed else 0


def _given() -> Any:
    """Standard input as bytes, past Python's buffer; nothing where the system gave none."""
    if sys.stdin is None:
        return io.BytesIO()
    return getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)


def _waiting_lines(stream: Any) -> Iterator[list[bytes]]:
    """Whole lines as they come: those already there together, never waiting for more than one.

    Of a line that is too long only the beginning is kept, just so much that it is seen to be.
    """
    rest = bytearray()
    while chunk := _waiting_bytes(stream):
        *lines, last = chunk.split(b"\n")
        if lines:
            lines[0], rest = bytes(rest + lines[0]), bytearray()
        if len(rest) <= LINE_BYTES:
            rest += last
        lines = [line for line in lines if line.strip()]
        for start in range(0, len(lines), GROUP):
            yield lines[start : start + GROUP]
    if rest.strip():
        yield [bytes(rest)]


def _waiting_bytes(stream: Any) -> bytes:
    """The next bytes; once the end of a line is among them, all those that already wait."""
    chunk: bytes = stream.read(_READ) or b""
    pieces = [chunk]
    while b"\n" in chunk and len(pieces) < _READS and _more_waits(stream):
        more = stream.read(_READ)
        if not more:
            break
        pieces.append(more)
    return b"".join(pieces)


def _more_waits(stream: Any) -> bool:
    try:
        ready, _, _ = select.select([stream], [], [], 0)
    except (OSError, ValueError):  # Windows selects sockets only: there each read is a group of its own
        return False
    return bool(ready)


def _parse(line: bytes, desk: Desk) -> tuple[str, NewEntry | Refused]:
    given = ""
    try:
        if len(line) > LINE_BYTES:
            raise Refused("line_too_long", limit=LINE_BYTES)
        value = json.loads(line.decode("utf-8-sig"))  # Windows shells begin a pipe with a mark
        if not isinstance(value, dict):
            raise Refused("line_not_object")
        if isinstance(value.get("id"), str):
            given = value["id"]
        return given, _entry(value, desk)
    except Refused as refused:
        return given, refused
    except (ValueError, RecursionError):
        return given, Refused("line_not_json")


def _entry(value: dict[str, Any], desk: Desk) -> NewEntry:
    unknown = sorted(set(value) - _FIELDS)
    if unknown:
        raise Refused("unknown_field", field=unknown[0])
    if not isinstance(value.get("text"), str):
        raise Refused("field_type", field="text")
    kind = value.get("kind") or EntryKind.NOTE.value
    if kind not in [known.value for known in EntryKind]:
        raise Refused("bad_kind", kind=str(kind))
    corrects = value.get("corrects")
    if corrects is not None and (isinstance(corrects, bool) or not isinstance(corrects, int)):
        raise Refused("field_type", field="corrects")
    occurred = value.get("occurred_at")
    if occurred is not None and not isinstance(occurred, str):
        raise Refused("field_type", field="occurred_at")
    return NewEntry(
        _uuid(value.get("id")),
        value["text"],
        EntryKind(kind),
        parse_time(occurred, desk.zone) if occurred else None,
        corrects,
    )


def _uuid(given: Any) -> UUID:
    if given is None:
        return uuid4()
    try:
        return UUID(given)
    except (ValueError, TypeError, AttributeError):
        raise Refused("bad_id", id=str(given)[:80]) from None


def _receipt(desk: Desk, added: Added, given: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "id": given or str(added.id),
        "number": added.number,
        "recorded_at": show_time(added.recorded_at, desk.zone),
    }
    if added.existing:
        answer["existing"] = True
    return answer


def _answer(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def row_of(entry: LogEntry, desk: Desk) -> dict[str, Any]:
    """A line as search and export write it."""
    return {
        "id": str(entry.id),
        "number": entry.number,
        "occurred_at": show_time(entry.occurred_at, desk.zone),
        "recorded_at": show_time(entry.recorded_at, desk.zone),
        "kind": entry.kind,
        "text": entry.text,
        "by": entry.by.name,
        "corrects": entry.corrects,
    }


def run_search(data: DataDir, options: argparse.Namespace) -> int:
    """Print the newest lines in which every word stands."""
    with opened(data) as desk:
        for entry in desk.log.search(options.words, options.limit):
            if options.json:
                _answer(row_of(entry, desk))
            else:
                at = entry.occurred_at.astimezone(desk.zone).isoformat(sep=" ", timespec="minutes")
                kind = words.say(f"log.kind.{entry.kind}")
                text = entry.text.replace("\n", " ⏎ ")
                print(f"{entry.number}  {at}  {kind}  {text}  [{entry.by.name}]")
    return 0


def run_export(data: DataDir, options: argparse.Namespace) -> int:
    """Write lines to a file whose ending says the form; beside it first, then renamed."""
    from console.services import exporting

    target = Path(options.file)
    writer = None if target.suffix.lower() == ".pdf" else exporting.writer_for(target, besides=(".pdf",))
    with opened(data) as desk:
        start = parse_time(options.start, desk.zone) if options.start else None
        end = parse_time(options.end, desk.zone) if options.end else None
        if writer is None:
            from console.tool.print_commands import log_pdf

            count = log_pdf(desk, target, start, end)
        else:
            rows = (row_of(entry, desk) for entry in desk.log.between(start, end))
            count = exporting.write_beside(target, rows, writer)
        desk.log_export.note(target.name, Extract(since=start, until=end), count, by=bootstrap.tool_actor())
    print(words.say("tool.exported", count=count, path=str(target)))
    return 0


def run_verify(data: DataDir, _options: argparse.Namespace) -> int:
    """Check everything; a line for each kind of thing that is as it was recorded, or one for each that is not."""
    with opened(data, read_only=True) as desk:
        found = desk.health.verify()
    if found.faults:
        show_faults(found.faults)
        return 1
    print(f"ok {found.duty.count} entries head={found.duty.head.hex()}")
    print(f"ok {found.audit.count} audit entries head={found.audit.head.hex()}")
    print(f"ok {found.records} records")
    print(f"ok {found.sheets} sheets")
    print(f"ok {found.sheets} heads printed in sheets stand in the log")
    print(f"ok {found.attachments} attachments")
    return 0
