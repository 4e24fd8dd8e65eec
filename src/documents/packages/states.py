"""A package's life: made by a job, fetched while it lasts."""

from enum import StrEnum

from kernel.machine import Machine


class PackageStatus(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


PACKAGES = Machine(
    "document_packages",
    PackageStatus,
    [
        ("make", {PackageStatus.WAITING}, PackageStatus.READY),
        ("fail", {PackageStatus.WAITING}, PackageStatus.FAILED),
        ("expire", {PackageStatus.READY}, PackageStatus.EXPIRED),
    ],
)
