"""The OpenAPI description: what goes in, what comes out, with examples that are answers the server really gave.

The examples stand in examples.json, requests with their answers; a test sends each again. May import: fastapi,
serve.door, serve.problems, serve.settings, serve.wire.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from discourse.serve.door import OPEN
from discourse.serve.problems import MEDIA, Problem
from discourse.serve.settings import Settings
from discourse.serve.wire import JSON, LINES, components

ABOUT = """\
Send a saved page, an export or a text; get the comments as reply trees. A comment is a flat record whose `parent_id`
names the comment that it answers, so a thread may be of any depth. What was found, kept, dropped and repaired stands in
`report`.

With `Accept: application/x-ndjson` the answer is the comments alone, one a line. Errors are problems of RFC 9457.
"""
_REASONS = {
    400: "The request is not HTTP as it should be",
    401: "The server asks for a token, and the request shows none that is right",
    408: "The body did not arrive in time",
    413: "The body is too large, as sent or once it is unpacked",
    415: "The body is of no format that is known",
    421: "The request uses a name in `Host` that the server does not go by",
    422: "The body or a parameter is not right, or the work took too long",
    429: "Too many requests at once; try again",
    500: "The server met an error of its own",
}


@cache
def examples() -> list[dict[str, Any]]:
    """Requests with the answers to them."""
    listed: list[dict[str, Any]] = json.loads(files(__package__).joinpath("examples.json").read_text(encoding="utf-8"))
    return listed


def answers(path: str) -> dict[int | str, dict[str, Any]]:
    """What an address that takes a body may answer."""
    given = [one for one in examples() if one["path"].partition("?")[0] == path]
    good = {
        "description": "The threads",
        "headers": {
            "Discourse-Account": {
                "description": "the account in short: found=10, kept=10, dropped=0, defects=0",
                "schema": {"type": "string"},
            }
        },
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/Answer"}, "examples": _answered(given, 200, JSON)},
            LINES: {
                "schema": {"type": "string", "description": "a Comment of the schema a line"},
                "examples": _answered(given, 200, LINES),
            },
        },
    }
    return {200: good, **{status: _problem(status, _answered(given, status, MEDIA)) for status in _REASONS}}


def aside(example: Any, schema: dict[str, Any], media: str = JSON) -> dict[int | str, dict[str, Any]]:
    """What an address that takes nothing may answer."""
    good = {"description": "As it says", "content": {media: {"schema": schema, "example": example}}}
    return {200: good, **{status: _problem(status, {}) for status in (400, 401, 421, 500)}}


def body_of(path: Literal["/read", "/annotate"]) -> dict[str, Any]:
    """The body that an address takes."""
    sent = [one for one in examples() if one["path"].partition("?")[0] == path and one["status"] == 200]
    content: dict[str, Any] = {
        "text/html": {"schema": {}},
        "text/plain": {"schema": {}},
        JSON: {"schema": {} if path == "/read" else {"$ref": "#/components/schemas/ToAnnotate"}},
        "application/octet-stream": {"schema": {}},
    }
    for kind, stated in content.items():
        fitting = {one["name"]: {"value": one["body"]} for one in sent if one["type"] == kind}
        stated |= {"examples": fitting} if fitting else {}
    return {"requestBody": {"required": True, "content": content}}


def described(app: FastAPI, settings: Settings) -> dict[str, Any]:
    """The whole description, made once."""
    if app.openapi_schema is None:
        stated = get_openapi(
            title=app.title, version=app.version, summary=app.summary, description=ABOUT, routes=app.routes
        )
        parts = stated.setdefault("components", {})
        parts["schemas"] = dict(sorted(components(Problem).items()))
        if settings.token is not None:
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            stated["security"] = [{"token": []}]
            stated["paths"][OPEN]["get"]["security"] = []
        app.openapi_schema = stated
    return app.openapi_schema


def _problem(status: int, given: dict[str, Any]) -> dict[str, Any]:
    """A problem as a response."""
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": _REASONS[status], "content": {MEDIA: content | ({"examples": given} if given else {})}}


def _answered(given: list[dict[str, Any]], status: int, media: str) -> dict[str, Any]:
    """The answers of one kind, by the name of the example."""
    return {one["name"]: {"value": one["answer"]} for one in given if (one["status"], one["media"]) == (status, media)}
