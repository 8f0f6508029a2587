"""The static picture of a map: what a filter selects, drawn on the server as SVG or PNG.

A request comes in; published rows are chosen as on the map's page, laid out, and drawn with the basemap's own
shapes. No browser, no tile and no network is involved; every word is measured with the font it is set in.
"""
