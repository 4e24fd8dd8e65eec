"""What the desk's forms bring; how one acts once and answers with a sentence is the same for all of the house."""

from uuid import UUID

from litestar.datastructures import UploadFile

from accounts.acting import acted_once, tell, texts
from accounts.forms import identifier
from accounts.sessions.requests import AnyRequest
from cases.desk.exhibits import LARGEST, Upload
from kernel.errors import Invalid, Place

__all__ = ["LARGEST_UPLOAD", "AnyRequest", "acted_once", "optional_identifier", "tell", "texts", "upload_of"]

LARGEST_UPLOAD = LARGEST + 64 * 1024


async def upload_of(request: AnyRequest, field: str = "file") -> Upload:
    form = await request.form()
    sent = form.get(field)
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Invalid("No file came with the form.", places=[Place(field, None, "Choose the file.")])
    return Upload(sent.filename, await sent.read())


def optional_identifier(text: str, where: str) -> UUID | None:
    return identifier(text, where) if text else None
