"""What is asked of whoever imports: the file with its data set, and what becomes of the rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.enums import ImportMode, Status


class UploadForm(forms.Form):
    """What a file is of. An unknown data set is added under its name, with the terms of its makers
    where known.
    """

    file = forms.FileField(label=gettext_lazy("File"))
    dataset = forms.CharField(
        label=gettext_lazy("Data set"), max_length=200, required=False,
        help_text=gettext_lazy("Its name is what readers are told. Leave it empty for UCDP GED and ACLED."),
    )  # fmt: skip
    version = forms.CharField(label=gettext_lazy("Version"), max_length=60, required=False)
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"), max_length=40, required=False,
        help_text=gettext_lazy("Only for a text file in another one than UTF-8 or Windows-1252."),
    )  # fmt: skip

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        """`refusal` is why the server could not take the file in."""
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "At most %(most)s. Copy a larger one to the server and run: manage.py import_events FILE"
        ) % {"most": filesizeformat(settings.IMPORT_MAX_UPLOAD_BYTES)}
        if refusal:
            self.fields["file"].error_messages["required"] = refusal

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "The file has %(size)s; at most %(most)s can be uploaded. Copy it to the server and run: "
                    "manage.py import_events FILE"
                )
                % {
                    "size": filesizeformat(file.size),
                    "most": filesizeformat(settings.IMPORT_MAX_UPLOAD_BYTES),
                }
            )
        return file


class RunForm(forms.Form):
    mode = forms.ChoiceField(label=gettext_lazy("Rows"), choices=ImportMode.choices, initial=ImportMode.ALL)
    target = forms.ChoiceField(label=gettext_lazy("New events become"))
    takes_source = forms.BooleanField(
        label=gettext_lazy("Overwrite what editors have corrected"), required=False,
        help_text=gettext_lazy("Otherwise a corrected field is kept, and the report has the source's value."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(status.value, status.label) for status in (Status.DRAFT, Status.IN_REVIEW)]
        if may_publish:
            choices.append((Status.PUBLISHED.value, Status.PUBLISHED.label))
        self.fields["target"].choices = choices
