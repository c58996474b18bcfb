"""A stage as a Faust app, and the worker that runs it."""

from __future__ import annotations

import asyncio
import gc
import signal
import threading
from types import FrameType
from typing import Any, Final, cast

import faust
from aiokafka.errors import KafkaConnectionError, KafkaError, ProducerFenced
from faust.app.base import BootStrategy
from faust.tables.manager import TableManager
from faust.types import AppT, EventT, StreamT

from streams.runtime import clients, logs
from streams.runtime.breaker import BreakerError
from streams.runtime.carried import carried, carry
from streams.runtime.instance import InstanceError, alone
from streams.runtime.lane import Lane, group_of
from streams.runtime.preflight import RefusedError, check_topics
from streams.runtime.restore import RestoreError
from streams.runtime.sampling import sample
from streams.runtime.serving import PortError, serving
from streams.runtime.transport import Consumer
from streams.runtime.watchdog import Watchdog, end
from streams.runtime.work import Chunk
from streams.settings import Settings
from streams.stage import Stage

STOPPED: Final = 0
CRASHED: Final = 1
"""Starting again may help: the supervisor does."""
REFUSED: Final = 2
"""Starting again cannot help: a person must change something first."""
TELL_EVERY_S: Final = 60.0
COLLECT: Final = (50_000, 20, 50)
"""Objects made, then collections of the younger, before a generation is searched for cycles."""
LISTENING_S: Final = 0.005
"""Seconds between two looks at whether the agents listen: it takes a few turns of the loop."""


class Schema(faust.Schema[Any, Any]):
    """Passes a chunk through as it is; the step decodes its records."""

    def compile(self, app: AppT, **_: Any) -> Any:
        """Give the function that makes an event of a message."""
        create = app.create_event

        async def decode(message: Any, *, propagate: bool = False) -> EventT[Any]:  # noqa: ARG001 - Faust's signature
            return create(None, message.value, {}, message)

        return decode


class Boot(BootStrategy):
    """Starts neither web server nor sensors nor Faust's own producer: nothing uses them."""

    enable_web = False
    enable_sensors = False
    enable_kafka_producer = False


class Tables(TableManager):
    """Lets the consumer subscribe as soon as every agent listens, where Faust waits a second."""

    async def on_start(self) -> None:
        """Start when each agent's stream has registered its topic, which it does in its own task.

        To subscribe sooner would leave topics out, and Faust takes 45 s to mend that.
        """
        while len(self.app.topics) < len(self.app.agents) and not self.should_stop:
            await self.sleep(LISTENING_S)
        if not self.should_stop:
            await self._update_channels()
            await self.recovery.start()


class App(faust.App):
    """A Faust app whose consumer is the lane's."""

    BootStrategy = Boot

    def __init__(self, lane: Lane, settings: Settings) -> None:
        self.work_of_lane = lane
        super().__init__(
            lane.group,
            broker=[f"lane://{address}" for address in settings.bootstrap.split(",")],
            broker_session_timeout=settings.session_timeout_s,
            broker_rebalance_timeout=settings.rebalance_timeout_s,
            broker_heartbeat_interval=settings.heartbeat_s,
            stream_wait_empty=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            store="memory://",
            web_enabled=False,
            autodiscover=False,
            TableManager=Tables,
            env={},  # else a BROKER_URL meant for another program would go before all this
        )

    async def on_first_start(self) -> None:
        """Make no folders: there are no Faust tables to keep in them."""


def build(stage: Stage, lane: Lane, settings: Settings) -> App:
    """Make the Faust app of `stage`, one Faust agent for each of its agents."""
    app = App(lane, settings)
    for agent in stage.agents:
        topic = app.topic(agent.reads.name, acks=False, schema=Schema(value_serializer="raw"))
        app.agent(topic, name=f"{app.conf.id}.{agent.name}")(_feed)
    return app


async def _feed(stream: StreamT[Chunk]) -> None:
    async for chunk in stream:
        cast(Consumer, stream.app.consumer).begin(chunk)


def run_worker(stage: Stage, settings: Settings, *, lane: type[Lane] = Lane) -> int:
    """Run the worker of `stage` until it is told to stop; give the process's exit code.

    0 after SIGTERM or SIGINT; 2 when a person must change something first. After any
    other trouble the process ends here with 1, what was in work uncommitted: the
    supervisor starts it again, and it goes on from the committed offsets.
    """
    logs.configure(settings)
    worker = Worker(stage, settings, lane)
    code = asyncio.run(worker.run())
    if any(not thread.daemon for thread in threading.enumerate()[1:]):
        end(code)  # a thread of Faust's that hangs would keep the process alive
    worker.watchdog.disarm()
    return code


