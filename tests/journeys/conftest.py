"""A real browser for whole stories: Chromium through Playwright, with and without JavaScript."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from .gate import Gate

# Playwright's synchronous interface runs an event loop in this thread; Django's ORM is used beside it on purpose.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
FLAGS = """
    --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
    --disable-sync
"""
WIDTHS = {"phone": 360, "desk": 1280}


def chromium() -> str | None:
    """The browser to use: the one named by CHROMIUM, or the first on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def axe() -> str | None:
    """The source of axe-core, where `npm install --prefix var/npm axe-core` put it."""
    path = ROOT / "var/npm/node_modules/axe-core/axe.min.js"
    return path.read_text() if path.is_file() else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "no Chromium was found: `apt install chromium`, or name one with CHROMIUM=/path/to/chromium"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def garden(transactional_db, home) -> None:
    """The first home page, with its copies in the other languages."""
    from cms.services import languages  # noqa: PLC0415 - needs the database to be there

    languages.complete_trees()


class Complaints(list):
    """What a browser complained about while a story was told: console messages, page errors, refused resources."""

    def hear(self, message: ConsoleMessage) -> None:
        # No fault of the page: the story types before the browser came to move the focus.
        if not message.text.startswith("Autofocus processing was blocked"):
            self.append(f"{message.type}: {message.text}")


@pytest.fixture
def complaints() -> Complaints:
    """Filled by every page a story opens; a story that expects peace asserts that it is empty."""
    return Complaints()


@pytest.fixture(scope="session")
def gate() -> Iterator[Gate]:
    gate = Gate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", lambda *request: gate.answer(*request))
        yield gate


@pytest.fixture
def open_browser(browser: Browser, live_server, gate: Gate, complaints) -> Iterator[Callable[..., Page]]:
    """Open a fresh browser window, as another person would: open_browser(javascript=False, width=360, dark=True).

    What a watched window complains about is kept in `complaints`.
    """
    contexts: list[BrowserContext] = []

    def start(
        *,
        javascript: bool = True,
        width: int = 1280,
        dark: bool = False,
        locale: str = "en-US",
        watched: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=locale,
            timezone_id="America/Los_Angeles",
            reduced_motion="reduce",
            permissions=["clipboard-write"],  # as a window has it that a person looks at
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if not watched:
            return page
        page.on("console", complaints.hear)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        return page

    gate.open()
    yield start
    with ExitStack() as closing:
        closing.callback(gate.shut)
        for context in contexts:
            closing.callback(context.close)


@pytest.fixture
def page(open_browser) -> Page:
    """One window with JavaScript."""
    return open_browser()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def either_page(request, open_browser) -> Page:
    """One window with JavaScript, then the same story without."""
    return open_browser(javascript=request.param)


@pytest.fixture
def last_code(mailoutbox) -> Callable[[str], str]:
    """The code in the latest mail to an address."""

    def read(email: str) -> str:
        mail = next(mail for mail in reversed(mailoutbox) if email in mail.to)
        found = re.search(r"^\s{4}(\S+)\s*$", mail.body, re.MULTILINE)
        assert found, mail.body
        return found[1]

    return read


@pytest.fixture
def sign_in(last_code) -> Callable[[Page, str], None]:
    """Sign in with a code from the mail, as anybody would."""

    def enter(page: Page, email: str) -> None:
        page.goto("/accounts/login/")
        page.get_by_role("textbox", name="Your e-mail address").fill(email)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Code").fill(last_code(email))
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()

    return enter
