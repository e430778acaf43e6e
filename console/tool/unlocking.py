"""The passphrase of an encrypted secrets file, for commands that have devices use their secrets.

It comes from a person at the terminal, through a descriptor that another program opened (``--passphrase-fd N``) or as
a credential of the service manager. It is never part of a command line, a variable or a file of ours.
"""

from __future__ import annotations

import argparse
import os
import select
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from console import words
from console.domain.text import require_whole
from console.errors import Refused, Unavailable
from console.tool import say_error
from console.tool.asking import hidden, somebody_there

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.domain.wire import DeviceForm

CREDENTIAL = "duty-console.passphrase"
"""Its name among the credentials of a unit: ``LoadCredentialEncrypted=duty-console.passphrase:…``."""
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd says in which folder they lie, for this unit and nobody else to read."""

TRIES = 3
PATIENCE = 60.0
"""Seconds a person is waited for by what can go on without: no alarm is received meanwhile."""
LONGEST = 4_096
"""Bytes of a passphrase: what is longer is the wrong descriptor."""


def passphrase_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--passphrase-fd``."""
    said = words.say("tool.option.passphrase_fd", folder=f"${CREDENTIALS}/{CREDENTIAL}")
    parser.add_argument("--passphrase-fd", type=_number, metavar="N", help=said)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(words.say("tool.passphrase_fd", text=text[:40]))
    return int(text)


class Passphrase:
    """What was given with the command. To be made before anything is opened: descriptors are numbers that are used
    again, and a wrong one would be a file of ours."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._asked_for = options.passphrase_fd is not None
        self._given = _of_descriptor(options.passphrase_fd) if self._asked_for else _of_manager()

    def __repr__(self) -> str:
        return "Passphrase()"

    def unlock(self, desk: Desk, forms: Iterable[DeviceForm], stop: socket.socket | None = None) -> tuple[str, ...]:
        """Unlock the file, asking a person only where one of these devices needs it; codes of those that stay without.

        A person may go on without (an empty line, or none for a minute). Refused("wrong_passphrase") for one that was
        given with the command, or after three tries; Unavailable("secrets_file"); KeyboardInterrupt where a signal
        ends the asking.
        """
        from console.services.secrets import KeptBy

        kept = desk.secrets.keeper()
        if kept.by is not KeptBy.FILE and self._asked_for:
            raise Refused("no_secrets_file")
        if not kept.locked:
            return ()
        if self._unlocked(desk):
            return ()
        without = desk.secrets.locked_out(forms)
        if without and somebody_there() and _asked(desk, stop):
            return ()
        return without

    def require(self, desk: Desk, line: Callable[[], str]) -> None:
        """Unlock the file for a command that can do nothing without; ``line`` is asked where no person is there."""
        if not desk.secrets.keeper().locked:
            return
        if self._unlocked(desk):
            return
        if not somebody_there():
            desk.secrets.unlock(line())
        elif not _asked(desk, None):
            raise Refused("secrets_locked")

    def _unlocked(self, desk: Desk) -> bool:
        """Whether one was given with the command; it is kept no longer than it is needed."""
        given, self._given = self._given, None
        if given is not None:
            desk.secrets.unlock(given)
        return given is not None

    def new(self, line: Callable[[], str]) -> str:
        """One for a file to be made: a person types it twice, because nobody sees what was typed."""
        if self._given is not None:
            return self._given
        said = line()
        if somebody_there() and hidden(words.say("tool.ask_passphrase_again")) != said:
            raise Refused("passphrases_differ", field="passphrase")
        return said


def _asked(desk: Desk, stop: socket.socket | None) -> bool:
    """Ask a person, three times at most; whether the file is unlocked: an empty line leaves it as it is."""
    for tried in range(1, TRIES + 1):
        if stop is not None and select.select([stop], [], [], 0)[0]:
            raise KeyboardInterrupt
        said = hidden(words.say("tool.ask_passphrase_or_none"), PATIENCE)
        if not said:
            return False
        try:
            desk.secrets.unlock(said)
        except Refused as refusal:
            if refusal.code != "wrong_passphrase" or tried == TRIES:
                raise
            say_error(words.sentence(refusal))
        else:
            return True
    raise AssertionError("the last try unlocks or raises")


def _of_descriptor(number: int) -> str:
    """The first line of it, not a byte more: what follows on standard input is another's. It is closed then."""
    line = bytearray()
    try:
        while len(line) <= LONGEST and (byte := os.read(number, 1)) not in (b"", b"\n"):
            line += byte
        if number > 2:
            os.close(number)
    except OSError as error:
        raise Unavailable("passphrase_fd", error.strerror or error, number=number) from None
    return _text(bytes(line))


def _of_manager() -> str | None:
    """None where the service manager gave no credential of that name."""
    folder = os.environ.get(CREDENTIALS)
    if not folder:
        return None
    path = Path(folder) / CREDENTIAL
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unavailable("file", error, path=str(path)) from error
    return _text(raw.partition(b"\n")[0])


def _text(raw: bytes) -> str:
    """As a person would have typed it."""
    text = raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff").rstrip("\r\n")
    if not text or len(raw) > LONGEST:
        raise Refused("password_missing")
    require_whole(text)
    return text
