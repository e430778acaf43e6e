"""What everything on a desk stands on: the store, the clock, the books, the settings, the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.changes import ChangeFeed, Changes, Topic
from console.config import DataDir
from console.domain.clock import Clock
from console.domain.realm import Realm
from db import opening
from db.outside import Outside

if TYPE_CHECKING:
    from console.services.accounts import AccountsService
    from console.services.drafts import DraftsService
    from console.services.files import FilesService
    from console.services.lists import ListsService
    from console.services.log import LogService
    from console.services.log_export import LogExport
    from console.services.settings import SettingsService


@dataclass
class Ground:
    """What everything on a desk stands on: the store, the clock, the books, the settings, the accounts."""

    data: DataDir
    opened: opening.Opened
    clock: Clock

    @property
    def realm(self) -> Realm:
        return self.opened.info.realm

    @property
    def zone(self) -> ZoneInfo:
        """The station's time zone: a site setting, never the machine's."""
        return self.settings.zone()

    @property
    def feed(self) -> ChangeFeed:
        """News of what this process committed."""
        return self.opened.store.feed

    def outside(self) -> Changes | None:
        """News that somebody committed since the last time of asking: which tables it was, nobody knows."""
        return Changes(frozenset(Topic), elsewhere=True) if self._outside.changed() else None

    @cached_property
    def _outside(self) -> Outside:
        return Outside(self.data.store)

    @cached_property
    def log(self) -> LogService:
        from console.services.log import LogService

        return LogService(self.opened.store, self.clock)

    @cached_property
    def log_export(self) -> LogExport:
        from console.services.log_export import LogExport

        return LogExport(self.opened.store, self.clock, self.settings.zone, self.log)

    @cached_property
    def settings(self) -> SettingsService:
        from console.services.settings import SettingsService

        return SettingsService(self.opened.store, self.clock, self.realm)

    @cached_property
    def accounts(self) -> AccountsService:
        from console.services.accounts import AccountsService

        return AccountsService(self.opened.store, self.clock, self.realm)

    @cached_property
    def files(self) -> FilesService:
        from console.services.files import FilesService

        return FilesService(self.opened.store, self.clock, self.data)

    @cached_property
    def lists(self) -> ListsService:
        from console.services.lists import ListsService

        return ListsService(self.opened.store, self.clock)

    @cached_property
    def drafts(self) -> DraftsService:
        from console.services.drafts import DraftsService

        return DraftsService(self.data.drafts, self.clock)

    def close(self) -> None:
        """Close in order: nothing writes after this."""
        if "drafts" in self.__dict__:
            self.drafts.close()
        if "_outside" in self.__dict__:
            self._outside.close()
        self.opened.close()
