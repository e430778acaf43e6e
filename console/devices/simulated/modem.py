"""A simulated GSM modem with its SIM and network (3GPP TS 27.005, 27.007; V.250): a host's far side.

Good enough for hosts nobody here wrote: Debian's smsd and gammu drive it (tests/peers). Options: ``pin`` (asked for
until it is entered), ``sim=no``, ``csq`` (0–31), ``report`` (seconds until a delivery report), ``lag`` (seconds the
network takes over a message).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.devices.drivers.gathering import soonest
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sms_fields import Concat, is_number
from console.devices.protocols.sms_pdu import (
    Deliver,
    Report,
    Submit,
    from_hex,
    read_submit,
    write_deliver,
    write_report,
)
from console.devices.simulator import Happening, Play, SimulatedDevice
from console.domain.sms_parts import alphabet_of, split_text

CENTRE = "+8613800577500"
RING_SECONDS = 5.0
REPEAT_SECONDS = 20.0
_PLACES = 50
_INPUT_LIMIT = 4_096
_EOL = "\r\n"
_GONE = f"{_EOL}NO CARRIER{_EOL}"

_PLAIN = {
    "+CGMI": "SIMULATED", "+CGMM": "SIM MODEM", "+CGMR": "1.0", "+CGSN": "490154203237518", "+CIMI": "460000123456789",
    "+GMI": "SIMULATED", "+GMM": "SIM MODEM", "+GMR": "1.0", "+GSN": "490154203237518", "+CNUM": "", "I": "SIM MODEM",
    "+CSCA?": f'+CSCA: "{CENTRE}",145', "+COPS?": '+COPS: 0,0,"SIMULATED"', "+CSCS?": '+CSCS: "GSM"',
    "+CMGF=?": "+CMGF: (0)", "+CNMI=?": "+CNMI: (0-2),(0-2),(0),(0-2),(0)", "+CSMS?": "+CSMS: 1,1,1,1",
    "+CBC": "+CBC: 0,100", "+CPAS": "+CPAS: 0", "+CFUN?": "+CFUN: 1", "+CPMS=?": '+CPMS: ("SM"),("SM"),("SM")',
    "+CMGL=?": "+CMGL: (0-4)", "+CSCS=?": '+CSCS: ("GSM")',
}  # fmt: skip
_SILENT = re.compile(r"[ZVXEQ&]\S*|\+(CSCS|CSCA|COPS|CFUN|CMER|CSDH|CRC|CLIR|CGATT)=.*|S\d=.*")


_OF_THE_CARD = ("+CPIN", "+CMG", "+CIMI", "+CPMS", "+CNMI", "+CSCA", "+CREG")


@dataclass(slots=True)
class Card:
    """What the SIM and the network know; it outlives the line."""

    pin: str = ""
    open: bool = True
    tries: int = 3
    present: bool = True
    registered: bool = True
    places: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    sent: list[Submit] = field(default_factory=list)
    reference: int = 0


class Modem:
    """``errors`` are +CMS codes the network gives to the next messages; 0 takes the next one, -1 answers nothing."""

    def __init__(self, play: Play) -> None:
        self._play = play
        options = play.options
        pin = options.get("pin", "")
        self.card = Card(pin, not pin, present=options.get("sim", "yes") != "no")
        self.errors: deque[int] = deque()
        self._csq = int(options.get("csq", "20"))
        self._report_after, self._lag = float(options.get("report", "1")), float(options.get("lag", "0"))
        self._input = b""
        self._awaits: int | None = None
        self._later: list[tuple[float, str]] = []
        self._unacknowledged: deque[str] = deque()
        self._repeat_at: float | None = None
        self._reset()

    def _reset(self) -> None:
        self._echo, self._extended, self._mode = True, 0, 0
        self._cnmi, self._creg, self._clip, self._phase = (0, 0, 0, 0, 0), 0, False, 0

    def start(self, now: float) -> bytes:
        """A new line: what was half said on the old one is forgotten; how it was set is not."""
        self._repeat_at = now + REPEAT_SECONDS
        self._input, self._awaits = b"", None
        return b""

    def feed(self, chunk: bytes, now: float) -> bytes:
        self._input = (self._input + chunk)[-_INPUT_LIMIT:]
        said = b""
        while True:
            ends = rb"[\x1a\x1b]" if self._awaits is not None else rb"[\r\x1b]"
            end = re.search(ends, self._input)
            if end is None:
                return said
            taken, self._input = self._input[: end.start()], self._input[end.end() :]
            if self._awaits is not None:
                said += self._message(taken, end[0] == b"\x1a", now)
            elif end[0] == b"\r":
                said += self._command(taken)

    def tick(self, now: float) -> bytes:
        due = [text for at, text in self._later if at <= now]
        self._later = [one for one in self._later if one[0] > now]
        said = "".join(self._deliver(text, now) for text in due)
        if self._repeat_at is not None and now >= self._repeat_at and self._unacknowledged:
            self._repeat_at = now + REPEAT_SECONDS
            said += self._unacknowledged[0]
        return said.encode()

    def wake_at(self) -> float | None:
        return soonest(self._repeat_at if self._unacknowledged else None, *(at for at, _text in self._later))

    def happen(self, event: Happening, now: float) -> bytes:
        if event.verb == "raw":
            return bytes(event.facts.get("bytes", b""))
        if event.verb == "call":
            return self.ring(event.sender, now, bells=int(event.facts.get("bells", 3)))
        if event.verb in {"message", "alarm"}:
            return self.text(event.sender or "+8610000000001", event.text or "水位上涨")
        if event.verb in {"fault", "restore"}:
            return self.network(event.verb == "restore")
        return self.restart() if event.verb == "status" else b""

    def sample(self, number: int) -> Happening:
        sender = f"+861000000{number % 10_000:04d}"
        if number % 3 == 0:
            return Happening("call", sender=sender)
        return Happening("message", sender=sender, text=f"第{number}号报告：水位{30 + number % 7}米")

    def waiting(self) -> int:
        return len(self.card.places) + len(self._unacknowledged)

    def state(self) -> Mapping[str, Any]:
        sent = [{"number": one.number, "text": one.text, "valid": one.valid} for one in self.card.sent]
        card = self.card
        return {"sent": sent, "kept": len(card.places), "tries": card.tries, "registered": card.registered}

    def ring(self, number: str, now: float, bells: int = 3) -> bytes:
        """Somebody rings, or will when the line is free; without a number the caller withheld it."""
        kind = 145 if number.startswith("+") else 129 if number else 128
        clip = f'{_EOL}+CLIP: "{number}",{kind},,,,{0 if number else 1}{_EOL}' if self._clip else ""
        bell = f"{_EOL}RING{_EOL}{clip}"
        begin = max([now, *(at + RING_SECONDS for at, text in self._later if text == _GONE)])
        self._later += [(begin + RING_SECONDS * at, bell) for at in range(1 if begin == now else 0, bells)]
        self._later.append((begin + RING_SECONDS * bells, _GONE))
        return bell.encode() if begin == now else b""

    def text(self, sender: str, words: str, *, wide: bool = False, lost: int = 0) -> bytes:
        """A text comes in, in as many parts as it needs; part ``lost`` never arrives."""
        parts, alphabet = split_text(words), alphabet_of(words)
        reference = self._play.random.randrange(65_536 if wide else 256)
        said = b""
        for number, part in enumerate(parts, 1):
            concat = Concat(reference, len(parts), number, wide) if len(parts) > 1 else None
            at = self._play.clock.now().astimezone(self._play.zone).replace(microsecond=0)
            if number != lost:
                said += self._arrive(write_deliver(Deliver(sender, at, part, alphabet, concat, CENTRE)))
        return said

    def network(self, registered: bool) -> bytes:
        """It loses its network, or finds it again."""
        self.card.registered = registered
        return f"{_EOL}+CREG: {1 if registered else 0}{_EOL}".encode() if self._creg else b""

    def restart(self) -> bytes:
        """It restarts by itself and forgets how it was set."""
        self._reset()
        self._input, self._awaits = b"", None
        return f"{_EOL}RDY{_EOL}".encode()

    def _arrive(self, pdu: bytes) -> bytes:
        if self._cnmi[1] == 2:
            return self._direct("+CMT: ,", pdu).encode()
        place = next((at for at in range(1, _PLACES + 1) if at not in self.card.places), None)
        if place is None:
            return b""
        self.card.places[place] = (0, pdu)
        return f'{_EOL}+CMTI: "SM",{place}{_EOL}'.encode() if self._cnmi[1] == 1 else b""

    def _direct(self, head: str, pdu: bytes) -> str:
        """A message or report handed over at once; with phase 2+ it is said again until it is acknowledged."""
        said = f"{_EOL}{head}{len(pdu) - 1 - pdu[0]}{_EOL}{pdu.hex().upper()}{_EOL}"
        if self._phase:
            self._unacknowledged.append(said)
        return said

    def _deliver(self, text: str, now: float) -> str:
        """What was to be said later: a bell, a result, or (``report:``) a delivery report."""
        if not text.startswith("report:"):
            return text
        said = self._direct("+CDS: ", bytes.fromhex(text[7:])) if self._cnmi[3] == 1 else ""
        self._repeat_at = now + REPEAT_SECONDS
        return said

    def _command(self, line: bytes) -> bytes:
        """Commands of one line, divided by semicolons; the first error ends it (V.250 §5.2)."""
        text = line.decode("latin-1").strip("\n\r\0 ")
        echo = f"{text}\r" if self._echo and text else ""
        if text[:2].upper() != "AT":
            return echo.encode("latin-1", "replace")
        said, result = "", "OK"
        for one in re.findall(r'(?:"[^"]*"|[^;"])+', text[2:]) or [""]:
            answer = self._one(one.strip())
            if answer is None:
                result = "ERROR"
                break
            if answer.startswith(("+CM", ">")) and ("ERROR" in answer or answer == ">"):
                result = answer
                break
            said += f"{_EOL}{answer}{_EOL}" if answer else ""
        end = f"{_EOL}> " if result == ">" else f"{_EOL}{result}{_EOL}"
        return (echo + said + end).encode("latin-1", "replace")

    def _one(self, command: str) -> str | None:
        """The answer of one command, empty for a bare OK, None for ERROR, ``>`` to ask for a message."""
        upper = command.upper()
        if upper in {"E0", "E1"}:
            self._echo = upper == "E1"
        if upper.startswith("+CPIN") and self.card.present:
            return self._pin(command)
        if upper.startswith(_OF_THE_CARD) and not (self.card.present and self.card.open):
            return self._error("CME", 11 if self.card.present else 10)
        if upper in _PLAIN:
            return _PLAIN[upper]
        name, _sign, argument = upper.partition("=")
        handler = _HANDLERS.get(name)
        if handler is not None:
            return handler(self, argument)
        return "" if not upper or _SILENT.fullmatch(upper) else None

    def _error(self, kind: str, code: int) -> str | None:
        return f"+{kind} ERROR: {code}" if self._extended else None

    def _pin(self, command: str) -> str | None:
        card = self.card
        if command.upper().startswith("+CPINR"):
            return f"+CPINR: SIM PIN,{card.tries},3"
        if command.endswith("?"):
            return "+CPIN: READY" if card.open else "+CPIN: SIM PIN" if card.tries else "+CPIN: SIM PUK"
        if command.partition("=")[2].strip('"') != card.pin or not card.tries:
            card.tries = max(0, card.tries - 1)
            return self._error("CME", 16 if card.tries else 12)
        card.open, card.tries = True, 3
        return ""

    def _csms(self, argument: str) -> str | None:
        self._phase = int(argument == "1")
        return "+CSMS: 1,1,1"

    def _set_cnmi(self, argument: str) -> str | None:
        told = [int(part) for part in argument.split(",") if part.isdigit()]
        self._cnmi = tuple((told + [0] * 5)[:5])  # type: ignore[assignment]
        return ""

    def _ask_cnmi(self, _argument: str) -> str | None:
        return "+CNMI: " + ",".join(map(str, self._cnmi))

    def _cpms(self, _argument: str) -> str | None:
        used = f"{len(self.card.places)},{_PLACES}"
        return f"+CPMS: {used},{used},{used}"

    def _ask_cpms(self, _argument: str) -> str | None:
        used = f'"SM",{len(self.card.places)},{_PLACES}'
        return f"+CPMS: {used},{used},{used}"

    def _ask_creg(self, _argument: str) -> str | None:
        return f"+CREG: {self._creg},{1 if self.card.registered else 0}"

    def _cmgf(self, argument: str) -> str | None:
        return "" if argument == "0" else None

    def _cmgs(self, argument: str) -> str | None:
        if not argument.isdigit():
            return self._error("CMS", 304)
        self._awaits = int(argument)
        return ">"

    def _cmgl(self, argument: str) -> str | None:
        wanted = {"0": {0}, "1": {1}, "4": {0, 1, 2, 3}}.get(argument or "0")
        if wanted is None:
            return self._error("CMS", 302)
        rows = [
            f"+CMGL: {at},{state},,{len(pdu) - 1 - pdu[0]}{_EOL}{pdu.hex().upper()}"
            for at, (state, pdu) in sorted(self.card.places.items())
            if state in wanted
        ]
        self.card.places.update({at: (1, pdu) for at, (state, pdu) in self.card.places.items() if state in wanted})
        return _EOL.join(rows)

    def _cmgr(self, argument: str) -> str | None:
        place = int(argument) if argument.isdigit() else 0
        if place not in self.card.places:
            return self._error("CMS", 321)
        state, pdu = self.card.places[place]
        self.card.places[place] = (1, pdu)
        return f"+CMGR: {state},,{len(pdu) - 1 - pdu[0]}{_EOL}{pdu.hex().upper()}"

    def _cmgd(self, argument: str) -> str | None:
        place = argument.partition(",")[0]
        self.card.places.pop(int(place) if place.isdigit() else 0, None)
        return ""

    def _cnma(self, _argument: str) -> str | None:
        if not self._unacknowledged:
            return self._error("CMS", 340)
        self._unacknowledged.popleft()
        return ""

    def _set(self, name: str) -> Callable[[str], str]:
        def put(argument: str) -> str:
            setattr(self, name, int(argument.partition(",")[0] or 0) if argument[:1].isdigit() else 0)
            return ""

        return put

    def _message(self, raw: bytes, ended: bool, now: float) -> bytes:
        """The message behind the prompt: taken, refused, or (escape) given up."""
        length, self._awaits = self._awaits, None
        if not ended:
            return f"{_EOL}OK{_EOL}".encode()
        octets = from_hex(raw.decode("latin-1"))
        read = read_submit(octets, length) if octets else Damaged(raw, "cut")
        code = self._refusal(read)
        if code < 0:
            return b""
        if code or isinstance(read, Damaged):
            said = f"{_EOL}{self._error('CMS', code) or 'ERROR'}{_EOL}"
        else:
            said = self._take(read, now)
        if not self._lag:
            return said.encode()
        self._later.append((now + self._lag, said))
        return b""

    def _refusal(self, read: Submit | Damaged) -> int:
        if isinstance(read, Damaged):
            return 304
        if not self.card.registered:
            return 331
        return self.errors.popleft() if self.errors else 0

    def _take(self, one: Submit, now: float) -> str:
        card = self.card
        card.sent.append(one)
        reference, card.reference = card.reference, (card.reference + 1) % 256
        if one.report and is_number(one.number):
            at = self._play.clock.now().astimezone(self._play.zone).replace(microsecond=0)
            report = write_report(Report(reference, one.number, at, at, 0), CENTRE)
            self._later.append((now + self._lag + self._report_after, f"report:{report.hex()}"))
        return f"{_EOL}+CMGS: {reference}{_EOL}{_EOL}OK{_EOL}"


_HANDLERS: Mapping[str, Callable[[Modem, str], str | None]] = {
    "+CSMS": Modem._csms,
    "+CNMI": Modem._set_cnmi,
    "+CNMI?": Modem._ask_cnmi,
    "+CPMS": Modem._cpms,
    "+CPMS?": Modem._ask_cpms,
    "+CREG": lambda modem, argument: modem._set("_creg")(argument),
    "+CREG?": Modem._ask_creg,
    "+CLIP": lambda modem, argument: modem._set("_clip")(argument),
    "+CMEE": lambda modem, argument: modem._set("_extended")(argument),
    "+CMGF": Modem._cmgf,
    "+CMGF?": lambda _modem, _argument: "+CMGF: 0",
    "+CSQ": lambda modem, _argument: f"+CSQ: {modem._csq},99",
    "+CMGS": Modem._cmgs,
    "+CMGL": Modem._cmgl,
    "+CMGR": Modem._cmgr,
    "+CMGD": Modem._cmgd,
    "+CNMA": Modem._cnma,
}


def make(play: Play) -> SimulatedDevice:
    """The far side of the ``modem`` driver."""
    return Modem(play)
