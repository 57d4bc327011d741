"""What every test may ask for: members, the home page, and a run that fails on a logged error."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.db.models.signals import post_save
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Locale, Site
from wagtail_localize.models import LocaleSynchronization, sync_trees_on_locale_sync_save

from cms.models import HomePage, Member
from tests.factories import trees
from tests.factories.remembered import a_test_begins, remembered


def pytest_collection_modifyitems(items):
    """Tests that really commit leave the database as the migrations made it, for whichever test comes next."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker is not None and marker.kwargs.get("transaction")
        if commits or {"live_server", "transactional_db"} & set(item.fixturenames):
            item.fixturenames.insert(0, "django_db_serialized_rollback")
    # The long stories first, the longest of all before them: no worker is left with one at the end.
    items.sort(key=lambda item: (item.path.name != "test_demo.py", item.path.parent.name != "journeys"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """Put back at once what a test that really committed took away: in whatever order and process the next one runs."""
    result = yield
    if "django_db_serialized_rollback" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            _restore()
    return result


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, reused between runs: what a run that really committed took away is put back."""
    # Loading that row would synchronize trees that are not loaded yet.
    post_save.disconnect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)
    kept = Path(settings.ROOT) / "var" / f"{Path(str(connection.settings_dict['NAME'])).stem}-baseline.json"
    with django_db_blocker.unblock():
        if Locale.objects.exists():
            kept.write_text(connection.creation.serialize_db_to_string())
        # For every connection of the process: a browser's event loop makes Django open another one.
        type(connections["default"])._test_serialized_contents = kept.read_text()
        if not Locale.objects.exists():
            _restore()


def _restore() -> None:
    """What the migrations made, into an empty database; one that is not empty is emptied first."""
    if ContentType.objects.exists():
        call_command(
            "flush", interactive=False, verbosity=0, inhibit_post_migrate=True, reset_sequences=False
        )
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
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
    return HomePage.objects.get(locale=Locale.get_default())


@pytest.fixture
def languages_ready(home) -> None:
    """Spanish and French trees, complete with aliases."""
    trees.complete()


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
