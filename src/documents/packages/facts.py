"""Who ordered which documents at once, and who took them away. The custody of each document in them names it too."""

from kernel.facts import Fact


class PackageOrdered(Fact, kind="packages:package:ordered"):
    SAYS = "Documents were ordered together: %(count)s"
    count: int
    digest: str


class PackageMade(Fact, kind="packages:package:made"):
    """`digest` is the SHA-256 over the documents' hashes in order, `sha256` that of the file."""

    SAYS = "Documents were put together into one file: %(count)s, left out %(left_out)s"
    count: int
    left_out: int
    digest: str
    sha256: str


class PackageFetched(Fact, kind="packages:package:fetched"):
    SAYS = "Documents put together were downloaded: %(count)s"
    count: int


class PackageExpired(Fact, kind="packages:package:expired"):
    SAYS = "A file of documents put together was destroyed: its time was over"
    count: int
