"""What a language model would be asked of some documents, and with --ask what it answers.

    python examples/ask_a_model.py MODEL documents/chain_leader_news.txt
    OPENAI_BASE_URL=http://localhost:11434/v1 python examples/ask_a_model.py qwen3:8b documents/*.txt --ask

The server and its key are read from OPENAI_BASE_URL and OPENAI_API_KEY. Needs the extra: pip install ".[llm]".
"""

from __future__ import annotations

import argparse
from pathlib import Path

from clusterx import extract, plan
from clusterx.llm import LLM


def main() -> None:
    """The command line described above."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("model")
    ask.add_argument("documents", nargs="+", type=Path)
    ask.add_argument("--ask", action="store_true")
    options = ask.parse_args()
    llm = LLM(options.model, budget_tokens=100_000)
    for path in options.documents:
        show(path, llm, asking=options.ask)


def show(path: Path, llm: LLM, *, asking: bool) -> None:
    """Print the plan of one document, or what came of it."""
    text = path.read_text("utf-8")
    planned = plan(text, llm)
    print(f"{path.name}: {len(planned.questions)} questions, {planned.calls} calls, {planned.tokens_in} tokens at most")
    if not asking:
        for question in planned.questions:
            print(f"  {question.kind}.{question.field} of {question.about}" if question.kind else "  a new record?")
        return
    result = extract(text, llm=llm)
    for record in (*result.policies, *result.targets, *result.mechanisms, *result.projects):
        for evidence in record.evidence:
            if evidence.by.startswith("llm:"):
                print(f"  {'/'.join(evidence.fields)}: {evidence.text!r} at {evidence.start}")
    for rejection in result.rejected:
        print(f"  rejected {rejection.quote!r}: {rejection.message}")
    print(f"  complete: {result.complete}")


if __name__ == "__main__":
    main()
