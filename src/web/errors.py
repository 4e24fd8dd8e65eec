"""Every error as an answer: problem details for programs, a page for people, a fragment for HTMX."""

import logging
import re
import traceback
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import asyncpg
import msgspec
from jinja2 import TemplateError
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from accounts.sessions.demands import ENROLMENT
from kernel.errors import Invalid, Place, Problem, Refused, SecondFactorNeeded, SignInNeeded
from kernel.ids import new_id
from web.rendering import render

log = logging.getLogger(__name__)

INSTALLED = re.compile(r"^.*/(?:src|site-packages)/")
PROBLEM_JSON = "application/problem+json"
AnyRequest = Request[Any, Any, Any]
UNFITTING = (
    asyncpg.StringDataRightTruncationError,
    asyncpg.NumericValueOutOfRangeError,
    asyncpg.DatetimeFieldOverflowError,
)

PLAIN = {
    400: ("That cannot be read", "What was sent is not in the form this address expects. Nothing was done."),
    401: ("Please sign in", "Sign in to go on."),
    403: ("Not allowed", "You may not do this. Nothing was done."),
    404: ("Not found", "There is nothing here that you may see. Check the address, or start from the first page."),
    405: ("Not possible here", "This address does not take that kind of request."),
    413: ("Too large", "What was sent is larger than this address takes. Nothing was kept."),
    415: ("That cannot be read", "This kind of content is not read here. Nothing was done."),
    429: ("Too many attempts", "Wait a little and try again."),
}
UNEXPECTED = (
    "Something went wrong on our side",
    "What you asked was not done. It has been noted and can be found by its number.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An error as it is shown; `incident` is the number under which the log has it, for unexpected ones."""

    kind: str
    status: int
    title: str
    sentence: str
    places: tuple[Place, ...] = ()
    incident: str | None = None


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """RFC 9457, with `places` and `incident` as extension members."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    places: tuple[Place, ...] = ()
    incident: str | None = None


def show_problem(request: AnyRequest, problem: Problem) -> Response[Any]:
    if isinstance(problem, SignInNeeded) and _wants_page(request) and request.method == "GET":
        return Redirect(f"/sign-in?next={quote(request.url.path, safe='/')}", status_code=303)
    if isinstance(problem, SecondFactorNeeded) and _wants_page(request) and request.method == "GET":
        return Redirect(ENROLMENT, status_code=303)
    if problem.status >= 500:
        log.warning("web.unavailable status=%s route=%s", problem.status, _route(request))
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(problem).__name__).lower()
    return answer(request, Shown(kind, problem.status, problem.title, problem.sentence, problem.places))


def show_http_exception(request: AnyRequest, exception: HTTPException) -> Response[Any]:
    """Litestar's own refusals, in our words: its texts repeat the address, query and all."""
    if exception.status_code >= 500:
        return show_unexpected(request, exception)
    title, sentence = PLAIN.get(exception.status_code, PLAIN[400])
    places = _places(exception) if isinstance(exception, ValidationException) else ()
    response = answer(request, Shown("request", exception.status_code, title, sentence, places))
    for name, value in (exception.headers or {}).items():
        response.headers.setdefault(name, value)
    return response


def show_unexpected(request: AnyRequest, exception: Exception) -> Response[Any]:
    """Nothing of the exception reaches the reader, and no message of it the log: databases quote rows in theirs."""
    incident = new_id().hex[-12:].upper()
    log.error(
        "web.unexpected incident=%s route=%s error=%s at=%s",
        incident,
        _route(request),
        " < ".join(_chain(exception)),
        " > ".join(_frames(exception)),
    )
    return answer(request, Shown("unexpected", 500, *UNEXPECTED, incident=incident))


def show_unkept(request: AnyRequest, exception: Exception) -> Response[Any]:
    """A letter that no column holds: NUL, wherever it was typed."""
    sentence = "What was sent holds a letter that cannot be kept (a control character). Nothing was done. Type it anew."
    return show_problem(request, Invalid(sentence))


def show_unfitting(request: AnyRequest, exception: Exception) -> Response[Any]:
    """Longer, larger or farther than any column holds; the log says where a command should have told it by name."""
    if not isinstance(exception, UNFITTING) and not isinstance(exception.__cause__, OverflowError):
        return show_unexpected(request, exception)
    log.warning("web.unfitting route=%s at=%s", _route(request), " > ".join(_frames(exception)))
    sentence = "Something in it is longer, larger or farther away than can be kept. Nothing was done. Make it smaller."
    return show_problem(request, Invalid(sentence))


def show_too_deep(request: AnyRequest, exception: Exception) -> Response[Any]:
    """JSON that nests deeper than the reader counts with; any other recursion without end is ours."""
    if not any(frame.name == "decode_json" for frame in traceback.extract_tb(exception.__traceback__)):
        return show_unexpected(request, exception)
    return show_http_exception(request, HTTPException(status_code=400))


def show_contended(request: AnyRequest, exception: Exception) -> Response[Any]:
    """Two wanted the same row, and this one gave way."""
    return show_problem(
        request, Refused("Somebody else is changing this at the same moment. Nothing was done; try again.")
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Problem: show_problem,
    asyncpg.CharacterNotInRepertoireError: show_unkept,
    asyncpg.UntranslatableCharacterError: show_unkept,
    asyncpg.DataError: show_unfitting,
    asyncpg.LockNotAvailableError: show_contended,
    asyncpg.DeadlockDetectedError: show_contended,
    RecursionError: show_too_deep,
    HTTPException: show_http_exception,
    Exception: show_unexpected,
}
"""For `Litestar(exception_handlers=…)`."""


def answer(request: AnyRequest, shown: Shown) -> Response[Any]:
    """The error in the form the reader understands."""
    headers = {"Cache-Control": "no-store", "Vary": "HX-Request, Accept"}
    if _wants_json(request):
        return Response(
            msgspec.json.encode(_details(request, shown)),
            status_code=shown.status,
            media_type=PROBLEM_JSON,
            headers=headers,
        )
    context = {"problem": shown, "request": request}
    if _wants_page(request):
        return Response(
            render("layout/problem.html", context),
            status_code=shown.status,
            media_type=MediaType.HTML,
            headers=headers,
        )
    # The element that asked may be a table row; the message goes where messages go, and the row stays.
    headers |= {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
    if shown.status == 401:
        headers["HX-Redirect"] = "/sign-in"
    return Response(
        render("components/problem_fragment.html", context),
        status_code=shown.status,
        media_type=MediaType.HTML,
        headers=headers,
    )


def _details(request: AnyRequest, shown: Shown) -> ProblemDetails:
    return ProblemDetails(
        type=f"urn:recourse:problem:{shown.kind}",
        title=shown.title,
        status=shown.status,
        detail=shown.sentence,
        instance=request.url.path,
        places=shown.places,
        incident=shown.incident,
    )


def _wants_json(request: AnyRequest) -> bool:
    if request.url.path.startswith("/api/"):
        return True
    accepted = request.headers.get("accept", "")
    return "json" in accepted and "text/html" not in accepted


def _wants_page(request: AnyRequest) -> bool:
    if _wants_json(request):
        return False
    partial = request.headers.get("hx-request") == "true" and request.headers.get("hx-request-type") != "full"
    return not partial


def _places(exception: ValidationException) -> tuple[Place, ...]:
    extra = exception.extra if isinstance(exception.extra, list) else []
    found = [part for part in extra if isinstance(part, dict)]
    return tuple(Place(str(part.get("key", "request")), None, str(part.get("message", ""))) for part in found)


def _route(request: AnyRequest) -> str:
    """The route's pattern, not the address: addresses carry ids, and queries what people searched for."""
    template = request.scope.get("path_template")
    return f"{request.method} {template or '?'}"


def _chain(exception: BaseException) -> list[str]:
    """The classes, cause after effect. Jinja's message is kept: it names what a template missed, never a value."""
    names: list[str] = []
    one: BaseException | None = exception
    while one is not None and len(names) < 5:
        name = f"{type(one).__module__}.{type(one).__qualname__}"
        names.append(f"{name}({one})" if isinstance(one, TemplateError) else name)
        one = one.__cause__ or one.__context__
    return names


def _frames(exception: BaseException) -> list[str]:
    frames = traceback.extract_tb(exception.__traceback__)[-8:]
    return [f"{INSTALLED.sub('', frame.filename)}:{frame.lineno}:{frame.name}" for frame in frames]
