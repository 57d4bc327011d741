"""A mail backend for development: each mail goes to a file, and to the console for whoever waits for a code."""

import sys

from django.core.mail.backends.filebased import EmailBackend


class FileAndConsoleBackend(EmailBackend):
    """Writes mails into a folder, one file a connection, and echoes their text on standard output."""

    def write_message(self, message) -> None:
        super().write_message(message)
        sys.stdout.write(f"\n--- Mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n---\n")
        sys.stdout.flush()
