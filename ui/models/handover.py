"""What the hand-over panel shows, as the store had it at one load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from console import words
from console.domain import duty as rules
from console.domain.draft import Draft
from console.domain.duty import EmergencyRow, OpenPoints, PostLine, SheetRow, ShiftRow
from console.domain.sheets import PastSheet
from console.services.supplements import Supplementing


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
    ``rostered`` are the people planned for the shift to come, ``supplementing`` what may still be added to the sheet
    this watch was taken over by, ``past`` the newest sheets, ``more`` whether there are older ones, ``phones`` what the
    contacts have for the officers.
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
    rostered: tuple[PostLine, ...] = ()
    supplementing: Supplementing | None = None
    past: tuple[PastSheet, ...] = ()
    more: bool = False
    phones: Mapping[str, str] = field(default_factory=dict)

    def known(self) -> dict[str, str]:
        """People of the running and the last shift, of the roster and the officers, with their telephones."""
        lines = [line for shift in (self.last, self.shift) if shift for line in shift.posts]
        told = [(line.name, line.phone) for line in (*lines, *self.rostered) if line.name]
        named = dict.fromkeys((name for name, _ in told), "") | {name: phone for name, phone in told if phone}
        return named | {name: phone for name, phone in self.phones.items() if phone and not named.get(name)}

    def expected(self) -> str:
        """Who should take the watch over by the roster, where they have an account; empty where nobody can tell."""
        owner = self.shift.owner if self.shift else ""
        named = [line.name for line in self.rostered if line.post != "leader"]
        return next((name for name in named if name in self.officers and name != owner), "")

    def crew(self, first: str, before: ShiftRow | None, *, keep: bool) -> Crew:
        """Posts to start from: as planned; without a plan those of ``before`` (all or only the leader).

        ``first`` stands on the first empty post, or on the main one in place of somebody planned; whoever leads the
        shift stays its leader only, where the main post has somebody.
        """
        known = self.known()
        stood = {line.post: line.name for line in before.posts if keep or line.post == "leader"} if before else {}
        stood = {line.post: line.name for line in self.rostered} or stood
        names = [stood.get(post, "") for post in ("leader", *self.posts)]
        leads = first == names[0] and any(names[1:2])
        if first and first not in names[1:] and not leads:
            free = next((at for at, name in enumerate(names) if at and not name), 1)
            names = [first if at == free else name for at, name in enumerate(names)]
        filled = zip(("leader", *self.posts), names, strict=True)
        return Crew(tuple(PostLine(post, name, known.get(name, "")) for post, name in filled), known, self.officers)

    def crew_without(self, gone: str) -> Crew:
        """Posts in an emergency: as they stand, without the one who cannot go on."""
        stood = {line.post: line.name for line in self.shift.posts} if self.shift else {}
        names = [(post, stood.get(post, "")) for post in ("leader", *self.posts)]
        known = self.known()
        kept = tuple(PostLine(post, name, known.get(name, "")) for post, name in names if name != gone)
        empty = tuple(PostLine(post, "") for post, name in names if name == gone)
        order = ("leader", *self.posts)
        return Crew(tuple(sorted((*kept, *empty), key=lambda line: order.index(line.post))), known, self.officers)

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
