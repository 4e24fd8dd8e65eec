"""The real site in processes of its own, with its worker, its people, and a browser to reach it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, async_playwright

from kernel.settings import Settings
from web.demo.cast import Cast, assemble
from web.wiring import load_jobs

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True)
class House:
    """A running site, and who may sign in."""

    address: str
    cast: Cast


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is absent: apt install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def house(
    chromium: Browser, database: Settings, object_store: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[House]:
    """Site and worker over the test's own database and store. Comes after the browser, so that a skip is cheap."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("BASE_URL", address)
    load_jobs()
    cast = await assemble("es")
    with (
        _running("serve", "--port", str(port), log=tmp_path / "site.log") as site,
        _running("worker", log=tmp_path / "worker.log") as worker,
    ):
        await _answers(address, site)
        yield House(address, cast)
        assert worker.poll() is None, (tmp_path / "worker.log").read_text()


@contextmanager
def _running(*command: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.cli", *command], stdout=told, stderr=told, start_new_session=True
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                # The server's own children go with it: the database behind them is dropped next.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


async def _answers(address: str, site: subprocess.Popen[bytes]) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(2000):
            assert site.poll() is None, "the site ended before it answered"
            try:
                answer = await client.get(f"{address}/health")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            assert answer.status_code == 200
            return
    raise AssertionError("the site does not answer")
