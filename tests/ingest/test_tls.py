"""TLS of the push endpoint: from files that are sound, and from those that are not."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from aiohttp import ClientConnectorError, ClientSession, ServerDisconnectedError, TCPConnector

from streams.ingest.api import Api, serving
from streams.ingest.room import Room
from streams.ingest.state import State
from streams.ingest.tls import TlsError, tls_of

MAKE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /CN=127.0.0.1"
    " -addext subjectAltName=IP:127.0.0.1"
)


class Wire:
    async def answers(self) -> bool:
        return True


def openssl(*arguments: str) -> None:
    path = shutil.which("openssl")
    if path is None:
        pytest.skip("openssl makes the certificate")
    subprocess.run([path, *arguments], check=True, capture_output=True)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    openssl(*MAKE.split(), "-nodes", "-keyout", str(key), "-out", str(certificate))
    return certificate, key


async def test_who_trusts_the_certificate_is_answered_and_who_speaks_http_is_not(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    trusting = ssl.create_default_context(cafile=certificate[0])
    with State(tmp_path / "state", "cluster") as state:
        api = Api(wire=Wire(), state=state, tokens=(), most_bytes=1000, room=Room(1000))  # type: ignore[arg-type]  # in place of the broker's
        tls = tls_of(*certificate)
        async with (
            serving(api, "127.0.0.1", 0, stop_s=1.0, tls=tls) as port,
            ClientSession(connector=TCPConnector(ssl=trusting)) as session,
            ClientSession() as stranger,
        ):
            async with session.get(f"https://127.0.0.1:{port}/health") as answer:
                assert answer.status == 200
            with pytest.raises(ClientConnectorError, match="certificate verify failed"):
                await stranger.get(f"https://127.0.0.1:{port}/health")
            with pytest.raises(ServerDisconnectedError):
                await stranger.get(f"http://127.0.0.1:{port}/health")


def test_certificate_and_key_may_be_one_file(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_text("".join(file.read_text() for file in certificate))
    assert tls_of(both, None) is not None


def test_without_a_certificate_there_is_no_tls() -> None:
    assert tls_of(None, None) is None


def test_files_that_do_not_do_are_named_with_what_is_wrong(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    sound, key = certificate
    nothing, text, other = (tmp_path / name for name in ("none.pem", "text.pem", "other.pem"))
    text.write_text("no PEM")
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(other))
    for cert, own, told in (
        (nothing, key, "none.pem: cannot be read"),
        (sound, nothing, "none.pem: cannot be read"),
        (text, key, "text.pem with .*key.pem: no certificate with its key in PEM"),
        (sound, other, "KEY_VALUES_MISMATCH"),
        (sound, None, "no certificate with its key in PEM"),
        (None, key, "give --tls-cert"),
    ):
        with pytest.raises(TlsError, match=told):
            tls_of(cert, own)


def test_nobody_is_asked_for_a_password(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    openssl(*MAKE.split(), "-passout", "pass:secret", "-keyout", str(key), "-out", str(certificate))
    with pytest.raises(TlsError, match="has a password"):
        tls_of(certificate, key)
