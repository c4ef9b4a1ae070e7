"""Raw article text in, normalized documents out: clean text in blocks, entities, dates as TIMEX3
values and quotes, all with exact offsets. The same article gives the same document here, over HTTP
and on the command line.

    >>> import copydesk
    >>> document = copydesk.normalize({"title": "Bridge closes", "text": "It closed on Monday."})
    >>> document["title"]
    'Bridge closes'

One article at a time: `normalize`, or `normalize_json` for the exact bytes. Tables: `normalize_batch`
and `normalize_table` (pyarrow). Spark: `copydesk.spark`. Ray Data: `normalize_table` is a function for
`map_batches`. All of them work without the interpreter's lock; nothing is shared but the models.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Mapping

from . import _copydesk

if TYPE_CHECKING:
    import pyarrow

__all__ = [
    "ARTICLE_COLUMNS",
    "ArticleError",
    "__version__",
    "models",
    "normalize",
    "normalize_batch",
    "normalize_json",
    "normalize_table",
    "schema",
]

__version__: str = _copydesk.__version__

ARTICLE_COLUMNS: tuple[str, ...] = tuple(_copydesk.ARTICLE_COLUMNS)
"""The columns that a table of articles may have. All hold text; `text` or `html` is required."""

BATCH_ROWS = 256
"""How many rows `normalize_table` works on at a time: it bounds the memory, not the result."""


class ArticleError(ValueError):
    """An article that cannot be normalized. Says which member is at fault, never what it held."""

    code: str
    """Stable code, the same as in the HTTP service's problems."""
    pointer: str
    """JSON pointer (RFC 6901) of the member at fault; empty for the article as a whole."""
    detail: str
    """What is wrong there."""

    def __init__(self, code: str, pointer: str, detail: str) -> None:
        super().__init__(code, pointer, detail)
        self.code, self.pointer, self.detail = code, pointer, detail

    def __str__(self) -> str:
        return f"{self.pointer or 'article'}: {self.detail} ({self.code})"


def normalize(article: Mapping[str, Any]) -> dict[str, Any]:
    """Normalizes one article, a dict with the members of a request to `POST /v1/normalize`.

    Raises:
        ArticleError: the article does not fit the schema or the limits.
        TypeError: a value has no form in JSON.
    """
    return json.loads(normalize_json(json.dumps(dict(article))))


def normalize_json(article: str | bytes) -> str:
    """Normalizes one article given as JSON; returns the document's JSON with the very bytes that the
    HTTP service sends.

    Raises:
        ArticleError: it is not JSON, or does not fit the schema or the limits.
    """
    document, error = _copydesk.normalize_json(article.encode() if isinstance(article, str) else article)
    if error is not None:
        raise ArticleError(*error)
    return document


def normalize_batch(
    batch: pyarrow.RecordBatch, *, options: Mapping[str, Any] | None = None, include_json: bool = False
) -> pyarrow.RecordBatch:
    """Normalizes every row of a record batch; a row for each row, in order, of `schema()`.

    A row that cannot be normalized has null in every column but `id` and `error`; it never raises.

    Args:
        batch: columns of text named as in `ARTICLE_COLUMNS`; anything with `__arrow_c_array__` will do.
        options: `options` of a request, for all rows.
        include_json: add the column `json`, the document as the HTTP service sends it.

    Raises:
        ValueError: a column is unknown or does not hold text, `options` do not fit their schema, or
            the documents are too large for one batch (2 GiB in a column).
    """
    return _copydesk.normalize_batch(batch, json.dumps(dict(options or {})), include_json)


def normalize_table(
    table: pyarrow.Table, *, options: Mapping[str, Any] | None = None, include_json: bool = False
) -> pyarrow.Table:
    """Normalizes a table, a few rows at a time. It is a function for Ray Data:

        dataset.map_batches(copydesk.normalize_table, batch_format="pyarrow")

    Arguments, answer and errors are those of `normalize_batch`.
    """
    import pyarrow

    batches = (
        normalize_batch(batch, options=options, include_json=include_json)
        for batch in table.to_batches(max_chunksize=BATCH_ROWS)
    )
    return pyarrow.Table.from_batches(batches, schema=schema(include_json=include_json))


def schema(*, include_json: bool = False) -> pyarrow.Schema:
    """The schema of `normalize_batch`'s answer: the members of a document under their names in JSON.

    Four things differ from JSON: a span is a struct `{start, end}`; coordinates are a struct
    `{latitude, longitude}`; whole numbers are signed 32-bit; a member that JSON leaves out is null,
    an empty list or false. `error` is a struct `{code, pointer, detail}`, null where there is a document.
    """
    return _copydesk.schema(include_json)


def models() -> dict[str, str]:
    """The checksum of each model, as in `pipeline.models` of every document."""
    return _copydesk.models()
