"""Files for courts: choosing papers, what was made of them, the fee, the way to the court and its answers."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from accounts.forms import chosen, identifier
from cases.answers.channels import way_named
from cases.desk.forms import AnyRequest, acted_once, optional_identifier, texts
from cases.desk.queries import side_of
from cases.proceedings.papers_offered import PAPERS
from cases.submissions import queries
from cases.submissions.accounts import accounts
from cases.submissions.approving import (
    approve_submission,
    ask_again,
    declare_not_arrived,
    hand_over,
    make_anew,
    split_submission,
    try_again,
    withdraw_submission,
)
from cases.submissions.connectors.offered import DROP, NAMES
from cases.submissions.fees import covered
from cases.submissions.left_out import discard_left_out
from cases.submissions.lodging import order_lodging
from cases.submissions.states import SUBMISSIONS, SubmissionStatus
from cases.submissions.to_lodge import PAGE, channels, every_lodgeable, lodgeable
from cases.submissions.twins import twin_of_part
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, Place
from kernel.money import Money

TEMPLATES = "cases/submissions/"


@get("/submissions", include_in_schema=False)
async def show_submissions(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    status: FromQuery[str] = "",
    channel: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    here = await side_of(actor, side)
    rows = await queries.submissions(
        actor, here, status=status, channel=channel, after=optional_identifier(after, "after")
    )
    context = {
        "side": here,
        "status": status,
        "channel": channel,
        "channels": channels(),
        "names": dict(channels()),
        "status_options": [(one.value, one.value.capitalize()) for one in SubmissionStatus],
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
        "may_submit": actor.may("filings.submit"),
    }
    return Template(TEMPLATES + "list.html", context=context)


@get("/submissions/new", include_in_schema=False)
async def choose(
    actor: NamedDependency[Actor],
    side: FromQuery[str] = "",
    channel: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    """Sealed court papers that are in no file."""
    actor.must("filings.submit")
    here = await side_of(actor, side)
    known = [code for code, _ in channels()]
    wanted = channel if channel in known else next(iter(known), "")
    rows = await lodgeable(actor, here, wanted, after=optional_identifier(after, "after")) if wanted else []
    context = {
        "side": here,
        "channel": wanted,
        "channels": channels(),
        "unverified": way_named(wanted).channel.unverified if wanted else None,
        "account": (await accounts(actor)).get(wanted),
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "titles": PAPERS,
    }
    return Template(TEMPLATES + "new.html", context=context)


@post("/submissions", include_in_schema=False)
async def order(request: AnyRequest, actor: NamedDependency[Actor]) -> Redirect:
    data, ticked = await texts(request), [identifier(one, "filing") for one in await chosen(request, "filing")]
    channel = data.get("channel", "")
    back = (
        f"/submissions/new?channel={channel}&side={data.get('side', '')}" if channel.isalnum() else "/submissions/new"
    )
    where = [back]

    async def act() -> str:
        everything = data.get("all") == "yes"
        ids = (
            await every_lodgeable(actor, await side_of(actor, data.get("side", "")), channel) if everything else ticked
        )
        batches = await order_lodging(actor, ids, channel)
        where.append(f"/submissions/batches/{batches[0]}" if len(batches) == 1 else "/submissions")
        return "The files are being made. The page may be closed."

    asked = data | {"filing": ",".join(map(str, ticked))}
    redirect = await acted_once(request, actor, asked, back, act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


async def _batch(actor: Actor, batch_id: UUID) -> dict[str, Any]:
    batch = await queries.batch_shown(actor, batch_id)
    works = batch.working_id == actor.organisation and actor.may("filings.submit")
    return {"batch": batch, "names": dict(channels()), "may_submit": works}


@get("/submissions/batches/{lodging_id:uuid}", include_in_schema=False)
async def show_batch(actor: NamedDependency[Actor], lodging_id: FromPath[UUID], after: FromQuery[str] = "") -> Template:
    context = await _batch(actor, lodging_id)
    left = await queries.parts_of(actor, batch_id=lodging_id, after=optional_identifier(after, "after"))
    context |= {
        "left": left[: queries.PAGE],
        "next": left[queries.PAGE - 1].id if len(left) > queries.PAGE else None,
        "titles": PAPERS,
    }
    return Template(TEMPLATES + "batch.html", context=context)


@get("/submissions/batches/{lodging_id:uuid}/progress", include_in_schema=False)
async def show_progress(actor: NamedDependency[Actor], lodging_id: FromPath[UUID]) -> Template:
    return Template(TEMPLATES + "_progress.html", context=await _batch(actor, lodging_id))


@post("/submissions/batches/{lodging_id:uuid}/discard", include_in_schema=False)
async def discard(request: AnyRequest, actor: NamedDependency[Actor], lodging_id: FromPath[UUID]) -> Redirect:
    await queries.batch_shown(actor, lodging_id)

    async def act() -> str:
        many = await discard_left_out(actor, lodging_id)
        return f"Papers set aside: {many}. Better ones can be prepared in their place."

    return await acted_once(request, actor, await texts(request), f"/submissions/batches/{lodging_id}", act)


@get("/submissions/{submission_id:uuid}", include_in_schema=False)
async def show_submission(
    actor: NamedDependency[Actor], submission_id: FromPath[UUID], after: FromQuery[str] = ""
) -> Template:
    one = await queries.submission_shown(actor, submission_id)
    parts = await queries.parts_of(actor, submission_id=submission_id, after=optional_identifier(after, "after"))
    channel = way_named(one.channel).channel
    account = (await accounts(actor)).get(one.channel)
    async with db.transaction(actor):
        here = await covered(account) if account else None
    works = one.working_id == actor.organisation and actor.may("filings.submit")
    unsent = one.status in {SubmissionStatus.READY, SubmissionStatus.APPROVED, SubmissionStatus.FAILED}
    context = {
        "one": one,
        "channel": channel,
        "connector": NAMES.get(one.connector, one.connector),
        "carried": one.connector == DROP,
        "account": account,
        "covered": here,
        "of_another": works and unsent and (account is None or account.id != one.account_id),
        "short": bool(
            channel.short_fee
            and here
            and here.available is not None
            and one.status == "ready"
            and here.available < one.fee
        ),
        "outcomes": await queries.outcomes_of(actor, submission_id),
        "parts": parts[: queries.PAGE],
        "next": parts[queries.PAGE - 1].id if len(parts) > queries.PAGE else None,
        "titles": PAPERS,
        "can": {verb.name for verb in SUBMISSIONS.available(SubmissionStatus(one.status))} if works else set(),
        "works": works,
        "receipts": await queries.receipts_of(actor, submission_id),
    }
    return Template(TEMPLATES + "show.html", context=context)


@post("/submissions/{submission_id:uuid}/{what:str}", include_in_schema=False)
async def act_on(
    request: AnyRequest, actor: NamedDependency[Actor], submission_id: FromPath[UUID], what: FromPath[str]
) -> Redirect:
    """Approve, handed-over, withdraw, anew, again, ask, not-arrived, split."""
    data = await texts(request)
    back = f"/submissions/{submission_id}"
    where = [back]

    async def act() -> str:
        if what == "approve":
            shown = Money.parse(data.get("shown_amount", ""), data.get("shown_currency", ""))
            await approve_submission(actor, submission_id, shown=shown)
            return "The fee is approved. The file is on its way."
        if what == "handed-over":
            await hand_over(actor, submission_id, court_reference=data.get("court_reference", ""))
            return "The court has it: its filings are submitted."
        if what == "not-arrived":
            await declare_not_arrived(actor, submission_id, how_known=data.get("how_known", ""))
            return "Noted. It can be sent again or withdrawn."
        if what == "split":
            where.append("/submissions")
            await split_submission(actor, submission_id)
            return "Two files are being made in place of it: what the account covers, and the rest."
        if what == "anew":
            (batch_id,) = await make_anew(actor, submission_id)
            where.append(f"/submissions/batches/{batch_id}")
            return "The file is being made anew. What may not leave is left out, with its reason."
        return await _simply(actor, submission_id, what)

    redirect = await acted_once(request, actor, data, back, act)
    return Redirect(where[-1], status_code=303) if len(where) > 1 else redirect


async def _simply(actor: Actor, submission_id: UUID, what: str) -> str:
    if what == "withdraw":
        await withdraw_submission(actor, submission_id)
        return "Withdrawn. Its papers can go in another file."
    if what == "again":
        await try_again(actor, submission_id)
        return "It is being sent again."
    if what == "ask":
        await ask_again(actor, submission_id)
        return "The court is being asked."
    known = "Approve, handed-over, withdraw, anew, again, ask, not-arrived, split."
    raise Invalid("That cannot be done to a file.", places=[Place("what", what, known)])


@get("/submissions/parts/{part_id:uuid}", include_in_schema=False)
async def show_part(actor: NamedDependency[Actor], part_id: FromPath[UUID]) -> Template:
    part = await queries.part_shown(actor, part_id)
    context = {"part": part, "titles": PAPERS, "twin": await twin_of_part(actor, part)}
    return Template(TEMPLATES + "part.html", context=context)


ROUTES = (
    show_submissions,
    choose,
    order,
    show_batch,
    show_progress,
    discard,
    show_part,
    show_submission,
    act_on,
)
