"""Sales for programs: the same commands as the pages. Amounts are text; every step carries an Idempotency-Key."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from accounts.keyed import Key, answered_once
from kernel.actor import Actor
from kernel.money import Money
from marketplace.settlement import commands, queries
from marketplace.settlement.card import choose_card
from marketplace.settlement.deposit import agree_deposit
from marketplace.settlement.next_step import next_step
from marketplace.settlement.payment import confirm_payment
from marketplace.settlement.queries import ChargeShown, SaleView


class Amount(msgspec.Struct, frozen=True):
    """`amount` is text such as "1250.00"."""

    amount: str
    currency: str

    def money(self) -> Money:
        return Money.parse(self.amount, self.currency)


class Document(msgspec.Struct, frozen=True):
    """The SHA-256 of the paper that was read, as hex: nothing else is accepted."""

    sha256: str


class FinalLine(msgspec.Struct, frozen=True):
    """A claim that dropped out, or on which something was received since the cut-off; the amount as text."""

    reference: str
    receipts: str | None = None
    dropped_reason: str | None = None


class FinalFile(msgspec.Struct, frozen=True):
    lines: list[FinalLine]


class CardChoice(msgspec.Struct, frozen=True):
    """`account` is the seller's connected account with Stripe; the buyer gives none."""

    amount: str
    currency: str
    account: str = ""


class Reason(msgspec.Struct, frozen=True):
    reason: str


class Step(msgspec.Struct, frozen=True):
    """`both`: with this step both sides are bound."""

    sale_id: UUID
    both: bool


class Charge(msgspec.Struct, frozen=True):
    id: UUID
    kind: str
    method: str
    amount: str
    currency: str
    reference: str
    status: str


class SaleShort(msgspec.Struct, frozen=True):
    id: UUID
    portfolio: str
    lot: str
    side: str
    other: str
    status: str
    price: str
    currency: str
    awarded_at: datetime


class Sale(msgspec.Struct, frozen=True):
    """`waits_for` is you, other, platform or nobody. The transfer follows the executed deed by itself."""

    id: UUID
    listing_id: UUID
    side: str
    status: str
    waits_for: str
    next: str
    price: str
    adjusted_price: str | None
    currency: str
    cut_off_on: date
    putback_until: date | None
    claims: int
    dropped: int
    contract_id: UUID | None
    contract_sha256: str | None
    deed_id: UUID | None
    deed_sha256: str | None
    transferred_at: datetime | None
    charges: tuple[Charge, ...]


@get("/api/sales", operation_id="Sales", tags=["sales"])
async def list_sales(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> list[SaleShort]:
    return [
        SaleShort(
            one.id,
            one.portfolio,
            one.lot,
            _side(one.is_seller),
            one.other,
            one.status,
            one.price.text(),
            one.price.currency,
            one.awarded_at,
        )
        for one in await queries.sales(actor, after=after)
    ]


@get("/api/sales/{sale_id:uuid}", operation_id="Sale", tags=["sales"])
async def one_sale(actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Sale:
    return _sale(await queries.sale(actor, sale_id))


@post("/api/sales/{sale_id:uuid}/contract", operation_id="SignContract", tags=["sales"], status_code=200)
async def sign(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Document], idempotency_key: Key
) -> Response[bytes]:
    """Accepts the contract by its hash."""
    return await _step(
        actor,
        idempotency_key,
        sale_id,
        data,
        lambda: commands.sign_contract(actor, sale_id, shown_sha256=data.sha256),
        "contract",
    )


@post("/api/sales/{sale_id:uuid}/final-file", operation_id="BringFinalFile", tags=["sales"], status_code=200)
async def bring(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[FinalFile], idempotency_key: Key
) -> Response[bytes]:
    """The seller's final file; replaces a former one until both agreed to the price. Rows are counted from one."""

    async def act() -> bool:
        currency = (await queries.sale(actor, sale_id)).price.currency
        rows = [_line(line, number, currency) for number, line in enumerate(data.lines, 1)]
        await commands.apply_final_file(actor, sale_id, rows)
        return False

    return await _step(actor, idempotency_key, sale_id, data, act, "final_file")


@post("/api/sales/{sale_id:uuid}/price", operation_id="AgreePrice", tags=["sales"], status_code=200)
async def agree(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Amount], idempotency_key: Key
) -> Response[bytes]:
    """Agrees to the adjusted price as it was read."""
    return await _step(
        actor,
        idempotency_key,
        sale_id,
        data,
        lambda: commands.agree_price(actor, sale_id, shown=data.money()),
        "price",
    )


