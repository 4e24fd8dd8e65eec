"""What the standard library raises for a ZIP archive that cannot be read: it has no one class for it."""

import lzma
import zipfile
import zlib

UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError, ValueError)
"""Damage, a cut end, a method of packing unknown to `zipfile` or a password (both a RuntimeError), bytes that do not
unpack. Catch it around the calls of `zipfile` alone: a RuntimeError from elsewhere is no fault of the file.
"""
