"""Data sets in, data sets out: ACLED, UCDP GED, Dateline's own rows, GeoJSON and KML.

A file comes in, row by row and never as a whole; out go rows of the database, or a sentence for each row
that says why not. What an editor has corrected since is kept, and said. Reads no article and looks at no
request.
"""
