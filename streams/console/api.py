"""`barq api`: take items in over HTTP."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import click

from streams.console.errors import quiet_clients
from streams.console.options import bootstrap, given
from streams.console.printing import say
from streams.ingest.edges import Edges, tokens_of
from streams.ingest.stopping import until_stopped
from streams.ingest.tls import tls_of
from streams.settings import Settings


@click.command("api")
@click.option("--host", help="Address to listen on; goes before BARQ_API_HOST.")
@click.option("--port", type=int, help="Port, 0 for a free one; goes before BARQ_API_PORT.")
@click.option(
    "--tls-cert",
    type=click.Path(path_type=Path),
    help="PEM file of a certificate: listen with TLS; goes before BARQ_API_TLS_CERT.",
)
@click.option(
    "--tls-key",
    type=click.Path(path_type=Path),
    help="PEM file of its key, if apart; goes before BARQ_API_TLS_KEY.",
)
@click.option("--no-token", is_flag=True, help="Let everybody on this machine in.")
@click.option("--state", type=click.Path(path_type=Path), help="Goes before BARQ_INGEST_STATE.")
@bootstrap
def command(
    *,
    host: str | None,
    port: int | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    no_token: bool,
    state: Path | None,
    bootstrap: str | None,
) -> None:
    """Take items in over HTTP until told to stop: POST /items?source=NAME, a body an item.

    Clients send «Authorization: Bearer TOKEN» with a token of BARQ_API_TOKEN or
    BARQ_API_TOKEN_FILE. 202 comes once Kafka has the item. With an Idempotency-Key, or the
    ce-id of a CloudEvent in binary mode, a request sent again is the same delivery.
    """
    settings = Settings.read(
        **given(
            api_host=host,
            api_port=port,
            api_tls_cert=tls_cert,
            api_tls_key=tls_key,
            ingest_state=state,
            bootstrap=bootstrap,
        )
    )
    tokens = tokens_of(settings, none=no_token)
    tls = tls_of(settings.api_tls_cert, settings.api_tls_key)
    edges = Edges(settings=settings, tell=say, warn=partial(say, err=True))
    with quiet_clients():
        asyncio.run(until_stopped(edges.serve(tokens, tls)))
