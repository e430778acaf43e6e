"""A captured file through a driver into a practice store, as if its bytes came now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.devices.registry import maker
from console.devices.session import Heard, Session, Setting
from console.domain.drivers import OptionKind, known
from console.domain.realm import Realm
from console.domain.signals import Arrived, Signal, Stored
from console.errors import Refused

if TYPE_CHECKING:
    from console.desk.sending import SendingDesk
    from console.devices.capture import Captured
    from console.devices.capture_reading import Capture
    from console.domain.wire import DeviceRow

_AFTER = 60.0
"""Seconds a session is given after the last byte, by its own count: frames that end by silence."""
_TICKS = 10_000
"""Times a session may wake between two chunks: one that wants to be woken at once for ever ends here."""


class Replay:
    """One file, played once. Each event is marked: its words begin with 回放, its facts name the file.

    Refused("replay_live") in a live store: what did not happen must not stand in the duty log. With a device of the
    ledger its driver, options, points and places are used; without, the events are the file's. ``heard`` counts the
    transfers that were played, ``stored`` the events that came of them.
    """

    def __init__(
        self, desk: SendingDesk, capture: Capture, row: DeviceRow | None, driver: str | None = None,
        options: Mapping[str, str] | None = None, profile: str = "",
    ) -> None:  # fmt: skip
        if desk.realm is Realm.LIVE:
            raise Refused("replay_live")
        self._desk, self.capture = desk, capture
        self._driver = row.form.driver if row is not None else known(driver or "").name
        self._key = row.key if row is not None else f"replay://{capture.name}"
        given = dict(row.form.options if row is not None else options or {})
        options_known = [one for one in known(self._driver).options if one.kind is not OptionKind.SECRET]
        usual = {option.name: option.default for option in options_known}
        told = row.form.profile if row is not None else profile
        setting = Setting(desk.clock, desk.settings.zone(), usual | given, told)
        self._newest = datetime.min.replace(tzinfo=UTC)
        self._session: Session = maker(self._driver)(setting)
        self.chunks = capture.received
        self.heard = self.stored = 0
        self._now, self._before = 0.0, self.chunks[0].at if self.chunks else desk.clock.now()

    def at_once(self) -> Iterator[Stored]:
        """All of it; each event after its commit. The last chunk comes now, the others as long before as they did."""
        if not self.chunks:
            return
        moved = self._desk.clock.now() - self.chunks[-1].at
        yield from self.begin(self._before + moved)
        for chunk in self.chunks:
            yield from self.hear(chunk, chunk.at + moved)
        yield from self.end(max(self._before, self.chunks[-1].at) + moved)

    def begin(self, at: datetime) -> Iterator[Stored]:
        """The line is opened at that time."""
        yield from self._store(self._session.start(self._now), at)

    def hear(self, chunk: Captured, at: datetime) -> Iterator[Stored]:
        """That chunk arrives; the session counts its seconds as they were then, however fast it is played."""
        until = self._now + max(0.0, (chunk.at - self._before).total_seconds())
        yield from self._wait(until, at)
        self._now, self._before = until, max(self._before, chunk.at)
        self.heard += 1
        yield from self._store(self._session.feed(chunk.data, self._now), at)

    def end(self, at: datetime) -> Iterator[Stored]:
        """Nothing more comes: what ends by silence ends."""
        yield from self._wait(self._now + _AFTER, at)

    def _wait(self, until: float, at: datetime) -> Iterator[Stored]:
        now = self._now
        for _ in range(_TICKS):
            wake = self._session.wake_at()
            if wake is None or wake > until:
                return
            now = max(now, wake)
            yield from self._store(self._session.tick(now), at)

    def _store(self, heard: Heard, at: datetime) -> Iterator[Stored]:
        arrived = [Arrived(self._key, self._driver, self._stamp(at), self._marked(one)) for one in heard.signals]
        if arrived:
            told = [one for one in self._desk.alarm_intake.receive(arrived) if one.id]
            self.stored += len(told)
            yield from told

    def _stamp(self, at: datetime) -> datetime:
        """No two arrive at the same instant."""
        self._newest = max(at, self._newest + timedelta(microseconds=1))
        return self._newest

    def _marked(self, signal: Signal) -> Signal:
        facts = {**signal.facts, "replayed": self.capture.name}
        english = f"Played again: {signal.words_en}" if signal.words_en else ""
        return replace(signal, words=f"回放：{signal.words}", words_en=english, facts=facts, answer=b"")
