"""Money: whole minor units and a currency, never a float, never a bare number."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering

from babel.numbers import format_currency, get_currency_precision, list_currencies

from kernel.errors import Invalid, Place

LARGEST_MINOR = 2**63 - 1
"""What a BIGINT column holds; a larger amount is refused before the database would."""
LONGEST = 19
"""Digits of it, before the point."""


def minor_digits(currency: str) -> int:
    """How many decimals the currency has (CLDR): 2 for EUR, 0 for JPY. Unknown codes are Invalid."""
    if currency not in list_currencies():
        raise Invalid(
            f"{currency!r} is not an ISO 4217 currency code.",
            places=[Place(where="currency", value=currency, sentence="Use a three-letter code such as EUR.")],
        )
    return get_currency_precision(currency)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. Sums, differences and comparisons need the same currency; anything else is a TypeError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, got {type(self.minor).__name__}")
        if abs(self.minor) > LARGEST_MINOR:
            raise _too_large()

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str, decimal: str = ".") -> "Money":
        """Reads `1234.56` (or with `decimal=","` `1234,56`) exactly.

        Thousands marks, NaN, infinities, exponents and more decimals than the currency has are refused:
        an amount that binds somebody is never rounded on the way in.
        """
        digits = minor_digits(currency)
        plain = text.strip()
        if decimal != ".":
            plain = plain.replace(".", "?").replace(decimal, ".")
        wanted = f"Write the amount in {currency} with at most {digits} decimals, such as 1234{decimal}56."
        body = plain.removeprefix("-")
        if not body.replace(".", "", 1).isascii() or not body.replace(".", "", 1).isdigit():
            raise _unreadable(text, currency, wanted)
        # Decimal rounds beyond 28 digits without a word, and takes seconds over a hundred thousand.
        if len(body.partition(".")[2].rstrip("0")) > digits:
            raise _unreadable(text, currency, wanted)
        if len(body.partition(".")[0].lstrip("0")) > LONGEST:
            raise _too_large()
        return cls(int(Decimal(plain).scaleb(digits)), currency)

    @classmethod
    def of(cls, amount: Decimal, currency: str, rounding: str = ROUND_HALF_UP) -> "Money":
        """Rounds a computed amount once, by the rule the caller names (`decimal.ROUND_…`)."""
        digits = minor_digits(currency)
        return cls(int(amount.scaleb(digits).quantize(Decimal(1), rounding=rounding)), currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def text(self) -> str:
        """The amount alone with all its decimals, `1234.56`; what crosses every border."""
        return f"{self.amount:.{minor_digits(self.currency)}f}"

    def formatted(self, locale: str) -> str:
        return format_currency(self.amount, self.currency, locale=locale)

    def times(self, factor: Decimal, rounding: str = ROUND_HALF_UP) -> "Money":
        return Money(int((Decimal(self.minor) * factor).quantize(Decimal(1), rounding=rounding)), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Shares by weight that add up to exactly this amount; odd units go to the largest remainders first."""
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must not be negative and must not all be zero")
        shares = [self.minor * weight // whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: -(self.minor * weights[i] % whole))
        for i in by_remainder[: self.minor - sum(shares)]:
            shares[i] += 1
        return [Money(share, self.currency) for share in shares]

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __str__(self) -> str:
        return f"{self.text()} {self.currency}"

    def _same(self, other: "Money") -> "Money":
        if not isinstance(other, Money) or other.currency != self.currency:
            raise TypeError(f"cannot combine {self} with {other}")
        return other


def _too_large() -> Invalid:
    place = Place(where="amount", value=None, sentence="Write an amount of at most sixteen digits before the point.")
    return Invalid("The amount is larger than the platform can hold.", places=[place])


def _unreadable(text: str, currency: str, wanted: str) -> Invalid:
    return Invalid(
        f"{text[:40]!r} is not an amount in {currency}.",
        places=[Place(where="amount", value=text[:40], sentence=wanted)],
    )
