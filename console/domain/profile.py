"""A device described by a text instead of by code: how its frames are cut, what they mean, what it can be told.

The values here are those of a profile that was read and found good (``console.domain.profile_text``). The driver
``profile``, the simulated device and the tester of the window all work from them. ``docs/PROFILES.md`` says how a
profile is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from console.domain.checksums import Checksum
from console.domain.delivery import Verb
from console.domain.signals import SignalKind

TEXT_LIMIT = 20_000
"""Characters of a profile's text."""

MATCH_SECONDS = 0.25
"""How long one expression may take for one frame; a frame it takes longer for is kept as unreadable."""

CLASSES = ("ordinary", "priority", "override")
"""普通, 优先, 强插."""

SLOTS = ("zone", "volume", "repeats", "seconds", "class", "pattern", "text", "length")
"""What a command may be filled with. ``length`` is the number of bytes after it, without the checksum."""


@dataclass(frozen=True, slots=True)
class LengthField:
    """A number in the frame that says how long it is: the whole frame has its value plus ``adds`` bytes."""

    at: int
    size: int = 1
    little: bool = False
    adds: int = 0


@dataclass(frozen=True, slots=True)
class Framing:
    """How a stream is cut into frames: terminators; or a start with an end, a length, or neither (until the next start
    or a silence of ``idle_ms``); or silence alone. ``limit``: longer is damaged."""

    ends: tuple[bytes, ...] = ()
    start: bytes = b""
    end: bytes = b""
    length: LengthField | None = None
    idle_ms: int = 0
    limit: int = 1_024


@dataclass(frozen=True, slots=True)
class FixedField:
    """A group at a fixed place of the frame: ``form`` is ``text``, ``number`` (unsigned) or ``hex``."""

    name: str
    at: int
    size: int
    form: str = "text"


@dataclass(frozen=True, slots=True)
class Record:
    """One sort of frame. It fits if its ``pattern`` is found in the frame's text and the frame begins with ``starts``.

    ``given`` are groups with a fixed value; ``words`` and ``words_en`` may name groups in braces. ``scale`` turns the
    group ``value`` into ``unit``.
    """

    kind: SignalKind
    pattern: Any = None
    """A compiled expression of ``regex``, None where only fields count."""
    starts: bytes = b""
    fields: tuple[FixedField, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    words_en: str = ""
    priority: int = 0
    scale: float = 1.0
    unit: str = ""
    answered: bool = True


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What a code means: the first row that is the group ``code``, or (``part``) stands in it, counts.

    ``ends`` is the code a restoral ends; without one it ends all of its account and zone.
    """

    text: str
    part: bool = False
    kind: SignalKind | None = None
    priority: int = 0
    words: str = ""
    words_en: str = ""
    event_type: str = ""
    ends: str = ""

    def fits(self, code: str) -> bool:
        return self.text in code if self.part else self.text == code


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled: in bytes ``size`` of them, in text padded with noughts to ``size`` digits."""

    name: str
    size: int = 0
    little: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Bytes with places to be filled. ``binary``: numbers go in as bytes, otherwise as digits."""

    parts: tuple[bytes | Slot, ...]
    binary: bool

    @property
    def slots(self) -> frozenset[str]:
        return frozenset(part.name for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class Command:
    """Something the device can be told. Without ``reply`` it never answers, and nobody says it did.

    ``reply`` and ``refusal`` are compiled expressions for the frame that answers; where ``answers`` is more than one,
    so many terminals answer, each with its group ``terminal``, and the ones missing are named. ``retries`` is nought
    for what can be heard. ``answer`` is what the simulated device says.
    """

    verb: Verb
    template: Template
    name: str = ""
    play: str = ""
    """The class it is for; empty: any."""
    reply: Any = None
    refusal: Any = None
    answers: int = 1
    timeout_ms: int = 2_000
    retries: int = 0
    checked: bool = True
    answer: Template | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the address system: what it is called and what is sent for it."""

    name: str
    value: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """Something the device may say: for the tester and the simulated device. ``verb`` as in its happenings."""

    verb: str
    template: Template


@dataclass(frozen=True, slots=True)
class Profile:
    """A device, as its profile describes it. ``verified`` False: nobody has tried it on the real one yet."""

    name: str
    framing: Framing
    name_en: str = ""
    encoding: str = "ascii"
    verified: bool = False
    checksum: Checksum | None = None
    ack: bytes = b""
    nak: bytes = b""
    records: tuple[Record, ...] = ()
    codes: tuple[CodeRow, ...] = ()
    unmatched: SignalKind = SignalKind.UNREADABLE
    commands: tuple[Command, ...] = ()
    command_checksum: Checksum | None = None
    command_end: bytes = b""
    gap_ms: int = 100
    zones: tuple[Zone, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict)
    volume_top: int = 100
    defaults: Mapping[str, str] = field(default_factory=dict)
    poll: Template | None = None
    poll_seconds: float = 0.0
    samples: tuple[Sample, ...] = ()

    def command(self, verb: Verb, play: str) -> Command | None:
        """What does that: the one for this class, else the one for any."""
        fitting = [one for one in self.commands if one.verb is verb and one.play in {play, ""}]
        return max(fitting, key=lambda one: bool(one.play), default=None)

    @property
    def terminator(self) -> bytes:
        """What a written frame ends with."""
        return self.framing.ends[0] if self.framing.ends else self.framing.end


_BRACES = re.compile(r"\{(\w+)\}")


def fill_words(words: str, groups: Mapping[str, str]) -> str:
    """Words with the groups they name; a group that is not there leaves nothing."""
    return _BRACES.sub(lambda found: groups.get(found[1], ""), words)


def named_in(words: str) -> list[str]:
    """The groups that words name in braces."""
    return _BRACES.findall(words)
