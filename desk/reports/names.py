"""Whose words a report may carry: customers' names and addresses, or pseudonyms."""

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """How customers are named: by pseudonyms made with a desk's own salt, unless ``shown``."""

    salt: bytes = b""
    shown: bool = False
    """Whether names, addresses and texts go along as they are."""
    addresses: bool = False
    """Whether addresses do, though names do not: for a report that stays in the house."""

    def author(self, name: str) -> str:
        """Return a name, or the pseudonym that stands for it everywhere in this desk."""
        return name if self.shown else self._pseudonym("a", name)

    def address(self, address: str) -> str:
        """Return a comment's address or id at its source; it leads to the author."""
        return address if self.shown or self.addresses else self._pseudonym("c", address)

    def text(self, text: str) -> str | None:
        """Return a text, or None where texts are left out."""
        return text if self.shown else None

    def _pseudonym(self, letter: str, name: str) -> str:
        if not name:
            return ""
        digest = hmac.digest(self.salt, name.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"{letter}-{digest.hex()[:8]}"
