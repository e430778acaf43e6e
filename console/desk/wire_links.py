"""From the device ledger to links: how each device is reached, and what of it this store may touch."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.devices.hub import LinkSpec
from console.devices.session import Setting
from console.domain.drivers import DRIVERS, DriverSpec, OptionKind, known
from console.domain.realm import Realm
from console.domain.wire import (
    DeviceForm,
    DeviceRow,
    PortLine,
    may_listen,
    read_line,
    require_listening,
    require_sending,
)
from console.errors import Refused, Unavailable

if TYPE_CHECKING:
    from console.desk.sending import SendingDesk

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unledgered:
    """A port that stands in no ledger: ``listen --device-url URL --driver NAME``. Its key is its URL."""

    url: str
    driver: str
    line: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    silent_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a device's entry its link depends on: another name opens no port anew."""

    driver: str
    url: str
    line: str
    options: tuple[tuple[str, str], ...]
    profile: str
    silent_seconds: int
    code: str


def reached(form: DeviceForm) -> Reached:
    options = tuple(sorted(form.options.items()))
    return Reached(form.driver, form.url, form.line, options, form.profile, form.silent_seconds, form.code)


def wired(row: DeviceRow) -> bool:
    """Whether a port is opened for it: in use, and its driver has one."""
    return row.active and row.form.driver in DRIVERS and DRIVERS[row.form.driver].wired


def audible(row: DeviceRow) -> bool:
    """Whether it can be heard."""
    return row.form.driver in DRIVERS and DRIVERS[row.form.driver].audible


def of_device(desk: SendingDesk, form: DeviceForm) -> LinkSpec:
    """The link of a device of the ledger. One this store must not hear is shown, and stays closed."""
    driver = known(form.driver)
    secrets = _Secrets(desk, form.code, driver)
    reason = "simulated" if desk.realm is Realm.LIVE else "practice"
    blocked = "" if may_listen(desk.realm, form.url) else reason
    setting = Setting(desk.clock, desk.settings.zone(), _options(driver, form.options), form.profile, secrets)
    return LinkSpec(
        str(form.id), form.driver, form.url, _line(driver, form.line), setting, form.silent_seconds,
        sends=_sends(desk, form.url), blocked=blocked, prepare=secrets.fetch,
    )  # fmt: skip


def of_port(desk: SendingDesk, port: Unledgered) -> LinkSpec:
    """The link of a port without an entry.

    Refused("no_such_driver"), ("bad_port_line") or what ``require_listening`` does.
    """
    driver = known(port.driver)
    require_listening(desk.realm, port.url)
    setting = Setting(desk.clock, desk.settings.zone(), _options(driver, port.options), port.profile)
    line = read_line(port.line or driver.line)
    return LinkSpec(
        port.url, port.driver, port.url, line, setting, port.silent_seconds, sends=_sends(desk, port.url)
    )  # fmt: skip


def _options(driver: DriverSpec, given: Mapping[str, str]) -> dict[str, str]:
    usual = {option.name: option.default for option in driver.options if option.kind is not OptionKind.SECRET}
    return usual | {name: value for name, value in given.items() if value}


def _line(driver: DriverSpec, text: str) -> PortLine:
    try:
        return read_line(text or driver.line)
    except Refused:
        return read_line(driver.line)  # an entry from before it was checked


def _sends(desk: SendingDesk, url: str) -> bool:
    try:
        require_sending(desk.realm, url)
    except Refused:
        return False
    return True


class _Secrets:
    """A device's secrets, fetched before its port is opened: a keyring may ask a person first, and the wire waits for
    nobody. What was behind a passphrase is had as soon as the file is unlocked: that is read in no time."""

    def __init__(self, desk: SendingDesk, code: str, driver: DriverSpec) -> None:
        self._desk, self._code = desk, code
        self._names = [option.name for option in driver.options if option.kind is OptionKind.SECRET]
        self._fetched: dict[str, str | Refused | Unavailable | None] = {}

    def fetch(self) -> None:
        for name in self._names:
            self._fetched[name] = self._asked(name)

    def __call__(self, name: str) -> str | None:
        found = self._fetched.get(name)
        if isinstance(found, Refused) and found.code == "secrets_locked" and not self._desk.secrets.locked:
            found = self._fetched[name] = self._asked(name)
        if isinstance(found, Refused | Unavailable):
            raise found
        return found

    def _asked(self, name: str) -> str | Refused | Unavailable | None:
        try:
            return self._desk.secrets.get(self._code, name)
        except (Refused, Unavailable) as trouble:
            log.warning("no secret %s of %s: %s", name, self._code, trouble)
            return trouble
