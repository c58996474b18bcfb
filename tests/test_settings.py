"""What is said of a setting that is wrong: which variable it is, and what it may be."""

from __future__ import annotations

import pytest

from streams.settings import Settings, SettingsError


@pytest.mark.parametrize(
    "addresses", ["kafka:9092", "kafka", "10.0.0.1:9092,10.0.0.2:9092", "[::1]:9092"]
)
def test_addresses_of_brokers(addresses: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARQ_BOOTSTRAP", addresses)
    assert Settings.read().bootstrap == addresses


@pytest.mark.parametrize("addresses", ["", "kafka:abc", "kafka:9092, other:9092", "a:1,", "::1:92"])
def test_what_is_no_address_is_refused(addresses: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARQ_BOOTSTRAP", addresses)
    with pytest.raises(SettingsError, match=r"BARQ_BOOTSTRAP='.*': (?!Value error)"):
        Settings.read()


@pytest.mark.parametrize("name", ["a b", "", "é", "x" * 101, "a\n"])
def test_a_name_that_no_worker_may_have_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BARQ_INSTANCE", name)
    with pytest.raises(SettingsError, match=r"^BARQ_INSTANCE='.*': use up to 100 of the letters"):
        Settings.read()


def test_a_heartbeat_as_long_as_the_session_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARQ_SESSION_TIMEOUT_S", "5")
    monkeypatch.setenv("BARQ_HEARTBEAT_S", "5")
    told = "BARQ_HEARTBEAT_S='5': must be less than BARQ_SESSION_TIMEOUT_S, which is 5.0"
    with pytest.raises(SettingsError, match=f"^{told}$"):
        Settings.read()


def test_what_is_related_has_no_more_in_common_than_a_duplicate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BARQ_RELATED_SHARE", "0.8")
    told = "BARQ_RELATED_SHARE='0.8': must not be more than BARQ_DUPLICATE_SHARE, which is 0.7"
    with pytest.raises(SettingsError, match=f"^{told}$"):
        Settings.read()


@pytest.mark.parametrize("name", ["VERSIONS_DAYS", "NEAR_HOURS", "ALERT_DAYS"])
def test_no_time_is_longer_than_can_be_reckoned_with(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BARQ_{name}", "1e12")
    with pytest.raises(SettingsError, match=f"^BARQ_{name}='1e12': "):
        Settings.read()


@pytest.mark.parametrize("service", ["BARQ", "BARQ_API", "BARQ_BROKER", "BARQ_METRICS"])
def test_what_kubernetes_tells_of_a_service_is_no_setting(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "SERVICE_HOST": "10.0.0.9",
        "SERVICE_PORT": "80",
        "SERVICE_PORT_HTTP": "80",
        "PORT": "tcp://10.0.0.9:80",
        "PORT_80_TCP": "tcp://10.0.0.9:80",
        "PORT_80_TCP_PROTO": "tcp",
        "PORT_80_TCP_PORT": "80",
        "PORT_80_TCP_ADDR": "10.0.0.9",
    }
    monkeypatch.delenv("BARQ_METRICS_PORT")
    without = Settings.read()
    for name, value in told.items():
        monkeypatch.setenv(f"{service}_{name}", value)
    assert Settings.read() == without


def test_a_misspelt_setting_is_refused_with_the_one_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARQ_RULE", "rules.yaml")
    told = r"BARQ_RULE is no setting; did you mean BARQ_RULES\?"
    with pytest.raises(SettingsError, match=f"^{told}$"):
        Settings.read()


@pytest.mark.parametrize("name", ["BARQ_PORT", "BARQ_KAFKA_LIBS", "BARQ_SERVICE_HOST", "BARQ_X"])
def test_a_variable_that_is_like_none_is_passed_over(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert Settings.read()
