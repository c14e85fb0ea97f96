"""The demo's illustrations: each drawn from nothing by Pillow, always to the same bytes."""

from collections.abc import Callable
from pathlib import Path

from articles.demo.pictures import (
    charts,
    maps,
    scenes_city,
    scenes_flood,
    scenes_land,
    scenes_sport,
    scenes_water,
    seats,
    still_life,
    under_water,
)
from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas

__all__ = ["HEIGHT", "SCENES", "WIDTH", "draw"]

SCENES: dict[str, Callable[[Canvas], None]] = {
    "01-customs-house": scenes_city.customs_house_quay,
    "01-sea-lane": maps.sea_lane,
    "02-harrow-bay": scenes_flood.flood,
    "02-river-level": charts.tellin_gauge,
    "03-bank-rate": charts.rate_steps,
    "04-tram-line": scenes_city.tram_street,
    "04-line-4-map": maps.line_four,
    "05-hospital-lawn": scenes_city.hospital_lawn,
    "06-harbour": scenes_water.idle_cranes,
    "07-cup-semi-final": scenes_sport.lock_street,
    "08-ferry-aground": scenes_water.ferry_aground,
    "08-pan-bar-map": maps.pan_bar,
    "09-dust-wall": scenes_land.dust_wall,
    "09-heat-chart": charts.heat_days,
    "10-seagrass": under_water.seagrass,
    "10-carbon-chart": under_water.carbon_store,
    "11-water-law": scenes_city.assembly_square,
    "11-water-vote": seats.water_vote,
    "11-river-sol": maps.river_sol,
    "12-nurabad-leaves": still_life.manuscript,
    "12-open-air-film": scenes_water.open_air_film,
    "13-marsa-grid": scenes_land.marsa_grid,
    "14-polling-station": scenes_city.polling_station,
    "14-council-seats": seats.council_seats,
    "14-dastan-mills": scenes_land.dastan_mills,
    "15-orchard-road": scenes_sport.orchard_road,
    "15-observatory": scenes_land.upper_sol,
    "15-storks": scenes_city.storks,
}


def draw(picture_id: str, target: Path) -> None:
    """Draw one picture into a WebP file of 1600 by 1067 pixels.

    Raises KeyError for an id that is not in SCENES.
    """
    canvas = Canvas(picture_id)
    SCENES[picture_id](canvas)
    canvas.save(target)
