"""Where the payment provider delivers its webhooks."""

from typing import Any

from litestar import MediaType, Request, Response, post

from kernel.errors import Invalid
from payments.inbox.commands import receive_event


@post("/webhooks/stripe", include_in_schema=False, exclude_from_csrf=True, status_code=200, media_type=MediaType.TEXT)
async def stripe_webhook(request: Request[Any, Any, Any]) -> Response[str]:
    """200 once stored, a repetition included; 400 for what Stripe did not sign just now."""
    try:
        fresh = await receive_event(await request.body(), request.headers.get("stripe-signature", ""))
    except Invalid as problem:
        return Response(problem.sentence + "\n", status_code=400)
    return Response("stored\n" if fresh else "known\n")


ROUTES = (stripe_webhook,)
