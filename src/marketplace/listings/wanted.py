"""What a seller asks for when drafting a listing, and what is wrong with it by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from kernel.errors import Invalid, Place
from kernel.money import Money
from marketplace.anonymity import PLATFORM_FLOOR, Role
from marketplace.listings.columns import chosen
from marketplace.listings.demanded import Demanded, wrong_demands

NEVER_SOLD = ("paid",)
"""A claim that was paid no longer exists; every other flag travels with its claim, and the buyer prices it."""
KEPT_BACK = ("disputed", "insolvent", "deceased", "live_plan", "moratorium", "represented")
"""Flags whose claims a seller may keep back."""
LONGEST_TITLE, LONGEST_NAME = 200, 120


@dataclass(frozen=True, slots=True)
class LotWanted:
    """A lot takes the claims that meet all its conditions and that no lot before it took; none given takes the rest.

    Amounts as text in the listing's currency; `balance_from` is included, `balance_below` is not.
    """

    name: str
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    balance_from: str | None = None
    balance_below: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingWanted:
    """Amounts as text: the minimum and the reserve hold for each lot. `roles` are decisions for single columns.

    `left_out` names flags whose claims the seller keeps. `invitees` are read only if the circle is `invited`.
    """

    title: str
    summary: str
    tape_ids: tuple[UUID, ...]
    lots: tuple[LotWanted, ...] = (LotWanted("Whole portfolio"),)
    bids_open_at: datetime
    bids_close_at: datetime
    minimum: str
    tick: str
    reserve: str | None = None
    k: int = PLATFORM_FLOOR
    l: int = 1  # noqa: E741 - the letter of the literature
    t: float = 1.0
    award_rule: Literal["seller", "automatic"] = "seller"
    circle: Literal["open", "invited"] = "open"
    invitees: tuple[UUID, ...] = ()
    putback_days: int
    left_out: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)

    @property
    def demanded(self) -> Demanded:
        return Demanded(k=self.k, l=self.l, t=self.t, roles=chosen(self.roles))


@dataclass(frozen=True, slots=True)
class Prices:
    minimum: Money
    tick: Money
    reserve: Money | None


def check_wanted(wanted: ListingWanted, *, seller_id: UUID, now: datetime) -> None:
    """Invalid with every place that is wrong, before anything is looked up."""
    found = [*_words(wanted), *_times(wanted, now), *_terms(wanted, seller_id)]
    if found:
        raise Invalid("The listing cannot be drafted like this.", places=found)


def prices_of(wanted: ListingWanted, currency: str) -> Prices:
    """The amounts in the claims' currency; Invalid names the field."""
    minimum = amount_of(wanted.minimum, currency, "minimum")
    tick = amount_of(wanted.tick, currency, "tick")
    reserve = amount_of(wanted.reserve, currency, "reserve") if wanted.reserve else None
    if reserve is not None and reserve < minimum:
        below = Place("reserve", reserve.text(), f"The reserve is at least the minimum, {minimum}.")
        raise Invalid("The reserve lies below the lowest bid.", places=[below])
    return Prices(minimum, tick, reserve)


def amount_of(text: str, currency: str, where: str) -> Money:
    """A positive amount; Invalid at `where`."""
    try:
        money = Money.parse(text, currency)
    except Invalid as problem:
        sentence = problem.places[0].sentence if problem.places else problem.sentence
        raise Invalid(problem.sentence, places=[Place(where, text[:40], sentence)]) from problem
    if money.minor <= 0:
        raise Invalid("An amount is not positive.", places=[Place(where, text, "Write an amount above zero.")])
    return money


def _words(wanted: ListingWanted) -> list[Place]:
    found = []
    if not 0 < len(wanted.title.strip()) <= LONGEST_TITLE:
        found.append(Place("title", None, f"Name the portfolio in at most {LONGEST_TITLE} characters."))
    if not wanted.summary.strip():
        found.append(
            Place("summary", None, "Say in a few sentences what is offered. Everybody in the circle reads it.")
        )
    if not wanted.tape_ids:
        found.append(Place("tape_ids", None, "Choose at least one accepted tape."))
    if not wanted.lots:
        found.append(Place("lots", None, "Describe at least one lot."))
    names = [lot.name.strip() for lot in wanted.lots]
    for place, name in enumerate(names, start=1):
        if not 0 < len(name) <= LONGEST_NAME:
            found.append(Place(f"lot_{place}_name", name, f"Name the lot in at most {LONGEST_NAME} characters."))
        elif name in names[: place - 1]:
            found.append(Place(f"lot_{place}_name", name, "Another lot has this name."))
    return found


def _times(wanted: ListingWanted, now: datetime) -> list[Place]:
    found = []
    for name, moment in (("bids_open_at", wanted.bids_open_at), ("bids_close_at", wanted.bids_close_at)):
        if moment.tzinfo is None:
            found.append(Place(name, moment.isoformat(), "Give the time with its zone."))
    if found:
        return found
    if wanted.bids_close_at <= wanted.bids_open_at:
        found.append(Place("bids_close_at", wanted.bids_close_at.isoformat(), "Bids close after they open."))
    elif wanted.bids_close_at <= now:
        found.append(Place("bids_close_at", wanted.bids_close_at.isoformat(), "The close lies ahead."))
    return found


def _terms(wanted: ListingWanted, seller_id: UUID) -> list[Place]:
    found = wrong_demands(wanted.demanded)
    if wanted.putback_days < 0:
        found.append(Place("putback_days", str(wanted.putback_days), "A number of days, zero or more."))
    if wanted.award_rule not in ("seller", "automatic"):
        found.append(Place("award_rule", wanted.award_rule, "Award by the seller, or automatically."))
    if wanted.circle not in ("open", "invited"):
        found.append(Place("circle", wanted.circle, "Open to every vetted buyer, or to those invited."))
    if wanted.circle == "invited" and not wanted.invitees:
        found.append(Place("invitees", None, "Choose whom to invite."))
    if seller_id in wanted.invitees:
        found.append(Place("invitees", str(seller_id), "A seller does not invite itself."))
    return found
