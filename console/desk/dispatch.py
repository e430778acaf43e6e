"""Dispatch: what incidents need, who and what could serve it, proposals, orders."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.stores import StoresDesk
from console.desk.teams import TeamsDesk

if TYPE_CHECKING:
    from console.services.candidates import CandidatesService
    from console.services.dispatching import Dispatching
    from console.services.needs import NeedsService
    from console.services.packages import Packages
    from console.services.proposals import Proposals


class DispatchDesk(StoresDesk, TeamsDesk):
    """Dispatch: what incidents need, who and what could serve it, proposals, orders."""

    @cached_property
    def needs(self) -> NeedsService:
        from console.services.needs import NeedsService

        return NeedsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def packages(self) -> Packages:
        from console.services.packages import Packages

        return Packages(self.opened.store)

    @cached_property
    def candidates(self) -> CandidatesService:
        from console.services.candidates import CandidatesService

        return CandidatesService(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def proposals(self) -> Proposals:
        from console.services.proposals import Proposals

        return Proposals(self.opened.store, self.clock, self.settings.zone)

    @cached_property
    def dispatching(self) -> Dispatching:
        from console.services.dispatching import Dispatching

        return Dispatching(
            self.opened.store, self.clock, self.realm, self.settings.zone, self.accounts.sign_in,
            self.stock_documents, self.assignments,
        )  # fmt: skip
