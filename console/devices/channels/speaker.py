"""The loudspeaker of this machine: a siren's sound or spoken words. Nobody can know who heard it."""

from __future__ import annotations

from collections.abc import Mapping

from console.devices.channels.players import Ended, Players
from console.devices.channels.siren_sound import USUAL, siren
from console.devices.channels.speech import Speech, Spoken
from console.domain.delivery import AUDIBLE, Order, Receipt, SendState, Verb
from console.errors import Refused, Unavailable

SECONDS = 60
LONGEST = 1_800
MARGIN = 15.0
"""Seconds beyond the sound itself, for a player that begins slowly."""

MEANS = {
    Ended.PLAYED: (SendState.UNCONFIRMED, "played"),
    Ended.STOPPED: (SendState.UNCONFIRMED, "stopped_early"),
    Ended.FAILED: (SendState.FAILED, "player_failed"),
    Ended.LATE: (SendState.UNKNOWN, "player_hung"),
}


class Speaker:
    """``options``: ``seconds`` a siren sounds unless the order says, ``command`` of the voice, ``recordings``."""

    def __init__(self, key: str, options: Mapping[str, str], players: Players, speech: Speech) -> None:
        self._key = key
        self._options = options
        self._players = players
        self._speech = speech
        self.limit = LONGEST + MARGIN

    def send(self, order: Order) -> Receipt:
        if order.verb is Verb.STOP:
            return self._stopped()
        if order.verb is Verb.PROBE:
            return self._probed()
        if order.verb in AUDIBLE:
            return self._heard(order)
        return Receipt(SendState.FAILED, "not_possible", began=False)

    def _probed(self) -> Receipt:
        if self._players.ready():
            return Receipt(SendState.UNCONFIRMED, "player_found")
        return Receipt(SendState.FAILED, "no_player", began=False)

    def _heard(self, order: Order) -> Receipt:
        try:
            sound = self._sound(order)
        except (Refused, Unavailable, OSError):
            return Receipt(SendState.FAILED, "no_speech", began=False)
        if sound is None:
            return Receipt(SendState.FAILED, "recording_differs", began=False)
        return self._played(sound)

    def _stopped(self) -> Receipt:
        sounding = self._players.stop(self._key)
        return Receipt(SendState.CONFIRMED, "player_stopped" if sounding else "nothing_sounding")

    def _played(self, sound: Spoken) -> Receipt:
        facts = {"wav": sound.digest, "seconds": round(sound.seconds, 1)}
        try:
            ended = self._players.play(self._key, sound.path, min(sound.seconds, LONGEST) + MARGIN)
        except Unavailable as trouble:
            cause = {**facts, "cause": str(trouble.cause or "")}
            return Receipt(SendState.FAILED, "no_player", began=False, facts=cause)
        state, code = MEANS[ended]
        return Receipt(state, code, f"wav sha256 {sound.digest}".encode(), facts=facts)

    def _sound(self, order: Order) -> Spoken | None:
        """What is to be heard; where it was listened to before, that very file, or None when it is gone."""
        listened = str(order.facts.get("wav", ""))
        if listened:
            return self._speech.found(listened)
        if order.verb is Verb.SOUND:
            return self._speech.kept(siren(str(order.facts.get("pattern", USUAL)), self._seconds(order)))
        return self._speech.render(
            order.text, command=self._options.get("command", ""), recordings=self._options.get("recordings", "")
        )

    def _seconds(self, order: Order) -> int:
        for said in (order.facts.get("seconds"), self._options.get("seconds")):
            text = str(said or "")
            if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST:
                return int(text)
        return SECONDS
