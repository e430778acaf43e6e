"""Warnings: their life, their channels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.wire import WireDesk
from console.domain.health import LampValue
from console.domain.people import Actor
from console.seat_file import SeatFile
from db.holders import holders

if TYPE_CHECKING:
    from pathlib import Path

    from console.domain.cap_files import Taken
    from console.services.callout_callers import CalloutCallers
    from console.services.callout_lists import CalloutLists
    from console.services.callouts import CalloutsService
    from console.services.cap_files import CapFiles
    from console.services.cap_watch import CapWatch
    from console.services.carrier_results import CarrierResults
    from console.services.warning_channels_out import WarningTargets
    from console.services.warning_letters import WarningLetters
    from console.services.warning_lists_out import WarningListsOut
    from console.services.warning_papers import WarningPapers
    from console.services.warning_sends import WarningSends
    from console.services.warnings import WarningsService


class WarningsDesk(WireDesk):
    """Warnings from the draft to the end, and what each channel did."""

    @cached_property
    def warnings(self) -> WarningsService:
        from console.services.warning_cap import cap_text
        from console.services.warning_release import Release
        from console.services.warnings import WarningsService

        release = Release(self.realm, self.settings.zone, self.deliveries, cap_text(self.realm, self.settings.zone))
        return WarningsService(
            self.opened.store, self.clock, self.realm, self.settings.zone, self.accounts.sign_in, release, self._speaks
        )

    @cached_property
    def warning_sends(self) -> WarningSends:
        from console.services.warning_sends import WarningSends

        return WarningSends(self.opened.store, self.clock)

    @cached_property
    def warning_papers(self) -> WarningPapers:
        from console.services.warning_papers import WarningPapers

        return WarningPapers(
            self.opened.store, self.clock, self.settings.zone, self.warning_sends, self.callouts, self.warning_targets
        )

    @cached_property
    def warning_letters(self) -> WarningLetters:
        from console.services.warning_letters import WarningLetters

        return WarningLetters(self.opened.store, self.clock)

    @cached_property
    def warning_targets(self) -> WarningTargets:
        from console.services.warning_channels_out import WarningTargets

        return WarningTargets(self.opened.store, self.clock, self.realm, self.settings.zone, self.deliveries)

    @cached_property
    def warning_lists_out(self) -> WarningListsOut:
        from console.services.warning_lists_out import WarningListsOut

        return WarningListsOut(self.opened.store, self.clock, self.realm)

    @cached_property
    def carrier_results(self) -> CarrierResults:
        from console.services.carrier_results import CarrierResults

        return CarrierResults(self.opened.store, self.clock, self.settings.zone, self.files, self.warning_sends)

    @cached_property
    def callouts(self) -> CalloutsService:
        from console.services.callouts import CalloutsService

        return CalloutsService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def callout_callers(self) -> CalloutCallers:
        from console.services.callout_callers import CalloutCallers

        return CalloutCallers(self.opened.store, self.clock)

    @cached_property
    def callout_lists(self) -> CalloutLists:
        from console.services.callout_lists import CalloutLists

        return CalloutLists(self.opened.store, self.clock)

    @cached_property
    def cap_files(self) -> CapFiles:
        from console.services.cap_files import CapFiles

        return CapFiles(self.opened.store, self.clock, self.realm, self.warnings, self.files, self.data)

    @cached_property
    def cap_watch(self) -> CapWatch:
        from console.services.cap_watch import CapWatch

        def take(path: Path) -> Taken:
            return self.cap_files.take_file(path, by=Actor.program())

        return CapWatch(self.clock, lambda: SeatFile(self.data.seat).read().settings.cap_folder, take)

    def lamps(self) -> list[LampValue]:
        """With one for that folder, where there is one."""
        rows = super().lamps()
        lamp = self.cap_watch.lamp(looked=holders(self.data.locks / "wire") != ())
        return rows if lamp is None else [*rows, lamp]

    def cap_trouble(self) -> str:
        """The code of why the folder cannot be looked into."""
        return self.cap_watch.kind

    def chores(self) -> Sequence[Callable[[], object]]:
        """With the folder into which others put warnings."""
        return (*super().chores(), self.cap_watch.step)

    def _speaks(self) -> bool:
        """Whether a spoken text can be listened to here: a loudspeaker is in use, and this machine can play.

        A siren or a broadcast line says nothing here; who cannot listen is told so and goes on.
        """
        return self.players.ready() and any(row.active and row.form.driver == "speaker" for row in self.devices.rows())
