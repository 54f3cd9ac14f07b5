"""The social card of an article that is being written, drawn and never kept."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from articles import cards
from articles.metadata import post_card
from articles.models import Author, Category, Post, SiteSettings

from .fields import writers_only


class CardForm(forms.Form):
    """What is wrong is left out: the form around it says so."""

    title = forms.CharField(required=False, max_length=200)
    category = forms.ModelChoiceField(Category.objects.all(), required=False)
    author = forms.ModelChoiceField(Author.objects.all(), required=False)


@require_POST
@writers_only
def draw(request: HttpRequest) -> HttpResponse:
    form = CardForm(request.POST)
    form.is_valid()
    post = Post(**form.cleaned_data)
    if "author" not in request.POST:  # whose form does not ask for one
        post.author = getattr(request.user, "author", None)
    return HttpResponse(cards.draw(*post_card(post, SiteSettings.current())), content_type="image/png")
