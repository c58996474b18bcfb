"""docker-compose.yml and the Dockerfile hold to their schema and to our own promises."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import jsonschema
import yaml

from streams.settings import PREFIX, Settings
from streams.topology import STAGES
from tests.deploy import compose

SCHEMA: Final = json.loads((Path(__file__).parent / "compose-spec.json").read_text("utf-8"))
DOCKERFILE: Final = (compose.ROOT / "deploy/Dockerfile").read_text("utf-8")
PINNED: Final = re.compile(r"^[a-z/]+:v?\d+\.\d+\.\d+[a-z-]*$")


def test_it_holds_to_the_compose_specification() -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(compose.read())


def test_the_schema_refuses_what_the_specification_does_not_know() -> None:
    broken = compose.read()
    broken["services"]["parse"]["healthchek"] = {}
    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(broken)


def test_every_image_is_pinned() -> None:
    images = [service["image"] for service in compose.services().values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert [image for image in images if not PINNED.match(image)] == []


def test_every_stage_is_a_service_that_runs_its_worker() -> None:
    workers = {n: s["command"] for n, s in compose.own().items() if n in STAGES}
    assert workers == {name: ["worker", name] for name in STAGES}


def test_whatever_keeps_running_has_a_health_check() -> None:
    lasting = {n: s for n, s in compose.services().items() if s.get("restart")}
    assert set(lasting) == {"kafka", *STAGES, "prometheus", "grafana"}
    assert all("healthcheck" in service for service in lasting.values())


def test_whoever_is_waited_for_can_be_waited_for() -> None:
    services = compose.services()
    for name, service in services.items():
        for other, wait in service.get("depends_on", {}).items():
            done = wait["condition"] == "service_completed_successfully"
            assert done or "healthcheck" in services[other], f"{name} waits for {other}"


def test_the_environment_names_settings_that_exist() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = {name for service in compose.own().values() for name in service["environment"]}
    assert named - known == set()


def test_what_is_mounted_is_there() -> None:
    mounts = [m for s in compose.services().values() for m in s.get("volumes", ())]
    for source in (mount.partition(":")[0] for mount in mounts):
        assert source in compose.read()["volumes"] or (compose.ROOT / source).exists(), source


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in compose.services().values() for port in service.get("ports", ())]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_prometheus_finds_every_stage() -> None:
    config = yaml.safe_load((compose.ROOT / "deploy/prometheus/prometheus.compose.yml").read_text())
    found = config["scrape_configs"][0]["dns_sd_configs"][0]
    assert found["names"] == list(STAGES)
    ports = {compose.services()[name]["environment"]["BARQ_METRICS_PORT"] for name in STAGES}
    assert ports == {str(found["port"])}


def test_the_image_runs_barq_and_not_as_root() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["barq"\]$', last, re.MULTILINE)


def test_the_image_takes_in_all_that_the_build_copies() -> None:
    ignored = (compose.ROOT / "deploy/Dockerfile.dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for source in " ".join(copied).split():
        assert (compose.ROOT / source).exists()
        assert f"!{source}" in ignored
