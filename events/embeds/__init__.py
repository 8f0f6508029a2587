"""What a publisher puts into an article: the framed map, the code to paste, its loader and oEmbed.

Everything here is framed by other people's pages, so nothing here sets or reads a cookie.
"""
