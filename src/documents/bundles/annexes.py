"""The name of an annex that is filed as a file of its own, as a court's portal wants it.

Spain refuses a single PDF of all annexes and wants one file each, named by ordinal, class and short description
(RD 1065/2015, annex IV points 6, 8). No stamp is put on them, which would break their signatures; scans alone get words
to search.
"""

import re
import unicodedata


def annex_name(number: int, kind: str, title: str, extension: str) -> str:
    """`03 Factura - Factura 2024 0017 de marzo.pdf`: plain letters only, so that every portal keeps the name."""
    return f"{number:02} {_plain(kind, 36)} - {_plain(title, 60)}{extension.lower()}"


def _plain(text: str, longest: int) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_UNFOLDED)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.]+", " ", folded).split()
    shortened = " ".join(filter(None, (word.strip(".") for word in words)))[:longest].rstrip(" .")
    return shortened or "sin titulo"


_UNFOLDED = str.maketrans({"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae"})
