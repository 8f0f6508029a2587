"""Published data out: filters come in as a query string, GeoJSON and page contexts go out.

Everything is selected through the models' `published()` querysets; nothing here writes, sets a cookie or
reads the session, so every answer may be cached by anyone.
"""
