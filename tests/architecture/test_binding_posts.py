"""Every address that binds somebody acts once for each key; what binds nobody is named here with the reason."""

from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from kernel.idempotency import once
from tests.architecture.routes.test_routes import application
from web.app import create_site

NOT_BINDING = {
    "/account": "one's own name, language and zone",
    "/account/password": "one's own password, proven by the old one; it is kept nowhere, not even in a digest",
    "/account/second-factor/begin": "shows a secret that counts only once it is confirmed",
    "/account/second-factor/codes": "proven by a code that counts once by itself",
    "/account/second-factor/confirm": "proven by a code that counts once by itself",
    "/account/second-factor/remove": "proven by a code that counts once by itself",
    "/account/sessions/end": "signing out twice is signing out",
    "/api/listings/{listing_id:uuid}/trace": "asks whose copy a found file is; each asking is in the record",
    "/api/tapes": "an upload: the same file again is another tape, which its seller rejects",
    "/api/tokens": "tells a secret this once, which no key may keep",
    "/apply": "nobody is signed in; the operator vets what came",
    "/cases/{case_id:uuid}/exhibits": "an upload: the same file again is another document, which can be taken off",
    "/cases/{case_id:uuid}/exhibits/{exhibit_id:uuid}/remove": "taking off twice is taking off",
    "/cases/{case_id:uuid}/papers/look": "shows a paper that is kept nowhere",
    "/charges/{charge_id:uuid}/pay": "leads to the provider's page, the same while it is open; the payer pays there",
    "/api/deliveries/{delivery_id:uuid}/addresses": "addresses for one file each, which die by themselves",
    "/court-answers/files": "an upload: the same file again is the same file, and nothing of it is done twice",
    "/api/court-answers/files": "an upload: the same file again is the same file, and nothing of it is done twice",
    "/api/court-answers/{answer_id:uuid}/foresee": "shows what would happen; nothing of it stays",
    "/deadlines/calendar": "tells a secret address this once, which no key may keep",
    "/deadlines/calendar/revoke": "revoking twice is revoking",
    "/deliveries": "an upload: the same papers again are known to their claims",
    "/filters/{filter_id:uuid}/remove": "removing twice is removing",
    "/invitations/{token:str}": "the link counts once by itself",
    "/listings/{listing_id:uuid}/copies/trace": "asks whose copy a found file is; each asking is in the record",
    "/lots/{lot_id:uuid}/per-cent": "a calculation",
    "/organisation": "one's own details, written as they are shown",
    "/organisation/second-factor": "a setting, as it is ticked",
    "/organisations": "enters an organisation that nothing can be done with before it is vetted",
    "/organisations/switch": "whom one acts for on the next page",
    "/people/invitations/{invitation_id:uuid}/withdraw": "withdrawing twice is withdrawing",
    "/people/invite": "a letter; whoever is invited twice joins once",
    "/people/{person_id:uuid}/remove": "removing twice is removing",
    "/people/{person_id:uuid}/roles": "roles as they are ticked, however often",
    "/people/{person_id:uuid}/{verb:str}": "locking twice is locking",
    "/post": "an upload: the same file again is another paper, which is set aside",
    "/api/receipts/files": "an upload: the same file again is refused with the day it came",
    "/receipts/files": "an upload: the same file again is refused with the day it came",
    "/receipts/files/{file_id:uuid}/mapping": "columns are named once: afterwards the file is being read",
    "/sales/{sale_id:uuid}/extracts": "makes the papers that are missing, and no second one of any",
    "/sign-in": "nobody is signed in yet",
    "/sign-in/forgotten": "nobody is signed in yet",
    "/sign-in/forgotten/{token:str}": "the link counts once by itself",
    "/sign-in/second": "a code counts once by itself",
    "/sign-out": "signing out twice is signing out",
    "/tapes": "an upload: the same file again is another tape, which its seller rejects",
    "/tapes/{tape_id:uuid}/check": "checks a tape as it is mapped, however often",
    "/tapes/{tape_id:uuid}/mapping": "columns as they are mapped, however often",
    "/tapes/{tape_id:uuid}/scrub": "one's own policy, written as it is shown; it binds from the acceptance on",
    "/tokens": "tells a secret this once, which no key may keep",
    "/tokens/{token_id:uuid}/revoke": "revoking twice is revoking",
    "/webhooks/stripe": "stored once by the provider's own number",
}


def posts() -> dict[str, Callable[..., Any]]:
    """Every POST address and the function behind it."""
    found: dict[str, Callable[..., Any]] = {}
    for route in application(create_site(connects=False)).routes:
        handlers = getattr(route, "route_handlers", None) or [route.route_handler]
        for handler in handlers:
            if "POST" in getattr(handler, "http_methods", ()) and not route.path.startswith("/api/schema"):
                found[route.path] = handler.fn
    return found


def codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions written inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def named(function: FunctionType) -> Iterator[object]:
    """What a function names from outside itself, things of modules it names included."""
    for code in codes(function.__code__):
        for name in code.co_names:
            value = function.__globals__.get(name)
            yield value
            if isinstance(value, ModuleType):
                yield from (getattr(value, other, None) for other in code.co_names)


def acts_once(function: Callable[..., Any], *, deep: int = 3) -> bool:
    """Whether the function, or one it names, goes through `kernel.idempotency.once`."""
    if function is once:
        return True
    if deep < 0 or not isinstance(function, FunctionType) or function.__module__.startswith("kernel."):
        return False
    return any(isinstance(one, FunctionType) and acts_once(one, deep=deep - 1) for one in named(function))


def test_every_post_acts_once_for_a_key_or_says_why_it_binds_nobody() -> None:
    loose = sorted(path for path, function in posts().items() if path not in NOT_BINDING and not acts_once(function))
    assert loose == []


def test_the_list_of_what_binds_nobody_is_true() -> None:
    found = posts()
    assert set(NOT_BINDING) - set(found) == set()
    assert [path for path in NOT_BINDING if acts_once(found[path])] == []


def test_a_handler_that_forgets_its_key_is_found() -> None:
    async def helped() -> None:
        await once(None, "", route="", request=b"", act=None)  # type: ignore[arg-type]

    async def forgets() -> None:
        await helped()

    assert acts_once(helped)
    assert not acts_once(forgets)
