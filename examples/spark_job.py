"""Normalizes an archive on Apache Spark 4: NDJSON or Parquet in, Parquet out.

    spark-submit examples/spark_job.py --partitions 64 s3a://archive/raw s3a://archive/documents

The wheel (python/README.md) has to be installed where the executors run. A row that cannot be
normalized is a row with `error`, and `id`, and nothing else.
"""

import argparse

from pyspark.sql import SparkSession

import copydesk
import copydesk.spark


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", help="NDJSON files (.gz and .zst too), or Parquet when it ends in .parquet")
    parser.add_argument("output", help="folder of Parquet files; must not exist")
    parser.add_argument("--partitions", type=int, help="tasks and output files; Spark's own choice when left out")
    parser.add_argument("--json", action="store_true", help="add the column `json`: the document as HTTP sends it")
    arguments = parser.parse_args()

    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    spark.sparkContext.setLogLevel("WARN")
    columns = ", ".join(f"{name} STRING" for name in copydesk.ARTICLE_COLUMNS)
    if arguments.input.rstrip("/").endswith(".parquet"):
        articles = spark.read.parquet(arguments.input)
        articles = articles.select(*(name for name in articles.columns if name in copydesk.ARTICLE_COLUMNS))
    else:
        articles = spark.read.schema(columns).json(arguments.input)
    if arguments.partitions:
        articles = articles.repartition(arguments.partitions)
    documents = articles.mapInArrow(
        copydesk.spark.normalize(include_json=arguments.json), copydesk.spark.schema(include_json=arguments.json)
    )
    documents.write.option("compression", "zstd").parquet(arguments.output)
    spark.stop()


if __name__ == "__main__":
    main()
