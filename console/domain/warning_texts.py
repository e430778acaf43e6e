"""What is looked for in the words of a warning: hours, colours, places, who says it, signs no channel carries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from console.domain.warning import HOLDS
from console.domain.warning_form import WarningForm
from console.domain.warning_ground import Ground, Problem

_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HOURS = re.compile(
    r"(?:未来|今后|接下来)?\s*(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|半)\s*"
    r"(个半|个)?(?P<unit>小时|h\b|天|日内)(?!前|以来|来)"
)
_PAST = re.compile(r"(?:过去|此前|之前|近|前|第|连续|已(?:经)?(?:持续)?)\s*$")
_DAY = 24.0
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
HOURS_SLACK = 1.0
"""Hours by which words and expiry may differ: a text says whole hours."""


def hours_said(text: str) -> list[tuple[float, str]]:
    """Spans of hours to come the words speak of, with the words: 未来六小时 → 6."""
    made = []
    for found in _HOURS.finditer(text):
        if _PAST.search(text[: found.start()]):
            continue
        said = found.group(1)
        count = 0.5 if said == "半" else float(said) if said.isdigit() else float(_chinese(said))
        if found.group(2) == "个半":
            count += 0.5
        made.append((count * (1 if found["unit"] in {"小时", "h"} else _DAY), found.group(0).strip()))
    return made


def _chinese(said: str) -> int:
    if "十" not in said:
        return _DIGITS[said]
    tens, _, ones = said.partition("十")
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


SHOWN = ("title", "issuer", "area_words", "full", "sms", "voice", "guide")
TEXTS = ("full", "sms", "voice")


def problems(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """Everything found in the words."""
    for name in SHOWN:
        if _DIRECTION.search(getattr(form, name)):
            yield Problem("direction_marks", name)
    for name in ("title", "sms", "voice"):
        if _EMOJI.search(getattr(form, name)):
            yield Problem("emoji", name, stops=False)
    yield from _hours(form, ground)
    yield from _colours(form, ground)
    yield from _where(form, ground)
    if form.sms.strip() and not _is_signed(form.sms, form.issuer):
        yield Problem("sms_unsigned", "sms", stops=False)
    if ground.sms_parts > ground.most_parts:
        yield Problem("sms_too_long", "sms", facts={"parts": ground.sms_parts, "most": ground.most_parts})


def _hours(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """Hours to come that reach past the end. The full text often quotes the standard: there it is only looked at."""
    if form.kind not in HOLDS or form.expires is None or form.expires <= ground.now:
        return
    start = form.onset if form.onset is not None and form.onset > ground.now else ground.now
    left = (form.expires - start).total_seconds() / 3600
    for name in TEXTS:
        for hours, said in hours_said(getattr(form, name)):
            if hours > left + HOURS_SLACK:
                facts: dict[str, object] = {"said": said, "left": f"{left:.1f}"}
                yield Problem("hours_differ", name, stops=name != "full", facts=facts)


def _colours(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """Another level's word where the own one is missing: 由黄色变更为橙色 has both."""
    if not ground.colour:
        return
    for name in ("title", *TEXTS):
        text = getattr(form, name)
        found = [word for word in ground.colours if f"{word}预警" in text or (name == "title" and word in text)]
        if found and ground.colour not in text:
            yield Problem("colour_differs", name, facts={"field": name, "said": found[0], "level": ground.colour})


_KIND_OF_PLACE = re.compile("(?:县|区|市|镇|乡|街道|社区|村|岛)$")


def _where(form: WarningForm, ground: Ground) -> Iterable[Problem]:
    """A text that names no place of its area is read as if it meant everybody, or nobody."""
    names = [name for name in (*ground.area_names, form.area_words) if name]
    short = [_KIND_OF_PLACE.sub("", name) for name in names]
    known = [*names, *(name for name in short if len(name) > 1)]
    if not known:
        return
    for name in TEXTS:
        text = getattr(form, name)
        if text.strip() and not any(one in text for one in known):
            yield Problem("area_not_said", name, stops=False, facts={"field": name})


def _is_signed(sms: str, issuer: str) -> bool:
    """落款: the issuer's name, or a signature in its brackets."""
    return (bool(issuer) and issuer in sms) or ("【" in sms and "】" in sms)
