"""What the cells of a county's month sheet mean: days, months, posts, shifts, names with their telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from console.domain.lists import TemplateShift
from console.domain.roster import LEADER, Named

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Excel's day numbers of 2000 to 2099: a date whose cell lost its format."""

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\D.*)?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2}+)[日号]?+(?:[^\d~至到–—-].*)?")
_DAY_ALONE = re.compile(r"(\d{1,2}+)[日号]?+(?:[^\d~至到月/.–—-].*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(?:(\d{4})\D{0,2})?(?<!\d)(1[0-2]|0?[1-9])月")
_MONTH_PLAIN = re.compile(r"(20\d{2})[-./]?(1[0-2]|0[1-9])(?!\d)")
_NUMERALS = {"十一月": "11月", "十二月": "12月", "十月": "10月"} | {
    f"{chinese}月": f"{at}月" for at, chinese in enumerate("一二三四五六七八九", 1)
}
_YEAR_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)?([一二三四五六日天])")

_PHONE = re.compile(r"\+?\d[\d\- ]{3,}\d(?:转\d{1,6})?")
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_APART = re.compile(r"[、，,;；/／|\n\r\t]+")
_NAME = re.compile(r"[^\W\d_A-Za-z]{2,20}(?:[·•.][^\W\d_A-Za-z]{1,20})*")
_ALL_BUT_NAME = re.compile(r"[:：]")

_SKIPPED = ("合计", "总计", "小计", "备注", "说明", "注", "制表", "审核", "审批", "填表", "联系人", "值班电话", "要求")
_LEADERS = ("带班领导", "带班", "值班领导", "领导", "带班局领导", "带班人", "局领导", "值班局领导", "leader")
_FIRST_POST = ("值班", "值班人", "值班员", "值班人员", "工作人员")
_SHIFTS = {
    "day": ("白班", "日班", "白天", "早班", "昼班"),
    "evening": ("中班", "小夜班", "小夜"),
    "night": ("夜班", "晚班", "夜间", "晚上", "大夜班", "大夜", "夜"),
    "whole": ("全天", "24小时", "昼夜", "全日"),
}
_KINDS = {
    "day": ("日期", "日", "时间", "值班日期", "值班时间", "月日"),
    "weekday": ("星期", "周", "周几", "星期几"),
    "phone": ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "号码", "电话号码"),
    "shift": ("班次", "班别", "时段"),
    "aside": ("备注", "说明", "序号", "值班电话", "办公电话", "传真", "签名", "签字", "部门", "单位", "科室"),
}


def plain(text: str) -> str:
    """A heading without spaces, width and brackets, for comparing."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s*_\-·:]", "", _BRACKETS.sub("", narrow))


def is_skipped(text: str) -> bool:
    """Whether a row that begins so is a total, a note or a signature line."""
    return plain(text).startswith(_SKIPPED)


def heading_kind(text: str) -> str:
    """``day``, ``weekday``, ``phone``, ``shift`` or ``aside``; empty for anything else."""
    word = plain(text)
    if word.startswith("日期"):
        return "day"
    return next((kind for kind, words in _KINDS.items() if word in words), "")


def weekday_of(text: str) -> int | None:
    """Monday is 1; None where the cell names no weekday."""
    found = _WEEKDAY.fullmatch(plain(text))
    return "一二三四五六日".index(found[1].replace("天", "日")) + 1 if found else None


def post_of(heading: str, posts: Sequence[str]) -> str | None:
    """The post of the template a heading means: 带班 …, the post's name with or without 岗/人员, 值班人员 the first."""
    word = _bare(heading)
    if LEADER in posts and word in {_bare(one) for one in _LEADERS}:
        return LEADER
    own = [post for post in posts if post != LEADER]
    exact = next((post for post in own if _bare(post) == word), None)
    if exact is not None or not word:
        return exact
    if word in {_bare(one) for one in _FIRST_POST}:
        return own[0] if own else None
    near = [post for post in own if len(word) > 1 and (_bare(post).startswith(word) or word.startswith(_bare(post)))]
    return near[0] if len(near) == 1 else None


def could_be_post(heading: str) -> bool:
    """Whether a heading names a post in some template; tells a table of duties from any other."""
    word = _bare(heading)
    known = ("主班", "副班", "值班长", "通信保障", "通讯保障", "技术保障", "协调调度", "综合信息", "司机", "驾驶员")
    return word in {_bare(one) for one in (*_LEADERS, *_FIRST_POST, *known)}


def _bare(text: str) -> str:
    word = plain(text).replace("通讯", "通信").replace("主值班", "主班").replace("副值班", "副班")
    for ending in ("人员", "姓名", "名单", "岗位", "岗", "员", "人"):
        word = word.removesuffix(ending) or word
    return word


def shift_of(text: str, shifts: Collection[TemplateShift]) -> str | None:
    """The shift a heading means, by its word (白班), its code or the time it begins at."""
    word = plain(text)
    times = re.findall(r"(\d{1,2})[:：.](\d{2})", unicodedata.normalize("NFKC", text))
    for shift in shifts:
        if word == shift.code or any(word.startswith(name) for name in _SHIFTS.get(shift.code, ())):
            return shift.code
        if times and f"{int(times[0][0]):02d}:{times[0][1]}" == shift.starts:
            return shift.code
    return None


