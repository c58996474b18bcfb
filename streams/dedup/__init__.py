"""Versions of an article, and texts that say the same."""
