"""What every request passes: the names and the token it must show, the line that is logged about it.

May import: msgspec, starlette, text, serve.problems, serve.settings.
"""

from __future__ import annotations

import hmac
import logging
import time
import traceback
from pathlib import Path

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from discourse.serve.problems import MEDIA, Refused, problem
from discourse.serve.settings import Settings
from discourse.text import printable, shorten

LOG = logging.getLogger("discourse.serve")
OPEN = "/health"
"""The one address that asks for no token, for who watches over the server."""


class Door:
    """Lets requests in, or not; wraps the application.

    Parameters
    ----------
    app : ASGI application
    settings : Settings
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Cache-Control"] = "no-store"
            size += len(message.get("body", b""))
            await send(message)

        try:
            refused = self._refusal(scope)
            await (response(refused) if refused else self._app)(scope, receive, counted)
        except Exception as error:  # noqa: BLE001 - the last place where anything can be caught
            LOG.error("unforeseen %s at %s", type(error).__name__, _place(error))
            if not status:
                fault = problem("internal", "this is a fault of the server, which has noted it")
                await response(Refused(fault))(scope, receive, counted)
        finally:
            took = time.monotonic() - began
            path = printable(shorten(scope["path"], 80))
            LOG.info("%s %s %s %d bytes %.3f s", scope["method"], path, status or "-", size, took)

    def _refusal(self, scope: Scope) -> Refused | None:
        """Why a request is not let in, or None when it is."""
        headers, settings = Headers(scope=scope), self._settings
        if settings.hosts is not None:
            name, colon, port = headers.get("host", "").rpartition(":")
            host = name if colon and port.isdigit() else headers.get("host", "")
            if host.lower() not in settings.hosts:
                return Refused(problem("misdirected", "this server does not go by the name in `Host`"))
        if settings.token is None or scope["path"] == OPEN:
            return None
        scheme, _, token = headers.get("authorization", "").partition(" ")
        shown = token.strip().encode("latin-1", errors="replace")
        if hmac.compare_digest(shown, settings.token.encode()) and scheme.lower() == "bearer":
            return None
        return Refused(
            problem("unauthorized", "the server asks for a token", "send the header Authorization: Bearer TOKEN"),
            **{"WWW-Authenticate": "Bearer"},
        )


def response(refused: Refused) -> Response:
    """A problem as a response."""
    return Response(msgspec.json.encode(refused.problem), refused.problem.status, refused.headers, media_type=MEDIA)


def _place(error: BaseException) -> str:
    """Where an error arose; not what it says, which may be somebody's text."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
