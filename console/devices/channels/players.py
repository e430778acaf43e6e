"""What plays a sound on this machine, found when it is needed; what plays can be stopped at once.

The program is fed through a pipe as fast as it plays: should we die, it falls silent within seconds, and nothing goes
on sounding that nobody could stop.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from console.errors import Unavailable

CHUNK_SECONDS = 0.25


class Ended(StrEnum):
    """How a sound came to its end."""

    PLAYED = "played"
    STOPPED = "stopped"
    FAILED = "failed"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Format:
    rate: int
    channels: int
    bits: int


Command = Callable[[Format], Sequence[str] | None]
"""The program that plays raw sound from its standard input, or None where there is none."""


def system_command(form: Format) -> Sequence[str] | None:
    """ALSA's or PulseAudio's player, whichever there is."""
    kind = {8: ("U8", "u8"), 16: ("S16_LE", "s16le"), 24: ("S24_3LE", "s24le"), 32: ("S32_LE", "s32le")}.get(form.bits)
    if kind is None:
        return None
    rate, channels = str(form.rate), str(form.channels)
    if path := shutil.which("aplay"):
        return [path, "-q", "-t", "raw", "-f", kind[0], "-r", rate, "-c", channels, "-"]
    if path := shutil.which("pacat"):
        return [path, "--playback", f"--rate={rate}", f"--channels={channels}", f"--format={kind[1]}"]
    return None


@dataclass(slots=True)
class _Playing:
    stopped: threading.Event = field(default_factory=threading.Event)
    process: subprocess.Popen[bytes] | None = None


class Players:
    """What sounds here, by the device it was asked of. Made once for a process; every method from any thread."""

    def __init__(self, command: Command = system_command, platform: str = sys.platform) -> None:
        self._command = command
        self._windows = platform == "win32"
        self._guard = threading.Lock()
        self._playing: dict[str, _Playing] = {}

    def ready(self) -> bool:
        """Whether there is anything here that could play."""
        return self._windows or self._command(Format(16_000, 1, 16)) is not None

    def play(self, key: str, path: Path, limit: float) -> Ended:
        """Play to the end, to a stop, or for ``limit`` seconds. Unavailable("player") before anything was heard."""
        playing = _Playing()
        with self._guard:
            if key in self._playing:
                raise Unavailable("player", "busy")
            self._playing[key] = playing
        try:
            return self._by_system(playing, path, limit) if self._windows else self._by_pipe(playing, path, limit)
        finally:
            with self._guard:
                self._playing.pop(key, None)

    def stop(self, key: str) -> bool:
        """Silence at once; whether anything was sounding there."""
        with self._guard:
            playing = self._playing.get(key)
        if playing is None:
            return False
        playing.stopped.set()
        if playing.process is not None:
            with contextlib.suppress(OSError):
                playing.process.kill()
        return True

    def silence(self) -> None:
        """Stop whatever sounds here: nobody will be left who could."""
        with self._guard:
            keys = list(self._playing)
        for key in keys:
            self.stop(key)

    def _by_pipe(self, playing: _Playing, path: Path, limit: float) -> Ended:
        with _opened(path) as sound:
            form = Format(sound.getframerate(), sound.getnchannels(), 8 * sound.getsampwidth())
            process = self._started(form)
            with self._guard:
                playing.process = process
            late = threading.Timer(limit, process.kill)
            late.daemon = True  # the program's end waits for no siren
            late.start()
            try:
                return self._fed(playing, process, sound, late)
            finally:
                late.cancel()
                process.kill()
                process.wait()
                if process.stdin is not None:
                    process.stdin.close()

    def _fed(self, playing: _Playing, process: subprocess.Popen[bytes], sound: Any, late: threading.Timer) -> Ended:
        """Its pipe holds a few seconds: writing waits for the playing."""
        frames = max(1, round(sound.getframerate() * CHUNK_SECONDS))
        assert process.stdin is not None
        try:
            while not playing.stopped.is_set() and (chunk := sound.readframes(frames)):
                process.stdin.write(chunk)
            process.stdin.close()
        except OSError:
            pass  # it ended: why, its exit says
        code = process.wait()
        if playing.stopped.is_set():
            return Ended.STOPPED
        if late.finished.is_set():
            return Ended.LATE
        return Ended.PLAYED if code == 0 else Ended.FAILED

    def _started(self, form: Format) -> subprocess.Popen[bytes]:
        command = self._command(form)
        if command is None:
            raise Unavailable("player", "none")
        try:
            return subprocess.Popen(
                list(command), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, bufsize=0
            )
        except OSError as error:
            raise Unavailable("player", error.strerror or type(error).__name__) from error

    def _by_system(self, playing: _Playing, path: Path, limit: float) -> Ended:
        """Windows plays a file by itself, in this process; it falls silent with it."""
        import winsound

        player: Any = winsound
        with _opened(path) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        try:
            player.PlaySound(str(path), player.SND_FILENAME | player.SND_ASYNC | player.SND_NODEFAULT)
        except RuntimeError as error:
            raise Unavailable("player", type(error).__name__) from error
        stopped = playing.stopped.wait(min(seconds, limit))
        player.PlaySound(None, player.SND_PURGE)
        if stopped:
            return Ended.STOPPED
        return Ended.PLAYED if seconds <= limit else Ended.LATE


def _opened(path: Path) -> wave.Wave_read:
    try:
        return wave.open(str(path), "rb")
    except (OSError, EOFError, wave.Error) as error:
        raise Unavailable("player", "no sound file") from error
