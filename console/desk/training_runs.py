"""What a trainer started, step by step: an act and its repeats, a trouble for a time, a script, a captured file.

A run knows no thread: ``step`` does what is due and says when to come again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from console.devices.sim_scripts import Item
from console.devices.simulator import Happening
from console.domain.training import HAPPENINGS, STORM, Act, RunKind, RunRow, RunState
from console.errors import Refused

if TYPE_CHECKING:
    from console.desk.replaying import Replay
    from console.devices.sim_plays import Line
    from console.devices.street import Post
    from console.domain.clock import Clock
    from console.domain.people import Actor
    from console.domain.signals import Stored

AT_ONCE, PAUSE = 50, 0.05
"""Of a storm so many wait at a device at most, looked at so often: what is stopped has an end soon."""
_SLICE = 20
"""Events of a captured file that are stored in one step."""
_LONG = 1e9
"""Seconds of what lasts until it is stopped."""
_SKIPPED = 50
"""Lines of a script that are named because they could not be played; more are not kept."""


@dataclass(frozen=True, slots=True)
class Played:
    """A simulated device in the ledger and on the street."""

    device_id: UUID
    code: str
    name: str
    post: Post

    def require_line(self) -> None:
        """Refused("training_no_line") where nobody would hear it; without power it comes when the power is back."""
        if not self.post.connected and self.post.powered:
            raise Refused("training_no_line", name=self.name)


class Run:
    """What all of them share. ``begin`` once, ``step`` until it answers None, then ``end``."""

    kind = RunKind.ACT

    def __init__(self, what: str, devices: str, by: Actor, at: datetime) -> None:
        self.id = uuid4()
        self.what, self.devices, self.by, self.began_at = what, devices, by, at
        self.state = RunState.RUNNING
        self.done, self.of, self.speed = 0, 1, 1
        self.note = ""
        self.skipped: list[str] = []
        self.trouble: Exception | None = None

    def begin(self, now: float) -> None:
        """The first of it."""

    def step(self, now: float) -> float | None:
        """What is due; when the next is, None when it is over."""
        raise NotImplementedError

    def end(self) -> None:
        """Whatever it changed is as it was, however it came to an end."""

    def left(self, now: float) -> float | None:
        """Seconds to its end, where that is known."""
        del now
        return None

    def row(self, now: float) -> RunRow:
        return RunRow(
            self.id, self.kind, self.what, self.devices, self.by.name, self.began_at, self.state, self.done, self.of,
            self.left(now), self.speed, self.note, tuple(self.skipped), self.trouble,
        )  # fmt: skip


class ActRun(Run):
    """Something happens at one device, once or several times."""

    def __init__(self, act: Act, played: Played, by: Actor, at: datetime) -> None:
        super().__init__(act.verb, played.code, by, at)
        self.id = act.id
        self.act, self._played = act, played
        self.of = act.count
        self._next = 0.0

    @property
    def device_id(self) -> UUID:
        return self._played.device_id

    @property
    def device_name(self) -> str:
        return self._played.name

    def begin(self, now: float) -> None:
        self._next = now

    def step(self, now: float) -> float | None:
        while now >= self._next and self.done < self.of:
            self._played.require_line()
            self._happen()
            self.done += 1
            self._next += self.act.every
        return self._next if self.done < self.of else None

    def left(self, now: float) -> float | None:
        return max(0.0, self._next - now + self.act.every * (self.of - self.done - 1)) if self.of > 1 else None

    def _happen(self) -> None:
        self._played.post.happen(happening(self.act))


class NoiseRun(ActRun):
    """So many bytes nobody sent, at once."""

    def step(self, now: float) -> float | None:
        del now
        self._played.require_line()
        self._played.post.act(Item(0.0, "noise", amount=float(self.act.count)))
        self.done = self.of
        return None


class StormRun(ActRun):
    """Many different ones, as fast as the console takes them."""

    def step(self, now: float) -> float | None:
        self._played.require_line()
        post = self._played.post
        for _ in range(min(AT_ONCE - post.waiting(), self.of - self.done)):
            post.happen(post.sample(self.done))
            self.done += 1
        return now + PAUSE if self.done < self.of else None

    def left(self, now: float) -> float | None:
        del now
        return None


class TroubleRun(ActRun):
    """Something goes wrong on the way, for a time or until it is stopped."""

    def begin(self, now: float) -> None:
        act, post = self.act, self._played.post
        self._until = now + (act.seconds or _LONG)
        self.of = 0
        if act.verb == "power":
            post.power(False)
        elif act.verb == "silence":
            self._played.require_line()
            post.act(Item(0.0, "silence", amount=act.seconds or _LONG))
        else:
            self._fault(act.skew if act.verb == "clock" else act.chance / 100)

    def step(self, now: float) -> float | None:
        return self._until if now < self._until else None

    def end(self) -> None:
        post, verb = self._played.post, self.act.verb
        if verb == "power":
            post.power(True)
        elif verb == "silence":
            post.act(Item(0.0, "silence"))
        else:
            self._fault(getattr(post.laid, verb))

    def left(self, now: float) -> float | None:
        return max(0.0, self._until - now) if self.act.seconds else None

    def _fault(self, amount: float) -> None:
        post = self._played.post
        post.change(replace(post.faulty, **{self.act.verb: amount}))


def run_of(act: Act, played: Played, by: Actor, at: datetime) -> ActRun:
    """The run of an act, by what it is."""
    if act.verb == STORM:
        return StormRun(act, played, by, at)
    if act.verb == "noise":
        return NoiseRun(act, played, by, at)
    kind = ActRun if act.verb in HAPPENINGS else TroubleRun
    return kind(act, played, by, at)


def happening(act: Act) -> Happening:
    """What the device is told of it."""
    return Happening(act.verb, act.account, act.code, act.zone, act.text, act.sender, act.value)


class Paced(Run):
    """What plays by its own times: paused, stepped, faster."""

    def __init__(self, what: str, devices: str, by: Actor, at: datetime, speed: int) -> None:
        super().__init__(what, devices, by, at)
        self.speed = speed
        self._elapsed, self._last = 0.0, 0.0

    def begin(self, now: float) -> None:
        self._last = now

    def pause(self, now: float, on: bool) -> None:
        """Time stands still for it."""
        self._go_on(now)
        self.state = RunState.PAUSED if on else RunState.RUNNING

    def change_speed(self, now: float, speed: int) -> None:
        self._go_on(now)
        self.speed = speed

    def next_one(self, now: float) -> None:
        """What is next comes now, whether it is paused or not."""
        due = self.due()
        self._go_on(now)
        if due is not None:
            self._elapsed = max(self._elapsed, due)
            self.play_next()

    def step(self, now: float) -> float | None:
        self._go_on(now)
        while (due := self.due()) is not None and due <= self._elapsed and self.state is RunState.RUNNING:
            self.play_next()
        if due is None:
            return None
        return now + (due - self._elapsed) / self.speed if self.state is RunState.RUNNING else now + _LONG

    def due(self) -> float | None:
        """When the next is, in its own seconds; None when there is none."""
        raise NotImplementedError

    def play_next(self) -> None:
        raise NotImplementedError

    def _go_on(self, now: float) -> None:
        if self.state is RunState.RUNNING:
            self._elapsed += max(0.0, now - self._last) * self.speed
        self._last = now


class ScriptRun(Paced):
    """A script for the whole room."""

    kind = RunKind.SCRIPT

    def __init__(
        self, what: str, lines: Sequence[Line], cast: Mapping[tuple[str, str], Played], by: Actor, at: datetime,
        speed: int,
    ) -> None:  # fmt: skip
        names = list(dict.fromkeys(played.code for played in cast.values()))
        super().__init__(what, "、".join(names), by, at, speed)
        self._lines, self._cast = lines, cast
        self._at = 0
        self.of = len(lines)

    def due(self) -> float | None:
        return self._lines[self._at].item.at if self._at < len(self._lines) else None

    def play_next(self) -> None:
        line = self._lines[self._at]
        self._at += 1
        self.note = line.text
        played = self._cast.get((line.driver, line.code))
        try:
            if played is None:
                raise Refused("no_sim_device", name=f"{line.driver}:{line.code}")
            played.require_line()
            played.post.act(line.item)
            self.done += 1
        except (Refused, ValueError, KeyError):
            # the others of the night go on; what could not be played is named
            if len(self.skipped) < _SKIPPED:
                self.skipped.append(line.text)

    def end(self) -> None:
        for played in self._cast.values():
            played.post.calm()

    def left(self, now: float) -> float | None:
        if self.state is not RunState.RUNNING or not self._lines:
            return None
        return max(0.0, (self._lines[-1].item.at - self._elapsed) / self.speed - (now - self._last))


class ReplayRun(Paced):
    """A captured file, at its pace, faster or at once (``speed`` 0)."""

    kind = RunKind.REPLAY

    def __init__(self, replay: Replay, devices: str, clock: Clock, by: Actor, speed: int) -> None:
        super().__init__(replay.capture.name, devices, by, clock.now(), speed)
        self.replay, self._clock = replay, clock
        self.of = len(replay.chunks)
        self._first = replay.chunks[0].at if replay.chunks else clock.now()
        self._all: Iterator[Stored] | None = None

    def begin(self, now: float) -> None:
        super().begin(now)
        if self.speed == 0:
            self._all = self.replay.at_once()
        else:
            _drain(self.replay.begin(self._clock.now()))

    def step(self, now: float) -> float | None:
        if self._all is None:
            return super().step(now)
        if self.state is RunState.PAUSED:
            return now + _LONG
        for _ in range(_SLICE):
            if next(self._all, None) is None:
                self.done = self.replay.heard
                return None
        self.done = self.replay.heard
        return now

    def due(self) -> float | None:
        if self.done >= self.of:
            return None
        return (self.replay.chunks[self.done].at - self._first).total_seconds()

    def play_next(self) -> None:
        self.done += 1
        _drain(self.replay.hear(self.replay.chunks[self.done - 1], self._clock.now()))
        if self.done == self.of:
            _drain(self.replay.end(self._clock.now()))

    def next_one(self, now: float) -> None:
        """One more transfer; of what plays at once the next event."""
        if self._all is None:
            super().next_one(now)
            return
        next(self._all, None)
        self.done = self.replay.heard

    def left(self, now: float) -> float | None:
        if self._all is not None or self.state is not RunState.RUNNING or not self.of:
            return None
        whole = (self.replay.chunks[-1].at - self._first).total_seconds()
        return max(0.0, (whole - self._elapsed) / self.speed - (now - self._last))


def _drain(stored: Iterator[Stored]) -> None:
    for _one in stored:
        pass
