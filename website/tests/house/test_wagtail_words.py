"""The editors' pages in Russian and Ukrainian: what Wagtail puts together does not need an inflection."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["Добавить: сноска", "Выбрать: человек", "Выбрать: исследование кейса", "– выберите –"]),
        ("uk", ["Додати: виноска", "Вибрати: людина", "Вибрати: дослідження кейсу", "– виберіть –"]),
    ],
)
def test_buttons_name_things_after_a_colon(client, admin_user, network, language, said):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    client.force_login(admin_user)
    address = reverse("wagtailadmin_pages:add", args=["publications", "publication", network.section().pk])
    client.get(address)
    page = client.get(address).content.decode()
    for words in said:
        assert words in page or words.encode("ascii", "backslashreplace").decode() in page
