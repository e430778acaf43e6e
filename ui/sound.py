"""The sound that cannot be forgotten: repeated until acknowledged, quiet for a while, never mute without saying so."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

import resources
from ui.player import Player, system_player

PAUSE_MS = 2_500
"""Between two soundings: long enough to speak on the telephone."""

AGAIN_MS = 15_000
"""After a failure: a loudspeaker that is plugged in again is heard within this time."""

PROVE_SECONDS = 600
"""How often an idle player is proved by playing silence, so that a dead device is known before it is needed."""

PROVE_FAILED_SECONDS = 30
"""The same while nothing can be heard."""


class SoundState(StrEnum):
    READY = "ready"
    SOUNDING = "sounding"
    SILENCED = "silenced"
    OFF = "off"
    FAILED = "failed"


class Sound(QObject):
    """``want`` is told what wants to be heard; everything else follows. ``changed`` when the state is another one.

    A thing that becomes due while silenced is heard: the silence was for what was known when it was asked for.
    ``tested`` answers ``test``: None, or the Unavailable that says why nothing was heard.
    """

    changed = Signal()
    tested = Signal(object)

    def __init__(
        self, monotonic: Callable[[], float], parent: QObject | None = None, *, player: Player | None = None
    ) -> None:
        """``monotonic`` counts seconds; a clock that is set back must not keep the room silent."""
        super().__init__(parent)
        self._monotonic = monotonic
        self.player = player or system_player(self)
        self.player.ended.connect(self._ended)
        self.volume = "normal"
        self.trouble: Exception | None = None
        self._over = False
        self._wanted: frozenset[str] = frozenset()
        self._pattern = "alert"
        self._silenced: frozenset[str] = frozenset()
        self._until = 0.0
        self._doing = ""
        self._proved = 0.0
        self._said = SoundState.READY
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._sound)

    @property
    def state(self) -> SoundState:
        """What the room hears, or why it hears nothing."""
        if self.volume == "off":
            return SoundState.OFF
        if self.trouble is not None:
            return SoundState.FAILED
        if not self._wanted:
            return SoundState.READY
        return SoundState.SILENCED if self._is_silenced() else SoundState.SOUNDING

    @property
    def wanted(self) -> bool:
        """Whether anything is over that nobody has acknowledged."""
        return bool(self._wanted)

    @property
    def silenced_for(self) -> float:
        """Seconds of silence left."""
        return max(0.0, self._until - self._monotonic()) if self._is_silenced() else 0.0

    def want(self, keys: frozenset[str], pattern: str = "alert") -> None:
        """What wants to be heard now; called on every tick. ``pattern`` names the tones of the gravest of it."""
        if self._over:
            return
        self._wanted, self._pattern = keys, pattern
        self._go_on()

    def silence(self, minutes: int) -> None:
        """Quiet for what is known now; it comes back by itself if nobody acknowledges it meanwhile."""
        if self._wanted:
            self._silenced = self._wanted
            self._until = self._monotonic() + minutes * 60
            self._go_on()

    def set_volume(self, volume: str) -> None:
        self.volume = volume
        self._go_on()

    def test(self) -> None:
        """Sound once at the seat's loudness; ``tested`` follows."""
        self._play("test")

    def prove(self) -> None:
        """Play a silence: whether there is a player and a device behind it."""
        self._proved = self._monotonic()
        if not self._doing and not self._over and self.volume != "off":
            self._play("proof")

    def stop(self) -> None:
        """The window closes: whatever is asked afterwards stays quiet."""
        self._over = True
        self._wanted = frozenset()
        self._pause.stop()
        self._doing = ""
        self.player.stop()

    def _go_on(self) -> None:
        sounding = bool(self._wanted) and self.volume != "off" and not self._is_silenced()
        if not sounding and self._doing == "alert":
            self._doing = ""
            self.player.stop()
        if not sounding:
            self._pause.stop()
            self._prove_sometimes()
        elif not self._doing and not self._pause.isActive():
            self._sound()
        self._tell()

    def _prove_sometimes(self) -> None:
        rest = PROVE_SECONDS if self.trouble is None else PROVE_FAILED_SECONDS
        if not self._doing and self._monotonic() - self._proved >= rest:
            self.prove()

    def _sound(self) -> None:
        if self._wanted and self.volume != "off" and not self._is_silenced() and not self._doing:
            self._play("alert")

    def _play(self, what: str) -> None:
        self._doing = what
        loudness = "normal" if self.volume == "off" else self.volume
        tones = self._pattern if what == "alert" else "alert"
        self.player.play(resources.path("sounds/proof.wav" if what == "proof" else f"sounds/{tones}-{loudness}.wav"))

    def _ended(self, trouble: Exception | None) -> None:
        did, self._doing = self._doing, ""
        self.trouble = trouble
        if self._wanted:
            self._pause.start(AGAIN_MS if trouble is not None else PAUSE_MS if did != "proof" else 0)
        self._tell()
        if did == "test":
            self.tested.emit(trouble)

    def _is_silenced(self) -> bool:
        return self._monotonic() < self._until and self._wanted <= self._silenced

    def _tell(self) -> None:
        if self.state is not self._said:
            self._said = self.state
            self.changed.emit()
