"""Time and nothing else: local time, zones of places, periods, weeks and months, calendars."""
