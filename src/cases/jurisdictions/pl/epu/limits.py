"""The simple types of TypyDanych.xsd and the ways of writing they share."""

import re
from decimal import Decimal

from cases.jurisdictions.court_files.amounts import Amount
from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.numbers import Number, Whole
from cases.jurisdictions.court_files.texts import Form, Text

NAMESPACE = "http://www.e-sad.gov.pl/epu"
OLDER_NAMESPACE = "http://www.currenda.pl/epu"
"""Two occur; which the live service takes today is not verified. Hence a setting of whoever files."""

LARGEST = Decimal(100_000_000)
"""A ceiling users of the service report for one claim, in zloty; not verified."""

PESEL = Text(11, forms=(Form(re.compile(r"[0-9]{11}"), "the eleven digits of a PESEL"),))
NIP = Text(10, forms=(Form(re.compile(r"[1-9](([0-9][1-9])|([1-9][0-9]))[0-9]{7}"), "the ten digits of a NIP"),))
KRS = Text(10, forms=(Form(re.compile(r"[0-9]{10}"), "the ten digits of a KRS number"),))
REGON = Text(14, forms=(Form(re.compile(r"[0-9]{9}([0-9]{5})?"), "the nine or fourteen digits of a REGON"),))
ACCOUNT = Text(26, forms=(Form(re.compile(r"[0-9]{26}"), "the 26 digits of a Polish account"),))
POSTCODE = Text(6, forms=(Form(re.compile(r"[0-9]{2}-[0-9]{3}"), "a postcode such as 20-340"),))
DATE_TEXT = Text(10, forms=(Form(re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date such as 1980-05-17"),))

LONG = Text(32_000)
FREE = Text(None)
MAYBE = Text(None, least=0)
IDENTIFIER = Whole(0, 10**18 - 1)
BYTE = Whole(0, 127)
NUMBER = Whole(1, 2**31 - 1)
ZERO_ONE = Flag("1", "0")
ZLOTY = Amount("PLN")
COSTS = Amount("PLN", Decimal("99999999.99"))
SUM = Number(Decimal(0), LARGEST, places=2)
RATE = Number()
