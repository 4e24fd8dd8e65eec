"""Secure Data Transfer of HMCTS as a channel: bulk requests out, feedback and defences in."""

from cases.jurisdictions.court_channel import CourtChannel
from cases.jurisdictions.gb_ew.sdt import limits
from cases.jurisdictions.gb_ew.sdt.answer_twin import answer_twin
from cases.jurisdictions.gb_ew.sdt.lodging import ACCOUNT, lodge
from cases.jurisdictions.gb_ew.sdt.parts import KINDS, twin_of
from cases.jurisdictions.gb_ew.sdt.told import answers

SDT = CourtChannel(
    code="sdt",
    name="Money Claim Online through Secure Data Transfer",
    parts={one.name: one.description for one in KINDS},
    account=ACCOUNT,
    most_per_file=limits.MOST_REQUESTS,
    lodge=lodge,
    answers=answers,
    twin=twin_of,
    answer_twin=answer_twin,
    unverified=(
        "The files hold to the schemas HMCTS publishes (civil-sdt-common). That amounts count pence, and what the code"
        " letters of judgment, payment, status, breathing space and defences mean, was not seen in an official source."
    ),
)
