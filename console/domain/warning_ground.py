"""What a warning is held against, as values; and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from console.domain.warning import State
from console.domain.warning_form import WarningForm
from console.domain.warning_source import Source


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found by the check. ``stops``: it must be put right; else it is to be looked at.

    ``code`` is ``warning.problem.<code>``, ``at`` the field where it is put right.
    """

    code: str
    at: str
    stops: bool = True
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """Another warning that holds, as the check needs it."""

    id: UUID
    number: str
    signal: str
    scheme: str
    rank: int
    title: str
    places: tuple[UUID, ...]
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Before:
    """The message a form follows, and the channels (code and name) its chain has used."""

    number: str
    state: State
    form: WarningForm
    channels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A chosen channel. ``devices`` could do it now, ``gone`` were chosen and could not; ``named``: it goes to the
    people of the groups, each by a number; ``target`` whom or what a manual one reaches.

    ``outside`` stand in another area: of those chosen one by one, else of all it has; ``unchosen`` are of the area and
    were left out one by one. ``minutes``: so long its run of texts takes at least, for its devices rest between two.
    """

    key: tuple[object, ...]
    name: str
    known: bool
    manual: bool = True
    target: str = ""
    named: bool = False
    devices: int = 0
    gone: int = 0
    outside: int = 0
    unchosen: int = 0
    picked: bool = False
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form is held against: the county, its lists, the moment, and what else holds.

    ``rank`` is the level's (1 the highest), ``levels`` the codes the signal knows; ``reach`` how many people each
    chosen group has in the area, with how many without a number, ``outside`` the groups whose people all serve
    elsewhere; ``numbers`` how many different numbers there are; ``inside`` whether each thing drawn lies in the county
    (None: no outline to tell by); ``needs_voice`` and ``needs_sms`` whether a chosen channel speaks or writes short;
    ``colours`` the words of the level and of all levels; ``written_at`` when the last hand was on it;
    ``source`` the message a forwarded one passes on; ``send_minutes`` after the release devices begin nothing more.
    """

    now: datetime
    rank: int | None
    levels: tuple[str, ...]
    others: tuple[Other, ...] = ()
    reach: tuple[tuple[UUID, str, int, int], ...] = ()
    outside: frozenset[UUID] = frozenset()
    lost_groups: int = 0
    numbers: int = 0
    inside: tuple[bool | None, ...] = ()
    crossing: tuple[bool, ...] = ()
    needs_voice: bool = False
    needs_sms: bool = False
    can_listen: bool = True
    sms_parts: int = 1
    most_parts: int = 10
    signal_known: bool = True
    level_known: bool = True
    uses: tuple[Use, ...] = ()
    area_names: tuple[str, ...] = ()
    colour: str = ""
    colours: tuple[str, ...] = ()
    before: Before | None = None
    written_at: datetime | None = None
    source: Source | None = None
    send_minutes: int = 60
