"""One reader for each format of file: a path goes in, rows with their number come out, one at a time.

A cell is text, stripped; what the format has of types (a spreadsheet's date, a number) is written as text
first. Whatever a stranger's file does, memory stays flat: sizes are checked before anything is unpacked
or parsed.
"""
