"""A sale on its way from award to transfer, for both its sides."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from accounts.sessions.requests import AnyRequest, say
from kernel.actor import Actor
from kernel.errors import Invalid, Place, Problem
from kernel.idempotency import Answer, once
from kernel.money import Money
from marketplace.listings.wanted import amount_of
from marketplace.settlement import commands, queries
from marketplace.settlement.card import choose_card, leave_card, offered
from marketplace.settlement.deposit import BEFORE_PAYMENT, agree_deposit
from marketplace.settlement.extracts import ask_for_extracts
from marketplace.settlement.final_file import bring_once
from marketplace.settlement.next_step import LABELS, next_step, steps_done
from marketplace.settlement.payment import confirm_payment

LARGEST_FINAL_FILE = 64 * 1024 * 1024


class Bound(msgspec.Struct, frozen=True):
    """What the page showed to whoever binds himself."""

    idempotency_key: str = ""
    shown_amount: str = ""
    shown_currency: str = ""
    shown_sha256: str = ""
    reason: str = ""
    deposit: str = ""
    account: str = ""

    def money(self) -> Money:
        return Money.parse(self.shown_amount, self.shown_currency)


@get("/sales", include_in_schema=False)
async def show_sales(actor: NamedDependency[Actor], after: FromQuery[UUID | None] = None) -> Template:
    lines = await queries.sales(actor, after=after)
    context = {"sales": lines, "after": after, "full": len(lines) == queries.PAGE}
    return Template("marketplace/sales/list.html", context=context)


@get("/sales/{sale_id:uuid}", include_in_schema=False)
async def show_sale(actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Template:
    return await _page(actor, sale_id)


async def _page(actor: Actor, sale_id: UUID, problem: Problem | None = None) -> Template:
    view = await queries.sale(actor, sale_id)
    step = next_step(view)
    context = {
        "sale": view,
        "step": step,
        "authority": await commands.own_authority(actor) if step.do == "deed" else None,
        "lacking": await commands.deed_lacks(actor, sale_id) if _before_deed(view) and actor.may("sales.sign") else [],
        "labels": LABELS,
        "done": steps_done(view),
        "problem": problem,
        "may_sign": actor.may("sales.sign"),
        "may_close": actor.may("sales.close"),
        "may_confirm": actor.may("sales.confirm_payment"),
        "may_ask_extracts": actor.may("cases.onboard"),
        "may_deposit": actor.may("sales.close") and view.status in BEFORE_PAYMENT,
        "card_offered": _card_offered(view),
    }
    return Template("marketplace/sales/show.html", context=context, status_code=problem.status if problem else 200)


def _before_deed(view: queries.SaleView) -> bool:
    return view.status in {"signed", "closing", "paid"} and not view.have_said("deed")


async def _again(actor: Actor, sale_id: UUID, problem: Invalid, field: str) -> Template:
    """The page with the problem beside the field it is about; any other is told on a page of its own."""
    if all(place.where != field for place in problem.places):
        raise problem
    return await _page(actor, sale_id, problem)


def _card_offered(view: queries.SaleView) -> bool:
    due = view.charge("price")
    untouched = due is not None and due.status == "due" and not (due.payer_confirmed_at or due.payee_confirmed_at)
    chosen = view.have_said("card_payment") and view.others_said("card_payment")
    return due is not None and untouched and due.method == "bank" and offered(due.amount) and not chosen


@get("/sales/{sale_id:uuid}/transfer", include_in_schema=False)
async def show_transfer(actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Template:
    view = await queries.sale(actor, sale_id)
    return Template("marketplace/sales/_transfer.html", context={"sale": view})


@get("/sales/{sale_id:uuid}/schedule.csv", include_in_schema=False)
async def download_schedule(actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Stream:
    chunks = await queries.schedule_csv(actor, sale_id)
    name = f"schedule-{sale_id.hex[-8:]}.csv"
    return Stream(
        chunks, media_type="text/csv; charset=utf-8", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


@post("/sales/{sale_id:uuid}/contract", include_in_schema=False)
async def sign(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> bool:
        return await commands.sign_contract(actor, sale_id, shown_sha256=data.shown_sha256)

    both = await _bind(actor, sale_id, "contract", data, act)
    say(request, "good", "The contract is signed by both." if both else "You accepted the contract.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/final-file", include_in_schema=False, request_max_body_size=LARGEST_FINAL_FILE)
async def bring_final_file(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID]
) -> Template | Redirect:
    form = await request.form()
    key = str(form.get("idempotency_key") or "")
    try:
        sent = form.get("file")
        content = await sent.read() if isinstance(sent, UploadFile) and sent.filename else None
        if content is None and form.get("nothing") != "yes":
            raise Invalid("No file came with the form.", places=[Place("file", None, "Choose the final file.")])
        await bring_once(actor, key, sale_id, content)
    except Invalid as problem:
        return await _page(actor, sale_id, problem)
    say(request, "good", "The final file is applied. Both sides agree to the adjusted price next.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/price", include_in_schema=False)
async def agree(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> bool:
        return await commands.agree_price(actor, sale_id, shown=data.money())

    both = await _bind(actor, sale_id, "price", data, act)
    say(request, "good", "Both agreed: the price is due." if both else "You agreed to the adjusted price.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/payment", include_in_schema=False)
async def confirm(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> bool:
        return await confirm_payment(actor, sale_id, shown=data.money())

    both = await _bind(actor, sale_id, "payment", data, act)
    say(request, "good", "Both confirmed: the price is paid and booked." if both else "You confirmed the payment.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/deposit", include_in_schema=False)
async def leave_deposit(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Template | Redirect:
    """Agrees to the deposit the page showed, or proposes the one that was typed."""

    async def act() -> bool:
        if data.shown_amount:
            return await agree_deposit(actor, sale_id, amount=data.money())
        view = await queries.sale(actor, sale_id)
        return await agree_deposit(actor, sale_id, amount=amount_of(data.deposit, view.price.currency, "deposit"))

    try:
        both = await _bind(actor, sale_id, "deposit", data, act)
    except Invalid as problem:
        return await _again(actor, sale_id, problem, "deposit")
    say(request, "good", "Both agreed: the deposit is due." if both else "The other side reads your proposal.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/card", include_in_schema=False)
async def choose(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Template | Redirect:
    async def act() -> bool:
        return await choose_card(actor, sale_id, shown=data.money(), account=data.account)

    try:
        both = await _bind(actor, sale_id, "card", data, act)
    except Invalid as problem:
        return await _again(actor, sale_id, problem, "account")
    say(request, "good", "Stripe carries the price now." if both else "You chose Stripe; the other side has not yet.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/bank", include_in_schema=False)
async def go_by_bank(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> bool:
        await leave_card(actor, sale_id)
        return True

    await _bind(actor, sale_id, "bank", data, act)
    say(request, "neutral", "The price goes by bank again, under the reference shown.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/deed", include_in_schema=False)
async def execute(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Redirect:
    async def act() -> bool:
        return await commands.execute_deed(actor, sale_id, shown_sha256=data.shown_sha256)

    both = await _bind(actor, sale_id, "deed", data, act)
    say(request, "good", "Both executed the deed: the transfer begins." if both else "You executed the deed.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/cancel", include_in_schema=False)
async def cancel(
    request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID], data: URLEncodedBody[Bound]
) -> Template | Redirect:
    async def act() -> bool:
        await commands.cancel_sale(actor, sale_id, reason=data.reason)
        return True

    try:
        await _bind(actor, sale_id, "cancel", data, act)
    except Invalid as problem:
        return await _again(actor, sale_id, problem, "reason")
    say(request, "neutral", "The sale is called off. The other side reads your reason.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


@post("/sales/{sale_id:uuid}/extracts", include_in_schema=False)
async def want_extracts(request: AnyRequest, actor: NamedDependency[Actor], sale_id: FromPath[UUID]) -> Redirect:
    await ask_for_extracts(actor, sale_id)
    say(request, "good", "The certified extracts are being made; each appears with its claim.")
    return Redirect(f"/sales/{sale_id}", status_code=303)


async def _bind(actor: Actor, sale_id: UUID, what: str, data: Bound, act: Callable[[], Awaitable[bool]]) -> bool:
    """Acts once for the key of the form; True if with it both sides are bound."""

    async def answer() -> Answer:
        return Answer(303, f"/sales/{sale_id}", b"both" if await act() else b"one")

    said = (data.shown_amount, data.shown_currency, data.shown_sha256, data.reason, data.deposit, data.account)
    asked = "|".join(said).encode()
    given = await once(actor, data.idempotency_key, route=f"sales.{what}:{sale_id}", request=asked, act=answer)
    return given.body == b"both"


ROUTES = (
    show_sales,
    show_sale,
    show_transfer,
    download_schedule,
    sign,
    bring_final_file,
    agree,
    confirm,
    leave_deposit,
    choose,
    go_by_bank,
    execute,
    cancel,
    want_extracts,
)
