"""A captured file through a driver into a practice store, as if its bytes came now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.devices.capture import Captured, read_capture
from console.devices.registry import maker
from console.devices.session import Heard, Session, Setting
from console.domain.drivers import OptionKind, known
from console.domain.realm import Realm
from console.domain.signals import Arrived, Signal, Stored
from console.errors import Refused, Unavailable

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.wire import DeviceRow

_AFTER = 60.0
"""Seconds a session is given after the last byte, by its own count: frames that end by silence."""
_TICKS = 10_000
"""Times a session may wake between two chunks: one that wants to be woken at once for ever ends here."""


class Replayed:
    """One file, played once. Each event is marked: its words begin with 回放, its facts name the file.

    Refused("replay_live") in a live store: what did not happen must not stand in the duty log. With a device of the
    ledger its driver, options, points and places are used; without, the events are the file's.
    """

    def __init__(
        self, desk: Desk, path: Path, row: DeviceRow | None, driver: str | None, options: Mapping[str, str],
        profile: str,
    ) -> None:  # fmt: skip
        if desk.realm is Realm.LIVE:
            raise Refused("replay_live")
        self._desk, self._path = desk, path
        self._driver = row.form.driver if row is not None else known(driver or "").name
        self._key = row.key if row is not None else f"replay://{path.name}"
        given = dict(row.form.options if row is not None else options)
        options_known = [one for one in known(self._driver).options if one.kind is not OptionKind.SECRET]
        usual = {option.name: option.default for option in options_known}
        told = row.form.profile if row is not None else profile
        setting = Setting(desk.clock, desk.settings.zone(), usual | given, told)
        self._moved, self._newest = timedelta(), datetime.min.replace(tzinfo=UTC)
        self._session: Session = maker(self._driver)(setting)

    def run(self) -> Iterator[Stored]:
        """Store chunk by chunk; each event after its commit."""
        try:
            chunks = [chunk for chunk in read_capture(self._path) if chunk.received]
        except OSError as error:
            raise Unavailable("file", error, path=str(self._path)) from error
        if chunks:
            yield from self._play(chunks)

    def _play(self, chunks: Sequence[Captured]) -> Iterator[Stored]:
        """The last chunk comes now, the others as long before it as they did."""
        now, before = 0.0, chunks[0].at
        self._moved = self._desk.clock.now() - chunks[-1].at
        yield from self._stored(self._session.start(now), before)
        for chunk in chunks:
            until = now + max(0.0, (chunk.at - before).total_seconds())
            yield from self._wait(now, until, chunk.at)
            now, before = until, max(before, chunk.at)
            yield from self._stored(self._session.feed(chunk.data, now), chunk.at)
        yield from self._wait(now, now + _AFTER, before)

    def _wait(self, now: float, until: float, at: datetime) -> Iterator[Stored]:
        for _ in range(_TICKS):
            wake = self._session.wake_at()
            if wake is None or wake > until:
                return
            now = max(now, wake)
            yield from self._stored(self._session.tick(now), at)

    def _stored(self, heard: Heard, at: datetime) -> Iterator[Stored]:
        arrived = [Arrived(self._key, self._driver, self._stamp(at), self._marked(one)) for one in heard.signals]
        if arrived:
            yield from (one for one in self._desk.alarm_intake.receive(arrived) if one.id)

    def _stamp(self, at: datetime) -> datetime:
        """No two arrive at the same instant."""
        self._newest = max(at + self._moved, self._newest + timedelta(microseconds=1))
        return self._newest

    def _marked(self, signal: Signal) -> Signal:
        facts = {**signal.facts, "replayed": self._path.name}
        english = f"Played again: {signal.words_en}" if signal.words_en else ""
        return replace(signal, words=f"回放：{signal.words}", words_en=english, facts=facts, answer=b"")
