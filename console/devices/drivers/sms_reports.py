"""Delivery reports matched with the texts they are about (3GPP TS 23.040 §9.2.3.15).

A report names the reference the modem gave (0–255, then again) and the number. A text is delivered only when every
part of it is; until then a report says only which part arrived.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from console.devices.drivers.saying import said
from console.devices.protocols.sms_pdu import Report
from console.domain.delivery import SendState
from console.domain.phones import digits_of
from console.domain.signals import Signal, SignalKind

MOST_AWAITED = 512
UNNUMBERED = -1
"""A part the modem took without naming its number: no report can be matched with it."""

_SAID = {
    SendState.CONFIRMED: "wire.sms.delivered",
    SendState.UNCONFIRMED: "wire.sms.forwarded",
    SendState.SENT: "wire.sms.under_way",
    SendState.FAILED: "wire.sms.undelivered",
    SendState.UNKNOWN: "wire.sms.report_unknown",
}
_WORST = (SendState.FAILED, SendState.UNKNOWN, SendState.SENT, SendState.UNCONFIRMED, SendState.CONFIRMED)


def state_of(status: int) -> SendState:
    """What TP-ST says: 00 delivered, 01/02 forwarded or replaced without confirmation, 03–1F as good as delivered by
    the centre's own account, 20–3F still tried, 40–7F given up, above reserved."""
    if status == 0:
        return SendState.CONFIRMED
    if status < 0x20:
        return SendState.UNCONFIRMED
    if status < 0x40:
        return SendState.SENT
    return SendState.FAILED if status < 0x80 else SendState.UNKNOWN


@dataclass(slots=True, eq=False)
class Text:
    """A text whose parts the network takes one after the other."""

    target: str
    parts: int
    references: list[int] = field(default_factory=list)
    states: dict[int, SendState] = field(default_factory=dict)

    @property
    def state(self) -> SendState | None:
        """Of the whole text, the least good of its parts; None while one is not taken or not reported."""
        if len(self.references) < self.parts or len(self.states) < len(set(self.references)):
            return None
        return min(self.states.values(), key=_WORST.index)

    @property
    def reference(self) -> str:
        """``42,43``: as its receipt and its delivery name it; empty where the modem named no number for a part."""
        return "" if UNNUMBERED in self.references else ",".join(map(str, self.references))


class Awaited:
    """Texts a network took whose reports may still come; the oldest is forgotten for the newest."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[int, str], Text] = OrderedDict()

    def taken(self, text: Text, reference: int) -> None:
        """The network took a part: from now on its report may come."""
        text.references.append(reference)
        self._texts[reference, digits_of(text.target)] = text
        self._texts.move_to_end((reference, digits_of(text.target)))
        while len(self._texts) > MOST_AWAITED:
            self._texts.popitem(last=False)

    def reported(self, report: Report, raw: bytes) -> Signal:
        """A report as a signal. ``facts`` say ``reference``, ``state`` and ``target`` as ``deliveries.reported`` wants
        them: of the whole text once all its parts are reported, of the part alone where the text is not known (the
        link was lost since). ``state`` is missing while other parts, or this one, are still on their way."""
        key = (report.reference, digits_of(report.number))
        text, state = self._texts.get(key), state_of(report.status)
        facts: dict[str, object] = {"part": str(report.reference), "status": report.status}
        if report.sent_at is not None:
            facts["sent_at"] = report.sent_at.isoformat()
        if text is None:
            facts |= {"reference": str(report.reference), "target": report.number, "state": state.value}
        else:
            text.states[report.reference] = state
            facts |= {"reference": text.reference, "target": text.target}
            whole = text.state
            if whole is not None and whole is not SendState.SENT:
                facts["state"] = whole.value
                self._forget(text)
        return said(
            SignalKind.RECEIPT, raw, _SAID[state], says={"number": report.number}, account=report.number[:40],
            code=f"{report.reference}", zone=f"{report.status:02X}", sender=report.number[:60],
            device_at=report.done_at or report.sent_at, facts=facts,
        )  # fmt: skip

    def _forget(self, text: Text) -> None:
        for key in [key for key, known in self._texts.items() if known is text]:
            del self._texts[key]
