"""Parties, addresses, the statement of truth: the parts messages share (Base.xsd, Claim.xsd)."""

from cases.jurisdictions.court_files.codes import Flag
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.claim_messages import (
    Address,
    Party,
    StatementOfTruth,
)
from cases.jurisdictions.gb_ew.sdt.limits import line, words

LINES = (
    Field("line1", "line1", "Address line 1", words(30)),
    Field("line2", "line2", "Address line 2", words(30)),
    Field("line3", "line3", "Address line 3", line(30), optional=True),
    Field("line4", "line4", "Address line 4", line(30), optional=True),
)
UK = Field("postcode", "postcode", "Postcode", limits.POSTCODE)
ANYWHERE = Field("postcode", "postcode", "Postcode", limits.FOREIGN_POSTCODE, optional=True)
DEFENDANT_ADDRESS = Layout("Address", Address, (*LINES, UK), limits.BASE)
CLAIMANT_ADDRESS = Layout("Address", Address, (*LINES, ANYWHERE))
DEFENDANT = Layout(
    "Defendant",
    Party,
    (Field("name", "name", "Name", words(60)), Field("address", "address", "Address", DEFENDANT_ADDRESS)),
)
CLAIMANT = Layout(
    "Claimant",
    Party,
    (Field("name", "name", "Name", words(60)), Field("address", "address", "Address", CLAIMANT_ADDRESS)),
)
CORRESPONDENCE_ADDRESS = Layout("Address", Address, (*LINES[:2], ANYWHERE))
CORRESPONDENCE = Layout(
    "Address for correspondence",
    Party,
    (Field("name", "name", "Name", words(30)), Field("address", "address", "Address", CORRESPONDENCE_ADDRESS)),
)
TRUTH = Layout(
    "Statement of truth",
    StatementOfTruth,
    (
        Field(
            "flag", "given", "Statement of truth given", Flag(must=(True, "has not been given by the person named."))
        ),
        Field("name", "name", "Signed by", words(30)),
    ),
    limits.BASE,
)
SIGNATURE = Field("sotSignature", "statement", "Statement of truth", TRUTH)
CLAIM_NUMBER = Field("claimNumber", "claim_number", "Claim number", limits.CLAIM_NUMBER)
