from .author import Author
from .category import Category
from .image import Image
from .imported import ImportRecord
from .page import Page, PageImage
from .post import BodyImage, Post, post_stored
from .search import SearchDocument, SearchIndex, SearchWord
from .series import Series
from .site import MenuLink, SiteSettings
from .tag import Tag, TaggedPost
from .term import PostTerm

__all__ = [
    "Author",
    "BodyImage",
    "Category",
    "Image",
    "ImportRecord",
    "MenuLink",
    "Page",
    "PageImage",
    "Post",
    "PostTerm",
    "SearchDocument",
    "SearchIndex",
    "SearchWord",
    "Series",
    "SiteSettings",
    "Tag",
    "TaggedPost",
    "post_stored",
]
