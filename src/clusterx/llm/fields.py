"""What a model may be asked: which fields of which records, by which words such a thing is likely to stand, how it is read.

`how` names the reader of `confirm.py`. `cue`: where no such word stands in the sentence of a record, besides its
name, and for some fields (`beyond`) in the next, the field is not asked for. `ASKED` is what is asked by default, the rest only on demand (`LLM(fields=…)`); "new" stands for uncovered sentences.

    >>> FIELDS["project.companies"].many, FIELDS["project.land"].dimensions
    (True, ('area',))
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

import regex

from clusterx.records import Mechanism, MechanismKind, Policy, Project, Record, Target

How = Literal["units", "company", "place", "industry", "body", "quantity", "period", "stage", "noun", "name", "code"]
MODELS: dict[str, type[Record]] = {"policy": Policy, "target": Target, "mechanism": Mechanism, "project": Project}
PLURAL = {"policy": "policies", "target": "targets", "mechanism": "mechanisms", "project": "projects"}
NEW = "new"


@dataclass(frozen=True)
class AskedField:
    """A field of a record as a question."""

    kind: str
    name: str
    how: How
    cue: str = ""
    many: bool = False
    beyond: bool = False
    dimensions: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What stands on the wire."""
        return f"{self.kind}.{self.name}"

    @property
    def description(self) -> str:
        """What the record's own documentation says of it, as far as the first colon, bracket or stop."""
        whole = MODELS[self.kind].model_fields[self.name].description or ""
        if self.how == "code":
            return ", ".join(get_args(MechanismKind))
        return regex.split(r"[:;(.]|, (?=as |when |in )", whole, maxsplit=1)[0].strip()


BODY = r"(?:局|委|办|部|院|厅|政府|管委会|中心|公司|集团)"
UNIT_CUE = (
    rf"牵头|负责(?!人|解释|同志)|责任(?:单位|部门|主体)|主办|承办|由[^，。；]{{2,20}}{BODY}(?![^。；]{{0,30}}解释)"
)
SET_UP_CUE = (
    rf"(?:{BODY}|[市县区省])[^。；，]{{0,12}}(?:成立|建立|组建|设立|推行|实行|探索|首创)"
    rf"|由[^，。；]{{2,20}}(?:成立|建立|组建|设立|发起|牵头)"
)
COMPANY_CUE = r"公司|集团|企业|厂(?!房)|股份|承建|业主|由[^，。；]{2,24}(?:投资|建设|实施|运营|承担|打造|出资)|投资方|建设单位|携手|联手"
PLACE_CUE = r"位于|坐落|落户|选址|地处|[在于][^，。；]{2,16}(?:区|园|镇|乡|县|市|街道|村|港|基地|新城)|(?:开发区|工业园|高新区|经开区|产业园)(?!管委会)"
INDUSTRY_CUE = r"产业(?![园项基])|行业|制造业|领域"
CAPACITY_CUE = r"年产|产能|能力|年处理|年加工|日产|日处理|规模"

FIELDS: dict[str, AskedField] = {
    field.code: field
    for field in (
        AskedField("policy", "industries", "industry", r"产业|行业|制造|集群", many=True),
        AskedField("target", "indicator", "noun"),
        AskedField("target", "quantity", "quantity"),
        AskedField("target", "period", "period", r"年|月|日|期间|季度|近期|当前|目前"),
        AskedField("target", "responsible", "units", UNIT_CUE, many=True, beyond=True),
        AskedField("target", "subject", "name", r"区|园|市|县|集团|公司|企业|产业链|集群"),
        AskedField("target", "industries", "industry", r"产业|行业|制造业|产业链|领域", many=True),
        AskedField("mechanism", "name", "name"),
        AskedField("mechanism", "kind", "code"),
        AskedField("mechanism", "actor", "body", SET_UP_CUE),
        AskedField("project", "name", "name"),
        AskedField("project", "status", "stage", r"[工签投竣建产运批备停终]"),
        AskedField("project", "companies", "company", COMPANY_CUE, many=True, beyond=True),
        AskedField("project", "location", "place", PLACE_CUE, beyond=True),
        AskedField(
            "project", "investment", "quantity", r"投资|总额|造价|斥资|耗资", beyond=True, dimensions=("money",)
        ),
        AskedField("project", "invested", "quantity", r"完成|累计", beyond=True, dimensions=("money",)),
        AskedField("project", "output", "quantity", r"产值|收入|销售", beyond=True, dimensions=("money",)),
        AskedField("project", "tax", "quantity", r"税", beyond=True, dimensions=("money",)),
        AskedField("project", "jobs", "quantity", r"就业|岗位|用工", beyond=True, dimensions=("count",)),
        AskedField("project", "land", "quantity", r"占地|用地", beyond=True, dimensions=("area",)),
        AskedField("project", "floor_area", "quantity", r"建筑面积|建面", beyond=True, dimensions=("area",)),
        AskedField("project", "capacity", "quantity", CAPACITY_CUE, beyond=True),
        AskedField("project", "progress", "quantity", r"进度|完成|形象", beyond=True, dimensions=("ratio",)),
        AskedField("project", "period", "period", r"年|月|日|季度"),
        AskedField("project", "industries", "industry", INDUSTRY_CUE, many=True),
    )
}
CUES = {code: regex.compile(field.cue) for code, field in FIELDS.items() if field.cue}

REQUIRED = {"target": ("indicator", "quantity"), "mechanism": ("name",), "project": ("name",)}
NEW_FIELDS = {
    "target": ("indicator", "quantity", "period", "responsible", "subject"),
    "mechanism": ("name", "kind", "actor"),
    "project": ("name", "status", "companies", "location", "investment", "capacity", "period"),
}
NAMES_IT = {"policy": "title", "target": "quantity", "mechanism": "name", "project": "name"}
ASKED = (
    "target.responsible",
    "mechanism.actor",
    "project.companies",
    "project.location",
    "project.investment",
    "project.capacity",
    "project.industries",
    "policy.industries",
    NEW,
)


def check_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """The codes of fields that may be asked, each once. Raises ValueError for any other."""
    if isinstance(fields, str):
        raise TypeError('fields must be a list of names: fields=["project.companies", "new"]')
    chosen = tuple(dict.fromkeys(fields))
    open_to_all = [code for code in FIELDS if code in CUES]
    for code in chosen:
        if code != NEW and code not in open_to_all:
            raise ValueError(f"no field {code!r} to ask for; choose of: {', '.join([*open_to_all, NEW])}")
    return chosen
