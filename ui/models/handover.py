"""What the hand-over panel shows, as the store had it at one load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console import words
from console.domain import duty as rules
from console.domain.draft import Draft
from console.domain.duty import EmergencyRow, OpenPoints, PostLine, SheetRow, ShiftRow


@dataclass(frozen=True, slots=True)
class Crew:
    """What the posts are filled with: ``posts`` at first, ``known`` people with telephones, ``names`` of accounts."""

    posts: tuple[PostLine, ...]
    known: Mapping[str, str]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class HandoverView:
    """``sheet`` is the one under way, ``done`` the accepted one this watch began with.

    ``emergency`` is how this watch was taken in an emergency, ``unconfirmed`` the oldest one that waits;
    ``drafts`` are remarks that were typed and not saved; ``half_written`` counts 接报 nobody has finished.
    """

    shift: ShiftRow | None
    last: ShiftRow | None
    sheet: SheetRow | None
    done: SheetRow | None
    waiting: OpenPoints
    posts: tuple[str, ...]
    leader_signs: bool
    officers: tuple[str, ...]
    emergency: EmergencyRow | None = None
    unconfirmed: EmergencyRow | None = None
    drafts: tuple[Draft, ...] = ()
    half_written: int = 0

    def known(self) -> dict[str, str]:
        """People of the running and the last shift with their telephones."""
        lines = [line for shift in (self.last, self.shift) if shift for line in shift.posts]
        return {line.name: line.phone for line in lines}

    def crew(self, first: str, before: ShiftRow | None, *, keep: bool) -> Crew:
        """Posts to start from: those of ``before`` (all or only the leader), ``first`` on the first empty one."""
        known = self.known()
        stood = {line.post: line.name for line in before.posts if keep or line.post == "leader"} if before else {}
        names = [stood.get(post, "") for post in ("leader", *self.posts)]
        if first and first not in names:
            free = next((at for at, name in enumerate(names) if at and not name), None)
            names = [first if at == free else name for at, name in enumerate(names)]
        filled = zip(("leader", *self.posts), names, strict=True)
        return Crew(tuple(PostLine(post, name, known.get(name, "")) for post, name in filled), known, self.officers)

    def waits_for(self, *, identified: bool) -> list[str]:
        """What the incoming signature still waits for, in words; empty when it can be given."""
        if self.sheet is None:
            return []
        waiting = set(rules.unconfirmed(self.sheet.body, self.sheet.confirmations))
        overdue = sum(late and item in waiting for _, item, late in rules.items_of(self.sheet.body))
        found = [] if identified else [words.say("missing.incoming")]
        if waiting:
            code = "missing.overdue" if overdue else "missing.items"
            found.append(words.say(code, count=len(waiting), overdue=overdue))
        if self.leader_signs and not any(signature["part"] == "leader" for signature in self.sheet.signatures):
            found.append(words.say("missing.leader"))
        return found
