"""The contracts: every record a topic carries, every topic, and their form as bytes."""
