"""The simple types of the schemas (BaseSchema and the message schemas, hmcts/civil-sdt-common at 33f68fc6)."""

import re

from cases.jurisdictions.court_files.amounts import MinorUnits
from cases.jurisdictions.court_files.numbers import Whole
from cases.jurisdictions.court_files.texts import Form, Text

MOST_REQUESTS = 2000
MOST_LINES = 24
LINE_LENGTH = 45

NAMESPACE = "http://ws.sdt.moj.gov.uk/2013/sdt/"
MCOL = "http://ws.sdt.moj.gov.uk/2013/mcol/"
BULK, BASE = f"{NAMESPACE}BulkRequestSchema", f"{NAMESPACE}BaseSchema"
CLAIM, JUDGMENT, WARRANT = f"{MCOL}ClaimSchema", f"{MCOL}JudgmentSchema", f"{MCOL}WarrantSchema"
STATUS, SET_ASIDE = f"{MCOL}ClaimStatusUpdateSchema", f"{MCOL}SetAsideSchema"
BREATHING, DETAIL, QUERY = f"{MCOL}BreathingSpaceSchema", f"{MCOL}ResponseDetailSchema", f"{MCOL}QuerySchema"

CHARACTERS = re.compile(r"[a-zA-Z0-9\-+.,£@?'()/%_ &!:]*")
PERMITTED = Form(
    CHARACTERS, "written in the court's characters: letters a to z, digits, space and - + . , £ @ ? ' ( ) / % _ & ! :"
)
NOT_BLANK = Form(re.compile(r".*\S.*", re.DOTALL), "more than spaces")
CODE = Form(re.compile(r"[0-9a-zA-Z_\-]+"), "letters a to z, digits, _ and - alone")
EIGHT = Form(re.compile(r"[0-9A-Za-z]{8}"), "eight letters or digits")
UK_POSTCODE = Form(
    re.compile(r"[A-Z]{1,2}[0-9R][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}"), "a United Kingdom postcode in capitals, SW1A 1AA"
)
PLAIN = Form(re.compile(r"[0-9a-zA-Z ]+"), "letters a to z, digits and spaces alone")
TELEPHONE = Form(re.compile(r"[0-9][0-9-]{0,13}"), "digits and hyphens, fourteen at most")


def line(most: int) -> Text:
    """A line in the court's characters that may be spaces."""
    return Text(most, forms=(PERMITTED,))


def words(most: int) -> Text:
    """A text in the court's characters that must say something."""
    return Text(most, forms=(PERMITTED, NOT_BLANK))


POUNDS = MinorUnits("GBP")
"""`unsignedLong` in the schemas; that it counts pence is the claimants' convention, not verified."""
DEFENDANT = Whole(1, 2)
CLAIM_NUMBER = Text(8, forms=(EIGHT,))
POSTCODE = Text(8, forms=(UK_POSTCODE,))
FOREIGN_POSTCODE = Text(8, forms=(PLAIN,))
REQUEST_ID = Text(24, forms=(CODE,))
CUSTOMER_REFERENCE = Text(32, forms=(CODE,))
LONGEST_NAME = 28
"""Of a lodgement: `-001` and on follow it in each file's customer reference."""
CUSTOMER_ID = Whole(10_000_000, 99_999_999)
TARGET = Text(4, least=4, forms=(PERMITTED,))
