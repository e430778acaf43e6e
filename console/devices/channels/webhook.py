"""A gateway reached over the web: one POST, its answer believed and nothing else.

HTTPS only, but for this very machine. The token comes from the secrets at each sending and is part of no record: it
goes into a header, or into the address where that has ``{token}``.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from console.domain.delivery import Order, Receipt, SendState, Verb
from console.domain.wire import TOKEN
from console.errors import Refused, Unavailable

TIMEOUT = 15.0
"""Seconds for the connection, and again for the answer."""

ANSWER_LIMIT = 64 << 10
KEPT = 2_000
"""Bytes of an answer that are recorded."""


class Webhook:
    """``token`` answers the secret or None; without one no header is sent."""

    limit = 2 * TIMEOUT + 5.0

    def __init__(self, url: str, token: Callable[[], str | None], timeout: float = TIMEOUT) -> None:
        self._url = urlsplit(url)
        self._token = token
        self._timeout = timeout

    def send(self, order: Order) -> Receipt:
        if order.verb is Verb.STOP:
            return _not_begun("not_possible")
        if not self._trusted():
            return _not_begun("https_only")
        try:
            headers, path = self._headers(order)
        except (Refused, Unavailable) as trouble:
            cause = trouble.code if isinstance(trouble, Refused) else trouble.what
            return _not_begun("token_locked" if cause == "secrets_locked" else "no_token", cause)
        try:
            connection = self._connected()
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _not_begun("no_connection", _cause(error))
        try:
            if order.verb is Verb.PROBE:
                return Receipt(SendState.CONFIRMED, "host_answers")
            return self._posted(connection, order, headers, path)
        finally:
            connection.close()

    def _trusted(self) -> bool:
        host = self._url.hostname or ""
        return bool(host) and (self._url.scheme == "https" or (self._url.scheme == "http" and _is_loopback(host)))

    def _headers(self, order: Order) -> tuple[dict[str, str], str]:
        """And the path; Refused("bad_secret") for a token no header can carry, or none where the address wants one."""
        made = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(order.id)}
        token = self._token()
        if token:
            if not token.isascii() or not token.isprintable():
                raise Refused("bad_secret", limit=0)
            if TOKEN not in self._path:
                made["Authorization"] = f"Bearer {token}"
        elif TOKEN in self._path:
            raise Refused("no_such_secret", name="token")
        return made, self._path.replace(TOKEN, quote(token or "", safe=""))

    @property
    def _path(self) -> str:
        """As it stands in the ledger, and in records."""
        return (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")

    def _connected(self) -> http.client.HTTPConnection:
        """Until here nothing of the order has left."""
        host, port = self._url.hostname or "", self._url.port
        made: http.client.HTTPConnection
        if self._url.scheme == "https":
            context = ssl.create_default_context()
            made = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
        else:
            made = http.client.HTTPConnection(host, port, timeout=self._timeout)
        made.connect()
        return made

    def _posted(
        self, connection: http.client.HTTPConnection, order: Order, headers: dict[str, str], path: str
    ) -> Receipt:
        body = json.dumps(body_of(order), ensure_ascii=False, default=str).encode()
        command = f"POST {self._path}\n".encode() + body
        late = threading.Event()
        drip = threading.Timer(self._timeout, _hang_up, (connection, late))
        drip.daemon = True
        drip.start()
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            said = answer.read(ANSWER_LIMIT)
        except (OSError, http.client.HTTPException) as error:
            return Receipt(SendState.UNKNOWN, "no_answer", command, facts={"cause": _cause(error)})
        finally:
            drip.cancel()
        if late.is_set():
            return Receipt(SendState.UNKNOWN, "no_answer", command, facts={"cause": "TimeoutError"})
        state, code = meaning(answer.status)
        began = answer.status != http.client.TOO_MANY_REQUESTS
        kept = f"{answer.status}\n".encode() + said[:KEPT]
        return Receipt(state, code, command, kept, began, facts={"status": answer.status})


def body_of(order: Order) -> dict[str, Any]:
    """What a gateway is told."""
    return {
        "id": str(order.id), "verb": order.verb.value, "target": order.target, "text": order.text,
        "facts": dict(order.facts),
    }  # fmt: skip


def meaning(status: int) -> tuple[SendState, str]:
    """What an answer is known to mean: taken, not taken, or – where the gateway itself failed – unknown.

    No redirection is followed: a token goes to the address that was entered, and nowhere else.
    """
    if 200 <= status < 300:
        return SendState.CONFIRMED, "receiver_confirmed"
    if 300 <= status < 400:
        return SendState.FAILED, "redirected"
    if status >= 500:
        return SendState.UNKNOWN, "receiver_failed"
    return SendState.FAILED, "receiver_refused"


def _not_begun(code: str, cause: str = "") -> Receipt:
    return Receipt(SendState.FAILED, code, began=False, facts={"cause": cause} if cause else {})


def _cause(error: Exception) -> str:
    """The kind of a trouble; texts of libraries may quote what was sent."""
    return getattr(error, "strerror", None) or type(error).__name__


def _hang_up(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """An answer that comes drop by drop ends here: each drop alone would be in time."""
    late.set()
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
