"""Who looks at lines: bytes as they go over one, the newest of them, a capture in a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from console import logs
from console.devices.capture import Capture, Captured
from console.devices.talks import Transfer
from console.errors import Refused

if TYPE_CHECKING:
    from console.devices.links import Link

Watcher = Callable[[str, Transfer], None]
"""Told of bytes that went over a line, on the thread ``wire``: it must not wait for anything."""
ANSWER_SECONDS = 5.0


class Looking:
    """``request`` has something done on the wire's thread, behind what went over its lines before."""

    def __init__(self, links: Mapping[str, Link], request: Callable[[Callable[[], None]], None]) -> None:
        self._links, self._request = links, request
        self._watchers: tuple[Watcher, ...] = ()
        self._captures: dict[str, Capture] = {}
        self._ending: list[Capture] = []
        self._asking = threading.Lock()

    # any thread

    def transfers(self, key: str, after: int) -> tuple[Transfer, ...]:
        link = self._links.get(key)
        return link.transfers.after(after) if link is not None else ()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        self._watchers = (*self._watchers, watcher)

        def leave() -> None:
            self._watchers = tuple(one for one in self._watchers if one is not watcher)

        return leave

    def capturing(self, key: str) -> bool:
        capture = self._captures.get(key)
        return capture is not None and not capture.ended

    def capture(self, key: str, path: Path | None) -> Capture | None:
        """The one that was going on ends first and is written to its end: the new one may have its name. All of that
        takes the disk's time, so the wire's thread has no part in it."""
        with self._asking:
            before = self._swap(key, None)
            if before is not None:
                before.settled()
            if path is not None:
                made = self._made(key, path)
                try:
                    self._swap(key, made)
                except BaseException:
                    made.close()
                    raise
        return before

    def settled(self, limit: float) -> bool:
        """Whether captures that ended have all they will ever have."""
        until = time.monotonic() + limit
        self._ending = [one for one in self._ending if not one.settled(max(0.0, until - time.monotonic()))]
        return not self._ending

    def _made(self, key: str, path: Path) -> Capture:
        spec = self._link(key).spec
        try:
            return Capture(path, f"{spec.driver} {spec.url} {spec.line}")
        except OSError as error:
            raise Refused("capture_failed", name=path.name, cause=str(error)) from error

    def _swap(self, key: str, capture: Capture | None) -> Capture | None:
        self._link(key)
        done: Future[Capture | None] = Future()

        def work() -> None:
            try:
                self._link(key)
                before = self.left(key)
                if capture is not None:
                    self._captures[key] = capture
                done.set_result(before)
            except Refused as error:
                done.set_exception(error)

        self._request(work)
        return done.result(ANSWER_SECONDS)

    def _link(self, key: str) -> Link:
        try:
            return self._links[key]
        except KeyError:
            raise Refused("no_such_device") from None

    # on the wire's thread

    def seen(self, key: str, transfer: Transfer) -> None:
        """These bytes went over that line."""
        capture = self._captures.get(key)
        if capture is not None:
            capture.write(Captured(transfer.at, not transfer.sent, transfer.raw, transfer.peer))
        for watcher in self._watchers:
            try:
                watcher(key, transfer)
            except Exception as error:
                logs.note_bug(error)

    def left(self, key: str) -> Capture | None:
        """That line is no more, or nobody wants it captured any longer: what was going on, with its end coming."""
        gone = self._captures.pop(key, None)
        if gone is not None:
            gone.close()
            self._ending = [*(one for one in self._ending if not one.settled(0.0)), gone]
        return gone

    def over(self) -> None:
        """The wire ends."""
        for key in list(self._captures):
            self.left(key)
