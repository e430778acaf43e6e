"""A warning as a CAP 1.2 message: in Chinese and English, with its chain of references.

Made once, in the transaction of the release, and kept with the warning: lists and settings change afterwards, what was
said does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console import words
from console.cap.geometry import Circle
from console.cap.message import Area, Info, Message, Named, Reference
from console.cap.reading import read
from console.cap.values import message_of
from console.cap.writing import write
from console.domain.lists import ListItem
from console.domain.realm import WATERMARK, Realm
from console.domain.warning import Kind
from console.domain.warning_form import WarningForm
from console.services.settings import current
from console.services.warning_ground import book_of
from console.services.warning_shapes import corners_of
from db.models.warnings import WarningMessage
from db.queries import places
from db.queries import warnings as query
from db.store import Tx

STATUS = {Realm.LIVE: "Actual", Realm.EXERCISE: "Exercise", Realm.SAMPLE: "Exercise"}
"""Practice never says Actual. OASIS CAP 1.2, section 3.2.1."""
MESSAGE = {Kind.FIRST: "Alert", Kind.CHANGE: "Update", Kind.LIFT: "Cancel", Kind.WITHDRAW: "Cancel"}
ENDED = frozenset({Kind.LIFT, Kind.WITHDRAW})
NATIONAL_ZONE = ZoneInfo("Asia/Shanghai")
"""Identifiers of the national profile carry Beijing time, wherever the seat's clock is set to."""
EVENT_CODE, NATIONAL_CODE = "duty-console:signal", "GB/T 35965.1"
COUNTY_CODES, TOWN_CODES, VILLAGE_CODES = "GB/T 2260", "GB/T 10114", "统计用区划代码"
_COUNTY, _TOWN = 6, 9
"""Digits of a code."""
_SOON = timedelta(hours=1)
"""Within the next hour is Expected, later is Future. OASIS CAP 1.2, section 3.2.2."""


def cap_text(realm: Realm, zone: Callable[[], ZoneInfo]) -> Callable[[Tx, WarningMessage, WarningForm], str]:
    """What the release keeps, and puts on channels that carry the file."""

    def made(tx: Tx, row: WarningMessage, form: WarningForm) -> str:
        return write(message(tx.connection, row, form, realm, zone())).decode()

    return made


def message(connection: Connection, row: WarningMessage, form: WarningForm, realm: Realm, zone: ZoneInfo) -> Message:
    """The message as it goes out now; ``row`` says when (``released_at``)."""
    at = row.released_at or row.drafted_at
    kind = MESSAGE[form.kind]
    return Message(
        identifier(connection, row, at), current(connection, "warning.cap_sender", at), _whole(at, zone),
        STATUS[realm], kind, source=form.issuer, note="" if realm is Realm.LIVE else "演练 Exercise",
        references=() if kind == "Alert" else tuple(_references(connection, row)),
        infos=_infos(connection, row, form, realm, zone),
    )  # fmt: skip


def identifier(connection: Connection, row: WarningMessage, at: datetime) -> str:
    """By the national profile where the county set its issuer's code, else our number: no space, comma, < or &."""
    issuer = current(connection, "warning.cap_issuer", at)
    if not issuer:
        return "".join("_" if sign in " ,<&" or sign.isspace() else sign for sign in row.number)
    second = at.replace(microsecond=0)
    serial = query.released_in(connection, second, second + timedelta(seconds=1), row.id)
    return f"{issuer}_{second.astimezone(NATIONAL_ZONE):%Y%m%d%H%M%S}_{serial}"


def _references(connection: Connection, row: WarningMessage) -> list[Reference]:
    """Every earlier message of the chain, by the very names it went out with."""
    roots = (
        read(one["cap"].encode()).root
        for one in query.chain(connection, row.root_id)
        if one["cap"] and one["id"] != row.id
    )
    earlier = [message_of(root) for root in roots if root is not None]
    return [Reference(one.sender, one.identifier, one.sent.astimezone(NATIONAL_ZONE)) for one in earlier]


