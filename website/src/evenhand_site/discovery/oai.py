"""OAI-PMH 2.0: the six verbs by which libraries and aggregators harvest records [1]_.

The module knows the protocol only: arguments, errors, resumption tokens, the order of elements. What the records are
is a matter of `harvesting`. A resumption token carries the whole request and the place reached, signed, so nothing is
kept between two requests and a token does not expire.

.. [1] Lagoze, Van de Sompel, Nelson, Warner (2002, 2015), The Open Archives Initiative Protocol for Metadata
   Harvesting 2.0, https://www.openarchives.org/OAI/openarchivesprotocol.html; sections 2.5 (deleted records), 3.3
   (dates), 3.5 (resumption tokens), 3.6 (errors), 4 (verbs).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils import timezone

from evenhand_site.discovery import harvesting
from evenhand_site.discovery.feed_formats import readable
from evenhand_site.discovery.harvesting import Header, Record, moment
from evenhand_site.house.templatetags.house import edition

__all__ = ["PER_PART", "answer"]

#: Records in one part of a list.
PER_PART = 100
_OAI = "http://www.openarchives.org/OAI/2.0/"
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LONGEST = 2000


class ProtocolError(Exception):
    """A fault in a request: ``code`` is one of section 3.6."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Part:
    """The part of a list that is asked for: the request, the last number given out, and how many came before."""

    prefix: str
    since: datetime | None = None
    before: datetime | None = None
    of_set: str = ""
    after: int = 0
    cursor: int = 0
    size: int = -1


def answer(address: str, parameters: QueryDict) -> bytes:
    """The answer to a request; faults are answers too. ``address`` is that of the repository."""
    root = Element(
        "OAI-PMH",
        {
            "xmlns": _OAI,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
        },
    )
    SubElement(root, "responseDate").text = moment(timezone.now())
    request = SubElement(root, "request")
    request.text = address
    try:
        verb, arguments = _arguments(parameters)
        content = _VERBS[verb][0](verb, arguments, address)
    except ProtocolError as error:
        content = Element("error", code=error.code)
        content.text = readable(str(error))
        repeated = error.code in ("badVerb", "badArgument")
    else:
        repeated = False
    if not repeated:  # section 3.2: a request that is no request is not repeated
        request.attrib.update({"verb": verb, **arguments})
    root.append(content)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _arguments(parameters: QueryDict) -> tuple[str, dict[str, str]]:
    """The verb and its arguments, each allowed, given once and readable."""
    verbs = parameters.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _VERBS:
        given = ", ".join(verbs)[:100] or "nothing"
        raise ProtocolError("badVerb", f"one verb is expected of {', '.join(_VERBS)}; given: {given}")
    verb = verbs[0]
    _make, required, optional = _VERBS[verb]
    arguments: dict[str, str] = {}
    for name, values in parameters.lists():
        if name == "verb":
            continue
        if name not in (*required, *optional):
            raise ProtocolError("badArgument", f"{verb} knows no argument {name[:60]!r}")
        if len(values) > 1:
            raise ProtocolError("badArgument", f"{name} is given {len(values)} times")
        if len(values[0]) > _LONGEST or readable(values[0]) != values[0]:
            raise ProtocolError("badArgument", f"{name}: too long, or with characters that XML forbids")
        arguments[name] = values[0]
    if "resumptionToken" in arguments and len(arguments) > 1:
        raise ProtocolError("badArgument", "resumptionToken stands alone")
    missing = [name for name in required if name not in arguments]
    if missing and "resumptionToken" not in arguments:
        raise ProtocolError("badArgument", f"{verb} needs {', '.join(missing)}")
    return verb, arguments


def _identify(verb: str, arguments: dict[str, str], address: str) -> Element:
    around = edition()
    element = Element(verb)
    _add(element, "repositoryName", around.name if around else settings.WAGTAIL_SITE_NAME)
    _add(element, "baseURL", address)
    _add(element, "protocolVersion", "2.0")
    _add(element, "adminEmail", (around and around.email) or settings.DEFAULT_FROM_EMAIL)
    _add(element, "earliestDatestamp", moment(harvesting.earliest()))
    _add(element, "deletedRecord", "persistent")
    _add(element, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return element


def _list_metadata_formats(verb: str, arguments: dict[str, str], address: str) -> Element:
    if "identifier" in arguments:
        _header(arguments["identifier"])
    element = Element(verb)
    format_ = SubElement(element, "metadataFormat")
    _add(format_, "metadataPrefix", "oai_dc")
    _add(format_, "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd")
    _add(format_, "metadataNamespace", _DC)
    return element


def _list_sets(verb: str, arguments: dict[str, str], address: str) -> Element:
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "sets are listed in one part")
    element = Element(verb)
    for spec, name in harvesting.sets():
        each = SubElement(element, "set")
        _add(each, "setSpec", spec)
        _add(each, "setName", name)
    return element


def _get_record(verb: str, arguments: dict[str, str], address: str) -> Element:
    found = _header(arguments["identifier"])
    _known_prefix(arguments["metadataPrefix"])
    element = Element(verb)
    element.append(_record_element(harvesting.records([found])[0]))
    return element


