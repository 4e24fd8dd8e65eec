"""What our papers carry: logo, sender, foot and clauses, without touching a template."""

from collections.abc import Sequence

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.proceedings.papers_offered import LETTERS, PAPERS
from cases.studio.clauses import known_clauses
from cases.studio.house import ANY, NOT_OURS, WORDS, Clause
from cases.studio.letterheads import CLAUSES, Logo, save_letterhead, shown_house, versions_of
from cases.studio.logos import LARGEST_LOGO
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place

HERE = "/letterhead"
MORE = 2
"""Empty clauses that the form shows beside those there are."""


@get(HERE, include_in_schema=False)
async def letterhead(actor: NamedDependency[Actor], version: FromQuery[int | None] = None) -> Template:
    """The one in force, to be changed by whoever may; a former version to be read alone."""
    newest = await shown_house(actor)
    house = await shown_house(actor, version) if version else newest
    if version and house is None:
        raise NotFound("There is no such version of the letterhead.")
    clauses = list(house.clauses) if house else []
    former = house is not newest
    context = {
        "house": house,
        "former": former,
        "clauses": (clauses + [Clause(ANY, ANY, "")] * MORE)[:CLAUSES],
        "kinds": [(ANY, "Every letter"), *((one, PAPERS[one]) for one in sorted(LETTERS - NOT_OURS))],
        "languages": list(WORDS.items()),
        "words_of": WORDS,
        "titles": {ANY: "Every letter", **PAPERS},
        "versions": await versions_of(actor),
        "may_edit": actor.may("organisation.edit") and not former,
    }
    return Template("cases/studio/letterhead.html", context=context)


@post(HERE, include_in_schema=False, request_max_body_size=LARGEST_LOGO * 2)
async def save(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data = await texts(request)
    logo = await _logo(request)
    kinds, languages, said = [await chosen(request, f"clause_{name}") for name in ("kind", "language", "text")]

    async def act() -> str:
        version = await save_letterhead(
            actor,
            was=int(data["was"]) if data.get("was", "").isdecimal() and len(data["was"]) < 8 else 0,
            sender=data.get("sender", ""),
            footer=data.get("footer", ""),
            clauses=clauses_in(kinds, languages, said),
            logo=logo,
            keep_logo=data.get("drop_logo") != "yes",
        )
        return f"Saved as version {version}. Papers prepared from now on carry it."

    told = "|".join([*kinds, *languages, *said, str(len(logo.content)) if logo else ""])
    return await acted_once(request, actor, data | {"clauses": told}, HERE, act)


def clauses_in(kinds: Sequence[str], languages: Sequence[str], said: Sequence[str]) -> list[Clause]:
    """Those with words; Invalid where the form was taken apart or names a paper there is not."""
    if not len(kinds) == len(languages) == len(said):
        raise Invalid(
            "The clauses cannot be read.", places=[Place("clauses", None, "Each needs a paper and a language.")]
        )
    found = [Clause(kind, language, text.strip()) for kind, language, text in zip(kinds, languages, said, strict=True)]
    return known_clauses(found)


async def _logo(request: AnyRequest) -> Logo | None:
    sent = (await request.form()).get("logo")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    return Logo(await sent.read(), sent.content_type or "")


ROUTES = (letterhead, save)
