"""The seat's own settings: a small TOML file beside the store that people may edit by hand."""

from __future__ import annotations

import json
import os
import re
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from console.errors import Unavailable
from console.words import LANGUAGES

THEMES = ("light", "dark", "contrast")
SIZES = (14, 16, 18, 20)
"""Font sizes in px; the window's own table of sizes holds the same (a test compares them)."""

VOLUMES = ("off", "quiet", "normal", "loud")
"""How loud what is over is heard at this seat; off is shown by a lamp as long as it lasts."""

LOCK_AFTER_MOST = 1440
"""Minutes; 0 means the seat never locks by itself."""

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeatSettings:
    """What this seat likes. ``printer`` "" is the system's; ``window`` is the window's geometry as base64 text.

    ``backup_place`` is the folder of the second place for copies, ``cap_folder`` the one in which others lay CAP files
    down; "" for none.
    """

    language: str = "zh"
    theme: str = "light"
    size: int = 14
    printer: str = ""
    lock_after_minutes: int = 15
    last_officer: str = ""
    window: str = ""
    backup_place: str = ""
    sound: str = "normal"
    cap_folder: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the file says, and what was wrong with it: a sentence for the officer, never a reason not to start."""

    settings: SeatSettings
    trouble: Unavailable | None = None


class SeatFile:
    """``seat.toml``. Reading never fails; changing one setting leaves the others and unknown keys as they are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def read(self) -> Loaded:
        """The settings; defaults for what is missing or makes no sense. A file that is no TOML is put aside."""
        with self._lock:
            content, trouble = self._content()
            settings, wrong = _understood(content)
        if wrong:
            trouble = Unavailable("seat_values", keys=", ".join(wrong), path=str(self.path))
        return Loaded(settings, trouble)

    def change(self, **changes: Any) -> SeatSettings:
        """Set some settings and write the file at once. Raises ValueError for a value without meaning,
        Unavailable("cannot_write_file") when the disk refuses."""
        with self._lock:
            content, _ = self._content()
            settings = replace(_understood(content)[0], **changes)
            _require_sense(settings)
            _write(self.path, content | asdict(settings))
        return settings

    def _content(self) -> tuple[Content, Unavailable | None]:
        try:
            return tomllib.loads(self.path.read_bytes().decode("utf-8-sig")), None
        except FileNotFoundError:
            return {}, None
        except OSError as error:
            return {}, Unavailable("seat_unread", error, path=str(self.path))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            return {}, Unavailable("seat_file", error, kept=self._put_aside())

    def _put_aside(self) -> str:
        """The name under which the bad file is kept; its own where it could not be renamed."""
        for count in range(1, 1000):
            kept = self.path.with_name(f"{self.path.name}.bad{count}")
            if not kept.exists():
                break
        try:
            self.path.rename(kept)
        except OSError:
            return self.path.name  # a read-only disk: nothing will be written over it either
        return kept.name


_SENSE: Mapping[str, Callable[[Any], bool]] = {
    "language": lambda value: value in LANGUAGES,
    "theme": lambda value: value in THEMES,
    "size": lambda value: type(value) is int and value in SIZES,
    "printer": lambda value: isinstance(value, str),
    "lock_after_minutes": lambda value: type(value) is int and 0 <= value <= LOCK_AFTER_MOST,
    "last_officer": lambda value: isinstance(value, str),
    "window": lambda value: isinstance(value, str),
    "backup_place": lambda value: isinstance(value, str),
    "cap_folder": lambda value: isinstance(value, str),
    "sound": lambda value: value in VOLUMES,
}


def _understood(content: Content) -> tuple[SeatSettings, list[str]]:
    """The settings in a file's content, and the keys whose values make no sense."""
    wrong = [key for key, sense in _SENSE.items() if key in content and not sense(content[key])]
    good = {key: content[key] for key in _SENSE if key in content and key not in wrong}
    return SeatSettings(**good), wrong


def _require_sense(settings: SeatSettings) -> None:
    wrong = [key for key, value in asdict(settings).items() if not _SENSE[key](value)]
    if wrong:
        raise ValueError(f"no such seat setting: {', '.join(wrong)}")


def _write(path: Path, content: Content) -> None:
    """Beside the file, to the disk, then renamed: a power cut leaves the old file or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    lines = "".join(f"{_key(key)} = {_value(value)}\n" for key, value in content.items())
    try:
        with beside.open("wb") as file:
            # a lone surrogate out of a driver's printer name has no UTF-8
            file.write(lines.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise Unavailable("cannot_write_file", error, path=str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _text(text: str) -> str:
    """TOML's basic string is JSON's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    """Any value tomllib reads, in one line: tables and arrays become inline ones."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value)
