"""A 接报 entry while it is being written: what stands in its fields, and the form that comes of it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from console.domain import elements
from console.domain.draft import Draft
from console.domain.inbound import LIMITS, FigureValue, InboundRow, Intake, Precision
from console.domain.place_names import PlaceNames
from console.domain.stated import is_ahead
from console.errors import Refused, Unavailable
from ui.text import Times
from ui.widgets.typed import refusal

FORM = "intake"
"""The name its drafts carry."""

UNKNOWN = "unknown"
"""How 不详 stands in the content of a draft."""

EMPTY: dict[str, Any] = {
    **dict.fromkeys(LIMITS, ""),
    "received_text": "",
    "channel": "phone",
    "call_back": "",
    "occurred_text": "",
    "precision": Precision.EXACT.value,
    "place_id": "",
    "place_typed": "",
    "event_type": "",
    "event_typed": "",
    "grade": "",
    "figures": {},
    "kind": "",
    "urgency": "",
    "caller_person": "",
    "call_back_text": "",
}
"""Content of an entry nobody has written into. Plain JSON values, as drafts hold them."""

_TITLE = 40
_SWITCHES = ("kind", "channel")
"""What says how an entry looks, not what was said: alone they are no entry."""


@dataclass(slots=True)
class Entry:
    """One half-written entry. ``id`` is its draft's and will be its item's.

    ``started_at`` is the first keystroke, ``held_at`` when it was put aside; ``cursor`` is where the officer was:
    field, position, anchor.
    """

    id: UUID = field(default_factory=uuid4)
    content: dict[str, Any] = field(default_factory=lambda: {**EMPTY})
    cursor: tuple[str, int, int] = ("summary", 0, 0)
    started_at: datetime | None = None
    held_at: datetime | None = None
    saving: bool = False
    kept: bool = False
    trouble: Refused | Unavailable | None = None
    files: int = 0
    """How many files lie beside its draft."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        said = (name for name in EMPTY if name not in _SWITCHES)
        return not self.files and all(self.content[name] == EMPTY[name] for name in said)

    def title(self, hiding: Container[str] | None) -> str:
        """The first words that tell it from others.

        No caller on one of the channels ``hiding`` theirs (举报), nor on any while those are not known (None).
        """
        spot = self.content["place_typed"] or self.content["place_text"]
        who = self.content["caller_name"] or self.content["caller_org"] or self.content["caller_phone"]
        if hiding is None or self.content["channel"] in hiding:
            who = ""
        lines = str(self.content["summary"]).strip().splitlines() or [spot or who]
        return str(lines[0])[:_TITLE]

    def draft(self, owner: str, at: datetime, hiding: Container[str] | None) -> Draft:
        """As the file of drafts keeps it."""
        content = {**self.content, "cursor": list(self.cursor), "files": self.files}
        return Draft(self.id, FORM, self.title(hiding), content, self.started_at or at, at, owner)


def restored(draft: Draft) -> Entry:
    """The entry of a draft that outlived the program; what an older version did not know is empty."""
    content = {name: draft.content.get(name, value) for name, value in EMPTY.items()}
    where, at, anchor = draft.content.get("cursor", ("summary", 0, 0))
    cursor, files = (str(where), int(at), int(anchor)), int(draft.content.get("files", 0))
    return Entry(draft.id, content, cursor, draft.started_at, draft.saved_at, kept=True, files=files)


def form_of(entry: Entry, times: Times) -> Intake:
    """The form to be saved. Raises Refused with the fact ``field`` where something typed cannot stand."""
    content = entry.content
    received = _received_at(entry, times)
    place_text = " ".join(part for part in (content["place_typed"], content["place_text"].strip()) if part)
    texts = {**{name: content[name] for name in LIMITS}, "place_text": place_text}
    _check_texts(texts)
    if content["event_typed"]:
        raise Refused("no_such_event_type", typed=content["event_typed"], field="event_type")
    return Intake(
        id=entry.id,
        received_at=received,
        channel=content["channel"],
        call_back=content["call_back"],
        occurred_at=_occurred_at(content, received, times),
        occurred_precision=Precision(content["precision"]),
        place_id=UUID(content["place_id"]) if content["place_id"] else None,
        event_type=content["event_type"] or None,
        grade=content["grade"],
        figures={key: figure_of(value) for key, value in content["figures"].items()},
        kind=content["kind"],
        urgency=content["urgency"],
        caller_person_id=UUID(content["caller_person"]) if content["caller_person"] else None,
        call_back_at=_coming(content["call_back_text"], times),
        **texts,
    )


def figure_of(value: int | str) -> FigureValue:
    return FigureValue(None, True) if value == UNKNOWN else FigureValue(int(value))


def content_of(row: InboundRow, times: Times) -> dict[str, Any]:
    """What the form shows of a registered item."""
    return {
        **EMPTY,
        **{name: getattr(row, name) for name in LIMITS},
        "received_text": times.full(row.received_at),
        "channel": row.channel,
        "call_back": row.call_back,
        "occurred_text": times.near(row.occurred_at) if row.occurred_at else "",
        "precision": row.occurred_precision,
        "place_typed": row.place_path,
        "event_type": row.event_type or "",
        "grade": row.grade,
        "figures": {key: UNKNOWN if figure.unknown else figure.value for key, figure in row.figures.items()},
        "kind": row.kind,
        "urgency": row.urgency,
    }


def missing(content: dict[str, Any], places: PlaceNames | None = None) -> tuple[str, ...]:
    """Elements of a report that neither a field nor the text says. A hint; it blocks nothing."""
    figures = content["figures"]
    filled = {
        "time": content["occurred_text"].strip() or content["precision"] == Precision.UNKNOWN,
        "place": content["place_id"] or content["place_typed"] or content["place_text"].strip(),
        "source": content["caller_name"].strip() or content["caller_org"].strip(),
        "what": content["event_type"],
        "casualties": figures.keys() & {"dead", "missing", "trapped", "heavy", "light"},
        "scope": figures.keys() & {"evacuated", "affected"},
        "measures": content["measures"].strip(),
        "caller": content["caller_phone"].strip(),
    }
    said = "\n".join(content[name] for name in ("summary", "measures", "needs"))
    return tuple(elements.missing(said, filled, places))


ELEMENTS = elements.ELEMENTS


def _coming(typed: str, times: Times) -> datetime | None:
    return times.coming(typed) if typed else None


def _received_at(entry: Entry, times: Times) -> datetime:
    # a clock that was set back meanwhile would make its own stamp one of the future
    stamped = min(entry.started_at or times.now(), times.now())
    typed = entry.content["received_text"].strip()
    if not typed:
        return stamped
    received = _read(typed, "received_at", times)
    if is_ahead(received, times.now()):
        raise Refused("time_future", at=times.minute(received), field="received_at")
    if not entry.content["received_reason"].strip():
        raise Refused("reason_missing", field="received_reason")
    return received


def _occurred_at(content: dict[str, Any], received: datetime, times: Times) -> datetime | None:
    typed = content["occurred_text"].strip()
    return _read(typed, "occurred_at", times, before=received) if typed else None


def _read(typed: str, name: str, times: Times, before: datetime | None = None) -> datetime:
    try:
        return times.read(typed, before=before)
    except Refused as refused:
        raise refused.about(name) from None


def _check_texts(texts: dict[str, str]) -> None:
    if not texts["summary"].strip():
        raise Refused("text_empty", field="summary")
    for name, text in texts.items():
        wrong = refusal(text, LIMITS[name])
        if wrong is not None:
            raise Refused(wrong.code, **wrong.facts, field=name)
