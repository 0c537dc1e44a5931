"""From files to text."""

from clusterx.read.decode import Decoded, decode
from clusterx.read.files import STANDARD_INPUT, ReadError, Source, read_file

__all__ = ["STANDARD_INPUT", "Decoded", "ReadError", "Source", "decode", "read_file"]
