from .author import Author
from .category import Category
from .image import Image
from .imported import ImportEntry, ImportRecord, ImportRun, SourceFile
from .link import Link
from .page import Page, PageImage
from .post import BodyImage, Post
from .preview_link import PreviewLink
from .redirect import MissedPath, Redirect
from .revision import Revision
from .search import SearchDocument, SearchIndex, SearchWord
from .series import Series
from .session import EditingSession
from .site import MenuLink, SiteSettings
from .stored import gathered, posts_stored
from .tag import Tag, TaggedPost
from .term import PostTerm

__all__ = [
    "Author",
    "BodyImage",
    "Category",
    "EditingSession",
    "Image",
    "ImportEntry",
    "ImportRecord",
    "ImportRun",
    "Link",
    "MenuLink",
    "MissedPath",
    "Page",
    "PageImage",
    "Post",
    "PostTerm",
    "PreviewLink",
    "Redirect",
    "Revision",
    "SearchDocument",
    "SearchIndex",
    "SearchWord",
    "Series",
    "SiteSettings",
    "SourceFile",
    "Tag",
    "TaggedPost",
    "gathered",
    "posts_stored",
]
