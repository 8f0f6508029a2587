"""How the editors' side says no."""

from __future__ import annotations


class Refused(ValueError):
    """An act that the rules do not allow. The message is a sentence for the editor."""
