"""Claims of an application as EDA takes them: catalogue, own words, interest, assignment, ancillary claims."""

from decimal import Decimal

from cases.jurisdictions.court_files.amounts import Amount
from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.numbers import Number, Whole
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.parties import CITY, LINE, POSTCODE, field
from cases.jurisdictions.de.eda.short_values import ShortDay

MOST_ASSIGNMENTS, MOST_INTEREST_LINES, MOST_STEPS = 4, 54, 3
LAST_IN_CATALOGUE = 99
EURO = Amount("EUR", most=Decimal("99999999.99"))
EURO_8, EURO_7 = Amount("EUR", most=Decimal("999999.99")), Amount("EUR", most=Decimal("99999.99"))
"""Ten, eight and seven digits of cents."""
INTEREST = Layout(
    "Zinsen",
    applications.InterestStep,
    (
        field("rate", "Zinssatz", Number(most=Decimal("99.999"), places=3)),
        field("over_base_rate", "Über Basiszins", Flag()),
        field("first_on", "Von", ShortDay(), optional=True),
        field("last_on", "Bis", ShortDay(), optional=True),
        field("base", "Aus", EURO, optional=True),
    ),
)
ASSIGNMENT = Layout(
    "Abtretung",
    applications.Assignment,
    (
        field("assigned_on", "Seit", ShortDay()),
        field("assignor", "Früherer Gläubiger", LINE),
        field("postcode", "PLZ", POSTCODE),
        field("city", "Ort", CITY),
    ),
)
OF_A_CLAIM = (
    field("amount", "Betrag", EURO),
    field("first_on", "Vom", ShortDay()),
    field("last_on", "Bis", ShortDay(), optional=True),
    field("interest", "Zinsen", INTEREST, many=(0, MOST_STEPS)),
    field("assignment", "Abtretung", ASSIGNMENT, optional=True),
)
CREDIT = Layout(
    "Verbraucherdarlehen",
    applications.ConsumerCredit,
    (
        field("contract_on", "Vertragsdatum", ShortDay()),
        field("annual_rate", "Anfänglicher effektiver Jahreszins", Number(most=Decimal("99.999"), places=3)),
    ),
)
CATALOGUE = Layout(
    "Katalogforderung",
    applications.CatalogueClaim,
    (
        field("number", "Katalog-Nr.", Whole(1, LAST_IN_CATALOGUE)),
        field("ground", "Begründet durch", LINE, optional=True),
        field("invoice", "Nummer", LINE, optional=True),
        *OF_A_CLAIM,
        field("credit", "Verbraucherdarlehen", CREDIT, optional=True),
    ),
)
OTHER = Layout("Sonstige Forderung", applications.OtherClaim, (field("words", "Bezeichnung", Text(93)), *OF_A_CLAIM))
ANCILLARY = Layout(
    "Nebenforderung",
    applications.Ancillary,
    (field("words", "Bezeichnung", LINE), field("amount", "Betrag", EURO_8)),
)
EXPENSES = Layout(
    "Auslagen",
    applications.Expenses,
    (
        field("dunning", "Mahnkosten", EURO_7, optional=True),
        field("information", "Auskünfte", EURO_7, optional=True),
        field("returned_debit", "Bankrücklastkosten", EURO_7, optional=True),
        field("collection", "Inkassokosten", EURO, optional=True),
        field("vv_2300", "Anwaltsvergütung VV 2300", EURO, optional=True),
    ),
)
