"""How money, days, rates and references are written on paper in each language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from num2words import num2words

from kernel.errors import Invalid
from kernel.money import Money, minor_digits

LOCALES: Mapping[str, str] = {"es": "es_ES", "en": "en_GB", "pl": "pl_PL", "sv": "sv_SE", "de": "de_DE"}

_SHORT_DAY = {
    "es": "dd/MM/yyyy",
    "en": "dd/MM/yyyy",
    "pl": "dd.MM.yyyy",
    "sv": "yyyy-MM-dd",
    "de": "dd.MM.yyyy",
}

FURNITURE: Mapping[str, Mapping[str, str]] = {
    "es": {
        "volume": "Tomo",
        "page": "Página",
        "pages": "Páginas",
        "of": "de",
        "reference": "Referencia",
        "total": "Total",
        "document": "Documento",
        "number": "N.º",
        "dated": "Fecha",
    },
    "en": {
        "volume": "Vol.",
        "page": "Page",
        "pages": "Pages",
        "of": "of",
        "reference": "Reference",
        "total": "Total",
        "document": "Document",
        "number": "No.",
        "dated": "Date",
    },
    "pl": {
        "volume": "Tom",
        "page": "Strona",
        "pages": "Strony",
        "of": "z",
        "reference": "Znak sprawy",
        "total": "Razem",
        "document": "Dokument",
        "number": "Nr",
        "dated": "Data",
    },
    "sv": {
        "volume": "Del",
        "page": "Sida",
        "pages": "Sidor",
        "of": "av",
        "reference": "Referens",
        "total": "Summa",
        "document": "Handling",
        "number": "Nr",
        "dated": "Datum",
    },
    "de": {
        "volume": "Band",
        "page": "Seite",
        "pages": "Seiten",
        "of": "von",
        "reference": "Zeichen",
        "total": "Summe",
        "document": "Dokument",
        "number": "Nr.",
        "dated": "Datum",
    },
}
"""The words of the page furniture; everything else on a paper is in its own template."""

_SPANISH = {
    "EUR": ("euro", "euros", "céntimo", "céntimos"),
    "GBP": ("libra esterlina", "libras esterlinas", "penique", "peniques"),
    "USD": ("dólar estadounidense", "dólares estadounidenses", "centavo", "centavos"),
}
_ENGLISH = {
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "USD": ("US dollar", "US dollars", "cent", "cents"),
}


def locale_of(language: str) -> str:
    """The locale of a paper's language; a language without one is refused, never guessed."""
    if language not in LOCALES:
        raise Invalid(f"Papers are written in {', '.join(LOCALES)}; {language!r} is not one of them yet.")
    return LOCALES[language]


def money(amount: Money, language: str) -> str:
    """`1.234,56 €`, `£1,234.56`: never broken across lines."""
    return amount.formatted(locale_of(language)).replace(" ", "\N{NO-BREAK SPACE}")


def day(on: date, language: str) -> str:
    """`01/03/2026`; for tables. In running text use `long_day`."""
    return format_date(_day(on), _SHORT_DAY[language], locale=locale_of(language))


def long_day(on: date, language: str) -> str:
    """`1 de marzo de 2026`, `1 March 2026`; the day is never parted from its month."""
    written = format_date(_day(on), "long", locale=locale_of(language))
    first, _, rest = written.partition(" ")
    return f"{first}\N{NO-BREAK SPACE}{rest}" if rest else written


def rate(percent: Decimal, language: str) -> str:
    """`8,25 %` from Decimal("8.25"): per cent, as written in the law, with no fewer than two decimals."""
    number = format_decimal(percent, "#,##0.00####", locale=locale_of(language), decimal_quantization=False)
    return f"{number}%" if language == "en" else f"{number}\N{NO-BREAK SPACE}%"


def figure(number: int, language: str) -> str:
    """`2,001`, `2.001`, `2 001`: a whole number in its groups, never broken across lines."""
    written: str = format_decimal(number, locale=locale_of(language))
    return written.replace(" ", "\N{NO-BREAK SPACE}")


def fours(reference: str) -> str:
    """An IBAN or a long reference in groups of four: readable, and able to break between groups only."""
    bare = "".join(reference.split())
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def in_words(amount: Money, language: str) -> str:
    """The amount in words: `mil doscientos euros con diez céntimos`, `one pound and ten pence`.

    Spanish and English, EUR, GBP and USD: those whose wording was checked. Anything else is Invalid.
    """
    names = {"es": _SPANISH, "en": _ENGLISH}.get(language, {}).get(amount.currency)
    if names is None or amount.minor < 0:
        raise Invalid(f"{amount} cannot be written in words in {language!r} yet: leave the words out there.")
    whole, part = divmod(amount.minor, 10 ** minor_digits(amount.currency))
    spell = _spanish if language == "es" else _english
    joint = " con " if language == "es" else " and "
    feminine = amount.currency == "GBP"
    written = spell(whole, names[0], names[1], feminine)
    return written + joint + spell(part, names[2], names[3], False) if part else written


def _spanish(number: int, one: str, many: str, feminine: bool) -> str:
    """Takes the agreement in gender from num2words' currency form (`veintiún euros`, `veintiuna libras`)."""
    spoken = num2words(Decimal(number), to="currency", lang="es", currency="GBP" if feminine else "EUR")
    figure: str = spoken.rpartition(" con ")[0].rpartition(" ")[0]
    joint = " de " if figure.endswith(("illón", "illones")) else " "
    return figure + joint + (one if number == 1 else many)


def _english(number: int, one: str, many: str, feminine: bool) -> str:
    return f"{num2words(number, lang='en').replace(',', '')} {one if number == 1 else many}"


def _day(on: date) -> date:
    if isinstance(on, datetime):
        raise TypeError("a paper prints days: turn the instant into a day of its time zone first")
    return on
