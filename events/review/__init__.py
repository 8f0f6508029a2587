"""The editorial verbs. In come rows and what an editor wants of them, out come changed rows and a Decision.

Each verb is one transaction, checks the editor's permission and the row's version, and writes its own
Decision. Nothing here reads text, geocodes or talks to a browser.
"""
