"""What counts as silent in a profile must not be what sounds: a question, an answer or a test would sound unarmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from console.domain.delivery import AUDIBLE
from console.domain.profile import Command, Profile, Slot, Template
from console.domain.profile_table import Bad, Path
from console.domain.profile_template import fill, shape

LEAST = 2
"""Bytes of a command that are always the same: with fewer anything looks like it."""


def require_silence(profile: Profile) -> None:
    """Bad("sounds") for a silent command, the question or an answer that could be a sounding command's bytes."""
    sounding = [re.compile(shape(one), re.DOTALL) for one in _sounding(profile)]
    for path, data in _silent(profile):
        if any(found.search(data) for found in sounding):
            raise Bad(path, "sounds")


def smuggles(profile: Profile, command: Command, data: bytes, values: Iterable[str]) -> bool:
    """Whether what fills a command brings one that sounds along: the whole of what is silent is looked at, and of what
    sounds only the words that came with the order, because more of it may be heard elsewhere."""
    coding = "ascii" if profile.encoding == "hex" else profile.encoding
    given = [value.encode(coding, "replace") for value in values if value]
    looked_at = given if command.verb in AUDIBLE else [data, *given]
    shapes = [re.compile(shape(one), re.DOTALL) for one in _sounding(profile) if _literal(one) >= LEAST]
    ends = [end for end in (profile.command_end, profile.framing.start) if end]
    return any(found.search(part) for part in looked_at for found in shapes) or any(
        end in part for part in given for end in ends
    )


def _literal(template: Template) -> int:
    return sum(len(part) for part in template.parts if isinstance(part, bytes))


def _sounding(profile: Profile) -> Iterator[Template]:
    """What may sound: in each zone that can be addressed, or anywhere where none are listed."""
    for command in profile.commands:
        if command.verb in AUDIBLE:
            coding = "ascii" if profile.encoding == "hex" else profile.encoding
            yield from (_in_zone(command.template, zone.value, coding) for zone in profile.zones)
            if not profile.zones:
                yield command.template


def _in_zone(template: Template, value: str, coding: str) -> Template:
    parts = (
        fill(Template((part,), template.binary), {"zone": value}, coding)
        if isinstance(part, Slot) and part.name == "zone"
        else part
        for part in template.parts
    )
    return Template(tuple(parts), template.binary)


def _silent(profile: Profile) -> Iterator[tuple[Path, bytes]]:
    for number, command in enumerate(profile.commands):
        if command.verb not in AUDIBLE:
            yield ("command", number, "verb"), _filled(command.template)
    if profile.poll is not None:
        yield ("poll",), _filled(profile.poll)
    yield ("answer", "ack"), profile.ack
    yield ("answer", "nak"), profile.nak


def _filled(template: Template) -> bytes:
    """The template with ones where something is to be filled in, and the length it has then."""
    made = [part if isinstance(part, bytes) else _one(part, template.binary) for part in template.parts]
    for number, part in enumerate(template.parts):
        if isinstance(part, Slot) and part.name == "length" and template.binary:
            made[number] = sum(map(len, made[number + 1 :])).to_bytes(
                part.size or 1, "little" if part.little else "big"
            )
    return b"".join(made)


def _one(slot: Slot, binary: bool) -> bytes:
    if binary and slot.name != "text":
        return (1).to_bytes(slot.size or 1, "little" if slot.little else "big")
    return b"1" * (slot.size or 1)
