"""What `extract` returns: four kinds of record, their quantities, periods and evidence.

Names and texts in records are clean simplified Chinese whatever state the input was in; `Evidence` alone points into
the text as it was given. All models are frozen. Field descriptions are the documentation: JSON Schemas are made from
them (`clusterx schema`, `schemas/`).

    >>> Quantity(value="1390000000", unit="元", dimension="money", text="13.9亿元").model_dump(mode="json")["value"]
    '1390000000'
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema


def plain_number(number: Decimal) -> str:
    """No exponent and no padding: Decimal('1.390E+9') and Decimal('12.40') are written 1390000000 and 12.4."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Number = Annotated[
    Decimal,
    PlainSerializer(plain_number, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]

Bound = Literal["exact", "at_least", "at_most", "about", "range"]
Measure = Literal["level", "increase", "growth", "share", "multiple", "decrease", "difference"]
TargetStatus = Literal["planned", "achieved", "forecast"]
ProjectStatus = Literal[
    "planned", "signed", "approved", "started", "under_construction", "completed", "in_production", "suspended",
    "terminated",
]  # fmt: skip
MechanismKind = Literal[
    "formula", "chain_leader", "task_force", "cadence", "closed_loop", "programme", "platform", "other"
]
AdministrativeLevel = Literal["national", "province", "city", "county", "park"]
PolicyStatus = Literal["in_force", "draft", "repealed"]
DocumentKind = Literal["policy", "news", "report", "list", "other"]
Every = Literal["day", "week", "ten_days", "half_month", "month", "two_months", "quarter", "half_year", "year"]
Dimension = Literal[
    "money", "area", "length", "mass", "volume", "energy", "power", "time", "ratio", "count", "rate", "intensity",
    "data", "computing", "frequency", "voltage", "temperature", "ordinal",
]  # fmt: skip
Held = Literal["quantity", "deadline", "cue"]


class Model(BaseModel):
    """Common settings: frozen, and no field that the contract does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quantity(Model):
    """A number with its unit and bound, scale words folded in."""

    value: Number | None = Field(
        default=None,
        description="The number without scale words, as a decimal string: 13.9亿元 is 1390000000. Null for a range.",
    )
    low: Number | None = Field(default=None, description="Lower end of a range (2-3个: 2), else null.")
    high: Number | None = Field(default=None, description="Upper end of a range (2-3个: 3), else null.")
    unit: str = Field(
        default="",
        description="Canonical unit without scale (元, 美元, 亩, 吨, GWh, 家, 个, %, 百分点, 倍, 番, 元/亩); empty for a bare number.",
    )
    dimension: Dimension = Field(default="count", description="What kind of quantity the unit measures.")
    bound: Bound = Field(
        default="exact",
        description="exact; at_least (以上, 不低于, 超, 余); at_most (以内, 不超过); about (近, 约, 左右, 百亿级); range (low and high).",
    )
    text: str = Field(default="", description="The expression as it stands in the cleaned text, with its bound words.")


class Period(Model):
    """The days for which something holds. Either end may be open."""

    start: date | None = Field(default=None, description="First day, ISO 8601; null if open or not resolvable.")
    end: date | None = Field(
        default=None, description="Last day, ISO 8601 (到2027年: 2027-12-31); null if open or not resolvable."
    )
    text: str = Field(default="", description="The words of the text, also where they could not be resolved.")


class Evidence(Model):
    """Where in the caller's text a record, or some of its fields, comes from."""

    start: int = Field(description="Offset of the first character in the original input, in code points.", ge=0)
    end: int = Field(description="Offset behind the last character in the original input, in code points.", ge=0)
    text: str = Field(description="The original characters source[start:end], damage included.")
    fields: tuple[str, ...] = Field(default=(), description="Names of the record's fields that this span supports.")
    by: str = Field(
        default="", description="Who says so: the name of a rule (target.level), or llm: and a model's name."
    )


class Region(Model):
    """A place by its official name and code."""

    name: str = Field(description="Full name without its province: 滨州市.")
    code: str | None = Field(
        default=None, description="Six-digit code of GB/T 2260 (371600); null where the name is ambiguous."
    )


class Record(Model):
    """What the four kinds of record have in common."""

    id: str = Field(description="Stable: the same record of the same text has the same id on every machine.")
    evidence: tuple[Evidence, ...] = Field(
        description="Spans of the original input; every filled field is in some span's fields."
    )
    confidence: float = Field(description="Estimated probability that the record is right, 0 to 1.", ge=0, le=1)


