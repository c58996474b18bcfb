"""Stages on Kafka: the only importer of Faust and aiokafka."""
