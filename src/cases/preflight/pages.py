"""The preflight of a case, entering checks of debtors one by one or as a file, and the policy on their age."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import identifier
from cases.desk.forms import LARGEST_UPLOAD, AnyRequest, acted_once, texts, upload_of
from cases.desk.queries import side_of
from cases.desk.reach import case_at_hand
from cases.preflight.ages import RIGHT as MAY_SET
from cases.preflight.ages import policy, set_policy
from cases.preflight.answers import RIGHT as MAY_ANSWER
from cases.preflight.answers import answer_finding
from cases.preflight.checks import CheckRow, enter_checks
from cases.preflight.checks_file import COLUMNS, enter_checks_file
from cases.preflight.counting import waiting_checks
from cases.preflight.kinds import KINDS, WHATS, practice
from cases.preflight.report import preflight_of_case
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place

OPTIONS = [(what, one.title) for what, one in KINDS.items()]


@get("/cases/{case_id:uuid}/preflight", include_in_schema=False)
async def show(actor: NamedDependency[Actor], case_id: FromPath[UUID], kind: FromQuery[str] = "") -> Template:
    """Every check of one paper of the case. That the case was read is recorded."""
    report = await preflight_of_case(actor, case_id, kind)
    context = {
        "report": report,
        "case": report.case,
        "options": OPTIONS,
        "parties": [(name, name) for name in sorted({one.party for one in report.asked})],
        "documents": [(str(one.document_id), one.title) for one in report.documents],
        "may_enter": actor.may("cases.work"),
        "may_answer": actor.may(MAY_ANSWER),
        "today": actor.today("UTC"),
    }
    return Template("cases/preflight/case.html", context=context)


@post("/cases/{case_id:uuid}/checks", include_in_schema=False)
async def enter(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        async with db.transaction(actor):
            case = await case_at_hand(actor, case_id)
            fields = ("what", "answer", "checked_on", "source", "debtor")
            row = CheckRow(case=case.reference, **{name: data.get(name, "") for name in fields})
            return (await enter_checks(actor, [row])).said()

    return await acted_once(request, actor, data, f"/cases/{case_id}/preflight", act)


@post("/cases/{case_id:uuid}/preflight/answers", include_in_schema=False)
async def answer(request: AnyRequest, actor: NamedDependency[Actor], case_id: FromPath[UUID]) -> Redirect:
    data = await texts(request)

    async def act() -> str:
        document_id = identifier(data.get("document_id", ""), "document_id")
        await answer_finding(actor, case_id, document_id, reason=data.get("reason", ""))
        return "Noted with its reason: the document may go."

    return await acted_once(request, actor, data, f"/cases/{case_id}/preflight", act)


@get("/checks", include_in_schema=False)
async def checks(actor: NamedDependency[Actor], side: FromQuery[str] = "") -> Template:
    here, ages = await side_of(actor, side), await policy(actor)
    context = {
        "side": here,
        "waiting": await waiting_checks(actor, here, ages),
        "ages": ages,
        "kinds": KINDS,
        "practice": practice(),
        "columns": ",".join(COLUMNS),
        "may_set": actor.may(MAY_SET),
        "may_prepare": actor.may("filings.prepare"),
        "may_enter": actor.may("cases.work"),
    }
    return Template("cases/preflight/checks.html", context=context)


@post("/checks/policy", include_in_schema=False)
async def choose_policy(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must(MAY_SET)
    data = await texts(request)

    async def act() -> str:
        await set_policy(actor, {what: _days(data.get(what, ""), what) for what in WHATS})
        return "Your policy is set. It stops papers from now on."

    return await acted_once(request, actor, data, "/checks", act)


def _days(text: str, what: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 8):
        places = [Place(what, text[:20], "A whole number of days, or nothing.")]
        raise Invalid("That is no age of a check.", places=places)
    return int(text)


@post("/checks/file", request_max_body_size=LARGEST_UPLOAD, include_in_schema=False)
async def bring_file(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    actor.must("cases.work")

    async def act() -> str:
        upload = await upload_of(request)
        return (await enter_checks_file(actor, upload.content)).said()

    return await acted_once(request, actor, await texts(request), "/checks", act)


ROUTES = (show, enter, answer, checks, choose_policy, bring_file)
