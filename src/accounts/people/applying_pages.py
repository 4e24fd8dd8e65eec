"""Applying as an organisation, before anybody is known."""

from litestar import get, post
from litestar.params import URLEncodedBody
from litestar.response import Template

from accounts.forms import chosen
from accounts.organisations.details import APPLICANTS, ORIGINATORS, Details
from accounts.people.applying import apply_as_organisation
from accounts.sessions.requests import AnyRequest, clock_of, whence
from kernel.errors import Problem


class Application(Details, frozen=True, kw_only=True):
    """The organisation's details, and who applies for it."""

    person: str = ""
    email: str = ""

    def details(self) -> Details:
        given = {name: getattr(self, name) for name in Details.__struct_fields__}
        return Details(**{**given, "contact_email": self.contact_email or self.email})


@get("/apply", include_in_schema=False)
async def show_application() -> Template:
    return _form(Application())


@post("/apply", include_in_schema=False, status_code=200)
async def apply(request: AnyRequest, data: URLEncodedBody[Application]) -> Template:
    kinds = await chosen(request, "kinds")
    try:
        await apply_as_organisation(
            data.details(),
            kinds,
            email=data.email,
            person=data.person,
            ip=whence(request).ip,
            clock=clock_of(request),
        )
    except Problem as problem:
        return _form(data, kinds, problem)
    return Template("accounts/people/applied.html", context={"email": data.email.strip()})


def _form(data: Application, kinds: tuple[str, ...] = (), problem: Problem | None = None) -> Template:
    return Template(
        "accounts/people/apply.html",
        context={
            "data": data,
            "kinds": kinds,
            "problem": problem,
            "all_kinds": APPLICANTS,
            "originators": ORIGINATORS,
        },
        status_code=problem.status if problem else 200,
    )


ROUTES = (show_application, apply)
