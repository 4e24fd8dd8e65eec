"""One portfolio taken through the whole house, and the four subjects who try its addresses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import asyncpg

from cases.answers.matching import match_file
from cases.answers.reading import read_file
from cases.answers.taking_in import take_in
from cases.bundles.queries import case_papers
from cases.correspondence.addresses import make_address
from cases.correspondence.receiving import receive_papers
from cases.deliveries.commands import deliver_archive
from cases.deliveries.taking_in import take_in_delivery
from cases.desk.exhibits import Upload
from cases.erasure.commands import open_request
from cases.parties.commands import Ground
from cases.submissions.accounts import enter_account
from documents.bundles.commands import Entry, order_bundle
from documents.bundles.commands import Wanted as WantedBundle
from documents.packages.commands import order_package
from documents.retention.destroying import propose
from documents.retention.holds import place_hold
from documents.search.queries import Asked, search
from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from kernel.settings import Settings
from tests.builders.accounts import a_member, an_organisation
from tests.builders.files import a_pdf, a_zip
from tests.builders.papers import a_paper
from tests.builders.receipts import Paid, bring_rows
from tests.cases.answers.feedback import defence
from tests.web.client import Browser, browser
from web.demo.cast import Cast
from web.demo.run import Wanted, demonstrate
from web.demo.story import Story

OBSERVER = "observer"
EVERY_ROLE = ("administrator", "seller", "buyer", "lawyer")
OWNER_OF = {
    "tapes": "seller",
    "listings": "seller",
    "bids": "seller",
    "sales": "buyer",
    "lots": "buyer",
    "market": "buyer",
    "privacy": "buyer",
    "organisations": "operator",
    "organisation": "buyer",
    "portfolios": "buyer",
    "charges": "operator",
    "readings": "operator",
    "operations": "operator",
    "copies": "operator",
    "deliveries": "buyer",
    "erasures": "buyer",
    "holds": "buyer",
    "retention": "buyer",
}
"""Whose member tries an address, by its first part; the law firm's for all others."""


@dataclass(frozen=True, slots=True)
class World:
    cast: Cast
    ids: dict[str, UUID]
    canaries: frozenset[str]
    stranger: Actor
    observers: dict[str, Actor]
    holders: dict[str, Actor]

    def subject(self, kind: str, path: str) -> Actor | None:
        first = path.strip("/").removeprefix("api/").partition("/")[0]
        house = OWNER_OF.get(first, "lawyer")
        if kind == "anonymous":
            return None
        if kind == "stranger":
            return self.stranger
        return self.observers[house] if kind == "member" else self.holders[house]

    def fill(self, path: str) -> str:
        """The path with this world's own ids; words for what is no id."""
        for name, value in self.ids.items():
            path = path.replace(f"{{{name}:uuid}}", str(value))
        words = {"verb": "vet", "what": "withdraw", "suffix": "csv", "name": "unknown.ics", "token": "unknown"}
        words |= {"procedure": "monitorio", "paper": "monitorio_petition"}
        words |= {"jurisdiction": "es", "level": "rows", "channel": "sdt"}
        for name, word in words.items():
            path = path.replace(f"{{{name}:str}}", word)
        path = path.replace("{row_no:int}", "1").replace("{number:int}", "0")
        return path.replace("{file_path:path}", "nothing.css").replace("{path:str}", "nothing")


async def build_world(settings: Settings) -> World:
    """Runs the demonstration on sixty rows and adds a stranger with every role, and members with no right at all."""
    told, cast = await demonstrate(Wanted(rows=60, filings=2), Story(quiet=True))
    await _a_delivery(cast.buyer.actor)
    await _papers_at_their_end(cast.buyer.actor)
    await _a_bundle(cast.lawyer.actor)
    await _a_package(cast.lawyer.actor)
    await bring_rows(cast.lawyer.actor, Paid(payer="Nobody Known"))
    await make_address(Actor.system(cast.lawyer.actor.organisation))
    await _an_answer(cast.lawyer.actor)
    await receive_papers(cast.lawyer.actor, [Upload("auto.pdf", a_pdf())], said="", received_on=date(2026, 1, 7))
    owner = await asyncpg.connect(settings.migrations_url)
    try:
        await owner.execute("INSERT INTO roles VALUES ($1, 'may do nothing')", OBSERVER)
        await _a_court_file(owner, cast.lawyer.actor)
        ids = {name: await owner.fetchval(sql) for name, sql in IDS.items()}
        rows = await owner.fetch(
            "SELECT name AS text FROM parties UNION SELECT reference FROM claims UNION SELECT title FROM documents"
        )
    finally:
        await owner.close()
    assert told.filings_sealed
    houses = {name: getattr(cast, name).actor.organisation for name in ("seller", "buyer", "lawyer", "operator")}
    other = await an_organisation(kinds=("seller", "purchaser", "servicer", "law_firm"), name="Nosy Capital")
    return World(
        cast=cast,
        ids={name: value or new_id() for name, value in ids.items()},
        canaries=frozenset(row["text"] for row in rows if row["text"] and len(row["text"]) > 5),
        stranger=await a_member(organisation_id=other, roles=EVERY_ROLE),
        observers={name: await a_member(organisation_id=house, roles=(OBSERVER,)) for name, house in houses.items()},
        holders={
            name: await a_member(
                organisation_id=house, roles=("administrator", "operator") if name == "operator" else EVERY_ROLE
            )
            for name, house in houses.items()
        },
    )


