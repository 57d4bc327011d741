"""A mail server on the loopback that does what real ones do on bad days."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer

HOST = "127.0.0.1"


class MailServer(ThreadingTCPServer):
    """Takes mail while its `mood` is "well"; `taken` has the address of each mail that got its 250.

    Moods: "busy" says 421 and hangs up, "later" says 451 to every mail, "silent" says nothing, "gone" hangs up when it has
    the whole mail, without a word. `watch(moment, number)` is called at "connect", "rcpt", "data" and "taken".
    """

    daemon_threads = allow_reuse_address = True

    def __init__(self, watch: Callable[[str, int], None] | None = None) -> None:
        super().__init__((HOST, 0), _Talk)
        self.mood, self.taken = "well", []
        self.watch = watch or (lambda moment, number: None)
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Talk(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        # A client that was killed has closed its end.
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        server, mood, address = self.server, self.server.mood, ""
        server.watch("connect", len(server.taken))
        if mood == "silent":
            server.closing.wait(30)
            return
        self._say("421 come back later" if mood == "busy" else "220 here")
        while mood != "busy" and (line := self.rfile.readline().decode().strip()):
            word = line[:4].upper()
            if word == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                server.watch("rcpt", len(server.taken))
            if word == "DATA":
                self._say("354 go on")
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
                server.watch("data", len(server.taken))
                if mood == "gone":
                    return
                self._say("451 not now" if mood == "later" else "250 taken")
                if mood == "well":
                    server.taken.append(address)
                    server.watch("taken", len(server.taken))
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(watch: Callable[[str, int], None] | None = None) -> Iterator[MailServer]:
    """A mail server that listens on a free port until the end of the block."""
    with MailServer(watch) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
