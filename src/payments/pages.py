"""Paying a charge through the provider or by bank; what the operator received and gives back."""

from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from accounts.forms import led_once
from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Problem
from kernel.money import Money
from payments.checkout import begin_payment
from payments.ledger import queries
from payments.receiving import receive, say_sent
from payments.refunds import LONGEST_REASON, ask_refund
from payments.stripe_gateway import gateway


class Bound(msgspec.Struct, frozen=True):
    """What the page showed to whoever binds himself."""

    idempotency_key: str = ""
    shown_amount: str = ""
    shown_currency: str = ""
    reason: str = ""

    def money(self) -> Money:
        return Money.parse(self.shown_amount, self.shown_currency)

    def asked(self) -> tuple[str, ...]:
        return (self.shown_amount, self.shown_currency, self.reason)


@post("/charges/{charge_id:uuid}/pay", include_in_schema=False, status_code=200)
async def pay(actor: NamedDependency[Actor], charge_id: FromPath[UUID]) -> Template:
    """A link to the provider's page: our content security policy lets no form lead off the site."""
    charge = await queries.charge(actor, charge_id)
    back_to = f"/sales/{charge.sale_id}"
    page = await begin_payment(actor, charge_id, gateway(), back_to=back_to)
    return Template("payments/pay.html", context={"charge": charge, "address": page.address, "back_to": back_to})


@post("/charges/{charge_id:uuid}/sent", include_in_schema=False)
async def sent(
    request: AnyRequest, actor: NamedDependency[Actor], charge_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> str:
        await say_sent(actor, charge_id, shown=data.money())
        return f"/sales/{(await queries.charge(actor, charge_id)).sale_id}"

    key, route = data.idempotency_key, f"charges.sent:{charge_id}"
    where = await led_once(actor, key, route=route, asked=data.asked(), act=act)
    say(request, "good", "Noted. It counts as paid once the platform has received it.")
    return Redirect(where, status_code=303)


@get("/charges", include_in_schema=False)
async def show_charges(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    charges = await queries.platform_charges(actor, after=after)
    context = {"charges": charges, "after": after, "full": len(charges) == queries.PAGE}
    return Template("payments/charges.html", context=context)


@get("/charges/{charge_id:uuid}", include_in_schema=False)
async def show_charge(actor: NamedDependency[Actor], charge_id: FromPath[UUID]) -> Template:
    return await _one(actor, charge_id)


async def _one(actor: Actor, charge_id: UUID, problem: Problem | None = None) -> Template:
    context = {
        "charge": await queries.platform_charge(actor, charge_id),
        "may_refund": actor.may("charges.refund"),
        "longest_reason": LONGEST_REASON,
        "problem": problem,
    }
    return Template("payments/charge.html", context=context, status_code=problem.status if problem else 200)


@post("/charges/{charge_id:uuid}/received", include_in_schema=False)
async def received(
    request: AnyRequest, actor: NamedDependency[Actor], charge_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> str:
        await receive(actor, charge_id, shown=data.money())
        return f"/charges/{charge_id}"

    key, route = data.idempotency_key, f"charges.received:{charge_id}"
    where = await led_once(actor, key, route=route, asked=data.asked(), act=act, as_platform=True)
    say(request, "good", "Received and booked.")
    return Redirect(where, status_code=303)


@post("/charges/{charge_id:uuid}/refund", include_in_schema=False)
async def refund(
    request: AnyRequest, actor: NamedDependency[Actor], charge_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Template | Redirect:
    async def act() -> str:
        await ask_refund(actor, charge_id, reason=data.reason, shown=data.money())
        return f"/charges/{charge_id}"

    key, route = data.idempotency_key, f"charges.refund:{charge_id}"
    try:
        where = await led_once(actor, key, route=route, asked=data.asked(), act=act, as_platform=True)
    except Invalid as problem:
        if all(place.where != "reason" for place in problem.places):
            raise
        return await _one(actor, charge_id, problem)
    say(request, "good", "It is given back. What Stripe carries shows as given back once Stripe has told so.")
    return Redirect(where, status_code=303)


ROUTES = (pay, sent, show_charges, show_charge, received, refund)
