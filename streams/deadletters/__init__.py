"""Dead letters for people: what a letter is known by, which to take, and what to send again.

- `letters`: a letter, the place of its item, and how often that was replayed.
- `selection`: which letters to take, and counts of them by reason.
- `redelivery`: what is sent for a letter, once, or why nothing is.

Pure; `streams.runtime.redelivery` sends, `streams.console.dlq` asks.
"""
