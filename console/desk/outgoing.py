"""What goes out by telephone, paper and message."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.calls import CallsDesk
from console.desk.watch import WatchDesk

if TYPE_CHECKING:
    from console.services.outbound import OutboundService
    from console.services.phone_reports import PhoneReports


class OutgoingDesk(WatchDesk, CallsDesk):
    """What goes out by telephone, paper and message."""

    @cached_property
    def outbound(self) -> OutboundService:
        from console.services.outbound import OutboundService

        return OutboundService(self.opened.store, self.clock, self.realm, self.settings.zone)

    @cached_property
    def phone_reports(self) -> PhoneReports:
        from console.services.phone_reports import Leader, PhoneReports, leader_of

        def leader() -> Leader:
            now, watch = self.clock.now(), self.duty.on_watch()
            planned = self.roster.now(now)
            posts = watch.posts if watch is not None and watch.leader else planned.on_duty.posts
            return leader_of(posts, planned.whereabouts, self.roster.known_names())

        store, zone = self.opened.store, self.settings.zone
        one, names = self.intake.one, self.places.names
        return PhoneReports(store, self.clock, self.realm, zone, self.outbound, one, leader, names)
