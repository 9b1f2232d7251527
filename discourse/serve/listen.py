"""The server: a socket, and patience with slow clients that ends.

May import: msgspec, uvicorn, errors, serve.app, serve.door, serve.problems, serve.settings.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import math
import signal
import socket
from collections.abc import Callable, Iterator

import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from discourse.errors import InvalidParameter
from discourse.serve.app import build
from discourse.serve.door import LOG
from discourse.serve.problems import MEDIA, problem
from discourse.serve.settings import LOOPBACK_NAMES, Settings


def names_of(host: str) -> tuple[str, ...] | None:
    """The names that requests may use for an address of this machine; None, any, for one that others can reach.

    Examples
    --------
    >>> names_of("::1"), names_of("0.0.0.0"), names_of("example.org")
    (('127.0.0.1', 'localhost', '[::1]'), None, None)
    """
    if host.lower() == "localhost":
        return LOOPBACK_NAMES
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    if not address.is_loopback:
        return None
    return tuple(dict.fromkeys([*LOOPBACK_NAMES, f"[{address}]" if address.version == 6 else str(address)]))


def run(settings: Settings, host: str, port: int, opened: Callable[[str], None], log: bool) -> None:
    """Serve until told to stop by SIGINT or SIGTERM.

    Parameters
    ----------
    settings : Settings
    host, port
        Where to listen; port 0 for any that is free.
    opened : function of str
        Told the address, once requests can be sent to it.
    log : bool
        Whether to say a line about each request on standard error.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO if log else logging.WARNING)
    with _listening(host, port) as sock:
        config = uvicorn.Config(
            build(settings),
            http=_patient(settings.timeout),
            ws="none",
            lifespan="on",
            log_config=None,
            log_level=logging.ERROR,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.timeout) + 1,
        )
        name = f"[{host}]" if ":" in host else host
        opened(f"http://{name}:{sock.getsockname()[1]}")
        with _stopped_quietly():
            uvicorn.Server(config).run(sockets=[sock])
    LOG.removeHandler(handler)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that takes connections."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(family, kind, protocol)
    except OSError as error:
        raise InvalidParameter(
            f"this address is not known ({error.strerror})", where="--host", given=host, fix="check its spelling"
        ) from error
    with sock:
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(address)
            sock.listen()
        except (OSError, OverflowError) as error:
            raise InvalidParameter(
                f"cannot listen there ({getattr(error, 'strerror', error)})",
                where="--port",
                given=f"{host}:{port}",
                fix="pass another --port, or 0 for any that is free",
            ) from error
        yield sock


@contextlib.contextmanager
def _stopped_quietly() -> Iterator[None]:
    """Let a signal be done with when the server has stopped for it; uvicorn raises it once more after that."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _patient(seconds: float) -> type[asyncio.Protocol]:
    """The protocol of uvicorn with an end to waiting: for the head of a request, and for the rest of a refused body.

    Of itself uvicorn closes idle connections only. Between the head and the answer the application sets the time.
    """

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def handle_events(self) -> None:
            super().handle_events()
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop_waiting()

        def on_response_complete(self) -> None:
            self._wait()
            super().on_response_complete()

        def send_400_response(self, msg: str) -> None:
            body = msgspec.json.encode(problem("malformed", "this is not HTTP as it should be"))
            head = f"HTTP/1.1 400 Bad Request\r\ncontent-type: {MEDIA}\r\ncontent-length: {len(body)}\r\n"
            self.transport.write(f"{head}connection: close\r\n\r\n".encode() + body)
            self.transport.close()

        def _wait(self) -> None:
            self._stop_waiting()
            self._waiting = self.loop.call_later(seconds, self._give_up)

        def _stop_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                self.transport.close()

    return Patient
