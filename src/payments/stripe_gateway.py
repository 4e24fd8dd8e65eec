"""Stripe behind the port: Checkout Sessions and refunds, through its own SDK."""

from collections.abc import Awaitable
from functools import cache
from uuid import UUID

import stripe
from stripe.checkout import Session
from stripe.params.checkout import SessionCreateParamsPaymentIntentData

from kernel.errors import Refused, Unavailable
from kernel.settings import settings
from payments.provider import Checkout, CheckoutPage

TIMEOUT_SECONDS = 20


class StripeGateway:
    """One client for the process; every writing call carries an idempotency key, so a repetition is one call."""

    def __init__(self, key: str, address: str = "") -> None:
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": address} if address else None,
            http_client=stripe.HTTPXClient(timeout=TIMEOUT_SECONDS),
            max_network_retries=2,
        )

    async def begin(self, asked: Checkout) -> CheckoutPage:
        """A page on which the payer pays exactly the amount."""
        about = {"charge_id": str(asked.charge_id)}
        intent: SessionCreateParamsPaymentIntentData = {"metadata": about}
        if asked.payee_account is not None:
            intent["transfer_data"] = {"destination": asked.payee_account}
        session = await _heard(
            self._client.v1.checkout.sessions.create_async(
                {
                    "mode": "payment",
                    "client_reference_id": str(asked.charge_id),
                    "metadata": about,
                    "payment_intent_data": intent,
                    "line_items": [
                        {
                            "quantity": 1,
                            "price_data": {
                                "currency": asked.amount.currency.lower(),
                                "unit_amount": asked.amount.minor,
                                "product_data": {"name": asked.wording},
                            },
                        }
                    ],
                    "success_url": asked.back_to,
                    "cancel_url": asked.back_to,
                },
                {"idempotency_key": asked.key},
            )
        )
        return _page(session)

    async def page(self, provider_id: str) -> CheckoutPage:
        return _page(await _heard(self._client.v1.checkout.sessions.retrieve_async(provider_id)))

    async def refund(self, provider_id: str, *, charge_id: UUID, key: str) -> None:
        session = await _heard(self._client.v1.checkout.sessions.retrieve_async(provider_id))
        if not isinstance(session.payment_intent, str):
            raise Refused("Stripe knows of no payment for this charge, so nothing can be given back.")
        await _heard(
            self._client.v1.refunds.create_async(
                {
                    "payment_intent": session.payment_intent,
                    "metadata": {"charge_id": str(charge_id)},
                    "reason": "requested_by_customer",
                },
                {"idempotency_key": key},
            )
        )


def _page(session: Session) -> CheckoutPage:
    return CheckoutPage(session.id, session.url or "", session.status == "open")


async def _heard[T](call: Awaitable[T]) -> T:
    try:
        return await call
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Unavailable("Stripe does not answer just now; nothing was charged. Try again in a minute.") from error
    except stripe.StripeError as error:
        said = error.user_message or error.code or "no reason given"
        raise Refused(f"Stripe refuses this payment: {said}.") from error


@cache
def _gateway(key: str, address: str) -> StripeGateway:
    return StripeGateway(key, address)


def gateway() -> StripeGateway:
    """This process's gateway, by its settings. Refused where Stripe is not set up."""
    here = settings()
    if not here.stripe_secret_key:
        raise Refused("Card payments are not set up here. Pay by bank transfer under the reference shown.")
    return _gateway(here.stripe_secret_key, here.stripe_api_url)
