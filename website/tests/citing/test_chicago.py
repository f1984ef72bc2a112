"""Chicago, 18th edition; expected values are written by hand after 13.15-13.23, 13.107, 14.104 and 8.160."""

from dataclasses import replace

from evenhand_site.citing.chicago import chicago, chicago_note
from evenhand_site.citing.reference import Name

URL = "https://example.org/en/commentary/quiet-talks/."


def test_a_page_of_a_site(text):
    assert chicago(text()).text == f"Example, Ada Maria. “Quiet Talks on Grain.” Test Network. March 1, 2026. {URL}"
    assert chicago_note(text()).text == f"Ada Maria Example, “Quiet Talks on Grain,” Test Network, March 1, 2026, {URL}"


def test_two_and_three_authors(text):
    two = text(authors=(Name("Example", "Ada"), Name("Sample", "Ben")))
    assert chicago(two).text.startswith("Example, Ada, and Ben Sample. “")
    assert chicago_note(two).text.startswith("Ada Example and Ben Sample, “")
    three = text(authors=(*two.authors, Name("Third", "Cy")))
    assert chicago(three).text.startswith("Example, Ada, Ben Sample, and Cy Third. “")
    assert chicago_note(three).text.startswith("Ada Example et al., “")


def test_six_authors_are_named_and_of_seven_three(text, many):
    assert chicago(text(authors=many(6))).text.startswith("Aa, Al, Al Ab, Al Ac, Al Ad, Al Ae, and Al Af. “")
    assert chicago(text(authors=many(7))).text.startswith("Aa, Al, Al Ab, Al Ac, et al. “")


def test_the_network_as_author_is_not_repeated_as_site(text):
    signed = text(authors=(), corporate="Test Network")
    assert chicago(signed).text == f"Test Network. “Quiet Talks on Grain.” March 1, 2026. {URL}"


def test_without_an_author_the_title_stands_first(text):
    assert chicago(text(authors=())).text == f"“Quiet Talks on Grain.” Test Network. March 1, 2026. {URL}"


def test_a_memo_has_its_series_and_number(memo):
    expected = f"Example, Ada Maria. “Quiet Talks on Grain.” Policy Memo no. 12, Test Network, March 1, 2026. {URL}"
    assert chicago(memo).text == expected


def test_an_episode_stands_in_its_podcast(episode):
    found = chicago(episode)
    assert found.text == (
        "Example, Ada Maria. “Quiet Talks on Grain.” Common Ground, season 2, episode 14. Test Network. Podcast. "
        f"March 1, 2026. {URL}"
    )
    assert "<i>Common Ground</i>" in found.html


def test_an_event_has_its_host_and_place(event):
    assert chicago(event).text == (
        f"Example, Ada Maria. “Quiet Talks on Grain.” Event hosted by Test Network, Geneva, March 1, 2026. {URL}"
    )


def test_a_book_is_in_italics(book):
    assert chicago(book).html == (f"Example, Ada Maria. <i>Quiet Talks on Grain</i>. A Press, 2026. {URL}")


def test_a_question_is_not_followed_by_a_full_stop(text):
    asked = text(title="Why now?")
    assert "“Why Now?” Test Network." in chicago(asked).text
    assert "“Why Now?,” Test Network," in chicago_note(asked).text


def test_quotation_marks_in_a_title_become_single(text):
    assert "“The ‘Grain’ Deal.” Test" in chicago(text(title="The “grain” deal")).text
    assert "“The ‘Grain’ Deal.” Test" in chicago(text(title='The "grain" deal')).text
    assert "“Talks on ‘Grain.’” Test" in chicago(text(title="Talks on “grain”")).text


def test_russian_titles_and_names_stay_as_they_are(russian):
    assert chicago(russian).text == (
        "Пример, Ада Ивановна. “Тихие переговоры о зерне.” Сеть. March 1, 2026. https://example.org/ru/k/t/."
    )


def test_without_a_date_none_is_made_up(text):
    assert chicago(text(date=None)).text == f"Example, Ada Maria. “Quiet Talks on Grain.” Test Network. {URL}"


def test_a_doi_is_the_better_address(text):
    assert chicago(text(doi="10.1000/xyz")).text.endswith("March 1, 2026. https://doi.org/10.1000/xyz.")


def test_what_people_wrote_is_escaped_in_html(text):
    assert "&lt;b&gt;" in chicago(text(title="A <b> title")).html.lower()


def test_a_memo_without_a_series_has_its_number_alone(memo):
    assert "“Quiet Talks on Grain.” No. 12, Test Network" in chicago(replace(memo, series="")).text
    assert "“Quiet Talks on Grain.” Test Network" in chicago(replace(memo, series="", number=None)).text
