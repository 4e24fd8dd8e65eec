"""One app over all tables, with one linear history in `migrations/`."""

import sys
from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

# Migrations import their neighbour by the folder's name, wherever the process was started.
if str(MIGRATIONS.parent) not in sys.path:
    sys.path.append(str(MIGRATIONS.parent))

TABLE_MODULES = [
    "kernel.tables",
    "accounts.organisations.tables",
    "accounts.people.tables",
    "accounts.mandates.tables",
    "accounts.licences.tables",
    "accounts.sessions.tables",
    "documents.vault.tables",
    "documents.proofs.tables",
    "documents.intake.tables",
    "documents.readings.tables",
    "documents.text.tables",
    "documents.packages.tables",
    "documents.retention.tables",
    "documents.signatures.tables",
    "documents.conversion.tables",
    "documents.bundles.tables",
    "payments.ledger.tables",
    "payments.inbox.tables",
    "cases.claims.tables",
    "cases.correspondence.tables",
    "cases.parties.tables",
    "cases.preflight.tables",
    "cases.desk.tables",
    "cases.teams.tables",
    "cases.agenda.tables",
    "cases.instructions.tables",
    "cases.proceedings.tables",
    "cases.strategies.tables",
    "cases.studio.tables",
    "cases.submissions.tables",
    "cases.deliveries.tables",
    "cases.erasure.tables",
    "cases.deadlines.tables",
    "cases.answers.tables",
    "cases.receipts.tables",
    "marketplace.tapes.tables",
    "marketplace.listings.tables",
    "marketplace.diligence.tables",
    "marketplace.bids.tables",
    "marketplace.settlement.tables",
]

APP_CONFIG = AppConfig(
    app_name="recourse",
    migrations_folder_path=str(MIGRATIONS),
    table_classes=table_finder(TABLE_MODULES),
)
