from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Author, Category, Image, Post, Tag, post_stored
from .models.image import delete_files
from .related import relate
from .search import indexing


@receiver(post_delete, sender=Image)
def delete_image_files(instance, **kwargs):
    names = instance.file_names
    transaction.on_commit(lambda: delete_files(names))


@receiver(post_stored, sender=Post)
def relate_post(post, **kwargs):
    relate(post)


@receiver(post_stored, sender=Post)
def index_post(post, **kwargs):
    indexing.index_post(post)


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
