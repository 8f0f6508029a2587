"""What was changed, by whom, when, from what to what: said by whoever writes, kept by the database, read here.

Triggers (migration `0022_history`) keep every change of a tracked table's rows, whatever the way in. `context`
tells them who is at work; `reading` and `versions` give back what they have kept; nothing here changes a row.
"""
