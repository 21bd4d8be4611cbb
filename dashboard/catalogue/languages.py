"""English names of languages, for the codes that releases and counts of them use.

The codes are BCP 47 as Twitter gave them to posts, without the old ones: `in`, `iw` and `ji` are
`id`, `he` and `yi` here. `und` = not stated: the field was blank, or the language not recognised.

Files write languages in old codes too, and Clemson's collection in English words.
"""

from dashboard.tables import NOT_STATED

NAMES = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "bo": "Tibetan",
    "bs": "Bosnian", "ca": "Catalan", "chr": "Cherokee", "ckb": "Sorani Kurdish", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "dv": "Divehi", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "iu": "Inuktitut", "ja": "Japanese",
    "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish",
    "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "or": "Odia", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovenian", "sn": "Shona", "so": "Somali", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "und": "not stated",
    "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip

LONGEST_CODE = 8  # letters of a language's first subtag, by RFC 5646


def language_name(code: str) -> str:
    """Return the English name of a language; a code that has none here stands for itself.

    One that is longer than any code is no code: whoever wrote it gets no room for more.
    """
    return NAMES.get(code, code if len(code) <= LONGEST_CODE else f"{code[:LONGEST_CODE]}…")


# Codes that were given up; the platform's files hold the old and the new one side by side.
OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "": NOT_STATED}

ENGLISH_NAMES = {name: code for code, name in NAMES.items()} | {
    "Farsi (Persian)": "fa", "Pushto": "ps", "Simplified Chinese": "zh",
    "Tagalog (Filipino)": "tl", "Traditional Chinese": "zh", "LANGUAGE UNDEFINED": NOT_STATED,
    "": NOT_STATED,
}  # fmt: skip
