"""The whole way from a string to records. Start reading here.

    source str
      └ clean      AlignedText   the text that knows its source       clean/    text.py
      └ outline    Outline       headings, items, sentences, tails    outline.py
      └ find       Found…        what the text says                   mentions/
      └ apply      drafts        what it means                        rules/
      └ bind       records       drafts tied to the source            bind.py
      └ fill       records       what only a reader can tell (opt-in) llm/

Without `llm` nothing here reads a clock or a network: the same text, date, words and rules give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from clusterx.bind import bind_records, to_mention
from clusterx.clean import Page, clean, clean_text, read_page
from clusterx.mentions import find_mentions
from clusterx.mentions.damaged import void_damaged
from clusterx.mentions.find import find_stated
from clusterx.origin import recall, remember
from clusterx.outline import build_outline
from clusterx.records import Extraction, Mechanism, Mention, Policy, Project, Target
from clusterx.rules.anchor import find_anchor
from clusterx.rules.document import read_document
from clusterx.rules.mechanism import apply_mechanisms
from clusterx.rules.not_target import Declined
from clusterx.rules.own_rules import Rule, apply_own_rules, beside, check_rules, claimed_numbers
from clusterx.rules.own_words import OwnTable, read_lexicon
from clusterx.rules.policy import apply_policies
from clusterx.rules.project import apply_projects
from clusterx.rules.rule import Reading
from clusterx.rules.target import apply_targets
from clusterx.rules.uncovered import find_uncovered
from clusterx.rules.unsaid_unit import name_unsaid_units
from clusterx.several import check_several
from clusterx.warn import find_warnings

if TYPE_CHECKING:
    from clusterx.llm import LLM, Plan

__all__ = ["Extractor", "aextract", "clean", "extract", "extract_batch", "mentions", "plan"]

Date = date | str


class Extractor:
    """Reads documents with a user's own words and rules besides ours.

    `lexicon`: tables with rows of one's own, each a `Path` whose name begins with that of the table (`units.tsv`) or a pair
    of the table's name and the text. `rules`: one's own `Rule`s. docs/extending.md shows both.

    An Extractor has no state that reading changes: it may be shared between threads, and pickled if its rules can be.
    Raises LexiconError for a bad table or row, TypeError for arguments of another type, ValueError for two rules of one name
    and for a rule that makes nothing of its own example.

    >>> own = Extractor(lexicon=[("units", "unit\\tdimension\\n畦\\tcount\\n")])
    >>> [t.quantity.unit for t in own.extract("到2027年，建成高标准菜地500畦。").targets]
    ['畦']
    """

    def __init__(self, *, lexicon: Iterable[OwnTable] = (), rules: Iterable[Rule] = ()) -> None:
        self._lexicon = read_lexicon(lexicon)
        self._rules = check_rules(rules)
        for rule in self._rules:
            for example in rule.examples:
                with self._lexicon.used():
                    drafts = rule.find(_read(example, None))
                if not drafts:
                    raise ValueError(f"rule {rule.name!r} makes nothing of its example {example!r}")

    def extract(self, text: str, *, published: Date | None = None, llm: LLM | None = None) -> Extraction:
        """`clusterx.extract` with these words and rules."""
        _check_text(text)
        with self._lexicon.used():
            reading, extraction = self._extracted(text, _as_date(published))
            if llm is None:
                return extraction
            from clusterx.llm.fill_records import fill_records

            return fill_records(reading, extraction, _check_llm(llm))

    async def aextract(self, text: str, *, published: Date | None = None, llm: LLM | None = None) -> Extraction:
        """`clusterx.aextract` with these words and rules."""
        _check_text(text)
        with self._lexicon.used():
            reading, extraction = self._extracted(text, _as_date(published))
            if llm is None:
                return extraction
            from clusterx.llm.fill_records import afill_records

            return await afill_records(reading, extraction, _check_llm(llm))

    def extract_batch(
        self,
        texts: Iterable[str],
        *,
        published: Date | None = None,
        llm: LLM | None = None,
        concurrency: int = 4,
    ) -> Iterator[Extraction]:
        """`clusterx.extract_batch` with these words and rules."""
        check_several(texts, "texts", "strings", "for one text call extract(text)")
        if llm is None:
            return (self.extract(text, published=published) for text in texts)
        from clusterx.llm.batch import in_order

        return in_order(lambda text: self.extract(text, published=published, llm=llm), texts, concurrency)

    def plan(
        self, source: str | Extraction, llm: LLM, *, text: str | None = None, published: Date | None = None
    ) -> Plan:
        """`clusterx.plan` with these words and rules."""
        from clusterx.llm.plan import make_plan, text_of_evidence

        _check_llm(llm)
        known = source if isinstance(source, Extraction) else None
        whole, on = (text if isinstance(source, Extraction) else source), _as_date(published)
        if known is not None and whole is None:
            whole, on = recall(known) or (None, on)
        exact = whole is not None
        if known is not None and whole is None:
            whole = text_of_evidence(known)
        _check_text(whole)
        with self._lexicon.used():
            reading = _read(str(whole), on)
            return make_plan(reading, known or _extract(reading, self._rules), llm, exact=exact)

    def _extracted(self, text: str, published: date | None) -> tuple[Reading, Extraction]:
        reading = _read(text, published)
        return reading, remember(_extract(reading, self._rules), text, published)

    def mentions(self, text: str, *, published: Date | None = None) -> list[Mention]:
        """`clusterx.mentions` with these words."""
        _check_text(text)
        with self._lexicon.used():
            aligned = clean_text(text)
            found = find_stated(aligned.text, _as_date(published))
            return [to_mention(mention, aligned) for mention in void_damaged(found, aligned.doubtful())]


_DEFAULT = Extractor()


def extract(text: str, *, published: Date | None = None, llm: LLM | None = None) -> Extraction:
    """Read one document.

    `text`: the document as the web has it, damage and page head included. `published`: its date (a `date` or
    `YYYY-MM-DD`), against which 今年, 去年 or 10月23日 are resolved; by default the date that the page itself states.
    `llm`: a language model that is asked for what the rules leave open (`clusterx.llm.LLM`, docs/llm.md); whatever comes of
    it, the records of the rules come back, and `complete` and `unfilled` say what has no answer.

    Returns an `Extraction`; text without records gives an empty one. Raises TypeError if `text` is no string and
    ValueError if `published` is no date or the text is longer than the cap of `clusterx.clean`.
    """
    return _DEFAULT.extract(text, published=published, llm=llm)


async def aextract(text: str, *, published: Date | None = None, llm: LLM | None = None) -> Extraction:
    """`extract` without blocking while the model is asked."""
    return await _DEFAULT.aextract(text, published=published, llm=llm)


def extract_batch(
    texts: Iterable[str], *, published: Date | None = None, llm: LLM | None = None, concurrency: int = 4
) -> Iterator[Extraction]:
    """`extract` for each of `texts`, lazily and in order; one date for all of them.

    With `llm`, `concurrency` texts are asked about at a time. Raises ValueError if it is below 1, and TypeError, at once, for a single
    text, which would be read character by character.
    """
    return _DEFAULT.extract_batch(texts, published=published, llm=llm, concurrency=concurrency)


def plan(source: str | Extraction, llm: LLM, *, text: str | None = None, published: Date | None = None) -> Plan:
    """What `extract(…, llm=llm)` would ask and what that costs at most, without a call.

    `source`: a text, or what `extract` made of one. An extraction alone holds no more of its text than the evidence, so
    that its plan is an estimate (`exact` is false); give the `text` besides for the true one.
    """
    return _DEFAULT.plan(source, llm, text=text, published=published)


def mentions(text: str, *, published: Date | None = None) -> list[Mention]:
    """Every quantity and period in running text, in its order, with offsets into `text` itself.

    `published` resolves relative dates as in `extract`. Raises TypeError and ValueError as `extract` does.

    >>> [(m.text, str(m.quantity.value)) for m in mentions("总投资13.9亿元，占地近1000亩")]
    [('13.9亿元', '1390000000'), ('近1000亩', '1000')]
    """
    return _DEFAULT.mentions(text, published=published)


def _extract(reading: Reading, rules: Sequence[Rule]) -> Extraction:
    own = apply_own_rules(rules, reading)
    policies = beside(own["policy"], apply_policies(reading))
    mechanisms = beside(own["mechanism"], apply_mechanisms(reading))
    projects = beside(own["project"], apply_projects(reading))
    claimed = [span for draft in (*mechanisms, *projects) for span in draft.claims]
    declined: list[Declined] = []
    targets = apply_targets(reading, [*claimed, *claimed_numbers(own, reading)], declined)
    targets = beside(own["target"], targets)
    return Extraction(
        document=read_document(reading),
        policies=bind_records(Policy, policies, reading.text),
        targets=bind_records(Target, targets, reading.text),
        mechanisms=bind_records(Mechanism, mechanisms, reading.text),
        projects=bind_records(Project, projects, reading.text),
        warnings=tuple(find_warnings(reading)),
        uncovered=tuple(find_uncovered(reading, [*policies, *targets, *mechanisms, *projects], declined)),
    )


def _read(text: str, published: date | None) -> Reading:
    body, page = read_page(clean_text(text))
    outline = build_outline(body.text)
    anchor = published or _page_date(page) or find_anchor(body.text)
    found = name_unsaid_units(body.text, void_damaged(find_mentions(body.text, anchor), body.doubtful()))
    return Reading(body, page, outline, tuple(found), anchor)


def _page_date(page: Page) -> date | None:
    stated = page.issued or page.published
    return date.fromisoformat(stated.value) if stated else None


def _as_date(value: Date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"published must be a date or 'YYYY-MM-DD', not {type(value).__name__}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"published must be a date or 'YYYY-MM-DD', not {value!r}") from None


def _check_llm(llm: LLM) -> LLM:
    from clusterx.llm import model

    if not isinstance(llm, model.LLM):
        raise TypeError(f"llm must be a clusterx.llm.LLM, not {type(llm).__name__}")
    return llm


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        remedy = "decode it first: text.decode('utf-8')" if isinstance(text, bytes | bytearray) else "pass one string"
        raise TypeError(f"text must be a str, not {type(text).__name__}; {remedy}")
