"""What can go wrong between us and the object store, each with its sentence."""

import urllib3
from minio.error import MinioException, S3Error

from kernel.errors import NotFound, Problem, Refused, Unavailable

_ABSENT = frozenset({"NoSuchKey", "NoSuchVersion", "NoSuchObject", "MethodNotAllowed"})
_BUSY = frozenset({"SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout", "TooManyRequests"})


class StoreUnavailable(Unavailable):
    """The store does not answer, or answers that it is busy. Nothing was acknowledged; try again later."""

    title = "The document store cannot be reached"


class StoreMisconfigured(Unavailable):
    """The store answers, but not to us: wrong key, missing right, missing bucket, no object lock."""

    title = "The document store is not set up"


class NotStored(NotFound):
    """No such object, or not one that may be had in the way asked."""


class Locked(Refused):
    """The version is under retention or a legal hold."""


class Mismatch(Refused):
    """The bytes do not have the SHA-256 they were announced with."""


def is_absent(error: S3Error) -> bool:
    """Whether the store says that the object, or that version of it, is not there."""
    return error.code in _ABSENT


def translated(error: Exception, endpoint: str) -> Problem:
    """The problem of this house that a failure of the SDK stands for. Keys of objects are ids and hashes, no
    secrets.
    """
    if isinstance(error, S3Error):
        return _translated_answer(error, endpoint)
    if isinstance(error, MinioException | urllib3.exceptions.HTTPError):
        return StoreUnavailable(
            f"The document store at {endpoint} does not answer ({type(error).__name__}). Nothing was"
            " acknowledged; see that the server runs and that S3_ENDPOINT names it, then try again."
        )
    raise error


def _translated_answer(error: S3Error, endpoint: str) -> Problem:
    place = f"{error.bucket_name}/{error.object_name}"
    if error.code == "NoSuchBucket":
        return StoreMisconfigured(f"The store at {endpoint} has no bucket {error.bucket_name}. Run `recourse doctor`.")
    if is_absent(error):
        return NotStored(f"The document store has no object {place}, or no longer that version of it.")
    if error.code == "AccessDenied" and error.object_name:
        return Locked(
            f"The store refuses this for {place}: the version is under retention or a legal hold, or the"
            " credentials lack the right. Wait until the retention ends, or lift the hold."
        )
    if error.code in ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
        return StoreMisconfigured(
            f"The store at {endpoint} refuses our credentials ({error.code}). Check S3_ACCESS_KEY and S3_SECRET_KEY."
        )
    if error.code in _BUSY:
        return StoreUnavailable(f"The store at {endpoint} is busy ({error.code}). Nothing was acknowledged; try again.")
    return StoreMisconfigured(f"The store at {endpoint} refused {place} with {error.code}: {error.message}")
