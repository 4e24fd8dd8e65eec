"""From checked rows to claims, items, parties, titles and proceedings: all of a tape in one transaction, or none."""

from marketplace.tapes.acceptance.accept import AcceptedTape, accept_tape

__all__ = ["AcceptedTape", "accept_tape"]
