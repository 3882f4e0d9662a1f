"""Which accounts are one person by themselves: only where the evidence proves it.

Two accounts are tied when one *is* what the other is proved to be: the same profile address, a bridge's
copy of that account, a link that the place itself verified. What somebody typed in proves nothing, nor
does a name: an account known by an address alone (`web`) is tied only when it also showed the same words
under the same profile. Two accounts of one place stay apart, unless a bridge made one of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import N_
from tracker.model import Link
from tracker.rules.copies import BLUESKY_PROFILE, PROFILE, profile
from tracker.rules.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from tracker.model import Account, Claim

PROFILES = (PROFILE, BLUESKY_PROFILE)
PROOF = ("native", "bridge", "verified")
"""The bases that prove something, and nobody can make for another; strongest first."""
WEB = "web"
MOST = 6
"""More accounts than that share no proof of being one person, but a mistake."""
REASONS = {
    "native": N_("the same profile"),
    "bridge": N_("a bridge's copy of the same account"),
    "verified": N_("a link that the place has verified"),
    "copy": N_("the same words under the same profile"),
}


class _Proof(NamedTuple):
    number: int
    place: str
    basis: str


def ties(accounts: Mapping[int, Account], at: datetime) -> tuple[Link, ...]:
    """Return what ties accounts together beyond doubt; `by` is the basis, `why` what they share."""
    found: dict[str, dict[int, _Proof]] = defaultdict(dict)
    for number, account in accounts.items():
        for key, basis in _proofs(account):
            before = found[key].get(number)
            if before is None or PROOF.index(basis) < PROOF.index(before.basis):
                found[key][number] = _Proof(number, account.place, basis)
    return tuple(
        link for key in sorted(found) if 1 < len(found[key]) <= MOST for link in _links(key, found[key].values(), at)
    )


def by_copies(pairs: Iterable[tuple[int, int]], accounts: Mapping[int, Account], at: datetime) -> tuple[Link, ...]:
    """Return what ties the accounts that one reaction was shown by, when they show the same profile."""
    return tuple(
        Link(min(pair), max(pair), same=True, by="copy", why=profile(accounts[pair[0]]), at=at)
        for pair in sorted(set(pairs))
        if len({profile(accounts[number]) for number in pair}) == 1
    )


def _links(key: str, proofs: Iterable[_Proof], at: datetime) -> Iterator[Link]:
    """Tie each to one that is it; what is only proved of others ties those not to each other."""
    ordered = sorted(proofs, key=lambda one: (one.basis != "native", one.number))
    first = ordered[0]
    if first.basis != "native":
        return
    for other in ordered[1:]:
        if other.place != first.place or other.basis == "bridge":
            low, high = sorted((first.number, other.number))
            yield Link(low, high, same=True, by=other.basis, why=key, at=at)


def _proofs(account: Account) -> Iterator[tuple[str, str]]:
    """Yield what an account is, and what it is proved to be."""
    yield f"account {account.place}:{account.id}", "native"
    if is_web(account.url) and account.place != WEB:
        yield f"profile {profile(account)}", "native"
        yield f"url {canonical(account.url)}", "native"
    for claim in account.claims:
        if claim.basis in PROOF:
            yield from ((key, claim.basis) for key in _keys(claim))


def _keys(claim: Claim) -> Iterator[str]:
    if claim.kind == "url":
        yield f"url {canonical(claim.value)}"
        if any(pattern.match(claim.value) for pattern in PROFILES):
            yield f"profile {_profile_of(claim.value)}"
    elif claim.kind == "acct":
        yield f"profile fediverse:{claim.value.lower()}"
    elif claim.kind in ("account", "email_sha256"):
        yield f"{claim.kind} {claim.value}"


def _profile_of(url: str) -> str:
    from tracker.model import Account  # noqa: PLC0415 - only claims of profiles need it

    return profile(Account("web", url, url=url))
