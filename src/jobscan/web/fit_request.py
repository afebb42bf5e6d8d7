"""What is sent to the pages of a CV: files and texts, in memory only."""

from __future__ import annotations

import io
from typing import IO, Any, Final

from flask import Request, request

from jobscan.errors import JobscanError, SourceError
from jobscan.sources.papers.text import MAX_BYTES
from jobscan.web.current import current_state
from jobscan.web.fit_text import clean

PASTED: Final = "pasted text"
MOST_BYTES: Final = MAX_BYTES + 1024 * 1024
"""Of a request with a CV or a posting, the rest of the form among them."""


class FitRequest(Request):
    """A request whose files stay in memory if it is to these pages; else large ones go through the disk."""

    def _load_form_data(self) -> None:
        if self._is_to_fit:
            self.max_content_length = MOST_BYTES
        super()._load_form_data()

    def _get_file_stream(self, *args: Any, **named: Any) -> IO[bytes]:
        return io.BytesIO() if self._is_to_fit else super()._get_file_stream(*args, **named)

    @property
    def _is_to_fit(self) -> bool:
        return self.path.startswith("/fit/")


def sent(what: str) -> tuple[str, bytes]:
    """The name and the bytes of the file or text of a form. Raises SourceError where it holds neither."""
    upload = request.files.get("file")
    data = upload.stream.read() if upload else b""
    if upload and (data or upload.filename):
        return clean(upload.filename or "file").rpartition("/")[2], data
    text = request.form.get("text", "")
    if not text.strip():
        raise SourceError("empty", f"Choose a file, or paste the text of the {what}.")
    limit = current_state().settings.max_pasted_chars
    if len(text) > limit:
        raise SourceError("too_large", f"The text has more than {limit:,} characters.")
    return PASTED, text.encode("utf-8", "replace")


def told(error: JobscanError) -> str:
    """A message as a sentence of this page: some begin with a verb, and some with the name of the file."""
    words = clean(str(error)).replace(f"{PASTED} ", "The text ").removeprefix("stdin ")
    if words.split(" ")[0] in {"is", "holds", "has", "crashes"}:
        words = f"The file {words}"
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."
