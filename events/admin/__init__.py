"""The editors' side: every model in the admin, and the article desk.

Requests come in, are parsed, call one editorial verb or one step of the pipeline, and are answered.
Nothing here decides.
"""

from events.admin import decision, layer, organisation

__all__ = ["decision", "layer", "organisation"]
