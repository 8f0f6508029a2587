"""The only place where several stages are called in turn: read, geocode, store, place, suggest.

`reading` turns a text into mentions with candidates and figures and stores nothing (`read_text`);
`storing` keeps a reading as proposals of an article; `placing` gives a mention its geometry through the
geocoder and an editorial verb; `teaching` lets the undecided mentions of an article follow what an editor
chose; `suggesting` groups what was accepted into events.
"""
