"""What a schema accepts and CAP 1.2 does not mean: the rules between elements. Source: OASIS CAP 1.2, section 3.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree
from shapely.geometry import Polygon

from console.cap import geometry
from console.cap.finding import Finding
from console.cap.names import place, tag
from console.cap.times import read_time

_NOT_IN_NAMES = re.compile(r"[\s,<&]")
NEEDS_REFERENCES = frozenset({"Update", "Cancel", "Ack", "Error"})
"""Kinds of message that speak of an earlier one."""
_LONGEST = 60


def findings(root: etree._Element) -> Iterator[Finding]:
    """What is wrong or, with ``note``, worth knowing; what lacks altogether is the schema's to tell."""
    for rule in (_names, _scope, _references, _status):
        yield from rule(root)
    sent, kind = _moment(root, "sent"), _text(root, "msgType")
    infos = root.findall(tag("info"))
    if not infos and kind in {"Alert", ""}:
        yield Finding("no_info", "info")
    elif not infos and kind == "Update":
        yield Finding("update_no_info", "info", note=True)
    for info in infos:
        yield from _times(info, sent)
        for area in info.iterfind(tag("area")):
            yield from _area(area)


def _names(root: etree._Element) -> Iterator[Finding]:
    for name in ("identifier", "sender"):
        element = root.find(tag(name))
        if element is None:
            continue
        text = element.text or ""
        if not text.strip():
            yield Finding("empty", name, {"name": name}, element.sourceline or 0)
        elif _NOT_IN_NAMES.search(text):
            yield Finding("name_signs", name, {"value": text.strip()[:_LONGEST]}, element.sourceline or 0)


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


def _status(root: etree._Element) -> Iterator[Finding]:
    note = _text(root, "note")
    if _text(root, "status") == "Exercise" and not note:
        yield Finding("exercise_no_note", "note")
    if _text(root, "msgType") == "Error" and not note:
        yield Finding("error_no_note", "note", note=True)


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


def _area(area: etree._Element) -> Iterator[Finding]:
    drawn = [*area.findall(tag("polygon")), *area.findall(tag("circle")), *area.findall(tag("geocode"))]
    if not drawn:
        yield Finding("no_geometry", place(area))
    for element in area.findall(tag("polygon")):
        corners, wrong = geometry.polygon(element.text or "", place(element))
        yield from wrong
        if corners and not Polygon(corners).is_valid:
            yield Finding("polygon_crosses", place(element), note=True)
    for element in area.findall(tag("circle")):
        _, found = geometry.circle(element.text or "", place(element))
        if found is not None:
            yield found


def _text(parent: etree._Element, name: str) -> str:
    return (parent.findtext(tag(name)) or "").strip()


def _moment(parent: etree._Element, name: str) -> datetime | None:
    return read_time(parent.findtext(tag(name)) or "")
