"""What a carrier's platform says became of its calls: rows of a file; every carrier has its own heads and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.callout import REACHED, Outcome
from console.domain.contact_cells import CellProblem, text_of
from console.domain.contact_heads import heading
from console.domain.phones import digits_of
from console.domain.warning_rows import PersonRow

_WORDS = {
    "number": "号码 手机 手机号 手机号码 电话 电话号码 联系电话 被叫 被叫号码 被叫电话 用户号码 接收号码 "
    "外呼号码 呼叫号码 客户号码 phone number mobile msisdn called callee calledno phonenumber",
    "result": "结果 呼叫结果 外呼结果 状态 呼叫状态 通话状态 接通状态 接听状态 应答状态 拨打结果 拨打状态 通话结果 "
    "执行结果 发送状态 result status callresult callstatus",
    "reason": "原因 失败原因 未接原因 结果描述 状态描述 备注 说明 reason remark",
    "at": "时间 呼叫时间 外呼时间 拨打时间 呼叫开始时间 开始时间 接通时间 应答时间 通话时间 time calltime starttime",
    "seconds": "时长 通话时长 接听时长 秒数 通话秒数 时长秒 通话时长秒 播放时长 seconds duration",
}  # fmt: skip
_FIELD = {heading(word): name for name, said in _WORDS.items() for word in said.split()}
_HEAD_ROWS = 30
"""How far down the heads may stand: platforms put a title and what was asked for above them."""
_SHORTEST, _LONGEST = 5, 20
MANGLED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
"""A number a spreadsheet has rounded: nobody knows any more whose it was."""

_SAID: Sequence[tuple[re.Pattern[str], Outcome]] = tuple(
    (re.compile(pattern), outcome)
    for pattern, outcome in (
        (r"空号|错号|号码错误|号码有误|不存在|invalid|wrong", Outcome.WRONG),
        (r"停机|欠费|suspend", Outcome.SUSPENDED),
        (r"关机|不在服务区|无法接通|暂时无法|poweroff|switchedoff|unreachable", Outcome.OFF),
        (r"拒|reject|decline", Outcome.REFUSED),
        (r"占线|忙|通话中|busy", Outcome.BUSY),
        (r"未|无人|无应答|没有|不成功|noanswer|missed|unanswered|notanswered", Outcome.NO_ANSWER),
        (r"接通|接听|应答|听完|成功|answered|connected|success", Outcome.ANSWERED),
    )
)
"""The first that is found in the word counts: 未接通 is no 接通."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file. ``row`` counts from 1 as a spreadsheet does; ``outcome`` None: its word says nothing clear."""

    row: int
    number: str
    outcome: Outcome | None
    said: str
    at: datetime | None = None
    seconds: int | None = None

    @property
    def reached(self) -> bool:
        return self.outcome in REACHED


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody of the list with what the file says of the number; ``line`` None: the file does not have it."""

    person: PersonRow
    line: Line | None

    @property
    def reached(self) -> bool:
        return self.line is not None and self.line.reached


@dataclass(frozen=True, slots=True)
class CarrierReading:
    """A result file held against the list it was made for.

    ``strangers`` are numbers nobody of the list has, ``twice`` rows of a number that another row decided, ``unread``
    rows whose number cannot be read.
    """

    name: str
    lines: int
    heard: tuple[Heard, ...]
    strangers: tuple[Line, ...] = ()
    twice: tuple[Line, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()

    @property
    def reached(self) -> tuple[Heard, ...]:
        return tuple(one for one in self.heard if one.reached)

    @property
    def unreached(self) -> tuple[Heard, ...]:
        """未接通名单."""
        return tuple(one for one in self.heard if not one.reached)

    @property
    def missing(self) -> int:
        """How many of the list the file says nothing about."""
        return sum(one.line is None for one in self.heard)

    @property
    def unclear(self) -> tuple[str, ...]:
        """Words of the file that say neither that somebody heard it nor that nobody did."""
        lines = (one.line for one in self.heard if one.line is not None and one.line.outcome is None)
        return tuple(dict.fromkeys(line.said for line in lines))

    def findings(self) -> list[tuple[str, dict[str, Any]]]:
        """What whoever takes it should know: ``carrier.found.<code>`` with its facts."""
        strangers = "、".join(line.number for line in self.strangers[:3])
        rows = "、".join(str(row) for row, _ in self.unread[:5])
        said = "、".join(self.unclear[:3]) or "-"
        found: tuple[tuple[str, int, dict[str, Any]], ...] = (
            ("strangers", len(self.strangers), {"numbers": strangers}),
            ("twice", len(self.twice), {}),
            ("unread", len(self.unread), {"rows": rows}),
            ("unclear", len(self.unclear), {"said": said}),
            ("missing", self.missing, {}),
        )
        return [(code, {"count": count, **facts}) for code, count, facts in found if count]


def heads_of(rows: Sequence[Sequence[Any]]) -> tuple[int, Mapping[str, int]] | None:
    """Where the heads stand (index of the row) and which column holds what; None where no row has number and result."""
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = _FIELD.get(heading(cell))
            if name is not None:
                found.setdefault(name, column)
        if {"number", "result"} <= set(found):
            return at, found
    return None


def lines_of(rows: Sequence[Sequence[Any]], zone: ZoneInfo) -> Iterator[Line | tuple[int, str]]:
    """Each row below the heads; a row whose number cannot be read as its place and what stands there."""
    found = heads_of(rows)
    if found is None:
        return
    at, columns = found
    for place, row in enumerate(rows[at + 1 :], at + 2):
        said = {name: row[column] if column < len(row) else None for name, column in columns.items()}
        number = _text(said["number"])
        if not number and not _text(said["result"]):
            continue
        digits = digits_of(number)
        if not _SHORTEST <= len(digits) <= _LONGEST or MANGLED.fullmatch(number):
            yield place, number[:40]
            continue
        yield Line(place, digits, *_outcome(said), _time(said.get("at"), zone), seconds_of(said.get("seconds")))


def matched(name: str, people: Sequence[PersonRow], lines: Sequence[Line | tuple[int, str]]) -> CarrierReading:
    """The lines sorted to the people. Of a number that stands there twice the row counts that reached somebody, else
    the last one."""
    read = [one for one in lines if isinstance(one, Line)]
    best: dict[str, Line] = {}
    twice = []
    for line in read:
        before = best.get(line.number)
        if before is not None and before.reached and not line.reached:
            twice.append(line)
            continue
        if before is not None:
            twice.append(before)
        best[line.number] = line
    known = {digits_of(one.phone) for one in people if one.phone}
    heard = tuple(Heard(one, best.get(digits_of(one.phone))) for one in people if one.phone)
    strangers = tuple(line for number, line in best.items() if number not in known)
    unread = tuple(one for one in lines if not isinstance(one, Line))
    return CarrierReading(name, len(lines), heard, strangers, tuple(twice), unread)


def outcome_of(said: str) -> Outcome | None:
    """What a carrier's word means; None where it says nothing clear (失败)."""
    plain = re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", said)).casefold()
    return next((outcome for pattern, outcome in _SAID if pattern.search(plain)), None)


