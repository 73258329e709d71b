"""Texts that are no reports, or reports in odd dress: what a stream of documents brings beside clean copy."""

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from detente.model.claim import Kind
from detente.model.document import Document

DAY = "2024-05-03"

NOT_REPORTS = {
    "a recipe": (
        "Leek and potato soup\nServes four. Melt 30 g of butter in a deep pan and add three leeks, sliced thin. Cover and sweat for ten "
        "minutes; the leeks should not brown.\n- 500 g potatoes\n- 1 litre stock\n- 100 ml cream\nAdd the potatoes and the stock, boil "
        "gently until soft, blend, and stir in the cream. Cut the quantity of salt by half if the stock is a bought one."
    ),
    "a football report": (
        "Ten-man Rovers held on for a goalless draw at Northgate on Saturday. The visitors lost their captain to a second yellow card "
        "after 34 minutes but defended in two banks of four, and the home side hit the bar twice.\n'We suffered, and I am proud of the "
        "lads,' said the manager. United stay fourth, two points behind City with three matches left."
    ),
    "source code": (
        "import csv\nfrom pathlib import Path\n\n\ndef rows(path: Path) -> list[dict[str, str]]:\n    with path.open() as lines:\n"
        "        return list(csv.DictReader(lines))\n\n\nif __name__ == '__main__':\n    for row in rows(Path('a.csv')):\n"
        "        print(row['rate'], float(row['value']) * 100 // 7, '%')"
    ),
    "an empty text": "",
    "a row of digits": "0123456789" * 20_000,
    "a Chinese text": "今天天气很好,孩子们在公园里放风筝。傍晚时分,老人们坐在湖边下棋,谈论着明年的收成。\n第二天下起了雨。",
    "a poem": (
        "The heron on the weir at noon\nhas one leg and no haste;\nthe water hurries past the moon\nit borrowed from the waste\n"
        "of evening, and returns it soon,\na little out of place."
    ),
    "a legal disclaimer": (
        "This message and any files attached to it are confidential and intended solely for the use of the person to whom they are "
        "addressed. If you have received it in error, please notify the sender and delete it. No liability is accepted for any loss "
        "arising from its use. Views expressed are those of the author and do not bind the company."
    ),
    "lorem ipsum": (
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut "
        "enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat."
    ),
    "a weather report": (
        "Cloud and drizzle will clear from the west by Tuesday morning, leaving a bright day with highs of 17 degrees in the south and "
        "13 in the north. Winds will be light at first. There is a 40 percent chance of thunder on Wednesday, and the rest of the week "
        "looks unsettled with showers, some of them heavy."
    ),
}

# Plain sentences, each alone in its document, and the kind of matter that each tells.
PLAIN = {
    "Kenya imposed a 25 percent tariff on Ugandan sugar on Thursday.": Kind.MEASURE,
    "The Danish prime minister will meet the Polish president in Warsaw on Monday.": Kind.ENCOUNTER,
    "Peru and Thailand signed a trade agreement on Wednesday.": Kind.AGREEMENT,
    "Norway pledged to buy 200,000 tonnes of rice from Vietnam.": Kind.COMMITMENT,
}

# What layout puts in front of a sentence.
MARKS = ("- ", "• ", "* ", "14:05 - ", "09.30 ", "[08:15] ", "Q: ", "MS. OKAFOR: ", "THE PRESIDENT: ", "NAIROBI, May 3 - ", "   ", "\t")

EMOJI = ("🚨 ", "🇰🇪🇺🇬 ", "⚡️ ")

_TELLING = (
    "tariff tariffs duty ban sanctions quota summit visit talks meeting call truce ceasefire deal treaty pledge export controls licence "
    "imposed raised cut lifted suspended threatened announced signed agreed met visited said denied will would may not never unless if "
    "until after from to by on in of for with and or but yet the a its his their which who that Kenya Kenyan Brazil USA U.S. Beijing "
    "Brussels EU Taiwan Lima Mr Ms President minister company 25% 12.5 percent $3bn €4 million 200,000 tonnes yesterday Monday July "
    "2025 2024-07-01 1 August steel soybeans wine rice it they former latter respectively each other points"
).split()
_MARKS = (
    "- ",
    "• ",
    "1. ",
    "12:30 - ",
    "Q: ",
    "MR. LEE: ",
    "PARIS, May 2 (Wire) - ",
    "“",
    "”",
    "'",
    '"',
    "(",
    ")",
    "—",
    "…",
    ".",
    "?",
    "!",
    ";",
    ":",
    ",",
    "%",
    "$",
)
_ODD = (
    "🚢",
    "👩‍👩‍👧",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\xa0",
    "\u2028",
    "\x0b",
    "\x0c",
    "\r",
    "\t",
    "ﬁ",
    "İ",
    "ß",
    "e\u0301",
    "𝟙𝟚%",
    "٣٥%",
    "½",
    "⁹",
    "。",
    "\x00",
)

_fragment = st.one_of(
    st.sampled_from(_TELLING), st.sampled_from(_TELLING), st.sampled_from(_MARKS), st.sampled_from(_ODD), st.text(max_size=6)
)
_line = st.lists(_fragment, max_size=30).flatmap(lambda parts: st.sampled_from([" ", " ", "  ", ""]).map(lambda glue: glue.join(parts)))
_published = st.one_of(
    st.none(),
    st.dates().map(lambda day: day.isoformat()),
    st.datetimes(timezones=st.timezones() | st.none()).map(lambda instant: instant.isoformat()),
)


def document(text: str, *, name: str = "d", published: str | None = DAY, title: str = "") -> Document:
    return Document(name, None, None, published, title, text)


documents = st.builds(
    lambda lines, title, published: document("\n".join(lines), published=published, title=title.replace("\n", " ")),
    st.lists(_line, max_size=5),
    _line,
    _published,
)


def sequence_of(chosen: list[Document]) -> list[Document]:
    """The same documents with names of their own."""
    return [replace(held, id=f"d{number}") for number, held in enumerate(chosen)]


def pages(count: int, *, seed: int) -> str:
    """So many pages of 25 sentences; hardly a sentence occurs twice, so that remembered trees do not help."""
    chance = Random(seed)
    places = ["Kenya", "Peru", "Norway", "Thailand", "Morocco", "Vietnam", "Chile", "Jordan", "Ghana", "Latvia"]
    goods = ["sugar", "steel", "rice", "wine", "timber", "salmon", "cement", "cotton"]
    shapes = (
        "{a} imposed a {n} percent tariff on {g} from {b} on {d} March.",
        "The president of {a} will visit {b} on {d} June to talk about {n} old disputes.",
        "It rained for {n} hours in the north of {a}, and {d} bridges were closed for a while.",
        "{a} pledged to buy {n},000 tonnes of {g} from {b} by {d} July.",
        "Officials in {a} said that they had read {n} letters about {g} and answered {d} of them.",
    )
    sentences = [
        chance.choice(shapes).format(
            a=chance.choice(places), b=chance.choice(places), g=chance.choice(goods), n=chance.randint(2, 99_999), d=chance.randint(1, 28)
        )
        for _ in range(count * 25)
    ]
    return "\n".join(" ".join(sentences[start : start + 5]) for start in range(0, len(sentences), 5))