class Policy(Record):
    """A policy instrument: this text itself or one that it names."""

    role: Literal["self", "cited"] = Field(description="self: the text is this instrument; cited: the text names it.")
    title: str = Field(description="Title without 《》; of a notice that issues an instrument, the notice's title.")
    inner_title: str | None = Field(
        default=None, description="Title of the instrument that a notice (关于印发…的通知) issues."
    )
    number: str | None = Field(default=None, description="Document number with 〔〕: 滨政办字〔2024〕18号.")
    issuers: tuple[str, ...] = Field(default=(), description="Issuing bodies, full names, in order.")
    kind: str | None = Field(
        default=None,
        description="Type of instrument: 实施意见, 行动方案, 若干措施 …, of a notice that of what it issues.",
    )
    level: AdministrativeLevel | None = Field(default=None, description="Administrative level of the issuer.")
    region: Region | None = Field(default=None, description="Where the instrument applies.")
    issued: date | None = Field(default=None, description="Date of signature (成文日期), ISO 8601.")
    published: date | None = Field(default=None, description="Date of publication (发布日期), ISO 8601.")
    period: Period | None = Field(default=None, description="The years for which it plans, or for which it is valid.")
    status: PolicyStatus | None = Field(
        default=None, description="in_force, draft (征求意见稿) or repealed (废止), when the text says."
    )
    industries: tuple[str, ...] = Field(default=(), description="Industries that it is about.")


class Baseline(Model):
    """Where an indicator starts from: 由2023年的11%提高到20%."""

    quantity: Quantity | None = Field(default=None, description="The starting value, if stated.")
    period: Period | None = Field(default=None, description="When it held.")


class Condition(Model):
    """A threshold that defines what is counted: 投资过500万元的重点技改项目."""

    attribute: str = Field(description="What the threshold applies to (投资, 营收); empty if the text does not say.")
    quantity: Quantity = Field(description="The threshold.")


class Target(Record):
    """One quantified statement, wanted or reached."""

    indicator: str = Field(
        description="What is counted or measured: a noun phrase without verb, number, unit, period and region."
    )
    quantity: Quantity = Field(description="The number.")
    measure: Measure | None = Field(
        default=None,
        description="level (达到50家), increase (新增20家, 提高3个百分点), growth (同比增长8.3%), share (占比, 覆盖率: any proportion in %), "
        "multiple (倍增, 翻番), decrease (下降12%), difference (高于全省3.2个百分点).",
    )
    status: TargetStatus | None = Field(
        default=None, description="planned (to be reached), achieved (reached), forecast (预计, 有望)."
    )
    period: Period | None = Field(
        default=None, description="Deadline or span, stated or inherited from sentence, item or title."
    )
    baseline: Baseline | None = Field(default=None, description="Starting value and year (由…提高到…, 较2023年).")
    subject: str | None = Field(
        default=None, description="Whose figure it is, when the text says: a region, a park, a group."
    )
    industries: tuple[str, ...] = Field(default=(), description="Industries named by the indicator.")
    conditions: tuple[Condition, ...] = Field(default=(), description="Thresholds that define what is counted.")
    responsible: tuple[str, ...] = Field(
        default=(), description="Departments of the governing 责任单位 or 牵头单位 tail, one per item."
    )
    part_of: str | None = Field(default=None, description="Id of the target of which this one is a part (其中).")


class Component(Model):
    """One part of a formula: 4个产业专班 in “1+4+6+N”."""

    count: int | None = Field(description="How many; null for N and X.")
    name: str | None = Field(default=None, description="What they are; null where the text does not explain it.")


class Cadence(Model):
    """Something done at a regular interval: 周调度."""

    every: Every = Field(description="The interval.")
    action: str = Field(description="What is done: 调度.")


class Role(Model):
    """A role of a mechanism and who holds it."""

    role: str = Field(description="链长, 链主, 组长 …")
    holder: str | None = Field(default=None, description="Who holds it, in the words of the text: 市、县领导.")


class Mechanism(Record):
    """A named way of organising the work."""

    name: str = Field(description="Name without quotation marks: 1+4+6+N工作架构.")
    kind: MechanismKind = Field(
        description="formula (1+4+6+N), chain_leader (链长制), task_force (指挥部, 领导小组, 专班), cadence (周调度、月通报), closed_loop "
        "(…工作闭环), programme (named action or project line), platform (联盟, 对接会), other."
    )
    components: tuple[Component, ...] = Field(default=(), description="Parts of a formula, in order.")
    cadence: tuple[Cadence, ...] = Field(default=(), description="Intervals and actions, in order.")
    roles: tuple[Role, ...] = Field(default=(), description="Roles and their holders.")
    steps: tuple[str, ...] = Field(default=(), description="Steps of a closed loop, in order.")
    actor: str | None = Field(default=None, description="Who set it up, when the text says.")
    size: Quantity | None = Field(
        default=None, description="How many there are, or how many people are in it: 216人产业链服务团."
    )


