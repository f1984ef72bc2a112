"""A founded network answers."""


def test_a_text_stands_at_its_address(client, network):
    section = network.section("Commentary", second_title="Комментарии")
    text = network.text("Quiet talks", under=section, by=[network.person()], on=[network.topic()])
    answer = client.get(text.url)
    assert answer.status_code == 200
    assert "Quiet talks" in answer.content.decode()


def test_migrations_are_complete(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
