"""A receiver by pysiaalarm: usage pysiaalarm_receiver.py tcp|udp PORT SECONDS ACCOUNT; prints each event it took."""

from __future__ import annotations

import asyncio
import json
import logging
import sys

from pysiaalarm import CommunicationsProtocol, SIAAccount
from pysiaalarm.aio import SIAClient


async def told(event):
    row = {"account": event.account, "code": event.code, "type": event.event_type, "zone": event.ri}
    print(json.dumps({**row, "message": event.message, "kind": event.message_type.value}), flush=True)


async def main(protocol, port, seconds, account):
    band = (40, 20)
    client = SIAClient(
        "127.0.0.1",
        int(port),
        [SIAAccount(account, allowed_timeband=band)],
        told,
        protocol=CommunicationsProtocol[protocol.upper()],
    )
    await client.async_start()
    if protocol == "udp":
        # its check of asyncio's transport fails on early Python 3.11, and then it answers nobody
        client.sia_server.transport = client.transport
    print("ready", flush=True)
    await asyncio.sleep(float(seconds))


logging.disable()
asyncio.run(main(*sys.argv[1:]))
