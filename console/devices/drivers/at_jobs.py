"""Work at a modem, one command at a time: each job is written as it is done, step by step, without blocking.

A job is a generator. It yields what is to be said and gets what was answered; while one waits for its answer no other
speaks, because a command between ``>`` and its result would become part of the message. An acknowledgement that the
link writes once a signal is stored is such a step too: until its result is heard (or the time for it is over, because
the store refused it) the line belongs to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field

from console.devices.drivers.gathering import Gathered, soonest
from console.devices.protocols.at import Line, LineKind
from console.domain.signals import Signal

ANSWER_SECONDS = 10.0
KEEP_SECONDS = 60.0
"""How long a stored signal's acknowledgement may take, storing included."""

ANSWER_WITHIN = KEEP_SECONDS - ANSWER_SECONDS
"""An acknowledgement later than this would fall among commands."""

MOST_LINES = 1_000
ESCAPE = b"\x1b"


@dataclass(frozen=True, slots=True)
class Say:
    """A command, and how long its result may take. ``expects`` names its answer where such lines also come unasked.

    ``prompt``: it asks for more (``> ``), which counts as its result.
    """

    command: bytes
    limit: float = ANSWER_SECONDS
    expects: str = ""
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """A signal whose answer the link writes after it is stored, within ``ANSWER_WITHIN`` or not at all."""

    signal: Signal
    limit: float = KEEP_SECONDS


@dataclass(frozen=True, slots=True)
class Tell:
    """A signal that needs no answer."""

    signal: Signal


@dataclass(frozen=True, slots=True)
class Pause:
    """Others may speak for so many seconds."""

    seconds: float


Step = Say | Keep | Tell | Pause


@dataclass(frozen=True, slots=True)
class Reply:
    """``result`` as the modem said it, ``>`` for a prompt, empty where nothing came in time."""

    result: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def well(self) -> bool:
        return self.result == "OK"

    @property
    def prompted(self) -> bool:
        return self.result == ">"


Job = Generator[Step, Reply, None]


@dataclass(slots=True)
class _Current:
    job: Job
    step: Say | Keep
    deadline: float
    lines: list[Line] = field(default_factory=list)


class Jobs:
    """The jobs of one line, in order."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Job, Reply | None]] = deque()
        self._parked: list[tuple[float, Job]] = []
        self._current: _Current | None = None
        self._settling: Job | None = None

    @property
    def idle(self) -> bool:
        """Nothing is done and nothing waits, but for what pauses."""
        return self._current is None and not self._waiting

    def add(self, job: Job, *, first: bool = False) -> None:
        """Put it behind the others, or before them."""
        if first:
            self._waiting.appendleft((job, None))
        else:
            self._waiting.append((job, None))

    def line(self, line: Line, now: float, out: Gathered) -> bool:
        """Whether a line belongs to what was asked; with its result the job goes on."""
        current = self._current
        if current is None:
            return False
        step = current.step
        if line.kind is LineKind.RESULT or (line.kind is LineKind.PROMPT and isinstance(step, Say) and step.prompt):
            self._reply(current, Reply(line.text, tuple(current.lines)), now, out)
            return True
        expected = isinstance(step, Say) and step.expects and line.name == step.expects
        if expected or line.kind is LineKind.DATA:
            if len(current.lines) < MOST_LINES:
                current.lines.append(line)
            return True
        return False

    def go_on(self, now: float, out: Gathered) -> None:
        """Begin what can begin; give up what waited too long."""
        late = self._current
        if late is not None and now >= late.deadline:
            self._too_late(late, now, out)
        for wake, job in [one for one in self._parked if one[0] <= now]:
            self._parked.remove((wake, job))
            self._waiting.append((job, Reply("OK")))
        while self._current is None and self._waiting:
            self._begin(*self._waiting.popleft(), now, out)

    def wake_at(self) -> float | None:
        deadline = self._current.deadline if self._current is not None else None
        return soonest(deadline, *(wake for wake, _job in self._parked))

    def _too_late(self, current: _Current, now: float, out: Gathered) -> None:
        """It gets no answer any more; before it goes on, what the modem may still say is let pass."""
        self._current = None
        reply = Reply("", tuple(current.lines))
        if current.job is self._settling:
            self._begin(current.job, reply, now, out)
            return
        self._settling = _settle()
        self._waiting.appendleft((current.job, reply))
        self._waiting.appendleft((self._settling, None))

    def _reply(self, current: _Current, reply: Reply, now: float, out: Gathered) -> None:
        self._current = None
        self._begin(current.job, reply, now, out)
        self.go_on(now, out)

    def _begin(self, job: Job, reply: Reply | None, now: float, out: Gathered) -> None:
        """Run a job up to where it waits."""
        while True:
            try:
                step = next(job) if reply is None else job.send(reply)
            except StopIteration:
                return
            if isinstance(step, Tell):
                out.signals.append(step.signal)
                reply = Reply("OK")
                continue
            if isinstance(step, Pause):
                self._parked.append((now + step.seconds, job))
                return
            self._wait(job, step, now, out)
            return

    def _wait(self, job: Job, step: Say | Keep, now: float, out: Gathered) -> None:
        self._current = _Current(job, step, now + step.limit)
        if isinstance(step, Say):
            out.write += step.command
        else:
            out.signals.append(step.signal)


def _settle() -> Job:
    """After a silence: leave whatever the modem is in, and let late results pass."""
    yield Say(ESCAPE + b"AT\r", 5.0)
    yield Say(b"AT\r", 5.0)
