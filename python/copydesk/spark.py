"""Copydesk on Apache Spark (4.0 or later): a function for `DataFrame.mapInArrow`.

    documents = articles.mapInArrow(copydesk.spark.normalize(), copydesk.spark.schema())

`articles` is a DataFrame with columns of text named as in `copydesk.ARTICLE_COLUMNS`; select or rename
them before. The wheel has to be installed on the workers (`--archives` with a packed environment, or the
image). Each Python worker loads the models once and uses one core, as Spark's tasks do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Iterator, Mapping

import copydesk

if TYPE_CHECKING:
    import pyarrow

__all__ = ["normalize", "schema"]


def normalize(
    *, options: Mapping[str, Any] | None = None, include_json: bool = False
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """A function for `mapInArrow`. Arguments as for `copydesk.normalize_batch`.

    Rows keep their order within a partition. Spark's batches (10,000 rows by default) are worked on
    in slices, so that memory depends on neither setting nor partition.
    """

    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, copydesk.BATCH_ROWS):
                rows = batch.slice(start, copydesk.BATCH_ROWS)
                yield copydesk.normalize_batch(rows, options=options, include_json=include_json)

    return run


def schema(*, include_json: bool = False) -> str:
    """`copydesk.schema` in Spark's data definition language, for the second argument of `mapInArrow`."""
    return _fields(copydesk.schema(include_json=include_json), " ")


def _fields(fields: Any, between: str) -> str:
    return ", ".join(f"`{field.name}`{between}{_type(field.type)}" for field in fields)


def _type(kind: pyarrow.DataType) -> str:
    import pyarrow.types as types

    if types.is_struct(kind):
        return f"STRUCT<{_fields(kind, ': ')}>"
    if types.is_list(kind):
        return f"ARRAY<{_type(kind.value_type)}>"
    if types.is_map(kind):
        return f"MAP<{_type(kind.key_type)}, {_type(kind.item_type)}>"
    return {"string": "STRING", "int32": "INT", "float": "FLOAT", "double": "DOUBLE", "bool": "BOOLEAN"}[str(kind)]
