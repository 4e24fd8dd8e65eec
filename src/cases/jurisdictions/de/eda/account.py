"""What a participant enters once about its account with the Mahngericht (EDA)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cases.jurisdictions.court_channel import AccountField
from kernel.errors import Invalid, Place

PARTICIPANT, ROLE, NAME, COURT, MARKS, ENDING = "participant", "participant_is", "eda_id", "court", "marks", "ending"
CLAIMANT, ATTORNEY = "claimant", "attorney"
_MARK = "1(?:0[7-9]|1[0-4])"
ACCOUNT: tuple[AccountField, ...] = (
    AccountField(
        PARTICIPANT, "Kennziffer", pattern="[0-9]{8}", advice="The eight digits the Mahngericht gave the participant."
    ),
    AccountField(
        ROLE,
        "Whose Kennziffer it is",
        pattern=f"{CLAIMANT}|{ATTORNEY}",
        advice=f"{CLAIMANT}: it stands for the creditor; {ATTORNEY}: for the lawyer or collection agency that acts.",
    ),
    AccountField(
        NAME,
        "Letters of the file's name",
        pattern="[A-Z]{3}",
        advice="The three letters the Mahngericht gave; a number of three digits follows them in each file's name.",
    ),
    AccountField(
        COURT,
        "Mahngericht",
        pattern=r"[0-9]{5} .{1,27}",
        advice="Postcode and place, such as 58097 Hagen. Applications to another court are left out.",
    ),
    AccountField(
        MARKS,
        "Where the marks of the key record stand",
        pattern=f"{_MARK},{_MARK},{_MARK}",
        optional=True,
        advice=(
            "Three positions from 107 to 114, from the court's own description C01, parted by commas: joint debtors;"
            " counter-performance rendered; no counter-performance. The descriptions at hand contradict each other,"
            " so that without them no application for a Mahnbescheid is written as a file."
        ),
    ),
    AccountField(
        ENDING,
        "End of a record",
        pattern="none|crlf",
        optional=True,
        advice="none unless the court asks for carriage return and line feed after each record.",
    ),
)


@dataclass(frozen=True, slots=True)
class Marks:
    joint: int
    rendered: int
    none: int


@dataclass(frozen=True, slots=True)
class Participant:
    """The account, checked."""

    code: str
    name: str
    court: str
    ending: bytes
    marks: frozenset[int]


def participant_of(account: Mapping[str, str]) -> Participant:
    """Invalid with the fields that are missing or unfit."""
    places = [
        Place(one.name, account.get(one.name), one.advice)
        for one in ACCOUNT
        if not (one.optional and not account.get(one.name)) and not re.fullmatch(one.pattern, account.get(one.name, ""))
    ]
    if places:
        raise Invalid("The account with the Mahngericht is not complete.", places=places)
    ending = b"\r\n" if account.get(ENDING) == "crlf" else b""
    told = marks_of(account)
    marks = frozenset((told.joint, told.rendered, told.none) if told else ())
    return Participant(account[PARTICIPANT], account[NAME], account[COURT], ending, marks)


def marks_of(account: Mapping[str, str]) -> Marks | None:
    """None where nobody told the positions, or two are the same."""
    told = account.get(MARKS, "")
    if not re.fullmatch(f"{_MARK},{_MARK},{_MARK}", told):
        return None
    joint, rendered, none = (int(one) for one in told.split(","))
    return Marks(joint, rendered, none) if len({joint, rendered, none}) == 3 else None
