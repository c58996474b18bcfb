"""Actors and places named in an article, from a knowledge base."""
