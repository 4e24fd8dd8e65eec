"""Stripe as far as Recourse uses it: stateful, on loopback, idempotency keys kept, webhooks signed.

Bodies are checked by the SDK's own types (`stripe_bodies`); what is not here answers 404 in Stripe's form.
"""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import stripe
from litestar import Litestar, Request, Response, route

from tests.fakes.stripe_bodies import CHECKED, complaint, nested

SECRET = "whsec_test"


@dataclass
class Delivery:
    """A webhook ready to be posted, as often and as late as a test likes."""

    id: str
    payload: bytes
    signature: str


@dataclass
class FakeStripe:
    address: str = ""
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    calls: int = 0

    def pay(self, session_id: str) -> Delivery:
        """The payer pays; the webhook that tells of it."""
        session = self.sessions[session_id]
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{session_id}"}
        return self.event("checkout.session.completed", session)

    def expire(self, session_id: str) -> Delivery:
        session = self.sessions[session_id]
        session |= {"status": "expired", "url": None}
        return self.event("checkout.session.expired", session)

    def refunded(self, session_id: str) -> Delivery:
        """Tells of a refund of the whole amount."""
        session = self.sessions[session_id]
        charge = {"id": f"ch_{session_id}", "object": "charge", "amount_refunded": session["amount_total"]}
        return self.event("charge.refunded", charge | {"metadata": session["metadata"], "refunded": True})

    def refund_told(self, number: int = 0, *, status: str = "succeeded", kind: str = "refund.updated") -> Delivery:
        """The webhook about a refund that was asked for, by its own object."""
        refund = self.refunds[number]
        refund["status"] = status
        return self.event(kind, refund)

    def event(self, kind: str, about: dict[str, Any], *, at: int | None = None, secret: str = SECRET) -> Delivery:
        number = f"evt_{time.monotonic_ns()}"
        told = {"id": number, "object": "event", "type": kind, "data": {"object": dict(about)}, "created": at or 0}
        payload = json.dumps(told)
        return Delivery(number, payload.encode(), signed(payload, secret=secret, at=at))

    def application(self) -> Litestar:
        """The fake's own little site."""

        @route("/{path:path}", http_method=["GET", "POST"])
        async def answer(request: Request[Any, Any, Any]) -> Response[Any]:
            self.calls += 1
            body = (await request.body()).decode()
            status, told = self._answer(request.method, request.url.path, body, request.headers)
            return Response(told, status_code=status)

        return Litestar([answer], logging_config=None, openapi_config=None)

    def _answer(self, method: str, path: str, body: str, headers: Any) -> tuple[int, dict[str, Any]]:
        if not headers.get("authorization", "").startswith("Bearer sk_test_"):
            return 401, _error("Invalid API Key provided")
        if method == "GET" and path.startswith("/v1/checkout/sessions/"):
            found = self.sessions.get(path.rpartition("/")[2])
            return (200, found) if found else (404, _error("No such checkout session"))
        if method != "POST" or path not in CHECKED:
            return 404, _error(f"Unrecognized request URL ({method}: {path})")
        key = headers.get("idempotency-key")
        if key in self.kept:
            asked, told = self.kept[key]
            return (200, told) if asked == body else (400, _error("Keys for idempotent requests can only be reused"))
        fields = nested(body)
        if (wrong := complaint(path, fields)) is not None:
            self.complaints.append(wrong)
            return 400, _error(wrong)
        made = self._session(fields) if path == "/v1/checkout/sessions" else self._refund(fields)
        if key:
            self.kept[key] = (body, made)
        return 200, made

    def _session(self, asked: dict[str, Any]) -> dict[str, Any]:
        number = f"cs_test_{len(self.sessions) + 1}"
        [line] = asked["line_items"]
        price = line["price_data"]
        made = {
            "id": number,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "url": f"https://checkout.stripe.com/c/pay/{number}",
            "amount_total": int(price["unit_amount"]) * int(line["quantity"]),
            "currency": price["currency"],
            "metadata": asked.get("metadata", {}),
            "client_reference_id": asked.get("client_reference_id"),
            "payment_intent": None,
            "transfer_data": asked.get("payment_intent_data", {}).get("transfer_data"),
        }
        self.sessions[number] = made
        return made

    def _refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        session = self.sessions[asked["payment_intent"].removeprefix("pi_")]
        made = {"id": f"re_{len(self.refunds) + 1}", "object": "refund", "status": "pending"} | asked
        made |= {"amount": session["amount_total"], "currency": session["currency"]}
        self.refunds.append(made)
        return made


def signed(payload: str, *, secret: str = SECRET, at: int | None = None) -> str:
    """The header Stripe would send; a test may choose another secret or an old time."""
    header: str = stripe.WebhookSignature.generate_signature_header(payload, secret, at)
    return header


def _error(sentence: str) -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "message": sentence}}
