"""What our papers carry: logo, sender, foot and clauses, without touching a template."""

from collections.abc import Sequence

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect, Template

from accounts.forms import chosen
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.proceedings.papers_offered import PAPERS
from cases.studio.house import ANY, NOT_OURS, Clause
from cases.studio.letterheads import CLAUSES, LANGUAGES, LARGEST_LOGO, Logo, save_letterhead, shown_house
from kernel.actor import Actor
from kernel.errors import Invalid, Place

HERE = "/letterhead"
MORE = 2
"""Empty clauses that the form shows beside those there are."""


@get(HERE, include_in_schema=False)
async def letterhead(actor: NamedDependency[Actor]) -> Template:
    house = await shown_house(actor)
    clauses = list(house.clauses) if house else []
    context = {
        "house": house,
        "clauses": (clauses + [Clause(ANY, ANY, "")] * MORE)[:CLAUSES],
        "kinds": [(ANY, "Every paper"), *((one, title) for one, title in PAPERS.items() if one not in NOT_OURS)],
        "languages": [(one, one) for one in LANGUAGES],
        "may_edit": actor.may("organisation.edit"),
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
    if unknown := [one.kind for one in found if one.kind not in {ANY, *PAPERS} or one.kind in NOT_OURS]:
        raise Invalid(
            "A clause is for a paper that does not carry ours.",
            places=[Place("clause_kind", unknown[0], "Choose one of the list.")],
        )
    return [one for one in found if one.text]


async def _logo(request: AnyRequest) -> Logo | None:
    sent = (await request.form()).get("logo")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    return Logo(await sent.read(), sent.content_type or "")


ROUTES = (letterhead, save)
