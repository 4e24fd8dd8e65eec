"""Where the house is wired: every feature's pages, API and jobs, each named once."""

from importlib import import_module
from typing import Any

from kernel.mail import compose_with
from web import letters

compose_with(letters.compose)

JOBS: tuple[str, ...] = (
    "web.mailing",
    "web.sealing",
    "web.sweeping",
    "documents.vault.jobs",
    "documents.intake.jobs",
    "documents.text.jobs",
    "documents.packages.jobs",
    "documents.readings.jobs",
    "documents.retention.jobs",
    "documents.signatures.jobs",
    "documents.bundles.jobs",
    "accounts.sessions.jobs",
    "cases.deadlines.jobs",
    "cases.desk.jobs",
    "cases.proceedings.jobs",
    "cases.receipts.jobs",
    "cases.deliveries.jobs",
    "cases.instructions.jobs",
    "cases.erasure.jobs",
    "cases.strategies.jobs",
    "marketplace.settlement.jobs",
    "payments.inbox.jobs",
    "payments.jobs",
    "marketplace.tapes.jobs",
    "marketplace.bids.jobs",
    "marketplace.diligence.jobs",
    "marketplace.listings.jobs",
)
"""Modules whose import registers tasks with `kernel.jobs.task`."""

PAGES: tuple[str, ...] = (
    "web.home",
    "documents.vault.pages",
    "documents.vault.viewer_pages",
    "documents.search.pages",
    "documents.search.api",
    "documents.packages.pages",
    "documents.readings.pages",
    "documents.retention.pages",
    "documents.retention.hold_pages",
    "web.proving",
    "web.failed_jobs_pages",
    "web.keyring.pages",
    "cases.deadlines.worklist_pages",
    "cases.deadlines.pages",
    "cases.deadlines.api",
    "cases.deadlines.four_eyes_pages",
    "cases.law.api",
    "cases.claims.pages",
    "cases.claims.sheet_pages",
    "cases.claims.limitation_pages",
    "cases.parties.pages",
    "cases.erasure.pages",
    "cases.desk.worklist_pages",
    "cases.desk.bulk_pages",
    "cases.desk.pages",
    "cases.desk.saved_filter_pages",
    "cases.teams.pages",
    "cases.agenda.pages",
    "cases.agenda.task_pages",
    "cases.correspondence.pages",
    "cases.correspondence.address_pages",
    "cases.desk.onboarding_pages",
    "cases.instructions.pages",
    "cases.instructions.conflict_pages",
    "cases.instructions.report_pages",
    "cases.instructions.api",
    "cases.desk.api",
    "cases.proceedings.pages",
    "cases.proceedings.chain_pages",
    "cases.proceedings.api",
    "cases.proceedings.chain_api",
    "cases.proceedings.naming_pages",
    "cases.deadlines.four_eyes_api",
    "cases.strategies.pages",
    "cases.strategies.proposal_pages",
    "cases.strategies.api",
    "cases.deliveries.pages",
    "cases.deliveries.api",
    "cases.receipts.pages",
    "cases.receipts.api",
    "accounts.sessions.pages",
    "accounts.sessions.factor_pages",
    "accounts.sessions.token_pages",
    "accounts.sessions.api",
    "accounts.people.pages",
    "accounts.people.account_pages",
    "accounts.people.applying_pages",
    "accounts.people.resetting_pages",
    "accounts.organisations.pages",
    "accounts.licences.pages",
    "accounts.record.pages",
    "marketplace.tapes.pages",
    "marketplace.tapes.mapping_pages",
    "marketplace.tapes.scrub_pages",
    "marketplace.tapes.api",
    "web.mandate_pages",
    "marketplace.listings.pages",
    "marketplace.listings.anonymity_pages",
    "marketplace.diligence.pages",
    "marketplace.diligence.api",
    "marketplace.diligence.level_pages",
    "marketplace.diligence.level_api",
    "marketplace.bids.pages",
    "marketplace.bids.api",
    "marketplace.bids.deciding_api",
    "marketplace.listings.api",
    "marketplace.listings.anonymity_api",
    "marketplace.settlement.pages",
    "marketplace.settlement.api",
    "payments.pages",
    "payments.inbox.api",
)
"""Modules that publish `ROUTES`, a tuple of Litestar handlers and routers."""


def load_jobs() -> None:
    for name in JOBS:
        import_module(name)


def routes() -> list[Any]:
    return [route for name in PAGES for route in import_module(name).ROUTES]
