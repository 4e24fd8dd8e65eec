"""The pictures of the README, made by the walk when it is asked for them: SCREENSHOTS=1."""

import asyncio
import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WANTED = os.environ.get("SCREENSHOTS") == "1"


async def picture(page: Page, name: str) -> None:
    """What the window shows now, with as many colours as a page needs; nothing unless it was asked for."""
    if not WANTED:
        return
    await page.evaluate("window.scrollTo(0, 0)")
    await page.evaluate("document.fonts.ready")
    await asyncio.to_thread(_save, await page.screenshot(), FOLDER / f"{name}.png")


def _save(taken: bytes, file: Path) -> None:
    with Image.open(BytesIO(taken)) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
