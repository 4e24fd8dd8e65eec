"""The price of the sale, or the claim's share of it, in anything that would go to the court or the debtor.

What was paid for a claim is no business of its debtor. The finding names the document and never the amount: a firm that
works the case does not know it either.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from cases.desk.reach import CaseAtHand, for_owner
from cases.jurisdictions.contract import CaseFile, Missing
from cases.preflight.amounts_in_text import amounts_in
from cases.preflight.owners import as_owner
from cases.proceedings.case_file import Assembled
from cases.proceedings.case_rows import ExhibitRow, exhibits_of
from documents.text.queries import WAITING, TextShown, texts_of, waiting_of
from kernel import db
from kernel.actor import Actor
from kernel.money import minor_digits

LEAST = 1000
"""Minor units below which a share is told from no other number: a fee of 3.50 may stand in any contract."""
FACT = "price in the papers"
UNREAD = "text not read yet"


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes with a case, as far as it was read. `unread` are documents whose text waits to be read; `unseen` says
    of others what in them no reader found, such as a picture's words.
    """

    faults: tuple[Missing, ...]
    documents: tuple[ExhibitRow, ...]
    unread: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def waits(self) -> Iterator[Missing]:
        """For what takes the documents along: nobody knows yet what they show. What becomes of the paper once they were
        read is told by whoever waits with it.
        """
        for title in self.unread:
            yield Missing(
                UNREAD,
                f"“{title}” was not read yet, so nobody knows whether it shows what was paid for the claim: no paper"
                " leaves with it before. It is read by itself within minutes; there is nothing to do for that.",
                "documents",
            )


async def packs_of(actor: Actor, assembled: Sequence[Assembled]) -> dict[UUID, Pack]:
    """By case, in the open transaction."""
    cases = [one.case for one in assembled]
    paid = await _paid(actor, cases)
    exhibits = await exhibits_of([case.id for case in cases])
    answered = await _answered([case.id for case in cases])
    going = {case.id: tuple(exhibits.get(case.id, [])) for case in cases}
    wanted = {one.document_id for case in cases if paid.get(case.claim_id) for one in going[case.id]}
    texts = await texts_of(actor, sorted(wanted)) if wanted else {}
    ours = await _printed_here(wanted)
    digits = {one.file.currency: minor_digits(one.file.currency) for one in assembled}
    amounts = {(one, many): amounts_in(texts[one].pages, digits=many) for one in texts for many in {*digits.values()}}
    return {
        one.case.id: _pack(
            one,
            paid.get(one.case.claim_id, set()),
            going[one.case.id],
            texts,
            {document: amounts[document, digits[one.file.currency]] for document in texts},
            answered.get(one.case.id, set()),
            ours,
        )
        for one in assembled
    }


def _pack(
    one: Assembled,
    paid: set[int],
    going: tuple[ExhibitRow, ...],
    texts: dict[UUID, TextShown],
    amounts: dict[UUID, set[int]],
    answered: set[UUID],
    ours: set[UUID],
) -> Pack:
    # What is owed may by chance be what was paid; that it is owed must be said.
    secret = {amount for amount in paid if amount >= LEAST} - set(owed(one.file))
    faults = [
        Missing(
            FACT,
            f"“{document.title}” shows an amount that was paid for the claim, or for all that were bought with it. Take"
            " it out, or put a masked copy in its place.",
            "documents",
        )
        for document in going
        if document.document_id not in answered and amounts.get(document.document_id, set()) & secret
    ]
    if secret and amounts_in([*_words(one.file), *_house_words(one)], digits=minor_digits(one.file.currency)) & secret:
        sentence = (
            "The paper itself would name an amount paid for the claim: see particulars, title, deeds, signatory and"
            " letterhead."
        )
        faults.append(Missing(FACT, sentence, "court"))
    doubtful = [(d.title, texts[d.document_id]) for d in going if d.document_id in texts.keys() - answered - ours]
    if not secret:
        doubtful = []
    unread = tuple(title for title, text in doubtful if text.state == WAITING)
    unseen = tuple(f"“{title}”: {text.unseen}" for title, text in doubtful if text.state != WAITING and text.unseen)
    return Pack(tuple(faults), going, unread, unseen)


async def showing_price(
    actor: Actor, assembled: Sequence[Assembled], documents: Mapping[UUID, Mapping[UUID, str]]
) -> tuple[list[str], list[str]]:
    """Of these documents, their titles by case and id: of those that show an amount paid for the case's claim, and of
    those that nobody read yet. What somebody answered for is in neither.
    """
    paid = await _paid(actor, [one.case for one in assembled])
    answered = await _answered([one.case.id for one in assembled])
    asked: list[tuple[Mapping[UUID, str], set[int], int]] = []
    for one in assembled:
        told = answered.get(one.case.id, set())
        looked = {found: title for found, title in documents[one.case.id].items() if found not in told}
        secret = {amount for amount in paid.get(one.case.claim_id, set()) if amount >= LEAST} - set(owed(one.file))
        asked.append((looked, secret, minor_digits(one.file.currency)))
    return await _showing(actor, asked)


