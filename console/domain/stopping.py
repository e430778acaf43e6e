"""全停 from memory: what a stop is, which devices it reached and when, and how other processes and a file say it.

A stop waits for no store. What it did is kept here until the book has it, with the times at which it was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from console import words
from console.domain.delivery import Receipt, SendState
from console.domain.people import Actor, ActorKind, Role
from console.errors import Refused


class Way(StrEnum):
    """How a stop went out: ``here`` by this process, ``there`` by the one that runs the wire, ``queued`` in the
    outbox, for whoever runs the wire next."""

    HERE = "here"
    THERE = "there"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants all that sounds to stop; one device where ``device_id`` names it."""

    id: UUID
    at: datetime
    by: Actor
    device_id: UUID | None = None

    def order_id(self, device_id: UUID, turn: int = 1) -> UUID:
        """The order to that device: the same on every way it may take, another for each turn."""
        return uuid5(self.id, f"{device_id} {turn}")


@dataclass(frozen=True, slots=True)
class Turn:
    """One time a device was told to stop; without a receipt it is under way."""

    began_at: datetime
    ended_at: datetime | None = None
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """A device of a stop, with every time it was told."""

    device_id: UUID
    name: str
    turns: tuple[Turn, ...]

    @property
    def receipt(self) -> Receipt | None:
        """What became of the last turn; None while it is under way."""
        return self.turns[-1].receipt

    def ended(self, at: datetime, receipt: Receipt) -> Reach:
        return replace(self, turns=(*self.turns[:-1], replace(self.turns[-1], ended_at=at, receipt=receipt)))

    def again(self, at: datetime) -> Reach:
        return replace(self, turns=(*self.turns, Turn(at)))


@dataclass(frozen=True, slots=True)
class StopAct:
    """A stop as it was done. ``aside``: the book could not take it at once."""

    wish: Wish
    reaches: tuple[Reach, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of a stop, as far as it is known, by the names of devices.

    ``silent`` the device itself said so; ``commanded`` it never answers; ``under_way`` not known yet; ``unreached``
    with ``delivery.said.<code>``. ``recorded``: the book has it, else it is kept and written when the store is back.
    """

    way: Way
    silent: tuple[str, ...] = ()
    commanded: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    unreached: tuple[tuple[str, str], ...] = ()
    recorded: bool = True

    @property
    def count(self) -> int:
        return len(self.silent) + len(self.commanded) + len(self.under_way) + len(self.unreached)


def told(way: Way, reaches: Iterable[Reach], *, recorded: bool) -> Stopped:
    """What is known of these devices now."""
    silent, commanded, under_way, unreached = [], [], [], []
    for reach in reaches:
        receipt = reach.receipt
        if receipt is None:
            under_way.append(reach.name)
        elif receipt.state is SendState.CONFIRMED:
            silent.append(reach.name)
        elif receipt.state in (SendState.UNCONFIRMED, SendState.SENT):
            commanded.append(reach.name)
        else:
            unreached.append((reach.name, receipt.code))
    return Stopped(way, tuple(silent), tuple(commanded), tuple(under_way), tuple(unreached), recorded)


def said(found: Stopped) -> str:
    """How far a stop came, in one line: counted, and never more than is known."""
    if found.way is Way.QUEUED:
        return words.say("stopping.queued", count=found.count)
    parts = [
        words.say(code, count=len(names))
        for code, names in (
            ("stopping.silent", found.silent), ("stopping.commanded", found.commanded),
            ("stopping.under_way", found.under_way), ("stopping.unreached", found.unreached),
        )
        if names
    ]  # fmt: skip
    more = [words.say("stopping.there")] if found.way is Way.THERE else []
    more += [] if found.recorded else [words.say("stopping.unrecorded")]
    what = words.say("list.join").join(parts or [words.say("stopping.nothing")])
    return words.say("stopping.told", what=what) + "".join(more)


def unreached(found: Stopped) -> Refused:
    """Which devices were not stopped, and why; what to do instead."""
    names = [f"{name}（{words.say(f'delivery.said.{code}')}）" for name, code in found.unreached]
    return Refused("stop_unreached", names=words.say("list.join").join(names))


# as JSON can say it: for the file that outlives a crash, and for the process that runs the wire


def plain_wish(wish: Wish) -> dict[str, Any]:
    by = wish.by
    return {
        "id": str(wish.id),
        "at": wish.at.isoformat(),
        "device": str(wish.device_id) if wish.device_id else None,
        "by": [by.kind.value, str(by.id) if by.id else None, by.name, by.role.value if by.role else None],
    }


def wish_of(said: Mapping[str, Any]) -> Wish:
    """ValueError, TypeError or KeyError for what is none."""
    kind, by_id, name, role = said["by"]
    by = Actor(ActorKind(kind), str(name), UUID(by_id) if by_id else None, Role(role) if role else None)
    device = said["device"]
    return Wish(UUID(said["id"]), datetime.fromisoformat(said["at"]), by, UUID(device) if device else None)


def plain_act(act: StopAct) -> dict[str, Any]:
    reaches = [[str(one.device_id), one.name, [_plain_turn(turn) for turn in one.turns]] for one in act.reaches]
    return {"wish": plain_wish(act.wish), "reaches": reaches}


def act_of(said: Mapping[str, Any]) -> StopAct:
    """An act back from what ``plain_act`` said, known to have been kept aside."""
    reaches = tuple(
        Reach(UUID(device), name, tuple(_turn_of(turn) for turn in turns)) for device, name, turns in said["reaches"]
    )
    return StopAct(wish_of(said["wish"]), reaches, aside=True)


def plain_stopped(stopped: Stopped) -> dict[str, Any]:
    return {
        "way": stopped.way.value, "silent": stopped.silent, "commanded": stopped.commanded,
        "under_way": stopped.under_way, "unreached": stopped.unreached, "recorded": stopped.recorded,
    }  # fmt: skip


def stopped_of(said: Mapping[str, Any]) -> Stopped:
    """ValueError, TypeError or KeyError for what is none."""
    silent, commanded, under_way = (tuple(map(str, said[name])) for name in ("silent", "commanded", "under_way"))
    missed = tuple((str(name), str(code)) for name, code in said["unreached"])
    return Stopped(Way(said["way"]), silent, commanded, under_way, missed, bool(said["recorded"]))


def _plain_turn(turn: Turn) -> list[Any]:
    receipt = turn.receipt
    if receipt is None or turn.ended_at is None:
        return [turn.began_at.isoformat()]
    return [
        turn.began_at.isoformat(), turn.ended_at.isoformat(), receipt.state.value, receipt.code,
        receipt.command.hex(), receipt.answer.hex(), receipt.began,
    ]  # fmt: skip


def _turn_of(said: list[Any]) -> Turn:
    began = datetime.fromisoformat(said[0])
    if len(said) == 1:
        return Turn(began)
    _, ended, state, code, command, answer, has_begun = said
    receipt = Receipt(SendState(state), code, bytes.fromhex(command), bytes.fromhex(answer), bool(has_begun))
    return Turn(began, datetime.fromisoformat(ended), receipt)
