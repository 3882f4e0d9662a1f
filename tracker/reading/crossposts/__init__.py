"""Places where copies of our articles stand: what was said and liked there, asked as little as can be.

The lists of the author's items tell the counts; only where one has changed is anything read
again. A list that is unchanged as a whole (RFC 9110 §13) is one request.
"""

from tracker.reading.crossposts.finding import announced, suggested
from tracker.reading.crossposts.place import Listing, Place, expected, listing, page
from tracker.reading.crossposts.walk import walk

__all__ = ["Listing", "Place", "announced", "expected", "listing", "page", "suggested", "walk"]
