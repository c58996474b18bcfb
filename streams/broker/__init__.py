"""The embedded broker: the Kafka wire protocol for one machine, kept in SQLite.

| module | what |
|---|---|
| server, process, connection, dispatch | start and stop, one client, which handler answers |
| protocol, versions | the requests served, their bytes, older versions of them |
| produce, fetch, coordinator, commits, admin, topic_configs | the handlers |
| log, topics, batches, producers, configs | batches in SQLite, topics in memory, formats |
| transactions, groups, members, offsets | transactions, groups, committed offsets |
| janitor, compaction | retention, compaction, clearing up |
| database, schema.sql | the SQLite file and its commits |

To serve another request: a line in `protocol.SERVED`, a handler in the module
where it belongs, and a line in `dispatch._HANDLERS`.
"""

from streams.broker.errors import BrokerError
from streams.broker.server import EmbeddedBroker

__all__ = ["BrokerError", "EmbeddedBroker"]
