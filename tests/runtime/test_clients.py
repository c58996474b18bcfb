"""Clients: what Settings ask for, and the partitions that Kafka's own clients choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from streams.runtime import clients
from streams.settings import Settings

PASSWORD = "open sesame"  # noqa: S105 - opens nothing


# The hashes are those of Kafka's own test (UtilsTest, testMurmur2).
@pytest.mark.parametrize(
    ("key", "hashed"),
    [("21", -973932308), ("foobar", -790332482), ("a-little-bit-long-string", -985981536)],
)
def test_the_partition_is_the_one_that_kafka_chooses(key: str, hashed: int) -> None:
    assert clients.partitions_of(key, 7) == ((hashed & 0x7FFFFFFF) % 7,)


def test_no_key_is_a_copy_to_every_partition() -> None:
    assert list(clients.partitions_of(None, 3)) == [0, 1, 2]


def test_a_plain_connection_has_neither_tls_nor_log_in() -> None:
    given = clients.connection(Settings.read(bootstrap="a:1,b:2"))
    assert given["bootstrap_servers"] == ["a:1", "b:2"]
    assert not {"ssl_context", "sasl_mechanism"} & given.keys()


def test_tls_and_sasl_come_from_settings() -> None:
    settings = Settings.read(
        security_protocol="SASL_SSL",
        sasl_mechanism="SCRAM-SHA-512",
        sasl_username="me",
        sasl_password=SecretStr(PASSWORD),
    )
    given = clients.connection(settings)
    assert given["ssl_context"].check_hostname
    assert given["sasl_mechanism"] == "SCRAM-SHA-512"
    assert given["sasl_plain_username"] == "me"
    assert given["sasl_plain_password"] == PASSWORD


def test_a_missing_authority_file_is_told_by_name(tmp_path: Path) -> None:
    settings = Settings.read(security_protocol="SSL", ssl_ca_file=tmp_path / "none.pem")
    with pytest.raises(clients.ConnectionSettingsError, match=r"BARQ_SSL_CA_FILE.*none\.pem"):
        clients.connection(settings)
