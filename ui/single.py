"""One window per data directory: a second start asks the first to come to the front and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.config import DataDir
from console.services.presence import hold_window

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS = 2000


class Single(QObject):
    """``first()`` tells whether this process may show the window; ``raised`` when another start asked for it."""

    raised = Signal()

    def __init__(self, data: DataDir, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._held: object | None = None
        self._server: QLocalServer | None = None

    @property
    def _name(self) -> str:
        """The socket's name; asked for after the first paint only, as the digest's library takes its time."""
        import hashlib

        return "duty-console-" + hashlib.sha256(str(self._data.root.absolute()).encode()).hexdigest()[:24]

    def first(self) -> bool:
        """Take the window lock, or ask its holder to come to the front."""
        self._held = hold_window(self._data)
        if self._held is None:
            self._ask()
        return self._held is not None

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._held is not None:
            self._held.release()  # type: ignore[attr-defined]
            self._held = None

    def listen(self) -> None:
        """Hear of other starts. The lock is ours, so a socket of that name is the rest of one that died."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._asked)
        self._server.listen(self._name)

    def _ask(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_WAIT_MS):
            socket.disconnectFromServer()

    def _asked(self) -> None:
        assert self._server is not None
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().deleteLater()
        self.raised.emit()
