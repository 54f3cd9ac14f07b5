from .author import Author
from .category import Category
from .image import Image
from .imported import ImportRecord
from .post import BodyImage, Post
from .tag import Tag, TaggedPost

__all__ = ["Author", "BodyImage", "Category", "Image", "ImportRecord", "Post", "Tag", "TaggedPost"]
