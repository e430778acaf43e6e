"""A simulated 北斗 terminal. Options: ``card``, ``gap`` seconds of its card, ``level``, ``power`` (0–4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.devices.protocols.beidou import NO_CARD, Mode, Sentence, SentenceReader, mixed, read_text, sentence
from console.devices.simulator import Happening, Play, SimulatedDevice


class Terminal:
    """``silent``: it answers nothing to what it is asked to transmit."""

    def __init__(self, play: Play) -> None:
        options = play.options
        self.card = options.get("card", "0242286")
        self.power = int(options.get("power", "3"))
        self.silent = False
        self.sent: list[tuple[str, str]] = []
        self._gap = int(options.get("gap", "60"))
        self._level = options.get("level", "3")
        self._reader = SentenceReader()
        self._free_at = self._now = 0.0

    def start(self, now: float) -> bytes:
        self._reader = SentenceReader()
        return self.tick(now)

    def feed(self, chunk: bytes, now: float) -> bytes:
        asked = [one for one in self._reader.feed(chunk) if isinstance(one, Sentence)]
        return b"".join(self._answer(one, now) for one in asked)

    def tick(self, now: float) -> bytes:
        """It speaks only when it is asked, or a message comes."""
        self._now = now
        return b""

    def wake_at(self) -> float | None:
        return None

    def happen(self, event: Happening, now: float) -> bytes:
        self._now = now
        if event.verb == "raw":
            return bytes(event.facts.get("bytes", b""))
        if event.verb in {"fault", "restore"}:
            self.power = 0 if event.verb == "fault" else 3
            return self._powers()
        return self.text(event.sender or "0179773", event.text or "水位三十二米")

    def sample(self, number: int) -> Happening:
        return Happening("message", sender=f"{100_000 + number % 900_000:07d}", text=f"第{number}号报告，人员平安")

    def waiting(self) -> int:
        return 0

    def state(self) -> Mapping[str, Any]:
        return {"sent": list(self.sent), "card": self.card, "power": self.power}

    def text(self, sender: str, words: str) -> bytes:
        """Somebody sends it a message."""
        return sentence("BDTXR", "1", sender.zfill(7)[-7:], Mode.MIXED.value, "", mixed(words))

    def _answer(self, one: Sentence, now: float) -> bytes:
        if one.kind == "CCICA":
            return self._card()
        if one.kind == "CCRMO" and one.text(0) == "BSI":
            return self._powers()
        return self._transmit(one, now) if one.kind == "CCTXA" else b""

    def _card(self) -> bytes:
        if self.card == NO_CARD:
            return sentence("BDICI", NO_CARD, "00000000", NO_CARD, "0", "0", "0", "N", "0")
        return sentence("BDICI", self.card, f"0{self.card}", "0000011", "6", str(self._gap), self._level, "N", "0")

    def _powers(self) -> bytes:
        return sentence("BDBSI", "01", "03", *(str(self.power if at % 3 == 0 else 0) for at in range(10)))

    def _transmit(self, one: Sentence, now: float) -> bytes:
        if self.silent:
            return b""
        if now < self._free_at or self.card == NO_CARD or not self.power:
            wait = max(0, round(self._free_at - now))
            return sentence("BDFKI", "TXA", "N", "Y", "0", f"{wait // 60:02d}{wait % 60:02d}")
        self._free_at = now + self._gap
        self.sent.append((one.text(0), read_text(one.text(2), one.fields[3] if len(one.fields) > 3 else b"")[0]))
        return sentence("BDFKI", "TXA", "Y", "Y", "0", f"{self._gap // 60:02d}{self._gap % 60:02d}")


def make(play: Play) -> SimulatedDevice:
    """The far side of the ``beidou`` driver."""
    return Terminal(play)
