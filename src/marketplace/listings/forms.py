"""The form a listing is drafted with, from the text a browser sends."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request

from accounts.forms import identifier
from kernel.errors import Invalid, Place
from marketplace.anonymity import PLATFORM_FLOOR
from marketplace.listings.forms_anonymity import whole
from marketplace.listings.wanted import KEPT_BACK, ListingWanted, LotWanted

LOTS = 4
"""Lots a form offers; a program may ask for more."""

ONE_LINE = (
    *(
        "idempotency_key",
        "title",
        "summary",
        "bids_open_at",
        "bids_close_at",
        "minimum",
        "tick",
        "reserve",
        "k",
        "award_rule",
    ),
    *("award_rule", "circle", "putback_days"),
)


@dataclass(frozen=True, slots=True)
class LotTyped:
    name: str = ""
    product: str = ""
    regions: str = ""
    balance_from: str = ""
    balance_below: str = ""

    @property
    def empty(self) -> bool:
        return not (self.name or self.product or self.regions or self.balance_from or self.balance_below)

    def wanted(self) -> LotWanted:
        regions = tuple(region.strip() for region in self.regions.split(",") if region.strip())
        return LotWanted(
            name=self.name,
            products=(self.product,) if self.product else (),
            regions=regions,
            balance_from=self.balance_from.strip() or None,
            balance_below=self.balance_below.strip() or None,
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, as text; `zone` is the one its times are meant in."""

    zone: str
    idempotency_key: str = ""
    title: str = ""
    summary: str = ""
    bids_open_at: str = ""
    bids_close_at: str = ""
    minimum: str = ""
    tick: str = ""
    reserve: str = ""
    k: str = str(PLATFORM_FLOOR)
    award_rule: str = "seller"
    circle: str = "open"
    putback_days: str = ""
    tape_ids: tuple[str, ...] = ()
    invitees: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    lots: tuple[LotTyped, ...] = (LotTyped("Whole portfolio"), *(LotTyped() for _ in range(LOTS - 1)))

    def said(self) -> tuple[str, ...]:
        """Everything but the key, to tell a repetition from another listing."""
        return (repr(replace(self, idempotency_key="")),)

    def wanted(self) -> ListingWanted:
        """Invalid with the fields that cannot be read."""
        return ListingWanted(
            title=self.title,
            summary=self.summary,
            tape_ids=tuple(identifier(one, "tape_ids") for one in self.tape_ids),
            lots=tuple(lot.wanted() for lot in self.lots if not lot.empty),
            bids_open_at=_moment(self.bids_open_at, self.zone, "bids_open_at"),
            bids_close_at=_moment(self.bids_close_at, self.zone, "bids_close_at"),
            minimum=self.minimum,
            tick=self.tick,
            reserve=self.reserve.strip() or None,
            k=whole(self.k, "k"),
            award_rule=cast(Literal["seller", "automatic"], self.award_rule),
            circle=cast(Literal["open", "invited"], self.circle),
            invitees=tuple(identifier(one, "invitees") for one in self.invitees),
            putback_days=whole(self.putback_days, "putback_days"),
            left_out=tuple(flag for flag in self.left_out if flag in KEPT_BACK),
        )


async def typed(request: Request[Any, Any, Any], zone: str) -> Typed:
    """What the browser sent."""
    form = await request.form()

    def one(name: str) -> str:
        value = form.get(name)
        return value if isinstance(value, str) else ""

    def many(name: str) -> tuple[str, ...]:
        return tuple(value for value in form.getall(name, []) if isinstance(value, str))

    parts = LotTyped.__dataclass_fields__
    return Typed(
        zone=zone,
        **{name: one(name) for name in ONE_LINE},
        tape_ids=many("tape_ids"),
        invitees=many("invitees"),
        left_out=many("left_out"),
        lots=tuple(LotTyped(*(one(f"lot_{place}_{part}") for part in parts)) for place in range(1, LOTS + 1)),
    )


def _moment(text: str, zone: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        place = Place(where, text[:30] or None, "Choose a day and a time.")
        raise Invalid("A time is missing or cannot be read.", places=[place]) from error


def tape_of(text: str | None) -> tuple[str, ...]:
    """The tape a link names, ticked beforehand; nothing for what is no id."""
    try:
        return (str(UUID(text)),) if text else ()
    except ValueError:
        return ()
