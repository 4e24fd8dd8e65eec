"""Claims of an application as EDA takes them: catalogue, own words, interest, assignment, ancillary claims."""

from decimal import Decimal

from cases.jurisdictions.court_files.amounts import Amount
from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.numbers import Number, Whole
from cases.jurisdictions.de.eda import applications
from cases.jurisdictions.de.eda.parties import CITY, LINE, POSTCODE, field

MOST_ASSIGNMENTS, MOST_INTEREST_LINES, MOST_STEPS = 4, 54, 3
EURO = Amount("EUR")
INTEREST = Layout(
    "Zinsen",
    applications.InterestStep,
    (
        field("rate", "Zinssatz", Number(places=3)),
        field("over_base_rate", "Über Basiszins", Flag()),
        field("first_on", "Von", Day(), optional=True),
        field("last_on", "Bis", Day(), optional=True),
        field("base", "Aus", EURO, optional=True),
    ),
)
ASSIGNMENT = Layout(
    "Abtretung",
    applications.Assignment,
    (
        field("assigned_on", "Seit", Day()),
        field("assignor", "Früherer Gläubiger", LINE),
        field("postcode", "PLZ", POSTCODE),
        field("city", "Ort", CITY),
    ),
)
OF_A_CLAIM = (
    field("amount", "Betrag", EURO),
    field("first_on", "Vom", Day()),
    field("last_on", "Bis", Day(), optional=True),
    field("interest", "Zinsen", INTEREST, many=(0, MOST_STEPS)),
    field("assignment", "Abtretung", ASSIGNMENT, optional=True),
)
CATALOGUE = Layout(
    "Katalogforderung",
    applications.CatalogueClaim,
    (field("number", "Katalog-Nr.", Whole(1, 99)), field("invoice", "Rechnung", LINE, optional=True), *OF_A_CLAIM),
)
OTHER = Layout("Sonstige Forderung", applications.OtherClaim, (field("words", "Bezeichnung", LINE), *OF_A_CLAIM))
ANCILLARY = Layout(
    "Nebenforderung",
    applications.Ancillary,
    (field("words", "Bezeichnung", LINE), field("amount", "Betrag", EURO)),
)
CREDIT = Layout(
    "Verbraucherdarlehen",
    applications.ConsumerCredit,
    (
        field("contract_on", "Vertragsdatum", Day()),
        field("annual_rate", "Anfänglicher effektiver Jahreszins", Number(Decimal(0), places=3)),
    ),
)
EXPENSES = Layout(
    "Auslagen",
    applications.Expenses,
    (
        field("dunning", "Mahnkosten", EURO, optional=True),
        field("information", "Auskünfte", EURO, optional=True),
        field("returned_debit", "Bankrücklastkosten", EURO, optional=True),
        field("collection", "Inkassokosten", EURO, optional=True),
        field("vv_2300", "Anwaltsvergütung VV 2300", EURO, optional=True),
    ),
)
