"""Articles in. In comes text as people have it, out comes an Article, or a sentence that says why not.

Nothing here reads places or figures from the text, and nothing is published.
"""
