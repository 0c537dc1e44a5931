"""The same records on a Spark cluster: `extract` over a column of texts, `tables` for flat tables.

    documents = spark.read.parquet("documents")                   # url, text
    results = clusterx.spark.extract(documents, text="text", id="url")
    results.write.parquet("results")
    for name, table in clusterx.spark.tables(spark.read.parquet("results")).items():
        table.write.parquet(f"tables/{name}")

Needs the extra `spark` (pyspark 4, pyarrow, pandas 2) here and in the workers, and Java 17. docs/spark.md has the whole of
it, docs/scale.md what it costs. `fill_shards` is the stage with a language model, over Parquet files and without Spark.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterx.spark.frames import extract, tables
    from clusterx.spark.pace import Pace
    from clusterx.spark.read_rows import StopReading
    from clusterx.spark.shards import Progress, ShardError, fill_shards

__all__ = ["Pace", "Progress", "ShardError", "StopReading", "extract", "fill_shards", "tables"]

_HOMES = {
    "frames": {"extract", "tables"},
    "pace": {"Pace"},
    "read_rows": {"StopReading"},
    "shards": {"Progress", "ShardError", "fill_shards"},
}


def __getattr__(name: str) -> Any:
    """Load on first use, so that the stage with a language model needs no Spark."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"clusterx.spark.{home}"), name)
    raise AttributeError(f"module 'clusterx.spark' has no attribute {name!r}")
