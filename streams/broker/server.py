"""The embedded broker: one node of the Kafka wire protocol, in one process, on one machine."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import structlog

from streams.broker import connection
from streams.broker.database import Database
from streams.broker.errors import BrokerError, StorageError
from streams.broker.janitor import Janitor
from streams.broker.log import Log
from streams.broker.offsets import GroupOffsets
from streams.broker.services import Services
from streams.broker.transactions import Transactions

_log = structlog.get_logger(__name__)


class EmbeddedBroker:
    """A broker that keeps its topics in a folder, and serves while it is started."""

    address: str
    """Host and port, once started."""

    def __init__(
        self,
        data_dir: Path,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        max_message_bytes: int = 64 * 2**20,
    ) -> None:
        self._host = host
        self._port = port
        self._max_message_bytes = max_message_bytes
        self._database = Database(data_dir)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._services: Services
        self._janitor: asyncio.Task[None]

    async def start(self) -> None:
        """Open the folder and listen; raise BrokerError when either cannot be."""
        self._database.open()
        try:
            self._services = self._loaded()
            await self._listen(self._services)
        except StorageError as error:
            self._database.close()
            raise BrokerError(
                f"The broker's file {self._database.path} cannot be read ({error}): restore a "
                "copy of it, or move it away to start empty."
            ) from error
        except BrokerError:
            self._services.transactions.stop()
            self._database.close()
            raise
        self._janitor = asyncio.create_task(Janitor(self._services).run())
        _log.info("broker_started", address=self.address, file=str(self._database.path))

    async def stop(self) -> None:
        """Close all connections, then the file."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        for task in (self._janitor, *self._connections):
            task.cancel()
        await asyncio.gather(self._janitor, *self._connections, return_exceptions=True)
        for group in self._services.groups.values():
            group.stop()
        self._services.transactions.stop()
        self._database.close()
        _log.info("broker_stopped", address=self.address)

    async def broken(self) -> None:
        """Wait until the file can no longer be read, then raise BrokerError; else for ever."""
        await self._database.broken.wait()
        raise BrokerError(
            f"The broker's file {self._database.path} can no longer be read: check the disk, and "
            "restore a copy of the file, or move it away to start empty."
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _loaded(self) -> Services:
        log = Log(self._database, max_message_bytes=self._max_message_bytes)
        log.load()
        offsets = GroupOffsets(self._database)
        transactions = Transactions(self._database, log, offsets)
        transactions.load()
        return Services(
            database=self._database,
            log=log,
            offsets=offsets,
            transactions=transactions,
            cluster_id=self._cluster_id(),
        )

    async def _listen(self, services: Services) -> None:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is None:
                return
            self._connections.add(task)
            try:
                await connection.serve(services, reader, writer)
            except asyncio.CancelledError:
                return  # by stop(); asyncio's streams would log it as a fault
            finally:
                self._connections.discard(task)

        try:
            self._server = await asyncio.start_server(
                accept, self._host, self._port, limit=connection.READ_AHEAD_BYTES
            )
        except OSError as error:
            what = (
                "is in use: stop what uses it, or choose another with BARQ_BROKER_PORT (0 takes a "
                "free one)"
                if error.errno == errno.EADDRINUSE
                else f"cannot be listened on ({error.strerror}): check BARQ_BROKER_HOST and "
                "BARQ_BROKER_PORT"
            )
            raise BrokerError(f"The address {self._host}:{self._port} {what}.") from error
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"{self._host}:{port}"

    def _cluster_id(self) -> str:
        row = self._database.read("SELECT value FROM setting WHERE name = 'cluster_id'").fetchone()
        if row is not None:
            return str(row[0])
        cluster_id = uuid4().hex[:22]
        self._database.write("INSERT INTO setting VALUES ('cluster_id', ?)", cluster_id)
        self._database.commit()
        return cluster_id
