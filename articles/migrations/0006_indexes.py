from django.db import migrations, models
from django.db.models.functions import Length

# `key` is the plain number, so that the index of words is read from the newest post on.
VIEWS = {
    "sqlite": [
        "DROP VIEW articles_searchindex",
        "CREATE VIEW articles_searchindex AS SELECT +rowid AS post_id, articles_searchwords AS vector, rank, "
        "rowid AS key FROM articles_searchwords",
    ],
    "postgresql": [
        "CREATE OR REPLACE VIEW articles_searchindex AS SELECT post_id, vector, post_id AS key "
        "FROM articles_searchdocument",
    ],
}


def show_keys(apps, editor):
    for statement in VIEWS.get(editor.connection.vendor, []):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_moving")]

    operations = [
        migrations.RunPython(show_keys, migrations.RunPython.noop),
        migrations.AddField("searchindex", "key", models.BigIntegerField(), preserve_default=False),
        migrations.RemoveIndex(model_name="post", name="post_newest"),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["status", "-published_at", "-id", "withdraw_at", "canonical_url"], name="post_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["series", "status", "-published_at", "-id", "withdraw_at"], name="post_series_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="taggedpost",
            index=models.Index(fields=["tag", "content_object"], name="tag_has_post"),
        ),
        migrations.RemoveIndex(model_name="post", name="post_category_newest"),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["category", "status", "-published_at", "-id", "withdraw_at"],
                name="post_category_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["author", "status", "-published_at", "-id", "withdraw_at"], name="post_author_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="post", index=models.Index(fields=["status", "withdraw_at"], name="post_withdrawn")
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["-created_at", "-id", "status"], name="post_latest"),
        ),
        migrations.AddIndex(
            model_name="post", index=models.Index(fields=["status", "words"], name="post_shortest")
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=[
                    "status",
                    "-created_at",
                    "-id",
                    "published_at",
                    "withdraw_at",
                    "revised_at",
                    "hero_image",
                ],
                name="post_status_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=[
                    "category",
                    "-created_at",
                    "-id",
                    "status",
                    "published_at",
                    "withdraw_at",
                    "revised_at",
                ],
                name="post_category_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                fields=["author", "-created_at", "-id", "status", "published_at", "withdraw_at"],
                name="post_author_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["published_at", "-created_at", "-id", "status"], name="post_dated"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["title", "-created_at", "-id", "status"], name="post_titled"),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.F("status"),
                Length("custom_excerpt"),
                Length("description"),
                models.OrderBy(models.F("created_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("published_at"),
                models.F("withdraw_at"),
                name="post_undescribed",
            ),
        ),
        migrations.AddIndex(
            model_name="post", index=models.Index(fields=["status", "updated_at"], name="post_untouched")
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(fields=["-created_at", "-id"], name="image_latest"),
        ),
        migrations.AddIndex(model_name="link", index=models.Index(fields=["anchor"], name="link_anchor")),
    ]
