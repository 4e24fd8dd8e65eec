"""A person asks about their data: finding them, what is held, the file for them, and erasing what may be erased."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from cases.desk.forms import AnyRequest, acted_once, texts
from cases.parties.commands import Erased, Ground, erase_party
from cases.parties.corrections import correct_party
from cases.parties.disclosure import person_data
from cases.parties.keeping import MOST_FOUND, find_people, keeping_of
from kernel.actor import Actor
from kernel.errors import Invalid, Place

GROUNDS = {
    Ground.NOT_NEEDED: "No longer needed for what it was collected for (17.1 a)",
    Ground.CONSENT_WITHDRAWN: "Consent was withdrawn (17.1 b)",
    Ground.OBJECTION: "The person objected and nothing overrides it (17.1 c)",
    Ground.UNLAWFUL: "The processing was unlawful (17.1 d)",
    Ground.LEGAL_DUTY: "A law obliges us to erase (17.1 e)",
}


@get("/privacy", include_in_schema=False)
async def search(actor: NamedDependency[Actor], q: FromQuery[str] = "") -> Template:
    """Finds a person by name or by a claim's reference; that somebody looked is recorded."""
    found = await find_people(actor, q)
    return Template("cases/privacy/search.html", context={"q": q, "found": found, "most": MOST_FOUND})


@get("/privacy/persons/{party_id:uuid}", include_in_schema=False)
async def person(actor: NamedDependency[Actor], party_id: FromPath[UUID]) -> Template:
    keeping = await keeping_of(actor, party_id)
    context = {
        "party_id": party_id,
        "held": (await person_data(actor, party_id)).claims,
        "keeping": keeping,
        "grounds": [(one.value, sentence) for one, sentence in GROUNDS.items()],
        "may_erase": actor.may("parties.erase"),
        "today": actor.today("UTC"),
    }
    return Template("cases/privacy/person.html", context=context)


@get("/privacy/persons/{party_id:uuid}/export", include_in_schema=False)
async def export(actor: NamedDependency[Actor], party_id: FromPath[UUID]) -> Response[bytes]:
    """The answer to an access request as a file; its making is a fact."""
    written = (await person_data(actor, party_id)).json()
    headers = {
        "content-disposition": f'attachment; filename="person-{party_id.hex[-8:]}.json"',
        "cache-control": "private, no-store",
    }
    return Response(written, media_type="application/json", headers=headers)


@post("/privacy/persons/{party_id:uuid}/erase", include_in_schema=False)
async def erase(request: AnyRequest, actor: NamedDependency[Actor], party_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        return _told(await erase_party(actor, party_id, ground_of(data.get("ground", ""))))

    return await acted_once(request, actor, data, f"/privacy/persons/{party_id}", act)


@post("/cases/{case_id:uuid}/parties/{party_id:uuid}", include_in_schema=False)
async def correct(
    request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID], party_id: FromPath[UUID]
) -> Redirect:
    """Name and address in the parts a court's form asks for."""
    data = await texts(request)

    async def act() -> str:
        changed = await correct_party(actor, case_id, party_id, data)
        return "Entered." if changed else "Nothing was changed."

    return await acted_once(request, actor, data, f"/cases/{case_id}#parties", act)


def ground_of(text: str) -> Ground:
    try:
        return Ground(text)
    except ValueError as error:
        place = Place("ground", text[:20], "Choose the ground on which the person is erased.")
        raise Invalid("A person is erased on a ground of article 17.", places=[place]) from error


def _told(erased: Erased) -> str:
    left = (
        (erased.documents, "documents"),
        (erased.schedules, "schedules of sales"),
        (erased.same_person, "other claims against the same person"),
    )
    stays = ", ".join(f"{many} {what}" for many, what in left if many)
    return "The person was erased." + (f" Not reached, and listed below: {stays}." if stays else "")


ROUTES = (search, person, export, erase, correct)
