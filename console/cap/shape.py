"""The structure of a message against the schema of CAP 1.2, each fault in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

from lxml import etree

import resources
from console.cap.finding import Finding
from console.cap.names import CAP, KNOWN, MANY, REQUIRED, SIGNATURE, local, place
from console.cap.times import looks_like_time

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
        for made in _told(error, _element(root, error.path)):
            if made not in told and not _follows(made, told):
                told.append(made)
                yield made


def _follows(made: Finding, told: list[Finding]) -> bool:
    """Whether it only says again that words stand where elements should."""
    inside = made.place.rpartition("/")[0]
    return made.code == "missing" and any(one.code == "text_between" and one.place == inside for one in told)


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


def _told(error: etree._LogEntry, element: etree._Element) -> list[Finding]:
    at, kind = place(element), error.type_name
    value = (element.text or "").strip()[:_LONGEST]
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        return _content(error, element)
    facts: dict[str, object] = {"value": value}
    if kind == "SCHEMAV_CVC_ENUMERATION_VALID":
        raw = (element.text or "")[:_LONGEST]  # the blank around a word is the fault
        code, facts = "unknown_word", {"value": raw, "words": _words(error.message)}
    elif len(element) and local(element) not in KNOWN:
        code, facts = "text_only", {"name": local(element)}
    elif local(element) in _TIMES:
        code = "time_none" if looks_like_time(value) else "time_form"
    elif _attribute(error.message):
        code, facts = "attribute", {"name": _attribute(error.message)}
    elif kind.startswith("SCHEMAV_CVC_COMPLEX_TYPE_2"):
        code, facts = "text_between", {}
    elif kind.startswith(("SCHEMAV_CVC_DATATYPE", "SCHEMAV_CVC_PATTERN")):
        code = "value_form"
    else:
        code, facts = "structure", {"why": _NAME.sub(r"\1", error.message)[:160]}
    return [Finding(code, at, facts, error.line)]


def _content(error: etree._LogEntry, element: etree._Element) -> list[Finding]:
    """An element that lacks, that is unknown, that stands too often or in the wrong place."""
    missing = "Missing child element" in error.message
    parent = element if missing else element.getparent()
    if parent is None:
        return [Finding("structure", facts={"why": error.message[:160]}, line=error.line)]
    name, inside = local(element), local(parent)
    expected = _NAME.findall(error.message.partition("Expected is")[2])
    present = {local(one) for one in parent if isinstance(one.tag, str)}
    lacking = [one for one in expected if one in REQUIRED.get(inside, ()) and one not in present]
    strange = [] if missing else _strange(name, inside, element, error.line)
    if lacking or missing:
        lacks = lacking[0] if lacking else expected[0] if expected else ""
        at = "/".join(filter(None, (place(parent), lacks)))
        return [*strange, Finding("missing", at, {"name": lacks or inside}, error.line)]
    if strange:
        return strange
    if name not in MANY and any(True for _ in element.itersiblings(element.tag, preceding=True)):
        return [Finding("too_often", place(element), {"name": name}, error.line)]
    return [_order(name, parent, element, error.line)]


def _strange(name: str, inside: str, element: etree._Element, line: int) -> list[Finding]:
    """An element that belongs nowhere there: a signature before the end, another language's, a misspelt one."""
    at = place(element)
    if element.tag == SIGNATURE:
        return [Finding("signature_place", at, line=line)]
    known, space = name in KNOWN.get(inside, ()), etree.QName(element).namespace
    if known and space != CAP:
        return [Finding("foreign", at, {"name": name, "space": (space or "")[:_LONGEST]}, line)]
    return [] if known else [Finding("unknown_element", at, {"name": name, "parent": inside}, line)]


def _order(name: str, parent: etree._Element, element: etree._Element, line: int) -> Finding:
    """Which of two elements stands behind the other and should stand before it."""
    order = KNOWN[local(parent)]
    at, passed = order.index(name), False
    for one in parent.iterchildren("{*}*"):
        if one is element:
            passed = True
            continue
        other = local(one)
        if other not in order:
            continue
        if not passed and order.index(other) > at:
            return Finding("wrong_place", place(element), {"name": name, "before": other}, line)
        if passed and order.index(other) < at:
            return Finding("wrong_place", place(one), {"name": other, "before": name}, one.sourceline or line)
    return Finding("wrong_place", place(element), {"name": name, "before": local(parent)}, line)


def _words(message: str) -> str:
    inside = message.partition("{'")[2].rpartition("'}")[0]
    listed = message.rpartition("set {")[2].rstrip("}. ")
    return listed.replace("'", "") if listed else inside


def _attribute(message: str) -> str:
    found = re.search(r"attribute '(?:\{[^}]*\})?([^']+)'", message)
    return found.group(1)[:_LONGEST] if found else ""
