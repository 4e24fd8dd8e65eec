"""Accounts with courts: a form for each channel, made of what the channel asks for."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from accounts.forms import day
from cases.answers.channels import Way, way_named, ways
from cases.desk.forms import AnyRequest, acted_once, texts
from cases.submissions.accounts import AccountShown, accounts, enter_account, enter_balance
from cases.submissions.collecting import collect_now
from cases.submissions.connectors.offered import DROP, NAMES, connectors_of
from cases.submissions.fees import Covered, covered
from kernel import db
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound
from kernel.money import Money

BACK = "/court-accounts"


@get(BACK, include_in_schema=False)
async def show_accounts(actor: NamedDependency[Actor]) -> Template:
    actor.must("filings.submit")
    known = await accounts(actor)
    here: dict[str, Covered] = {}
    async with db.transaction(actor):
        for code, account in known.items():
            here[code] = await covered(account)
    return Template("cases/submissions/accounts.html", context={"ways": ways(), "known": known, "covered": here})


@get("/court-accounts/{channel:str}", include_in_schema=False)
async def show_account(actor: NamedDependency[Actor], channel: FromPath[str]) -> Template:
    actor.must("filings.submit")
    way = _way(channel)
    return _form(way, (await accounts(actor)).get(channel), {}, None)


@post("/court-accounts/{channel:str}", include_in_schema=False)
async def enter(request: AnyRequest, actor: NamedDependency[Actor], channel: FromPath[str]) -> Redirect | Template:
    actor.must("filings.submit")
    way, data = _way(channel), await texts(request)
    refused: list[Invalid] = []

    async def act() -> str:
        try:
            await enter_account(actor, channel, data, connector=data.get("connector", DROP))
        except Invalid as problem:
            refused.append(problem)
            raise
        return "The account is entered."

    secret = {field.name for field in way.channel.account if field.secret}
    redirect = await acted_once(request, actor, {k: v for k, v in data.items() if k not in secret}, BACK, act)
    if not refused:
        return redirect
    request.session.pop("flash", None)
    return _form(way, (await accounts(actor)).get(channel), data, refused[0], status=422)


@post("/court-accounts/{channel:str}/balance", include_in_schema=False)
async def balance(request: AnyRequest, actor: NamedDependency[Actor], channel: FromPath[str]) -> Redirect:
    actor.must("filings.submit")
    way, data = _way(channel), await texts(request)

    async def act() -> str:
        amount = Money.parse(data.get("balance", ""), way.jurisdiction.currency)
        await enter_balance(actor, channel, amount, on=day(data.get("on", ""), "on"))
        return "The balance is entered."

    return await acted_once(request, actor, data, BACK, act)


@post("/court-accounts/{channel:str}/collect", include_in_schema=False)
async def collect(request: AnyRequest, actor: NamedDependency[Actor], channel: FromPath[str]) -> Redirect:
    actor.must("filings.submit")
    _way(channel)

    async def act() -> str:
        await collect_now(actor, channel)
        return "Answers are being fetched; they appear in the tray."

    return await acted_once(request, actor, await texts(request), BACK, act)


def _way(channel: str) -> Way:
    try:
        return way_named(channel)
    except Invalid as problem:
        raise NotFound("There is no such channel.") from problem


def _form(
    way: Way, account: AccountShown | None, data: dict[str, str], problem: Invalid | None, *, status: int = 200
) -> Template:
    plain = dict(account.fields) if account else {}
    context = {
        "way": way,
        "account": account,
        "data": {**plain, **data},
        "connector": data.get("connector") or (account.connector if account else DROP),
        "connectors": [(code, NAMES[code]) for code in connectors_of(way.channel.code)],
        "problem": problem,
    }
    return Template("cases/submissions/account.html", context=context, status_code=status)


ROUTES = (show_accounts, show_account, enter, balance, collect)
