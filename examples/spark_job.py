"""Extract a folder of Parquet files with Spark and write the flat tables.

python spark_job.py documents_folder output_folder [--master "local[2]"]

The Parquet files hold the columns `url` and `text`. On a cluster: spark-submit spark_job.py …, with clusterx installed on the workers.
"""

import argparse
from pathlib import Path

from pyspark.sql import SparkSession

import clusterx.spark

WANTED = ("documents", "targets", "projects")  # of the tables of the codebook


def main() -> None:
    """Read the folder named on the command line and write `results`, `errors` and a folder for each table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents")
    parser.add_argument("output", type=Path)
    parser.add_argument("--master", default=None)
    arguments = parser.parse_args()

    builder = SparkSession.builder.appName("clusterx")
    spark = (builder.master(arguments.master) if arguments.master else builder).getOrCreate()
    documents = spark.read.parquet(arguments.documents)
    # Two or three tasks a core, so that a few long documents do not keep one core busy while the others wait.
    documents = documents.repartition(3 * spark.sparkContext.defaultParallelism)

    clusterx.spark.extract(documents, text="text", id="url").write.parquet(str(arguments.output / "results"))

    results = spark.read.parquet(str(arguments.output / "results"))
    results.where("error IS NOT NULL").select("id", "error").write.parquet(str(arguments.output / "errors"))
    tables = clusterx.spark.tables(results)
    for name in WANTED:
        tables[name].write.parquet(str(arguments.output / name))
    targets = spark.read.parquet(str(arguments.output / "targets"))
    print(f"{results.count()} documents, {targets.count()} targets")
    spark.stop()


if __name__ == "__main__":
    main()
