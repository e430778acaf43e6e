"""一张图: the offline map and the files its outlines come from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.ground import Ground

if TYPE_CHECKING:
    from console.services.map_import import MapFiles
    from console.services.maps import MapsService


class MapsDesk(Ground):
    """一张图: the offline map and the files its outlines come from."""

    @cached_property
    def maps(self) -> MapsService:
        from console.services.maps import MapsService

        return MapsService(self.opened.store, self.clock)

    @cached_property
    def map_files(self) -> MapFiles:
        from console.services.map_import import MapFiles

        return MapFiles(self.opened.store, self.clock)
