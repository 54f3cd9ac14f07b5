from django.db import models

from .post import Post


class SearchDocument(models.Model):
    """The words of a post as `articles.search` cuts them, field by field, and the text that excerpts are taken from."""

    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    title = models.TextField(default="")
    excerpt = models.TextField(default="")
    body = models.TextField(default="")
    tags = models.TextField(default="")
    category = models.TextField(default="")
    author = models.TextField(default="")
    # The words that stemming changed, for queries that are the beginning of a word.
    forms = models.TextField(default="")
    text = models.TextField(default="")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.post)


class SearchWord(models.Model):
    """A word that some post has or had, for suggestions; what is public is asked of the posts themselves."""

    word = models.CharField(max_length=64, primary_key=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.word


class SearchVector(models.TextField):
    """All words of a post in the form that the database searches; `vector__matches=` takes its query language."""


@SearchVector.register_lookup
class Matches(models.Lookup):
    lookup_name = "matches"

    def as_sqlite(self, compiler, connection):
        return self.combined("{} MATCH {}", compiler, connection)

    def as_postgresql(self, compiler, connection):
        return self.combined("{} @@ {}::tsquery", compiler, connection)

    def combined(self, template, compiler, connection):
        column, column_values = self.process_lhs(compiler, connection)
        query, query_values = self.process_rhs(compiler, connection)
        return template.format(column, query), [*column_values, *query_values]


class SearchIndex(models.Model):
    """What the database searches, kept in step by itself: a view of an FTS5 table, or of vectors on PostgreSQL."""

    post = models.OneToOneField(
        Post, on_delete=models.DO_NOTHING, primary_key=True, related_name="search_index"
    )
    key = models.BigIntegerField()  # the post's too, which the database may begin its search at
    vector = SearchVector()
    rank = models.FloatField()  # FTS5's own; PostgreSQL reckons it from the vector

    class Meta:
        managed = False
        default_permissions = ()

    def __str__(self):
        return str(self.post)
