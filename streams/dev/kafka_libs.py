"""Where Apache Kafka comes from: Java on this machine, and Kafka's jars by Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from schemas.ids import digest

LIBS_VARIABLE: Final = "BARQ_KAFKA_LIBS"
JAVA_LEAST: Final = 17
"""Oldest Java that Apache Kafka 4 runs on."""
JAR: Final = "kafka_2.13-*.jar"
POM: Final = Path(__file__).resolve().parents[2] / "deploy" / "kafka" / "pom.xml"


class KafkaError(RuntimeError):
    """Apache Kafka cannot be run here; the text says in one line what to do."""


def find_java() -> str:
    """Give the path of a Java that is new enough."""
    java = shutil.which("java")
    if java is None:
        raise KafkaError(
            f"Apache Kafka needs Java {JAVA_LEAST} or later, and there is no `java`: install "
            "openjdk-17-jre-headless, or use the embedded broker with `barq broker`"
        )
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - what `which` found
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    if found is None or int(found[1]) < JAVA_LEAST:
        version = found[1] if found else "of no known version"
        raise KafkaError(
            f"Apache Kafka needs Java {JAVA_LEAST} or later, and {java} is Java {version}: install "
            "openjdk-17-jre-headless and put it first in PATH"
        )
    return java


def find_libs() -> Path:
    """Give the folder of Kafka's jars: the one that BARQ_KAFKA_LIBS names, or a cache.

    The cache is filled by Maven, once for each version of the list of jars (54 MB).
    """
    named = os.environ.get(LIBS_VARIABLE)
    if named:
        if not any(Path(named).glob(JAR)):
            raise KafkaError(
                f"{LIBS_VARIABLE}={named} holds no {JAR}: unset it and let Maven fetch the jars, "
                "or name the folder that has them"
            )
        return Path(named).resolve()
    if not POM.exists():
        raise KafkaError(
            f"Kafka's jars are listed in deploy/kafka/pom.xml of a checkout, and this is none: "
            f"run it from one, or let {LIBS_VARIABLE} name a folder that has them"
        )
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "barq"
    folder = cache / f"kafka-{digest(POM.read_bytes(), size=4)}"
    if not any(folder.glob(JAR)):
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise KafkaError(
            f"Kafka's jars come by Maven, and there is no `mvn`: install maven, or let "
            f"{LIBS_VARIABLE} name a folder that has them"
        )
    command = [maven, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    partly = folder.with_name(f"{folder.name}.partly")
    shutil.rmtree(partly, ignore_errors=True)
    fetched = subprocess.run(  # noqa: S603 - what `which` found, and our own pom.xml
        [*command, f"-DoutputDirectory={partly}"], capture_output=True, text=True, check=False
    )
    if fetched.returncode:
        words = (fetched.stdout + fetched.stderr).strip().splitlines() or ["no word of it"]
        raise KafkaError(f"Maven could not fetch Kafka's jars: {words[0]}")
    shutil.rmtree(folder, ignore_errors=True)
    partly.rename(folder)
