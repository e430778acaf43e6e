"""What goes out to the street: the outbox, self-tests, secrets of devices."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from console.desk.alarms import AlarmsDesk

if TYPE_CHECKING:
    from uuid import UUID

    from console.devices.channels import Perform
    from console.devices.channels.players import Players
    from console.devices.channels.speech import Speech, Spoken
    from console.domain.delivery import Channel
    from console.domain.signals import Arrived
    from console.domain.wire import DeviceRow
    from console.services.deliveries import DeliveriesService
    from console.services.secrets import SecretsService
    from console.services.self_tests import SelfTestsService


class SendingDesk(AlarmsDesk):
    """What goes out to the street: the outbox, self-tests, secrets of devices."""

    @cached_property
    def deliveries(self) -> DeliveriesService:
        from console.services.deliveries import DeliveriesService

        return DeliveriesService(
            self.opened.store, self.clock, self.realm, self.settings.zone, self.accounts.sign_in, self.secrets
        )

    @cached_property
    def self_tests(self) -> SelfTestsService:
        from console.services.self_tests import SelfTestsService

        return SelfTestsService(
            self.opened.store, self.clock, self.settings.zone, self.deliveries, wire_runs=self.wire_runs
        )

    def areas_in_question(self) -> list[str]:
        """Where warnings hold and incidents are open, in words."""
        from console.services import areas

        return areas.in_question(self.opened.store)

    def wire_runs(self) -> bool:
        """Whether any process runs the wire now."""
        from db.holders import holders
        from db.locks import FileLock

        path = self.data.locks / "wire"
        if holders(path):
            return True
        lock = FileLock(path, alone=True)  # not every system tells: what can be taken for a moment, nobody has
        free = lock.acquire()
        lock.release()
        return not free

    @cached_property
    def secrets(self) -> SecretsService:
        from console.services.secrets import SecretsService

        return SecretsService(self.opened.store, self.clock, str(self.opened.info.id), self.data.secrets)

    @cached_property
    def speech(self) -> Speech:
        """Words as sound files, to be listened to before they are sent."""
        from console.devices.channels.speech import Speech

        return Speech(self.data.speech)

    def spoken(self, device_id: UUID, text: str) -> Spoken:
        """A text as that loudspeaker would say it, to be listened to; its digest goes into the order's ``wav``.

        Refuses no_such_device, text_empty and bad_command; Unavailable("speech") where nothing here can speak.
        """
        options = self.devices.one(device_id).form.options
        return self.speech.render(text, command=options.get("command", ""), recordings=options.get("recordings", ""))

    def listened(self, device_id: UUID, text: str) -> Spoken:
        """The same, heard at this machine before it goes out anywhere; blocks until it has ended.

        Refused and Unavailable as ``spoken``; Unavailable("player") where nothing here can play.
        """
        made = self.spoken(device_id, text)
        self.players.play("listen", made.path, made.seconds + 2)
        return made

    @cached_property
    def players(self) -> Players:
        """The loudspeaker of this machine: what it plays, and what stops it."""
        from console.devices.channels.players import Players

        return Players()

    def close(self) -> None:
        """Whatever this machine's loudspeaker plays ends with the desk: no later one could stop it."""
        if "players" in self.__dict__:
            self.players.silence()
        super().close()

    def receipt_came(self, arrived: Arrived) -> None:
        """A device of the ledger reports of something it took earlier; parts still under way name no state."""
        from datetime import datetime

        from console.domain.delivery import SendState

        facts = arrived.signal.facts
        known, state = self.devices.by_key(arrived.device_key), facts.get("state")
        if known is not None and state in {one.value for one in SendState}:
            reference, target = str(facts.get("reference", "")), str(facts.get("target", ""))
            told = str(facts.get("sent_at", ""))
            self.deliveries.reported(
                reference, known.key, SendState(state), target=target, answer=arrived.signal.raw,
                sent_at=datetime.fromisoformat(told) if told else None,
            )  # fmt: skip

    def channel_of(self, device_id: UUID, perform: Perform) -> Channel:
        """The channel of a device, for whoever runs the wire and can ``perform``; refuses what ``channels.make`` does.

        It looks the device up anew: an order goes where the ledger says now.
        """
        return self.channel_for(self.devices.one(device_id), perform)

    def channel_for(self, row: DeviceRow, perform: Perform) -> Channel:
        """The channel of a device as it is known already: what stops asks no store."""
        from console.devices import channels

        room = channels.Room(perform, self.secrets, self.players, self.speech)
        return channels.make(row, room, self.realm)