class Part(Model):
    """Progress of one part of a project."""

    name: str = Field(description="The part: 设备安装.")
    progress: Quantity = Field(description="How far it is, in %.")


class Project(Record):
    """One identifiable project, or one phase of it."""

    name: str = Field(description="Name of the project as the text has it: 小松全球智能制造基地.")
    status: ProjectStatus | None = Field(
        default=None, description="The stage reached, from planned to in_production; suspended, terminated."
    )
    phase: str | None = Field(default=None, description="一期, 二期 …; null for the whole.")
    part_of: str | None = Field(default=None, description="Id of the project of which this is a phase.")
    companies: tuple[str, ...] = Field(default=(), description="Companies that invest, build or operate.")
    location: str | None = Field(default=None, description="Where it is built, as the text has it.")
    investment: Quantity | None = Field(default=None, description="Total investment, in the currency of the text.")
    annual_investment: Quantity | None = Field(default=None, description="Investment of one year (年度计划投资).")
    invested: Quantity | None = Field(default=None, description="Investment completed so far.")
    capacity: Quantity | None = Field(default=None, description="Capacity with product unit: 60GWh, 年产20万套.")
    output: Quantity | None = Field(default=None, description="Expected annual output value or revenue.")
    tax: Quantity | None = Field(default=None, description="Expected annual tax.")
    jobs: Quantity | None = Field(default=None, description="Jobs created.")
    land: Quantity | None = Field(default=None, description="Land used.")
    floor_area: Quantity | None = Field(default=None, description="Floor area built.")
    progress: Quantity | None = Field(default=None, description="Progress of the whole works, in %.")
    parts: tuple[Part, ...] = Field(default=(), description="Progress of single parts.")
    period: Period | None = Field(
        default=None,
        description="Expected or actual dates of construction. start: first day of when the works begin (开工). end: last day of when they are finished "
        "(竣工), else of 建设期限, of use (投产), of full output (达产); a duration (建设周期18个月) counts from the first day of a start known to the month.",
    )
    industries: tuple[str, ...] = Field(default=(), description="Industries named by the project.")


class Document(Model):
    """What the text is, from its own head and tail."""

    title: str | None = Field(default=None, description="Title of the page or document.")
    kind: DocumentKind = Field(default="other", description="policy, news, report, list or other.")
    source: str | None = Field(default=None, description="Publisher named by the page (来源) or its copyright notice.")
    author: str | None = Field(default=None, description="Author or reporters, separated by a blank.")
    published: date | None = Field(default=None, description="Date of publication that the page states, ISO 8601.")
    region: Region | None = Field(default=None, description="The place that the text is about.")
    noise: dict[str, int] = Field(default_factory=dict, description="Kinds of damage found and repaired, with counts.")


class ExtractionWarning(Model):
    """Something that a reader of the result should know: nothing is dropped in silence."""

    code: str = Field(description="Stable name: control_characters, damaged_number, unresolved_date …")
    message: str = Field(description="One English sentence that says what happened and what it means.")
    evidence: Evidence | None = Field(default=None, description="Where in the input.")


class Omission(Model):
    """A sentence that looks as if it stated something, and from which no record was made."""

    evidence: Evidence = Field(description="The sentence in the original input.")
    holds: tuple[Held, ...] = Field(
        description="What it holds: quantity; deadline (到2027年, 年底前); cue (力争, 专班, 项目 with 开工: words that records are "
        "made of)."
    )
    reasons: tuple[str, ...] = Field(
        default=(),
        description="Why its quantities are no targets: subsidy, criterion, attribute, threshold, duration, table, heading … "
        "Empty where no rule had anything to say.",
    )


class Mention(Model):
    """A quantity or a period in running text."""

    kind: Literal["quantity", "period"] = Field(description="Which of the two it is.")
    start: int = Field(description="Offset of the first character in the caller's text.", ge=0)
    end: int = Field(description="Offset behind the last character.", ge=0)
    text: str = Field(description="The caller's characters text[start:end].")
    quantity: Quantity | None = Field(default=None, description="Set for a quantity.")
    period: Period | None = Field(default=None, description="Set for a period.")
    by: str = Field(default="", description="The rule that read it.")


