"""Normalizes an archive with Ray Data: Parquet or NDJSON in, Parquet out.

    python examples/ray_job.py archive/raw.parquet archive/documents

The wheel (python/README.md) has to be installed where the workers run.
"""

import argparse

import pyarrow as pa
import ray

import copydesk


def articles(table: pa.Table) -> pa.Table:
    """The columns of articles, as text: a reader of JSON takes dates for timestamps and empty columns for nulls."""
    names = [name for name in table.column_names if name in copydesk.ARTICLE_COLUMNS]
    return table.select(names).cast(pa.schema([(name, pa.string()) for name in names]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="a file or folder: Parquet when it ends in .parquet, NDJSON otherwise")
    parser.add_argument("output", help="folder of Parquet files")
    parser.add_argument("--json", action="store_true", help="add the column `json`: the document as HTTP sends it")
    parser.add_argument("--rows", type=int, default=1024, help="rows of a task's batch")
    arguments = parser.parse_args()

    if arguments.input.rstrip("/").endswith(".parquet"):
        dataset = ray.data.read_parquet(arguments.input)
    else:
        dataset = ray.data.read_json(arguments.input, lines=True)
    documents = dataset.map_batches(articles, batch_format="pyarrow").map_batches(
        copydesk.normalize_table,
        batch_format="pyarrow",
        batch_size=arguments.rows,
        fn_kwargs={"include_json": arguments.json},
    )
    documents.write_parquet(arguments.output)


if __name__ == "__main__":
    main()
