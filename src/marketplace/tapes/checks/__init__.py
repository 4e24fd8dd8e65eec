from marketplace.tapes.checks.check import Checked, check
from marketplace.tapes.checks.outliers import Sampling
from marketplace.tapes.checks.twins import Twins, twins

__all__ = ["Checked", "Sampling", "Twins", "check", "twins"]
