"""Some days' work of three people at a site with the starter articles, for pictures of the editors' side."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles import roles
from articles.editing import author_of
from articles.models import Category, Image, Post, Revision

CARDS = """\
A conference lasts two days. What comes of it is decided in the five days after.

## Monday: sort the cards

Put them into two heaps: people you promised something, and people you liked. The second comes first.
"""
NAMES = """\
A conference lasts two days. What comes of it is decided in the week after, when most people do nothing.

## Monday: sort the names

Put them into two heaps: people **you promised something**, and people you liked. The first comes first.

## Tuesday: keep the promises

1. Send what you said you would send.
2. Say [in one line](/articles/the-message-after-the-meeting/) where you met.
3. Ask for nothing.

## Friday: write one letter

> You said that nobody reads the minutes. I have been thinking of that ever since.

One such letter is worth forty requests[^1]. The rest can wait for [two a year](/articles/two-letters-a-year/).

[^1]: Nobody has counted. It only feels like forty.
"""
BADGES = """\
A badge is the shortest biography that you will ever write, and it is read before you have said a word.

## What to put on it

![]({picture})

Your name, large. Then what you would like to be asked about: it is [useful](/articles/useful-fist/).

## Where to wear it

On the right, where the eye goes when hands are shaken. See [here](/articles/going-alone/) for the rest.
"""
TABLE = "Six is the largest number that still has one conversation. [Sit down late](/articles/going-allone/)."
LATE = "Arrive early, or arrive and say so."
REPLY = "Two lines today outweigh two pages in May."
ASKING = "Three people are in every introduction, and two of them do the third a favour."


def work(password: str) -> None:
    kim, sam, robin = (
        person(name, role, password)
        for name, role in [("Kim", roles.EDITORS), ("Sam", roles.EDITORS), ("Robin", roles.AUTHORS)]
    )
    meeting, keeping, working = (
        Category.objects.get(name=name) for name in ["Meeting People", "Keeping in Touch", "Working Together"]
    )
    evening = Image.objects.get(original_name="going-alone.jpg")
    badges = BADGES.format(picture=Image.objects.get(original_name="one-weak-tie.png").file.url)
    morning = timezone.localtime().replace(hour=7, minute=30, second=0, microsecond=0) + timedelta(days=3)
    note = "Tightened the middle. The letter at the end is still thin."
    question = "The example in the middle is from memory: please check it."

    late, reply = Post(title="On Being Late", category=working), Post(title="What a Short Reply Is Worth")
    week, asking = Post(title="The Week After", category=keeping), Post(title="Asking for an Introduction")
    save(late, robin, 400, tags=["Small habits"], body=LATE)
    save(reply, kim, 70, tags=["Writing to people"], body=REPLY, category=keeping)
    save(week, kim, 49, tags=["Follow-up", "Events", "Small habits"], body=CARDS)
    save(asking, robin, 30, tags=["Introductions"], body=ASKING, category=meeting)
    save(week, kim, 26, body=NAMES.replace("one line", "two lines"), hero_image=evening)
    save(week, sam, 25, custom_excerpt="What comes of a conference is decided in the week after it.")
    save(reply, kim, 22, status="published", published_at=morning)
    save(asking, robin, 20, status="in_review", note=question)
    save(Post(title="A Table for Six", category=meeting), sam, 8, tags=["Events"], body=TABLE)
    save(Post(title="Name Badges", category=meeting), kim, 5, tags=["Events"], body=badges)
    save(week, kim, 3, body=NAMES, note=note)
    save(Post.objects.get(slug="borrowing-a-name"), sam, 2, slug="a-borrowed-name")


def person(name: str, role: str, password: str) -> User:
    user = User.objects.create_user(name.lower(), first_name=name, password=password)
    roles.give(user, role)
    author_of(user)
    return User.objects.get(pk=user.pk)


def save(post: Post, by: User, hours_ago: int, *, tags=None, note="", **fields) -> None:
    for name, value in fields.items():
        setattr(post, name, value)
    post.author = post.author or author_of(by)
    post.save(by=by, tags=tags, note=note)
    moment = timezone.now() - timedelta(hours=hours_ago)
    Revision.objects.filter(pk=Revision.objects.latest_of(post).pk).update(made_at=moment)
    Post.objects.filter(pk=post.pk).update(updated_at=moment)