async def showing_any_price(actor: Actor, documents: Mapping[UUID, tuple[UUID, str]]) -> tuple[list[str], list[str]]:
    """As `showing_price`, of documents that belong to no case: what was paid in any sale of the organisation by it.

    Only for a document the actor was shown to reach.
    """
    asked: list[tuple[Mapping[UUID, str], set[int], int]] = []
    for owner_id in {owner_id for owner_id, _ in documents.values()}:
        mine = {found: title for found, (owner, title) in documents.items() if owner == owner_id}
        async with db.transaction(for_owner(actor, owner_id), as_system=True):
            rows = await db.fetch(
                "SELECT currency, price_minor AS price, adjusted_price_minor AS adjusted FROM sales"
                " WHERE buyer_organisation_id = $1 OR seller_organisation_id = $1",
                owner_id,
            )
        for digits in {minor_digits(row["currency"]) for row in rows}:
            amounts = {
                amount
                for row in rows
                for amount in (row["price"], row["adjusted"])
                if minor_digits(row["currency"]) == digits and amount and amount >= LEAST
            }
            asked.append((mine, amounts, digits))
    return await _showing(actor, asked)


async def _showing(
    actor: Actor, asked: Sequence[tuple[Mapping[UUID, str], set[int], int]]
) -> tuple[list[str], list[str]]:
    """Of documents, amounts that stay secret, and the digits after the comma of their currency."""
    wanted = {found for documents, secret, _ in asked if secret for found in documents}
    texts = await texts_of(actor, sorted(wanted))
    waiting = {found for found, text in texts.items() if text.state == WAITING}
    unread = waiting - await _printed_here(waiting)
    priced = {
        found
        for documents, secret, digits in asked
        for found in documents.keys() & texts.keys()
        if amounts_in(texts[found].pages, digits=digits) & secret
    }
    titles = {found: title for documents, _, _ in asked for found, title in documents.items()}
    return [titles[one] for one in titles if one in priced], [titles[one] for one in titles if one in unread]


async def cases_unread(case_ids: Sequence[UUID]) -> set[UUID]:
    """Those with a document that still waits to be read and that nobody answered for, in the open transaction."""
    exhibits, answered = await exhibits_of(case_ids), await _answered(case_ids)
    going = {case_id: {one.document_id for one in rows} for case_id, rows in exhibits.items()}
    documents = set().union(*going.values())
    waiting = await waiting_of(sorted(documents)) - await _printed_here(documents)
    return {case_id for case_id, mine in going.items() if (mine - answered.get(case_id, set())) & waiting}


async def _printed_here(document_ids: Collection[UUID]) -> set[UUID]:
    """Papers that the house printed from the rows of a claim or a case: no price is among these rows. A deed, which
    has one, is a paper of its sale.
    """
    rows = await db.fetch(
        "SELECT d.id FROM documents d JOIN document_versions v ON v.document_id = d.id WHERE d.id = ANY($1)"
        " AND d.subject_kind IN ('claim', 'case') GROUP BY d.id HAVING bool_and(v.source_digest IS NOT NULL)",
        list(document_ids),
    )
    return {row["id"] for row in rows}


async def _paid(actor: Actor, cases: Sequence[CaseAtHand]) -> dict[UUID, set[int]]:
    """By claim, every amount that would tell what was paid for it: its share, and the price of the whole sale."""
    found: dict[UUID, set[int]] = {}
    async for _, mine in as_owner(actor, cases):
        rows = await db.fetch(
            "SELECT x.claim_id, x.price_minor AS share, s.price_minor AS price, s.adjusted_price_minor AS adjusted"
            " FROM sale_claims x JOIN sales s ON s.id = x.sale_id WHERE x.claim_id = ANY($1)"
            " AND x.dropped_reason IS NULL",
            mine,
        )
        for row in rows:
            amounts = {row["share"], row["price"], row["adjusted"]} - {None, 0}
            found.setdefault(row["claim_id"], set()).update(amounts)
    return found


async def _answered(case_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for row in await db.fetch(
        "SELECT case_id, document_id FROM preflight_answers WHERE case_id = ANY($1)", list(case_ids)
    ):
        found.setdefault(row["case_id"], set()).add(row["document_id"])
    return found


def owed(file: CaseFile) -> Iterator[int]:
    """The amounts that a paper must name."""
    yield from (one.minor for one in (file.principal, file.interest, file.costs, file.payments, file.total))
    yield from (item.amount.minor for item in file.items)
    yield from (item.interest.total.minor for item in file.items if item.interest is not None)


def _words(file: CaseFile) -> Iterator[str]:
    """What people wrote; amounts, days and rates are reckoned."""
    yield from _texts(
        msgspec.to_builtins((file.title, file.particulars, file.exhibits, file.pre_action, file.signatory))
    )


def _house_words(one: Assembled) -> Iterator[str]:
    """The letterhead's own words and clauses, whichever paper they are for."""
    if one.house is not None:
        yield from (*one.house.sender, one.house.footer, *(clause.text for clause in one.house.clauses))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
