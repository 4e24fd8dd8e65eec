"""A Swedish case file with valid defaults, ready for the notice, the demand, the application and the hand-over."""

from cases.studio.samples.swedish import swedish_case, swedish_debtor, swedish_item

__all__ = ["swedish_case", "swedish_debtor", "swedish_item"]
