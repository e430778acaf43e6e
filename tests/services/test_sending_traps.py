"""What is said of a sending is about that sending; what is silent stays so, whatever stands in its words."""

from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from uuid import uuid4

import pytest

from console.devices.channels.webhook import Webhook
from console.devices.drivers import profile
from console.devices.drivers.sms_reports import Awaited
from console.devices.protocols.sms_pdu import Report
from console.devices.session import Setting
from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.people import Actor
from console.domain.realm import Realm
from console.domain.signals import Arrived
from console.domain.wire import DeviceForm, may_listen
from console.errors import Refused
from console.services.delivery_pump import Pump
from tests.kit.sending import AREA, PASSWORD, Street, device, officer, sound, text

PROFILE = """
[profile]
name = "广播"
encoding = "gb18030"
[frame]
ends = ["0D 0A"]
[sending]
end = "{end}"
[[command]]
verb = "sound"
text = "PLAY {{zone}}"
[[command]]
verb = "speak"
text = "SAY {{zone}} {{text}}"
[[command]]
verb = "show"
text = "SHOW {{text}}"
[[record]]
pattern = '^X'
kind = "heartbeat"
"""


@pytest.mark.parametrize("end", ["3B", "0D 0A"])
@pytest.mark.parametrize(
    ("verb", "zone", "words"),
    [
        (Verb.SHOW, "", "a;PLAY 1"), (Verb.SHOW, "", "SAY 1 b"), (Verb.SPEAK, "1", "a;PLAY 2"),
        (Verb.SOUND, "1;PLAY 2", ""),
    ],
)  # fmt: skip
def test_words_of_an_order_are_never_a_command_that_sounds(desk, clock, end, verb, zone, words):
    session = profile.make(Setting(clock, desk.settings.zone(), {}, PROFILE.format(end=end)))
    heard = session.ask(Order(uuid4(), verb, zone, words), 0.0)
    ((_, receipt),) = heard.receipts
    assert (heard.write, receipt.state, receipt.code, receipt.began) == (
        b"", SendState.FAILED, "text_is_command", False,
    )  # fmt: skip
    heard = session.ask(Order(uuid4(), Verb.SPEAK, "1", "请沿东门疏散"), 1.0)
    assert heard.write.startswith(b"SAY 1 ")


def test_a_report_is_about_the_text_to_that_number_sent_at_that_time(desk, clock):
    """Modems count to 255 and begin again, and a new one begins anew: the reference alone names nobody."""
    who, modem = officer(desk).actor, device(desk, "M", "modem")
    street = Street(answers=lambda _order: Receipt(SendState.SENT, "accepted", b"x", reference="17"))
    pump, sent = Pump(desk.deliveries, street.of, threads=0), []
    for number in ("100-0000-0001", "100-0000-0001", "100-0000-0002"):
        (row,) = desk.deliveries.ask([text(modem, to=number)], by=who)
        pump.step(clock.now())
        sent.append((row.id, clock.now()))
        clock.advance(hours=1)

    def hears(number, at):
        report = Report(reference=17, number=number, sent_at=at, done_at=None, status=0)
        signal = Awaited().reported(report, b"raw")
        desk.receipt_came(Arrived(str(modem), "modem", clock.now(), signal))
        return [desk.deliveries.one(row_id).state is SendState.CONFIRMED for row_id, _ in sent]

    assert hears("10000000009", None) == [False, False, False]
    assert hears("10000000001", sent[0][1] + timedelta(seconds=3)) == [True, False, False]
    assert hears("+8610000000001", None) == [True, True, False]


def test_what_was_asked_of_one_coil_is_not_armed_for_another(desk, clock):
    who, siren = officer(desk).actor, device(desk, "J-1")
    (row,) = desk.deliveries.ask([sound(siren)], by=who)
    before = desk.devices.one(siren)
    desk.devices.change(replace(before.form, options={"coils": "5"}), seen=before.version, by=Actor.tool("tester"))
    with pytest.raises(Refused, match="device_changed"):
        desk.deliveries.arm([row.id], AREA, PASSWORD, by=who)
    anew = desk.deliveries.ask([sound(siren)], by=who)[0]
    assert desk.deliveries.arm([anew.id], AREA, PASSWORD, by=who)[0].state is SendState.QUEUED


def test_a_machine_without_threads_leaves_nothing_under_way_for_ever(desk, clock, monkeypatch):
    who, modem = officer(desk).actor, device(desk, "M", "modem")
    (row,) = desk.deliveries.ask([text(modem)], by=who)
    pump = Pump(desk.deliveries, Street().of)

    def full(_thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(Thread, "start", full)
        with pytest.raises(RuntimeError):
            pump.step(clock.now())
    pump.step(clock.now())
    assert desk.deliveries.one(row.id).state is SendState.UNKNOWN


class _Gateway(BaseHTTPRequestHandler):
    paths: ClassVar[list[str]] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).paths.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_told):
        pass


def test_the_key_of_a_group_robot_is_in_no_ledger_and_no_record(desk):
    """Robots want their key in the address: it is written there as {token}, and kept with the secrets."""
    form = DeviceForm(uuid4(), "W-1", "群机器人", "webhook", "https://robot.example/send?key=abc123")
    with pytest.raises(Refused, match="url_with_secret"):
        desk.devices.add(form, by=Actor.tool("tester"))
    desk.devices.add(replace(form, url="https://robot.example/send?key={token}"), by=Actor.tool("tester"))
    with HTTPServer(("127.0.0.1", 0), _Gateway) as server:
        serving = Thread(target=server.handle_request)
        serving.start()
        gateway = Webhook(f"http://127.0.0.1:{server.server_port}/send?key={{token}}", lambda: "abc 123")
        receipt = gateway.send(Order(uuid4(), Verb.TEXT, "", "请撤离"))
        serving.join()
    assert _Gateway.paths == ["/send?key=abc%20123"] and receipt.state is SendState.CONFIRMED
    assert b"key={token}" in receipt.command
    assert not [said for said in (b"abc 123", b"abc%20123") if said in receipt.command]
    nothing = Webhook("http://127.0.0.1:9/send?key={token}", lambda: None).send(Order(uuid4(), Verb.TEXT, "", "x"))
    assert (nothing.code, nothing.began) == ("no_token", False)


@pytest.mark.parametrize("url", ["/dev/pts/../ttyUSB0", "/tmp/../dev/ttyS0", "//dev/pts/../ttyUSB0", "/dev/pts/.."])
def test_practice_listens_at_no_real_port_under_another_spelling(url):
    assert not may_listen(Realm.EXERCISE, url) and may_listen(Realm.LIVE, url)
