"""Spark gives the records that one machine gives, row by row, in a real session with two workers."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from mirrors import damaged, originals
from spark_session import local_session, missing_java

from clusterx import Extraction, Extractor, extract

pytest.importorskip("pyspark", reason="pyspark is not installed: python -m pip install '.[spark]'")
pytestmark = [
    pytest.mark.skipif(missing_java() is not None, reason=missing_java() or ""),
    pytest.mark.xdist_group("spark"),  # one session for all tests of this file
]

import pyarrow as pa  # noqa: E402

import clusterx.spark  # noqa: E402
from clusterx.export.columns import TABLES  # noqa: E402
from clusterx.export.rows import flat_rows, typed_row  # noqa: E402

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

COUNT = 500
LENGTH = 300
TODAY = datetime.date(2025, 6, 1)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = local_session(2)
    yield session
    session.stop()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Five hundred pieces of the annotated documents, damaged."""
    rng = random.Random(9)
    bodies = list(originals().values())
    pieces = [body[at : at + LENGTH] for body in bodies for at in range(0, len(body), LENGTH)]
    return {f"https://example.org/{n}": damaged(rng.choice(pieces), rng)[0] for n in range(COUNT)}


@pytest.fixture(scope="module")
def results(spark: SparkSession, texts: dict[str, str]) -> Iterator[DataFrame]:
    rows = spark.createDataFrame(list(texts.items()), "url string, text string").repartition(8)
    cached = clusterx.spark.extract(rows, published=TODAY).cache()
    yield cached
    cached.unpersist()


@pytest.fixture(scope="module")
def local(texts: dict[str, str]) -> dict[str, Extraction]:
    return {url: extract(text, published=TODAY) for url, text in texts.items()}


def as_extraction(row: Row) -> Extraction:
    """A row of the result as the object that `extract` returns."""
    values = row.asDict(recursive=True)
    return Extraction.model_validate({name: values[name] for name in Extraction.model_fields})


def error_of(rows: list[Row]) -> dict[Any, str | None]:
    return {row.id: row.error for row in rows}


def test_the_records_are_those_of_one_machine(results: DataFrame, local: dict[str, Extraction]) -> None:
    rows = results.collect()
    assert sorted(row.id for row in rows) == sorted(local)
    assert {row.error for row in rows} == {None}
    assert {row.id: as_extraction(row) for row in rows} == local
    assert sum(len(one.targets) for one in local.values()) > COUNT / 2


def test_the_tables_are_those_of_one_machine(results: DataFrame, local: dict[str, Extraction]) -> None:
    wanted: dict[str, list[Any]] = {name: [] for name in TABLES}
    for url, extraction in local.items():
        for name, rows in flat_rows(extraction.model_dump(mode="json"), url).items():
            wanted[name] += [tuple(typed_row(name, row)) for row in rows]
    tables = clusterx.spark.tables(results)
    assert list(tables) == list(TABLES)
    for name in ("documents", "targets", "projects", "evidence", "document_noise", "mechanism_components"):
        frame = tables[name]
        assert frame.columns == [column.name for column in TABLES[name].columns]
        assert sorted(map(tuple, frame.collect()), key=repr) == sorted(wanted[name], key=repr), name
        assert wanted[name], name
    assert dict(tables["targets"].dtypes)["quantity_value"] == "decimal(38,9)"
    assert dict(tables["targets"].dtypes)["period_end"] == "date"


def test_two_workers_load_the_words_once(spark: SparkSession, results: DataFrame) -> None:
    def loaded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import os

        from clusterx.lexicon import _shipped

        info = _shipped.cache_info()
        for _ in batches:
            yield pa.RecordBatch.from_pylist([{"pid": os.getpid(), "loads": info.misses, "tables": info.currsize}])

    def probe() -> set[tuple[int, int, int]]:
        rows = spark.range(64).repartition(8).mapInArrow(loaded, "pid bigint, loads bigint, tables bigint").collect()
        return {(row.pid, row.loads, row.tables) for row in rows}

    results.count()
    first = probe()
    assert 1 <= len({pid for pid, _, _ in first}) <= 2
    assert all(loads == tables > 10 for _, loads, tables in first)
    again = spark.createDataFrame(
        [(str(n), "到2027年，高新技术企业达到850家。") for n in range(40)], "url string, text string"
    )
    assert clusterx.spark.extract(again.repartition(8)).count() == 40
    assert probe() <= first


