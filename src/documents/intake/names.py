"""Names of files as others send them."""

import unicodedata

from documents.intake.faults import NotTaken

LONGEST = 120
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Characters that are not seen, or turn what is seen around: a name must read as what it is."""


def plain_name(sent: str, endings: tuple[str, ...]) -> str:
    """The last part of a name, ending in one of `endings` (the first is added where none stands).

    NotTaken for a name that climbs out of its folder or hides characters.
    """
    if any(unicodedata.category(letter) in UNSEEN for letter in sent):
        shown = "".join("\ufffd" if unicodedata.category(letter) in UNSEEN else letter for letter in sent)
        raise NotTaken("name", "The file's name holds characters that are not seen. Rename it.", value=shown[:LONGEST])
    parts = unicodedata.normalize("NFC", sent).replace("\\", "/").split("/")
    if ".." in parts:
        raise NotTaken("name", "The file's name leads out of its folder. Rename it.", value=sent[:LONGEST])
    name = parts[-1].strip().strip(".").strip() or "document"
    ending = next((one for one in endings if name.lower().endswith(one)), "")
    stem = name[: len(name) - len(ending)] if ending else name
    return stem[: LONGEST - len(ending or endings[0])] + (ending or endings[0])
