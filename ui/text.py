"""Times and names as screens show them: station time, 24 hours, countdowns; the domain never builds sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console import words
from console.domain.clock import YEARS
from console.domain.posts import SHIPPED
from console.errors import Refused

if TYPE_CHECKING:
    from console.domain.people import Actor

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_DIGITS = re.compile(r"(\d{2})(\d{2})")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


class Times:
    """Shows and reads times in the station's zone, whatever the machine's is."""

    def __init__(self, zone: Callable[[], ZoneInfo], now: Callable[[], datetime]) -> None:
        self._zone = zone
        self.now = now

    @property
    def zone(self) -> ZoneInfo:
        return self._zone()

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone())

    def clock(self, at: datetime) -> str:
        """03:12"""
        return self.local(at).strftime("%H:%M")

    def seconds(self, at: datetime) -> str:
        """03:12:07"""
        return self.local(at).strftime("%H:%M:%S")

    def day(self, at: datetime) -> str:
        """2030-08-12"""
        return self.local(at).strftime("%Y-%m-%d")

    def full(self, at: datetime) -> str:
        """2030-08-12 03:12:07, for places where the day matters."""
        return self.local(at).strftime("%Y-%m-%d %H:%M:%S")

    def minute(self, at: datetime) -> str:
        """2030-08-12 03:12"""
        return self.local(at).strftime("%Y-%m-%d %H:%M")

    def near(self, at: datetime) -> str:
        """The clock alone today, day and clock otherwise: 03:12, 08-11 23:50, 2029-12-31 23:50."""
        local, today = self.local(at), self.local(self.now())
        if local.date() == today.date():
            return local.strftime("%H:%M")
        return local.strftime("%m-%d %H:%M" if local.year == today.year else "%Y-%m-%d %H:%M")

    def read(self, text: str, *, before: datetime | None = None) -> datetime:
        """What an officer typed: 0312, 3:12, 08-11 23:50, 2030-08-11 23:50. A clock alone is its last occurrence.

        Raises Refused("bad_time") when it is none of these.
        """
        plain = text.strip()
        day_found = _DAY.match(plain)
        clock = self._clock(plain[day_found.end() :].strip(" T　") if day_found else plain, text)
        here = self.local(before or self.now())
        if day_found is None:
            made = datetime.combine(here.date(), clock, self._zone())
            return made if made <= here + timedelta(minutes=1) else made - timedelta(days=1)
        return self._on_day(day_found, clock, here, text)

    def today(self) -> date:
        """The station's day."""
        return self.local(self.now()).date()

    def read_day(self, text: str, field: str = "") -> date:
        """A day typed: 2030-08-12, 8.12, 8月12日, 明天; without a year the nearest. Raises Refused("bad_day")."""
        from console.domain.day_typed import day_typed

        try:
            return day_typed(text, self.today())
        except ValueError:
            raise Refused("bad_day", text=text[:40], field=field) from None

    def coming(self, text: str) -> datetime:
        """As ``read``, but a clock alone is its next occurrence: when something is to be done."""
        now = self.now()
        at = self.read(text, before=now + timedelta(days=1))
        return at + timedelta(days=1) if at <= now and _DAY.match(text.strip()) is None else at

    def ahead(self, text: str) -> datetime:
        """Until when something holds: as ``coming``, or a day alone, which is its last minute (08-20, 2030-08-20)."""
        plain, here = text.strip(), self.local(self.now())
        found = _DAY.match(plain)
        if found is None:
            return self.coming(text)
        rest = plain[found.end() :].strip(" T　")
        clock = self._clock(rest, text) if rest else time(23, 59)
        try:
            made = self._made(found, clock, here)
            return made if found.group(1) or made > here else made.replace(year=made.year + 1)
        except ValueError:
            raise Refused("bad_time", text=text) from None

    def _clock(self, plain: str, whole: str) -> time:
        found = _CLOCK.fullmatch(plain) or _DIGITS.fullmatch(plain)
        try:
            if found:
                return time(*(int(part) for part in found.groups() if part is not None))
        except ValueError:
            pass  # 25:70 is refused below like any other text that is no time
        raise Refused("bad_time", text=whole)

    def _made(self, found: re.Match[str], clock: time, here: datetime) -> datetime:
        """Raises ValueError for a day there is not, or a year nobody means."""
        year, month, day = (int(part) if part else here.year for part in found.groups())
        if year not in YEARS:
            raise ValueError(year)
        return datetime(year, month, day, clock.hour, clock.minute, clock.second, tzinfo=self._zone())

    def _on_day(self, found: re.Match[str], clock: time, here: datetime, whole: str) -> datetime:
        try:
            made = self._made(found, clock, here)
            if found.group(1) is None and made > here + timedelta(days=1):
                made = made.replace(year=made.year - 1)
        except ValueError:
            raise Refused("bad_time", text=whole) from None
        return made


def span(length: timedelta) -> str:
    """A length as a countdown shows it: 0:41:18 under a day, whole days and hours above."""
    seconds = int(abs(length).total_seconds())
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    if days:
        return words.say("span.days", days=days, hours=hours)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def left(due_at: datetime, now: datetime) -> str:
    """剩 0:41:18, or 超 0:03:10 once it is over."""
    code = "duty.left" if due_at >= now else "duty.overdue"
    return words.say(code, time=span(due_at - now))


def kind(code: str) -> str:
    """The word of a log line's kind."""
    known = f"log.kind.{code}"
    return words.say(known) if words.has(known) else code


def post(code: str) -> str:
    """A post's word: the leader and shipped posts have one in both languages, others are as the county calls them."""
    known = "leader" if code == "leader" else SHIPPED.get(code)
    return words.say(f"post.{known}") if known else code


def actor(by: Actor) -> str:
    """Who wrote it: an officer's name, the seat's own line, or the program by its word."""
    from console.domain.people import Actor

    return words.say("actor.program") if by == Actor.program() else by.name


def actor_named(name: str) -> str:
    """The same where only the stored name is at hand: the program by its word, everybody else as written."""
    from console.domain.people import Actor

    return words.say("actor.program") if name == Actor.program().name else name


def degrees(value: float) -> str:
    """Latitude or longitude as people read it: to a tenth of a metre, however it was reckoned."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def number(count: int) -> str:
    """48 210: groups of three with a thin gap, as tables show long counts."""
    return f"{count:,}".replace(",", "\u2009")
