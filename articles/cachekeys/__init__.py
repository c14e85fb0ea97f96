"""What tells every process whether a cached page still holds.

`names` are the keys of what pages show; `follow` derives from the changes of an act which of them
it touches; `slots` keep when each was touched, for one machine or, on Redis, for several.
"""

from articles.cachekeys import names
from articles.cachekeys.following import follow, keys_of
from articles.cachekeys.names import ANY, LATEST, SITE
from articles.cachekeys.remote import Unreachable
from articles.cachekeys.slots import latest, numbers_of, server, slots, touch, touch_now

__all__ = [
    "ANY",
    "LATEST",
    "SITE",
    "Unreachable",
    "follow",
    "keys_of",
    "latest",
    "names",
    "numbers_of",
    "server",
    "slots",
    "touch",
    "touch_now",
]
