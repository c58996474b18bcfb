"""TLS of the push endpoint, from files."""

from __future__ import annotations

import ssl
from pathlib import Path


class TlsError(ValueError):
    """The endpoint cannot have TLS; the text says what to do."""


def tls_of(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """Give the context to listen with, None without a certificate; raises TlsError."""
    if certificate is None:
        if key is not None:
            raise TlsError("a key without a certificate: give --tls-cert or BARQ_API_TLS_CERT too")
        return None
    for file in (certificate, key):
        if file is not None:
            _readable(file)
    files = f"{certificate}" if key is None else f"{certificate} with {key}"
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except ssl.SSLError as error:
        raise TlsError(
            f"{files}: no certificate with its key in PEM ({error.reason or error}); give both by"
            " --tls-cert and --tls-key"
        ) from None
    return context


def _readable(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            opened.read(1)
    except OSError as error:
        raise TlsError(
            f"{file}: cannot be read ({error.strerror}); give a PEM file that this user may read"
        ) from None


def _no_password() -> str:
    """Be asked for the password of a key: there may be nobody to type it."""
    raise TlsError("the key of --tls-key has a password; give one without, readable to barq alone")
