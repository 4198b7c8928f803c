"""Real conversations with a mail server, and the outbox where there is none."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from flows.mail.render import News, render_digest
from flows.mail.send import greet, send
from flows.postbox import postbox
from pipeline.errors import BadSettingError, MailError
from pipeline.settings import Settings, read_settings
from tests.flows.deals import NOON, deal

OPENSSL = shutil.which("openssl")


def message() -> EmailMessage:
    return render_digest(
        [News(deal=deal())],
        message_id="digest.1@gigawatch.example",
        sender="alerts@gigawatch.example",
        receivers=("desk@gigawatch.example",),
        sent_at=NOON,
    )


def settings(tmp_path: Path, **fields: Any) -> Settings:
    plain = {"smtp_host": "127.0.0.1", "smtp_starttls": False, "mail_to": ("desk@gigawatch.example",)}
    return read_settings(**{"data_dir": tmp_path, **plain, **fields})


def test_a_server_receives_the_digest_as_it_was_made(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        assert send(message(), settings=settings(tmp_path, smtp_port=port)) is None
    (kept,) = (tmp_path / "mail").iterdir()
    read = message_from_bytes(kept.read_bytes(), policy=policy.default)
    assert read["Message-ID"] == "<digest.1@gigawatch.example>"
    body = read.get_body(("plain",))
    assert body is not None
    assert "> CoreWeave will buy Core Scientific for about $9 billion." in body.get_content()
    assert not (tmp_path / "outbox").exists()


def test_without_a_server_the_mail_lies_in_the_outbox(tmp_path: Path) -> None:
    path = send(message(), settings=settings(tmp_path, smtp_host=None))
    assert path == tmp_path / "outbox" / "digest.1_gigawatch.example.eml"
    assert message_from_bytes(path.read_bytes())["To"] == "desk@gigawatch.example"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with postbox(tmp_path / "mail") as port:
        pass
    with pytest.raises(MailError, match=rf"127\.0\.0\.1:{port} did not take the mail: .*refused"):
        send(message(), settings=settings(tmp_path, smtp_port=port))


def test_a_server_set_without_receivers_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(BadSettingError, match="GIGAWATCH_MAIL_TO"):
        send(message(), settings=settings(tmp_path, mail_to=()))


class Refusing:
    """Knows one receiver only."""

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address != "desk@gigawatch.example":
            return "550 5.1.1 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "250 OK"


def test_refused_receivers_are_named(tmp_path: Path) -> None:
    with postbox(tmp_path / "unused") as free:
        pass
    controller = Controller(Refusing(), hostname="127.0.0.1", port=free)
    controller.start()
    try:
        two = settings(tmp_path, smtp_port=free, mail_to=("desk@gigawatch.example", "no@gigawatch.example"))
        with pytest.raises(MailError, match=r"delivered, but not to no@gigawatch\.example"):
            send(message(), settings=two)
        none = settings(tmp_path, smtp_port=free, mail_to=("no@gigawatch.example",))
        with pytest.raises(MailError, match="550"):
            send(message(), settings=none)
    finally:
        controller.stop()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, signed by itself, and its key."""
    if OPENSSL is None:
        pytest.skip("needs the openssl command to make a certificate: apt-get install openssl")
    made, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = [
        OPENSSL,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        [*command, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", made],
        check=True,
        capture_output=True,
    )
    return made, key


def test_starttls_and_login(
    tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[bytes, bytes]] = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
        tried.append((given.login, given.password))
        return AuthResult(success=given.password == b"right", handled=False)

    with postbox(tmp_path / "unused") as free:
        pass
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    controller = Controller(
        Refusing(),
        "127.0.0.1",
        free,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
    )
    controller.start()
    try:
        known = settings(
            tmp_path, smtp_port=free, smtp_starttls=True, smtp_user="desk", smtp_password="right"
        )
        with pytest.raises(MailError, match="CERTIFICATE_VERIFY_FAILED"):
            send(message(), settings=known)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        assert send(message(), settings=known) is None
        assert greet(known).startswith("250 ")
        wrong = settings(
            tmp_path, smtp_port=free, smtp_starttls=True, smtp_user="desk", smtp_password="wrong"
        )
        with pytest.raises(MailError, match="535"):
            send(message(), settings=wrong)
    finally:
        controller.stop()
    assert tried[0] == (b"desk", b"right")
    assert (b"desk", b"wrong") in tried
