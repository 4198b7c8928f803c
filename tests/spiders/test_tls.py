"""Certificates are checked: Scrapy leaves that off by default, and httpx is asked by us."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipeline.settings import Settings
from spiders.crawl import crawl
from tests.spiders.captures import read_captures
from tests.spiders.web import Handler, Web, rss

WITHOUT_GUARD = """
import spiders.addresses, spiders.scrapy_settings as ours
spiders.addresses.is_public = lambda address: True
ours.MIDDLEWARES = {name: at for name, at in ours.MIDDLEWARES.items() if "PublicHostsOnly" not in name}
from spiders.run import main
main()
"""


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return pem


@pytest.mark.slow
@pytest.mark.parametrize("is_trusted", [False, True])
def test_a_server_nobody_vouches_for_is_not_asked(
    settings: Settings,
    crawl_feed: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_trusted: bool,
) -> None:
    pem = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.web = secure = Web(server.server_address[1])  # type: ignore[attr-defined]
        secure.put(f"http://127.0.0.1:{secure.port}/feed", rss())
        Thread(target=server.serve_forever, daemon=True).start()
        crawl_feed(urls=[f"https://127.0.0.1:{secure.port}/feed"])
        report = crawl("news", settings, runner=(sys.executable, "-c", WITHOUT_GUARD))
        server.shutdown()
    if is_trusted:
        assert secure.asked() == [f"http://127.0.0.1:{secure.port}/feed"]
        assert report.quarantined == {}
    else:
        assert secure.visits == []
        [problem] = read_captures(report.segments)[0].note.problems
        assert "CERTIFICATE_VERIFY_FAILED" in problem.detail
