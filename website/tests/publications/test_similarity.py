"""Which texts are alike."""

from datetime import date

import pytest
from evenhand_site.publications.models import Publication, Relation
from evenhand_site.publications.neighbours import also_like
from evenhand_site.publications.similarity import Features, alike, recompute_relations, relations_later, weight
from hypothesis import given
from hypothesis import strategies as some

DAY = date(2026, 1, 1)


def features(key, *, day=DAY, topics=(), authors=(), stems=None):
    return Features(key, day, frozenset(topics), frozenset(authors), stems or {})


def order(subject, others, rarity=None):
    return [key for _score, key in alike(subject, others, rarity or {})]


def test_a_rare_topic_counts_more_than_a_common_one():
    subject = features(0, topics=[1, 2])
    assert order(subject, [features(3, topics=[1]), features(4, topics=[2])], {1: 5.0, 2: 0.5}) == [3, 4]


def test_topics_and_words_count_more_than_authors():
    subject = features(0, topics=[1], authors=[1], stems={"wheat": 3, "port": 1})
    by_author, on_topic = features(1, authors=[1]), features(2, topics=[1])
    in_words = features(3, stems={"wheat": 3, "port": 1})
    strange = features(4, stems={"moon": 1})
    assert order(subject, [by_author, on_topic, in_words, strange], {1: 1.0})[-1] == 1


def test_words_that_all_texts_have_do_not_count():
    subject = features(0, stems={"the": 9, "grain": 1})
    others = [features(1, stems={"the": 9, "steel": 1}), features(2, stems={"the": 1, "grain": 1})]
    assert order(subject, others) == [2]


def test_of_two_equally_like_texts_the_newer_stands_first():
    subject = features(0, topics=[1])
    old, new = features(1, topics=[1], day=date(2010, 1, 1)), features(2, topics=[1], day=date(2025, 1, 1))
    assert order(subject, [old, new], {1: 1.0}) == [2, 1]


def test_a_much_closer_old_text_stands_before_a_newer_one():
    subject = features(0, topics=[1, 2])
    old, new = features(1, topics=[1, 2], day=date(2016, 1, 1)), features(2, topics=[1])
    assert order(subject, [old, new], {1: 1.0, 2: 1.0}) == [1, 2]


def test_what_has_nothing_in_common_is_left_out():
    assert order(features(0, topics=[1]), [features(1, topics=[2])], {1: 1.0, 2: 1.0}) == []


def test_a_stem_of_one_text_in_four_weighs_the_logarithm_of_four():
    assert weight([{"a": 1}, {"b": 2}, {"b": 1}, {"b": 1, "c": 1}])["a"] == pytest.approx(1.3862943611)


texts = some.lists(
    some.builds(
        features,
        some.integers(1, 50),
        day=some.dates(date(2000, 1, 1), date(2026, 1, 1)),
        topics=some.frozensets(some.integers(1, 4)),
        authors=some.frozensets(some.integers(1, 4)),
        stems=some.dictionaries(some.sampled_from("abcdef"), some.integers(1, 9)),
    ),
    unique_by=lambda each: each.key,
    max_size=8,
)


@given(texts, some.randoms())
def test_the_order_of_candidates_does_not_matter(others, chance):
    subject = features(0, topics=[1, 2], authors=[1], stems={"a": 2, "b": 1})
    rarity = {1: 1.0, 2: 2.0, 3: 0.5, 4: 0.1}
    shuffled = list(others)
    chance.shuffle(shuffled)
    scored = alike(subject, others, rarity)
    assert scored == alike(subject, shuffled, rarity)
    assert all(0 < score <= 1.000001 for score, _key in scored)


@pytest.fixture
def grain(network):
    """A text on grain, one on the same topic, one by the same author, one in the same words, one in Russian."""
    section, topic = network.section(), network.topic("Grain")
    ada, ben = network.person("Ada", "Example"), network.person("Ben", "Sample")
    for number in range(4):
        network.text(f"Filler {number}", under=section, by=[ben], body=f"<p>Steel orbit number{number}.</p>")
    network.text("Same topic", under=section, on=[topic], body="<p>Different things here.</p>")
    network.text("Same author", under=section, by=[ada], body="<p>Nothing similar.</p>")
    network.text("Same words", under=section, body="<p>Harvest corridors insure shipping.</p>")
    network.text("На русском", under=network.section("Раздел", language="ru"), by=[ada], on=[topic])
    return network.text("Quiet", under=section, by=[ada], on=[topic], body="<p>Harvest corridors insure shipping.</p>")


def test_publication_finds_what_a_text_is_like(grain):
    assert {page.title for page in also_like(grain)[:3]} == {"Same topic", "Same author", "Same words"}


def test_texts_that_are_liked_like_in_return(grain):
    topical = Publication.objects.get(title="Same topic")
    assert also_like(topical)[0].pk == grain.pk


def test_a_text_is_not_like_itself_or_texts_of_another_language(grain):
    found = {page.title for page in also_like(grain)}
    assert not found & {"Quiet", "На русском"}


def test_a_text_that_others_are_like_is_translated_and_copied_without_them(grain, network):
    network.section("Комментарии", language="ru", translation_key=grain.get_parent().translation_key)
    assert Relation.objects.filter(publication=grain).exists()
    russian = grain.copy_for_translation(network.homes["ru"].locale)
    copied = grain.copy(update_attrs={"slug": "copied"}, keep_live=False)
    assert not Relation.objects.filter(publication__in=[russian, copied]).exists()


def test_relations_can_be_left_for_later_and_come_out_the_same(grain, network):
    before = list(Relation.objects.filter(publication=grain).values_list("other", flat=True))
    with relations_later():
        late = network.text("Late", under=grain.get_parent(), on=[network.topic("Grain")])
    assert not Relation.objects.filter(publication=late).exists()
    late.delete()
    Relation.objects.all().delete()
    assert recompute_relations() == Publication.objects.live().count()
    assert list(Relation.objects.filter(publication=grain).values_list("other", flat=True)) == before


def test_a_fault_in_comparing_does_not_stop_a_publication(network, monkeypatch, caplog):
    from evenhand_site.publications import similarity

    def fault(publication):
        raise RuntimeError("no stems today")

    monkeypatch.setattr(similarity, "stems_of", fault)
    text = network.text(under=network.section())
    assert text.live
    assert "could not find what text" in caplog.text
