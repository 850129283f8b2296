"""A real browser for tests: pages are opened from disk, and what goes wrong in them is kept."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# In the locale C it mangles names in another script: a download into a folder of such a name is then not found.
UTF8 = {"LC_ALL": "C.UTF-8"}
DRAWN = "[...document.querySelectorAll('figure.chart')].every((figure) => figure.dataset.drawn)"


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, run by Playwright; the test is skipped where one of them is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=os.environ | UTF8)
        yield opened
        opened.close()


class Tab:
    """A page of the browser that keeps its troubles: errors of the console, requests for anything but files."""

    def __init__(self, browser: Any, **settings: Any) -> None:
        """`settings` are those of Playwright's `new_context`."""
        self.context = browser.new_context(**settings)
        self.troubles: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._look)

    def _look(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.troubles.append(request.url)

    def open(self, path: Path, fragment: str = "") -> Any:
        """Goes to a file and waits for its charts."""
        self.page.goto(path.as_uri() + fragment)
        return self.drawn()

    def drawn(self) -> Any:
        """The page, once its charts are there."""
        self.page.wait_for_function(DRAWN)
        return self.page

    def barriers(self) -> list[tuple[str, str]]:
        """What axe finds on the page that is serious or worse, each with the first element that has it."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
        found = axe.run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]

    def is_wider_than_the_screen(self) -> bool:
        """Whether one must scroll to the side."""
        wider: bool = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return wider

    def close(self) -> None:
        """Closes the page; fails if it had troubles."""
        self.context.close()
        assert self.troubles == []
