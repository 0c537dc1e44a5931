"""From files to text: plain text in any Chinese encoding, HTML, PDF, Word, and archives of these (extra `docs`)."""

from clusterx.read.again import Documents
from clusterx.read.archives import Member, is_archive_name, read_members
from clusterx.read.decode import Decoded, decode
from clusterx.read.files import STANDARD_INPUT, printable_name, read, read_file
from clusterx.read.limits import LIMITS, Limits
from clusterx.read.refusal import ArchiveError, NoArchiveError, ReadError
from clusterx.source import Source, SourceMeta

__all__ = [
    "LIMITS",
    "STANDARD_INPUT",
    "ArchiveError",
    "Decoded",
    "Documents",
    "Limits",
    "Member",
    "NoArchiveError",
    "ReadError",
    "Source",
    "SourceMeta",
    "decode",
    "is_archive_name",
    "printable_name",
    "read",
    "read_file",
    "read_members",
]
