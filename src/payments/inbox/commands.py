"""Webhooks: verified, stored once, applied once, in whatever order they arrive."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
import stripe

from kernel import db, jobs
from kernel.actor import Actor
from kernel.clock import SYSTEM_CLOCK, Clock
from kernel.errors import Invalid, Unavailable
from kernel.settings import settings
from payments.ledger.commands import refund_charge, settle_charge, tell_paid
from payments.refunds import refund_failed

PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded")
REFUNDED = ("charge.refunded", "refund.created", "refund.updated", "refund.failed")


async def receive_event(payload: bytes, signature: str, *, clock: Clock = SYSTEM_CLOCK) -> bool:
    """Stores a webhook whose signature is right; False if it was stored before. Invalid for a forged or old one."""
    secret = settings().stripe_webhook_secret
    if not secret:
        raise Unavailable("Webhooks are not set up here.")
    try:
        stripe.WebhookSignature.verify_header(payload.decode(), signature, secret, stripe.Webhook.DEFAULT_TOLERANCE)
        event = msgspec.json.decode(payload)
        event_id, kind = str(event["id"]), str(event["type"])
    except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise Invalid("This webhook does not carry a fresh signature of the provider.") from error
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        stored = await db.execute(
            "INSERT INTO webhook_events (id, provider, kind, payload, received_at)"
            " VALUES ($1, 'stripe', $2, $3::jsonb, $4) ON CONFLICT (id) DO NOTHING",
            event_id[:120],
            kind[:80],
            payload.decode(),
            actor.now(),
        )
        if stored:
            await jobs.defer("payments.apply_event", event_id=event_id)
    return bool(stored)


async def apply_event(event_id: str, *, clock: Clock = SYSTEM_CLOCK) -> str:
    """Does what a stored webhook tells of, once; returns the outcome that stands beside it."""
    actor = Actor.platform(clock)
    async with db.transaction(actor):
        event = await db.fetch_one("SELECT * FROM webhook_events WHERE id = $1 FOR UPDATE", event_id)
        if event is None:
            return "no such event"
        if event["applied_at"] is not None:
            return str(event["outcome"])
        told: dict[str, Any] = json.loads(event["payload"])["data"]["object"]
        outcome = await _apply(actor, event["kind"], told)
        await db.execute(
            "UPDATE webhook_events SET applied_at = $2, outcome = $3 WHERE id = $1", event_id, actor.now(), outcome
        )
    return outcome


async def _apply(actor: Actor, kind: str, told: Mapping[str, Any]) -> str:
    if kind not in PAID + REFUNDED:
        return "nothing to do"
    charge = await _charge_of(told)
    if charge is None:
        return "no charge of ours"
    if kind in REFUNDED:
        return await _refunded(actor, charge, told)
    if told.get("payment_status") != "paid":
        return "not paid yet"
    if (told.get("amount_total"), str(told.get("currency")).upper()) != (charge["amount_minor"], charge["currency"]):
        return "another amount was paid than is due: an operator must look"
    if charge["status"] == "cancelled":
        return "paid after it was cancelled: an operator must look"
    if not await settle_charge(actor, charge):
        return "paid before"
    await tell_paid(charge)
    return "paid"


async def _refunded(actor: Actor, charge: db.Row, told: Mapping[str, Any]) -> str:
    """A refund is told of twice: by its own object, and by that of the payment it gives back."""
    if told.get("object") == "refund" and told.get("status") != "succeeded":
        gone = told.get("status") in ("failed", "canceled")
        return await refund_failed(actor, charge) if gone else "not refunded yet"
    back = told.get("amount") if told.get("object") == "refund" else told.get("amount_refunded")
    if back != charge["amount_minor"]:
        return "a part was refunded: an operator must look"
    if charge["status"] == "cancelled":
        return "refunded although it was cancelled: an operator must look"
    return "refunded" if await refund_charge(actor, charge) else "refunded before"


async def _charge_of(told: Mapping[str, Any]) -> db.Row | None:
    try:
        charge_id = UUID(str((told.get("metadata") or {}).get("charge_id")))
    except ValueError:
        return None
    return await db.fetch_one("SELECT * FROM charges WHERE id = $1 FOR UPDATE", charge_id)