def _spare_the_collector() -> None:
    """Leave tables and rules out of every collection, and collect less often what comes after.

    Records hold no cycles: looking for them took 16 % of the CPU of a stage that only passes
    articles on.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)


class Worker:
    """One process of a stage: from the check of its topics to its last commit."""

    def __init__(self, stage: Stage, settings: Settings, lane: type[Lane]) -> None:
        self._stage = stage
        self._lane_type = lane
        self._settings = settings
        self._log = logs.get(stage=stage.name, instance=settings.instance)
        self.watchdog = Watchdog(settings.stop_timeout_s)
        self._signals = 0
        self._begun = False
        """Whether it has a group, and so something to leave in order."""

    async def run(self) -> int:
        """Run until told to stop, or until something is wrong."""
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        self._failure: asyncio.Future[None] = self._loop.create_future()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        settings = self._settings
        try:
            with alone(settings.bootstrap, group_of(self._stage), settings.instance) as place:
                await check_topics(self._stage, settings)
                lane = self._lane()
                _spare_the_collector()
                self._place = place
                before = carried(place)
                for agent in self._stage.agents:
                    lane.meter.aborted(agent.name, before.get(agent.name, 0))
                with serving(lane.meter, settings.metrics_host, settings.metrics_port) as address:
                    if address:
                        self._log.info("serves metrics", url=address)
                    return await self._work(lane, build(self._stage, lane, settings))
        except (RefusedError, InstanceError, PortError, clients.ConnectionSettingsError) as error:
            self._log.error(str(error))
            return REFUSED
        except (KafkaError, OSError, RestoreError) as error:
            self._log.error(_told(error, settings))
            return CRASHED

    def _lane(self) -> Lane:
        try:
            return self._lane_type(
                self._stage, self._settings, on_failure=self._fail, log=self._log
            )
        except (ValueError, OSError) as error:
            raise RefusedError(str(error)) from error

    async def _work(self, lane: Lane, app: App) -> int:
        self._begun = True
        self._log.info("started", group=lane.group, bootstrap=self._settings.bootstrap)
        starting = asyncio.create_task(app.start())
        starting.add_done_callback(self._started)
        telling = asyncio.create_task(self._tell(lane))
        sampling = asyncio.create_task(sample(lane, cast(Consumer, app.consumer), self._log))
        crash = asyncio.create_task(app._crashed.wait())  # noqa: SLF001 - mode offers no other way to wait
        stop = asyncio.create_task(self._stopping.wait())
        ends: set[asyncio.Future[Any]] = {crash, stop, self._failure}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        sampling.cancel()
        lane.meter.leaving()
        if not self._stopping.is_set():
            error = self._failure.exception() if self._failure.done() else app.crash_reason
            self._end(lane, error or RuntimeError("Faust crashed without a reason"))
        self._log.info("stopping")
        consumer = cast(Consumer, app.consumer)
        consumer.stop_flow()
        await consumer.drain(self._settings.stop_timeout_s)
        starting.cancel()
        await app.stop()
        await lane.let_go()
        carry(self._place, {})
        self._log.info("stopped", **lane.tally.summary())
        return STOPPED

    def _started(self, starting: asyncio.Task[None]) -> None:
        if not starting.cancelled() and (error := starting.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._failure.done():
            self._failure.set_exception(error)

    def _end(self, lane: Lane, error: BaseException) -> None:
        """End the process here: Faust can hang after a crash, and nothing is left to save."""
        known = isinstance(error, (KafkaError, OSError, TimeoutError, RestoreError, BreakerError))
        self._log.error(
            _told(error, self._settings), exc_info=None if known else error, **lane.tally.summary()
        )
        carry(self._place, lane.meter.aborts())
        end(REFUSED if isinstance(error, BreakerError) else CRASHED)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        """Begin to stop; called between two instructions, even within a long step."""
        self._signals += 1
        if self._signals > 1 and number == signal.SIGINT:
            end(128 + number)
        if not self._begun:
            end(STOPPED)  # nothing is in work, and to load may take longer than it has to stop
        self.watchdog.arm(CRASHED)
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def _tell(self, lane: Lane) -> None:
        told: Any = {}
        while True:
            await asyncio.sleep(TELL_EVERY_S)
            summary = lane.tally.summary()
            if summary != told:
                told = summary
                self._log.info("counted", **summary)


def _told(error: BaseException, settings: Settings) -> str:
    if isinstance(error, KafkaConnectionError):
        return (
            f"no broker answers at {settings.bootstrap}: start one with `barq up` or "
            "`barq broker`, or set BARQ_BOOTSTRAP, and BARQ_SECURITY_PROTOCOL as the broker has it "
            f"({error})"
        )
    if isinstance(error, ProducerFenced):
        return "another worker has taken over a partition of this one; this one starts anew"
    if isinstance(error, TimeoutError):
        return f"a transaction or rebalance took too long; this worker starts anew ({error})"
    return f"{type(error).__name__}: {error}"
