"""The same policy or project in several documents, by a stable key.

    >>> from clusterx import extract
    >>> plan = extract("甲市：落实《荆门市动力电池产业发展实施方案》（荆政办发〔2023〕8号），推进项目建设。")
    >>> news = extract("近日，荆门市印发《荆门市动力電池產業發展實施方案》。")
    >>> [(one.key, one.files) for one in link([("plan.txt", plan), ("news.txt", news)])]
    [('policy:荆政办发2023-8@420800', ['news.txt', 'plan.txt'])]

docs/dedupe.md says what a key is made of and what is not linked.
"""

from clusterx.link.keys import policy_key, project_key
from clusterx.link.linking import Link, Linked, link

__all__ = ["Link", "Linked", "link", "policy_key", "project_key"]