def _infos(
    connection: Connection, row: WarningMessage, form: WarningForm, realm: Realm, zone: ZoneInfo
) -> tuple[Info, ...]:
    book = book_of(connection)
    signal, level = book.signals.get(form.signal), book.levels.get(form.level)
    sent, ended = row.released_at or row.drafted_at, form.kind in ENDED
    areas, onset, expires = _areas(connection, form), form.onset, form.expires
    if ended:  # what is over has no beginning, and a Cancel may come after the end of what it cancels
        onset, expires = None, expires if expires is not None and expires > sent else None
    texts = [_chinese(form, signal, realm), _english(form, signal, level, realm, onset, expires, zone)]
    return tuple(
        Info(
            one.language, (signal.get("category") if signal else "Other",), one.event,
            "Past" if ended else _urgency(sent, onset),
            "Minor" if ended else level.get("severity") if level else "Unknown",
            "Observed" if ended else "Likely", responses=("AllClear",) if ended else ("Prepare",),
            event_codes=_codes(form, signal), onset=_whole(onset, zone) if onset else None,
            expires=_whole(expires, zone) if expires else None, sender_name=form.issuer, headline=one.headline,
            description=one.description, instruction=one.instruction,
            parameters=_parameters(row, form, level, zone), areas=areas,
        )
        for one in texts
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the infos of the two languages differ in."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str


def _chinese(form: WarningForm, signal: ListItem | None, realm: Realm) -> _Texts:
    mark = f"【{WATERMARK[realm]}】" if WATERMARK[realm] else ""
    event = signal.name("zh") if signal else form.title
    return _Texts("zh-CN", event, mark + form.title, mark + form.full if form.full else "", form.guide)


def _english(
    form: WarningForm, signal: ListItem | None, level: ListItem | None, realm: Realm, onset: datetime | None,
    expires: datetime | None, zone: ZoneInfo,
) -> _Texts:  # fmt: skip
    """English of the lists and of the catalogue; the full text stays Chinese, and this says so."""

    def said(code: str, **facts: object) -> str:
        return words.say_in("en", f"cap.{code}", **facts)

    event = signal.name("en") if signal else said("event")
    colour = level.name("en").lower() if level else ""
    mark = "" if realm is Realm.LIVE else said(f"mark.{realm.value}")
    headline = " ".join(filter(None, (mark, said(f"headline.{form.kind.value}", event=event, level=colour))))
    times = [
        said(f"times.{name}", at=at.astimezone(zone).isoformat(sep=" ", timespec="minutes"))
        for name, at in (("onset", onset), ("expires", expires))
        if at is not None
    ]
    description = " ".join([f"{headline}.".replace("..", "."), *times, said("chinese")])
    return _Texts("en", event, " ".join(headline.split()), description, said(f"instruction.{form.kind.value}"))


def _urgency(sent: datetime, onset: datetime | None) -> str:
    if onset is None or onset <= sent:
        return "Immediate"
    return "Expected" if onset - sent <= _SOON else "Future"


def _codes(form: WarningForm, signal: ListItem | None) -> tuple[Named, ...]:
    national = signal.get("national") if signal else ""
    own = ((EVENT_CODE, form.signal),) if form.signal else ()
    return (*own, *(((NATIONAL_CODE, national),) if national else ()))


def _parameters(row: WarningMessage, form: WarningForm, level: ListItem | None, zone: ZoneInfo) -> tuple[Named, ...]:
    """What CAP has no element for: receivers that do not know them pass over them."""
    colour, grade = (level.get("colour"), level.get("grade")) if level else ("", "")
    made = {
        "number": row.number, "kind": form.kind.value, "origin": form.origin.value, "scheme": form.scheme,
        "level": form.level, "colour": colour, "grade": grade, "sourceNumber": form.source_number,
        "sourceTime": _whole(form.source_at, zone).isoformat() if form.source_at else "",
    }  # fmt: skip
    return tuple((f"duty-console:{name}", value) for name, value in made.items() if value)


def _areas(connection: Connection, form: WarningForm) -> tuple[Area, ...]:
    nodes = {node.id: node for node in places.everything(connection)}
    named = [
        Area(places.path(connection, one) or nodes[one].name, geocodes=(_geocode(nodes[one].code),))
        for one in form.places
        if one in nodes
    ]
    for one in form.drawn:
        said = form.area_words or "图上区域"
        if one.radius is not None:
            named.append(Area(said, circles=(Circle(one.corners[0], one.radius),)))
        else:
            named.append(Area(said, polygons=(corners_of(one),)))
    return tuple(named)


def _geocode(code: str) -> Named:
    if len(code) <= _COUNTY:
        return COUNTY_CODES, code.ljust(_COUNTY, "0")
    return (TOWN_CODES if len(code) <= _TOWN else VILLAGE_CODES), code


def _whole(moment: datetime, zone: ZoneInfo) -> datetime:
    """In the seat's zone, to the second."""
    return moment.astimezone(zone).replace(microsecond=0)


__all__ = ["cap_text", "identifier", "message"]
