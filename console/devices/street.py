"""The street: simulated devices behind ``sim://`` ports, each played by one thread of this process.

``sim://surgard/JB-01?account=1234&every=5&seed=7&faults=noise:0.1,crc:0.05``: driver, a name of one's choice, and
how it is played. The name finds the device again: a siren remembers its coils when the line is opened anew, and the
demonstration, a trainer or a test reaches it by ``the_street().at("relay/SR-05")`` in the same process.
"""

from __future__ import annotations

import errno
import logging
import os
import selectors
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import resources
from console.devices import simulator
from console.devices.sim_faults import Faults, Line, SkewedClock, read_faults
from console.devices.sim_scripts import Item, Script, read_script
from console.devices.simulator import Happening, Play, SimulatedDevice
from console.domain.clock import Clock, SystemClock
from console.errors import Refused

log = logging.getLogger(__name__)

_PLAYED = {"every", "count", "seed", "faults", "script", "as"}
"""What stands behind ``?`` for the street itself; everything else is the device's."""
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Address:
    """A ``sim://`` URL taken apart."""

    driver: str
    name: str
    key: str
    """``driver/name``; the whole of the URL where it has no name."""
    played: Mapping[str, str]
    options: Mapping[str, str]


def read_url(url: str) -> Address:
    """A ``sim://`` URL; Refused("bad_sim_url") for what names no device."""
    parts = urlsplit(url)
    if parts.scheme.casefold() != "sim" or parts.netloc not in simulator.NAMES:
        raise Refused("bad_sim_url", url=url[:80], known=", ".join(simulator.NAMES), field="url")
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = parts.path.strip("/")
    key = f"{parts.netloc}/{name}" if name else url
    played = {word: told.pop(word) for word in _PLAYED & told.keys()}
    return Address(parts.netloc, name, key, played, told)


def lay(address: Address, clock: Clock, zone: ZoneInfo, profile: str = "") -> Line:
    """The device of an address with its faults and script; Refused for what cannot be read in it."""
    told = address.played
    faults = read_faults(told.get("faults", ""))
    seed = Random(told.get("seed", address.key))
    own = SkewedClock(clock, faults.clock)
    described = profile or _shipped(told.get("as", ""))
    device = simulator.make(address.driver, Play(own, zone, Random(seed.random()), address.options, described))
    return Line(device, _script(told), faults, Random(seed.random()), own)


def played_profile(url: str) -> str:
    """The text of the profile a URL names; empty for none, or a URL that names no device."""
    try:
        return _shipped(read_url(url).played.get("as", ""))
    except Refused:
        return ""


def _shipped(name: str) -> str:
    """The text of an example profile by its name (``as=siren_controller``); empty for none."""
    if not name:
        return ""
    if not name.isidentifier():
        raise Refused("bad_sim_option", option="as", text=name[:40], field="url")
    try:
        return resources.path(f"wire/profiles/{name}.toml").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise Refused("bad_sim_option", option="as", text=name[:40], field="url") from missing


def _script(told: Mapping[str, str]) -> Script:
    script = read_script(Path(told["script"]).read_text(encoding="utf-8")) if "script" in told else Script()
    if "every" in told:
        script = script.and_every(_number(told, "every"), int(_number(told, "count")) if "count" in told else None)
    return script


def _number(told: Mapping[str, str], name: str) -> float:
    try:
        number = float(told[name])
    except ValueError:
        number = -1.0
    if not 0.001 <= number <= 1e9:
        raise Refused("bad_sim_option", option=name, text=told[name][:40], field="url")
    return number


class Post:
    """One device of the street, safe to ask from any thread."""

    def __init__(self, line: Line, street: Street) -> None:
        self._line = line
        self._street = street
        self._socket: socket.socket | None = None
        self._unsent = b""

    @property
    def device(self) -> SimulatedDevice:
        """The device itself, for what only its own kind can answer. Ask it under ``Street.lock``."""
        return self._line.device

    @property
    def connected(self) -> bool:
        """Whether the console has the line open."""
        with self._street.lock:
            return self._socket is not None

    @property
    def received(self) -> int:
        """How many bytes the console ever wrote on this line."""
        return self._line.received

    @property
    def heard(self) -> bytes:
        """The newest of them (64 KB at most)."""
        return bytes(self._line.heard)

    def happen(self, event: Happening) -> None:
        """Let something happen there now."""
        with self._street.lock:
            self._line.happen(event, self._street.now())
        self._street.wake()

    def power(self, on: bool) -> None:
        """Take the power away, or give it back: without it the line closes and does not open."""
        with self._street.lock:
            self._line.power(on, self._street.now())
        self._street.wake()

    def faults(self, text: str) -> None:
        """Other faults from now on, as behind ``faults=``."""
        self.change(read_faults(text))

    def change(self, faults: Faults) -> None:
        """Other faults from now on, a wrong clock among them."""
        with self._street.lock:
            self._line.change(faults)

    @property
    def faulty(self) -> Faults:
        """The faults it has now."""
        with self._street.lock:
            return self._line.faults

    @property
    def laid(self) -> Faults:
        """The faults its URL gave it."""
        return self._line.laid

    @property
    def powered(self) -> bool:
        """Whether it has power."""
        with self._street.lock:
            return self._line.powered

    def act(self, item: Item) -> None:
        """What a line of a script says, at once."""
        with self._street.lock:
            self._line.do(item, self._street.now())
        self._street.wake()

    def sample(self, number: int) -> Happening:
        """The ``number``-th thing that could plausibly happen there."""
        with self._street.lock:
            return self._line.device.sample(number)

    def calm(self) -> None:
        """As its URL laid it: no faults but those, power, no silence."""
        with self._street.lock:
            self._line.calm(self._street.now())
        self._street.wake()

    def waiting(self) -> int:
        """How much the console has not acknowledged yet."""
        with self._street.lock:
            return self._line.waiting()

    def state(self) -> Mapping[str, Any]:
        """What the device was commanded and how it stands."""
        with self._street.lock:
            return dict(self._line.device.state())

    # what follows is the street's, under its lock

    def plug(self, end: socket.socket, now: float) -> None:
        self._socket, self._unsent = end, b""
        self._line.start(now)

    def unplug(self) -> socket.socket | None:
        """Close the line; the socket that was its end."""
        end, self._socket, self._unsent = self._socket, None, b""
        self._line.stop()
        return end

    def dead(self) -> bool:
        return not self._line.powered

    def gone(self) -> bool:
        """Whether the console has closed its end, noticed here or not yet."""
        if self._socket is None:
            return True
        try:
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def read(self, now: float) -> bool:
        """Take what the console wrote; False once it has closed the line."""
        assert self._socket is not None
        try:
            chunk = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if chunk:
            self._line.feed(chunk, now)
        return bool(chunk)

    def turn(self, now: float) -> float | None:
        """Say what is due; when to come again."""
        self._line.tick(now)
        if self._socket is not None:
            self._unsent += self._line.take(now)
            self._write()
        return now + 0.02 if self._unsent else self._line.wake_at()

    def _write(self) -> None:
        assert self._socket is not None
        try:
            while self._unsent:
                self._unsent = self._unsent[self._socket.send(self._unsent) :]
        except BlockingIOError:
            self._unsent = self._unsent[-_CHUNK:]  # a line that nobody reads does not wait: old bytes are lost
        except OSError:
            self._unsent = b""


