"""Which connectors a channel has here: a person carries files always; a client only where its address is set."""

from cases.submissions.connectors.epu import EpuClient
from cases.submissions.connectors.sdt import SdtClient
from cases.submissions.connectors.seam import Connector
from kernel.errors import Refused
from kernel.settings import settings

DROP = "drop"
NAMES = {
    DROP: "A person carries the file and brings the receipt",
    SdtClient.code: "Secure Data Transfer, by its service",
    EpuClient.code: "e-court, by its service",
}


def connectors_of(channel: str) -> list[str]:
    """The codes that may be chosen for an account of the channel."""
    here = settings()
    addresses = {SdtClient.code: here.sdt_url, EpuClient.code: here.epu_url}
    return [DROP, *([channel] if addresses.get(channel) else [])]


def connector_named(code: str) -> Connector:
    """The client that carries files by this way. Refused where its address is not set on this platform."""
    here = settings()
    if code == SdtClient.code and here.sdt_url:
        return SdtClient(here.sdt_url)
    if code == EpuClient.code and here.epu_url:
        return EpuClient(here.epu_url)
    raise Refused(
        f"This platform has no way to the court by “{code}”: the operator sets its address, or carry the file."
    )
