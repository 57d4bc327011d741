"""A real server with several processes on a throwaway copy of the test database, and browsers that all ask at once."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from cms.models import Member

PROCESSES, THREADS = 4, 8
HOST = "127.0.0.1"
ROOT = Path(settings.ROOT)
LONGEST = 60  # seconds anything may take before it counts as hanging


@contextmanager
def copied_database() -> Iterator[str]:
    """A copy of the migrated test database, which this process uses from here on; its address. Thrown away afterwards."""
    setup_test_environment()
    # Whoever stops a benchmark gets the same tidy end as one that is over.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    own = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=True)
    test, folder = str(connection.settings_dict["NAME"]), Path(tempfile.mkdtemp(prefix="trellis-bench-"))
    try:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            name = str(shutil.copy(test, folder / "site.sqlite3"))
            address = f"sqlite:///{name}"
        else:
            name = f"{test}_{os.getpid()}"
            _on_the_side(f'CREATE DATABASE "{name}" TEMPLATE "{test}"')
            facts = connection.settings_dict
            who = ":".join(part for part in (facts["USER"], facts["PASSWORD"]) if part)
            address = f"postgres://{who}@{facts['HOST'] or HOST}:{facts['PORT'] or 5432}/{name}"
        connection.settings_dict["NAME"] = name
        yield address
    finally:
        _leave()
        if connection.vendor != "sqlite":
            connection.settings_dict["NAME"] = test
            _on_the_side(f'DROP DATABASE IF EXISTS "{test}_{os.getpid()}" WITH (FORCE)')
        connection.settings_dict["NAME"] = own
        shutil.rmtree(folder, ignore_errors=True)
        teardown_test_environment()


def _leave() -> None:
    connection.close()
    if connection.vendor != "sqlite":
        connection.close_pool()


def _on_the_side(statement: str) -> None:
    """A statement about databases, on a connection to none of them."""
    _leave()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def environment(address: str, **more: str) -> dict[str, str]:
    """What a process of the site is started with."""
    mine = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.served", "DATABASE_URL": address, "DEBUG": "0"}
    return {**os.environ, "EMAIL_URL": "console:", **mine, **more}


@contextmanager
def server(address: str) -> Iterator[int]:
    """gunicorn as the README starts it, with more processes; its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"{HOST}:{port}", "--workers", str(PROCESSES),
        "--threads", str(THREADS), "--backlog", "1024", "--log-level", "error", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment(address), stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=LONGEST) as asked:
            asked.sendall(f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
            if asked.recv(64).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.2)
    raise RuntimeError("The server did not come up.")


@dataclass(frozen=True)
class Browser:
    """A member who is signed in, with the cookies their browser sends."""

    member: Member
    session: str
    csrf: str

    def post(self, path: str, **fields: str) -> bytes:
        """A form sent by this browser, as bytes."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields})
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"
        head = [
            f"POST {path} HTTP/1.1", f"Host: {HOST}", f"Cookie: {cookies}", f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded", "Connection: close",
        ]  # fmt: skip
        return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def sign_in(members: Sequence[Member]) -> list[Browser]:
    """A browser for each, as if everybody had signed in before."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    browsers = []
    for member in members:
        session = store()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(member.pk), member.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.save()
        browsers.append(Browser(member, session.session_key, _get_new_csrf_string()))
    return browsers


@dataclass(frozen=True)
class Reply:
    """What came back: the status (0: nothing did), and after how many seconds."""

    status: int
    seconds: float


def fire(port: int, requests: Sequence[bytes]) -> list[Reply]:
    """All at once: every connection is open and has sent all but its last byte before the first of these goes out."""
    return asyncio.run(_fire(port, requests))


async def _fire(port: int, requests: Sequence[bytes]) -> list[Reply]:
    gate = asyncio.Event()
    opened = await asyncio.gather(*(asyncio.open_connection(HOST, port) for _request in requests))
    asking = [
        asyncio.create_task(_ask(*pair, request, gate))
        for pair, request in zip(opened, requests, strict=True)
    ]
    await asyncio.sleep(0.1)
    gate.set()
    return list(await asyncio.gather(*asking))


async def _ask(reader, writer, request: bytes, gate: asyncio.Event) -> Reply:
    writer.write(request[:-1])
    await writer.drain()
    await gate.wait()
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(LONGEST):
            writer.write(request[-1:])
            await writer.drain()
            said = await reader.read()
    except (OSError, TimeoutError):
        said = b""
    finally:
        writer.close()
    status = int(said.split(b" ", 2)[1]) if said.startswith(b"HTTP/1.1 ") else 0
    return Reply(status, time.perf_counter() - begun)


def a_browser_passes(member: Member, path: str) -> bool:
    """Whether the form that the page itself shows is taken with the checks on that a browser meets."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page = client.get(path.removesuffix("rsvp/"))
    token = page.context["csrf_token"]
    return client.post(path, {"mode": "room", "csrfmiddlewaretoken": str(token)}).status_code == 302
