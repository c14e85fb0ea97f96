"""The few colours all pictures share, and the arithmetic of haze and light."""

from dataclasses import dataclass

Colour = tuple[int, int, int]
Fill = Colour | tuple[int, int, int, int]

INK: Colour = (20, 32, 56)
NIGHT: Colour = (27, 45, 82)
SLATE: Colour = (62, 84, 112)
TEAL: Colour = (26, 92, 106)
SEA: Colour = (47, 131, 144)
FOAM: Colour = (196, 226, 216)
LEAF: Colour = (58, 108, 82)
OLIVE: Colour = (118, 130, 78)
SAND: Colour = (236, 214, 172)
DUNE: Colour = (217, 164, 96)
OCHRE: Colour = (228, 164, 62)
LAMP: Colour = (255, 214, 130)
CORAL: Colour = (224, 88, 62)
BRICK: Colour = (166, 58, 48)
ROSE: Colour = (242, 182, 150)
PLUM: Colour = (92, 58, 92)
CREAM: Colour = (252, 242, 222)
WHITE: Colour = (255, 252, 244)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from one to the other.

    >>> mix((0, 0, 0), (200, 100, 50), 0.5)
    (100, 50, 25)
    """
    return (
        round(one[0] + (other[0] - one[0]) * share),
        round(one[1] + (other[1] - one[1]) * share),
        round(one[2] + (other[2] - one[2]) * share),
    )


def clear(colour: Colour, opacity: float) -> Fill:
    """The colour as glass: opacity 0 is not there, 1 is solid."""
    return (*colour, round(255 * opacity))


@dataclass(frozen=True)
class Mood:
    """The light of one picture: sky from top to horizon, haze, sun, and near darkness.

    `gloom` is the share of darkness on whatever turns its back to the light.
    """

    sky: tuple[Colour, ...]
    haze: Colour
    sun: Colour
    ink: Colour
    lamp: Colour = LAMP
    gloom: float = 0.0

    def far(self, colour: Colour, distance: float) -> Colour:
        """The colour seen through `distance` (0 near, 1 lost) of this picture's air."""
        return mix(mix(colour, self.ink, self.gloom), self.haze, distance)


DAWN = Mood(
    sky=((58, 92, 126), (142, 158, 164), (240, 186, 150), (252, 220, 178)),
    haze=(246, 206, 170),
    sun=(255, 238, 200),
    ink=(30, 50, 78),
    gloom=0.1,
)
DAY = Mood(
    sky=((92, 164, 178), (156, 204, 200), (226, 234, 212), (250, 240, 216)),
    haze=(228, 232, 212),
    sun=(255, 248, 224),
    ink=(24, 54, 78),
)
DUSK = Mood(
    sky=((34, 44, 84), (100, 64, 100), (214, 98, 78), (248, 178, 104)),
    haze=(232, 140, 96),
    sun=(255, 214, 130),
    ink=(26, 28, 58),
    gloom=0.42,
)
NIGHTFALL = Mood(
    sky=((12, 22, 46), (20, 40, 74), (36, 74, 102), (84, 122, 130)),
    haze=(58, 96, 118),
    sun=(250, 240, 210),
    ink=(10, 18, 38),
    gloom=0.62,
)
STORM = Mood(
    sky=((50, 66, 84), (84, 104, 118), (140, 154, 156), (188, 192, 178)),
    haze=(166, 178, 174),
    sun=(232, 226, 200),
    ink=(26, 40, 58),
    gloom=0.16,
)
DUST = Mood(
    sky=((150, 84, 50), (196, 120, 66), (224, 160, 92), (240, 196, 130)),
    haze=(226, 168, 104),
    sun=(255, 236, 190),
    ink=(84, 44, 34),
    gloom=0.12,
)
HEAT = Mood(
    sky=((226, 120, 66), (240, 158, 84), (250, 196, 116), (255, 228, 164)),
    haze=(252, 206, 140),
    sun=(255, 246, 214),
    ink=(92, 40, 38),
    gloom=0.08,
)
