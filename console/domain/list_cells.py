"""What stands in one cell of a duty list: a day, a count, one of some words. What cannot be read is a CellProblem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from console.domain.clock import YEARS
from console.domain.contact_cells import CellProblem, is_empty, text_of
from console.domain.leave_table import BETWEEN, day_of

MOST_DAYS = 31
"""Days one row may stand for."""
_DAY_ONLY = re.compile(r"(\d{1,2})\s*日?")
_YEARLY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def blank(value: Any) -> bool:
    """Whether nothing stands there."""
    return is_empty(text_of(value))


def day(value: Any, year: int) -> date:
    """A whole day; ``year`` is that of one written without. Refuses date_strange."""
    found = day_of(value, year)[0].date()
    if found.year not in YEARS:
        raise CellProblem("date_strange", given=found.isoformat())
    return found


def day_or_none(value: Any, year: int) -> date | None:
    return None if blank(value) else day(value, year)


def days(cells: Mapping[str, Any], year: int) -> tuple[date, date]:
    """First and last day of a row: one cell (10月1日至7日), or one for each end. Refuses span_reversed, days_many."""
    said = cells.get("date")
    if not blank(said):
        parts = BETWEEN.split(text_of(said)) if isinstance(said, str) else [said]
        first = day(parts[0], year)
        last = _last(str(parts[-1]), first) if len(parts) > 1 else first
        if len(parts) == 1 and not blank(cells.get("end")):
            last = day(cells["end"], first.year)
    else:
        first = day(cells.get("start"), year)
        last = first if blank(cells.get("end")) else day(cells["end"], first.year)
    if last < first:
        raise CellProblem("span_reversed", start=first.isoformat(), end=last.isoformat())
    if (last - first).days >= MOST_DAYS:
        raise CellProblem("days_many", most=MOST_DAYS)
    return first, last


def _last(text: str, first: date) -> date:
    """The end of a span: 7日 is of the month it begins in."""
    plain = unicodedata.normalize("NFKC", text).strip()
    alone = _DAY_ONLY.fullmatch(plain)
    if alone is None:
        return day(text, first.year)
    try:
        return first.replace(day=int(alone[1]))
    except ValueError as wrong:
        raise CellProblem("date_strange", given=plain[:40]) from wrong


def each(first: date, last: date) -> list[date]:
    """Both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def days_of_list(cells: Mapping[str, Any], year: int) -> list[str]:
    """The same as a county list keeps days: 2030-10-01, or 10-01 for every year where no year is written."""
    said = cells.get("date")
    if isinstance(said, str) and (found := _YEARLY.fullmatch(unicodedata.normalize("NFKC", said).strip())):
        try:
            return [f"{datetime(2000, int(found[1]), int(found[2])):%m-%d}"]
        except ValueError as wrong:
            raise CellProblem("date_strange", given=said[:40]) from wrong
    return [one.isoformat() for one in each(*days(cells, year))]


def count_or_none(value: Any, least: int, most: int) -> int | None:
    """A whole number within limits; refuses count_strange."""
    if blank(value):
        return None
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    found = re.fullmatch(r"(\d{1,4})\s*(?:天|日|小时|时|h)?", text, re.IGNORECASE)
    if found is None or not least <= int(found[1]) <= most:
        raise CellProblem("count_strange", given=text[:40], least=least, most=most)
    return int(found[1])


def one_of(value: Any, meant: Mapping[str, re.Pattern[str]], words: str) -> str:
    """The code whose pattern is found in the cell; refuses word_strange, which names what may stand there."""
    text = text_of(value)
    code = next((code for code, pattern in meant.items() if pattern.search(text)), None)
    if code is None:
        raise CellProblem("word_strange" if text else "word_missing", given=text[:40], words=words)
    return code
