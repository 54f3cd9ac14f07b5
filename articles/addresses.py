"""Which addresses may be links: web addresses, and no scheme that can run."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

check_address = URLValidator(schemes=["http", "https"])


def check_links(text: str) -> None:
    """Raise ValidationError unless each line is a web address."""
    for line in text.split():
        if not is_web_address(line):
            raise ValidationError(_("%(line)s is not a web address."), params={"line": line})


def is_web_address(text: str) -> bool:
    try:
        check_address(text)
    except ValidationError:
        return False
    return True
