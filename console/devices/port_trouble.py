"""What the world does to a port, as one exception with a cause: every such trouble is a lost link, never a bug."""

from __future__ import annotations

import errno
import socket
import sys

if sys.platform != "win32":
    import termios

    SETTINGS: tuple[type[BaseException], ...] = (termios.error,)
else:
    SETTINGS = ()

_CAUSES = {
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EBUSY: "busy",
    errno.EAGAIN: "busy",
    errno.EADDRINUSE: "busy",
    errno.EADDRNOTAVAIL: "unreachable",
    errno.EINVAL: "settings",
    errno.ENOTTY: "settings",
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "timeout",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
    errno.EIO: "gone",
    errno.ENXIO: "gone",
    errno.ENODEV: "gone",
    errno.EPIPE: "gone",
    errno.ECONNRESET: "gone",
    errno.ECONNABORTED: "gone",
    errno.EBADF: "gone",
}


PASSING = frozenset({errno.EPROTO, errno.EPERM})
"""Trouble with one caller (gone again, kept out by the firewall): the port at which devices call goes on."""


class PortLost(Exception):  # noqa: N818 - what the world did, not an error in the program
    """The port cannot be opened or is no more. ``cause`` is ``wire.cause.<cause>``; ``detail`` is for the log."""

    def __init__(self, cause: str, detail: object = "") -> None:
        super().__init__(cause, str(detail))
        self.cause = cause
        self.detail = str(detail)


def lost(error: BaseException, otherwise: str = "gone") -> PortLost:
    """The same trouble as a lost port. pyserial hands errors of the system on with and without their number."""
    if isinstance(error, PortLost):
        return error
    if isinstance(error, socket.gaierror):
        return PortLost("name", error)
    if isinstance(error, TimeoutError):
        return PortLost("timeout", error)
    if isinstance(error, ValueError | NotImplementedError):
        return PortLost("settings", error)
    if SETTINGS and isinstance(error, SETTINGS):
        number = error.args[0] if error.args and isinstance(error.args[0], int) else errno.EINVAL
        return PortLost(_CAUSES.get(number, "settings"), error)
    return PortLost(_CAUSES.get(_number(error), otherwise), error)


def _number(error: BaseException) -> int:
    """The system's number of an error; pyserial wraps some, and keeps the first only as ``__context__``."""
    seen: BaseException | None = error
    while seen is not None:
        number = getattr(seen, "errno", None)
        if isinstance(number, int):
            return number
        seen = seen.__cause__ or seen.__context__
    return 0
