"""A licence is claimed by its holder and verified by the operator. Whether it has expired is a matter of dates."""

from enum import StrEnum

from kernel.machine import Machine


class LicenceStatus(StrEnum):
    CLAIMED = "claimed"
    VERIFIED = "verified"
    REVOKED = "revoked"


LICENCES = Machine(
    "licences",
    LicenceStatus,
    [
        ("verify", {LicenceStatus.CLAIMED}, LicenceStatus.VERIFIED),
        ("revoke", {LicenceStatus.CLAIMED, LicenceStatus.VERIFIED}, LicenceStatus.REVOKED),
    ],
)