def seconds_of(cell: Any) -> int | None:
    """35, 35 秒, 00:35, 1 分 05 秒 as seconds; None where it is none of them."""
    text = unicodedata.normalize("NFKC", _text(cell)).replace(" ", "")
    if found := re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:秒|s|sec)?", text):
        return int(found[1])
    if found := re.fullmatch(r"(?:(\d{1,2})(?::|时))?(\d{1,3})(?::|分)(\d{1,2})秒?", text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    return None


def _outcome(said: Mapping[str, Any]) -> tuple[Outcome | None, str]:
    """By the result, and where it says nothing clear or only that it failed, by the reason beside it."""
    result, reason = _text(said["result"]), _text(said.get("reason"))
    found, why = outcome_of(result), outcome_of(reason)
    if found is None or (found is Outcome.NO_ANSWER and why not in {None, Outcome.ANSWERED}):
        found = why if why is not Outcome.ANSWERED else found
    words = f"{result}（{reason}）" if reason and result else result or reason
    return found, words[:60]


def _time(cell: Any, zone: ZoneInfo) -> datetime | None:
    if isinstance(cell, datetime):
        return cell if cell.tzinfo is not None else cell.replace(tzinfo=zone)
    text = re.sub(r"[/年月.]", "-", _text(cell)).replace("日", " ").replace("T", " ")
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"):
        try:
            return datetime.strptime(text[:19].strip(), form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def _text(cell: Any) -> str:
    try:
        return text_of(cell)
    except CellProblem as broken:
        return str(broken.facts.get("given", ""))
