"""A device described by a profile: what it says as signals, what it is told as commands of its table.

One command at a time, with a gap between two. What can be heard is written once and never again by itself; what is
silent may be tried again as often as the profile allows. Only an answer the profile expects confirms; where none is
expected the command is said to be unconfirmed. A stop goes before everything that waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.devices.drivers.gathering import Gathered, soonest, unreadable
from console.devices.drivers.orders_in_turn import OrdersInTurn
from console.devices.profile_reading import search, understand
from console.devices.protocols.profile_frames import Framed, framer
from console.devices.protocols.scanning import Damaged
from console.devices.session import Heard, Sending, Setting
from console.domain.delivery import AUDIBLE, Order, Receipt, SendState, Verb
from console.domain.profile import Command, Profile
from console.domain.profile_silence import smuggles
from console.domain.profile_template import fill
from console.domain.profile_text import decode, read
from console.domain.signals import SignalKind
from console.errors import Refused

PATIENCE = 3.0
"""Seconds of silence after which half a frame is given up, where the profile names none."""

LATE_SECONDS = 2.0
"""After a time-out the next command waits so long (or its time-out, if that is less) for an answer that comes late."""


@dataclass(slots=True)
class _Doing:
    """A command under way: what was written, until when an answer is awaited, which terminals answered."""

    order: Order
    command: Command
    data: bytes
    tries: int = 0
    until: float = 0.0
    heard: bytes = b""
    done: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


class ProfileSession(OrdersInTurn):
    """The conversation with one described device."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile
        self._coding = "ascii" if profile.encoding == "hex" else profile.encoding
        self._framer = framer(profile)
        self._silence = profile.framing.idle_ms / 1_000 or PATIENCE
        self._heard_at: float | None = None
        self._doing: _Doing | None = None
        self._free_at = self._gap_until = 0.0
        self._poll_at: float | None = None

    def start(self, now: float) -> Heard:
        self._poll_at = now if self._profile.poll is not None else None
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> Heard:
        out = Gathered()
        for found in self._framer.feed(chunk):
            self._take(found, now, out)
        self._heard_at = now if chunk else self._heard_at
        self._turn(now, out)
        return out.heard()

    def tick(self, now: float) -> Heard:
        out = Gathered()
        if self._heard_at is not None and now >= self._heard_at + self._silence:
            self._heard_at = None
            for found in self._framer.idle():
                self._take(found, now, out)
        if self._doing is not None and now >= self._doing.until:
            self._timed_out(self._doing, now, out)
        self._turn(now, out)
        return out.heard()

    def wake_at(self) -> float | None:
        silence = None if self._heard_at is None else self._heard_at + self._silence
        waits = self._doing is None and bool(self._queue)
        return soonest(
            silence,
            None if self._doing is None else self._doing.until,
            self._free_at if waits else None,
            None if self._poll_at is None or self._doing is not None else max(self._poll_at, self._free_at),
        )

    # what it says

    def _take(self, found: Framed | Damaged, now: float, out: Gathered) -> None:
        if isinstance(found, Damaged):
            out.signals.append(unreadable(found.raw, found.why))
            out.write += self._profile.nak
        elif self._doing is None or not self._answers(self._doing, found, now, out):
            self._tell(found, out)

    def _tell(self, frame: Framed, out: Gathered) -> None:
        """A frame of its own accord: acknowledged once stored, a heartbeat at once."""
        seen = understand(self._profile, frame)
        if seen.signal is None:
            return
        answered = not seen.record or self._profile.records[seen.record - 1].answered
        ack = self._profile.ack if answered else b""
        if seen.signal.kind is SignalKind.HEARTBEAT and not out.signals:
            out.signals.append(seen.signal)
            out.write += ack
        else:
            out.signals.append(replace(seen.signal, answer=ack, damaged=seen.why))

    # what it is told

    def _turn(self, now: float, out: Gathered) -> None:
        """Begin what waits, if nothing is under way and the gap is over."""
        while self._doing is None and self._queue and now >= self._free_at:
            self._begin(self._queue.popleft(), now, out)
        due = self._poll_at is not None and now >= max(self._poll_at, self._free_at)
        if due and self._doing is None and self._profile.poll is not None:
            self._poll_at = now + self._profile.poll_seconds
            out.write += self._sealed(fill(self._profile.poll, self._profile.defaults, self._coding))
            self._pause(now)

    def _begin(self, order: Order, now: float, out: Gathered) -> None:
        play = str(order.facts.get("class") or self._profile.defaults.get("class", ""))
        command = self._profile.command(order.verb, play)
        if command is None:
            out.receipts.append((order.id, Receipt(SendState.FAILED, "not_possible", began=False)))
            return
        try:
            values = self._values(order, play, command.template.slots)
            data = fill(command.template, values, self._coding)
        except Refused as refused:
            code = "no_such_zone" if refused.facts.get("slot") == "zone" else "value_missing"
            out.receipts.append((order.id, Receipt(SendState.FAILED, code, began=False, facts=refused.facts)))
            return
        if smuggles(self._profile, command, data, (values["text"], "" if self._profile.zones else order.target)):
            out.receipts.append((order.id, Receipt(SendState.FAILED, "text_is_command", began=False)))
            return
        doing = _Doing(order, command, self._sealed(data) if command.checked else data + self._profile.command_end)
        self._write(doing, now, out)

    def _pause(self, now: float) -> None:
        """The gap the device wants between two commands."""
        self._free_at = self._gap_until = now + self._profile.gap_ms / 1_000

    def _sealed(self, data: bytes) -> bytes:
        told = self._profile.command_checksum
        return (data if told is None else told.sealed(data)) + self._profile.command_end

    def _write(self, doing: _Doing, now: float, out: Gathered) -> None:
        out.write += doing.data
        doing.tries += 1
        doing.until = now + doing.command.timeout_ms / 1_000
        self._pause(now)
        if doing.command.reply is None and doing.command.refusal is None:
            self._finish(doing, SendState.UNCONFIRMED, "commanded", out)
        else:
            self._doing = doing

    def _answers(self, doing: _Doing, frame: Framed, now: float, out: Gathered) -> bool:
        """Whether that frame answers the command under way."""
        text = decode(frame.body, self._profile.encoding)
        refusal = doing.command.refusal
        if refusal is not None and (found := search(refusal, text)) is not None:
            self._heard(doing, frame, found, doing.refused)
        elif doing.command.reply is not None and (found := search(doing.command.reply, text)) is not None:
            self._heard(doing, frame, found, doing.done)
        else:
            return False
        if len(doing.done | doing.refused) >= doing.command.answers:
            self._answered(doing, now, out)
        return True

    def _heard(self, doing: _Doing, frame: Framed, found: object, into: set[str]) -> None:
        groups: Mapping[str, str | None] = found.groupdict()  # type: ignore[attr-defined]
        into.add(groups.get("terminal") or str(len(doing.done | doing.refused) + 1))
        doing.heard += frame.raw

    def _answered(self, doing: _Doing, now: float, out: Gathered) -> None:
        self._pause(now)
        if not doing.refused:
            self._finish(doing, SendState.CONFIRMED, _confirmed(doing.order.verb), out)
        elif not doing.done:
            self._finish(doing, SendState.FAILED, "device_refused", out)
        else:
            self._finish(doing, SendState.UNKNOWN, "terminals_partly", out)

    def _timed_out(self, doing: _Doing, now: float, out: Gathered) -> None:
        """Nobody, or not everybody, answered: what is silent is tried again, what can be heard is left to a person.

        What comes after it waits a moment, or a late answer would be taken for its own.
        """
        self._free_at = now + min(doing.command.timeout_ms / 1_000, LATE_SECONDS)
        if doing.done or doing.refused:
            self._finish(doing, SendState.UNKNOWN, "terminals_partly", out)
        elif doing.tries <= doing.command.retries and doing.order.verb not in AUDIBLE:
            self._write(doing, now, out)
        elif doing.command.reply is None:
            self._finish(doing, SendState.UNCONFIRMED, "commanded", out)
        else:
            state = SendState.FAILED if doing.order.verb is Verb.PROBE else SendState.UNKNOWN
            self._finish(doing, state, "no_answer", out)

    def _finish(self, doing: _Doing, state: SendState, code: str, out: Gathered) -> None:
        self._doing = None
        facts: dict[str, object] = {"tries": doing.tries}
        if doing.command.answers > 1:
            missing = doing.command.answers - len(doing.done | doing.refused)
            facts |= {"answered": sorted(doing.done), "refused": sorted(doing.refused), "missing": missing}
        receipt = Receipt(state, code, doing.data, doing.heard[:2_000], facts=facts)
        out.receipts.append((doing.order.id, receipt))

    def _overtaken(self, out: Gathered) -> None:
        if self._doing is not None and self._doing.order.verb is not Verb.STOP:
            self._abandon("stopped", out)
        self._free_at = self._gap_until

    def _abandon(self, code: str, out: Gathered) -> None:
        if self._doing is not None:
            self._finish(self._doing, SendState.UNKNOWN, code, out)

    def _values(self, order: Order, play: str, slots: frozenset[str]) -> dict[str, str]:
        """What fills a command's places: the order's, else the profile's usual ones; Refused for an unknown zone.

        A zone that the command has no place for is refused where it would be heard elsewhere too.
        """
        told = {name: str(order.facts[name]) for name in ("repeats", "seconds", "pattern") if name in order.facts}
        values = {**self._profile.defaults, **told, "text": " ".join(order.text.split())}
        volume = order.facts.get("volume", values.get("volume"))
        if "volume" in slots and volume is not None:
            values["volume"] = self._volume(str(volume))
        values["class"] = self._profile.classes.get(play, play)
        if "zone" in slots:
            values["zone"] = self._zone(order.target or values.get("zone", ""))
        elif order.target and order.verb in AUDIBLE:
            raise Refused("profile_no_value", slot="zone")
        return values

    def _volume(self, percent: str) -> str:
        if not percent.isdecimal() or int(percent) > 100:
            raise Refused("profile_no_value", slot="volume")
        return str(round(int(percent) * self._profile.volume_top / 100))

    def _zone(self, target: str) -> str:
        if not self._profile.zones:
            return target
        for zone in self._profile.zones:
            if target in {zone.name, zone.name_en, zone.value}:
                return zone.value
        raise Refused("profile_no_value", slot="zone")


def _confirmed(verb: Verb) -> str:
    return "probed" if verb is Verb.PROBE else "device_confirmed"


def make(setting: Setting) -> Sending:
    """The session of a described device; Refused("bad_profile") for a text that describes none."""
    return ProfileSession(read(setting.profile))
