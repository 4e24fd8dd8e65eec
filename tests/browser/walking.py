"""Somebody at a browser: signs in, follows links, sends forms; every page on the way is looked at."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

DESK, PHONE = (1280, 860), (390, 844)
PATIENCE = 120
"""Seconds after which a job counts as never done, on the slowest machine."""
WIDTHS = "[document.documentElement.scrollWidth, window.innerWidth]"


@dataclass(slots=True)
class Walker:
    """One person in a browser of their own. `complaints` names every page with something wrong on it.

    `pictures`, if given, gets a picture of every page as it was looked at.
    """

    context: BrowserContext
    page: Page
    address: str
    pictures: Path | None
    visited: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    async def at(cls, browser: Browser, address: str, *, pictures: Path | None) -> "Walker":
        context = await browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, accept_downloads=True)
        context.set_default_timeout(20_000)
        if pictures is not None:
            pictures.mkdir()
        walker = cls(context, await context.new_page(), address, pictures)
        walker._listen(walker.page)
        return walker

    def _listen(self, page: Page) -> None:
        """A blocked style, script or image is an error on the console too."""

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.complaints.append(f"{page.url}: the console says {message.text}")

        page.on("console", said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    async def sign_in(self, email: str, password: str) -> None:
        await self.go("/")
        await self.page.get_by_label("Mail address").fill(email)
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.press("Sign in")

    async def go(self, path: str) -> None:
        answer = await self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        await self.look()

    async def follow(self, name: str | re.Pattern[str], *, among: Locator | None = None) -> None:
        await (among or self.page.locator("body")).get_by_role("link", name=name).first.click()
        await self.look()

    async def press(self, name: str, *, among: Locator | None = None) -> None:
        """A button that sends its form; the page it leads to is looked at."""
        await (among or self.page.locator("body")).get_by_role("button", name=name, exact=True).first.click()
        await self.look()

    async def confirm(self, label: str, yes: str) -> None:
        """Opens a confirmation, reads what is written there, and says yes."""
        panel = self.page.locator("details.confirm", has=self.page.locator("summary", has_text=label)).first
        await panel.locator("summary").click()
        await self.press(yes, among=panel)

    async def told(self, sentence: str) -> None:
        """The site's answer to what was just done."""
        await expect(self.page.locator("#messages")).to_contain_text(sentence)

    async def look(self) -> None:
        await self.page.wait_for_load_state()
        self.visited.setdefault(urldefrag(self.page.url).url, DESK[0])
        await self._judge(self.page, DESK[0])

    async def _judge(self, page: Page, wide: int) -> None:
        shown = f"{page.url} at {wide} px"
        if self.pictures is not None:
            number = len(list(self.pictures.iterdir()))
            await page.screenshot(path=self.pictures / f"{number:02}-{wide}.png", full_page=True)
        if (headings := await page.locator("h1").count()) != 1:
            self.complaints.append(f"{shown}: {headings} headings of the first order")
        width, window = await page.evaluate(WIDTHS)
        if width > window:
            self.complaints.append(f"{shown}: {width} px wide")

    async def comes(self, awaited: Locator) -> None:
        """Waits for what the page itself fetches while a job runs."""
        await awaited.first.wait_for(timeout=PATIENCE * 1000)

    async def until(self, shown: Locator, *, path: str) -> None:
        """Loads the page again until it shows what a job brings about."""
        for _ in range(PATIENCE):
            await self.page.goto(self.address + path)
            if await shown.count():
                break
            await self.page.wait_for_timeout(1000)
        await expect(shown.first).to_be_visible()
        await self.look()

    async def walk_again_by_phone(self) -> None:
        """Every page once more that was not seen yet as narrow as a phone."""
        page = await self.context.new_page()
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self._listen(page)
        for url in [url for url, least in self.visited.items() if least > PHONE[0]]:
            self.visited[url] = PHONE[0]
            answer = await page.goto(url)
            if answer is not None and answer.status == 200:
                await self._judge(page, PHONE[0])
        await page.close()
