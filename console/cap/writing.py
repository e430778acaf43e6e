"""Messages written as CAP 1.2, element by element in the order the standard asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from console.cap.geometry import Pair
from console.cap.message import Area, Info, Message, Named, Reference, Resource
from console.cap.names import CAP, tag
from console.cap.times import write_time

_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(message: Message) -> bytes:
    """The file, in UTF-8, indented. What XML cannot hold (control signs) is left out of texts."""
    root = etree.Element(tag("alert"), nsmap={None: CAP})
    for name, value in (
        ("identifier", message.identifier), ("sender", message.sender), ("sent", write_time(message.sent)),
        ("status", message.status), ("msgType", message.kind), ("source", message.source), ("scope", message.scope),
        ("restriction", message.restriction), ("addresses", message.addresses),
        *(("code", code) for code in message.codes),
        ("note", message.note), ("references", _references(message.references)), ("incidents", message.incidents),
    ):  # fmt: skip
        _put(root, name, value)
    for info in message.infos:
        _info(etree.SubElement(root, tag("info")), info)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _references(references: Iterable[Reference]) -> str:
    return " ".join(f"{one.sender},{one.identifier},{write_time(one.sent)}" for one in references)


def _info(parent: etree._Element, info: Info) -> None:
    _put(parent, "language", info.language)
    _each(parent, "category", info.categories)
    _put(parent, "event", info.event)
    _each(parent, "responseType", info.responses)
    for name, value in (
        ("urgency", info.urgency), ("severity", info.severity), ("certainty", info.certainty),
        ("audience", info.audience),
    ):  # fmt: skip
        _put(parent, name, value)
    _named(parent, "eventCode", info.event_codes)
    for name, moment in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        _put(parent, name, "" if moment is None else write_time(moment))
    for name, value in (
        ("senderName", info.sender_name), ("headline", info.headline), ("description", info.description),
        ("instruction", info.instruction), ("web", info.web), ("contact", info.contact),
    ):  # fmt: skip
        _put(parent, name, value)
    _named(parent, "parameter", info.parameters)
    for resource in info.resources:
        _resource(etree.SubElement(parent, tag("resource")), resource)
    for area in info.areas:
        _area(etree.SubElement(parent, tag("area")), area)


def _resource(parent: etree._Element, resource: Resource) -> None:
    _put(parent, "resourceDesc", resource.description)
    _put(parent, "mimeType", resource.mime_type)
    _put(parent, "size", "" if resource.size is None else str(resource.size))
    _put(parent, "uri", resource.uri)
    _put(parent, "digest", resource.digest)


def _area(parent: etree._Element, area: Area) -> None:
    _put(parent, "areaDesc", area.words)
    _each(parent, "polygon", (" ".join(map(_pair, corners)) for corners in area.polygons))
    _each(parent, "circle", (f"{_pair(circle.centre)} {_number(circle.radius)}" for circle in area.circles))
    _named(parent, "geocode", area.geocodes)


def _pair(pair: Pair) -> str:
    return f"{_number(pair[0])},{_number(pair[1])}"


def _number(value: float) -> str:
    """Decimal, never with an exponent; a millionth of a degree is a tenth of a metre."""
    return f"{round(value, 6) + 0.0:.6f}".rstrip("0").rstrip(".")


def _named(parent: etree._Element, name: str, values: Iterable[Named]) -> None:
    for value_name, value in values:
        element = etree.SubElement(parent, tag(name))
        etree.SubElement(element, tag("valueName")).text = _clean(value_name)
        etree.SubElement(element, tag("value")).text = _clean(value)


def _each(parent: etree._Element, name: str, values: Iterable[str]) -> None:
    for value in values:
        _put(parent, name, value)


def _put(parent: etree._Element, name: str, value: str) -> None:
    """Nothing for an empty value; required ones are never empty in what we write."""
    if value:
        etree.SubElement(parent, tag(name)).text = _clean(value)


def _clean(text: str) -> str:
    """Without the signs XML 1.0 cannot hold (section 2.2)."""
    return _NO_XML.sub("", text)
