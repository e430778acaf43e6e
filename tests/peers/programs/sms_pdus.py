"""Reads messages with two libraries nobody here wrote, and writes some: a JSON object a line in, one a line out."""

from __future__ import annotations

import json
import sys
from typing import Any

from gsmmodem import pdu as gsmmodem
from smspdudecoder.easy import read_incoming_sms


def asked(wish: dict[str, Any]) -> dict[str, Any]:
    if wish["do"] == "read":
        found = gsmmodem.decodeSmsPdu(wish["pdu"])
        header = [one.__dict__ for one in found.get("udh", []) if hasattr(one, "parts")]
        return {
            "type": found["type"],
            "number": found["number"],
            "text": found.get("text", ""),
            "at": found["time"].isoformat() if "time" in found else "",
            "done": found["discharge"].isoformat() if "discharge" in found else "",
            "reference": found.get("reference"),
            "status": found.get("status"),
            "part": [header[0]["reference"], header[0]["parts"], header[0]["number"]] if header else None,
        }
    if wish["do"] == "easy":
        found = read_incoming_sms(wish["pdu"])
        return {"number": found["sender"], "text": found["content"], "at": found["date"].isoformat()}
    pdus = gsmmodem.encodeSmsSubmitPdu(
        wish["number"], wish["text"], reference=0, validity=None, requestStatusReport=True, sendFlash=False
    )
    return {"pdus": [[one.tpduLength, str(one)] for one in pdus]}


for line in sys.stdin:
    print(json.dumps(asked(json.loads(line))), flush=True)
