"""What every letter of a case shares: who writes, and to whom; one letter for each debtor."""

from dataclasses import dataclass

from cases.jurisdictions.contract import CaseFile, FiledParty


@dataclass(frozen=True, slots=True)
class Letter:
    """One addressee's letter: the debtor, the lines of the envelope, and how many others are bound."""

    debtor: FiledParty
    lines: tuple[str, ...]
    others: int


def letters_to(case_file: CaseFile) -> tuple[Letter, ...]:
    """No letter names another debtor: that is the other's own data."""
    return tuple(Letter(debtor, address_lines(debtor), len(case_file.debtors) - 1) for debtor in case_file.debtors)


def address_lines(party: FiledParty) -> tuple[str, ...]:
    place = " ".join(part for part in (party.postcode, party.city) if part)
    return tuple(line for line in (party.name, party.street, place) if line)


def channels(case_file: CaseFile) -> str:
    """How the debtor can answer: the channels recorded, in a phrase."""
    ways = (
        ("phone", "por teléfono, en el"),
        ("email", "por correo electrónico, en"),
        ("address", "por escrito, en"),
    )
    known = [f"{phrase} {case_file.contact[key]}" for key, phrase in ways if case_file.contact.get(key)]
    return ", o ".join((", ".join(known[:-1]), known[-1])) if len(known) > 1 else "".join(known)
