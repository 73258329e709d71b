"""Who is mentioned where: states by name, demonym or metonym, persons by name or office, bodies, and what refers back to them.

`scan` finds the spellings of the gazetteer, `offices` knows who holds which office on a day, `mentions` puts title,
state and name together and resolves references.
"""
