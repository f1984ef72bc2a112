"""Letters as files, where there is no mail server."""

from email import policy
from email.parser import BytesParser

from django.core.mail import EmailMessage, get_connection


def test_each_letter_is_a_file_that_mail_programs_open(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    connection = get_connection("evenhand_site.keeping.letters.AsFiles")
    letters = [EmailMessage(f"Лист {number}", "Рядок.\n.\n", "a@example.org", ["b@example.org"]) for number in (1, 2)]
    assert connection.send_messages([*letters, EmailMessage("Nobody", "x", to=[])]) == 2
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]
    assert [each["Subject"] for each in read] == ["Лист 1", "Лист 2"]
    assert read[0]["To"] == "b@example.org" and read[0].get_content().split() == ["Рядок.", "."]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