def test_bad_rows_are_error_rows(spark: SparkSession) -> None:
    good = "到2027年，高新技术企业达到850家。"
    rows = [("null", None), ("long", good * 100), ("good", good), ("empty", ""), ("odd", "\0\ufffd" * 9)]
    frame = spark.createDataFrame(rows, "name string, body string").repartition(3)
    found = clusterx.spark.extract(frame, text="body", id="name", max_chars=1000).collect()
    errors = error_of(found)
    assert errors["null"] == "the text is null"
    assert errors["long"] == f"the text has {len(good) * 100} characters, more than max_chars=1000"
    assert [name for name, error in errors.items() if error is None]
    assert set(errors) == {name for name, _ in rows}
    by_id = {row.id: row for row in found}
    assert by_id["null"].document is None
    assert by_id["null"].targets is None
    assert by_id["good"].targets[0].quantity.value == "850"
    assert by_id["empty"].targets == []
    assert errors["empty"] is None


def test_a_broken_reader_stops_no_other_row(spark: SparkSession) -> None:
    class Breaks:
        def extract(self, text: str, *, published: datetime.date | None = None) -> Extraction:
            if "乙" in text:
                raise RuntimeError("no reader is perfect")
            from clusterx import extract as whole

            return whole(text)

    frame = spark.createDataFrame([(1, "甲县"), (2, "乙县"), (3, "丙县")], "url int, text string")
    errors = error_of(clusterx.spark.extract(frame, extractor=Breaks()).collect())  # type: ignore[arg-type]
    assert errors == {1: None, 2: "RuntimeError: no reader is perfect", 3: None}


def test_files_are_decoded(spark: SparkSession) -> None:
    text = "到2027年，全市高新技术企业达到850家。"
    rows = [
        ("gbk", text.encode("gbk")),
        ("utf-8", text.encode()),
        ("picture", b"\xff\xd8\xff\xe0" + bytes(90)),
        ("null", None),
    ]
    found = clusterx.spark.extract(
        spark.createDataFrame(rows, "path string, content binary"), "content", "path"
    ).collect()
    assert {row.id: [t.quantity.value for t in row.targets or []] for row in found} == {
        "gbk": ["850"], "utf-8": ["850"], "picture": [], "null": [],
    }  # fmt: skip
    errors = error_of(found)
    assert "picture" in str(errors["picture"])
    assert errors["gbk"] is None


@pytest.mark.parametrize("kind", ["date", "timestamp", "string"])
def test_published_may_be_a_column(spark: SparkSession, kind: str) -> None:
    text = "今年以来，全市新开工项目达到50个。"
    days = [("a", text, "2023-05-04"), ("b", text, "2024-06-07"), ("c", text, None)]
    frame = spark.createDataFrame(days, "url string, text string, day string")
    frame = frame.withColumn("day", frame.day.cast(kind))
    rows = clusterx.spark.extract(frame, published="day").collect()
    ends = {row.id: row.targets[0].period.end for row in rows}
    assert ends == {"a": datetime.date(2023, 5, 4), "b": datetime.date(2024, 6, 7), "c": None}


def test_a_date_that_is_none_is_an_error_row(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", "今年达到50个。", "2023年5月")], "url string, text string, day string")
    (row,) = clusterx.spark.extract(frame, published="day").collect()
    assert row.error == "published must be a date or 'YYYY-MM-DD', not '2023年5月'"


def test_own_words_reach_the_workers(spark: SparkSession) -> None:
    own = Extractor(lexicon=[("units", "unit\tdimension\n畦\tcount\n")])
    frame = spark.createDataFrame([("a", "到2027年，建成高标准菜地500畦。")], "url string, text string")
    (row,) = clusterx.spark.extract(frame, extractor=own).collect()
    assert [target.quantity.unit for target in row.targets] == ["畦"]


def test_results_survive_parquet(
    spark: SparkSession, results: DataFrame, tmp_path: Any, local: dict[str, Extraction]
) -> None:
    some = results.limit(20)
    some.write.parquet(str(tmp_path / "results"))
    back = spark.read.parquet(str(tmp_path / "results"))
    assert [field.dataType for field in back.schema] == [field.dataType for field in results.schema]
    rows = back.collect()
    assert len(rows) == 20
    assert all(as_extraction(row) == local[row.id] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"text": "body"}, ValueError, "text='body' is no column; there are url, text, n"),
        ({"id": "name"}, ValueError, "id='name' is no column"),
        ({"text": "n"}, TypeError, "must be a column of binary or string, not int; cast it first"),
        ({"published": "n"}, TypeError, "published='n' must be a column of date"),
        ({"published": "2024年"}, ValueError, "neither a column nor a date as 2024-03-28"),
        ({"published": 2024}, TypeError, "a column's name or a date, not int"),
    ],
)
def test_wrong_arguments_raise_at_once(
    spark: SparkSession, arguments: dict[str, Any], error: type[Exception], says: str
) -> None:
    frame = spark.createDataFrame([("a", "", 1)], "url string, text string, n int")
    with pytest.raises(error, match=says):
        clusterx.spark.extract(frame, **arguments)


def test_tables_want_a_result(spark: SparkSession) -> None:
    with pytest.raises(ValueError, match=r"no result of clusterx\.spark\.extract"):
        clusterx.spark.tables(spark.range(1))
