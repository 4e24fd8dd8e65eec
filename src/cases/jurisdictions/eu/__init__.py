"""European Union: the order for payment of Regulation 1896/2006 and Regulation 1182/71. What was read is in LAW.md."""

from pathlib import Path

from cases.jurisdictions.folder import open_instrument

FOLDER = Path(__file__).parent
LAW = open_instrument(FOLDER, zone="Europe/Brussels")

__all__ = ["FOLDER", "LAW"]
