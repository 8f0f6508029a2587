"""Days and hours as the editors' side writes them everywhere: the day before the month, 24 hours."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
