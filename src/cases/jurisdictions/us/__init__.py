"""United States: bare counting for one published example; no law. See LAW.md."""

from pathlib import Path

from cases.jurisdictions.folder import open_instrument

FOLDER = Path(__file__).parent
LAW = open_instrument(FOLDER, zone="America/New_York")

__all__ = ["FOLDER", "LAW"]
