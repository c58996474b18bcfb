"""Barq: an event-driven stream processor for news wires."""
