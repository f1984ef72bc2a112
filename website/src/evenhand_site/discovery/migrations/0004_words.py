"""The full text index beside the entries: made by hand, since Django knows no such table. Keep it when squashing."""

from django.db import migrations

SQLITE = """CREATE VIRTUAL TABLE discovery_words
    USING fts5(title, authors, topics, lead, body, facets, tokenize = "unicode61 remove_diacritics 0")"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        schema_editor.execute("ALTER TABLE discovery_entry ADD COLUMN vector tsvector")
        schema_editor.execute("CREATE INDEX discovery_entry_vector ON discovery_entry USING gin (vector)")


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE discovery_words")
    else:
        schema_editor.execute("ALTER TABLE discovery_entry DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("discovery", "0003_initial")]
    operations = [migrations.RunPython(make, unmake)]
