"""The fonts papers are set in, and whether this machine can set them.

Whole system fonts only. Fonts cut into subsets by script and joined by `unicode-range` print wrong Polish
letters while their extracted text stays right, so a court would read something else than a test that reads
the text.
"""

import warnings

FAMILIES = ("Liberation Serif", "Liberation Sans", "Liberation Mono")

LETTERS = "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ åäöéü ÅÄÖÉÜ áéíóúüñ¿¡ ÁÉÍÓÚÜÑ ß €£§№ºª–—“”„‘’«»…"
"""What every family must have for papers in Spanish, English, Polish, Swedish and German."""


def missing_parts() -> tuple[str, ...]:
    """What this machine lacks to set papers right and fast, each with what to install; for `recourse
    doctor`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from weasyprint.text import ffi
    except OSError as error:
        return (f"Pango cannot be loaded ({error}): apt-get install libpango-1.0-0 libpangoft2-1.0-0",)
    found = []
    if ffi.harfbuzz_subset is None:
        found.append("harfbuzz-subset is absent, PDFs take 2.6 times as long: apt-get install libharfbuzz-subset0")
    return (*found, *_absent_families())


def _absent_families() -> list[str]:
    """Sets a line in each family and looks at what was really embedded."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    from documents.render.inspection import inspect_pdf

    absent = []
    fetcher = URLFetcher(allowed_protocols={"data"})
    for family in FAMILIES:
        line = f'<p lang="en" style="font-family: {family}">{LETTERS}</p>'
        pdf = HTML(string=line, url_fetcher=fetcher).write_pdf()
        used = inspect_pdf(pdf or b"").fonts
        if not used or any(family.replace(" ", "-") not in name for name in used):
            instead = ", ".join(used) or "nothing"
            absent.append(
                f"The font {family} is absent or lacks letters ({instead} took its place):"
                " apt-get install fonts-liberation2"
            )
    return absent
