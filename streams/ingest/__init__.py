"""What brings wire items in: files, folders, mailboxes, JSON lines, feeds, HTTP.

- `reading` makes pieces of files and streams, `units` of files that hold several items.
- `settling` tells which files of a folder are complete, `watching` takes them in.
- `feedlist` reads which feeds to poll, `fetching` gets them, `polling` judges what came, and
  `feeds` goes on doing so.
- `push` reads the head of a request, `room` bounds the bodies, `api` takes items in over HTTP.
- `state` remembers what was taken in; `sending` is the one way to the wire.
- `edges` puts them together for the commands.
"""