class Street:
    """All simulated devices of this process. ``threaded`` False: a test calls ``turn`` itself."""

    def __init__(self, *, threaded: bool = True) -> None:
        self.lock = threading.RLock()
        self.now: Callable[[], float] = SystemClock().monotonic
        self._threaded = threaded
        self._posts: dict[str, Post] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        self._thread: threading.Thread | None = None
        self._stopping = False

    def connect(self, url: str, clock: Clock, zone: ZoneInfo, profile: str = "") -> socket.socket:
        """The console's end of that device's line, not blocking; OSError as from a real port."""
        with self.lock:
            post = self.laid(url, clock, zone, profile)
            if post.dead():
                raise OSError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED), url)
            if not post.gone():
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), url)
            self._drop(post)
            ours, far = socket.socketpair()
            ours.setblocking(False)
            far.setblocking(False)
            self._selector.register(far, selectors.EVENT_READ, post)
            post.plug(far, self.now())
            self._run()
        self.wake()
        return ours

    def laid(self, url: str, clock: Clock, zone: ZoneInfo, profile: str = "") -> Post:
        """The device of a URL, made when it is first named."""
        address = read_url(url)
        with self.lock:
            if address.key not in self._posts:
                self._posts[address.key] = Post(lay(address, clock, zone, profile), self)
            return self._posts[address.key]

    def at(self, key: str) -> Post:
        """A device by ``driver/name``; Refused("no_sim_device") before its line was ever opened."""
        with self.lock:
            if key not in self._posts:
                raise Refused("no_sim_device", name=key[:80])
            return self._posts[key]

    def names(self) -> tuple[str, ...]:
        """Every device there is."""
        with self.lock:
            return tuple(self._posts)

    def clear(self) -> None:
        """Take every device away and end the thread: their lines close."""
        with self.lock:
            self._stopping = True
            for post in self._posts.values():
                self._drop(post)
            self._posts.clear()
        self.wake()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self._stopping = False

    def close(self) -> None:
        """``clear``, for a street nobody will lay a device in again."""
        self.clear()
        self._selector.close()
        self._wake.close()
        self._woken.close()

    def wake(self) -> None:
        """Something changed: look again before the time that was waited for."""
        with suppress(BlockingIOError):  # it is awake already
            self._wake.send(b"!")

    def turn(self, longest: float = 0.0) -> None:
        """One round: read what came, say what is due; waits at most ``longest`` seconds for either."""
        ready = self._selector.select(self._until(longest))
        with self.lock:
            now = self.now()
            for key, _events in ready:
                self._read(key, now)
            for post in self._posts.values():
                post.turn(now)
                if post.dead():
                    self._drop(post)

    def _read(self, key: selectors.SelectorKey, now: float) -> None:
        post: Post | None = key.data
        if post is None:
            self._woken.recv(_CHUNK)
        elif post._socket is key.fileobj and not post.read(now):
            self._drop(post)

    def _until(self, longest: float) -> float:
        with self.lock:
            now = self.now()
            times = [at for post in self._posts.values() if (at := post.turn(now)) is not None]
        return max(0.0, min([longest, *(at - now for at in times)]))

    def _drop(self, post: Post) -> None:
        end = post.unplug()
        if end is not None:
            self._selector.unregister(end)
            end.close()

    def _run(self) -> None:
        if self._threaded and self._thread is None:
            self._thread = threading.Thread(target=self._play, name="street", daemon=True)
            self._thread.start()

    def _play(self) -> None:
        while not self._stopping:
            self.turn(1.0)


_the: list[Street] = []
_laying = threading.Lock()


def the_street() -> Street:
    """The street of this process: ``sim://`` names have nobody else to be found by.

    Ports are opened by threads of their own, the first ones at the same moment: a cache would make them two streets.
    """
    with _laying:
        if not _the:
            _the.append(Street())
        return _the[0]