def month_in(text: str, today: date) -> tuple[int, int] | None:
    """Year and month a title names; a month alone is the one nearest to today."""
    narrow = unicodedata.normalize("NFKC", text).replace(" ", "").translate(str.maketrans("", "", "\u3000"))
    for chinese, digits in _NUMERALS.items():
        narrow = narrow.replace(chinese, digits)
    narrow = re.sub(r"[〇零○一二三四五六七八九]{4}(?=年)", lambda year: year[0].translate(_YEAR_DIGITS), narrow)
    found = _MONTH.search(narrow)
    if found is None:
        compact = _MONTH_PLAIN.search(narrow)
        return (int(compact[1]), int(compact[2])) if compact else None
    month = int(found[2])
    return (int(found[1]), month) if found[1] else (_nearest_year(month, today), month)


def _nearest_year(month: int, today: date) -> int:
    return min(
        (today.year - 1, today.year, today.year + 1), key=lambda y: abs((y - today.year) * 12 + month - today.month)
    )


def day_of(value: object, month: tuple[int, int] | None) -> date | str | None:
    """The day a cell names; ``no_such_day`` or ``month_unknown`` where it names one that cannot be; None: no day."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = unicodedata.normalize("NFKC", "" if value is None else str(value)).replace(" ", "")
    if text.isdigit() and int(text) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    full = _COMPACT.fullmatch(text) or _FULL.fullmatch(text)
    if full:
        return _made(int(full[1]), int(full[2]), int(full[3]))
    return _day_of_month(text, month)


def _day_of_month(text: str, month: tuple[int, int] | None) -> date | str | None:
    part = _MONTH_DAY.fullmatch(text)
    alone = _DAY_ALONE.fullmatch(text)
    if not part and (alone is None or not 1 <= int(alone[1]) <= 31):
        return None
    if month is None:
        return "month_unknown"
    if part:
        return _made(_year_for(int(part[1]), month), int(part[1]), int(part[2]))
    return _made(*month, int(alone[1])) if alone else None


def _year_for(day_month: int, month: tuple[int, int]) -> int:
    """A sheet of December may end with days of January, and begin with days of November."""
    apart = day_month - month[1]
    return month[0] + (1 if apart < -6 else -1 if apart > 6 else 0)


def _made(year: int, month: int, day: int) -> date | str:
    try:
        return date(year, month, day)
    except ValueError:
        return "no_such_day"


def names_in(text: str, known: Collection[str] = ()) -> tuple[tuple[Named, ...], str]:
    """The names in a cell with telephones and remarks in brackets, and the part that could not be read.

    Names are parted by 、，/ line breaks or spaces; a name written apart (``李　四``) is one name. ``known`` decides
    between two short names and one long one.
    """
    made: list[Named] = []
    for segment in _APART.split(_keep_together(text)):
        if not segment.strip():
            continue
        bracketed = [part.strip() for part in _BRACKETS.findall(segment)]
        rest = _BRACKETS.sub(" ", segment)
        phones = [found.strip() for part in (*bracketed, rest) for found in _PHONE.findall(part)]
        note = "；".join(part for part in bracketed if part and not _PHONE.search(part))
        names = _joined(_ALL_BUT_NAME.sub(" ", _PHONE.sub(" ", rest)).split(), known)
        if not names and phones and made and not made[-1].phone:
            made[-1] = Named(made[-1].name, phones[0], made[-1].note)
            continue
        strange = next((name for name in names if not _NAME.fullmatch(name)), "")
        if strange or not names or len(phones) > len(names):
            return (), strange or segment.strip()
        made += [Named(name, phones[at] if at < len(phones) else "", note) for at, name in enumerate(names)]
    return tuple(made), ""


def _keep_together(text: str) -> str:
    """A line break or comma within brackets parts no names."""
    return _BRACKETS.sub(lambda found: re.sub(r"[\s、，,/;；]+", " ", found[0]), text)


def _joined(parts: Sequence[str], known: Collection[str]) -> list[str]:
    made: list[str] = []
    run: list[str] = []
    for part in (*parts, ""):
        if len(part) == 1:
            run.append(part)
            continue
        if len(run) == 1 and part and len(run[0] + part) <= _LONGEST_APART:
            made.append(run[0] + part)  # one character alone is no name: a family name written apart from the rest
            run = []
            continue
        made += _of_run(run, known)
        run = []
        if part:
            made.append(part)
    return made


_LONGEST_APART = 4
"""Characters of the longest name that is put together from a family name and the rest."""


def _of_run(run: Sequence[str], known: Collection[str]) -> list[str]:
    """Single characters with spaces between them: one name of two or three, or pairs."""
    whole = "".join(run)
    if len(run) in {2, 3} or whole in known:
        return [whole]
    if len(run) % 2 == 0:
        return [whole[at : at + 2] for at in range(0, len(whole), 2)]
    return list(run)


def phones_in(text: str) -> list[str]:
    """The telephone numbers in a cell, in order."""
    return [found.strip() for found in _PHONE.findall(unicodedata.normalize("NFKC", text))]
