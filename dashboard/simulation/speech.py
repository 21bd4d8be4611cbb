"""Who writes in which languages, and harmless words to write in them.

The words are about weather, food and walks, so that no theme claims them; themes come in only where
a term of the lexicon is planted.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """A language: its code as it is counted, the codes that files hold for it, and its words."""

    code: str
    words: tuple[str, ...]
    written: tuple[str, ...]  # each as likely as the others
    blank: str = " "  # between words


def _speech(code: str, words: str, written: str = "", blank: str = " ") -> Speech:
    return Speech(code, tuple(words.split()), tuple((written or code).split()), blank)


NOT_STATED = Speech("und", ("🙂", "🌧️", "👩‍👩‍👧", "…", "!!", "☕", "🌻", "12"), ("und", "", ""))
SPEECHES = {
    speech.code: speech
    for speech in (
        _speech(
            "en",
            "today morning rain garden bread coffee window river quiet evening walk kitchen "
            "yellow boat basket early train station umbrella soup apple winter sunny little",
        ),
        _speech(
            "zh",
            "今天 早上 下雨 花园 面包 咖啡 窗户 河边 安静 晚上 散步 厨房 黃色 小船 籃子 火車 "
            "雨傘 蘋果 冬天 晴朗",
            "zh zh zh zh-CN",
            "",
        ),
        _speech(
            "ru",
            "сегодня утром дождь сад хлеб кофе окно река тихо вечер прогулка кухня лодка корзина "
            "поезд вокзал зонт суп яблоко зима солнечно",
        ),
        _speech(
            "uk",
            "сьогодні вранці дощ садок хліб кава вікно річка тихо вечір прогулянка кухня човен "
            "кошик потяг парасолька яблуко зима",
        ),
        _speech(
            "ar",
            "اليوم صباحا مطر حديقة خبز قهوة نافذة نهر هادئ مساء نزهة مطبخ قارب سلة قطار مظلة "
            "حساء تفاحة شتاء مشمس",
        ),
        _speech(
            "fa",
            "امروز صبح باران باغ نان قهوه پنجره رودخانه آرام عصر پیاده‌روی آشپزخانه قایق سبد "
            "قطار چتر سوپ سیب زمستان آفتابی",
        ),
        _speech(
            "tr",
            "bugün sabah yağmur bahçe ekmek kahve pencere nehir sessiz akşam yürüyüş mutfak sarı "
            "tekne sepet tren istasyon şemsiye çorba elma kış güneşli ılık İncir",
        ),
        _speech(
            "th",
            "วันนี้ ตอนเช้า ฝนตก สวน ขนมปัง กาแฟ หน้าต่าง แม่น้ำ เงียบ ตอนเย็น เดินเล่น ห้องครัว เรือ ตะกร้า รถไฟ "
            "ร่ม ซุป แอปเปิล ฤดูหนาว แดดออก",
            "th",
            "",
        ),
        _speech(
            "es",
            "hoy mañana lluvia jardín pan café ventana río tranquilo tarde paseo cocina amarillo "
            "barco cesta tren estación paraguas sopa manzana invierno soleado ¿qué tal?",
        ),
        _speech(
            "ca",
            "avui matí pluja jardí pa cafè finestra riu tranquil vespre passeig cuina groc "
            "vaixell cistella tren estació paraigua sopa poma hivern",
        ),
        _speech(
            "id",
            "hari ini pagi hujan kebun roti kopi jendela sungai tenang sore jalan-jalan dapur "
            "kuning perahu keranjang kereta payung sup apel",
            "in in in id",
        ),
        _speech(
            "sr",
            "данас ујутру киша башта хлеб кафа прозор река тихо вече шетња кухиња жуто чамац "
            "корпа воз станица кишобран чорба јабука danas jutro kiša bašta",
        ),
        _speech(
            "bn",
            "আজ সকাল বৃষ্টি বাগান রুটি কফি জানালা নদী শান্ত সন্ধ্যা হাঁটা রান্নাঘর হলুদ নৌকা ঝুড়ি ট্রেন ছাতা আপেল",
        ),
        _speech(
            "hy",
            "այսօր առավոտ անձրև այգի հաց սուրճ պատուհան գետ հանգիստ երեկո զբոսանք խոհանոց դեղին "
            "նավակ գնացք ապուր խնձոր ձմեռ",
        ),
        _speech(
            "sw",
            "leo asubuhi mvua bustani mkate kahawa dirisha mto kimya jioni matembezi jikoni njano "
            "mashua kikapu treni mwavuli supu tufaha",
        ),
        _speech(
            "ja",
            "今日 朝 雨 庭 パン コーヒー 窓 川 静か 夕方 散歩 台所 黄色 かご 電車 ｽｰﾌﾟ りんご 冬",
            "ja",
            "",
        ),
    )
}

# Shares of languages by the country that a release is attributed to; made up.
SPOKEN = {
    "russia": {"ru": 0.6, "en": 0.3, "uk": 0.1},
    "iran": {"fa": 0.4, "en": 0.3, "ar": 0.3},
    "bangladesh": {"bn": 0.7, "en": 0.3},
    "venezuela": {"es": 0.9, "en": 0.1},
    "spain": {"es": 0.6, "ca": 0.4},
    "china": {"zh": 0.7, "en": 0.2, "ja": 0.1},
    "uae": {"ar": 0.7, "en": 0.2, "fa": 0.1},
    "egypt": {"ar": 0.8, "fa": 0.2},
    "saudi-arabia": {"ar": 0.9, "en": 0.1},
    "ecuador": {"es": 1.0},
    "honduras": {"es": 1.0},
    "indonesia": {"id": 0.8, "en": 0.2},
    "serbia": {"sr": 0.9, "en": 0.1},
    "turkey": {"tr": 0.85, "en": 0.1, "ar": 0.05},
    "cuba": {"es": 0.95, "en": 0.05},
    "thailand": {"th": 0.9, "en": 0.1},
    "armenia": {"hy": 0.5, "en": 0.3, "ru": 0.2},
    "mexico": {"es": 1.0},
    "tanzania": {"sw": 0.6, "en": 0.4},
    "uganda": {"en": 0.9, "sw": 0.1},
}
ELSEWHERE = {"en": 1.0}
UNSTATED = 0.08  # share of posts whose language the platform did not recognise


def spoken_in(country: str) -> tuple[tuple[Speech, ...], tuple[float, ...]]:
    """Return the languages of a country's operations and their shares, "not stated" last."""
    shares = SPOKEN.get(country, ELSEWHERE)
    speeches = (*(SPEECHES[code] for code in shares), NOT_STATED)
    return speeches, (*(share * (1 - UNSTATED) for share in shares.values()), UNSTATED)
