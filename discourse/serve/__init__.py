"""The HTTP face: POST a page or export, get its threads as JSON; also annotated. `discourse serve` runs it.

Each body is worked on in a process of its own, which is ended when it takes too long, so no input can stop the server.
Nothing is read but what requests bring. May import: errors, serve.settings, and the rest of the room inside functions,
since it needs the extra serve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from discourse.errors import MissingExtra
from discourse.serve.settings import Settings as Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, for an ASGI server of your own choice.

    Parameters
    ----------
    settings : Settings, optional

    Returns
    -------
    FastAPI

    Raises
    ------
    MissingExtra
        The extra serve is not installed.

    Examples
    --------
    >>> sorted(create_app().openapi()["paths"])
    ['/annotate', '/formats', '/health', '/read', '/schema']
    """
    try:
        from discourse.serve.app import build
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    return build(settings or Settings())


def run(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    token: str | None = None,
    max_body: int = Settings.max_body,
    timeout: float = Settings.timeout,
    workers: int = Settings.workers,
    opened: Callable[[str], None] = print,
    log: bool = True,
) -> None:
    """Serve until SIGINT or SIGTERM.

    Parameters
    ----------
    host : str
        Where to listen. What other machines can reach asks for a token.
    port : int
        0 for any that is free.
    token, max_body, timeout, workers
        As for `Settings`.
    opened : function of str
        Told the address that requests can be sent to.
    log : bool
        Whether to say a line about each request on standard error: method, path, status, size, time.

    Raises
    ------
    InvalidParameter
        It cannot listen there, or there is no token where one is needed.
    MissingExtra
        The extra serve is not installed.
    """
    try:
        from discourse.serve.listen import names_of
        from discourse.serve.listen import run as listen
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    settings = Settings(token, names_of(host), max_body, timeout, workers)
    listen(settings, host, port, opened, log)


def _missing(error: ModuleNotFoundError) -> Exception:
    """The error about a module that is not there: ours where the extra would bring it."""
    if error.name in {"fastapi", "pydantic", "starlette", "uvicorn"}:
        return MissingExtra("serving needs the extra serve", fix="pip install 'discourse-threads[serve]'")
    return error
