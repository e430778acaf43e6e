"""Ports are opened beside the wire's thread: that may take seconds, for names, connections and remote settings."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from console import logs
from console.devices.hub import LinkSpec
from console.devices.port_trouble import PortLost
from console.devices.transport import Port, open_again
from console.domain.clock import Clock

Opened = Callable[[Port | PortLost, str], None]
"""Told of the port, or why there is none, and of the name it is known by."""


class Opening:
    """``request`` has something done on the wire's thread."""

    def __init__(self, clock: Clock, request: Callable[[Callable[[], None]], None]) -> None:
        self._clock, self._request = clock, request
        self._gate = threading.Lock()
        self._ended = False

    def open(self, spec: LinkSpec, stable: str, done: Opened) -> None:
        """A short-lived thread does it; ``done`` is called on the wire's."""
        threading.Thread(target=self._work, args=(spec, stable, done), name="wire-open", daemon=True).start()

    def over(self) -> None:
        """Ports that are opened from now on are closed again."""
        with self._gate:
            self._ended = True

    def _work(self, spec: LinkSpec, stable: str, done: Opened) -> None:
        try:
            spec.prepare()
            port, name = open_again(spec.url, stable, spec.line, self._clock)
        except PortLost as trouble:
            self._request(partial(done, trouble, stable))
        except Exception as error:
            self._request(partial(done, PortLost("bug", logs.note_bug(error)), stable))
        else:
            self._hand_in(port, partial(done, port, name))

    def _hand_in(self, port: Port, done: Callable[[], None]) -> None:
        """A port that was opened too late for this loop is closed: the next one wants it for itself."""
        with self._gate:
            if self._ended:
                port.close()
            else:
                self._request(done)
