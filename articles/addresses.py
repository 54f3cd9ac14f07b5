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


def check_menu_address(text: str) -> None:
    """Raise ValidationError unless `text` is a path of this site or a web address."""
    is_path = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    if not is_path and not is_web_address(text):
        raise ValidationError(
            _("%(text)s is neither a path of this site nor a web address."), params={"text": text}
        )


def is_web_address(text: str) -> bool:
    try:
        check_address(text)
    except ValidationError:
        return False
    return True
