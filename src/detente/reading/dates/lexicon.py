"""The closed lists of words that time expressions are made of, and what each means."""


def words(text: str) -> frozenset[str]:
    """A set of words written in one string."""
    return frozenset(text.split())


MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2, "weds": 2, "thursday": 3, "thu": 3,
    "thur": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sat": 5, "sunday": 6, "sun": 6,
}  # fmt: skip
PLURAL_WEEKDAYS = {
    "mondays": 0, "tuesdays": 1, "wednesdays": 2, "thursdays": 3, "fridays": 4, "saturdays": 5, "sundays": 6,
}  # fmt: skip
SEASONS = {"spring": "SP", "springtime": "SP", "summer": "SU", "summertime": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
           "wintertime": "WI"}  # fmt: skip

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9,
}  # fmt: skip

# A unit's word to its letters in a TIMEX3 duration; those below a day begin with T.
UNITS = {
    "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
    "fortnight": "FN", "millennium": "ML", "weekend": "WE", "semester": "HY", "yr": "Y", "qtr": "Q",
}  # fmt: skip
PLURAL_UNITS = {
    "days": "D", "weeks": "W", "months": "M", "quarters": "Q", "years": "Y", "decades": "DE", "centuries": "CE",
    "fortnights": "FN", "millennia": "ML", "weekends": "WE", "yrs": "Y", "nights": "NI",
}  # fmt: skip
CLOCK_UNITS = {"hour": "TH", "minute": "TM", "second": "TS", "hr": "TH"}
PLURAL_CLOCK_UNITS = {"hours": "TH", "minutes": "TM", "seconds": "TS", "hrs": "TH", "mins": "TM", "min": "TM", "secs": "TS"}
LONG_UNITS = {"daylong": "D", "weeklong": "W", "monthlong": "M", "yearlong": "Y", "decadelong": "DE", "hourlong": "TH"}
ALL_UNITS = UNITS | PLURAL_UNITS | CLOCK_UNITS | PLURAL_CLOCK_UNITS | LONG_UNITS

# Names that are written small now and then and mean nothing else.
SURE_NAMES = {name for name in (*MONTHS, *WEEKDAYS) if len(name) > 5 and name != "august"} | {"april", "june", "july"}

PARTS_OF_DAY = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "lunchtime": "MI", "dawn": "MO",
    "dusk": "EV", "daybreak": "MO", "midmorning": "MO", "midafternoon": "AF", "mornings": "MO", "afternoons": "AF",
    "evenings": "EV", "nightfall": "NI",
}  # fmt: skip
FREQUENCIES = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q", "yearly": "P1Y",
    "annually": "P1Y", "annual": "P1Y", "hourly": "PT1H", "fortnightly": "P2W", "biweekly": "P2W", "biannual": "P6M",
    "biannually": "P6M", "semiannual": "P6M", "bimonthly": "P2M", "biennial": "P2Y", "biennially": "P2Y",
}  # fmt: skip
ZONES = words(
    "gmt utc est edt cst cdt mst mdt pst pdt et ct mt pt bst cet cest eet eest ist jst kst hkt sgt aest aedt msk wib pkt hst akdt"
)
