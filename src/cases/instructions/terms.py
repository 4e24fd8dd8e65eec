"""What owner and firm agree on: authority, fees, reports. All of it is entered by them; the house knows no tariff."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kernel.errors import Invalid, Place
from kernel.money import Money, minor_digits

LONGEST_NOTE = 2000
SUMS = ("case_limit", "whole_limit", "fee_case", "fee_letter", "fee_court", "fee_hour")
HUNDRED = Decimal(100)
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Terms:
    """`case_limit` and `whole_limit`: costs the firm may incur without asking, a case and in all; None for no limit of
    that kind. Fees: for each case taken, each letter and each court paper filed, an hour, and a percentage of the money
    received. All sums are in `currency`.
    """

    currency: str
    case_limit: Money | None = None
    whole_limit: Money | None = None
    fee_case: Money | None = None
    fee_letter: Money | None = None
    fee_court: Money | None = None
    fee_hour: Money | None = None
    fee_percent: Decimal | None = None
    report_every_days: int | None = None
    note: str = ""

    @property
    def columns(self) -> dict[str, object]:
        sums = {f"{name}_minor": _minor(getattr(self, name)) for name in SUMS}
        plain = {"fee_percent": self.fee_percent, "report_every_days": self.report_every_days}
        return {"currency": self.currency, **sums, **plain, "note": self.note or None}


def terms_of(row: object) -> Terms:
    """From a row of `instructions`."""
    given = dict(row)  # type: ignore[call-overload]
    currency = given["currency"]
    sums = {name: _money(given[f"{name}_minor"], currency) for name in SUMS}
    return Terms(
        currency,
        **sums,
        fee_percent=given["fee_percent"],
        report_every_days=given["report_every_days"],
        note=given["note"] or "",
    )


def read_terms(data: dict[str, str]) -> Terms:
    """Terms as a form or a program brings them, texts all; Invalid with every place that cannot be."""
    places: list[Place] = []
    currency = data.get("currency", "").strip().upper()
    minor_digits(currency)
    sums: dict[str, Money | None] = {}
    for name in SUMS:
        text = data.get(name, "").strip()
        try:
            sums[name] = Money.parse(text, currency) if text else None
        except Invalid as problem:
            places.append(Place(name, text[:20], problem.places[0].sentence))
            continue
        found = sums[name]
        if found is not None and found.minor < 0:
            places.append(Place(name, text[:20], "Not below nought."))
    percent = _percent(data.get("fee_percent", "").strip(), places)
    days = _days(data.get("report_every_days", "").strip(), places)
    note = data.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        places.append(Place("note", None, f"At most {LONGEST_NOTE} characters."))
    if not places and sums["case_limit"] is None and sums["whole_limit"] is None:
        wanted = "Say up to what amount the firm may incur costs without asking, for a case or in all; 0 for nothing."
        places.append(Place("case_limit", None, wanted))
    if places:
        raise Invalid("The terms cannot be read.", places=places)
    return Terms(currency, **sums, fee_percent=percent, report_every_days=days, note=note)


def _percent(text: str, places: list[Place]) -> Decimal | None:
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= HUNDRED or found != found.quantize(Decimal("0.001")):
        places.append(Place("fee_percent", text[:20], "From 0 to 100, with at most three decimals."))
        return None
    return found


def _days(text: str, places: list[Place]) -> int | None:
    if not text:
        return None
    countable = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_DAYS))
    if not countable or not 0 < int(text) <= MOST_DAYS:
        places.append(Place("report_every_days", text[:20], f"Days, from 1 to {MOST_DAYS}."))
        return None
    return int(text)


def _minor(money: Money | None) -> int | None:
    return None if money is None else money.minor


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
