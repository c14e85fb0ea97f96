"""How many letters two words differ by, counted only as far as it matters."""


def edits_between(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed, or swapped with their neighbour; `most` + 1 for more.

    A swap counts once (optimal string alignment). What both begin and end with costs little.

    >>> edits_between("muttaqi", "mutaqi", 2), edits_between("recieve", "receive", 2)
    (1, 1)
    >>> edits_between("iran", "oman", 1)
    2
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _trimmed(one, other)
    if not one or not other:
        return len(one) + len(other)
    if most == 1 and max(len(one), len(other)) > 2:
        return 2  # one edit leaves one letter or a swapped pair between the common ends
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, facing in enumerate(other, start=1):
            cost = min(above[j - 1] + (letter != facing), above[j] + 1, row[-1] + 1)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(above) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)


def _trimmed(one: str, other: str) -> tuple[str, str]:
    """Both words without what they begin and end with in common."""
    start, end = 0, min(len(one), len(other))
    while start < end and one[start] == other[start]:
        start += 1
    back = 0
    while back < end - start and one[-1 - back] == other[-1 - back]:
        back += 1
    return one[start : len(one) - back], other[start : len(other) - back]


def shortened(word: str) -> set[str]:
    """The word, and the word without any one of its letters.

    Two words that differ by one edit have at least one of these in common.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
