"""Mail that no person wrote to another: what programs, lists and calendars send.

RFC 3834 (`Auto-Submitted`), RFC 2919 and 2369 (`List-…`), RFC 3464 (delivery reports), and what
was customary before and beside them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = (
    "auto-submitted",
    "precedence",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-failed-recipients",
    "return-path",
    "content-type",
    "from",
)
"""What is looked at, in lower case."""
TELLING = FIELDS[2:9]
"""Fields that only programs write."""
TO_MANY = re.compile(r"\s*(?:bulk|list|junk|auto[-_]?reply)\b", re.IGNORECASE)
NOBODY = re.compile(
    r"<?(?:mailer[-_.]?daemon|postmaster|(?:do[-_.]?)?(?:no|not)[-_.]?reply[-_.\w]*|[\w.-]+[-_.]no[-_.]?reply"
    r"|bounces?(?:[-+_.=][\w.+=-]*)?|notifications?|auto[-_.]?(?:confirm|reply|notify))(?:\+[^@]*)?@",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"\s*(?:multipart/report|message/(?:delivery-status|disposition-notification)|text/calendar)\b", re.IGNORECASE
)
EMPTY_PATH = re.compile(r"\s*<\s*>\s*$")


def automatic(fields: Mapping[str, str], sender: str) -> bool:
    """Whether a program sent this; `fields` by name in lower case, `sender` as an address."""
    submitted = fields.get("auto-submitted", "").partition(";")[0].strip().lower()
    return bool(
        submitted not in ("", "no")
        or any(name in fields for name in TELLING)
        or TO_MANY.match(fields.get("precedence", ""))
        or EMPTY_PATH.match(fields.get("return-path", ""))
        or REPORT.match(fields.get("content-type", ""))
        or NOBODY.match(sender)
    )
