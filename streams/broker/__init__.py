"""The embedded broker: the Kafka wire protocol for one machine, kept in SQLite."""