class Rejection(Model):
    """What a language model offered and the text does not bear out: it stands here and in no record."""

    kind: str = Field(default="", description="Type of the record that it was offered for: target, project …")
    id: str | None = Field(default=None, description="Id of the record with the empty field; null for a new record.")
    field: str = Field(default="", description="The field that it was offered for.")
    quote: str = Field(description="What the model gave as the words of the text, cut to 300 characters.")
    value: str | None = Field(default=None, description="The value that the model offered beside the quote, if any.")
    code: str = Field(
        description="Stable name of the reason: not_in_text, outside, cut, value_disagrees … (docs/llm.md)."
    )
    message: str = Field(description="One English sentence that says why it was refused.")
    asked: Evidence | None = Field(default=None, description="The sentence that was asked about.")
    evidence: Evidence | None = Field(default=None, description="Where the quote stands, if it stands anywhere.")


class Unfilled(Model):
    """A question for a language model that has no answer yet."""

    kind: str = Field(default="", description="Type of the record with the empty field; empty for a sentence.")
    id: str | None = Field(default=None, description="Id of that record; null for a sentence.")
    field: str = Field(default="", description="The empty field; empty for an uncovered sentence.")
    reason: Literal["budget", "unavailable", "refused", "failed"] = Field(
        description="budget: a budget was reached; unavailable: no answer can be had (key, model, network); refused: the "
        "server refuses this text; failed: every attempt failed."
    )
    asked: Evidence | None = Field(default=None, description="The sentence in the original input.")


class Usage(Model):
    """What a language model was asked for one text, and what it cost."""

    model: str = Field(description="Name of the model.")
    mode: str | None = Field(default=None, description="tools, json_schema, json_mode or markdown_json_mode.")
    calls: int = Field(default=0, description="Requests sent, repeated ones included.")
    retries: int = Field(default=0, description="Those of them that repeated a failed one.")
    cache_hits: int = Field(default=0, description="Chunks answered from the ledger.")
    tokens_in: int = Field(default=0, description="Tokens sent, as the server reported them, else as estimated.")
    tokens_out: int = Field(default=0, description="Tokens received, likewise.")
    charged: int = Field(
        default=0, description="Tokens counted against the budgets: failed calls count as if paid for."
    )
    cost: Number | None = Field(default=None, description="Price of tokens_in and tokens_out; null without a price.")
    fields_by_rule: int = Field(default=0, description="Filled fields of all records that rules filled.")
    fields_by_model: int = Field(default=0, description="Filled fields of all records that the model's quotes filled.")
    share_by_rule: float = Field(default=1.0, description="Of all filled fields, the share that rules filled.")
    share_by_model: float = Field(default=0.0, description="Of all filled fields, the share that the model filled.")


class Extraction(Model):
    """The whole result for one text."""

    document: Document = Field(description="What the text is.")
    policies: tuple[Policy, ...] = Field(
        default=(), description="Policy instruments: this text itself and those it names."
    )
    targets: tuple[Target, ...] = Field(default=(), description="Quantified statements, wanted or reached.")
    mechanisms: tuple[Mechanism, ...] = Field(default=(), description="Named ways of organising the work.")
    projects: tuple[Project, ...] = Field(default=(), description="Identifiable projects and their phases.")
    warnings: tuple[ExtractionWarning, ...] = Field(
        default=(), description="What could not be read or had to be skipped."
    )
    uncovered: tuple[Omission, ...] = Field(
        default=(), description="Sentences with a quantity, a deadline or a cue from which no record was made."
    )
    rejected: tuple[Rejection, ...] = Field(
        default=(), description="What a language model offered and the text does not bear out."
    )
    unfilled: tuple[Unfilled, ...] = Field(
        default=(), description="Questions for a language model that have no answer yet; a later run asks them again."
    )
    usage: Usage | None = Field(default=None, description="What a language model was asked; null if none was.")
    complete: bool = Field(default=True, description="False while any question for a language model has no answer.")

    def to_frame(
        self, kind: str = "targets", *, document_id: str = "", library: Literal["pandas", "polars"] | None = None
    ) -> Any:
        """One flat table (targets, policies, mechanisms, projects, evidence … ; docs/tables.md) as a data frame.

        `library`: by default pandas if it is installed, else polars. `document_id` fills the column of that name. Raises
        ValueError for an unknown table, ImportError that says what to install.
        """
        return import_module("clusterx.export.frames").make_frame([(document_id, self)], kind, library)

    def to_arrow(self, kind: str = "targets", *, document_id: str = "") -> Any:
        """One flat table as a `pyarrow.Table`, its decimals DECIMAL(38, 9). Raises as `to_frame` does."""
        return import_module("clusterx.export.frames").make_arrow([(document_id, self)], kind)
