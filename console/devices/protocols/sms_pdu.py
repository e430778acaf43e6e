"""Short messages as modems carry them: SUBMIT, DELIVER and STATUS-REPORT (3GPP TS 23.040 §9.2.2, TS 27.005).

Our own, because the libraries are broken (smspdudecoder with today's bitstring), stale (python-gsmmodem-new fails on
characters outside the basic plane) or a GPL daemon; tests/peers compares them with this one. Anything that does not
add up is refused rather than guessed: one octet too few in a service centre's number shifts everything behind it.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from datetime import datetime

from console.devices.protocols import gsm7
from console.devices.protocols.scanning import Damaged
from console.devices.protocols.sms_fields import (
    Concat,
    Octets,
    PduError,
    header,
    named_address,
    number_address,
    read_address,
    read_header,
    read_stamp,
    semi_octets,
    stamp,
    valid_minutes,
    validity,
)
from console.domain.sms_parts import MOST_PARTS, Alphabet, alphabet_of, split_text

_DELIVER, _SUBMIT, _REPORT = 0, 1, 2
_HEADER = 0x40
_REPORT_REQUEST = 0x20
_RELATIVE = 0x10
_NO_MORE = 0x04
_DCS = {Alphabet.GSM7: 0x00, Alphabet.DATA: 0x04, Alphabet.UCS2: 0x08}


@dataclass(frozen=True, slots=True)
class Submit:
    """A message, or a part of one, on its way out. ``valid`` are minutes, None leaves it to the centre."""

    number: str
    text: str
    alphabet: Alphabet
    part: Concat | None = None
    report: bool = True
    valid: int | None = None


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message, or a part of one, that came in. ``sender`` may be a name; ``text`` of data is its hex digits."""

    sender: str
    at: datetime | None
    text: str
    alphabet: Alphabet = Alphabet.UCS2
    part: Concat | None = None
    centre: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message: ``reference`` is the TP-MR the modem named, ``status`` TP-ST (§9.2.3.15)."""

    reference: int
    number: str
    sent_at: datetime | None
    done_at: datetime | None
    status: int


def submits(
    number: str, text: str, *, reference: int = 0, report: bool = True, valid: int | None = None
) -> tuple[Submit, ...]:
    """A text as the messages it takes; ``reference`` ties them together. PduError for a bad number or too many."""
    number_address(number)
    parts, alphabet = split_text(text), alphabet_of(text)
    if len(parts) > MOST_PARTS:
        raise PduError("too_long")
    if len(parts) == 1:
        return (Submit(number, text, alphabet, None, report, valid),)
    return tuple(
        Submit(number, part, alphabet, Concat(reference % 256, len(parts), at), report, valid)
        for at, part in enumerate(parts, 1)
    )


def write_submit(one: Submit) -> tuple[bytes, int]:
    """The octets for the modem (the SIM's own service centre: one zero before) and what ``AT+CMGS=`` counts."""
    first = _SUBMIT | (_HEADER if one.part else 0) | (_REPORT_REQUEST if one.report else 0)
    first |= _RELATIVE if one.valid is not None else 0
    period = b"" if one.valid is None else bytes([validity(one.valid)])
    head = bytes([first, 0]) + number_address(one.number) + bytes([0, _DCS[one.alphabet]]) + period
    body = head + _user_data(one.text, one.alphabet, one.part)
    return b"\0" + body, len(body)


def write_deliver(one: Deliver) -> bytes:
    """The same the other way round: what a modem says of a message that came (simulated modem, tests)."""
    number = one.sender.removeprefix("+").isdigit()
    sender = number_address(one.sender) if number else named_address(one.sender)
    first = _DELIVER | _NO_MORE | (_HEADER if one.part else 0)
    time = bytes(7) if one.at is None else stamp(one.at)
    body = bytes([first]) + sender + bytes([0, _DCS[one.alphabet]]) + time
    return _centre(one.centre) + body + _user_data(one.text, one.alphabet, one.part)


def write_report(one: Report, centre: str = "") -> bytes:
    """A status report as a modem says it (simulated modem, tests)."""
    times = b"".join(bytes(7) if at is None else stamp(at) for at in (one.sent_at, one.done_at))
    body = bytes([_REPORT | _NO_MORE, one.reference]) + number_address(one.number) + times + bytes([one.status])
    return _centre(centre) + body


def read_incoming(raw: bytes, length: int | None = None) -> Deliver | Report | Damaged:
    """A message or report as ``+CMT``, ``+CMGR``, ``+CMGL`` or ``+CDS`` bring it. Never raises.

    ``length`` is what the modem counted (octets after the service centre's number); another count is damage.
    """
    try:
        octets = Octets(raw)
        centre = _read_centre(octets)
        if length is not None and octets.left() != length:
            raise PduError("length")
        first = octets.one()
        if first & 3 == _DELIVER:
            return _read_deliver(octets, first, centre)
        if first & 3 == _REPORT:
            return _read_report(octets)
        raise PduError("format")
    except PduError as error:
        return Damaged(raw, error.code)


def read_submit(raw: bytes, length: int | None = None) -> Submit | Damaged:
    """A message as a host hands it to a modem (simulated modem, tests). Never raises."""
    try:
        octets = Octets(raw)
        _read_centre(octets)
        if length is not None and octets.left() != length:
            raise PduError("length")
        first, _reference = octets.one(), octets.one()
        if first & 3 != _SUBMIT:
            raise PduError("format")
        number = read_address(octets)
        octets.one()
        alphabet = _alphabet(octets.one())
        valid = _read_validity(octets, first)
        text, part = _read_data(octets, alphabet, bool(first & _HEADER))
        return Submit(number, mended(text), alphabet, part, bool(first & _REPORT_REQUEST), valid)
    except PduError as error:
        return Damaged(raw, error.code)


def from_hex(text: str) -> bytes | None:
    """Octets of a line of hex digits; None for any other line."""
    try:
        return binascii.unhexlify(text.strip())
    except (binascii.Error, ValueError):
        return None


def mended(text: str) -> str:
    """Surrogates that two parts tore apart as the character they are; half of one as the mark of a lost character."""
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")


def _read_deliver(octets: Octets, first: int, centre: str) -> Deliver:
    sender = read_address(octets)
    octets.one()
    alphabet = _alphabet(octets.one())
    at = read_stamp(octets)
    text, part = _read_data(octets, alphabet, bool(first & _HEADER))
    return Deliver(sender, at, text if part else mended(text), alphabet, part, centre)


def _read_report(octets: Octets) -> Report:
    reference, number = octets.one(), read_address(octets)
    sent_at, done_at = read_stamp(octets), read_stamp(octets)
    return Report(reference, number, sent_at, done_at, octets.one())


def _read_validity(octets: Octets, first: int) -> int | None:
    form = first & 0x18
    if form == _RELATIVE:
        return valid_minutes(octets.one())
    if form:
        octets.take(7)
    return None


def _centre(number: str) -> bytes:
    if not number:
        return b"\0"
    address = number_address(number)
    return bytes([len(address) - 1]) + address[1:]


def _read_centre(octets: Octets) -> str:
    """The service centre's number: its length counts octets, unlike that of any other address (TS 27.005 §3.1)."""
    size = octets.one()
    if size == 0:
        return ""
    raw = octets.take(size)
    if size < 2 or size > 12 or not raw[0] & 0x80:
        raise PduError("format")
    count = 2 * (size - 1) - (raw[-1] >> 4 == 0xF)
    return ("+" if raw[0] & 0x70 == 0x10 else "") + semi_octets(raw[1:], count)


def _alphabet(dcs: int) -> Alphabet:
    """TS 23.038 §4; a compressed text is data to us, a reserved group is the default alphabet."""
    group = dcs >> 4
    if group < 8:
        coded = (Alphabet.GSM7, Alphabet.DATA, Alphabet.UCS2, Alphabet.GSM7)[dcs >> 2 & 3]
        return Alphabet.DATA if dcs & 0x20 else coded
    if group == 0xE:
        return Alphabet.UCS2
    return Alphabet.DATA if group == 0xF and dcs & 4 else Alphabet.GSM7


def _user_data(text: str, alphabet: Alphabet, part: Concat | None) -> bytes:
    head = header(part) if part else b""
    if alphabet is Alphabet.GSM7:
        codes, filled = gsm7.septets(text), -(-len(head) * 8 // 7)
        return bytes([filled + len(codes)]) + head + gsm7.packed(codes, filled * 7 - len(head) * 8)
    body = bytes.fromhex(text) if alphabet is Alphabet.DATA else text.encode("utf-16-be", "replace")
    return bytes([len(head) + len(body)]) + head + body


def _read_data(octets: Octets, alphabet: Alphabet, headed: bool) -> tuple[str, Concat | None]:
    """Text and part out of the user data; its length must be all there is."""
    count = octets.one()
    size = -(-count * 7 // 8) if alphabet is Alphabet.GSM7 else count
    if octets.left() != size:
        raise PduError("length")
    raw = octets.take(size)
    head = 1 + raw[0] if headed and raw else 0
    if head > size or (headed and not raw):
        raise PduError("format")
    part = read_header(raw[1:head]) if head else None
    return _text(raw, head, count, alphabet), part


def _text(raw: bytes, head: int, count: int, alphabet: Alphabet) -> str:
    if alphabet is Alphabet.GSM7:
        skipped = -(-head * 8 // 7)
        fill = skipped * 7 - head * 8
        return gsm7.characters(gsm7.unpacked(raw[head:], max(0, count - skipped), fill))
    if alphabet is Alphabet.DATA:
        return raw[head:].hex().upper()
    if (len(raw) - head) % 2:
        raise PduError("format")
    return raw[head:].decode("utf-16-be", "surrogatepass")
