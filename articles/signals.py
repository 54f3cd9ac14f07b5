from django.apps import apps as installed
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver

from . import generation, links, roles, triggers
from .models import Author, Category, Image, Post, Tag, posts_stored
from .models.image import delete_files
from .related import Index, relate
from .search import indexing


@receiver(post_delete, sender=Image)
def delete_image_files(instance, **kwargs):
    names = instance.file_names
    transaction.on_commit(lambda: delete_files(names))


@receiver(posts_stored, sender=Post)
def relate_posts(posts, memory, **kwargs):
    if len(posts) > 1:
        prefetch_related_objects(posts, "tags")
    relate(posts, memory.setdefault("related", Index()))


@receiver(posts_stored, sender=Post)
def index_posts(posts, memory, **kwargs):
    indexing.store(posts, memory.setdefault("words", set()))


@receiver(posts_stored, sender=Post)
def store_links(posts, **kwargs):
    links.store_links([post for post in posts if links.was_rewritten(post)])


@receiver(post_save, sender=Category)
def index_posts_of_category(instance, created, **kwargs):
    if not created:
        indexing.index_all(indexing.posts_of_category(instance))


@receiver(post_save, sender=Author)
def index_posts_of_author(instance, created, **kwargs):
    if not created:
        indexing.index_all(indexing.posts_of_author(instance))


@receiver(post_save, sender=Tag)
def index_posts_of_tag(instance, created, **kwargs):
    if not created:
        indexing.index_all(indexing.posts_of_tag(instance))


@receiver(post_delete, sender=Tag)
def index_posts_without_tag(instance, **kwargs):
    indexing.index_all(indexing.posts_found_by_tag(instance))


@receiver(post_migrate)
def store_roles(sender, using, apps=installed, **kwargs):
    # Who migrates another app alone may not have the tables of this one yet.
    if sender.label == "articles" and "auth" in apps.app_configs:
        roles.store_roles(using)


@receiver(post_migrate)
def watch_tables(sender, using, **kwargs):
    if sender.label == "articles":
        triggers.watch(using)


@receiver(request_started)
def begin_request(**kwargs):
    generation.begin()


@receiver(request_finished)
def end_request(**kwargs):
    generation.end()