async def _an_answer(lawyer: Actor) -> None:
    """What a court says of a claim that nobody knows, waiting in the firm's tray."""
    file_id = await take_in(lawyer, "sdt", defence("1AA00009"))
    system = Actor.system(lawyer.organisation)
    await read_file(system, file_id)
    await match_file(system, file_id)


async def _a_court_file(owner: asyncpg.Connection, lawyer: Actor) -> None:
    """A file of the firm's that waits for its fee, with one filing in it."""
    firm_id = lawyer.organisation
    account = await enter_account(lawyer, "sdt", {"customer_id": "12345678", "target": "mcol"})
    batch, submission = new_id(), new_id()
    filing = await owner.fetchrow("SELECT * FROM filings WHERE firm_organisation_id = $1 LIMIT 1", firm_id)
    await owner.execute(
        "INSERT INTO submission_batches (id, organisation_id, firm_organisation_id, channel, filings, status,"
        " progress_id, ordered_at) VALUES ($1, $2, $3, 'sdt', 1, 'made', $1, now())",
        batch,
        filing["organisation_id"],
        firm_id,
    )
    await owner.execute(
        "INSERT INTO submissions (id, batch_id, organisation_id, firm_organisation_id, account_id, channel, connector,"
        " reference, name, document_id, parts, controls, fee_minor, currency, without_fee, status, made_at)"
        " VALUES ($1, $2, $3, $4, $5, 'sdt', 'drop', 'R261122-0123456789-1', 'file.xml', $6, 1, '[]', 0, 'GBP', 1,"
        " 'ready', now())",
        submission,
        batch,
        filing["organisation_id"],
        firm_id,
        account,
        filing["document_id"],
    )
    await owner.execute(
        "INSERT INTO submission_parts (id, batch_id, chunk, submission_id, filing_id, case_id, organisation_id,"
        " firm_organisation_id, request_id, outcome) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, 'AaIEA1GWffmhwEvJxtHJwA',"
        " 'ready')",
        new_id(),
        batch,
        submission,
        filing["id"],
        filing["case_id"],
        filing["organisation_id"],
        firm_id,
    )


async def _a_bundle(lawyer: Actor) -> None:
    """A bundle of a case's papers, ordered and not made yet."""
    async with db.transaction(lawyer):
        case_id = await db.fetch_value("SELECT case_id FROM filings ORDER BY id LIMIT 1")
    case, papers = await case_papers(lawyer, case_id)
    entries = [Entry(one.id, one.kind, one.title) for one in papers[:1]]
    firm_id = case.firm_organisation_id
    wanted = WantedBundle(
        "case", case.id, case.organisation_id, firm_id, case.country, "Bundle", case.reference, entries
    )
    await order_bundle(replace(lawyer, permissions=lawyer.permissions | {"documents.bundle"}), wanted)


async def _a_package(reader: Actor) -> None:
    """Documents ordered together that no job has put together yet."""
    found = await search(reader, Asked(), most=2)
    await order_package(reader, [one.shown.id for one in found.hits], form="zip", title="Ordered")


