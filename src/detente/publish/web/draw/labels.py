"""Where the names of a tour's stops stand, so that none covers another.

In: points in the drawing, and the frame that shows them. Out: a label a point, in their order.

Holds: a label stands beside its point; where all places are taken, the last is shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.publish.web.draw.world import Frame, Point

# Of a letter, a line and a dot, in six-hundredths of the frame's width.
_LETTER, _LINE, _DOT = 9.0, 17.0, 6.0

# From the point to where the text begins or ends, the better ones first.
_PLACES = tuple((side * x, y) for x, y in ((10, 5), (8, -10), (8, 20), (8, -27), (8, 37), (8, -44), (8, 54)) for side in (1, -1))

_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a stop; `x` and `y` from its point, in six-hundredths of the frame's width."""

    point: Point
    text: str
    x: float
    y: float

    @property
    def anchor(self) -> str:
        """Which end of the text is at `x`."""
        return "start" if self.x > 0 else "end"


def _box(label: Label, at: tuple[float, float]) -> _Box:
    left = at[0] + label.x - (0 if label.x > 0 else _LETTER * len(label.text))
    return left, at[1] + label.y - _LINE * 0.8, left + _LETTER * len(label.text), at[1] + label.y + _LINE * 0.2


def _touch(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def labels_of(points: Sequence[Point], frame: Frame) -> list[Label]:
    """The number and the name of each stop; those first that come first."""
    places = [((point.x - frame.x) / frame.unit, (point.y - frame.y) / frame.unit) for point in points]
    taken: list[_Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in places]
    labels = []
    for number, (point, at) in enumerate(zip(points, places), start=1):
        tried = [Label(point, f"{number} {point.place.split(',')[0]}", x, y) for x, y in _PLACES]
        label = next((each for each in tried if not any(_touch(_box(each, at), box) for box in taken)), tried[-1])
        taken.append(_box(label, at))
        labels.append(label)
    return labels
