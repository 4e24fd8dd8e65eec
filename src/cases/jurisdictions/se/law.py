"""The law of this folder, read once: what its papers and its procedure reckon by."""

from pathlib import Path

from cases.jurisdictions.folder import open_folder

FOLDER = Path(__file__).parent
LAW = open_folder(FOLDER, zone="Europe/Stockholm")
