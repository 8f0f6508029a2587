"""Files that the server has no room for: the form says so, where Django would answer with an error page."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

NOT_KEPT = gettext_lazy(
    "The server could not keep the file: %(why)s. Nothing was written; whoever keeps the server can make "
    "room."
)


class CheckedTemporaryFileUploadHandler(TemporaryFileUploadHandler):
    """Passes a file over that cannot be written, and keeps why for `refusal_of`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self.request.upload_refusal = _sentence(error)
            raise SkipFile from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.file.flush()
        except OSError as error:
            with suppress(OSError):  # closing writes what is left
                self.file.close()
            self.request.upload_refusal = _sentence(error)
            raise SkipFile from error


def _sentence(error: OSError) -> str:
    return str(NOT_KEPT % {"why": error.strerror})


def refusal_of(request: HttpRequest) -> str:
    """Why a file of this request was not kept, in a sentence; empty when all were."""
    return getattr(request, "upload_refusal", "")
