"""The embedded broker: the Kafka wire protocol for one machine, kept in SQLite.

| module | what |
|---|---|
| server, connection, dispatch | start and stop, one client, which handler answers |
| protocol | the requests served, and their bytes |
| produce, fetch, coordinator, admin, topic_configs | the handlers |
| log, producers, batches | topics and their batches, sequences, the batch format |
| transactions, groups, offsets | producers' transactions, consumers' groups, committed offsets |
| janitor | retention, compaction, clearing up |
| database | the SQLite file and its commits |
"""

from streams.broker.errors import BrokerError
from streams.broker.server import EmbeddedBroker

__all__ = ["BrokerError", "EmbeddedBroker"]
