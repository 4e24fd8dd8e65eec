"""Logs: one line per event, ids only. A filter of last resort takes persons out of what other libraries say."""

import logging
import re
import sys
import traceback
from types import TracebackType

DEEPEST = 8
"""Frames of a traceback that are told, the innermost last."""

INSTALLED = re.compile(r"^.*/(?:site-packages|src)/")

SCRUBBED = (
    (re.compile(r"(?i)(://[^:/@\s]*):[^/\s]+@"), r"\1:[secret]@"),
    (re.compile(r"[\w.!#$%&'*+?^`{|}~-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    # An account has 15 characters at least; an incident's number has 12 and must stay.
    (
        re.compile(
            r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2}(?: ?[A-Z0-9]{3}|(?: ?[A-Z0-9]{4}){1,5}(?: ?[A-Z0-9]{1,3})?)\b"
        ),
        "[account]",
    ),
    (
        re.compile(
            r"\b\d{8}-?[A-Z]\b|\b[KLMXYZ]-?\d{7}-?[A-Z]\b"  # Spain
            r"|(?<!-)\b(?:19|20)\d{6}[-+]?\d{4}\b|\b\d{6}[-+]?\d{4,5}\b"  # Sweden, Poland, Germany
            r"|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|\b\d{3}-\d{2}-\d{4}\b"  # Britain, United States
        ),
        "[national id]",
    ),
    (re.compile(r"(/calendar/)[^/\s?\"']+"), r"\1[token]"),
    (re.compile(r"DETAIL:.*", re.DOTALL), "DETAIL: [row]"),
)


class Scrub(logging.Filter):
    """Rewrites a record's text before it is written: mails, accounts, ids, secrets, feed tokens, quoted rows."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if record.exc_info:
            # A traceback quotes values; its type and place are enough to find the cause.
            kind, _, trace = record.exc_info
            text = f"{text} error={kind.__name__ if kind else 'unknown'} at={_places(trace)}"
            record.exc_info = None
            record.exc_text = None
        for pattern, instead in SCRUBBED:
            text = pattern.sub(instead, text)
        record.msg, record.args = text, ()
        return True


def _places(trace: TracebackType | None) -> str:
    """The last frames, as file:line:function; the lines of code themselves are left out."""
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return " ".join(f"{INSTALLED.sub('', one.filename)}:{one.lineno}:{one.name}" for one in frames)


def configure(level: int = logging.INFO) -> None:
    """Sets the root logger up once for a process."""
    root = logging.getLogger()
    if any(isinstance(one, Scrub) for handler in root.handlers for one in handler.filters):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Scrub())
    root.addHandler(handler)
    root.setLevel(level)
    for talkative in ("procrastinate", "weasyprint", "fontTools", "httpx", "pikepdf", "granian.access"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
