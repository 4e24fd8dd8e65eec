"""What a sale waits for, and from whom: the sentence on top of its page. Pure."""

from dataclasses import dataclass
from typing import Literal

from marketplace.settlement.queries import SaleView

Waits = Literal["you", "other", "platform", "nobody"]
Do = Literal["sign", "final_file", "agree", "pay", "pay_by_card", "deed", "none"]

STEPS = ("awarded", "signed", "closing", "paid", "deed", "transferred")
LABELS = ("Award", "Contract", "Closing", "Payment", "Deed", "Transfer")
_DONE = {"awarded": 1, "signed": 2, "closing": 2, "paid": 4, "deed": 5, "transferred": 6, "final": 6}


@dataclass(frozen=True, slots=True)
class NextStep:
    waits_for: Waits
    sentence: str
    do: Do = "none"


def steps_done(view: SaleView) -> int:
    """How many of LABELS are behind; a cancelled sale stands where it began."""
    if view.status == "closing" and view.charge("price") is not None:
        return 3
    return _DONE.get(view.status, 1)


def next_step(view: SaleView) -> NextStep:
    match view.status:
        case "awarded":
            return _accepting(view, "contract", view.contract_id is not None, "sign", "the contract")
        case "signed":
            if view.is_seller:
                return NextStep("you", "Bring the final file: drop-outs, and what was received since.", "final_file")
            return NextStep("other", f"{view.other} brings the final file.")
        case "closing":
            return _paying(view) if view.charge("price") else _agreeing(view)
        case "paid" if view.deed_id is None and view.unnumbered:
            return _numbering(view)
        case "paid":
            return _accepting(view, "deed", view.deed_id is not None, "deed", "the deed of assignment")
        case "deed":
            return NextStep("platform", "The claims are being transferred.")
        case "transferred":
            until = f"{view.putback_until:%-d %B %Y}" if view.putback_until else "the end of the putback period"
            said = f"The claims have passed to the buyer; single ones may be put back until {until}."
            return NextStep("nobody", said)
        case "cancelled":
            return NextStep("nobody", "The sale was called off.")
        case _:
            return NextStep("nobody", "The sale is final.")


def _accepting(view: SaleView, what: str, written: bool, do: Literal["sign", "deed"], name: str) -> NextStep:
    if not written:
        return NextStep("platform", f"{name.capitalize()} is being written. It appears here in a moment.")
    if view.have_said(what):
        return NextStep("other", f"You accepted {name}; {view.other} has not yet.")
    return NextStep("you", f"Read and accept {name}.", do)


def _numbering(view: SaleView) -> NextStep:
    """The deed names both numbers, and is not written without them."""
    mine = view.seller if view.is_seller else view.buyer
    if mine in view.unnumbered:
        said = (
            "The deed names your number in the register, which is missing: enter it on your own page (/organisation)."
        )
        return NextStep("you", said)
    return NextStep(
        "other", f"The deed names the number of {view.other} in its register: {view.other} has yet to enter it."
    )


def _agreeing(view: SaleView) -> NextStep:
    if view.have_said("adjusted_price"):
        return NextStep("other", f"You agreed to the adjusted price; {view.other} has not yet.", "agree")
    return NextStep("you", "Check the adjusted price and agree to it.", "agree")


def _paying(view: SaleView) -> NextStep:
    charge = view.charge("price")
    if charge is None:
        return _agreeing(view)
    if charge.method == "stripe":
        if view.is_seller:
            return NextStep("other", f"{view.other} pays the price through Stripe, which tells us.")
        return NextStep(
            "you", "Pay the price through Stripe. It shows here once Stripe has confirmed it.", "pay_by_card"
        )
    mine = charge.payee_confirmed_at if view.is_seller else charge.payer_confirmed_at
    if mine is not None:
        return NextStep("other", f"You confirmed the payment; {view.other} has not yet.", "pay")
    if view.is_seller:
        return NextStep("you", "Confirm the price once it has reached your account.", "pay")
    return NextStep("you", "Pay the price from your bank and confirm it.", "pay")
