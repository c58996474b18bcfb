"""Wire items to articles: one module per wire format, and one table of them.

The way of an item: `decode` makes text of its bytes (`wires`; most of ninjs is decoded at once, by
`ninjs_typed`); `formats` finds the format by the looks of the text; the format's module reads it
into an `article.Draft`, and `article.finish` works out what is the same for all: id, version,
language, revision, digest.

To add a wire format:

1. Add its name to `schemas.records.Format`.
2. Write `streams/parse/<name>.py` with `read(wire: Wire) -> Steps[Outcome]`: fill an
   `article.Draft` and return `article.publish(draft, wire)`; for several articles in one
   item see `several.read_each` and `feed_outcome.publish_entries`. Items are read abreast: `yield`
   where the next step of reading begins (see `abreast`). `article.assembling` joins headline,
   captions and paragraphs into a text and finds captions, source lines and credits among the
   paragraphs; `html.html_blocks`, `mended_xml.parse_mended`, `xml_text.parts_in` and
   `dates.parse_time` do the reading; for formats with news lines of their own,
   `news_item.parts_of` puts them in order.
   What a status or signal code means stands in `item_terms`, what a headline's in `cue_words`.
   Raise `reading.UnreadableError(reason, detail)` for an item that cannot be read.
3. Add a row to `formats.FORMATS`. Rows are tried in order; if `sniff.look` cannot tell the
   format, teach it the shape.
4. Add new reasons to `stage.DROPS` or `stage.REJECTS`.
5. Add samples of your own to `tests/parse/`: the contract suite then holds the format to the
   promises of the stage (any bytes give an outcome, blocks never overlap, and so on).
"""
