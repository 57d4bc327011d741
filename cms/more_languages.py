"""Languages people speak that Django has no name for: their names in English, Spanish and French, as CLDR gives them."""

#: Code -> English, Spanish, French, written as each of them writes it inside a sentence.
_NAMES = """
ak   | Akan | akan | akan
am   | Amharic | amárico | amharique
ay   | Aymara | aimara | aymara
bho  | Bhojpuri | bhoyapurí | bhojpuri
bm   | Bambara | bambara | bambara
bo   | Tibetan | tibetano | tibétain
ceb  | Cebuano | cebuano | cebuano
ee   | Ewe | ewé | éwé
ff   | Fula | fula | peul
fil  | Filipino | filipino | filipino
fo   | Faroese | feroés | féroïen
gn   | Guarani | guaraní | guarani
gu   | Gujarati | guyaratí | gujarati
ha   | Hausa | hausa | haoussa
haw  | Hawaiian | hawaiano | hawaïen
jv   | Javanese | javanés | javanais
ku   | Kurdish | kurdo | kurde
lg   | Ganda | ganda | ganda
ln   | Lingala | lingala | lingala
lo   | Lao | lao | lao
mai  | Maithili | maithili | maïthili
mg   | Malagasy | malgache | malgache
mi   | Māori | maorí | maori
mt   | Maltese | maltés | maltais
nah  | Nahuatl | náhuatl | nahuatl
ny   | Nyanja | nyanja | nyanja
om   | Oromo | oromo | oromo
or   | Odia | oriya | odia
ps   | Pashto | pastún | pachto
qu   | Quechua | quechua | quechua
rn   | Rundi | kirundi | roundi
rw   | Kinyarwanda | kinyarwanda | kinyarwanda
sd   | Sindhi | sindi | sindhi
si   | Sinhala | cingalés | cingalais
sm   | Samoan | samoano | samoan
sn   | Shona | shona | shona
so   | Somali | somalí | somali
st   | Southern Sotho | sotho meridional | sotho du Sud
su   | Sundanese | sundanés | soundanais
ti   | Tigrinya | tigriña | tigrigna
tn   | Tswana | setsuana | tswana
wo   | Wolof | wólof | wolof
xh   | Xhosa | xhosa | xhosa
yi   | Yiddish | yidis | yiddish
yo   | Yoruba | yoruba | yoruba
zu   | Zulu | zulú | zoulou
"""

#: Code -> language of the reader -> name.
NAMES: dict[str, dict[str, str]] = {
    code: dict(zip(("en", "es", "fr"), names, strict=True))
    for code, *names in ([part.strip() for part in line.split("|")] for line in _NAMES.strip().splitlines())
}
