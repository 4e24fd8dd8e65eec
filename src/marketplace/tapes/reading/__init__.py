from marketplace.tapes.reading.detect import detect, read_chunks
from marketplace.tapes.reading.layout import Column, Format, Layout, Style

__all__ = ["Column", "Format", "Layout", "Style", "detect", "read_chunks"]
