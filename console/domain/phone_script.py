"""What the duty officer reads to the leader on the telephone: short sentences in the order leaders ask for them.

单位姓名 → 什么时间什么地点发生什么 → 伤亡 → 已采取措施 → 需要什么 → 请指示. What is not known is said to be unknown.
What no field holds but the words say is quoted as 原文: read as it was told, never made into a fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain import elements
from console.domain.inbound import FIGURES, InboundRow
from console.domain.place_names import PlaceNames
from console.domain.realm import Realm


class Part(StrEnum):
    """Parts of the script in the order they are read; ``phone.part.<part>`` are their words on the screen."""

    WHO = "who"
    WHAT = "what"
    CASUALTIES = "casualties"
    MEASURES = "measures"
    NEEDS = "needs"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One part of the script, in Chinese, to be read aloud."""

    part: Part
    text: str


_ALWAYS = ("dead", "missing")
"""Asked about in every report: where nothing was filled in they are unknown, never nought."""

_NAMED = {
    "dead": re.compile(r"死|亡|遇难|遗体|过世|去世"),
    "missing": re.compile(r"失联|失踪|下落|联系不上|找不到|走失"),
}
"""Words by which a clause about casualties speaks of them."""

_DOCUMENT = "document"

_OPENING = {Realm.LIVE: "", Realm.EXERCISE: "演练，演练。", Realm.SAMPLE: "示例，不是真实情况。"}


def script(
    row: InboundRow, site: str, officer: str, figure_words: Mapping[str, str], zone: ZoneInfo, realm: Realm,
    places: PlaceNames | None = None,
) -> tuple[Sentence, ...]:  # fmt: skip
    """The sentences; ``figure_words`` are the Chinese words of the figures (死亡, 失联 …), ``places`` the county's.

    A document (来文) often tells of no event at all: what was not filled in is then left out, not called unknown.
    """
    words = "\n".join(text for text in (row.summary, row.measures, row.needs) if text)

    def quote(name: str) -> str:
        return elements.quoted(words, name)

    said = (
        Sentence(Part.WHO, f"{_OPENING[realm]}我是{site}值班员{officer}，向您报告一个情况。"),
        Sentence(Part.WHAT, _what(row, zone, places)),
        Sentence(Part.CASUALTIES, _casualties(row, figure_words, quote("casualties"))),
        Sentence(Part.MEASURES, _told("已采取的措施", row.measures, quote("measures"), "已采取的措施不详，正在了解。")),
        Sentence(Part.NEEDS, _told("需要支援", row.needs, quote("needs"), "现场没有提出支援请求。")),
        Sentence(Part.ASK, "报告完毕，请指示。"),
    )
    if row.kind != _DOCUMENT:
        return said
    filled = {Part.CASUALTIES: bool(row.figures), Part.MEASURES: bool(row.measures), Part.NEEDS: bool(row.needs)}
    return tuple(sentence for sentence in said if filled.get(sentence.part, True))


def whole(sentences: tuple[Sentence, ...]) -> str:
    """The script as one text, a part a line."""
    return "\n".join(sentence.text for sentence in sentences)


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """8月12日8时5分, as it is said."""
    local = at.astimezone(zone)
    minute = f"{local.minute}分" if local.minute else "整"
    return f"{local.month}月{local.day}日{local.hour}时{minute}"


def _what(row: InboundRow, zone: ZoneInfo, places: PlaceNames | None) -> str:
    source = row.channel_name or "来电"
    caller = "" if row.caller_hidden else f"{row.caller_org}{row.caller_name}"
    if row.kind == _DOCUMENT:
        source, told, summary = f"{source.removesuffix('来文')}来文", _filled(row, zone), row.summary.strip()
    else:
        told, summary = _known(row, zone, places)
    said = "，".join(part for part in told if part)
    received = f"{spoken(row.received_at, zone)}接到{source}{f'（{caller}）' if caller else ''}"
    return _ended(f"{received}：{said}{'。' if said else ''}{summary}")


def _filled(row: InboundRow, zone: ZoneInfo) -> tuple[str, str, str]:
    """When, where and what, as far as the fields say it."""
    when = "" if row.occurred_at is None else _occurred(row, zone)
    return when, row.place.replace(" ", ""), row.event_type_name


def _known(row: InboundRow, zone: ZoneInfo, places: PlaceNames | None) -> tuple[tuple[str, str, str], str]:
    """The same, unknown what neither field nor words say; and the words, marked where something is left to them."""
    when, where, kind = _filled(row, zone)
    filled = {"time": when, "place": where}
    unsaid = elements.missing(row.summary, filled, places)
    left = any(name not in unsaid for name, there in filled.items() if not there)
    when = "发生时间不详" if "time" in unsaid else when
    where = "地点不详" if "place" in unsaid else where
    return (when, where, kind), f"{'原文：' if left else ''}{row.summary.strip()}"


def _occurred(row: InboundRow, zone: ZoneInfo) -> str:
    assert row.occurred_at is not None
    return ("约" if row.occurred_precision == "about" else "") + spoken(row.occurred_at, zone)


def _casualties(row: InboundRow, figure_words: Mapping[str, str], quoted: str) -> str:
    if not row.figures:
        return f"伤亡情况正在核实，原文：“{quoted}”。" if quoted else "伤亡情况不详，正在核实。"
    said = []
    for key in FIGURES:
        figure = row.figures.get(key)
        if figure is not None and not figure.unknown:
            said.append(f"{figure_words[key]}{figure.value}人")
        elif figure is not None:
            said.append(f"{figure_words[key]}不详")
        elif key in _ALWAYS:
            named = "；".join(clause for clause in quoted.split("；") if _NAMED[key].search(clause))
            said.append(f"{figure_words[key]}见原文“{named}”" if named else f"{figure_words[key]}不详")
    return _ended("，".join(said))


def _told(what: str, text: str, quoted: str, otherwise: str) -> str:
    if text.strip():
        return _ended(f"{what}：{text.strip()}")
    return f"{what}，原文：“{quoted}”。" if quoted else otherwise


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "!", "?")) else f"{text}。"
