"""Figures in, totals out that refuse to lie: what was counted, what was left out and by which rule.

`judging` decides figure by figure, `adding` sums, `words` says it; they know no database. `sql` is their twin
for sets of any size and gives the same answers; `loading` makes records of rows for the former. Nothing here
changes a row or sees an unpublished one. The rules, with their sources, are in `rules` and docs/totals.md.
"""
