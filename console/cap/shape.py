"""The structure of a message against the schema of CAP 1.2, each fault in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from lxml import etree

import resources
from console.cap.finding import Finding
from console.cap.names import KNOWN, MANY, REQUIRED, local, place

_NAME = re.compile(r"\{[^}]*\}(\w+)")
_STEP = re.compile(r"([^/\[]+)(?:\[(\d+)\])?")
_TIMES = frozenset({"sent", "effective", "onset", "expires"})
_LONGEST = 60


def findings(root: etree._Element) -> Iterator[Finding]:
    """What the schema does not accept; nothing for a well-built message. ``root`` is an alert of CAP 1.2."""
    schema = _schema()
    if schema.validate(root):
        return
    told: list[Finding] = []
    for error in schema.error_log:
        made = _told(error, _element(root, error.path))
        if made not in told:
            told.append(made)
            yield made


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(BytesIO(resources.path("cap/cap12.xsd").read_bytes())))


def _element(root: etree._Element, path: str | None) -> etree._Element:
    """The element of libxml2's path (``/*/*[7]/ds:Signature``): a star is any name, and prefixes are the file's own,
    so that no XPath can be asked."""
    at = root
    for name, nth in _STEP.findall((path or "").removeprefix("/").partition("/")[2]):
        same = [one for one in at if isinstance(one.tag, str) and name in {"*", _prefixed(one)}]
        wanted = int(nth or 1) - 1
        if wanted >= len(same):
            return at
        at = same[wanted]
    return at


def _prefixed(element: etree._Element) -> str:
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def _told(error: etree._LogEntry, element: etree._Element) -> Finding:
    at, kind = place(element), error.type_name
    value = (element.text or "").strip()[:_LONGEST]
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        return _content(error, element)
    facts: dict[str, object] = {"value": value}
    if kind == "SCHEMAV_CVC_ENUMERATION_VALID":
        code, facts = "unknown_word", {"value": value, "words": _words(error.message)}
    elif local(element) in _TIMES and not len(element):
        code = "time_form"
    elif _attribute(error.message):
        code, facts = "attribute", {"name": _attribute(error.message)}
    elif kind.startswith("SCHEMAV_CVC_COMPLEX_TYPE_2"):
        code, facts = "text_between", {}
    elif kind.startswith(("SCHEMAV_CVC_DATATYPE", "SCHEMAV_CVC_PATTERN")):
        code = "value_form"
    else:
        code, facts = "structure", {"why": _NAME.sub(r"\1", error.message)[:160]}
    return Finding(code, at, facts, error.line)


def _content(error: etree._LogEntry, element: etree._Element) -> Finding:
    """An element that lacks, that is unknown, that stands too often or in the wrong place."""
    missing = "Missing child element" in error.message
    parent = element if missing else element.getparent()
    if parent is None:
        return Finding("structure", facts={"why": error.message[:160]}, line=error.line)
    name, inside = local(element), local(parent)
    expected = _NAME.findall(error.message.partition("Expected is")[2])
    present = {local(one) for one in parent if isinstance(one.tag, str)}
    lacking = [one for one in expected if one in REQUIRED.get(inside, ()) and one not in present]
    if lacking:
        at = "/".join(filter(None, (place(parent), lacking[0])))
        return Finding("missing", at, {"name": lacking[0]}, error.line)
    if missing:
        at = "/".join(filter(None, (place(parent), expected[0] if expected else "")))
        return Finding("missing", at, {"name": expected[0] if expected else inside}, error.line)
    at = place(element)
    if name not in KNOWN.get(inside, ()) or etree.QName(element).namespace != etree.QName(parent).namespace:
        return Finding("unknown_element", at, {"name": name, "parent": inside}, error.line)
    if name not in MANY and any(True for _ in element.itersiblings(element.tag, preceding=True)):
        return Finding("too_often", at, {"name": name}, error.line)
    return Finding("wrong_place", at, {"name": name, "before": _after(name, parent, element)}, error.line)


def _after(name: str, parent: etree._Element, element: etree._Element) -> str:
    """The element before which it should stand: the first earlier one that comes later in the order."""
    order = KNOWN[local(parent)]
    for one in parent:
        if one is element:
            break
        if isinstance(one.tag, str) and local(one) in order and order.index(local(one)) > order.index(name):
            return local(one)
    return local(parent)


def _words(message: str) -> str:
    inside = message.partition("{'")[2].rpartition("'}")[0]
    listed = message.rpartition("set {")[2].rstrip("}. ")
    return listed.replace("'", "") if listed else inside


def _attribute(message: str) -> str:
    found = re.search(r"attribute '(?:\{[^}]*\})?([^']+)'", message)
    return found.group(1)[:_LONGEST] if found else ""
