"""The words that the reader's script writes, in the page's language.

English stands in `static/js/data/words.js`; `locale/<code>/words.json` has the same keys and placeholders,
with the plural forms that CLDR gives the language (a test compares them).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


def script_words() -> dict[str, Any]:
    """Nothing for English, whose words the script has itself."""
    return _words_of(get_language() or settings.LANGUAGE_CODE)


@cache
def _words_of(language: str) -> dict[str, Any]:
    file = Path(settings.BASE_DIR) / "locale" / language / "words.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
