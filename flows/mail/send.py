"""Hand one message over: to the mail server of the settings, or into the outbox folder."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from pipeline.errors import BadSettingError, MailError, MailRefusedError
from pipeline.settings import Settings

TIMEOUT_S = 30
BEFORE_DATA = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
)
"""What smtplib raises for an answer that comes before the message itself is handed over."""


def send(message: EmailMessage, *, settings: Settings) -> Path | None:
    """Deliver by SMTP and return None, or write to the outbox and return the file.

    Raises MailRefusedError when the server refuses us, the sender or every receiver, so that nothing left;
    MailError when it cannot be reached or fails in any other way, of which that cannot be said;
    BadSettingError when a server is set but nobody to send to.
    """
    if settings.smtp_host is None:
        return _put_in_outbox(message, settings.outbox_dir)
    if not settings.mail_to:
        raise BadSettingError("GIGAWATCH_SMTP_HOST is set, but GIGAWATCH_MAIL_TO names nobody to send to")
    try:
        _hand_over(message, settings)
    except (OSError, smtplib.SMTPException) as error:
        where = f"{settings.smtp_host}:{settings.smtp_port}"
        kind = MailRefusedError if isinstance(error, BEFORE_DATA) else MailError
        raise kind(f"the mail server {where} did not take the mail: {error}") from error
    return None


def greet(settings: Settings) -> str:
    """Connect, encrypt and log in without sending; the server's answer to NOOP. Raises MailError."""
    try:
        with _connected(settings) as server:
            code, answer = server.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(f"{settings.smtp_host}:{settings.smtp_port}: {error}") from error
    return f"{code} {answer.decode(errors='replace')}"


def _hand_over(message: EmailMessage, settings: Settings) -> None:
    with _connected(settings) as server:
        refused = server.send_message(message, settings.mail_from, list(settings.mail_to))
    if refused:
        # The others have it: sending again would mail them twice, so it is said, not repeated.
        raise smtplib.SMTPException(f"delivered, but not to {', '.join(sorted(refused))}")


def _connected(settings: Settings) -> smtplib.SMTP:
    assert settings.smtp_host is not None
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_S)
    try:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            password = settings.smtp_password
            server.login(settings.smtp_user, password.get_secret_value() if password else "")
    except BaseException:
        server.close()
        raise
    return server


def _put_in_outbox(message: EmailMessage, outbox: Path) -> Path:
    outbox.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w.-]+", "_", message["Message-ID"].strip("<>"))
    target = outbox / f"{stem}.eml"
    part = target.with_suffix(".part")
    part.write_bytes(message.as_bytes())
    part.replace(target)
    return target
