"""Runs the wire: whoever holds its lock opens ports, stores what they say, empties the outbox, sees to escalation.

Threads: ``wire`` and its storing lane (``console.devices.loop``), and ``outbox``, which also follows the ledger and,
where another process holds the lock, waits for it. All others that have the store open only watch and queue.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console import logs
from console.changes import Changes, Topic
from console.desk import wire_links
from console.desk.wire_links import Reached, Unledgered
from console.desk.wire_stops import WireStops
from console.domain.delivery import Order, Receipt, SendState
from console.domain.drivers import DRIVERS, known
from console.domain.people import Actor
from console.domain.signals import Stored
from console.domain.wire import LinkState, LinkStatus, read_line
from console.errors import Refused, Unavailable
from db.locks import FileLock
from db.outside import Outside

if TYPE_CHECKING:
    from console.desk.sending import SendingDesk
    from console.devices.capture import Capture
    from console.devices.looking import Watcher
    from console.devices.loop import Loop
    from console.devices.ports import PortRow, PortTest
    from console.devices.talks import Transfer

log = logging.getLogger(__name__)

TAKE_SECONDS = 3.0
"""How often a process that does not hold the wire asks whether it is free."""
STEP_SECONDS = 1.0
FOLLOW_SECONDS = 0.5
"""How often the ledger is read again at most, however often it changes."""
SETTLE_SECONDS = 3.0
"""How long the outbox waits at most for lines that are being opened when the wire begins."""
IDLE_SECONDS = 5.0
"""How often the outbox looks while there is no device it could send to."""

Told = Callable[[Sequence[Stored]], None]


class WireRunner(WireStops):
    """``desk.wire``. All methods may be called from any thread."""

    def __init__(self, desk: SendingDesk, chores: Callable[[], Sequence[Callable[[], object]]] = tuple) -> None:
        """``chores``: what else is looked after in passing by whoever holds the wire."""
        super().__init__(desk)
        self._chores = chores
        self._guard = threading.RLock()
        self._lock: FileLock | None = None
        self._loop: Loop | None = None
        self._thread: threading.Thread | None = None
        self._stopping, self._awake = threading.Event(), threading.Event()
        self._stale, self._followed_at, self._begun_at = True, 0.0, 0.0
        self._links: dict[str, Reached] = {}
        self._only: frozenset[str] | None = None
        self._ports: tuple[Unledgered, ...] = ()
        self._told: Told | None = None
        self._leave: Callable[[], None] = _nothing
        self._outside: Outside | None = None
        self._sendable = False
        self._watchers: dict[Watcher, Callable[[], None]] = {}

    # starting and stopping

    def start(
        self, *, only: Collection[str] | None = None, ports: Sequence[Unledgered] = (), told: Told | None = None
    ) -> bool:
        """Run the wire from now on; False while another process does, and then as soon as that one has gone.

        ``only``: no devices but these (keys). ``ports``: these instead of the ledger. Either leaves the outbox alone:
        it would fail what the window can send. ``told`` hears what was stored, after its commit. Refused for ports
        that cannot be; Unavailable where the spool cannot be written.
        """
        with self._guard:
            if self._thread is not None:
                return self.holds
            for port in ports:
                wire_links.of_port(self._desk, port)
            self._only = frozenset(only) if only is not None else None
            self._ports, self._told = tuple(ports), told
            self._stopping.clear()
            held = self._take()
            self._leave = self._desk.feed.subscribe(self._changed)
            self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
            self._thread.start()
            return held

    def stop(self, limit: float = 4.0) -> bool:
        """End in order: nothing new is sent, ports close, what was read is stored or kept, the lock is free.

        Whether all of it ended in ``limit`` seconds. Once more is no harm.
        """
        self._stopping.set()
        self._awake.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(limit / 2)
        with self._guard:
            self._leave()
            self._leave = _nothing
            ended = self._let_go(limit / 2)
            if self._outside is not None:
                self._outside.close()
                self._outside = None
        return ended and (thread is None or not thread.is_alive())

    @property
    def holds(self) -> bool:
        """Whether this process runs the wire."""
        return self._loop is not None

    # looking and asking

    @property
    def trouble(self) -> str:
        """``unavailable.<trouble>``: why what devices say cannot be stored now; empty while it can."""
        loop = self._loop
        return loop.trouble if loop is not None else ""

    def status(self) -> list[LinkStatus]:
        """How links are: as they are now where they run here, else as they were last told to be."""
        loop = self._loop
        return list(loop.statuses()) if loop is not None else self._desk.devices.statuses()

    def frames(self, device_key: str, after: int = 0) -> tuple[Transfer, ...]:
        """Bytes that went over that line after transfer ``after``; nothing where the wire runs elsewhere."""
        loop = self._loop
        return loop.transfers(device_key, after) if loop is not None else ()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Be told of bytes as they go over a line here, on the wire's thread, until the returned function is called."""
        with self._guard:
            self._watchers[watcher] = self._loop.watch(watcher) if self._loop is not None else _nothing

        def leave() -> None:
            with self._guard:
                self._watchers.pop(watcher, _nothing)()

        return leave

    def perform(self, device_key: str, order: Order, limit: float) -> Receipt:
        """Have a device do something, on a thread that may wait ``limit`` seconds. Never raises for the world."""
        loop = self._loop
        if loop is None:
            return Receipt(SendState.FAILED, "port_closed", began=False)
        return loop.perform(device_key, order, limit)

    def reconnect(self, device_key: str) -> None:
        """Close the line and open it anew. Refused("wire_elsewhere") where another process runs it."""
        self._here().reconnect(device_key)

    def capture(self, device_key: str, path: Path | None) -> Capture | None:
        """Write what goes over that line into a file, until ``None`` ends it; the one that ended, with its end.

        Refused("wire_elsewhere"), ("no_such_device") or ("capture_failed").
        """
        return self._here().capture(device_key, path)

    def capturing(self, device_key: str) -> bool:
        loop = self._loop
        return loop is not None and loop.capturing(device_key)

    def ports(self) -> list[PortRow]:
        """Serial ports of this machine, with names a person knows them by."""
        from console.devices.ports import ports

        return ports()

    def test(self, url: str, line: str = "", driver: str = "", seconds: float = 3.0) -> PortTest:
        """Open a port, listen, write nothing, close it. Blocks for ``seconds``.

        Refused("practice_live_port") or ("bad_port_line").
        """
        from console.devices.ports import PortTest, test_port
        from console.domain.wire import require_listening

        require_listening(self._desk.realm, url)
        if self._uses(url):
            return PortTest(False, "ours")
        usual = known(driver).line if driver else "9600 8N1"
        return test_port(url, read_line(line or usual), self._desk.clock, seconds)

    def _uses(self, url: str) -> bool:
        """Whether a line of this process has that port open."""
        open_now = {one.device_key for one in self.status() if one.state in (LinkState.ONLINE, LinkState.SILENT)}
        return self.holds and any(how.url == url and key in open_now for key, how in list(self._links.items()))

    def settled(self) -> None:
        """Wait until what was asked of the wire before is done."""
        loop = self._loop
        if loop is not None:
            loop.settled()

    def _here(self) -> Loop:
        loop = self._loop
        if loop is None:
            raise Refused("wire_elsewhere")
        return loop

    # holding

    def _take(self) -> bool:
        """Take the lock and begin, if nobody else has it."""
        self._desk.data.make()
        lock = FileLock(self._desk.data.locks / "wire", alone=True)
        if not lock.acquire():
            return False
        self._lock = lock
        try:
            self._begin()
        except BaseException:
            self._let_go(1.0)
            raise
        return True

    def _begin(self) -> None:
        from console.devices.loop import Loop
        from console.devices.spool import Spool

        desk = self._desk
        loop = Loop(desk.clock, desk.alarm_intake.receive, desk.links.note, Spool(desk.data.spool), self._told)
        self._links, self._stale, self._begun_at = {}, True, desk.clock.monotonic()
        for watcher in self._watchers:
            self._watchers[watcher] = loop.watch(watcher)
        loop.start()
        self._loop = loop
        self._open_stops()
        for port in self._ports:
            loop.add(wire_links.of_port(desk, port))
        try:
            self._follow_ledger()
        except Unavailable as trouble:
            log.warning("the device ledger could not be read, and is asked again: %s", trouble)

    def _let_go(self, limit: float) -> bool:
        self._close_stops()
        loop, self._loop = self._loop, None
        ended = loop.stop(limit) if loop is not None else True
        pump, self._pump = self._pump, None
        if pump is not None:
            ended = pump.close(0.2) and ended
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        return ended

    # the thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = TAKE_SECONDS
            self._awake.clear()
            try:
                pause = self._step()
            except Unavailable as trouble:
                log.warning("the outbox pauses: %s", trouble)
            except Exception as error:
                logs.note_bug(error)
            if not self._stopping.is_set():  # set before the waking, which may have been cleared above
                self._awake.wait(pause)

    def _step(self) -> float:
        """What is due; seconds until the next time."""
        if self._loop is None:
            with self._guard:
                if not self._stopping.is_set():
                    self._take()
            return TAKE_SECONDS if self._loop is None else 0.0
        self._look_outside()
        if self._stale and self._desk.clock.monotonic() - self._followed_at >= FOLLOW_SECONDS:
            self._follow_ledger()
        if self._alone:
            return FOLLOW_SECONDS if self._stale else IDLE_SECONDS
        for work in (self._escalate, self._send, self._end_warnings, self._desk.self_tests.step, *self._chores()):
            try:
                work()
            except (Refused, Unavailable) as trouble:
                log.warning("the outbox pauses: %s", trouble)
        if self._stale or self._settling:
            return FOLLOW_SECONDS
        return STEP_SECONDS if self._sendable or self._links else IDLE_SECONDS

    @property
    def _alone(self) -> bool:
        """Whether only a few ports were asked for: the rest is for a window to do."""
        return self._only is not None or bool(self._ports)

    def _escalate(self) -> None:
        self._desk.alarms.escalate(self._desk.clock.now())

    def _end_warnings(self) -> None:
        """Warnings that are told completely, or whose end came; callings whose target has passed go up."""
        from console.services import callout_clock
        from console.services.warning_sends import WarningSends

        WarningSends(self._desk.opened.store, self._desk.clock).tick(by=Actor.program())
        callout_clock.tick(self._desk.opened.store, self._desk.clock)

    @property
    def _settling(self) -> bool:
        """Whether lines that send are being opened for the first time: an order would find them closed, and fail."""
        loop = self._loop
        if loop is None or self._desk.clock.monotonic() - self._begun_at >= SETTLE_SECONDS:
            return False
        opening = [one.device_key for one in loop.statuses() if one.state is LinkState.OPENING]
        return any(key in self._links and known(self._links[key].driver).sends for key in opening)

    def _send(self) -> None:
        if not self._settling:
            self._pump_here().step(self._desk.clock.now())

    # the ledger

    def _changed(self, changes: Changes) -> None:
        if Topic.DEVICES in changes.topics:
            self._stale = True
        # events and states of links are of the topic of devices too: where there are any, the next step is soon enough
        if Topic.DELIVERIES in changes.topics or (self._stale and not self._links):
            self._awake.set()

    def _look_outside(self) -> None:
        """News of what other processes committed comes by asking."""
        if self._outside is None:
            self._outside = Outside(self._desk.data.store)
        elif self._outside.changed():
            self._stale = True

    def _follow_ledger(self) -> None:
        """Open what is new, close what is gone, open anew what is reached otherwise than before."""
        self._stale, self._followed_at = False, self._desk.clock.monotonic()
        loop = self._loop
        if loop is None:
            return
        rows = self._desk.devices.rows()
        self._keep_sounding(rows)
        if self._ports:
            return
        self._sendable = any(known(row.form.driver).sends for row in rows if row.form.driver in DRIVERS)
        forms = {row.key: row.form for row in rows if wire_links.wired(row)}
        wanted = {key: form for key, form in forms.items() if self._only is None or key in self._only}
        for key in self._links.keys() - wanted.keys():
            loop.remove(key)
            del self._links[key]
        for key, form in wanted.items():
            how = wire_links.reached(form)
            if self._links.get(key) != how:
                self._links[key] = how
                loop.add(wire_links.of_device(self._desk, form))


def _nothing() -> None:
    """Nobody listens."""
