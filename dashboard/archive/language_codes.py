"""How files write languages -> BCP 47: old codes, and the English words of Clemson's collection."""

from dashboard.tables import NOT_STATED

# Codes that were given up; the platform's files hold the old and the new one side by side.
OLD_CODES = {"in": "id", "iw": "he", "ji": "yi", "": NOT_STATED}

ENGLISH_NAMES = {
    "Albanian": "sq", "Arabic": "ar", "Bengali": "bn", "Bulgarian": "bg", "Catalan": "ca",
    "Croatian": "hr", "Czech": "cs", "Danish": "da", "Dutch": "nl", "English": "en",
    "Estonian": "et", "Farsi (Persian)": "fa", "Finnish": "fi", "French": "fr", "German": "de",
    "Greek": "el", "Gujarati": "gu", "Hebrew": "he", "Hindi": "hi", "Hungarian": "hu",
    "Icelandic": "is", "Indonesian": "id", "Italian": "it", "Japanese": "ja", "Kannada": "kn",
    "Korean": "ko", "Kurdish": "ku", "Latvian": "lv", "Lithuanian": "lt", "Macedonian": "mk",
    "Malay": "ms", "Malayalam": "ml", "Norwegian": "no", "Persian": "fa", "Polish": "pl",
    "Portuguese": "pt", "Pushto": "ps", "Romanian": "ro", "Russian": "ru", "Serbian": "sr",
    "Simplified Chinese": "zh", "Slovak": "sk", "Slovenian": "sl", "Somali": "so",
    "Spanish": "es", "Swedish": "sv", "Tagalog (Filipino)": "tl", "Tamil": "ta", "Telugu": "te",
    "Thai": "th", "Traditional Chinese": "zh", "Turkish": "tr", "Ukrainian": "uk", "Urdu": "ur",
    "Uzbek": "uz", "Vietnamese": "vi", "LANGUAGE UNDEFINED": NOT_STATED, "": NOT_STATED,
}  # fmt: skip
