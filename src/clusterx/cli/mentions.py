"""`clusterx mentions`: quantities and periods with their places."""

from __future__ import annotations

from clusterx.cli.messages import at_terminal, read_or_stop, stop
from clusterx.cli.options import FormatOption, OneFile, Published
from clusterx.export import OutputError, open_output


def run(file: OneFile, published: Published = None, form: FormatOption = None) -> None:
    """List every quantity and period of a text with its place."""
    from clusterx.pipeline import mentions as find_all

    source = read_or_stop(file)
    found = find_all(source.text, published=published)
    chosen = form.value if form else ("table" if at_terminal() else "json")
    try:
        with open_output(None) as stream:
            if chosen == "table":
                from clusterx.export.table import write_mention_table

                write_mention_table(found, source.text, stream)
            else:
                stream.writelines(mention.model_dump_json().encode() + b"\n" for mention in found)
    except OutputError as error:
        stop(str(error))
