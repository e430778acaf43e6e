"""What a schema accepts and CAP 1.2 does not mean: the rules between elements. Source: OASIS CAP 1.2, section 3.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation

from lxml import etree
from shapely.geometry import Polygon

from console.cap import geometry
from console.cap.finding import Finding
from console.cap.names import CAP, SIGNATURE, local, place, tag
from console.cap.times import looks_like_time, read_time

_NOT_IN_NAMES = re.compile(r"[\s,<&]")
NEEDS_REFERENCES = frozenset({"Update", "Cancel", "Ack", "Error"})
"""Kinds of message that speak of an earlier one."""
_LONGEST = 60
_TIMES = ("effective", "onset", "expires")
_SAYS_SOMETHING = {"info": ("event",), "area": ("areaDesc",), "resource": ("resourceDesc", "mimeType")}
"""Required words a schema lets stay empty."""
MOST_CROSSING = 1_000_000
"""Characters of polygons of one message still looked at for crossings: ten times as many, made up, took 6 s."""


def findings(root: etree._Element) -> Iterator[Finding]:
    """What is wrong or, with ``note``, worth knowing; what lacks altogether is the schema's to tell."""
    for rule in (_names, _scope, _references, _status, _days, _signature):
        yield from rule(root)
    sent, kind = _moment(root, "sent"), _text(root, "msgType")
    infos = root.findall(tag("info"))
    crossings = sum(len(one.text or "") for one in root.iter(tag("polygon"))) <= MOST_CROSSING
    if not infos and kind in {"Alert", ""}:
        yield Finding("no_info", "info")
    elif not infos and kind == "Update":
        yield Finding("update_no_info", "info", note=True)
    for info in infos:
        yield from _times(info, sent)
        yield from _empty(info)
        for resource in info.iterfind(tag("resource")):
            yield from _resource(resource)
        for area in info.iterfind(tag("area")):
            yield from _empty(area)
            yield from _area(area, crossings=crossings)
            yield from _heights(area)


def _names(root: etree._Element) -> Iterator[Finding]:
    for name in ("identifier", "sender"):
        element = root.find(tag(name))
        if element is None:
            continue
        text = element.text or ""
        if not text.strip():
            yield Finding("empty", name, {"name": name}, element.sourceline or 0)
        elif _NOT_IN_NAMES.search(text):
            yield Finding("name_signs", name, {"value": text[:_LONGEST]}, element.sourceline or 0)


def _scope(root: etree._Element) -> Iterator[Finding]:
    scope = _text(root, "scope")
    if scope == "Private" and not _text(root, "addresses"):
        yield Finding("private_no_addresses", "addresses")
    if scope == "Restricted" and not _text(root, "restriction"):
        yield Finding("restricted_no_restriction", "restriction")


def _references(root: etree._Element) -> Iterator[Finding]:
    said, kind = _text(root, "references"), _text(root, "msgType")
    if not said:
        if kind in NEEDS_REFERENCES:
            yield Finding("no_references", "references", {"kind": kind})
        return
    for word in said.split():
        parts = word.split(",")
        if len(parts) != 3 or not all(parts) or read_time(parts[2]) is None:
            yield Finding("references_form", "references", {"value": word[:_LONGEST]})
            return
    itself = f"{_text(root, 'sender')},{_text(root, 'identifier')}"
    if any(word.rpartition(",")[0] == itself for word in said.split()):
        yield Finding("references_itself", "references")


def _status(root: etree._Element) -> Iterator[Finding]:
    note = _text(root, "note")
    if _text(root, "status") == "Exercise" and not note:
        yield Finding("exercise_no_note", "note")
    if _text(root, "msgType") == "Error" and not note:
        yield Finding("error_no_note", "note", note=True)


def _days(root: etree._Element) -> Iterator[Finding]:
    """Times in the right form that no calendar, or none of ours, has: before the year 1, after 9999 in UTC."""
    for parent, names in ((root, ("sent",)), *((info, _TIMES) for info in root.iterfind(tag("info")))):
        for name in names:
            element = parent.find(tag(name))
            text = (element.text or "").strip() if element is not None else ""
            if element is not None and looks_like_time(text) and read_time(text) is None:
                yield Finding("time_none", place(element), {"value": text}, element.sourceline or 0)


def _signature(root: etree._Element) -> Iterator[Finding]:
    """It comes after everything of the message; libxml2 lets an info stand behind it, whatever the schema says."""
    signature = root.find(SIGNATURE)
    if signature is not None and any(etree.QName(one).namespace == CAP for one in signature.itersiblings("*")):
        yield Finding("signature_place", place(signature), line=signature.sourceline or 0)


def _times(info: etree._Element, sent: datetime | None) -> Iterator[Finding]:
    at = place(info)
    expires, effective, onset = (_moment(info, name) for name in ("expires", "effective", "onset"))
    if expires is None:
        if info.find(tag("expires")) is None:
            yield Finding("no_expires", at, note=True)
        return
    for name, before in (("sent", sent), ("effective", effective)):
        if before is not None and expires < before:
            yield Finding("expires_before", f"{at}/expires", {"name": name})
            return
    if onset is not None and expires < onset:
        yield Finding("expires_before_onset", f"{at}/expires", note=True)


def _area(area: etree._Element, *, crossings: bool) -> Iterator[Finding]:
    drawn = [*area.findall(tag("polygon")), *area.findall(tag("circle")), *area.findall(tag("geocode"))]
    if not drawn:
        yield Finding("no_geometry", place(area))
    for element in area.findall(tag("polygon")):
        corners, wrong = geometry.polygon(element.text or "", place(element))
        yield from wrong
        if corners and crossings and not Polygon(corners).is_valid:
            yield Finding("polygon_crosses", place(element), note=True)
    for element in area.findall(tag("circle")):
        _, found = geometry.circle(element.text or "", place(element))
        if found is not None:
            yield found


def _heights(area: etree._Element) -> Iterator[Finding]:
    """A ceiling must not be used but with an altitude, below which it cannot be. OASIS CAP 1.2, section 3.2.4."""
    element = area.find(tag("ceiling"))
    if element is None:
        return
    if area.find(tag("altitude")) is None:
        yield Finding("ceiling_no_altitude", place(element))
        return
    try:
        low, high = Decimal(_text(area, "altitude")), Decimal(_text(area, "ceiling"))
    except InvalidOperation:  # the schema says so
        return
    if high < low:
        yield Finding("ceiling_below", place(element))


def _resource(resource: etree._Element) -> Iterator[Finding]:
    yield from _empty(resource)
    if _text(resource, "size").startswith("-"):
        yield Finding(
            "size_negative", f"{place(resource)}/size", {"value": _text(resource, "size")[:_LONGEST]}, note=True
        )


def _empty(parent: etree._Element) -> Iterator[Finding]:
    """Words that must be there and say nothing: allowed, of no use to anybody."""
    for name in _SAYS_SOMETHING[local(parent)]:
        element = parent.find(tag(name))
        if element is not None and not len(element) and not (element.text or "").strip():
            yield Finding("empty", place(element), {"name": name}, element.sourceline or 0, note=True)


def _text(parent: etree._Element, name: str) -> str:
    return (parent.findtext(tag(name)) or "").strip()


def _moment(parent: etree._Element, name: str) -> datetime | None:
    return read_time(parent.findtext(tag(name)) or "")
