"""A study of a case as others cite and find it: its reference, the data block of its pages, its files.

Data block: ``Dataset`` of schema.org, as dataset search engines read it.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import get_language

from evenhand_site.cases.pages import CasePage
from evenhand_site.cases.tables import TABLES
from evenhand_site.citing.reference import Reference
from evenhand_site.house.templatetags.house import absolute, edition

__all__ = ["as_json", "dataset", "reference"]


def as_json(document: Any) -> str:
    """A document as the command line writes it (``--json``), to the byte."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def reference(page: CasePage) -> Reference:
    """The study as it is cited: the case in one version, at the address that it keeps."""
    around, study, language = edition(), page.study, get_language() or "en"
    return Reference(
        kind="dataset",
        title=page.report.title,
        language=language,
        container=around.name if around else "",
        url=absolute(page.place.to().for_ever.url),
        corporate=", ".join(page.report.authors),
        publisher=around.name if around else "",
        version=study.place,
        date=study.created.date(),
        key=f"{study.case_id}-{study.place}",
        seen=frozenset(),  # a case is called by names: which of its words are small is left to who wrote it
    )


def dataset(page: CasePage) -> dict[str, Any]:
    """The data block of a case's page."""
    name, address = page.report.licence
    study, case, around = page.study, page.place.to(), edition()
    node = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": absolute(case.for_ever.url),
        "name": page.report.title,
        "description": page.report.summary or page.search_description,
        "url": absolute(case.url),
        "identifier": f"sha256:{study.version}",
        "version": study.place,
        "inLanguage": get_language(),
        "creator": [{"@type": "Organization", "name": name} for name in page.report.authors],
        "publisher": {"@type": "Organization", "@id": absolute("/#network"), "name": around.name} if around else None,
        "license": address,
        "usageInfo": "" if address else name,
        "dateCreated": study.created.isoformat(),
        "temporalCoverage": study.as_of,
        "isAccessibleForFree": True,
        "measurementTechnique": f"Evenhand {study.engine}, {study.draws} draws, seed {study.seed}",
        "hasPart": [{"@type": "WebPage", "name": item["title"], "url": absolute(item["url"])} for item in page.issues],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": media_type,
                "contentUrl": absolute(case.file(name)),
            }
            for name, media_type in (
                ("case.yaml", "application/yaml"),
                ("analysis.json", "application/json"),
                *((f"{table}.csv", "text/csv") for table in TABLES),
            )
        ],
    }
    return {name: value for name, value in node.items() if value not in ("", None, [])}
