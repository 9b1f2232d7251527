"""Errors as problems of RFC 9457: what went wrong, for programs and for people.

Every error of ours has a type of its own, named after its class, and brings along what it knows: where, given, allowed,
fix. May import: msgspec, errors, text.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta

from discourse.errors import BinaryInput, BrokenPlugin, DiscourseError, MissingExtra, UnknownFormat
from discourse.text import shorten

MEDIA = "application/problem+json"
TYPES = "urn:problem-type:discourse:"
_STATUS: dict[type[DiscourseError], int] = {UnknownFormat: 415, BinaryInput: 415, MissingExtra: 415, BrokenPlugin: 500}
_KINDS = {
    "malformed": (400, "The request breaks the rules of HTTP"),
    "unauthorized": (401, "The request shows no valid token"),
    "not-found": (404, "There is nothing at this address"),
    "method-not-allowed": (405, "This address takes another method"),
    "too-slow": (408, "The request did not arrive in time"),
    "too-large": (413, "The body is too large"),
    "misdirected": (421, "The request was meant for another host"),
    "invalid-body": (422, "The body is not what this address takes"),
    "took-too-long": (422, "The body could not be worked through in time"),
    "busy": (429, "Too many requests at once"),
    "internal": (500, "The server met an error of its own"),
}
_LONGEST = 500


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A problem (RFC 9457)."""

    type: Annotated[str, Meta(description="name of the kind of problem, for programs to tell it by")]
    title: Annotated[str, Meta(description="the kind of problem, in words")]
    status: Annotated[int, Meta(description="HTTP status", ge=400, le=599)]
    detail: Annotated[str, Meta(description="what happened this time, and how to mend it")]
    where: Annotated[str | None, Meta(description="the line, comment or parameter that it is about")] = None
    given: Annotated[str | None, Meta(description="what was found there")] = None
    allowed: Annotated[tuple[str, ...], Meta(description="what would have been right")] = ()
    fix: Annotated[str | None, Meta(description="what one can do")] = None


class Refused(Exception):
    """A request that ends with a problem."""

    def __init__(self, problem: Problem, **headers: str) -> None:
        self.problem = problem
        self.headers = headers
        super().__init__(problem.type)


def problem(kind: str, detail: str, fix: str | None = None) -> Problem:
    """A problem of the server's own kinds.

    Examples
    --------
    >>> problem("too-slow", "waited for 30 s").status
    408
    """
    status, title = _KINDS[kind]
    said = f"{detail[:1].upper()}{detail[1:]}." + (f" To fix: {fix}." if fix else "")
    return Problem(type=TYPES + kind, title=title, status=status, detail=said, fix=fix)


def problem_of(error: DiscourseError) -> Problem:
    """What an error of ours is as a problem; options of the command line go by their names here.

    Examples
    --------
    >>> problem_of(UnknownFormat("no reader recognises this", where="bytes", fix="pass --format")).fix
    'pass format'
    """
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
    return Problem(
        type=TYPES + kind,
        title=(type(error).__doc__ or kind).strip().partition("\n")[0].rstrip("."),
        status=next((status for one, status in _STATUS.items() if isinstance(error, one)), 422),
        detail=_parameters(str(error)),
        where=error.where,
        given=None if error.given is None else shorten(error.given, _LONGEST),
        allowed=error.allowed,
        fix=_parameters(error.fix) if error.fix else None,
    )


def problem_of_status(status: int) -> Problem:
    """The problem that a bare HTTP status stands for."""
    kind = next((kind for kind, (known, _) in _KINDS.items() if known == status), None)
    phrase = HTTPStatus(status).phrase
    if kind:
        return problem(kind, _KINDS[kind][1][0].lower() + _KINDS[kind][1][1:])
    return Problem(type="about:blank", title=phrase, status=status, detail=f"{phrase}.")


def _parameters(said: str) -> str:
    """A message in which `--max-ratio` is the parameter `max_ratio`."""
    return re.sub(r"(?<![\w-])--([a-z][a-z-]*[a-z])", lambda match: match[1].replace("-", "_"), said)
