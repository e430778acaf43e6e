"""What stands in one cell of a list of people: a name, a unit, telephone numbers. Also what it must not be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from console.domain import phones

NAME_LIMIT, UNIT_LIMIT, POST_LIMIT, STAFF_LIMIT = 60, 100, 100, 40
DEPTH_LIMIT = 6
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

_EMPTY = frozenset({"", "无", "暂无", "没有", "空", "-", "--", "/", "\\", "—", "——", "、", "无。", "n/a", "na"})
_VACANT = frozenset({"空缺", "暂缺", "待定", "缺", "待补", "待配"})
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}·])\\s+(?=[{_HAN}·])")
_TAMED = re.compile("^'(?=[=+@＝＋－＠-])")
_GENDER = re.compile(r"\s*[(（](?:男|女|.{1,3}族|女[,，、].{1,3}族|兼)[)）]\s*$")
_SEVERAL = re.compile(f"^[{_HAN}·]{{2,}}\\s*[、,，;；/\\n]\\s*[{_HAN}·]{{2,}}")
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+\d{1,2}$")


class CellProblem(Exception):  # noqa: N818 - a finding about a cell, not an error of the program
    """Why a cell cannot be read: ``contact.problem.<name>`` with these facts."""

    def __init__(self, name: str, **facts: Any) -> None:
        super().__init__(name)
        self.name = name
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it was read. ``kind`` is mobile, office, home, fax, short, satellite or radio (a call sign)."""

    kind: str
    number: str
    digits: str
    extension: str = ""
    label: str = ""
    restored: bool = False
    """A table program had taken the zero of the area code away."""


def text_of(value: object) -> str:
    """A cell as text: numbers without a tail of .0, blanks of every kind trimmed; an error of a formula is refused.

    An export puts an apostrophe before what a spreadsheet would calculate (+86 …): it is no part of the text.
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _TAMED.sub("", str(value).strip(" \t\r\n\u3000\u00a0\ufeff\u200b"))
    if text.upper() in ERRORS:
        raise CellProblem("cell_error", given=text)
    return text


def is_empty(text: str) -> bool:
    return text.casefold() in _EMPTY


def is_vacant(text: str) -> bool:
    return squeezed(text) in _VACANT or is_empty(text)


def name_of(value: object) -> str:
    """A name without the blanks that make it as wide as others: 陈　例一 is 陈例一."""
    text = text_of(value)
    if _SEVERAL.match(text):
        raise CellProblem("several_names", given=_shown(text))
    name = _GENDER.sub("", squeezed(text))
    for char in name:
        if unicodedata.category(char) in {"Cc", "Cs"}:
            raise CellProblem("name_control", char=f"U+{ord(char):04X}")
    if any(char.isdigit() for char in unicodedata.normalize("NFKC", name)):
        raise CellProblem("name_digits", given=_shown(name))
    return _fitting(name, NAME_LIMIT)


def unit_of(value: object) -> tuple[str, ...]:
    """A unit with those above it: 例县应急管理局/应急指挥中心 is a centre of the bureau."""
    text = text_of(value)
    if is_empty(text):
        return ()
    parts = tuple(part for part in (squeezed(part) for part in re.split(r"[/／>＞\\]", text)) if part)
    if len(parts) > DEPTH_LIMIT:
        raise CellProblem("unit_deep", limit=DEPTH_LIMIT)
    return tuple(_fitting(part, UNIT_LIMIT) for part in parts)


def words_of(value: object, limit: int) -> str:
    """A post, a personnel number: text in one line, without the blanks that make it as wide as others."""
    text = text_of(value)
    return "" if is_empty(text) else _fitting(" ".join(_BETWEEN_HAN.sub("", text).split()), limit)


def remark_of(value: object, limit: int) -> str:
    """A remark: its words in one line, as they were typed."""
    text = text_of(value)
    return "" if is_empty(text) else _fitting(" ".join(text.split()), limit)


def folded(text: str) -> str:
    """Texts that differ by width of brackets, blanks or case only are the same unit, name or number."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def squeezed(text: str) -> str:
    """A text without the blanks that make its characters as wide as others': 陈　例一 is 陈例一."""
    return " ".join(_BETWEEN_HAN.sub("", text).split())


def _shown(text: str) -> str:
    return " ".join(text.split())[:40]


