"""What a device profile makes of bytes, tried beside the text while it is written; no device is needed.

A pattern somebody wrote may take its time at each frame: the window asks a worker.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.devices.profile_reading import Understood, said_by, try_out
from console.domain.signals import SignalKind
from console.errors import Refused
from ui.widgets.keycap import KeyButton
from ui.widgets.spoken import Spoken, Word
from ui.widgets.typed import OneLine

BYTES_LIMIT = 2_000
SHOWN = 8
"""Frames that are told; the rest is counted."""


class ProfileTester(Spoken, QWidget):
    """Bytes as hexadecimal, or the profile's own samples where none are given; the answer in words below.

    ``asked`` carries what a worker is to do; ``show_tried`` takes its answer.
    """

    asked = Signal(object)

    def __init__(self, text: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._trying = False
        self.bytes = OneLine(BYTES_LIMIT)
        self.button = KeyButton("devices.profile.try", small=True)
        self.told = Word(role="secondary")
        self.told.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.bytes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.told)
        self.button.clicked.connect(self.try_now)
        self.retranslate()

    def retranslate(self) -> None:
        super().retranslate()
        self.bytes.setPlaceholderText(words.say("devices.profile.bytes"))

    def try_now(self) -> None:
        """Ask what is understood; once per wish."""
        if not self._trying:
            self._trying = True
            self.told.say("asking.working")
            self.asked.emit(partial(tried, self._text(), self.bytes.text().strip()))

    def show_tried(self, said: str) -> None:
        self._trying = False
        self.told.show_text(said)


def tried(text: str, given: str) -> str:
    """On a worker: what was understood, or what is wrong with the text, with its line and key."""
    try:
        data = bytes.fromhex(given)
    except ValueError:
        return words.say("devices.profile.no_bytes")
    try:
        seen = try_out(text, data if given else said_by(text))
    except Refused as refused:
        return words.sentence(refused)
    lines = [_line(one) for one in seen[:SHOWN]] or [words.say("devices.profile.nothing")]
    if len(seen) > SHOWN:
        lines.append(words.say("devices.profile.more", count=len(seen) - SHOWN))
    return "\n".join(lines)


def _line(seen: Understood) -> str:
    """One frame: what it counts as and what it says; of damaged bytes why, and the bytes."""
    said = seen.signal
    if said is None or said.kind is SignalKind.UNREADABLE:
        why = words.say(f"wire.damaged.{seen.why}")
        return words.say("devices.profile.damaged", why=why, raw=seen.raw[:24].hex(" ").upper())
    told = said.words if words.language() == "zh" else said.words_en
    where = " ".join(part for part in (said.account, said.code, said.zone) if part)
    return words.say("devices.profile.read", kind=words.say(f"signal.kind.{said.kind.value}"), said=told, where=where)
