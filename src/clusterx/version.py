"""The version of clusterx, which stands in what it writes; pyproject.toml has the same."""

__version__ = "0.1.0"
