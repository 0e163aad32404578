"""The engine: fetches, parses, extracts, annotates and writes; the only writer of feeds, stories and articles."""