async def _a_delivery(owner: Actor) -> None:
    """Papers that nobody can tell whose they are, waiting in the owner's tray."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "papers.zip"
        archive.write_bytes(a_zip(**{"scan.pdf": a_pdf("whose?")}))
        delivery_id = await deliver_archive(owner, archive, name="papers", sale_id=None)
    async with db.transaction(owner):
        progress_id = await db.fetch_value("SELECT id FROM progress WHERE subject_id = $1", delivery_id)
    await take_in_delivery(Actor.system(owner.organisation), delivery_id, progress_id)


async def _papers_at_their_end(owner: Actor) -> None:
    """A paper under a hold, one whose destruction is proposed, and a person who asks to be erased."""
    administrator = replace(owner, permissions=frozenset({"*"}))
    held, over = [await a_paper(owner, title=title) for title in ("Held paper", "Paper that is over")]
    await place_hold(administrator, "document", held, reason="The regulator asked")
    await propose(administrator, "retention", [(over, "other", None, date(2026, 1, 1))])
    async with db.transaction(owner):
        party_id = await db.fetch_value(
            "SELECT id FROM parties WHERE organisation_id = $1 ORDER BY id DESC LIMIT 1", owner.organisation
        )
    await open_request(administrator, party_id, ground=Ground.OBJECTION, asked_on=date(2026, 1, 1))


IDS = {
    "package_id": "SELECT id FROM document_packages LIMIT 1",
    "bundle_id": "SELECT id FROM bundles LIMIT 1",
    "signing_id": "SELECT id FROM signing_batches LIMIT 1",
    "submission_id": "SELECT id FROM submissions LIMIT 1",
    "lodging_id": "SELECT id FROM submission_batches LIMIT 1",
    "part_id": "SELECT id FROM submission_parts LIMIT 1",
    "legal_hold_id": "SELECT id FROM legal_holds LIMIT 1",
    "destruction_id": "SELECT id FROM destructions LIMIT 1",
    "erasure_id": "SELECT id FROM erasure_requests LIMIT 1",
    "delivery_id": "SELECT id FROM deliveries LIMIT 1",
    "delivered_id": "SELECT id FROM delivered_files LIMIT 1",
    "tape_id": "SELECT id FROM tapes LIMIT 1",
    "listing_id": "SELECT id FROM listings LIMIT 1",
    "lot_id": "SELECT id FROM lots LIMIT 1",
    "bid_id": "SELECT id FROM bids WHERE rank = 1",
    "sale_id": "SELECT id FROM sales LIMIT 1",
    "case_id": "SELECT case_id FROM filings ORDER BY id LIMIT 1",
    "party_id": "SELECT p.id FROM parties p JOIN cases k USING (claim_id) JOIN filings f ON f.case_id = k.id"
    " ORDER BY f.id, p.id LIMIT 1",
    "charge_id": "SELECT id FROM charges ORDER BY id LIMIT 1",
    "filing_id": "SELECT id FROM filings ORDER BY id LIMIT 1",
    "batch_id": "SELECT batch_id FROM filings ORDER BY id LIMIT 1",
    "event_id": "SELECT event_id FROM chain_links ORDER BY event_id LIMIT 1",
    "deadline_id": "SELECT id FROM deadlines WHERE kind = 'procedure' ORDER BY id LIMIT 1",
    "document_id": "SELECT document_id FROM filings WHERE document_id IS NOT NULL ORDER BY id LIMIT 1",
    "hearing_id": "SELECT id FROM hearings LIMIT 1",
    "instruction_id": "SELECT id FROM instructions WHERE status = 'accepted' ORDER BY id LIMIT 1",
    "interest_id": "SELECT id FROM conflict_interests ORDER BY id LIMIT 1",
    "request_id": "SELECT id FROM authority_requests LIMIT 1",
    "report_id": "SELECT id FROM instruction_reports LIMIT 1",
    "task_id": "SELECT id FROM case_tasks LIMIT 1",
    "order_id": "SELECT subject_id FROM progress WHERE what = 'bulk step' LIMIT 1",
    "team_id": "SELECT id FROM teams LIMIT 1",
    "absence_id": "SELECT id FROM absences LIMIT 1",
    "strategy_id": "SELECT id FROM strategies LIMIT 1",
    "filter_id": "SELECT id FROM saved_filters LIMIT 1",
    "paper_id": "SELECT id FROM incoming_papers LIMIT 1",
    "answer_id": "SELECT id FROM court_answers LIMIT 1",
    "answer_file_id": "SELECT id FROM court_answer_files LIMIT 1",
    "address_id": "SELECT id FROM post_addresses LIMIT 1",
    "exhibit_id": "SELECT id FROM case_exhibits ORDER BY id LIMIT 1",
    "hold_id": "SELECT id FROM case_holds ORDER BY id LIMIT 1",
    "signatory_id": "SELECT id FROM signatories LIMIT 1",
    "licence_id": "SELECT l.id FROM licences l JOIN organisations o ON o.id = l.organisation_id"
    " WHERE 'law_firm' = ANY (o.kinds) LIMIT 1",
    "mandate_id": "SELECT id FROM mandates LIMIT 1",
    "organisation_id": "SELECT id FROM organisations WHERE 'law_firm' = ANY (kinds) ORDER BY created_at LIMIT 1",
    "person_id": "SELECT m.person_id FROM memberships m JOIN organisations o ON o.id = m.organisation_id"
    " WHERE 'law_firm' = ANY (o.kinds) LIMIT 1",
    "token_id": "SELECT id FROM api_tokens LIMIT 1",
    "file_id": "SELECT id FROM receipt_files LIMIT 1",
    "receipt_id": "SELECT id FROM receipts LIMIT 1",
    "invitation_id": "SELECT id FROM invitations LIMIT 1",
}


@asynccontextmanager
async def trying(actor: Actor | None, site: Any) -> AsyncIterator[Browser]:
    async with browser(actor, site=site) as client:
        yield client
