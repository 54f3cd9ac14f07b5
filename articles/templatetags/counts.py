from django import template

register = template.Library()


@register.filter
def total(categories) -> int:
    """Add up the counts of categories from `with_counts()`."""
    return sum(category.post_count for category in categories)
