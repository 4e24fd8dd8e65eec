"""What the scanner said of a document that lay in the vault already."""

from kernel.facts import Fact


class DocumentScanned(Fact, kind="intake:document:scanned"):
    scan: str
