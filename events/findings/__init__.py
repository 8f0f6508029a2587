"""What an editor should look at twice. In come events and articles with their claims, out come findings:
sentences with the values, the rows concerned and a way out.

Nothing here changes a row: an editor acts on a finding, or dismisses it for a reason that is remembered (see
`events.review.dismissals`). Each check is a pure function over records; `loading` makes the records.
"""
