"""A warning as a CAP 1.2 message: in Chinese and English, with its chain of references."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.cap.geometry import Circle
from console.cap.message import Area, Info, Message, Reference
from console.cap.writing import write
from console.domain.realm import Realm
from console.domain.warning import Kind
from console.domain.warning_form import WarningForm
from console.services.settings import current
from console.services.warning_ground import Book, book_of
from console.services.warning_shapes import corners_of
from db.models.warnings import WarningMessage
from db.queries import places
from db.queries import warnings as query
from db.store import Tx

STATUS = {Realm.LIVE: "Actual", Realm.EXERCISE: "Exercise", Realm.SAMPLE: "Exercise"}
"""Practice never says Actual. OASIS CAP 1.2, section 3.2.1."""
MESSAGE = {Kind.FIRST: "Alert", Kind.CHANGE: "Update", Kind.LIFT: "Cancel", Kind.WITHDRAW: "Cancel"}


def cap_text(realm: Realm, zone: Callable[[], ZoneInfo]) -> Callable[[Tx, WarningMessage, WarningForm], str]:
    """What the release puts on channels that carry the file."""

    def made(tx: Tx, row: WarningMessage, form: WarningForm) -> str:
        return write(message(tx.connection, row, form, realm, zone())).decode()

    return made


def message(connection: Connection, row: WarningMessage, form: WarningForm, realm: Realm, zone: ZoneInfo) -> Message:
    """The message as it went, or would go, out."""
    book = book_of(connection)
    sent = (row.released_at or row.drafted_at).astimezone(zone)
    sender = current(connection, "warning.cap_sender", row.drafted_at)
    references = [
        Reference(sender, identifier(one["number"]), one["released_at"].astimezone(zone))
        for one in query.chain(connection, row.root_id)
        if one["released_at"] is not None and one["id"] != row.id
    ]
    kind = MESSAGE[form.kind]
    return Message(
        identifier(row.number), sender, sent, STATUS[realm], kind,
        note="" if realm is Realm.LIVE else "演练 Exercise",
        references=tuple(references) if kind != "Alert" else (),
        infos=_infos(connection, book, form, zone),
    )  # fmt: skip


def identifier(number: str) -> str:
    """Our number as CAP takes it: no space, comma, < or &."""
    return "".join("_" if sign in " ,<&" or sign.isspace() else sign for sign in number)


def _infos(connection: Connection, book: Book, form: WarningForm, zone: ZoneInfo) -> tuple[Info, ...]:
    signal, level = book.signals.get(form.signal), book.levels.get(form.level)
    ended = form.kind in {Kind.LIFT, Kind.WITHDRAW}
    areas = _areas(connection, form)

    def info(language: str, event: str, headline: str, full: str, guide: str) -> Info:
        return Info(
            language, (signal.get("category") if signal else "Other",), event or headline,
            "Past" if ended else "Expected" if form.onset else "Immediate",
            "Minor" if ended else level.get("severity") if level else "Unknown",
            "Observed" if ended else "Likely",
            responses=("AllClear",) if ended else ("Prepare",), onset=_local(form.onset, zone),
            expires=_local(form.expires, zone), sender_name=form.issuer, headline=headline, description=full,
            instruction=guide, areas=areas,
        )  # fmt: skip

    zh = info("zh-CN", signal.name("zh") if signal else "", form.title, form.full, form.guide)
    colour = level.name("en") if level else ""
    event = signal.name("en") if signal else ""
    what = {Kind.LIFT: "lifted", Kind.WITHDRAW: "withdrawn: issued by mistake"}.get(form.kind, "warning")
    headline = " ".join(filter(None, (event, colour.lower(), what)))
    return zh, info("en", event, headline, "", "")


def _areas(connection: Connection, form: WarningForm) -> tuple[Area, ...]:
    nodes = {node.id: node for node in places.everything(connection)}
    named = [
        Area(places.path(connection, one), geocodes=(("GB/T 2260", nodes[one].code),))
        for one in form.places
        if one in nodes
    ]
    for one in form.drawn:
        words = form.area_words or "图上区域"
        if one.radius is not None:
            named.append(Area(words, circles=(Circle(one.corners[0], one.radius),)))
        else:
            named.append(Area(words, polygons=(corners_of(one),)))
    return tuple(named)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment is not None else None


__all__ = ["cap_text", "identifier", "message"]
