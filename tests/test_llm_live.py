"""A real server, if one is named: LLM_TEST_MODEL, LLM_TEST_BASE_URL and, if it wants one, OPENAI_API_KEY."""

from __future__ import annotations

import os

import pytest

import clusterx
from clusterx.llm import LLM

TEXT = "到2027年，全市高新技术企业达到850家，由市科技局牵头落实。"
MODEL = os.environ.get("LLM_TEST_MODEL")


@pytest.mark.skipif(MODEL is None, reason="LLM_TEST_MODEL names no model")
def test_a_real_model_finds_the_department() -> None:
    llm = LLM(str(MODEL), base_url=os.environ.get("LLM_TEST_BASE_URL"), cache=False, budget_tokens=20_000, timeout=120)
    result = clusterx.extract(TEXT, llm=llm)
    print(result.usage, result.rejected, result.warnings)
    assert result.complete
    assert result.targets[0].responsible == ("市科技局",)
    assert result.targets[0].quantity == clusterx.extract(TEXT).targets[0].quantity
