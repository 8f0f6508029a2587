"""Files and pages in, text out: plain text, HTML, DOCX and PDF, with what they say of headline, date,
language and outlet. What a file is, its content says and never its name.

Nothing here is stored, no file names another that is then opened, and no document is parsed in the process
that serves editors: see `apart`.
"""
