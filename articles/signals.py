from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import Image
from .models.image import delete_files


@receiver(post_delete, sender=Image)
def delete_image_files(instance, **kwargs):
    names = instance.file_names
    transaction.on_commit(lambda: delete_files(names))
