"""Somebody who is signed in already: in one statement, where Django's test client asks fourteen."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from django.utils.crypto import get_random_string

from cms.models import Member


def force_login(client: Client, user: Member, backend: str | None = None) -> None:
    """In place of the client's own: a session as a sign-in leaves it, without what a sign-in sets off.

    What the client kept in a session before is not taken over.
    """
    request = HttpRequest()
    request.session = SessionStore()
    user.backend = backend or client._get_backend()
    signed_in = {
        SESSION_KEY: user._meta.pk.value_to_string(user),
        BACKEND_SESSION_KEY: user.backend,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    request.session.update(signed_in)  # before it has a key: nothing is looked for in the database
    request.session._session_key = get_random_string(32, VALID_KEY_CHARS)
    request.session.create_model_instance(signed_in).save(force_insert=True)
    client._set_login_cookies(request)
