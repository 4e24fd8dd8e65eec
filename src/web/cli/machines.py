"""Draws every state machine of the house."""

from enum import StrEnum
from importlib import import_module
from pathlib import Path

import click

from cases.law.procedure_pages import described
from kernel.machine import Machine

MODULES: tuple[str, ...] = (
    "accounts.licences.states",
    "accounts.organisations.states",
    "accounts.people.states",
    "cases.answers.states",
    "cases.agenda.states",
    "cases.correspondence.states",
    "cases.deadlines.states",
    "cases.deliveries.states",
    "cases.erasure.states",
    "cases.desk.states",
    "cases.instructions.states",
    "cases.jurisdictions.de.mahnverfahren",
    "cases.jurisdictions.es.monitorio",
    "cases.jurisdictions.eu.european_order",
    "cases.jurisdictions.gb_ew.money_claim",
    "cases.jurisdictions.pl.electronic_order",
    "cases.jurisdictions.pl.suit",
    "cases.jurisdictions.se.payment_order",
    "cases.proceedings.states",
    "cases.receipts.states",
    "cases.strategies.states",
    "cases.submissions.states",
    "documents.vault.states",
    "documents.packages.states",
    "documents.retention.states",
    "documents.bundles.states",
    "documents.signatures.states",
    "marketplace.bids.states",
    "marketplace.diligence.states",
    "marketplace.listings.states",
    "marketplace.settlement.states",
    "marketplace.tapes.states",
    "payments.ledger.states",
)
"""Modules that hold a machine."""

DRAWN = Path(__file__).resolve().parents[3] / "docs" / "machines"


def every_machine() -> list[Machine[StrEnum]]:
    """The machines of all modules, each once."""
    found = (one for name in MODULES for one in vars(import_module(name)).values() if isinstance(one, Machine))
    return list({one.name: one for one in found}.values())


def drawings() -> dict[str, str]:
    """File name → Markdown page with the diagram; for a procedure of courts, with who acts next and what it sets."""
    told = described()
    return {
        f"{one.name}.md": f"# {one.name}\n\n```mermaid\n{one.mermaid()}```\n"
        + (f"\n{told[one.name]}" if one.name in told else "")
        for one in every_machine()
    }


@click.command()
def machines() -> None:
    """Write docs/machines/, one page a machine. A test fails when they differ from the code."""
    DRAWN.mkdir(parents=True, exist_ok=True)
    pages = drawings()
    for name, page in pages.items():
        (DRAWN / name).write_text(page)
        click.echo(f"drew {name}")
    for left in DRAWN.glob("*.md"):
        if left.name not in pages:
            left.unlink()
            click.echo(f"removed {left.name}")