def _fitting(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellProblem("too_long", length=len(text), limit=limit)
    return text


# --- numbers

BRACKET_LIMIT = 12
"""Characters of a label in brackets behind a number."""
_PARTS = re.compile(r"[、/;,\n\r|]+|(?<=\d)\s*(?:和|或|及)\s*(?=\d)")
_LABEL = re.compile(
    rf"\(([{_HAN}a-z ]{{1,{BRACKET_LIMIT}}})\)"
    rf"|([{_HAN}]+(?:\s+[{_HAN}]+)*|\b(?:tel|phone|mobile|mob|office|fax)\b)\s*[:.]?",
    re.IGNORECASE,
)
_LAST_LABEL = re.compile(rf"\(([{_HAN}a-z ]{{1,{BRACKET_LIMIT}}})\)\s*$", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:\(?\s*(?:转|分机号?|ext\.?|#)\s*:?\s*(\d{1,6})\s*\)?)\s*$", re.IGNORECASE)
_AREA = r"0\d{2,3}"
_LINES = (
    re.compile(rf"(?:{_AREA}[- ]?)?\d{{7,8}}"),
    re.compile(rf"(?:{_AREA}[- ]+)?\d{{3,4}}[- ]\d{{4}}"),
)
_WITH_EXTENSION = re.compile(
    rf"((?:{_AREA}[- ]?)?\d{{7,8}}|{_AREA}[- ]+\d{{3,4}}[- ]\d{{4}}|\d{{4}}[- ]\d{{4}})-+(\d{{1,6}})"
)
_COUNTRY = re.compile(r"^(?:\+\s*86|0086|86(?=[- ]?1\d{2}))[- ]*")
_SHORT = re.compile(r"\d{3,8}")
_KINDS = (("传真", "fax"), ("宅", "home"), ("家", "home"), ("卫星", "satellite"))
_SERVICE = re.compile(r"[48]00\d{7}")
"""Numbers of services (400-000-0001) are dialled without an area code: none was lost."""
_INLAND = re.compile(r"[1-9]\d{1,2}[- ](?:\d{7,8}|\d{3,4}[- ]\d{4})")
_SATELLITE = re.compile(r"\d[\d -]{6,20}\d")
LABEL_LIMIT, NUMBER_LIMIT = 30, 40
NUMBERS_LIMIT = 12


def phones_of(value: object, column: str) -> tuple[Phone, ...]:
    """Every number of a cell. ``column`` (mobile, office, any, short, home, fax, satellite) is what its head says."""
    text = text_of(value)
    if is_empty(text):
        return ()
    if column == "radio":
        return once(_sign(part) for part in re.split(r"[、;\n]", phones.plain(text)) if part.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (_from_number(text, column),)
    found: list[Phone] = []
    for part in _PARTS.split(phones.plain(text)):
        if part and not is_empty(part.strip()):
            found += _part(part.strip(), column, text)
    if not any(phone.digits for phone in found):
        raise CellProblem("number_none", given=_shown(text))
    if len(found) > NUMBERS_LIMIT:
        raise CellProblem("numbers_many", limit=NUMBERS_LIMIT)
    return once(found)


def label_of(text: str) -> str:
    """What a label says as it can stand in brackets behind a number and be read again as no part of it."""
    return " ".join(re.sub(rf"[^{_HAN}A-Za-z]", " ", text).split())[:BRACKET_LIMIT]


def _sign(text: str) -> Phone:
    """A call sign, in brackets behind it what it is for."""
    found = re.fullmatch(rf"(.+?)\s*\(([{_HAN}A-Za-z ]{{1,{BRACKET_LIMIT}}})\)\s*", text)
    number, label = found.groups() if found else (text, "")
    return Phone("radio", _fitting(" ".join(number.split()), NUMBER_LIMIT), "", label=label)


def once(numbers: Iterable[Phone]) -> tuple[Phone, ...]:
    """Each number once, where it stands first."""
    kept: dict[tuple[str, str], Phone] = {}
    for phone in numbers:
        kept.setdefault(line_of(phone.number, phone.digits, phone.extension), phone)
    return tuple(kept.values())


def line_of(number: str, digits: str, extension: str) -> tuple[str, str]:
    """What makes two numbers the same: digits and extension; of a call sign, how it is called."""
    return (digits, extension) if digits else (folded(number), "")


def _from_number(text: str, column: str) -> Phone:
    """A cell that holds a number has lost the zero in front of the area code, if there was one."""
    zero_lost = re.fullmatch(r"[2-9]\d{9,10}", text) and not _SERVICE.fullmatch(text)
    if zero_lost and column not in {"mobile", "short"}:
        restored = _one("0" + text, column, "")
        if restored:
            return Phone(restored.kind, restored.number, restored.digits, restored=True)
    found = _one(text, column, "")
    if found is None:
        raise CellProblem("number_strange", given=_shown(text))
    return found


def _part(part: str, column: str, whole: str) -> list[Phone]:
    if _SCIENTIFIC.match(part):
        raise CellProblem("number_rounded", given=_shown(part))
    part, last = _label_behind_extension(part)
    extension = _EXTENSION.search(part)
    if extension and re.search(r"\d", part[: extension.start()]):
        part, behind = part[: extension.start()].rstrip(" -,("), extension.group(1)
    else:
        behind = ""
    made: list[Phone] = []
    label, at = "", 0
    for found in [*_LABEL.finditer(part), None]:
        chunk = part[at : found.start() if found else len(part)].strip(" -:.")
        if chunk:
            made += _chunk(chunk, column, label, whole)
            label = ""
        if found:
            label, at = (found.group(1) or found.group(2)).strip(), found.end()
    if label and made and not made[-1].label:
        made[-1] = _dressed(made[-1].number, made[-1].digits, column, label, made[-1].extension)
    if label and not made:
        raise CellProblem("number_none", given=_shown(whole))
    if behind and made:
        made[-1] = _dressed(made[-1].number, made[-1].digits, column, made[-1].label or last, behind)
    return made


def _label_behind_extension(part: str) -> tuple[str, str]:
    """0577-0000-0001转801(值班): the number with its extension, and the label."""
    label = _LAST_LABEL.search(part)
    if label is None or not _EXTENSION.search(part[: label.start()]):
        return part, ""
    return part[: label.start()], label.group(1).strip()


def _chunk(chunk: str, column: str, label: str, whole: str) -> list[Phone]:
    """Digits with blanks, dashes and brackets: one number, or several with blanks between them."""
    one = _one(chunk, column, label)
    if one:
        return [one]
    groups = chunk.split()
    best = _fewest(groups, column, label) if len(groups) <= 2 * NUMBERS_LIMIT else None
    if best is None:
        raise CellProblem("number_strange", given=_shown(whole))
    return best


def _fewest(groups: list[str], column: str, label: str) -> list[Phone] | None:
    best: list[list[Phone] | None] = [[], *([None] * len(groups))]
    for end in range(1, len(groups) + 1):
        for start in range(max(0, end - 4), end):
            before = best[start]
            one = _one(" ".join(groups[start:end]), column, label) if before is not None else None
            shortest = best[end]
            if one and before is not None and (shortest is None or len(before) + 1 < len(shortest)):
                best[end] = [*before, one]
    return best[-1]


def _one(text: str, column: str, label: str) -> Phone | None:
    written = re.sub(r"\s*[()]\s*", " ", text).strip(" -.")
    written = _COUNTRY.sub("", re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", written)))
    digits = re.sub(r"\D", "", written)
    if not digits or re.search(r"[^\d\- ]", written):
        return None
    if column == "short":
        return _dressed(digits, digits, column, label) if _SHORT.fullmatch(digits) or _is_mobile(digits) else None
    lines = (*_LINES, _SATELLITE) if column == "satellite" else _LINES
    if _is_mobile(digits) or any(line.fullmatch(written) for line in lines):
        return _dressed(written.replace(" ", "-"), digits, column, label)
    if text.strip().startswith(("+", "0086")) and _INLAND.fullmatch(written):
        return _dressed(f"0{written.replace(' ', '-')}", f"0{digits}", column, label)
    behind = _WITH_EXTENSION.fullmatch(written)
    if behind:
        line = behind.group(1)
        return _dressed(line.replace(" ", "-"), re.sub(r"\D", "", line), column, label, behind.group(2))
    return None


def _is_mobile(digits: str) -> bool:
    return len(digits) == 11 and digits.startswith("1")


def _dressed(number: str, digits: str, column: str, label: str, extension: str = "") -> Phone:
    said = label.strip(" :")[:LABEL_LIMIT]
    kind = next((kind for word, kind in _KINDS if word in said), "")
    if not kind:
        kind = column if column in {"home", "fax", "satellite"} else "mobile" if _is_mobile(digits) else "office"
    if column == "short" and not _is_mobile(digits):
        kind = "short"
    return Phone(kind, number[:NUMBER_LIMIT], digits, extension, said)
