"""Reading a profile's text (TOML 1.0). What is wrong is said with its line and its key: Refused("bad_profile")."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import lru_cache
from typing import Any

import regex

from console.domain.checksums import KINDS, Checksum, width
from console.domain.delivery import AUDIBLE, Verb
from console.domain.profile import (
    CLASSES,
    MATCH_SECONDS,
    TEXT_LIMIT,
    CodeRow,
    Command,
    FixedField,
    Framing,
    LengthField,
    Profile,
    Record,
    Sample,
    Slot,
    Template,
    Zone,
    named_in,
)
from console.domain.profile_silence import require_silence
from console.domain.profile_table import Bad, Table
from console.domain.profile_template import fill, read_template
from console.domain.signals import SignalKind
from console.errors import Refused

ENCODINGS = ("ascii", "gb18030", "utf-8", "latin-1", "hex")
"""How the text an expression looks at is made of a frame's bytes; ``hex``: its digits, without spaces."""

_KINDS = {kind.value: kind for kind in SignalKind if kind not in {SignalKind.UNREADABLE, SignalKind.RECEIPT}}
_UNMATCHED = {
    kind.value: kind for kind in (SignalKind.UNREADABLE, SignalKind.STATUS, SignalKind.FAULT, SignalKind.ALARM)
}
_VERBS = {verb.value: verb for verb in Verb if verb is not Verb.DROP}
_FORMS = ("text", "number", "hex")
_TIME_MS = 25_000
"""All tries of one command together: the channel waits half a minute."""

_SAMPLE_VERBS = ("alarm", "restore", "fault", "status", "reading", "call", "message")


