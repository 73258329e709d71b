"""What pages ask first, asked before they do: nobody waits for what is the same for all readers.

In: answers that are kept, the day. Out: nothing; the answers are there. A test holds the pages to it.
"""

from datetime import date

from detente.model.selection import EVERYTHING
from detente.publish.shelf import Answers
from detente.publish.web.pages.front import parts_of
from detente.publish.web.pages.relations import PAIRS
from detente.views.scoreboard import Breakdown


def prepare(answers: Answers, today: date) -> None:
    """Ask for what the front, the review, the measures, the map, the actors, the scoreboard and the conflicts show without filters."""
    parts_of(answers, today)
    answers.news(None)
    answers.doubts()
    answers.decisions()
    answers.coverage()
    answers.tours()
    answers.scoreboard(EVERYTHING, by=Breakdown.ALL, today=today)
    answers.span()
    answers.measures(EVERYTHING, on=today, stack=None)
    answers.stack_sizes(EVERYTHING, on=today)
    answers.states(on=today)
    answers.actors()
    answers.pairs(PAIRS)
    answers.conflicts(EVERYTHING, standing=True)
    answers.conflicts(EVERYTHING, standing=False)
    answers.threads(EVERYTHING)
