"""What was changed, by whom, when, from what to what.

Triggers (migration `0022_history`) keep every change of a tracked table's rows, whatever the way in;
`context` tells them who is at work; `reading` and `versions` give back what they have kept. Nothing here
changes a row.
"""
