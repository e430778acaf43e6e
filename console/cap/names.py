"""Names of CAP 1.2: namespaces, element order, required parts, word lists. Source: OASIS CAP 1.2, section 3.2."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from lxml import etree

CAP = "urn:oasis:names:tc:emergency:cap:1.2"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"

OTHER_VERSIONS = {
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "http://www.incident.com/cap/1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.3": "1.3",
}
"""Namespaces of other versions: named as such, not judged."""

REQUIRED = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "scope"),
    "info": ("category", "event", "urgency", "severity", "certainty"),
    "resource": ("resourceDesc", "mimeType"),
    "area": ("areaDesc",),
    "eventCode": ("valueName", "value"),
    "parameter": ("valueName", "value"),
    "geocode": ("valueName", "value"),
}
"""What must stand in each part."""

KNOWN = {
    "alert": (
        *("identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code"),
        *("note", "references", "incidents", "info"),
    ),
    "info": (
        *("language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience"),
        *("eventCode", "effective", "onset", "expires", "senderName", "headline", "description", "instruction"),
        *("web", "contact", "parameter", "resource", "area"),
    ),
    "resource": ("resourceDesc", "mimeType", "size", "uri", "derefUri", "digest"),
    "area": ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"),
    "eventCode": ("valueName", "value"),
    "parameter": ("valueName", "value"),
    "geocode": ("valueName", "value"),
}
"""Every element a part may hold, in the order in which they must stand."""

MANY = frozenset({"code", "info", "category", "responseType", "eventCode", "parameter", "resource", "area"}) | {
    *("polygon", "circle", "geocode")
}
"""Elements that may stand more than once."""


def tag(name: str) -> str:
    """The element's name as lxml has it."""
    return f"{{{CAP}}}{name}"


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(etree.QName(element).localname)


def place(element: etree._Element) -> str:
    """Where it stands, counted from 1 among those of its name where several may: ``info[2]/area[1]/polygon[1]``."""
    steps: list[str] = []
    at: etree._Element | None = element
    while at is not None and (parent := at.getparent()) is not None:
        name = local(at)
        steps.append(f"{name}[{_nth(at)}]" if name in MANY else name)
        at = parent
    return "/".join(reversed(steps))


def _nth(element: etree._Element) -> int:
    parent = element.getparent()
    return _numbers(parent)[element] if parent is not None else 1


@lru_cache(maxsize=16)
def _numbers(parent: etree._Element) -> dict[etree._Element, int]:
    """Which of its name each child is: counted once for all of them, there may be ten thousands."""
    made: dict[etree._Element, int] = {}
    counts: Counter[str] = Counter()
    for one in parent.iterchildren("*"):
        counts[one.tag] += 1
        made[one] = counts[one.tag]
    return made


def forget() -> None:
    """Let go of the tree whose elements were asked for."""
    _numbers.cache_clear()
