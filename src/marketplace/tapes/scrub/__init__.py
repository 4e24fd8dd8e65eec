"""What keeps a debt from being sold, found before the sale and treated as the seller's policy says."""

from marketplace.tapes.scrub.policy import GROUNDS, ScrubPolicy, Treatment, load_policy
from marketplace.tapes.scrub.report import GroundFound, ScrubReport

__all__ = ["GROUNDS", "GroundFound", "ScrubPolicy", "ScrubReport", "Treatment", "load_policy"]
