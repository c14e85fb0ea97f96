"""Numbers that tell every process of the machine whether a cached page still holds.

A key hashes to a slot of a small file that all processes map into memory. A page is stored
with the values that its keys had **before** it was rendered; a commit that changes what readers
see gives them new values; a hit compares. So a page rendered before a commit and stored after it
is never served. Two keys in one slot only cost a needless rendering.
"""

from articles.cachekeys.slots import SITE, read, touch, touch_now

__all__ = ["SITE", "read", "touch", "touch_now"]
