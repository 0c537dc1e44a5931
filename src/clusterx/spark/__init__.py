"""The same records on a Spark cluster: `extract` over a column of texts, `tables` for flat tables.

    documents = spark.read.parquet("documents")                   # url, text
    results = clusterx.spark.extract(documents, text="text", id="url")
    results.write.parquet("results")
    for name, table in clusterx.spark.tables(spark.read.parquet("results")).items():
        table.write.parquet(f"tables/{name}")

Needs the extra `clusterx[spark]` (pyspark 4, pyarrow, pandas 2) here and in the workers, and Java 17. docs/spark.md has the whole of
it, docs/scale.md what it costs. `fill_shards` is the stage with a language model, over Parquet files and without Spark.
"""

from __future__ import annotations

from clusterx.spark.frames import extract, tables

__all__ = ["extract", "tables"]
