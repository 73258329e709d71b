"""Pictures of the documents from those that the browser tests keep: `python -m tools.docs.pictures build/screenshots`.

In: the folder of screenshots (PNG). Out: docs/pictures, each the upper part of a page as WebP.
"""

import sys
from pathlib import Path

from PIL import Image

TARGET = Path(__file__).parents[2] / "docs" / "pictures"

# Screenshot -> how much of it is shown, in pixels of its height.
SHOWN = {"wide-front": 1000, "wide-thread": 1000, "wide-scoreboard": 700, "wide-tour": 950, "dark-conflicts": 800, "phone-measures": 844}


def make(screenshots: Path) -> None:
    """Writes all pictures anew."""
    TARGET.mkdir(exist_ok=True)
    for name, height in SHOWN.items():
        with Image.open(screenshots / f"{name}.png") as held:
            held.convert("RGB").crop((0, 0, held.width, min(held.height, height))).save(TARGET / f"{name}.webp", quality=70, method=6)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
