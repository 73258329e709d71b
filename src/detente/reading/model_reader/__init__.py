"""A large model as a reader, without the model: what it is asked, and how every word of its reply is checked.

In: documents, and replies of whatever was asked. Out: messages; readings with findings. No network, no disk, no clock.
Holds: a reply is a proposal. A claim of it enters only with evidence that is in the text, values of closed lists, and slots
that our own code finds in the words that the reply points at.
"""
