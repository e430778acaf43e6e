"""What the duty officer reads to the leader on the telephone: short sentences in the order leaders ask for them.

单位姓名 → 什么时间什么地点发生什么 → 伤亡 → 已采取措施 → 需要什么 → 请指示. What is not known is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain.inbound import FIGURES, InboundRow
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

_DOCUMENT = "document"

_OPENING = {Realm.LIVE: "", Realm.EXERCISE: "演练，演练。", Realm.SAMPLE: "示例，不是真实情况。"}


def script(
    row: InboundRow, site: str, officer: str, figure_words: Mapping[str, str], zone: ZoneInfo, realm: Realm
) -> tuple[Sentence, ...]:
    """The sentences; ``figure_words`` are the Chinese words of the figures (死亡, 失联 …).

    A document (来文) often tells of no event at all: what was not filled in is then left out, not called unknown.
    """
    said = (
        Sentence(Part.WHO, f"{_OPENING[realm]}我是{site}值班员{officer}，向您报告一个情况。"),
        Sentence(Part.WHAT, _what(row, zone)),
        Sentence(Part.CASUALTIES, _casualties(row, figure_words)),
        Sentence(Part.MEASURES, _told("已采取的措施", row.measures, "已采取的措施不详，正在了解。")),
        Sentence(Part.NEEDS, _told("需要支援", row.needs, "现场没有提出支援请求。")),
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


def _what(row: InboundRow, zone: ZoneInfo) -> str:
    source = row.channel_name or "来电"
    caller = "" if row.caller_hidden else f"{row.caller_org}{row.caller_name}"
    place = row.place.replace(" ", "") or "地点不详"
    when = "发生时间不详" if row.occurred_at is None else _occurred(row, zone)
    kind = f"，{row.event_type_name}" if row.event_type_name else ""
    said = f"{when}，{place}{kind}。"
    if row.kind == _DOCUMENT:
        source = f"{source.removesuffix('来文')}来文"
        told = (row.occurred_at is not None, bool(row.place), bool(kind))
        said = "，".join(part for part, there in zip((when, place, kind[1:]), told, strict=True) if there)
        said = f"{said}。" if said else ""
    received = f"{spoken(row.received_at, zone)}接到{source}{f'（{caller}）' if caller else ''}"
    return _ended(f"{received}：{said}{row.summary.strip()}")


def _occurred(row: InboundRow, zone: ZoneInfo) -> str:
    assert row.occurred_at is not None
    return ("约" if row.occurred_precision == "about" else "") + spoken(row.occurred_at, zone)


def _casualties(row: InboundRow, figure_words: Mapping[str, str]) -> str:
    if not row.figures:
        return "伤亡情况不详，正在核实。"
    said = []
    for key in FIGURES:
        figure = row.figures.get(key)
        if figure is not None and not figure.unknown:
            said.append(f"{figure_words[key]}{figure.value}人")
        elif figure is not None or key in _ALWAYS:
            said.append(f"{figure_words[key]}不详")
    return _ended("，".join(said))


def _told(what: str, text: str, otherwise: str) -> str:
    return _ended(f"{what}：{text.strip()}") if text.strip() else otherwise


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "!", "?")) else f"{text}。"
