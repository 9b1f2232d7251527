"""What the HTTP face is told at its start: limits, the token, and the names it goes by.

May import: errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from discourse.errors import InvalidParameter

MIB = 2**20
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser writes into `Host` when it means this machine; any other name may be a trick with DNS."""
SHORTEST_TOKEN = 16
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*\Z")


@dataclass(frozen=True)
class Settings:
    """Limits, token and names of the HTTP face.

    Parameters
    ----------
    token : str or None
        What requests must show as `Authorization: Bearer <token>`; None lets everybody in who reaches the address.
    hosts : tuple of str, or None
        Names that requests may use in `Host`; None for any, which asks for a token.
    max_body : int
        Bytes that a body may have, also once it is unpacked.
    timeout : float
        Seconds that a request may take to arrive, and again to be answered.
    workers : int
        Processes, and so requests answered at the same time.

    Raises
    ------
    InvalidParameter

    Examples
    --------
    >>> Settings(max_body=1000).workers
    2
    """

    token: str | None = None
    hosts: tuple[str, ...] | None = LOOPBACK_NAMES
    max_body: int = 16 * MIB
    timeout: float = 30.0
    workers: int = 2

    def __post_init__(self) -> None:
        for name in ("max_body", "timeout", "workers"):
            if getattr(self, name) <= 0:
                raise InvalidParameter("this is to be more than nothing", where=name, given=str(getattr(self, name)))
        if self.token is None and self.hosts is None:
            raise InvalidParameter(
                "whoever can reach this address could use it", where="token", fix="set one: DISCOURSE_TOKEN, or --token"
            )
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or not _TOKEN.match(self.token)):
            raise InvalidParameter(
                f"a token has at least {SHORTEST_TOKEN} characters, of A-Z a-z 0-9 . _ ~ + / -",
                where="token",
                fix="make one: python -c 'import secrets; print(secrets.token_urlsafe())'",
            )
