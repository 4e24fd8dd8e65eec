"""What every letter of a case shares: who writes, and to whom; one letter for each debtor."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, FiledParty
from cases.jurisdictions.paperwork.naming import named


@dataclass(frozen=True, slots=True)
class Letter:
    """One addressee's letter: the debtor, the lines of the envelope, and how many others are bound."""

    debtor: FiledParty
    lines: tuple[str, ...]
    others: int


def letters_to(case_file: CaseFile) -> tuple[Letter, ...]:
    """No letter names another debtor: that is the other's own data."""
    return tuple(Letter(debtor, address_lines(debtor), len(case_file.debtors) - 1) for debtor in case_file.debtors)


def shared_by_letters(case_file: CaseFile, subject: str) -> dict[str, object]:
    """What the template of every letter is given; the country's own words come on top."""
    sender = sender_of(case_file)
    return {
        **named(case_file, subject),
        "letters": letters_to(case_file),
        "sender": sender,
        "sender_address": one_line(sender),
        "creditor_address": one_line(case_file.creditor),
        "links": tuple(zip(case_file.title, case_file.title[1:], strict=False)),
    }


def address_lines(party: FiledParty) -> tuple[str, ...]:
    place = " ".join(part for part in (party.postcode, party.city) if part)
    return tuple(line for line in (party.name, party.street, place) if line)


def one_line(party: FiledParty) -> str:
    return ", ".join(address_lines(party)[1:])


def sender_of(case_file: CaseFile) -> FiledParty:
    """Whoever works the case writes; the creditor where nobody else does."""
    return case_file.representative or case_file.creditor


def channels(case_file: CaseFile, ways: Sequence[tuple[str, str]], either: str) -> str:
    """How the debtor can answer: `ways` are pairs of a channel and the words before it, `either` the word between."""
    known = [f"{phrase} {case_file.contact[key]}" for key, phrase in ways if case_file.contact.get(key)]
    return f" {either} ".join((", ".join(known[:-1]), known[-1])) if len(known) > 1 else "".join(known)
