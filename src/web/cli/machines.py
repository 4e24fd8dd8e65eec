"""Draws every state machine of the house."""

from importlib import import_module
from pathlib import Path

import click

from kernel.machine import Machine

MODULES: tuple[str, ...] = (
    "accounts.licences.states",
    "accounts.organisations.states",
    "accounts.people.states",
    "cases.deadlines.states",
    "cases.desk.states",
    "cases.proceedings.states",
    "documents.vault.states",
    "marketplace.settlement.states",
    "payments.ledger.states",
    "marketplace.tapes.states",
    "marketplace.listings.states",
    "marketplace.bids.states",
)
"""Modules that hold a machine."""

DRAWN = Path(__file__).resolve().parents[3] / "docs" / "machines"


def drawings() -> dict[str, str]:
    """File name → Markdown page with the diagram."""
    found = [one for name in MODULES for one in vars(import_module(name)).values() if isinstance(one, Machine)]
    return {f"{one.name}.md": f"# {one.name}\n\n```mermaid\n{one.mermaid()}```\n" for one in found}


@click.command()
def machines() -> None:
    """Write docs/machines/, one page a machine. CI fails when they differ from the code."""
    DRAWN.mkdir(parents=True, exist_ok=True)
    for name, page in drawings().items():
        (DRAWN / name).write_text(page)
        click.echo(f"drew {name}")
