"""Harvested by an independent client (sickle), and checked against the protocol."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from evenhand_site.discovery import oai
from evenhand_site.discovery.models import Departed, Entry
from sickle import Sickle, oaiexceptions

OAI = "{http://www.openarchives.org/OAI/2.0/}"
LIST, GET = "verb=ListRecords&metadataPrefix=oai_dc", "verb=GetRecord&metadataPrefix=oai_dc"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture
def library(network):
    section = network.section("Commentary")
    ada, bo = network.person("Ada", "Quill"), network.person("Bo", "Reed", family_ru="Тростин", given_ru="Бо")
    facts = {"day": date(2024, 5, 1), "lead": "A lead.", "doi": "10.1234/abc", "rights": "CC BY 4.0"}
    network.text("Quiet & <talks>\x0b", under=section, by=[ada, bo], on=[network.topic("Ferries")], **facts)
    network.text("Тихие переговоры", under=network.section("Комментарии", language="ru"), by=[bo])
    network.text("Draft", under=section, publish=False)
    return section


@pytest.fixture
def sickle(server):
    return Sickle(f"{server}/oai")


def date_all(moment):
    Entry.objects.update(changed=moment)


def ask(client, query="", **arguments):
    """The answer to a request, as the element that the verb or the error names, and the whole."""
    answer = client.get(f"/oai?{query or urlencode(arguments)}")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"  # the date of the answer is that of its making
    root = ElementTree.fromstring(answer.content)
    assert [child.tag for child in root][:2] == [f"{OAI}responseDate", f"{OAI}request"] and len(root) == 3
    datetime.strptime(root[0].text, "%Y-%m-%dT%H:%M:%SZ")
    return root[2], root


def test_the_repository_says_what_it_is(sickle, library):
    said = sickle.Identify()
    assert said.repositoryName == "Test network" and said.protocolVersion == "2.0"
    assert said.deletedRecord == "persistent" and said.granularity == "YYYY-MM-DDThh:mm:ssZ"


def test_elements_of_identify_stand_in_the_order_of_the_schema(client, library):
    element, _root = ask(client, verb="Identify")
    order = "repositoryName baseURL protocolVersion adminEmail earliestDatestamp deletedRecord granularity"
    assert [child.tag.removeprefix(OAI) for child in element] == order.split()


def test_the_one_format_is_dublin_core(sickle, library):
    assert [each.metadataPrefix for each in sickle.ListMetadataFormats()] == ["oai_dc"]


def test_a_record_tells_what_a_library_needs(sickle, library):
    record = next(each for each in sickle.ListRecords(metadataPrefix="oai_dc") if each.metadata["language"] == ["en"])
    data = record.metadata
    assert data["title"] == ["Quiet & <talks>"] and data["creator"] == ["Quill, Ada", "Reed, Bo"]
    assert data["subject"] == ["Ferries"] and data["date"] == ["2024-05-01"] and data["type"] == ["Text", "text"]
    assert data["publisher"] == ["Test network"] and data["rights"] == ["CC BY 4.0"]
    assert (
        data["identifier"][0].endswith("/en/commentary/quiet-talks-1/")
        and data["identifier"][1] == "https://doi.org/10.1234/abc"
    )
    assert set(record.header.setSpecs) == {"kind-text", "language-en", f"section-{library.pk}"}
    same = sickle.GetRecord(identifier=record.header.identifier, metadataPrefix="oai_dc")
    assert same.metadata == data


def test_a_name_stands_in_the_script_of_the_text(sickle, library):
    record = next(iter(sickle.ListRecords(metadataPrefix="oai_dc", set="language-ru")))
    assert record.metadata["creator"] == ["Тростин, Бо"]


def test_only_public_texts_are_records(sickle, library):
    assert len(list(sickle.ListIdentifiers(metadataPrefix="oai_dc"))) == 2


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_long_list_comes_in_parts(server, library, network, monkeypatch, verb):
    monkeypatch.setattr(oai, "PER_PART", 3)
    for number in range(8):
        network.text(f"Text {number}", under=library)
    for method in ("GET", "POST"):
        found = list(getattr(Sickle(f"{server}/oai", http_method=method), verb)(metadataPrefix="oai_dc"))
        identifiers = [getattr(each, "header", each).identifier for each in found]
        assert len(identifiers) == len(set(identifiers)) == 10


def test_parts_say_how_long_the_list_is_and_how_far_it_has_come(client, library, network, monkeypatch):
    monkeypatch.setattr(oai, "PER_PART", 4)
    for number in range(4):
        network.text(f"Text {number}", under=library)
    first, _root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = first.find(f"{OAI}resumptionToken")
    assert token.attrib == {"completeListSize": "6", "cursor": "0"} and token.text and first[-1] is token
    last, _root = ask(client, verb="ListIdentifiers", resumptionToken=token.text)
    end = last.find(f"{OAI}resumptionToken")
    assert end.attrib == {"completeListSize": "6", "cursor": "4"} and not end.text
    assert len(last.findall(f"{OAI}header")) == 2


def test_what_is_withdrawn_between_two_parts_hides_nothing_else(client, library, network, monkeypatch):
    monkeypatch.setattr(oai, "PER_PART", 4)
    texts = [network.text(f"Text {number}", under=library) for number in range(6)]
    first, _root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    texts[0].unpublish()
    last, _root = ask(client, verb="ListIdentifiers", resumptionToken=first.find(f"{OAI}resumptionToken").text)
    given = [each.findtext(f"{OAI}identifier") for part in (first, last) for each in part.findall(f"{OAI}header")]
    assert {f"oai:127.0.0.1:{text.pk}" for text in texts} <= set(given) and len(given) == len(set(given))


def test_deleted_and_withdrawn_texts_are_told(sickle, library, network):
    gone, away, back = (network.text(title, under=library) for title in ("Gone", "Away", "Back"))
    gone_key = gone.pk
    gone.delete()
    away.unpublish()
    back.unpublish()
    back.save_revision().publish()
    states = {each.header.identifier.rpartition(":")[2]: each for each in sickle.ListRecords(metadataPrefix="oai_dc")}
    for key in (gone_key, away.pk):
        assert states[str(key)].deleted and f"section-{library.pk}" in states[str(key)].header.setSpecs
    assert not states[str(back.pk)].deleted
    assert len(list(sickle.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))) == 3
    assert sickle.GetRecord(identifier=f"oai:127.0.0.1:{gone_key}", metadataPrefix="oai_dc").deleted
    assert str(gone_key) in {
        each.identifier.rpartition(":")[2]
        for each in sickle.ListIdentifiers(metadataPrefix="oai_dc", set=f"section-{library.pk}")
    }


def test_sets_are_listed_and_keep_their_records(sickle, library):
    sets = {each.setSpec: each.setName for each in sickle.ListSets()}
    assert sets[f"section-{library.pk}"] == "Commentary" and sets["language-uk"] == "Ukrainian" and "kind-memo" in sets
    assert len(list(sickle.ListRecords(metadataPrefix="oai_dc", set=f"section-{library.pk}"))) == 1
    with pytest.raises(oaiexceptions.NoRecordsMatch):
        sickle.ListRecords(metadataPrefix="oai_dc", set="kind-memo")


def test_only_what_changed_is_harvested_again(sickle, library, network):
    moment = datetime(2020, 1, 1, 12, 0, 0, 500_000, tzinfo=UTC)
    date_all(moment)
    network.text("New", under=library)
    ask_for = {"metadataPrefix": "oai_dc"}
    assert len(list(sickle.ListRecords(**ask_for, **{"from": "2020-01-01T12:00:01Z"}))) == 1
    assert len(list(sickle.ListRecords(**ask_for, **{"from": "2020-01-01T12:00:00Z"}))) == 3
    assert len(list(sickle.ListRecords(**ask_for, until="2020-01-01T12:00:00Z"))) == 2
    assert len(list(sickle.ListRecords(**ask_for, until="2020-01-01"))) == 2
    assert len(list(sickle.ListRecords(**ask_for, **{"from": "2020-01-01", "until": "2020-01-01"}))) == 2
    with pytest.raises(oaiexceptions.NoRecordsMatch):
        sickle.ListRecords(**ask_for, until="2019-12-31")
    Departed.objects.create(pk=10**6, facets=" ktext ", changed=datetime.now(UTC) - timedelta(days=1))
    assert sickle.Identify().earliestDatestamp == "2020-01-01T12:00:00Z"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=listrecords", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&identifier=oai:127.0.0.1:1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        (f"{LIST}&from=yesterday", "badArgument"),
        (f"{LIST}&from=2020-13-01", "badArgument"),
        (f"{LIST}&from=0000-00-00", "badArgument"),
        (f"{LIST}&from=2020-01-01T00:00:00", "badArgument"),
        (f"{LIST}&from=2021-01-01&until=2020-01-01", "badArgument"),
        (f"{LIST}&from=2020-01-01&until=2020-01-01T00:00:00Z", "badArgument"),
        (f"{LIST}&set={'a' * 9999}", "badArgument"),
        (f"{LIST}&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        (f"{GET}&identifier=oai:127.0.0.1:1", "idDoesNotExist"),
        (f"{GET}&identifier=oai:127.0.0.1:99999999999999999999999", "idDoesNotExist"),
        (f"{GET}&identifier=oai:127.0.0.1:999999999999999999", "idDoesNotExist"),
        (f"{GET}&identifier=oai:127.0.0.1:%D9%A3", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        (f"{LIST}&set=none-such", "noRecordsMatch"),
        (f"{LIST}&set=%25", "noRecordsMatch"),
        (f"{LIST}&from=9999-12-31&until=9999-12-31", "noRecordsMatch"),
    ],
)
def test_faults_are_answered_in_the_words_of_the_protocol(client, library, query, code):
    element, root = ask(client, query)
    assert element.tag == f"{OAI}error" and element.get("code") == code and element.text
    assert bool(root[1].attrib) == (code not in ("badVerb", "badArgument"))


def test_a_token_is_good_for_its_own_verb_only(client, library, monkeypatch):
    monkeypatch.setattr(oai, "PER_PART", 1)
    part, _root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = part.find(f"{OAI}resumptionToken").text
    for arguments in (
        {"verb": "ListRecords", "resumptionToken": token},
        {"verb": "ListIdentifiers", "resumptionToken": token[:-1]},
    ):
        assert ask(client, **arguments)[0].get("code") == "badResumptionToken"


def test_records_have_the_shape_that_the_schema_wants(client, library):
    element, root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert root[1].attrib == {"verb": "ListRecords", "metadataPrefix": "oai_dc"} and root[1].text.endswith("/oai")
    for record in element:
        assert [child.tag for child in record] == [f"{OAI}header", f"{OAI}metadata"]
        assert [child.tag for child in record[0]][:2] == [f"{OAI}identifier", f"{OAI}datestamp"]
        assert {child.tag for child in record[0][2:]} == {f"{OAI}setSpec"}
        assert record[1][0].tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
        assert all(child.tag.startswith(DC) for child in record[1][0])
        assert record[1][0].get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation")


def test_translations_are_related(client, network):
    english, russian = network.section("Memos"), network.section("Записки", language="ru")
    one, other = network.text("One", under=english), network.text("Один", under=russian)
    other.translation_key = one.translation_key
    other.save()
    element, _root = ask(client, verb="GetRecord", identifier=f"oai:127.0.0.1:{one.pk}", metadataPrefix="oai_dc")
    assert [each.text.endswith(other.url) for each in element.iter(f"{DC}relation")] == [True]


def test_an_empty_repository_says_so(client, homes):
    assert ask(client, verb="ListRecords", metadataPrefix="oai_dc")[0].get("code") == "noRecordsMatch"
    assert ask(client, verb="Identify")[0].tag == f"{OAI}Identify"


def test_the_answer_is_the_same_whatever_languages_a_client_reads(client, library):
    answers = {
        client.get("/oai?verb=ListSets", headers={"accept-language": each}).content.split(b"<request")[1]
        for each in ("en", "uk")
    }
    assert len(answers) == 1
