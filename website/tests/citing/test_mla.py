"""MLA, 9th edition; expected values are written by hand after chapters 5 and 6 of the handbook."""

from evenhand_site.citing.mla import mla
from evenhand_site.citing.reference import Name

URL = "example.org/en/commentary/quiet-talks/."


def test_a_page_of_a_site(text):
    found = mla(text())
    assert found.text == f"Example, Ada Maria. “Quiet Talks on Grain.” Test Network, 1 Mar. 2026, {URL}"
    assert "<i>Test Network</i>" in found.html


def test_two_authors_and_three(text):
    two = (Name("Example", "Ada"), Name("Sample", "Ben"))
    assert mla(text(authors=two)).text.startswith("Example, Ada, and Ben Sample. “")
    assert mla(text(authors=(*two, Name("Third", "Cy")))).text.startswith("Example, Ada, et al. “")


def test_a_body_that_is_author_and_publisher_is_named_once(text):
    signed = text(authors=(), corporate="Test Network")
    assert mla(signed).text == f"“Quiet Talks on Grain.” Test Network, 1 Mar. 2026, {URL}"


def test_a_memo_closes_with_its_series(memo):
    assert mla(memo).text.endswith(f"Test Network, 1 Mar. 2026, {URL} Policy Memo 12.")


def test_an_episode_stands_in_its_podcast(episode):
    assert mla(episode).text == (
        "Example, Ada Maria. “Quiet Talks on Grain.” Common Ground, season 2, episode 14, Test Network, 1 Mar. 2026, "
        f"{URL} Podcast."
    )


def test_an_event_has_its_place(event):
    assert mla(event).text.endswith(f"Test Network, 1 Mar. 2026, Geneva, {URL} Event.")


def test_a_book_has_publisher_and_year(book):
    assert mla(book).html == f"Example, Ada Maria. <i>Quiet Talks on Grain</i>. A Press, 2026, {URL}"


def test_a_question_is_not_followed_by_a_full_stop(text):
    assert "“Why Now?” Test Network," in mla(text(title="Why now?")).text


def test_september_has_four_letters_and_may_no_stop(text):
    assert ", 1 Sept. 2026," in mla(text(date=text().date.replace(month=9))).text
    assert ", 1 May 2026," in mla(text(date=text().date.replace(month=5))).text


def test_prepositions_of_any_length_are_small(text):
    assert "“Peace through Trade.”" in mla(text(title="Peace through trade")).text


def test_russian_titles_and_names_stay_as_they_are(russian):
    assert mla(russian).text == (
        "Пример, Ада Ивановна. “Тихие переговоры о зерне.” Сеть, 1 Mar. 2026, example.org/ru/k/t/."
    )


def test_a_doi_keeps_its_address(text):
    assert mla(text(doi="10.1000/xyz")).text.endswith("2026, https://doi.org/10.1000/xyz.")
