"""A mail server on loopback that keeps what it is given as files: the demo's receiver."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"
MAILBOX_UNAVAILABLE = "550 5.1.1 nobody of that name here"


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        content = envelope.original_content or b""
        stem = re.sub(r"[^\w.-]+", "_", message_from_bytes(content)["Message-ID"] or "mail").strip("_")
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{stem}.eml").write_bytes(content)
        return "250 2.0.0 kept"


@contextmanager
def postbox(folder: Path) -> Iterator[int]:
    """A running server that writes each mail to `folder`; gives its port."""
    # Port 0 is not used: the controller tests its own server by connecting to the port it was given.
    controller = Controller(_Keeper(folder), hostname=LOOPBACK, port=_free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])
