"""The only place where several stages are called in turn: read, geocode, store, place, suggest.

`reading` turns a text into mentions with candidates and figures and stores nothing (`read_text`);
`storing` keeps a reading as proposals of an article; `placing` gives a mention its geometry through the
geocoder and an editorial verb; `suggesting` groups what was accepted into events.
"""
