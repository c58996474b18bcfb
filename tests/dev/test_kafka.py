"""Apache Kafka on this machine: what is missing is said in one line, and it starts and stops."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import confluent_kafka as ck
import pytest
from confluent_kafka.admin import AdminClient

from streams.dev import kafka, kafka_libs
from streams.dev.kafka import Kafka
from streams.dev.kafka_libs import KafkaError, find_java, find_libs


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of PATH, and no jars but those that a test names."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(kafka_libs.LIBS_VARIABLE, raising=False)
    return folder


def program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.usefixtures("programs")
def test_without_java_it_says_what_to_install() -> None:
    with pytest.raises(KafkaError, match=r"^.*install openjdk-17-jre-headless.*$"):
        find_java()


def test_an_old_java_is_named(programs: Path) -> None:
    program(programs / "java", """echo 'openjdk version "1.8.0_392"' >&2""")
    with pytest.raises(KafkaError, match=r"is Java 8: install"):
        find_java()


def test_a_new_java_is_taken(programs: Path) -> None:
    program(programs / "java", """echo 'openjdk version "21.0.1" 2023-10-17' >&2""")
    assert find_java() == str(programs / "java")


@pytest.mark.usefixtures("programs")
def test_without_maven_it_says_what_to_install() -> None:
    with pytest.raises(KafkaError, match=r"^.*install maven.*BARQ_KAFKA_LIBS.*$"):
        find_libs()


FETCH = """for a; do case $a in -DoutputDirectory=*) f=${a#*=};; esac; done
/bin/mkdir -p "$f"; : > "$f/kafka_2.13-4.4.0.jar\""""


def test_what_maven_fetches_is_kept(programs: Path, tmp_path: Path) -> None:
    program(programs / "mvn", FETCH)
    folder = find_libs()
    (programs / "mvn").unlink()
    assert folder.is_relative_to(tmp_path / "cache")
    assert find_libs() == folder


def test_another_release_is_fetched_anew(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_libs, "POM", tmp_path / "pom.xml")
    program(programs / "mvn", FETCH)
    (tmp_path / "pom.xml").write_text("<kafka.version>4.1.1</kafka.version>")
    former = find_libs()
    (tmp_path / "pom.xml").write_text("<kafka.version>4.4.0</kafka.version>")
    assert find_libs() != former
    assert list(find_libs().glob(kafka_libs.JAR))


def test_a_maven_that_fails_is_quoted(programs: Path) -> None:
    program(programs / "mvn", "echo '[ERROR] no network'; exit 1")
    with pytest.raises(KafkaError, match=r"no network"):
        find_libs()


def test_a_folder_without_jars_is_refused(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kafka_libs.LIBS_VARIABLE, str(programs))
    with pytest.raises(KafkaError, match=r"holds no kafka_2.13"):
        find_libs()


def test_a_cluster_of_another_size_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "broker-1.properties").touch()
    with pytest.raises(KafkaError, match="holds a cluster of 1"):
        Kafka(tmp_path, brokers=3)


@pytest.mark.kafka
def test_three_brokers_come_up_and_one_that_was_killed_comes_back(tmp_path: Path) -> None:
    with kafka.running(tmp_path, brokers=3, heap_mb=256) as cluster:
        admin = AdminClient({"bootstrap.servers": cluster.bootstrap, "log_level": 0})
        cluster.kill_node(cluster.nodes[0])
        assert not cluster.serves()
        cluster.start_node(cluster.nodes[0])
        cluster.wait()
        assert len(admin.list_topics(timeout=10).brokers) == 3
    assert cluster.ended() is not None


@pytest.mark.kafka
def test_the_command_prints_the_address_and_stops_cleanly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streams.cli", "dev", "kafka", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data-dir", str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    client = AdminClient({"bootstrap.servers": address, "log_level": 0})
    client.list_topics(timeout=10)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    with pytest.raises(ck.KafkaException):
        client.list_topics(timeout=0.5)
