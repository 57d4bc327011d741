"""What every test may ask for: members, the home page, and a run that fails on a logged error."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Locale, Site

from cms.models import HomePage, Member
from cms.services import languages


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


@pytest.fixture
def home(db) -> HomePage:
    """The English home page of the default site."""
    return HomePage.objects.get(locale=Locale.get_default())


@pytest.fixture
def languages_ready(home) -> None:
    """Spanish and French trees, complete with aliases."""
    languages.complete_trees()


@pytest.fixture
def site(home) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def make_member(db):
    """Make a member; the address follows from the name."""

    def make(name: str = "Rosa", **fields) -> Member:
        email = fields.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
        return Member.objects.create_user(email, display_name=name, **fields)

    return make


@pytest.fixture
def member(make_member) -> Member:
    return make_member("Rosa")


@pytest.fixture
def with_group(make_member):
    """Make a member whose only rights are those of a group."""

    def make(group: str, name: str = "") -> Member:
        made = make_member(name or group)
        made.groups.add(Group.objects.get(name=group))
        return made

    return make


@pytest.fixture
def editor(with_group) -> Member:
    return with_group("Editors", "Edda")


@pytest.fixture
def moderator(with_group) -> Member:
    return with_group("Moderators", "Mona")


@pytest.fixture
def program_staff(with_group) -> Member:
    return with_group("Program staff", "Pavel")
