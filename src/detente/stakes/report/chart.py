"""Bars of the headline figure (real income, or the net gain from one product) with their intervals, as SVG or PNG from one layout.

In: a chart: title, subtitle, what is claimed, bars (label, value, low, high, percent or bn USD).
Out: SVG text, or PNG bytes (needs Pillow, in the extra `stakes`).
"""

import io
from dataclasses import dataclass
from html import escape
from typing import Protocol

import numpy as np

from detente.errors import StakesError
from detente.stakes.bargain import Game
from detente.stakes.report.records import Report
from detente.stakes.report.text import shown_countries, signed
from detente.stakes.result import run_compared
from detente.stakes.scenario.acts import EngineName

_WIDTH, _LEFT, _RIGHT, _ROW, _TOP, _FOOT = 760, 150, 90, 24, 62, 58
_GAIN, _LOSS, _INK, _RULE = "#2f6f9f", "#b5473c", "#222222", "#bbbbbb"
_SIZE = 13
_MOST_TITLE = 100
_DRAWN = "Bars: medians of joint draws; lines: 5 to 95 percent."


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar; `low` and `high` are its interval, equal to `value` where none was computed."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is the scenario's name, `subtitle` the case, the figure and its unit; `fine_print` says what is claimed."""

    title: str
    subtitle: str
    fine_print: str
    bars: tuple[ChartBar, ...]


class _Canvas(Protocol):
    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None: ...
    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None: ...
    def text(self, x: float, y: float, words: str, anchor: str) -> None: ...


class _Svg:
    def __init__(self) -> None:
        self.parts: list[str] = []

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>')

    def text(self, x: float, y: float, words: str, anchor: str) -> None:
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>')


def chart_of(report: Report, parties: tuple[str, ...]) -> Chart:
    """The chart of the first difference, or of the last case where there is none: a bar for each country that is shown.

    Where draws were made the bar is their median, and only countries that they were made for are shown; else it is the figure at the
    scenario's own settings.
    """
    result = report.answer.differences[0] if report.answer.differences else report.answer.cases[-1].result
    scale, unit = (1e9, "bn USD") if result.headline.unit == "USD" else (1.0, result.headline.unit)
    intervals = {spread.country: spread for spread in report.spreads if spread.case == result.case}
    bars = []
    for code in tuple(intervals) or shown_countries(result, parties):
        spread, own = intervals.get(code), result.value(result.headline.name, code)
        value, low, high = (spread.median, spread.low, spread.high) if spread else (own, own, own)
        bars.append(ChartBar(code, value / scale, low / scale, high / scale))
    subtitle = f"{result.case}: {result.headline.label}, {unit}"
    run = f"{report.horizon}-run" if intervals else run_compared(result.engine, report.answer.scenario.assume.elasticity)
    fine_print = _fine_print("one product's market in the short run" if result.engine == EngineName.PRODUCT else f"{run} states")
    return Chart(report.answer.scenario.name, subtitle, fine_print, tuple(bars))


def game_chart(game: Game) -> Chart:
    """What each deal gives each side over no deal; of players who do not talk, or have nothing to agree on, what the tariffs do to them."""
    fine_print = _fine_print(f"{run_compared(game.result.engine, game.elasticity)} states")
    if game.talks is None or game.talks.zone_is_empty:
        column = game.result.headline
        values = [(code, game.result.value(column.name, code)) for code in shown_countries(game.result, game.players)]
        subtitle = f"{game.result.case}: {column.label}, {column.unit}"
    else:
        values = [
            (f"{deal.name}, {side}", gain)
            for deal in game.talks.deals
            for side, gain in zip(game.talks.names, deal.gains_pct.tolist(), strict=True)
        ]
        subtitle = "what they could agree on: gain of real income over no deal, percent"
    return Chart(game.name, subtitle, fine_print, tuple(ChartBar(label, value, value, value) for label, value in values))


def _fine_print(compared: str) -> str:
    return f"Comparison of {compared}, all else equal; no forecast."


def _draw(canvas: _Canvas, chart: Chart) -> None:
    bars = chart.bars
    ends = np.array([[bar.value, bar.low, bar.high] for bar in bars])
    low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    scale = (_WIDTH - _LEFT - _RIGHT) / ((high - low) or 1.0)

    def across(value: float) -> float:
        return _LEFT + (value - low) * scale

    canvas.text(12, 22, _shortened(chart.title), "start")
    canvas.text(12, 42, _shortened(chart.subtitle), "start")
    for row, bar in enumerate(bars):
        y = _TOP + row * _ROW
        left, right = sorted((across(0), across(bar.value)))
        canvas.rectangle(left, y + 4, right - left, _ROW - 10, _GAIN if bar.value >= 0 else _LOSS)
        if bar.high > bar.low:
            canvas.line(across(bar.low), y + _ROW / 2 - 1, across(bar.high), y + _ROW / 2 - 1, _INK)
            for end in (bar.low, bar.high):
                canvas.line(across(end), y + 5, across(end), y + _ROW - 8, _INK)
        canvas.text(_LEFT - 8 if low == 0 else 60, y + _ROW / 2 + 4, bar.label, "end")
        canvas.text(_WIDTH - 12, y + _ROW / 2 + 4, signed(bar.value, 2), "end")
    canvas.line(across(0), _TOP - 4, across(0), _TOP + len(bars) * _ROW, _RULE)
    canvas.text(12, _TOP + len(bars) * _ROW + 26, chart.fine_print, "start")
    if any(bar.high > bar.low for bar in bars):
        canvas.text(12, _TOP + len(bars) * _ROW + 46, _DRAWN, "start")


def _shortened(title: str) -> str:
    """A line that the width holds; the whole of it is in the title for screen readers."""
    return title if len(title) <= _MOST_TITLE else f"{title[: _MOST_TITLE - 1].rstrip()}…"


def _height(bars: tuple[ChartBar, ...]) -> int:
    return _TOP + len(bars) * _ROW + _FOOT


def svg(chart: Chart) -> str:
    """The chart as an SVG document with a title for screen readers."""
    canvas = _Svg()
    _draw(canvas, chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_height(chart.bars)}" role="img" font-family="sans-serif" '
        f'font-size="{_SIZE}" fill="{_INK}"><title>{escape(chart.title)}: {escape(chart.subtitle)}</title>'
        f'<rect width="100%" height="100%" fill="white"/>'
        f"{''.join(canvas.parts)}</svg>\n"
    )


def png(chart: Chart) -> bytes:
    """The chart as a PNG of twice the size."""
    try:
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  # an optional extra
    except ImportError:
        raise StakesError("a PNG needs Pillow", hint="install the extra: detente[stakes], or export SVG") from None
    zoom = 2
    image = Image.new("RGB", (zoom * _WIDTH, zoom * _height(chart.bars)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(zoom * _SIZE)

    class Raster:
        def rectangle(self, x: float, y: float, width: float, height: float, colour: str) -> None:
            pen.rectangle((zoom * x, zoom * y, zoom * (x + width), zoom * (y + height)), fill=colour)

        def line(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
            pen.line((zoom * x1, zoom * y1, zoom * x2, zoom * y2), fill=colour, width=zoom)

        def text(self, x: float, y: float, words: str, anchor: str) -> None:
            pen.text((zoom * x, zoom * y), words, fill=_INK, font=font, anchor="ls" if anchor == "start" else "rs")

    _draw(Raster(), chart)
    data = io.BytesIO()
    image.save(data, format="PNG")
    return data.getvalue()
