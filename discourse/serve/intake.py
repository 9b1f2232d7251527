"""Bodies as they arrive: counted while they do, and given up when they are too large, too slow or too many.

May import: starlette, serve.problems, serve.settings.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request

from discourse.serve.problems import Refused, problem
from discourse.serve.settings import Settings

BODIES = 16
"""Bodies of the largest size that may be in memory at once; of small ones there may be so many more."""


class Intake:
    """Takes bodies in.

    Parameters
    ----------
    settings : Settings
    """

    def __init__(self, settings: Settings) -> None:
        self._max_body, self._seconds = settings.max_body, settings.timeout
        self._room = BODIES * settings.max_body

    @contextlib.asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[bytes]:
        """The body of a request, which counts as in memory for the length of the block.

        Raises
        ------
        Refused
            It is too large, also when it does not say its length; it did not arrive in time; or there is no room.
        """
        held = bytearray()
        try:
            async with asyncio.timeout(self._seconds):
                stated = request.headers.get("content-length", "0")
                if int(stated) > self._max_body:
                    self._refuse_large()
                async for piece in request.stream():
                    self._take(held, piece)
            yield bytes(held)
        except TimeoutError:
            raise Refused(problem("too-slow", f"the body did not arrive within {self._seconds:g} s")) from None
        finally:
            self._room += len(held)

    def _take(self, held: bytearray, piece: bytes) -> None:
        """Keep one more piece, if there is room for it."""
        if len(held) + len(piece) > self._max_body:
            self._refuse_large()
        if len(piece) > self._room:
            busy = problem("busy", "too many bodies are waiting", "send fewer requests at once")
            raise Refused(busy, **{"Retry-After": "1"})
        self._room -= len(piece)
        held += piece

    def _refuse_large(self) -> None:
        """Refuse a body over the limit."""
        detail = f"the body has more than {self._max_body:,} bytes"
        raise Refused(problem("too-large", detail, "send less, or raise --max-body of the server"))
