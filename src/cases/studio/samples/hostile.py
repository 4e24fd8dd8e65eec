"""The same case with all in it that breaks a page: markup as a name, letters of three alphabets, length, many items."""

from collections.abc import Mapping
from dataclasses import replace

from cases.jurisdictions.contract import CaseFile, FiledItem, FiledParty
from cases.studio.samples.making import sums

SCRIPT = "<script>alert('x')</script>"
LETTERS = "Żółć Gęślą Jaźń Åsa Öström Nuñez ß"
FROM_THE_RIGHT = "שלום עולם"
LONGEST_NAME = 200
MANY = 18
"""Their sum stays below what the courts of the samples may hear, unless the paper's sample says how many may be."""
NAMES: Mapping[str, str] = {
    "long name": f"{LETTERS} {SCRIPT} & Co. “{FROM_THE_RIGHT}” ",
    "attribute": "\"><img src=x onerror=alert(1)> '{{ 7 * 7 }}' {% raw %}",
}


def hostile(case: CaseFile, *, items: int = MANY) -> CaseFile:
    """Sums stay what the items say. A paper with a machine part may refuse it: each court's characters are its own."""
    company = _long(case.creditor.name)
    former = case.original_creditor
    many = _many(case.items, items)
    return replace(
        case,
        **sums(many, case.payments.text(), case.currency),
        items=many,
        creditor=_renamed(case.creditor, company),
        representative=_renamed(case.representative, f"{SCRIPT} {LETTERS}") if case.representative else None,
        debtors=tuple(_renamed(one, f"{SCRIPT} {FROM_THE_RIGHT} {one.name}") for one in case.debtors),
        original_creditor=_long(former) if former == case.title[0].holder else former,
        title=tuple(
            replace(
                link,
                holder=company if link.holder == case.creditor.name else _long(link.holder),
                deed=f"{link.deed} {SCRIPT} & {FROM_THE_RIGHT}" if link.deed else None,
            )
            for link in case.title
        ),
        exhibits=tuple(replace(one, title=f"{one.title} {NAMES['attribute']}") for one in case.exhibits),
    )


def _long(name: str) -> str:
    return f"{name} {NAMES['long name'] * 6}"[:LONGEST_NAME].strip()


def _renamed(party: FiledParty, name: str) -> FiledParty:
    return replace(
        party,
        name=name,
        street=f"{party.street} {NAMES['attribute']}" if party.street else None,
        city=f"{party.city} {LETTERS}" if party.city else None,
    )


def _many(items: tuple[FiledItem, ...], count: int) -> tuple[FiledItem, ...]:
    """Each of the first several times, under references of forty characters."""
    return tuple(
        replace(items[number % len(items)], reference=f"{number:03d}-{SCRIPT}-{'9' * 8}"[:40])
        for number in range(count)
    )
