"""The demo community is sound: valid, accessible, quiet and within its budgets, in both schemes and widths."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.demo import people
from cms.models import Event, Member
from learning.models import LessonPage, TrackPage
from mentorship.models import Participant, Proposal
from tests.journeys.conftest import WIDTHS, axe

pytestmark = pytest.mark.journey

ROOT = Path(__file__).resolve().parents[2]
#: The checker is done before Java's better compiler has paid; the quick one needs its deep schemas a larger stack.
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
LESSON = "/lessons/what-python-is/"
VISITOR = [
    *[
        "/",
        "/tracks/",
        "/tracks/first-python-evenings/",
        "/lessons/",
        LESSON,
        "/lessons/guestbook/",
        "/search/?q=list",
    ],
    *["/chapters/", "/chapters/portland/", "/articles/", "/articles/coffee-shop-saturday/", "/resources/"],
    *[
        "/code-of-conduct/",
        "/how-mentoring-works/",
        "/mentoring/",
        "/mentoring/open-table/",
        "/no-such-page/",
    ],
    *[
        "/accounts/login/",
        "/accounts/signup/",
        "/es/",
        "/es/lessons/what-python-is/",
        "/fr/lessons/what-python-is/",
    ],
]
NEWCOMER = [
    "/today/",
    "/lessons/lists-and-loops/",
    "/tracks/first-python-evenings/",
    "/settings/profile/",
    "/learn/certificates/",
]


def test_the_demo_is_whole_and_its_pages_are_sound(
    garden, client, open_browser, complaints, sign_in, tmp_path, record_property
):
    """One long story, because planting takes its time."""
    first = plant()
    before = counts()
    again = plant()
    assert [email for _role, email in people.sign_ins() if email not in first] == []
    assert "nothing was changed" in again
    assert counts() == before

    assert budgets(client, record_property) == {"cold": True, "warm": 2, "frame": True}
    assert invalid(client, tmp_path) == []
    assert inaccessible(open_browser, sign_in) == {}
    window = open_browser()
    for path in VISITOR:
        window.goto(path)
    assert [line for line in complaints if "404 (Not Found)" not in line] == []


def plant() -> str:
    """Everything `manage.py demo` plants; gives what it printed."""
    shown = io.StringIO()
    call_command("demo", no_serve=True, stdout=shown)
    return shown.getvalue()


def counts() -> dict[str, int]:
    models = [Member, LessonPage, TrackPage, Participant, Proposal, Event]
    return {model.__name__: model.objects.count() for model in models}


def budgets(client, record_property) -> dict[str, object]:
    """An anonymous lesson: at most 12 queries cold, 2 warm; at most 25 kB of HTML around its content."""
    client.get(LESSON)  # the very first visitor ever also makes the renditions of its pictures
    cache.clear()
    found = []
    for _visit in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(LESSON)
        found.append(len(queries))
    soup = BeautifulSoup(response.text, "html.parser")
    for block in soup.select("[data-block]"):
        block.extract()
    frame = len(str(soup).encode())
    record_property("lesson", f"{found[0]} queries cold, {found[1]} warm, {frame} bytes around the content")
    return {"cold": found[0] <= 12, "warm": found[1], "frame": frame <= 25_000}


def invalid(client, folder: Path) -> list[str]:
    """Errors of the W3C checker over the visitor's pages; the checker is npm's vnu-jar and needs Java."""
    jar = ROOT / "var/npm/node_modules/vnu-jar/build/dist/vnu.jar"
    if not jar.is_file() or shutil.which("java") is None:
        return []
    for number, path in enumerate(VISITOR):
        (folder / f"{number:02}.html").write_text(client.get(path).text)
    command = [
        *JAVA,
        "-jar",
        str(jar),
        "--errors-only",
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["messages"]
    return [
        f"{VISITOR[int(Path(e['url']).stem)]}: {e['message']} · {e.get('extract', '')[:120]}" for e in found
    ]


def inaccessible(open_browser, sign_in) -> dict[str, list[str]]:
    """What axe finds, by page, scheme and width."""
    source = axe()
    found: dict[str, list[str]] = {}
    page = open_browser(watched=False)  # axe itself breaks the policy
    for path in VISITOR:
        look(page, path, source, path, found)
    sign_in(page, "newcomer@trellis.example")
    for path in NEWCOMER:
        look(page, path, source, f"newcomer {path}", found)
    return found


def look(page, path: str, source: str | None, name: str, found: dict[str, list[str]]) -> None:
    """One page, turned to each width and scheme. In the dark nothing can differ but the colors."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    if source is not None:
        page.evaluate(source)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        rules = {} if scheme == "light" else {"runOnly": ["color-contrast"]}
        for width_name, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": 900})
            problems = []
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if wide > 0:
                problems.append(f"scrolls sideways by {wide}px")
            if source is not None:
                results = page.evaluate("rules => axe.run({resultTypes: ['violations'], ...rules})", rules)
                problems += [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in results["violations"]]
            if problems:
                found[f"{name} {width_name} {scheme}"] = problems
