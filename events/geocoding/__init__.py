"""Names in, places out.

The gazetteer is built from packages and our own files by `load_gazetteer`; look-ups, the chain of geocoders
and the geometry of relations ("north-western Idlib", "the Turkish border") work on it. Nothing here reads an
article or decides what an event is, and nothing here ever answers with (0, 0).
"""