@post("/api/sales/{sale_id:uuid}/payment", operation_id="ConfirmPayment", tags=["sales"], status_code=200)
async def confirm(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Amount], idempotency_key: Key
) -> Response[bytes]:
    """The buyer says that the price was sent, the seller that it arrived."""
    return await _step(
        actor, idempotency_key, sale_id, data, lambda: confirm_payment(actor, sale_id, shown=data.money()), "payment"
    )


@post("/api/sales/{sale_id:uuid}/deposit", operation_id="AgreeDeposit", tags=["sales"], status_code=200)
async def deposit(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Amount], idempotency_key: Key
) -> Response[bytes]:
    """Proposes a deposit, or agrees to the amount the other side proposed."""
    return await _step(
        actor, idempotency_key, sale_id, data, lambda: agree_deposit(actor, sale_id, amount=data.money()), "deposit"
    )


@post("/api/sales/{sale_id:uuid}/card", operation_id="ChooseStripe", tags=["sales"], status_code=200)
async def choose(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[CardChoice], idempotency_key: Key
) -> Response[bytes]:
    """Chooses that Stripe carries the price due, if it is small."""

    async def act() -> bool:
        return await choose_card(actor, sale_id, shown=Money.parse(data.amount, data.currency), account=data.account)

    return await _step(actor, idempotency_key, sale_id, data, act, "card")


@post("/api/sales/{sale_id:uuid}/deed", operation_id="ExecuteDeed", tags=["sales"], status_code=200)
async def execute(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Document], idempotency_key: Key
) -> Response[bytes]:
    """Executes the deed by its hash; once both did, the transfer starts."""
    return await _step(
        actor,
        idempotency_key,
        sale_id,
        data,
        lambda: commands.execute_deed(actor, sale_id, shown_sha256=data.sha256),
        "deed",
    )


@post("/api/sales/{sale_id:uuid}/cancel", operation_id="CancelSale", tags=["sales"], status_code=200)
async def cancel(
    actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: JSONBody[Reason], idempotency_key: Key
) -> Response[bytes]:
    """Calls the sale off before it is paid."""

    async def act() -> bool:
        await commands.cancel_sale(actor, sale_id, reason=data.reason)
        return True

    return await _step(actor, idempotency_key, sale_id, data, act, "cancel")


async def _step(
    actor: Actor, key: str, sale_id: UUID, asked: msgspec.Struct, act: Callable[[], Awaitable[bool]], what: str
) -> Response[bytes]:
    async def step() -> Step:
        return Step(sale_id, await act())

    return await answered_once(actor, key, route=f"api.sales.{what}:{sale_id}", asked=asked, act=step)


def _line(line: FinalLine, number: int, currency: str) -> commands.FinalRow:
    receipts = Money.parse(line.receipts, currency) if line.receipts else None
    return commands.FinalRow(line.reference, receipts, line.dropped_reason, number)


def _side(is_seller: bool) -> str:
    return "seller" if is_seller else "buyer"


def _sale(view: SaleView) -> Sale:
    step = next_step(view)
    same = ("id", "listing_id", "cut_off_on", "putback_until", "contract_id", "contract_sha256", "deed_id")
    return Sale(
        **{name: getattr(view, name) for name in (*same, "deed_sha256", "transferred_at")},
        side=_side(view.is_seller),
        status=view.status.value,
        waits_for=step.waits_for,
        next=step.sentence,
        price=view.price.text(),
        adjusted_price=view.adjusted.text() if view.adjusted else None,
        currency=view.price.currency,
        claims=view.totals.claims,
        dropped=view.totals.dropped,
        charges=tuple(_charge(one) for one in view.charges),
    )


def _charge(one: ChargeShown) -> Charge:
    return Charge(one.id, one.kind, one.method, one.amount.text(), one.amount.currency, one.reference, one.status)


ROUTES = (list_sales, one_sale, sign, bring, agree, confirm, deposit, choose, execute, cancel)
