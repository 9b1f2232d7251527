"""The application: addresses, parameters, and the OpenAPI description of both.

May import: fastapi, msgspec, pydantic, starlette, errors, records, registry, version, serve.describe, serve.door,
serve.intake, serve.problems, serve.settings, serve.wire, serve.workers.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from discourse.errors import InvalidParameter, UnknownName
from discourse.records import schema
from discourse.registry import names
from discourse.serve.describe import answers, aside, body_of, described
from discourse.serve.door import Door, response
from discourse.serve.intake import Intake
from discourse.serve.problems import Refused, problem_of, problem_of_status
from discourse.serve.settings import Settings
from discourse.serve.wire import JSON, LINES, Job, Reply
from discourse.serve.workers import Workers
from discourse.version import __version__

SCHEMA_MEDIA = "application/schema+json"
HEALTH = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
FORMATS = {
    "type": "object",
    "properties": {"formats": {"type": "array", "items": {"type": "string"}}},
    "required": ["formats"],
}


ROUTES = APIRouter(default_response_class=Response)


class Reading(BaseModel):
    """How to read: the parameters of `discourse.read_corpus`."""

    model_config = ConfigDict(extra="forbid")

    format: Annotated[
        str | None,
        Field(description="reader to use, see /formats; otherwise the content decides", examples=["html"]),
    ] = None
    orphans: Annotated[
        Literal["promote", "ghost", "drop"],
        Field(
            description="what becomes of a reply whose parent is not there: a reply to the article, a reply to an empty"
            " comment in the parent's place, or dropped with all below it"
        ),
    ] = "promote"
    resolve_replies: Annotated[
        bool,
        Field(
            description="where no parent is stated, take the comment that the text points to: @Ann, a quotation, #12"
        ),
    ] = False
    strict: Annotated[
        bool, Field(description="refuse a source with a record that cannot be read, instead of leaving that out")
    ] = False
    column: Annotated[
        list[Annotated[str, Field(pattern="^[a-z_]+=")]],
        Field(
            description="of a table: text=body takes its column body for the texts; parent_id= says it has none",
            examples=[["text=body", "parent_id="]],
        ),
    ] = []
    thread_id: Annotated[
        str | None, Field(description="name of the thread, where the source gives it none", max_length=200)
    ] = None


class Annotating(Reading):
    """How to read and annotate."""

    year: Annotated[
        int | None, Field(description="year of the article's dates, if it does not state it", ge=1, le=9999)
    ] = None


@dataclass(frozen=True)
class _Serving:
    """What requests are served with."""

    settings: Settings
    intake: Intake
    workers: Workers


def build(settings: Settings) -> FastAPI:
    """The application; its workers live as long as its lifespan."""
    serving = _Serving(settings, Intake(settings), Workers(settings.workers, settings.timeout))

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with serving.workers.running():
            yield

    app = FastAPI(
        title="discourse",
        version=__version__,
        summary="Comment sections as reply trees.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        exception_handlers={
            Refused: _refused,
            HTTPException: _bare,
            RequestValidationError: _invalid,
            ClientDisconnect: _gone,
        },
    )
    app.state.serving = serving
    app.include_router(ROUTES)
    app.add_middleware(Door, settings=settings)
    app.openapi = lambda: described(app, settings)  # type: ignore[method-assign]
    return app


@ROUTES.post(
    "/read",
    summary="Read a page or export into reply trees",
    responses=answers("/read"),
    openapi_extra=body_of("/read"),
)
async def read(request: Request, asked: Annotated[Reading, Query()]) -> Response:
    """The body is the page, export or text itself, in any encoding, compressed or not.

    HTML, plain text, JSON and what else /formats names; the Content-Type does not matter.
    """
    return await _done("read", request, asked)


@ROUTES.post(
    "/annotate",
    summary="Read, and say what each comment is about and where it stands",
    responses=answers("/annotate"),
    openapi_extra=body_of("/annotate"),
)
async def annotate(request: Request, asked: Annotated[Annotating, Query()]) -> Response:
    """The body is a JSON object of the page and the codebook to annotate it by.

    With any other Content-Type than application/json it is the page itself, which is annotated without a codebook.
    """
    return await _done("annotate", request, asked)


@ROUTES.get(
    "/schema", summary="The JSON Schema of a comment", responses=aside(schema(), {"type": "object"}, SCHEMA_MEDIA)
)
async def comment_schema() -> Response:
    """What `discourse schema` prints: of each of the `comments`, and of each line where lines are asked for."""
    return Response(msgspec.json.encode(schema()), media_type=SCHEMA_MEDIA)


@ROUTES.get("/formats", summary="The readers there are", responses=aside({"formats": names("readers")}, FORMATS))
async def formats() -> Response:
    """The names that `format` may have."""
    return Response(msgspec.json.encode({"formats": names("readers")}), media_type=JSON)


@ROUTES.get("/health", summary="Whether the server is there", responses=aside({"status": "ok"}, HEALTH))
async def health() -> Response:
    """Asks for no token."""
    return Response(b'{"status":"ok"}', media_type=JSON)


async def _done(verb: Literal["read", "annotate"], request: Request, asked: Reading) -> Response:
    """Take the body in, have a worker do what is asked with it, and hand its answer on."""
    serving: _Serving = request.app.state.serving
    async with serving.intake.body(request) as body:
        job = Job(
            verb=verb,
            body=body,
            is_json=_media(request.headers.get("content-type", "")) == JSON,
            as_lines=_wants_lines(request.headers.get("accept", "")),
            max_body=serving.settings.max_body,
            columns={ours: theirs or None for ours, _, theirs in (one.partition("=") for one in asked.column)},
            **asked.model_dump(exclude={"column"}),
        )
        answer = await serving.workers.do(msgspec.msgpack.encode(job))
    reply = msgspec.msgpack.decode(answer, type=Reply)
    headers = {"Discourse-Account": reply.account} if reply.account else {}
    return Response(reply.body, reply.status, headers, media_type=reply.media)


def _media(content_type: str) -> str:
    """The media type of a Content-Type, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def _wants_lines(accept: str) -> bool:
    """Whether an Accept names lines of JSON before JSON."""
    wanted = [_media(one) for one in accept.split(",") if "q=0" not in one.replace("q=0.", "").replace(" ", "")]
    return next((one == LINES for one in wanted if one in {LINES, JSON, "application/*", "*/*"}), False)


async def _refused(_: Request, error: Exception) -> Response:
    """A problem that was foreseen."""
    assert isinstance(error, Refused)
    return response(error)


async def _bare(_: Request, error: Exception) -> Response:
    """A status of the framework's own: no such address, no such method."""
    assert isinstance(error, HTTPException)
    return response(Refused(problem_of_status(error.status_code), **(error.headers or {})))


async def _invalid(request: Request, error: Exception) -> Response:
    """The first parameter that is not as it should be."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = str(first["loc"][1])  # after "query", before the place in a list
    if first["type"] == "extra_forbidden":
        known = (Reading if request.url.path == "/read" else Annotating).model_fields
        return response(Refused(problem_of(UnknownName("there is no such parameter", given=name, allowed=known))))
    given = first.get("input")
    said = InvalidParameter(first["msg"], where=name, given=given if isinstance(given, str) else None)
    return response(Refused(problem_of(said)))


async def _gone(_: Request, error: Exception) -> Response:
    """Who asked is no longer there; nobody reads this."""
    return Response(status_code=400)
