"""Places whose clocks an operation's hours are compared with: large cities, one zone each.

The tz database names a zone after the most populous city in it (its file `theory.html`), so the
list needs no other names. It has a place for each offset and each rule of summer time under which
millions of people have lived since 2006. Kathmandu is left out: its offset is no whole number of
half-hours.
"""

ZONES = (
    *("Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver"),
    *("America/Chicago", "America/Mexico_City", "America/Tegucigalpa", "America/New_York"),
    *("America/Havana", "America/Bogota", "America/Lima", "America/Guayaquil", "America/Caracas"),
    *("America/Santiago", "America/La_Paz", "America/Sao_Paulo", "America/Argentina/Buenos_Aires"),
    *("America/St_Johns", "Africa/Accra", "Africa/Casablanca", "Europe/London", "Africa/Lagos"),
    *("Europe/Paris", "Europe/Madrid", "Europe/Berlin", "Europe/Belgrade", "Europe/Kyiv"),
    *("Africa/Cairo", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Damascus", "Europe/Istanbul"),
    *("Europe/Minsk", "Europe/Moscow", "Africa/Nairobi", "Africa/Dar_es_Salaam"),
    *("Africa/Kampala", "Asia/Baghdad", "Asia/Riyadh", "Asia/Tehran", "Asia/Dubai"),
    *("Asia/Yerevan", "Asia/Baku", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent"),
    *("Asia/Yekaterinburg", "Asia/Kolkata", "Asia/Dhaka", "Asia/Almaty", "Asia/Novosibirsk"),
    *("Asia/Yangon", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Shanghai"),
    *("Asia/Hong_Kong", "Asia/Taipei", "Asia/Manila", "Asia/Singapore", "Asia/Kuala_Lumpur"),
    *("Australia/Perth", "Asia/Pyongyang", "Asia/Tokyo", "Asia/Seoul", "Australia/Adelaide"),
    *("Australia/Brisbane", "Australia/Sydney", "Asia/Vladivostok", "Pacific/Auckland"),
)


def name_of(zone: str) -> str:
    """Return the city that a zone is named after: "Ho Chi Minh" of "Asia/Ho_Chi_Minh"."""
    return zone.rpartition("/")[2].replace("_", " ")
