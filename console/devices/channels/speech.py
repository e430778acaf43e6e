"""Words as a WAV file, before anything is heard: the system's voice, a configured program, or what was recorded.

Nobody's voice is shipped. On Windows the system speaks (SAPI, through PowerShell); elsewhere a program the site
configures, with ``{text}`` and ``{out}`` among its arguments; without one, files somebody recorded. What was made is
kept by its digest, so that what was listened to is what is sent.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from console.errors import Refused, Unavailable

LIMIT = 60.0
"""Seconds the making of a text may take."""

KEPT = 200
"""Files that are kept, the newest: what waits in the outbox is among them."""

LARGEST = 64 << 20
"""Bytes of a WAV file: half an hour of speech."""

_SAPI = (
    "$t=[IO.File]::ReadAllText($env:DUTY_TEXT,[Text.Encoding]::UTF8);Add-Type -AssemblyName System.Speech;"
    "$s=New-Object System.Speech.Synthesis.SpeechSynthesizer;$s.SetOutputToWaveFile($env:DUTY_OUT);"
    "$s.Speak($t);$s.Dispose()"
)
"""The text is read from a file: nothing of it is ever part of a command line."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A WAV file that can be listened to: its digest goes into the order's ``wav``."""

    path: Path
    digest: str
    seconds: float


class Speech:
    """``folder`` keeps what was made, by its digest."""

    def __init__(self, folder: Path, platform: str = sys.platform) -> None:
        self._folder = folder
        self._platform = platform

    def render(self, text: str, *, command: str = "", recordings: str = "") -> Spoken:
        """The words as a file.

        ``recordings``: a folder where ``<text>.wav`` goes before any voice. Refused("text_empty"), ("bad_command");
        Unavailable("speech") where nothing here can speak, or what could did not.
        """
        text = text.strip()
        if not text:
            raise Refused("text_empty")
        recorded = _recorded(Path(recordings), text) if recordings else None
        if recorded is not None:
            return self.kept(recorded.read_bytes())
        with tempfile.TemporaryDirectory() as made:
            out = Path(made) / "spoken.wav"
            self._speak(text, command, out)
            try:
                return self.kept(out.read_bytes())
            except OSError as error:
                raise Unavailable("speech", "no file") from error

    def kept(self, sound: bytes) -> Spoken:
        """A WAV file under its digest; Unavailable("speech") for what is none."""
        digest = hashlib.sha256(sound).hexdigest()
        path = self._folder / f"{digest}.wav"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(sound)
            Path(name).replace(path)
            self._tidy()
        return Spoken(path, digest, seconds_of(path))

    def found(self, digest: str) -> Spoken | None:
        """What was made before, if it still is what it was."""
        path = self._folder / f"{digest}.wav"
        if not digest.isalnum() or not path.is_file():
            return None
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return None
        return Spoken(path, digest, seconds_of(path))

    def _tidy(self) -> None:
        made = sorted(self._folder.glob("*.wav"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in made[KEPT:]:
            old.unlink(missing_ok=True)

    def _speak(self, text: str, command: str, out: Path) -> None:
        if command:
            _run(_filled(command, text, out), {})
        elif self._platform == "win32" and (shell := shutil.which("powershell")):
            said = out.with_suffix(".txt")
            said.write_text(text, encoding="utf-8")
            given = {"DUTY_TEXT": str(said), "DUTY_OUT": str(out)}
            _run([shell, "-NoProfile", "-NonInteractive", "-Command", _SAPI], given)
        else:
            raise Unavailable("speech", "no voice")


def seconds_of(path: Path) -> float:
    """How long a WAV file lasts; Unavailable("speech") for what is none or too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise Unavailable("speech", "too large")
        with wave.open(str(path), "rb") as file:
            return file.getnframes() / file.getframerate()
    except (OSError, EOFError, wave.Error, ZeroDivisionError) as error:
        raise Unavailable("speech", "no sound file") from error


def _filled(command: str, text: str, out: Path) -> list[str]:
    """The program with its arguments; the text is one argument whatever it holds, and no shell reads it."""
    try:
        parts = shlex.split(command, posix=os.name == "posix")
    except ValueError:
        parts = []
    if not any("{out}" in part for part in parts) or not any("{text}" in part for part in parts):
        raise Refused("bad_command", field="command")
    return [part.replace("{out}", str(out)).replace("{text}", text) for part in parts]


def _recorded(folder: Path, text: str) -> Path | None:
    """The recording that is called as the text begins; no name leads out of the folder."""
    name = "".join(char for char in text if char.isalnum() or char in "-_ ，。、！？")[:60].strip()
    path = folder / f"{name}.wav"
    return path if name and path.is_file() else None


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=LIMIT, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable("speech", type(error).__name__) from error
