from marketplace.tapes.checks.check import Checked, check
from marketplace.tapes.checks.twins import Twins, twins

__all__ = ["Checked", "Twins", "check", "twins"]
