"""A judged message's tree to values."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from console.cap import geometry
from console.cap.message import Area, Info, Message, Named, Reference, Resource
from console.cap.names import tag
from console.cap.times import read_time

_DIGITS = 19
"""Of a size: a file has not that many bytes."""


def message_of(root: etree._Element) -> Message:
    """The values of a message that was found well; what is not there is empty.

    Times come out in UTC. ``root`` must have passed ``checking.check``: of a faulty one this raises ValueError.
    """
    sent = _moment(root, "sent")
    if sent is None:
        raise ValueError("not a message that was found well")
    return Message(
        _text(root, "identifier"), _text(root, "sender"), sent, _text(root, "status"), _text(root, "msgType"),
        _text(root, "scope"), _text(root, "source"), _text(root, "restriction"), _text(root, "addresses"),
        _texts(root, "code"), _text(root, "note"), _references(_text(root, "references")), _text(root, "incidents"),
        tuple(_info(info) for info in root.findall(tag("info"))),
    )  # fmt: skip


def _references(text: str) -> tuple[Reference, ...]:
    made = []
    for word in text.split():
        sender, identifier, sent = word.split(",")
        moment = read_time(sent)
        if moment is not None:
            made.append(Reference(sender, identifier, moment))
    return tuple(made)


def _info(info: etree._Element) -> Info:
    return Info(
        _text(info, "language") or "en-US", _texts(info, "category"), _text(info, "event"), _text(info, "urgency"),
        _text(info, "severity"), _text(info, "certainty"), _texts(info, "responseType"), _text(info, "audience"),
        _named(info, "eventCode"), _moment(info, "effective"), _moment(info, "onset"), _moment(info, "expires"),
        _text(info, "senderName"), _text(info, "headline"), _text(info, "description"), _text(info, "instruction"),
        _text(info, "web"), _text(info, "contact"), _named(info, "parameter"),
        tuple(_resource(one) for one in info.findall(tag("resource"))),
        tuple(_area(one) for one in info.findall(tag("area"))),
    )  # fmt: skip


def _resource(one: etree._Element) -> Resource:
    size = _text(one, "size")
    return Resource(
        _text(one, "resourceDesc"), _text(one, "mimeType"), int(size) if 0 < len(size) < _DIGITS else None,
        _text(one, "uri"), _text(one, "digest"),
    )  # fmt: skip


def _area(area: etree._Element) -> Area:
    polygons = tuple(geometry.polygon(text, "")[0] for text in _texts(area, "polygon"))
    circles = tuple(made for text in _texts(area, "circle") if (made := geometry.circle(text, "")[0]) is not None)
    return Area(_text(area, "areaDesc"), polygons, circles, _named(area, "geocode"))


def _named(parent: etree._Element, name: str) -> tuple[Named, ...]:
    return tuple((_text(one, "valueName"), _text(one, "value")) for one in parent.findall(tag(name)))


def _texts(parent: etree._Element, name: str) -> tuple[str, ...]:
    return tuple((one.text or "").strip() for one in parent.findall(tag(name)))


def _text(parent: etree._Element, name: str) -> str:
    return (parent.findtext(tag(name)) or "").strip()


def _moment(parent: etree._Element, name: str) -> datetime | None:
    return read_time(parent.findtext(tag(name)) or "")
