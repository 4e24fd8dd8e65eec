"""The components in a real browser: accessible, no wider than the screen, working without scripts."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = {"desk": (1280, 860), "phone": (390, 844)}
ADDRESSES = ["/gallery", "/door", "/invalid", "/nothing-here"]


@pytest.fixture(scope="module")
async def site() -> AsyncIterator[str]:
    """The gallery served by Granian on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--factory"),
        *("--host", "127.0.0.1", "--port", str(port), "tests.web.gallery:application"),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        for _ in range(300):
            try:
                await client.get(f"{address}/door")
                break
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    yield address
    server.terminate()
    await server.wait()


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def a_page(chromium: Browser, screen: str, *, scripts: bool = True, bypass_csp: bool = False) -> Page:
    width, height = SCREENS[screen]
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=scripts, bypass_csp=bypass_csp
    )
    return await context.new_page()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_rule_of_accessibility_is_broken(site: str, chromium: Browser, address: str, screen: str) -> None:
    page = await a_page(chromium, screen, bypass_csp=True)
    await page.goto(site + address)
    await page.add_script_tag(path=AXE)
    found = await page.evaluate("axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})")
    await page.context.close()
    assert len(found["passes"]) >= 8
    assert [(one["id"], one["impact"], one["nodes"][0]["target"]) for one in found["violations"]] == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_page_is_wider_than_the_screen_and_nothing_is_blocked(
    site: str, chromium: Browser, address: str, screen: str
) -> None:
    page = await a_page(chromium, screen)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(site + address)
    widths = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    await page.context.close()
    assert widths[0] == widths[1]
    assert [line for line in said if "status of" not in line] == []


async def test_inter_is_drawn_and_figures_have_one_width(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "desk")
    await page.goto(f"{site}/gallery")
    await page.evaluate("document.fonts.ready")
    assert await page.evaluate("[...document.fonts].some(f => f.family.includes('Inter') && f.status == 'loaded')")
    style = "getComputedStyle(document.querySelector('{}')).fontFeatureSettings"
    assert await page.evaluate(style.format("td.number")) == '"tnum"'
    assert await page.evaluate(style.format(".reference")) == "normal"
    await page.context.close()


async def test_menu_confirmation_and_form_work_without_scripts(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "phone", scripts=False)
    await page.goto(f"{site}/gallery")
    link = page.get_by_role("link", name="Deadlines 12")
    assert not await link.is_visible()
    await page.get_by_label("Show the menu").check(force=True)
    assert await link.is_visible()
    yes = page.get_by_role("button", name="Yes, accept")
    assert not await yes.is_visible()
    await page.locator("summary", has_text="Accept this bid").click()
    assert await page.locator(".confirm-amount").inner_text() == "€412,500.00"
    await yes.click()
    assert await page.get_by_role("heading", name="Not possible now").is_visible()
    await page.context.close()


async def test_an_open_confirmation_fits_a_phone(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "phone")
    await page.goto(f"{site}/gallery")
    await page.locator("summary", has_text="Accept this bid").click()
    assert await page.evaluate("document.documentElement.scrollWidth") == SCREENS["phone"][0]
    await page.keyboard.press("Escape")
    assert not await page.locator(".confirm-amount").is_visible()
    await page.context.close()


async def test_htmx_puts_a_refusal_where_messages_stand_and_leaves_the_row(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "desk")
    await page.goto(f"{site}/gallery")
    await page.get_by_role("button", name="Ask by HTMX").click()
    await page.locator("#messages [role=alert]").wait_for()
    assert "The listing closed at 12:00" in await page.locator("#messages").inner_text()
    assert await page.locator("#bid-1").is_visible()
    await page.context.close()


async def test_progress_is_asked_for_until_it_is_finished(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "desk")
    await page.goto(f"{site}/gallery")
    await page.get_by_role("link", name="See the findings").wait_for()
    assert await page.locator("#import-7").get_attribute("hx-get") is None
    await page.context.close()


async def test_the_keyboard_reaches_the_content_first(site: str, chromium: Browser) -> None:
    page = await a_page(chromium, "desk")
    await page.goto(f"{site}/gallery")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to content"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await page.context.close()
