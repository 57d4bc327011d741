"""What every test may ask for: members, the home page, and a run that fails on a logged error."""

import gc
import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models.deletion import Collector
from django.test import Client, SimpleTestCase, TestCase, TransactionTestCase
from django.utils import translation
from wagtail.models import ReferenceIndex, Site

from cms.models import HomePage, Member
from tests import databases, frames, indexes, signing_in
from tests.factories import rows, sequences, trees
from tests.factories.baseline import Baseline
from tests.factories.remembered import a_test_begins, remembered

LONGEST = ["test_demo.py", "test_every_address.py"]
DATABASE = {"db", "transactional_db", "live_server"}


def pytest_itemcollected(item):
    """Whatever asks a database is marked so: the others say the same beside any database, and need be asked once."""
    case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    if case or item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames):
        item.add_marker(pytest.mark.database)


def pytest_collection_modifyitems(items):
    """What takes long first, so that no worker is left with it at the end; what needs no database while one is made."""
    needing = {item.path for item in items if item.get_closest_marker("database")}

    def turn(item) -> int:
        if item.path.name in LONGEST:
            return LONGEST.index(item.path.name)
        if item.path not in needing:
            return len(LONGEST)
        return len(LONGEST) + (1 if item.path.parent.name == "journeys" else 2)

    items.sort(key=turn)


def pytest_collection_finish():
    """All that is imported by now stays: garbage is not looked for in it again, and less often in what tests leave."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """The tests are run by whoever else would run them, with room for their frames."""
    runners = [
        each
        for each in session.config.hook.pytest_runtestloop.get_hookimpls()
        if each.function is not pytest_runtestloop and not (each.wrapper or each.hookwrapper)
    ]
    first = runners[-1]  # pluggy calls the last one first
    return frames.in_one_piece(first.function, **dict.fromkeys(first.argnames, session))


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_modify_db_settings, django_db_blocker):
    """The test database: reused between runs, made by one worker for all, and put back after tests that really commit."""
    with django_db_blocker.unblock():
        with databases.in_turn(request.config):
            request.getfixturevalue("django_db_setup")
        baseline = Baseline()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestCase, "_fixture_setup", classmethod(_begin))
        patch.setattr(TransactionTestCase, "_fixture_setup", baseline.keep)
        patch.setattr(TransactionTestCase, "_fixture_teardown", baseline.put_back)
        patch.setattr(ReferenceIndex, "remove_for_object", indexes.remove_for_object)
        patch.setattr(ReferenceIndex, "remove_references_to", indexes.remove_references_to)
        patch.setattr(Collector, "collect", indexes.collect)
        patch.setattr(Client, "force_login", signing_in.force_login)
        yield


_enter = TestCase._fixture_setup.__func__


def _begin(case: type[TestCase]) -> None:
    """A test that is rolled back begins."""
    _enter(case)
    sequences.begin()
    rows.begin()


class _Errors(logging.Handler):
    """Keeps errors, and fails a test that logs anything which cannot be put into words."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.getMessage()
        if record.levelno >= logging.ERROR:
            self.records.append(record)


@pytest.fixture(autouse=True)
def no_logged_errors(request):
    """A test that logs an error fails, unless it is marked to expect one."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if not request.node.get_closest_marker("logs_errors"):
        assert [record.getMessage() for record in handler.records] == []


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test prepared belongs to its own database."""
    cache.clear()
    a_test_begins()


@pytest.fixture(autouse=True)
def english():
    """A request to /fr/ leaves its language to the thread; every test begins in English."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def heard():
    """All that is logged meanwhile, at every level."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()} {record.args} {record.exc_info or ''}")

    ear, root = Ear(level=logging.DEBUG), logging.getLogger()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(ear)


@pytest.fixture
def home(db) -> HomePage:
    """The English home page of the default site."""
    return trees.home()


@pytest.fixture
def languages_ready(home) -> None:
    """Spanish and French trees, complete with aliases."""
    trees.complete()


@pytest.fixture
def every_language() -> None:
    """For a test that asks something of other languages, in a module whose site speaks one."""


@pytest.fixture
def one_language(request, home) -> None:
    """English alone: for modules that make many pages and ask nothing of their aliases."""
    if "every_language" not in request.fixturenames:
        trees.english_only()


@pytest.fixture
def site(home) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def make_member(db):
    """Make a member; the address follows from the name."""

    def make(name: str = "Rosa", **fields) -> Member:
        email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
        return create_member(email, display_name=name, **fields)

    return make


@remembered
def create_member(email: str, **fields) -> Member:
    return Member.objects.create_user(email, **fields)


@pytest.fixture
def member(make_member) -> Member:
    return make_member("Rosa")


@pytest.fixture
def with_group(make_member):
    """Make a member whose only rights are those of a group."""

    def make(group: str, name: str = "") -> Member:
        made = make_member(name or group)
        put_into(group, made)
        return made

    return make


@remembered
def put_into(group: str, member: Member) -> None:
    member.groups.add(Group.objects.get(name=group))


@pytest.fixture
def editor(with_group) -> Member:
    return with_group("Editors", "Edda")


@pytest.fixture
def moderator(with_group) -> Member:
    return with_group("Moderators", "Mona")


@pytest.fixture
def program_staff(with_group) -> Member:
    return with_group("Program staff", "Pavel")
