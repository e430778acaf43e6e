"""The lane on which what devices said is stored: beside the thread that reads, which a busy store must never hold up.

Another program may hold the store for seconds (an import, a copy); terminals keep some tens of kilobytes, a receiver
waits four seconds for its answer. So ``wire`` reads on, and what came meanwhile is the next batch, one transaction.
A store that cannot be written sends all to the spool; from there it is handed over in order before anything newer.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import groupby, islice

from console import logs
from console.devices.aside import Aside
from console.devices.spool import Spool
from console.domain.clock import Clock
from console.domain.signals import Arrived, SignalKind, Stored
from console.domain.wire import LinkStatus
from console.errors import Unavailable

log = logging.getLogger(__name__)

BATCH = 500
"""Signals of one transaction."""
PENDING = 20_000
"""Signals that wait in memory; beyond it those a device repeats by itself are left to it, and twice that is the end."""
GATHER = 0.02
"""Seconds from one transaction to the next while nobody waits for what came: many small ones cost more than reading."""
_AT_ONCE = (SignalKind.ALARM, SignalKind.CALL)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0

Receive = Callable[[Sequence[Arrived]], Sequence[Stored]]
Note = Callable[[Sequence[LinkStatus]], None]
Done = Callable[[Sequence[Arrived], Sequence[Stored]], None]


class Storing:
    """``done`` is called on this lane with what was handed over and what the store made of it, in the same order.

    What waits does so in this order: the spool, what the spool could not take (``_held``), what just came.
    """

    def __init__(self, receive: Receive, note: Note, done: Done, spool: Spool, clock: Clock) -> None:
        self._receive, self._note, self._done = receive, note, done
        self._spool, self._clock = spool, clock
        self._aside = Aside(spool.path.with_suffix(".aside"))
        self._pending: deque[Arrived] = deque()
        self._held: deque[Arrived] = deque()
        self._under_way: list[Arrived] = []
        self._statuses: dict[str, LinkStatus] = {}
        self._news = threading.Condition()
        self._stopping = self._ended = self._given_up = False
        self._retry_at, self._note_at, self._gather_until = 0.0, 0.0, 0.0
        self._gathering = False
        self._pause = FIRST_PAUSE
        self._thread = threading.Thread(target=self._run, name="wire-store", daemon=True)
        self.trouble = ""
        """Why the store could not be written when last tried; empty while it can."""
        self.dropped = 0

    # any thread

    def start(self) -> None:
        kept = self._aside.kept()
        if kept and not self._set_aside(kept):
            self._aside.forget()
        self._thread.start()

    def put(self, arrived: Sequence[Arrived]) -> None:
        """Store them soon; never waits. What cannot even be remembered is counted and left to the device."""
        with self._news:
            for one in arrived:
                if len(self._pending) + len(self._held) < (PENDING if one.signal.answer else 2 * PENDING):
                    self._pending.append(one)
                else:
                    self.dropped += 1
                    if self.dropped == 1:
                        log.error("more is said than can be remembered while the store is away: devices repeat it")
            if not self._gathering or self._urgent(arrived):
                self._news.notify()

    def tell(self, statuses: Sequence[LinkStatus]) -> None:
        """Hand the newest state of links on, as soon as the lane is free."""
        with self._news:
            self._statuses.update({status.device_key: status for status in statuses})
            self._news.notify()

    def waiting(self) -> Counter[str]:
        """What was received and is not stored, by device, while the store cannot be written."""
        if not self._behind and not self._aside.counts:
            return Counter()
        with self._news:
            kept = Counter(one.device_key for one in (*self._held, *self._pending))
        return kept + self._spool.counts() + self._aside.counts

    def stop(self, limit: float) -> bool:
        """Store what there is or put it into the spool, then end; False where the store held on to it for longer."""
        with self._news:
            self._stopping = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(limit)
        with self._news:
            left = [*self._under_way, *self._held, *self._pending]
            self._pending.clear()
            self._held.clear()
        lost = self._set_aside(left)
        if lost:
            log.error("%d signals could be kept nowhere: their devices got no answer", len(lost))
        with self._news:
            self._given_up = True
            ended = self._ended or self._thread.ident is None
            if ended:
                self._spool.close()
        return ended

    # the lane

    @property
    def _behind(self) -> bool:
        return bool(self.trouble or self._held or self._spool.waiting)

    def _run(self) -> None:
        while self._await():
            try:
                self._step()
            except Exception as error:
                logs.note_bug(error)
                self._retry_at = self._note_at = self._clock.monotonic() + LONGEST_PAUSE
        self._tell()
        with self._news:
            self._ended = True
            if self._given_up:  # nobody waits any more: the spool is this lane's to close
                self._spool.close()

    def _await(self) -> bool:
        """Until there is something to do; False: nothing ever again."""
        with self._news:
            while not self._stopping and (pause := self._idle()) != 0:
                self._news.wait(pause)
            self._gather()
            return not self._stopping or (bool(self._pending) and not self._behind)

    def _gather(self) -> None:
        """A transaction right after another waits for what comes shortly, unless somebody waits for what came."""
        left = self._gather_until - self._clock.monotonic()
        if left > 0 and self._pending and not self._stopping and not self._urgent(self._pending):
            self._gathering = True
            self._news.wait(left)
            self._gathering = False

    def _urgent(self, came: Collection[Arrived]) -> bool:
        return len(self._pending) >= BATCH or any(one.signal.answer or one.signal.kind in _AT_ONCE for one in came)

    def _idle(self) -> float | None:
        """Seconds until something is to be done; None: not before it is said."""
        if self._pending:
            return 0.0
        now = self._clock.monotonic()
        waits = ([self._retry_at - now] if self._behind else []) + ([self._note_at - now] if self._statuses else [])
        return min(1.0, max(0.0, min(waits))) if waits else None

    def _step(self) -> None:
        batch = self._taken()
        if self._behind:
            left = batch if self._held else self._set_aside(batch)
            with self._news:
                self._held.extend(left)
            if self._clock.monotonic() >= self._retry_at:
                self._catch_up()
        elif batch and not self._handed_over(batch):
            left = self._set_aside(batch)
            with self._news:
                self._held.extend(left)
        self._under_way = []
        self._tell()

    def _taken(self) -> list[Arrived]:
        with self._news:
            self._under_way = [self._pending.popleft() for _each in range(min(BATCH, len(self._pending)))]
            return list(self._under_way)

    def _catch_up(self) -> None:
        """The oldest first."""
        self._under_way = []
        if oldest := self._spool.head(BATCH):
            if self._handed_over(oldest) and not self._given_up:
                self._spool.drop(len(oldest))
        elif held := [*islice(self._held, BATCH)]:
            if self._handed_over(held):
                with self._news:
                    for _each in held:
                        self._held.popleft()
        else:
            self._well()

    def _handed_over(self, batch: Sequence[Arrived]) -> bool:
        """Whether the store has them, or never will have some of them."""
        try:
            stored = self._receive(batch)
        except Unavailable as error:
            self._failing(error)
            return False
        except Exception as error:
            logs.note_bug(error)
            return self._one_by_one(batch)
        self._well()
        self._gather_until = self._clock.monotonic() + GATHER
        self._done(batch, stored)
        return True

    def _one_by_one(self, batch: Sequence[Arrived]) -> bool:
        """Something in it the store's service cannot take: find it, put it aside, and store the others.

        What one frame said stays together, because one answer stands for all of it.
        """
        for _frame, together in groupby(batch, key=lambda one: (one.device_key, one.signal.raw)):
            frame = [replace(one, again=True) for one in together]
            try:
                stored = self._receive(frame)
            except Unavailable as error:
                self._failing(error)
                return False  # those before it come again, and are recognised
            except Exception as error:
                self._aside.put(frame, logs.note_bug(error))
            else:
                self._done(frame, stored)
        self._well()
        return True

    def _failing(self, error: Unavailable) -> None:
        if not self.trouble:
            log.error("what devices say cannot be stored: %s", error)
        self.trouble = error.what
        self._retry_at = self._clock.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _well(self) -> None:
        if self.trouble:
            log.warning("what devices say is stored again")
        self.trouble, self._pause, self._retry_at = "", FIRST_PAUSE, 0.0

    def _set_aside(self, batch: Sequence[Arrived]) -> list[Arrived]:
        """Into the spool; what it cannot take either. A heartbeat says nothing tomorrow.

        Once ``stop`` went without this lane the spool is of whoever runs the wire next, and has all this lane had.
        """
        if self._given_up:
            return []
        worth = [one for one in batch if one.signal.kind is not SignalKind.HEARTBEAT]
        try:
            return worth[self._spool.append(worth) :]
        except Unavailable as error:
            log.error("the spool cannot be written: %s", error)
            return worth

    def _tell(self) -> None:
        with self._news:
            told = list(self._statuses.values()) if self._clock.monotonic() >= self._note_at else []
            self._statuses = {} if told else self._statuses
        if not told:
            return
        try:
            self._note(told)
        except Unavailable as error:
            log.warning("states of links could not be noted: %s", error)
            self._note_at = self._clock.monotonic() + LONGEST_PAUSE
            with self._news:
                self._statuses = {status.device_key: status for status in told} | self._statuses
