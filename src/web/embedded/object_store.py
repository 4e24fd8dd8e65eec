"""The private object store as its users see it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import urllib3
from minio import Minio
from minio.error import MinioException


class Keys(msgspec.Struct, frozen=True):
    """What opens the store: the S3 key pair, and the key that wraps SSE-S3's (64 hex digits)."""

    access_key: str
    secret_key: str
    encryption_key: str

    def gateway(self) -> dict[str, object]:
        """The S3 gateway's configuration: one identity that may do everything, nobody anonymous."""
        pair = {"accessKey": self.access_key, "secretKey": self.secret_key}
        return {"identities": [{"name": "recourse", "credentials": [pair], "actions": ["Admin"]}]}


@dataclass(frozen=True)
class ObjectStore:
    """A running S3 server. `owned` is true in the process that started it; only that one stops it."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    owned: bool
    _stopper: Callable[[], None] = field(repr=False, compare=False)

    def stop(self) -> None:
        if self.owned:
            self._stopper()


def answers(address: str, keys: Keys, *, secure: bool = False) -> bool:
    """True when an S3 server at host:port takes these keys."""
    patience = urllib3.PoolManager(timeout=urllib3.Timeout(2.0), retries=False)
    client = Minio(
        endpoint=address,
        access_key=keys.access_key,
        secret_key=keys.secret_key,
        secure=secure,
        region="us-east-1",
        http_client=patience,
    )
    try:
        client.list_buckets()
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ValueError):
        return False
    return True
