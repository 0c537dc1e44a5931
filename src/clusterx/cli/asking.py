"""The options with which commands ask a language model, and what they say of it at the end.

The key is read from OPENAI_API_KEY only: what stands on a command line, every user of the machine can read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clusterx.cli.messages import stop, tell
from clusterx.records import Extraction

if TYPE_CHECKING:
    from clusterx.llm import LLM

Model = Annotated[
    str | None,
    typer.Option(
        "--llm-model",
        metavar="NAME",
        help="Ask this language model for what rules leave open (docs/llm.md); the key is read from OPENAI_API_KEY.",
        show_default=False,
    ),
]
NamedModel = Annotated[str, typer.Option("--llm-model", metavar="NAME", help="The language model that would be asked.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--llm-base-url", metavar="URL", help="Its server, by default OPENAI_BASE_URL, else OpenAI.", show_default=False
    ),
]
BudgetTokens = Annotated[
    int | None,
    typer.Option("--llm-budget-tokens", metavar="N", min=0, help="The most tokens for all files.", show_default=False),
]
BudgetMoney = Annotated[
    str | None,
    typer.Option(
        "--llm-budget-money", metavar="AMOUNT", help="The most money for all files; needs a price.", show_default=False
    ),
]
Price = Annotated[
    str | None,
    typer.Option(
        "--llm-price",
        metavar="IN,OUT",
        help="Price of a million tokens sent and received: 2,8.",
        show_default=False,
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache", metavar="PATH", help="Keep answers there instead of in the user's cache.", show_default=False
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep answers.")]


def make_llm(
    model: str, base_url: str | None, tokens: int | None, money: str | None, price: str | None, cache: Path | bool
) -> LLM:
    """The model that the options describe; stops with a clear message if there is none."""
    try:
        from clusterx.llm import LLM

        pair = price.split(",") if price else None
        return LLM(model, base_url=base_url, budget_tokens=tokens, budget_money=money, price=pair, cache=cache)
    except ImportError as error:
        stop(str(error))
    except (TypeError, ValueError) as error:
        raise typer.BadParameter(str(error)) from None


def where_kept(cache: Path | None, no_cache: bool) -> Path | bool:
    """The ledger that the options describe."""
    if cache and no_cache:
        raise typer.BadParameter("--cache and --no-cache exclude each other")
    return cache or not no_cache


class Tally:
    """What became of the questions of all files."""

    def __init__(self) -> None:
        self.incomplete = self.documents = 0
        self.said: dict[str, None] = {}

    def note(self, extraction: Extraction) -> Extraction:
        """Count a result, and hand it on."""
        self.documents += 1
        self.incomplete += not extraction.complete
        self.said.update({w.message: None for w in extraction.warnings if w.code in ("llm_unavailable", "llm_ledger")})
        return extraction

    def tell(self) -> bool:
        """Say once what went wrong; whether anything did."""
        for message in self.said:
            tell(message)
        if self.incomplete:
            tell(
                f"{self.incomplete} of {self.documents} results have questions without an answer; the next run asks them"
            )
        return bool(self.incomplete)
