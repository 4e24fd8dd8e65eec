"""What happened to the platform's key."""

from kernel.facts import Fact


class KeysRewrapped(Fact, kind="house:keys:rewrapped"):
    """`key_sha256`: of the name of the key that wraps now; `left`: values that no key here opens."""

    SAYS = "Keys were wrapped anew under the platform's key: %(count)s"
    key_sha256: str
    count: int
    left: int
