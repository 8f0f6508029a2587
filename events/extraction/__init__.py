"""Text in, plain records with exact character spans out: toponyms and figures with their evidence.

Pure: this package never asks a database or a network and never decides which place a name means. What it
proposes counts for nothing until the gazetteer has ranked it and an editor has accepted it.
"""
