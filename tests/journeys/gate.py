"""The way into the live server: a page that is closed may still send where its reader was, into the next test's rows."""

from threading import Condition

from django.core.handlers.wsgi import WSGIHandler


class Gate:
    """Around the site of the live server. Shut, it lets everybody out and nobody in.

    A story that opens a browser opens it.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._inside = 0
        self._is_open = False
        self._site = WSGIHandler.__call__

    def open(self) -> None:
        self._is_open = True

    def shut(self) -> None:
        """Wait until the last request is answered; what comes later is turned away before it touches a row."""
        with self._changed:
            self._is_open = False
            if not self._changed.wait_for(lambda: self._inside == 0, timeout=30):
                raise TimeoutError("A request was not answered half a minute after its story had ended.")

    def answer(self, handler: WSGIHandler, environ: dict, start_response) -> object:
        with self._changed:
            if not self._is_open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self._inside += 1
        try:
            return self._site(handler, environ, start_response)
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()
