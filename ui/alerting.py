"""Joins what is over with the sound: the strip's two controls, the locked page, the lamp."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console import words
from console.bootstrap import Desk
from console.domain.alarm import AlarmRow
from console.domain.alerts import key_of, unheard
from console.domain.due import DueItem
from console.domain.people import Action
from console.errors import Refused, Unavailable
from ui.jobs import Jobs
from ui.notices import Notices
from ui.seat import Seat
from ui.sound import Sound, SoundState
from ui.station import Station
from ui.text import Times
from ui.widgets.alert_bar import AlertShown
from ui.widgets.bar import LampRow

_LAMPS = {
    SoundState.READY: ("sound", "ok"),
    SoundState.SOUNDING: ("sound", "ok"),
    SoundState.SILENCED: ("sound", "caution"),
    SoundState.OFF: ("mute", "caution"),
    SoundState.FAILED: ("mute", "fault"),
}
"""Lamp and its state; where nothing can be heard the lamp itself says so (无声)."""


_PATTERNS = {1: "alarm1", 2: "alarm2"}
"""Alarms have tones of their own; those of priority 3 sound as what is due does."""


class Alerting(QObject):
    """``changed`` when the strip, the lamp or the locked page should show the sound anew.

    ``told`` carries a sentence for the message strip.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, seat: Seat, times: Times, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._seat, self._times, self._notices = desk, jobs, seat, times, notices
        self._minutes = 5
        self._over: tuple[DueItem, ...] = ()
        self._alarms: tuple[AlarmRow, ...] = ()
        self._seen_alarms: frozenset[UUID] = frozenset()
        self.in_sight: Callable[[], Sequence[AlarmRow]] = tuple
        """Which alarms the officer's key says to have seen: those whose words stand before him."""
        self.offered: Callable[[], Sequence[AlarmRow]] = tuple
        """The same with those that came this moment: what the strip says that the key will do."""
        self._sent: frozenset[str] = frozenset()
        self._last = AlertShown()
        self.sound = Sound(desk.clock.monotonic, self)
        self.sound.changed.connect(self._show)
        self.sound.tested.connect(self._tested)

    def start(self, volume: str) -> None:
        """Prove the player once, before it is needed."""
        self.sound.set_volume(volume)
        self.sound.prove()

    def close(self) -> None:
        self.sound.stop()

    def follow(self, station: Station) -> None:
        """On each tick: what is over now and nobody has seen."""
        self._minutes = station.silence_minutes
        self._sent -= station.acknowledged
        seen = station.acknowledged | self._sent
        self._over = unheard(station.due, self._times.now(), seen)
        self._want()

    def follow_alarms(self, rows: Sequence[AlarmRow]) -> None:
        """The alarms nobody has seen, the gravest first."""
        self._seen_alarms &= {row.id for row in rows}
        self._alarms = tuple(row for row in rows if row.id not in self._seen_alarms)
        self._want()

    def _want(self) -> None:
        due = frozenset(key_of(item) for item in self._over)
        alarms = frozenset(_alarm_key(row) for row in self._alarms)
        self.sound.want(due | alarms, _PATTERNS.get(self._priority, "alert"))
        self._show()

    @property
    def _priority(self) -> int:
        return min((row.priority for row in self._alarms), default=0)

    def silence(self) -> None:
        """F9: quiet for the site's minutes; it comes back unless somebody acknowledges."""
        sounded = self.sound.state is SoundState.SOUNDING
        self.sound.silence(self._minutes)
        self._show()
        until = self.shown().until
        self.told.emit(words.say("alert.told_silenced" if sounded else "alert.told_quiet", at=until))

    def acknowledge(self) -> None:
        """F10: the signed-in officer has seen what is over, and the alarms he can read; the log says who and when."""
        if not self._seat.taken or self._seat.locked:
            return
        over = self._over
        if over:
            self._acknowledge_over()
        if self._seat.may(Action.ALARMS):
            self._acknowledge_alarms(tuple(self.in_sight()), told=bool(over))

    def _acknowledge_over(self) -> None:
        over, actor = self._over, self._seat.actor
        keys = frozenset(key_of(item) for item in over)
        self._sent |= keys
        self._jobs.write(
            lambda: self._desk.alerts.acknowledge(over, by=actor),
            lambda added: self.told.emit(words.say("alert.acknowledged", count=len(over), number=added.number)),
            lambda error: self._not_acknowledged(keys, error),
        )

    def _acknowledge_alarms(self, rows: tuple[AlarmRow, ...], *, told: bool) -> None:
        """``told``: something is said already about the same key."""
        ids, actor = [row.id for row in rows if row.id not in self._seen_alarms], self._seat.actor
        if not ids:
            if not told:
                self.told.emit(words.say("alarms.told.not_in_sight" if self._alarms else "alert.told_nothing"))
            return
        self._seen_alarms |= frozenset(ids)
        numbers = words.say("list.join").join(row.number for row in rows if row.id in ids)
        self._jobs.write(
            lambda: self._desk.alarms.acknowledge(ids, by=actor),
            lambda _rows: self.told.emit(words.say("alarms.told.acknowledged", numbers=numbers)),
            lambda error: self._alarms_not_acknowledged(frozenset(ids), error),
        )

    def test(self) -> None:
        self.sound.test()

    def shown(self) -> AlertShown:
        """For the strip and the locked page."""
        left = self.sound.silenced_for
        until = self._times.clock(self._times.now() + timedelta(seconds=left)) if left else ""
        since = min((row.first_at for row in self._alarms), default=None)
        sight = sum(row.id not in self._seen_alarms for row in self.offered()) if self._alarms else 0
        return AlertShown(
            self.sound.wanted, self.sound.state.value, until, self._priority, since, self.sound.volume,
            over=len(self._over), alarms=sight, unseen=len(self._alarms),
        )  # fmt: skip

    def show_anew(self) -> None:
        """Another page, or another part of a list, is in sight."""
        self._show()

    def lamp(self) -> LampRow:
        """The sound's lamp for the bar."""
        lamp, state = _LAMPS[self.sound.state]
        return LampRow(lamp, state, words.say(f"lamp.sound.{self.sound.state.value}", cause=self._cause()))

    def _not_acknowledged(self, keys: frozenset[str], error: Exception) -> None:
        self._sent -= keys
        self._notices.tell(error)

    def _alarms_not_acknowledged(self, ids: frozenset[UUID], error: Exception) -> None:
        self._seen_alarms -= ids
        self._notices.tell(error)

    def _tested(self, trouble: Any) -> None:
        if trouble is None:
            self.told.emit(words.say("alert.tested"))
        else:
            self._notices.tell(trouble)

    def _cause(self) -> str:
        trouble = self.sound.trouble
        return words.sentence(trouble) if isinstance(trouble, Refused | Unavailable) else ""

    def _show(self) -> None:
        shown = self.shown()
        if shown != self._last:
            self._last = shown
            self.changed.emit()


def _alarm_key(row: AlarmRow) -> str:
    """One that was put aside and is back, or that was handed on unseen, is heard again in a silence."""
    return f"alarm:{row.id}:{row.escalated_at or ''}"
