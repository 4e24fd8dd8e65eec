"""Names and settings of the site's cookies. The session they point to is kept in `accounts.sessions.store`."""

from litestar.datastructures import Cookie


def cookie_name(what: str, *, secure: bool) -> str:
    """Under https with the `__Host-` prefix: no other host, not even a subdomain, can plant such a cookie."""
    return f"__Host-recourse-{what}" if secure else f"recourse-{what}"


def site_cookie(what: str, value: str, *, secure: bool, seconds: int) -> Cookie:
    """A cookie for this host alone, out of reach of scripts and of other sites' forms; 0 seconds ends it.

    `site_cookie("session", id, …)` is set with a new id at every sign-in and change of rights: an id that was
    there before may have been planted.
    """
    return Cookie(
        key=cookie_name(what, secure=secure),
        value=value,
        path="/",
        max_age=seconds,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