@lru_cache(maxsize=16)
def read(text: str) -> Profile:
    """The profile of a text; Refused("bad_profile", line, key, why, detail)."""
    try:
        if len(text) > TEXT_LIMIT:
            raise Bad((), "long", str(TEXT_LIMIT))
        return _profile(Table(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines()) or 1
        raise _refused(line, "", "syntax", str(error)) from None
    except Bad as bad:
        raise _refused(_line(text, bad.path), _key(bad.path), bad.why, bad.detail) from None


def _refused(line: int, key: str, why: str, detail: str) -> Refused:
    told = f" {detail[:80]}" if detail else ""
    return Refused("bad_profile", line=line, key_name=key or "—", why=why, detail=told, field="profile")


def _profile(root: Table) -> Profile:
    head, frame = root.table("profile", needed=True), root.table("frame", needed=True)
    sending, encoding = root.table("sending"), head.choice("encoding", ENCODINGS, "ascii")
    coding = "ascii" if encoding == "hex" else encoding
    defaults = root.table("defaults")
    poll = root.table("poll")
    answer = root.table("answer")
    own = root.table("checksum")
    framing = _framing(frame)
    profile = Profile(
        head.text("name", needed=True),
        framing,
        head.text("name_en"),
        encoding,
        head.flag("verified"),
        _checksum(own),
        answer.octets("ack"),
        answer.octets("nak"),
        tuple(_record(row) for row in root.rows("record")),
        tuple(_code(row) for row in root.rows("code")),
        _UNMATCHED[head.choice("unmatched", tuple(_UNMATCHED), "unreadable")],
        tuple(_command(row, coding) for row in root.rows("command")),
        _checksum(sending.table("checksum")) if sending.has("checksum") else _checksum(own),
        sending.octets("end") if sending.has("end") else _usual_end(framing),
        sending.number("gap_ms", 0, 10_000, 100),
        tuple(_zone(row) for row in root.rows("zone")),
        root.table("classes").plain(CLASSES),
        sending.number("volume_top", 1, 65_535, 100),
        defaults.plain(("volume", "repeats", "seconds", "class", "zone", "pattern")),
        read_template(poll, coding) if root.has("poll") else None,
        float(poll.number("every_s", 1, 86_400, 60)),
        tuple(_sample(row, coding) for row in root.rows("sample")),
    )
    for table in (head, frame, sending, defaults, poll, answer, own, root):
        table.finish()
    if profile.poll is not None and (left := profile.poll.slots - {*profile.defaults, "length"}):
        raise poll.bad("", "slot", ", ".join(sorted(left)))
    if not profile.records and not profile.commands:
        raise Bad((), "says_nothing")
    _require_zones(profile, coding)
    require_silence(profile)
    return profile


def _require_zones(profile: Profile, coding: str) -> None:
    """Every listed zone fits every command that has a place for it."""
    for number, zone in enumerate(profile.zones):
        for command in profile.commands:
            slots = tuple(part for part in command.template.parts if isinstance(part, Slot) and part.name == "zone")
            try:
                fill(Template(slots, command.template.binary), {"zone": zone.value}, coding)
            except Refused:
                raise Bad(("zone", number, "value"), "range", zone.value) from None


def _usual_end(framing: Framing) -> bytes:
    return framing.ends[0] if framing.ends else framing.end


def _framing(table: Table) -> Framing:
    ends = table.byte_strings("ends")
    start, end, idle = table.octets("start"), table.octets("end"), table.number("idle_ms", 0, 60_000, 0)
    told = table.table("length")
    length = None
    if table.has("length"):
        little = told.choice("order", ("big", "little"), "big") == "little"
        size = told.number("size", 1, 4, 1)
        length = LengthField(told.number("at", 0, 64, needed=True), size, little, told.number("adds", -64, 64, 0))
        told.finish()
    if ends and (end or length):
        raise table.bad("ends", "framing_many")
    if length is not None and end:
        raise table.bad("length", "framing_many")
    if (end or length) and not start:
        raise table.bad("start", "missing")
    if not ends and not start and not idle:
        raise table.bad("", "framing_none")
    if start and not (ends or end or length or idle):
        raise table.bad("idle_ms", "missing")
    return Framing(ends, start, end, length, idle, table.number("limit", 2, 4_096, 1_024))


def _checksum(table: Table) -> Checksum | None:
    """Where nothing is told it stands at the frame's end and covers all before it."""
    kind = table.choice("kind", ("none", *KINDS), "none")
    digits = table.choice("form", ("binary", "hex"), "binary") == "hex"
    first = table.number("from", 0, 4_096, 0)
    last = table.number("to", -64, 4_096, 0 if kind == "none" else -width(kind, digits))
    at = table.number("at", -64, 4_096, last)
    little = table.choice("order", ("big", "little"), "big") == "little"
    table.finish()
    return None if kind == "none" else Checksum(kind, first, last, at, little, digits)


def _record(row: Table) -> Record:
    pattern, starts = _pattern(row, "pattern"), row.octets("starts")
    fields = tuple(_field(one) for one in row.rows("fields"))
    if pattern is None and not fields and not starts:
        raise row.bad("pattern", "missing")
    groups = {*(pattern.groupindex if pattern is not None else ()), *(one.name for one in fields)}
    given = {name: row.text(name) for name in ("account", "code", "zone") if row.has(name)}
    words = {name: row.text(name) for name in ("zh", "en")}
    for name, said in words.items():
        for group in named_in(said):
            if group not in groups | given.keys() | {"meaning"}:
                raise row.bad(name, "group", group)
    record = Record(
        _KINDS[row.choice("kind", tuple(_KINDS), "status")],
        pattern,
        starts,
        fields,
        given,
        words["zh"],
        words["en"],
        row.number("priority", 0, 3, 0),
        row.real("scale", 1.0),
        row.text("unit"),
        row.flag("answered", usual=True),
    )
    row.finish()
    return record


def _field(row: Table) -> FixedField:
    name = row.text("name", needed=True)
    if not name.isidentifier():
        raise row.bad("name", "name", name)
    at, size = row.number("at", 0, 8_192, needed=True), row.number("size", 1, 1_024, needed=True)
    found = FixedField(name, at, size, row.choice("as", _FORMS, "text"))
    row.finish()
    return found


def _code(row: Table) -> CodeRow:
    part = row.has("has")
    if part and row.has("is"):
        raise row.bad("has", "both")
    found = CodeRow(
        row.text("has" if part else "is", needed=True),
        part,
        _KINDS[row.choice("kind", tuple(_KINDS))] if row.has("kind") else None,
        row.number("priority", 0, 3, 0),
        row.text("zh"),
        row.text("en"),
        row.text("event_type"),
        row.text("ends"),
    )
    row.finish()
    return found


def _command(row: Table, coding: str) -> Command:
    verb = _VERBS[row.choice("verb", tuple(_VERBS))]
    audible = verb in AUDIBLE
    if row.has("audible") and row.flag("audible") is not audible:
        raise row.bad("audible", "audible")
    retries, timeout = row.number("retries", 0, 5, 0), row.number("timeout_ms", 50, _TIME_MS, 2_000)
    if retries and audible:
        raise row.bad("retries", "heard_again")
    if timeout * (retries + 1) > _TIME_MS:
        raise row.bad("timeout_ms", "too_slow", str(_TIME_MS))
    reply, answers = _pattern(row, "reply"), row.number("answers", 1, 1_000, 1)
    if answers > 1 and (reply is None or "terminal" not in reply.groupindex):
        raise row.bad("reply", "terminal", "(?P<terminal>…)")
    command = Command(
        verb,
        read_template(row, coding),
        row.text("name"),
        row.choice("class", ("", *CLASSES), ""),
        reply,
        _pattern(row, "refusal"),
        answers,
        timeout,
        retries,
        row.flag("checksum", usual=True),
        read_template(row.table("answer"), coding, extra=("terminal",)) if row.has("answer") else None,
    )
    row.finish()
    return command


def _zone(row: Table) -> Zone:
    found = Zone(row.text("name", needed=True), row.plain_value("value"), row.text("name_en"))
    row.finish()
    return found


def _sample(row: Table, coding: str) -> Sample:
    verb = row.choice("verb", _SAMPLE_VERBS, "alarm")
    found = Sample(verb, read_template(row, coding, extra=("account", "code", "value", "sender", "number")))
    row.finish()
    return found


def _pattern(row: Table, key: str) -> Any:
    """A compiled expression, tried on texts that make a bad one run away; None where there is none."""
    text = row.text(key)
    if not text:
        return None
    try:
        found = regex.compile(text, regex.DOTALL)
    except regex.error as error:
        raise row.bad(key, "pattern", str(error)) from None
    for letter in "0aA ,-中":
        try:
            found.search(letter * 1_024 + "\x00", timeout=MATCH_SECONDS)
        except TimeoutError:
            raise row.bad(key, "pattern_slow") from None
    return found


def _key(path: tuple[str | int, ...]) -> str:
    """``command[2].hex`` for a person."""
    said = ""
    for part in path:
        said += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if said else part
    return said


_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"-]+)\s*\]\]?")


def _line(text: str, path: tuple[str | int, ...]) -> int:
    """Where that key stands, counted from 1: its own line, else its table's, else the first."""
    tables, at, best = dict[str, int](), "", 1
    wanted = [str(part) for part in path]
    for number, line in enumerate(text.splitlines(), 1):
        if (header := _HEADER.match(line)) is not None:
            at = header[2]
            if header[1] == "[[":
                tables[at] = tables.get(at, -1) + 1
                at = f"{at}.{tables[at]}"
            if wanted[: len(at.split("."))] == at.split("."):
                best = number
            continue
        key = re.match(r"\s*([\w\"-]+)\s*(?:\.|=)", line)
        full = [*(at.split(".") if at else []), key[1].strip('"')] if key else []
        if full and wanted[: len(full)] == full:
            return number
    return best


def decode(raw: bytes, encoding: str) -> str:
    """A frame's text for an expression; what cannot be read becomes a replacement character."""
    return raw.hex().upper() if encoding == "hex" else codecs.decode(raw, encoding, "replace")
