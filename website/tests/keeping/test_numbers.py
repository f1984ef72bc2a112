"""Numbers in addresses and forms that no record can have."""

import pytest

HUGE = ["9999999999", "99999999999999999999", "9" * 5000]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize(
    "address",
    [
        "/en/cite/{}.bib",
        "/en/cite/{}.ris",
        "/en/cite/{}.json",
        "/en/pdf/{}.pdf",
        "/en/comments/{}/reply/",
        "/og/{}.png",
        "/documents/{}/name.pdf",
        "/documents/authenticate_with_password/{}/",
        "/sitemap-pages-{}.xml",
        "/sitemap-people-{}.xml",
        "/en/feed/section/{}.rss",
        "/en/feed/task-force/{}.rss",
        "/en/feed/comments/{}.atom",
    ],
)
def test_an_address_with_a_number_beyond_all_records_is_not_there(client, network, address, number):
    assert client.get(address.format(number), follow=True).status_code == 404


@pytest.mark.parametrize("number", HUGE)
def test_a_topic_with_such_a_number_is_no_valid_choice(client, network, number):
    network.topic("Arms control")
    answer = client.post("/en/newsletter/", {"email": "reader@example.org", "topics": [number]})
    assert answer.status_code == 422
    assert client.get(f"/en/search/?page={number}").status_code == 200
    assert client.get(f"/en/?page={number}").status_code == 200
