"""Paying a charge by card."""

from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from kernel.actor import Actor
from payments.checkout import begin_payment
from payments.ledger import queries
from payments.stripe_gateway import gateway


@post("/charges/{charge_id:uuid}/pay", include_in_schema=False, status_code=200)
async def pay(actor: NamedDependency[Actor], charge_id: FromPath[UUID]) -> Template:
    """A link to the provider's page: our content security policy lets no form lead off the site."""
    charge = await queries.charge(actor, charge_id)
    back_to = f"/sales/{charge.sale_id}"
    page = await begin_payment(actor, charge_id, gateway(), back_to=back_to)
    return Template("payments/pay.html", context={"charge": charge, "address": page.address, "back_to": back_to})


ROUTES = (pay,)
