"""The limits of the follow-ups and the labels of their readable twins."""

import re
from typing import Any

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.layout import Layout
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Form, Text
from cases.jurisdictions.de.eda import follow_ups
from cases.jurisdictions.de.eda.claims import EURO, EURO_8
from cases.jurisdictions.de.eda.parties import LINE, Broken, field
from cases.jurisdictions.de.eda.short_values import ShortDay

NUMBER = Text(11, forms=(Form(re.compile(r"[0-9]{11}"), "the eleven digits of the court's number"),))
MOST_PAYMENTS, MOST_NUMBERS = 6, 5
INDEX, DIGIT = Whole(0, 99), Whole(0, 9)

PAYMENT = Layout(
    "Zahlung",
    follow_ups.Payment,
    (field("paid_on", "Am", ShortDay()), field("amount", "Betrag", EURO)),
)


def _named_costs(one: Any) -> Broken:
    if (one.other_costs is None) is not (one.other_ground is None):
        yield "other_ground", "Other costs have an amount and a ground.", "Give both or none."


ENFORCEMENT_ORDER = Layout(
    "Antrag auf Erlass eines Vollstreckungsbescheids",
    follow_ups.EnforcementOrder,
    (
        field("number", "Geschäftsnummer des Gerichts", NUMBER),
        field("reference", "Geschäftszeichen", Text(30)),
        field("applied_on", "Antrag vom", ShortDay()),
        field("by_court", "Zustellung durch das Gericht", Flag()),
        field("payments", "Zahlung", PAYMENT, many=(0, MOST_PAYMENTS)),
        field("other_costs", "Sonstige Kosten", EURO_8, optional=True),
        field("other_ground", "Grund der Kosten", LINE, optional=True),
        field("interest_on_costs", "Zinsen auf die Kosten", Flag()),
    ),
    rules=(_named_costs,),
)
QUERY_LINE = Layout(
    "Monierung",
    follow_ups.QueryLine,
    (
        field("fault", "Fehlerschlüssel", Whole(0, 999)),
        field("field", "Feld", Text(20, least=0)),
        field("first_index", "Index 1", INDEX),
        field("second_index", "Index 2", INDEX),
        field("page", "Seite", DIGIT),
        field("line", "Zeile", DIGIT),
        field("half", "Halbzeile", DIGIT),
        field("form", "Feldformat", Text(1, least=0)),
        field("content", "Inhalt", Text(35, least=0)),
    ),
)
QUERY_ANSWER = Layout(
    "Antwort auf eine Monierung",
    follow_ups.QueryAnswer,
    (
        field("numbers", "Geschäftsnummer des Gerichts", NUMBER, many=(1, MOST_NUMBERS)),
        field("reference", "Geschäftszeichen", Text(35)),
        field("queried_on", "Monierung vom", ShortDay()),
        field("applied_on", "Antrag vom", ShortDay()),
        field("about", "Monierter Antrag", Code(follow_ups.Queried)),
        field("lines", "Zeile", QUERY_LINE, many=(1, None)),
    ),
)
WITHDRAWAL = Layout(
    "Rücknahme oder Erledigung",
    follow_ups.Withdrawal,
    (
        field("number", "Geschäftsnummer des Gerichts", NUMBER),
        field("reference", "Geschäftszeichen", Text(35)),
        field("ending", "Art", Code(follow_ups.Ending)),
        field("electronic", "Antrag kam als Datei", Flag()),
    ),
)
