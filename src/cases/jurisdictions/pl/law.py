"""The law of this folder, read once: what the papers and the channel of the e-court reckon by."""

from pathlib import Path

from cases.jurisdictions.folder import open_folder

FOLDER = Path(__file__).parent
LAW = open_folder(FOLDER, zone="Europe/Warsaw")
