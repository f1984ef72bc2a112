"""The page on which members and editors sign in."""

from bs4 import BeautifulSoup


def test_it_offers_one_way_to_a_new_password(client, homes):
    page = BeautifulSoup(client.get("/account/login/").content, "html.parser")
    assert len(page.select('a[href="/account/password/reset/"]')) == 1
