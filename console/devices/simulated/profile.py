"""The device side of a profile: says what its samples say, answers what its commands are answered with.

What it says goes again every five seconds until it is acknowledged, where the profile knows an acknowledgement.
Option ``silent`` names terminals that do not answer (``3,17``; ``1`` where there is one answer only).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import Any

from console.devices.protocols.profile_frames import SAID, Framed, framer, written
from console.devices.simulator import Happening, Play, SimulatedDevice
from console.domain.delivery import AUDIBLE, Verb
from console.domain.profile import Command, Sample, Slot, Template
from console.domain.profile_template import shape
from console.domain.profile_text import read

AGAIN_SECONDS = 5.0


class ProfileDevice:
    """One described device."""

    def __init__(self, play: Play) -> None:
        self._profile = profile = read(play.profile)
        self._coding = "ascii" if profile.encoding == "hex" else profile.encoding
        told = play.options
        self._silent = {part.strip() for part in told.get("silent", "").split(",") if part.strip()}
        self._commands = [(command, self._matcher(command.template, command.checked)) for command in profile.commands]
        self._poll = None if profile.poll is None else self._matcher(profile.poll, True)
        self._framer = framer(profile)
        self._queue: deque[bytes] = deque()
        self._again_at: float | None = None
        self._sounding = False
        self._done: list[tuple[str, Mapping[str, str]]] = []

    def start(self, now: float) -> bytes:
        self._framer = framer(self._profile)
        self._again_at = None
        return self._next(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        ack = self._profile.ack
        while ack and self._queue and chunk.startswith(ack):
            chunk = chunk[len(ack) :]
            self._queue.popleft()
            self._again_at = None
        found = [*self._framer.feed(chunk), *(() if self._profile.framing.ends else self._framer.idle())]
        out = b"".join(self._commanded(one) for one in found if isinstance(one, Framed))
        return out + self._next(now)

    def tick(self, now: float) -> bytes:
        if self._again_at is not None and now >= self._again_at:
            self._again_at = None
        return self._next(now)

    def wake_at(self) -> float | None:
        return self._again_at

    def happen(self, event: Happening, now: float) -> bytes:
        """By the first sample of that sort; nothing where the profile has none."""
        if event.verb == "raw":
            return bytes(event.facts["bytes"])
        sample = next((one for one in self._profile.samples if one.verb == event.verb), None)
        if sample is None:
            return b""
        self._queue.append(self._said(sample, event))
        if not self._profile.ack:
            return self._queue.popleft()
        return self._next(now)

    def sample(self, number: int) -> Happening:
        verb = self._profile.samples[number % len(self._profile.samples)].verb if self._profile.samples else "raw"
        facts = {} if self._profile.samples else {"bytes": b""}
        return Happening(verb, str(number % 60 + 1), zone=str(number % 250 + 1), facts=facts)

    def waiting(self) -> int:
        return len(self._queue)

    def state(self) -> Mapping[str, Any]:
        return {"sounding": self._sounding, "commanded": tuple(self._done)}

    def _next(self, now: float) -> bytes:
        if not self._queue or self._again_at is not None:
            return b""
        self._again_at = now + AGAIN_SECONDS
        return self._queue[0]

    def _said(self, sample: Sample, event: Happening) -> bytes:
        told = {"account": event.account, "zone": event.zone, "code": event.code, "text": event.text}
        told |= {"sender": event.sender, "value": "" if event.value is None else str(round(event.value))}
        return self._framed(sample.template, {**SAID, **{name: value for name, value in told.items() if value}})

    def _framed(self, template: Template, values: Mapping[str, str]) -> bytes:
        return written(self._profile, template, values)

    def _commanded(self, frame: Framed) -> bytes:
        for command, matcher in self._commands:
            found = matcher.fullmatch(frame.body)
            if found is not None:
                return self._do(command, self._groups(command.template, found))
        reading = next((one for one in self._profile.samples if one.verb == "reading"), None)
        if self._poll is not None and reading is not None and self._poll.fullmatch(frame.body):
            return self._framed(reading.template, SAID)
        return b""

    def _do(self, command: Command, values: Mapping[str, str]) -> bytes:
        self._done.append((command.verb.value, values))
        if command.verb in AUDIBLE or command.verb is Verb.STOP:
            self._sounding = command.verb is not Verb.STOP
        if command.answer is None:
            return b""
        terminals = [str(number) for number in range(1, command.answers + 1) if str(number) not in self._silent]
        return b"".join(self._framed(command.answer, {**SAID, **values, "terminal": one}) for one in terminals)

    def _matcher(self, template: Template, checked: bool) -> re.Pattern[bytes]:
        """What a filled template looks like, its checksum included."""
        checksum = self._profile.command_checksum if checked else None
        tail = b"" if checksum is None else b".{%d}" % checksum.size
        return re.compile(shape(template) + tail, re.DOTALL)

    def _groups(self, template: Template, found: re.Match[bytes]) -> dict[str, str]:
        little = {part.name: part.little for part in template.parts if isinstance(part, Slot)}
        return {name: self._value(value, template, little[name]) for name, value in found.groupdict().items()}

    def _value(self, value: bytes, template: Template, little: bool) -> str:
        if template.binary:
            return str(int.from_bytes(value, "little" if little else "big"))
        return value.decode(self._coding, "replace")


def make(play: Play) -> SimulatedDevice:
    return ProfileDevice(play)
