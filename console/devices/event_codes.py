"""What the event codes of alarm receivers mean, in both languages: the tables in ``resources/wire`` as values.

``contact_id.csv`` follows SIA DC-05-1999.09 appendix C, ``sia_codes.csv`` the two letters of SIA DC-03; class, priority
and type of event are this program's own reading and may be changed in the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from console.devices import tables
from console.domain.signals import SignalKind


class CodeClass(StrEnum):
    """What sort of thing a code tells; ``open_close`` is arming and disarming by people, never a restoral."""

    ALARM = "alarm"
    SUPERVISORY = "supervisory"
    TROUBLE = "trouble"
    OPEN_CLOSE = "open_close"
    BYPASS = "bypass"
    TEST = "test"
    STATUS = "status"
    RESTORE = "restore"


POINTS = ("none", "zone", "user", "area", "door", "device", "line", "network", "relay", "printer", "receiver")
"""What the number beside a code can count: ``device.point.<point>`` are the words."""

_KINDS: Mapping[CodeClass, SignalKind] = {
    CodeClass.ALARM: SignalKind.ALARM,
    CodeClass.SUPERVISORY: SignalKind.ALARM,
    CodeClass.TROUBLE: SignalKind.FAULT,
    CodeClass.OPEN_CLOSE: SignalKind.STATUS,
    CodeClass.BYPASS: SignalKind.STATUS,
    CodeClass.TEST: SignalKind.STATUS,
    CodeClass.STATUS: SignalKind.STATUS,
    CodeClass.RESTORE: SignalKind.RESTORE,
}


@dataclass(frozen=True, slots=True)
class EventCode:
    """One row: words, class, priority 1…3 and, where it is plain, the type of event it would become.

    ``zh_back``/``en_back`` are the words of its other end where that has some of its own (布防 for 撤防). ``point``
    says what the number beside it counts (zone, user, area, door …; ``none``: nothing). ``ends`` is the code of what
    a restoral ends.
    """

    code: str
    zh: str
    en: str
    sort: CodeClass
    priority: int
    event_type: str = ""
    point: str = "zone"
    zh_back: str = ""
    en_back: str = ""
    ends: str = ""

    @property
    def kind(self) -> SignalKind:
        """What hearing it means: alarms and supervisory signals wait for somebody, troubles are faults."""
        return _KINDS[self.sort]


def contact_id(code: str) -> EventCode | None:
    """The Contact ID event of three digits, None for one the table does not know."""
    return _contact_ids().get(code)


def sia(code: str) -> EventCode | None:
    """The SIA event of two letters, None for one the table does not know."""
    return _sia_codes().get(code)


@cache
def _contact_ids() -> Mapping[str, EventCode]:
    return {found.code: found for found in _rows("contact_id")}


@cache
def _sia_codes() -> Mapping[str, EventCode]:
    return {found.code: found for found in _rows("sia_codes")}


def _rows(table: str) -> Iterator[EventCode]:
    for row in tables.rows(table):
        yield EventCode(
            row["code"],
            row["zh"],
            row["en"],
            CodeClass(row["class"]),
            int(row["priority"]),
            row["event_type"],
            row["point"],
            row.get("zh_back", ""),
            row.get("en_back", ""),
            row.get("ends", ""),
        )