def _list(verb: str, arguments: dict[str, str], address: str) -> Element:
    """ListRecords and ListIdentifiers: one part of the list, and the token for the next."""
    token = arguments.get("resumptionToken")
    part = _resumed(verb, token) if token is not None else _asked(arguments)
    found = harvesting.headers(
        part.after, since=part.since, before=part.before, of_set=part.of_set, most=PER_PART + 1
    )  # fmt: skip
    if not found and token is None:
        raise ProtocolError("noRecordsMatch", "no record fits the dates and the set")
    here = found[:PER_PART]
    element = Element(verb)
    if verb == "ListRecords":
        element.extend(map(_record_element, harvesting.records(here)))
    else:
        element.extend(map(_header_element, here))
    if token is not None or len(found) > PER_PART:
        size = part.size if token is not None else harvesting.size(part.since, part.before, part.of_set)
        following = _token(verb, part, here[-1].key, part.cursor + len(here), size) if len(found) > PER_PART else ""
        _add(element, "resumptionToken", following, completeListSize=str(size), cursor=str(part.cursor))
    return element


_VERBS: dict[str, tuple[Callable[[str, dict[str, str], str], Element], tuple[str, ...], tuple[str, ...]]] = {
    "GetRecord": (_get_record, ("identifier", "metadataPrefix"), ()),
    "Identify": (_identify, (), ()),
    "ListIdentifiers": (_list, ("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListMetadataFormats": (_list_metadata_formats, (), ("identifier",)),
    "ListRecords": (_list, ("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListSets": (_list_sets, (), ("resumptionToken",)),
}


def _asked(arguments: dict[str, str]) -> Part:
    """The first part of the list that the arguments describe."""
    _known_prefix(arguments["metadataPrefix"])
    dates = {name: arguments[name] for name in ("from", "until") if name in arguments}
    if len({len(date) for date in dates.values()}) > 1:
        raise ProtocolError("badArgument", "from and until have different granularities")
    since = _moment(dates["from"]) if "from" in dates else None
    until = _moment(dates["until"]) if "until" in dates else None
    if since and until and since > until:
        raise ProtocolError("badArgument", "from is later than until")
    before = until and until + (timedelta(days=1) if len(dates["until"]) == 10 else timedelta(seconds=1))
    return Part(arguments["metadataPrefix"], since, before, arguments.get("set", ""))


def _moment(text: str) -> datetime:
    for shape, form in ((r"\d{4}-\d\d-\d\d", "%Y-%m-%d"), (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "%Y-%m-%dT%H:%M:%SZ")):
        if re.fullmatch(shape, text, re.ASCII):
            try:
                return min(datetime.strptime(text, form), datetime(9990, 1, 1)).replace(tzinfo=UTC)
            except ValueError as error:
                raise ProtocolError("badArgument", f"{text}: no such day or time") from error
    raise ProtocolError("badArgument", f"{text[:40]!r}: a date is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ")


def _known_prefix(prefix: str) -> None:
    if prefix != "oai_dc":
        raise ProtocolError("cannotDisseminateFormat", f"{prefix[:60]!r}: records exist as oai_dc")


def _header(identifier: str) -> Header:
    key = harvesting.key_of(identifier)
    found = harvesting.header(key) if key else None
    if found is None:
        raise ProtocolError("idDoesNotExist", f"{identifier[:100]!r}: no record here has this identifier")
    return found


def _token(verb: str, part: Part, after: int, cursor: int, size: int) -> str:
    dates = [date and date.timestamp() for date in (part.since, part.before)]
    return signing.dumps([verb, part.prefix, *dates, part.of_set, after, cursor, size], salt=__name__)


def _resumed(verb: str, token: str) -> Part:
    try:
        made_for, prefix, since, before, of_set, after, cursor, size = signing.loads(token, salt=__name__)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise ProtocolError("badResumptionToken", "this token was not given out here, or is damaged") from error
    if made_for != verb:
        raise ProtocolError("badResumptionToken", f"this token continues {made_for}")
    dates: list[Any] = [date and datetime.fromtimestamp(date, UTC) for date in (since, before)]
    return Part(prefix, *dates, of_set, after, cursor, size)


def _header_element(header: Header) -> Element:
    element = Element("header", {"status": "deleted"} if header.gone else {})
    _add(element, "identifier", harvesting.identifier_of(header.key))
    _add(element, "datestamp", moment(header.changed))
    for spec in header.sets:
        _add(element, "setSpec", spec)
    return element


def _record_element(record: Record) -> Element:
    element = Element("record")
    element.append(_header_element(record.header))
    if not record.header.gone:
        schema = {"xsi:schemaLocation": f"{_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"}
        spaces = {"xmlns:oai_dc": _DC, "xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:xsi": _XSI}
        metadata = SubElement(SubElement(element, "metadata"), "oai_dc:dc", {**spaces, **schema})
        for name, text in record.elements:
            _add(metadata, f"dc:{name}", text)
    return element


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = readable(text)
