import django.db.models.deletion
from django.db import migrations, models

import articles.models.search
from articles.search.documents import compose
from articles.visible import visible_text

# FTS5 keeps an index of its own and reads the words from the documents. `ascii` takes them as they are: they were
# folded and cut when they were stored. A column that is added here needs the triggers made anew.
COLUMNS = ["title", "excerpt", "body", "tags", "category", "author", "forms"]
OLD = ", ".join(f"old.{column}" for column in COLUMNS)
NEW = ", ".join(f"new.{column}" for column in COLUMNS)
NAMES = ", ".join(COLUMNS)
FORGET = (
    f"INSERT INTO articles_searchwords (articles_searchwords, rowid, {NAMES}) VALUES ('delete', old.post_id, {OLD});"
)
LEARN = f"INSERT INTO articles_searchwords (rowid, {NAMES}) VALUES (new.post_id, {NEW});"
SQLITE = [
    f"CREATE VIRTUAL TABLE articles_searchwords USING fts5({NAMES}, content='articles_searchdocument', "
    "content_rowid='post_id', tokenize='ascii', prefix='2 3 4')",
    "INSERT INTO articles_searchwords (articles_searchwords, rank) "
    "VALUES ('rank', 'bm25(10.0, 4.0, 1.0, 6.0, 4.0, 6.0, 0.2)')",
    f"CREATE TRIGGER articles_searchdocument_insert AFTER INSERT ON articles_searchdocument BEGIN {LEARN} END",
    f"CREATE TRIGGER articles_searchdocument_delete AFTER DELETE ON articles_searchdocument BEGIN {FORGET} END",
    f"CREATE TRIGGER articles_searchdocument_update AFTER UPDATE ON articles_searchdocument BEGIN {FORGET} {LEARN} END",
    # FTS5 calls the column that stands for all others as the table. The plus keeps SQLite from going through the posts
    # first and asking the index about each of them.
    "CREATE VIEW articles_searchindex AS SELECT +rowid AS post_id, articles_searchwords AS vector, rank "
    "FROM articles_searchwords",
]
SQLITE_BACK = [
    "DROP VIEW articles_searchindex",
    *(f"DROP TRIGGER articles_searchdocument_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE articles_searchwords",
]
# Words become a vector as they stand, each at its place; the mark at the end parts one field from the next.
POSTGRESQL = [
    """
    CREATE FUNCTION articles_search_vector(words text, weight text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT coalesce(string_agg(word || ':' || least(place, 16383) || weight, ' ')::tsvector, ''::tsvector)
      FROM unnest(string_to_array(words || ' ¶', ' ')) WITH ORDINALITY AS found (word, place)
      WHERE word <> ''
    $$
    """,
    """
    ALTER TABLE articles_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS (
      articles_search_vector(title, 'A') || articles_search_vector(tags, 'B') || articles_search_vector(author, 'B')
      || articles_search_vector(category, 'C') || articles_search_vector(excerpt, 'C')
      || articles_search_vector(body, 'D') || strip(articles_search_vector(forms, 'D'))
    ) STORED
    """,
    # Articles are read far more often than saved, so nothing waits to be sorted in.
    "CREATE INDEX articles_searchdocument_vector ON articles_searchdocument USING gin (vector) WITH (fastupdate = off)",
    "CREATE VIEW articles_searchindex AS SELECT post_id, vector FROM articles_searchdocument",
]
POSTGRESQL_BACK = [
    "DROP VIEW articles_searchindex",
    "ALTER TABLE articles_searchdocument DROP COLUMN vector",
    "DROP FUNCTION articles_search_vector(text, text)",
]
STATEMENTS = {"sqlite": (SQLITE, SQLITE_BACK), "postgresql": (POSTGRESQL, POSTGRESQL_BACK)}


def run(editor, which):
    for statement in STATEMENTS.get(editor.connection.vendor, ([], []))[which]:
        editor.execute(statement, params=None)


def create_index(apps, editor):
    run(editor, 0)


def drop_index(apps, editor):
    run(editor, 1)


def index_posts(apps, editor):
    posts, documents = apps.get_model("articles", "Post"), apps.get_model("articles", "SearchDocument")
    words, tags = apps.get_model("articles", "SearchWord"), apps.get_model("articles", "TaggedPost")
    for post in posts.objects.select_related("category", "author").order_by("pk").iterator(chunk_size=100):
        named = tags.objects.filter(content_object=post).order_by("position").values_list("tag__name", flat=True)
        found = compose(
            title=post.title,
            excerpt=post.excerpt,
            text=visible_text(post.body_html),
            tags=named,
            category=post.category.name if post.category else "",
            author=post.author.name if post.author else "",
        )
        documents.objects.create(post=post, **found.fields)
        words.objects.bulk_create([words(word=word) for word in sorted(found.words)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_reading")]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="articles.post",
                    ),
                ),
                ("title", models.TextField(default="")),
                ("excerpt", models.TextField(default="")),
                ("body", models.TextField(default="")),
                ("tags", models.TextField(default="")),
                ("category", models.TextField(default="")),
                ("author", models.TextField(default="")),
                ("forms", models.TextField(default="")),
                ("text", models.TextField(default="")),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.CharField(max_length=64, primary_key=True, serialize=False))],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="search_index",
                        serialize=False,
                        to="articles.post",
                    ),
                ),
                ("vector", articles.models.search.SearchVector()),
                ("rank", models.FloatField()),
            ],
            options={"managed": False, "default_permissions": ()},
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(index_posts, migrations.RunPython.noop),
    ]
