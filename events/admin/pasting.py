"""The form for a pasted article: what can be told from the text, or from the last one, is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.admin.forms import CorrectionForm
from events.ingestion.language import language_of
from events.ingestion.opening import headline_and_body
from events.ingestion.text import UnreadableArticle, clean
from events.models import Article


class ArticleForm(CorrectionForm):
    class Meta:
        model = Article
        fields = ()  # the admin names them
        widgets = {"text": forms.Textarea(attrs={"rows": 18, "dir": "auto"})}

    def clean_text(self) -> str:
        try:
            return clean(self.cleaned_data["text"])
        except UnreadableArticle as error:
            raise forms.ValidationError(str(error)) from error


class PasteForm(ArticleForm):
    """A new article. An empty headline is taken from the text, an empty language told by its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Paste it with its headline. ⌃⏎ saves and reads it.")
        headline, language = self.fields["headline"], self.fields["language"]
        headline.required = language.required = False
        headline.help_text = _("Left empty: the line above the text, or its opening words.")
        language.help_text = _("A code such as en, ar or uk. Left empty: told from the text.")
        language.initial = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text = cleaned.get("text")
        if not text:
            return cleaned
        if "headline" in cleaned and not cleaned["headline"].strip():
            cleaned["headline"], cleaned["text"] = headline_and_body(text)
        if "language" in cleaned and not cleaned["language"]:
            cleaned["language"] = language_of(text)
            if not cleaned["language"]:
                self.add_error(
                    "language",
                    _("The text does not tell its language. Give the code, for example nl for Dutch."),
                )
        return cleaned


def usual_values(by: AbstractUser) -> dict[str, Any]:
    """What the next article most often has in common with the editor's last one: its outlet; and today."""
    last = Article.objects.filter(created_by_id=by.pk, is_demonstration=False).order_by("-pk").first()
    return {"published_on": timezone.localdate(), "outlet": last.outlet_id if last else None, "language": ""}
