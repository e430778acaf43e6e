"""The door by which other processes have the one that runs the wire stop all that sounds, without the store.

A port of this machine; its number and a word that only who may read the data directory knows stand in ``locks/``. One
line of JSON each way. What comes in can ask for silence and for nothing else.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from console import logs
from console.domain.stopping import Stopped, Way, Wish, plain_stopped, plain_wish, stopped_of, wish_of
from console.errors import Refused

log = logging.getLogger(__name__)

NAME = "wire.door"
LINE = 64 << 10
"""Bytes a line may have."""
KNOCK_SECONDS = 2.0
"""How long a caller may take to say what it wants, and a dead door to be noticed."""
_WIDTH = 80

Act = Callable[[Wish], Stopped | None]
"""None: this process does not run the wire any more; Refused where this store may ask no device."""


class StopDoor:
    """``stop`` is called on a thread of each caller."""

    def __init__(self, folder: Path, stop: Act) -> None:
        self._path = folder / NAME
        self._stop = stop
        self._word = secrets.token_hex(16)
        self._socket: socket.socket | None = None

    def open(self) -> bool:
        """Whether others can knock; where not, they are told so when they try."""
        try:
            made = socket.create_server(("127.0.0.1", 0), backlog=8)
            line = f"{made.getsockname()[1]} {self._word}".ljust(_WIDTH) + "\n"
            self._path.touch(mode=0o600)
            with self._path.open("r+b") as file:  # in place: it works on a full disk too
                file.write(line.encode())
        except OSError as error:
            log.warning("other programs cannot ask this one to stop what sounds: %s", error)
            return False
        self._socket = made
        threading.Thread(target=self._listen, args=(made,), name="stop-door", daemon=True).start()
        return True

    def close(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            with suppress(OSError):
                made.shutdown(socket.SHUT_RDWR)
            made.close()

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                caller, _address = door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), name="stop-caller", daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        try:
            with caller:
                caller.settimeout(KNOCK_SECONDS)
                said = json.loads(_line(caller))
                if not hmac.compare_digest(str(said["word"]).encode(), self._word.encode()):
                    return
                stopped = self._stop(wish_of(said["wish"]))
                if stopped is not None:
                    caller.sendall(
                        json.dumps(plain_stopped(replace(stopped, way=Way.THERE)), ensure_ascii=False).encode() + b"\n"
                    )
        except (Refused, OSError, ValueError, KeyError, TypeError) as error:
            log.warning("somebody at the door was not understood: %s", error)
        except Exception as error:
            logs.note_bug(error)


def ask(folder: Path, wish: Wish, patience: float) -> Stopped | None:
    """Have whoever runs the wire do it; None where nobody answers within so many seconds."""
    try:
        port, word = (folder / NAME).read_text("ascii").split()
        with socket.create_connection(("127.0.0.1", int(port)), timeout=KNOCK_SECONDS) as door:
            door.settimeout(patience)
            door.sendall(json.dumps({"word": word, "wish": plain_wish(wish)}).encode() + b"\n")
            return stopped_of(json.loads(_line(door)))
    except FileNotFoundError:
        return None  # nobody has ever run the wire here
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("nobody who runs the wire has answered: %s", error)
        return None


def _line(peer: socket.socket) -> bytes:
    got = b""
    while not got.endswith(b"\n") and len(got) < LINE:
        chunk = peer.recv(4_096)
        if not chunk:
            break
        got += chunk
    return got
