"""Pages that are made when they are wanted for the first time: nine at once would hold the window up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ui.panels.settings_page import SettingsPage

Make = Callable[[], SettingsPage]


class PagesLater(Mapping[str, SettingsPage]):
    """Pages by id; ``made`` are those that exist. ``welcome`` gets each with its id as it is made."""

    def __init__(self, makers: Mapping[str, Make], welcome: Callable[[str, SettingsPage], None]) -> None:
        self._makers = dict(makers)
        self._welcome = welcome
        self.made: dict[str, SettingsPage] = {}

    def __getitem__(self, page_id: str) -> SettingsPage:
        if page_id not in self.made:
            self.made[page_id] = self._makers[page_id]()
            self._welcome(page_id, self.made[page_id])
        return self.made[page_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __contains__(self, page_id: object) -> bool:
        return page_id in self._makers
