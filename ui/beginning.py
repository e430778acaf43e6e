"""The first start: make a store with its administrator, or begin again from a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console import words
from console.config import DataDir
from console.domain.realm import Realm
from console.errors import Refused
from console.seat_file import SeatFile
from ui.first_run import FirstRun
from ui.jobs import Jobs
from ui.notices import Notices
from ui.window import Window

if TYPE_CHECKING:
    from console.bootstrap import Desk
    from console.services.accounts import OfficerRow
    from console.services.copies_there import Found


class Beginning(QObject):
    """Covers the window until there is a store somebody can sign in to.

    ``made`` carries desk, officer and whether the county now has its own data to bring; ``restored`` the copy a store
    was brought in from: it stands here, verified, and can be opened like any other.
    """

    made = Signal(object, object, bool)
    restored = Signal(object)

    def __init__(
        self, data: DataDir, window: Window, jobs: Jobs, notices: Notices, build: Callable[[], Desk], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._window = window
        self._jobs = jobs
        self._notices = notices
        self._build = build
        self.page: FirstRun | None = None

    def show(self, desk: Desk | None, *, store_exists: bool) -> None:
        """``desk`` is open already where only the administrator is missing."""
        page = FirstRun(str(self._data.root), store_exists=store_exists)
        self.page = page
        page.asked.connect(lambda realm, name, password: self._make(desk, realm, name, password))
        page.look_asked.connect(self._look)
        page.read_asked.connect(self._read)
        page.restore_asked.connect(self._restore)
        self._window.cover(page)
        page.start()
        self._jobs.run(self._second_place, page.suggest, self._failed)

    def _make(self, desk: Desk | None, realm: str, name: str, password: str) -> None:
        self._wait("first.making")
        self._jobs.write(
            lambda: make(self._data, desk, self._build, realm, name, password), self._is_made, self._failed
        )

    def _is_made(self, made: tuple[Desk, OfficerRow, bool]) -> None:
        self.made.emit(*made)

    def _second_place(self) -> str:
        """Where this seat's copies went: its own file may have outlived the store."""
        return SeatFile(self._data.seat).read().settings.backup_place

    def _look(self, folder: str) -> None:
        """Which copies lie there."""
        from console.services import copies_there

        page = self.page
        assert page is not None
        self._jobs.run(
            lambda: copies_there.offered(Path(folder)),
            lambda rows: page.show_copies(folder, rows),
            lambda error: self._none_there(folder, error),
        )

    def _none_there(self, folder: str, error: Exception) -> None:
        assert self.page is not None
        self.page.show_none(folder, gone=not isinstance(error, Refused))
        self._failed(error)

    def _read(self, folder: str) -> None:
        """What one of them is, before anything is done with it."""
        from console.services import copies_there

        page = self.page
        assert page is not None
        self._jobs.run(
            lambda: copies_there.find(Path(folder)), lambda found: page.show_found(folder, found), self._failed
        )

    def _restore(self, folder: str, known_faults: bool) -> None:
        from console import bootstrap

        self._wait("first.restoring")
        by = bootstrap.tool_actor()
        self._jobs.write(
            lambda: bootstrap.restore(self._data, Path(folder), by=by, known_faults=known_faults),
            self._is_restored, self._failed,
        )  # fmt: skip

    def _is_restored(self, found: Found) -> None:
        self.restored.emit(found)

    def _wait(self, code: str) -> None:
        assert self.page is not None
        self.page.set_busy(True)
        self.page.say(words.say(code), wrong=False)

    def _failed(self, error: Exception) -> None:
        """Nothing typed is lost; the sentence says why."""
        assert self.page is not None
        self.page.set_busy(False)
        self.page.say(self._notices.sentence(error))


def make(
    data: DataDir, open_desk: Desk | None, build: Callable[[], Desk], realm: str, name: str, password: str
) -> tuple[Any, Any, bool]:
    """On a worker: make the store if there is none, and its first administrator."""
    from console import bootstrap
    from console.domain.people import Role
    from console.services.accounts import require_first
    from ui.seat_acts import sign_in

    if realm:
        require_first(name, password, Realm(realm))
    if realm and not data.store.exists():
        if realm == Realm.SAMPLE:
            bootstrap.create_sample(data)
        else:
            bootstrap.create(data, Realm(realm))
    desk = open_desk or build()
    try:
        if not any(row.name == name for row in desk.accounts.list()):
            desk.accounts.add(name, Role.ADMIN, password, by=bootstrap.tool_actor())
        officer = sign_in(desk, name, password, None)
    except BaseException:
        if open_desk is None:
            desk.close()
        raise
    return desk, officer, bool(realm) and realm != Realm.SAMPLE
