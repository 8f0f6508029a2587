"""Numbers as the reader's script writes them: CLDR's "ar" has Western digits, a comma between thousands."""

THOUSAND_SEPARATOR = ","
DECIMAL_SEPARATOR = "."
NUMBER_GROUPING = 3
