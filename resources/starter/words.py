"""Names and values that fill the made-up documents.

Proper names are split into two fixed sets. Held-out names never occur in training, so that an evaluation with them
measures reading and not memory.
"""

import hashlib
import random

FIRST_NAMES = """Ann Bela Carl Dora Emil Fay Greta Hugo Ida Jonas Kira Leo Mira Nora Otto Pia Quinn Rosa
Sam Tara Udo Vera Walt Xenia Yara Zoe Adam Beth Cora Dan Eva Finn Gina Hana Ivan Jill Karl Lena Max Nina
Olga Paul Ruth Saul Tom Ursula Vic Wendy Yuri Alice Boris Clara David Ella Frank Grace Henry Iris James
Kate Laura Mark Nadia Oscar Peter Rita Simon Tina Victor Amir Chen Fatima Kofi Lucia Mei Omar Priya Ravi
Sofia Tariq Wei Zara Anna Ben Chloe Diego Emma Felix Hannah Jack Julia Kevin Lily Maria Noah Olivia Rachel
Robert Sarah Thomas Will John Mary Elena Marta Igor Pavel Aisha Yusuf Hiro Naomi""".split()
ONSETS = "b br c ch cl d dr f fl g gr h j k kl l m n p pr qu r s sh sk st t th tr v w y z".split() + [""]
VOWELS = "a e i o u a e i o ai ea io ou".split()
CODAS = ["", "", "", "n", "l", "r", "s", "m", "x", "th", "nd", "rk", "ck", "lt", "v"]
ENDINGS = ["a", "o", "i", "en", "el", "is", "or", "ek", "an", "us", "y", "in", "eth", "ara", "old"]
TOWN_ENDINGS = ["ton", "burg", "ville", "ford", "ham", "mouth", "dale", "field", "bridge", "port", "stad"]
SURNAME_ENDINGS = ["son", "man", "er", "ley", "sen", "ski", "ez", "ini", "wood", "well", "ard", "ov"]

COLOURS = "red blue green yellow black white brown grey orange purple pink silver golden".split()
MATERIALS = "wooden iron glass small large old new round square broken leather paper plastic".split()
THINGS = """key box lamp bucket ladder drill hammer radio camera bicycle tent map book suitcase umbrella
printer kettle clock chair table parcel letter folder bag coat rope saw pump battery cable charger mirror
vase basket bottle blanket helmet guitar piano ticket wallet notebook tablet phone spare tyre toolbox
flag trophy painting carpet heater fan ring passport scarf torch""".split()
PLACES = """kitchen cellar garage attic garden office hall library workshop shed bathroom store room
cupboard drawer basement lobby classroom laboratory warehouse stable barn chapel canteen archive corridor
bedroom balcony greenhouse""".replace("store room", "storeroom").split()
SHOPS = """bakery museum library pharmacy post office swimming pool bank cafe cinema market school clinic
bookshop butcher town hall theatre gym zoo ticket office workshop canteen reception""".replace(
    "post office", "post_office").replace("swimming pool", "swimming_pool").replace(
    "town hall", "town_hall").replace("ticket office", "ticket_office").split()
EVENTS = """meeting concert lecture dinner party exam interview workshop race picnic wedding rehearsal
training auction exhibition inspection visit trip festival match lesson delivery conference""".split()
JOBS = """baker teacher nurse pilot farmer driver painter plumber doctor lawyer gardener cook librarian
engineer tailor carpenter dentist singer sailor clerk guard waiter judge postman miner""".split()
FOODS = """apples bread cheese soup rice pasta fish pancakes salad honey plums cherries cake beans eggs
pears tomatoes porridge noodles nuts grapes mushrooms chocolate potatoes""".split()
ANIMALS = "dog cat horse parrot rabbit goat hamster turtle pony donkey duck goose".split()
INSTRUMENTS = "piano violin flute drum guitar trumpet cello harp organ clarinet".split()
SPORTS = "tennis football chess swimming rowing hockey golf judo skating running cycling".split()
LANGUAGES = "French Spanish German Polish Arabic Turkish Greek Dutch Italian Korean Swedish".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = """January February March April May June July August September October November
December""".split()
DEVICES = "pump boiler sensor valve motor server router tank oven printer fridge camera".split()
MEASURES = [("temperature", "degrees"), ("pressure", "bar"), ("speed", "rpm"), ("level", "percent"),
            ("voltage", "volts"), ("load", "percent"), ("flow", "litres")]


def is_held_out(name: str) -> bool:
    """Whether a name is held out for evaluation; about one in eight is."""
    return hashlib.sha256(name.lower().encode()).digest()[0] < 32


class Words:
    """Draws names and values. `side` is "train" or "held_out" and applies to proper names only."""

    def __init__(self, rng: random.Random, side: str = "train"):
        self.rng = rng
        self.held_out = side == "held_out"

    def _of_side(self, make):
        while True:
            name = make()
            if is_held_out(name) == self.held_out:
                return name

    def _syllables(self, least: int, most: int) -> str:
        r = self.rng
        return "".join(r.choice(ONSETS) + r.choice(VOWELS) + r.choice(CODAS)
                       for _ in range(r.randint(least, most)))

    def invented(self) -> str:
        return self._of_side(lambda: (self._syllables(1, 2) + self.rng.choice(ENDINGS)).capitalize())

    def first_name(self) -> str:
        if self.rng.random() < 0.5:
            return self._of_side(lambda: self.rng.choice(FIRST_NAMES))
        return self.invented()

    def surname(self) -> str:
        return self._of_side(
            lambda: (self._syllables(1, 1) + self.rng.choice(SURNAME_ENDINGS)).capitalize())

    def person(self) -> str:
        form = self.rng.random()
        if form < 0.7:
            return self.first_name()
        if form < 0.85:
            return f"{self.first_name()} {self.surname()}"
        return self.rng.choice(["Mr ", "Mrs ", "Ms ", "Dr ", "Aunt ", "Captain "]) + self.surname()

    def town(self) -> str:
        return self._of_side(
            lambda: (self._syllables(1, 1) + self.rng.choice(TOWN_ENDINGS)).capitalize())

    def street(self) -> str:
        return f"{self.number(1, 250)} {self.town()} {self.rng.choice(['Street', 'Road', 'Lane'])}"

    def number(self, low: int, high: int) -> str:
        return str(self.rng.randint(low, high))

    def digits(self, least: int = 2, most: int = 6) -> str:
        return "".join(self.rng.choice("0123456789") for _ in range(self.rng.randint(least, most)))

    def code(self) -> str:
        r = self.rng
        letter = r.choice("ABCDEFGHJKLMNPRSTUVWXYZ")
        return r.choice([self.digits(3, 5), self.digits(4, 4), letter + self.digits(1, 3),
                         f"{letter}{self.digits(1, 2)}-{self.digits(2, 3)}",
                         letter + r.choice("KLMNPRST") + self.digits(2, 4)])

    def password(self) -> str:
        return self.rng.choice([self._syllables(2, 3) + self.digits(1, 3), self._syllables(2, 2),
                                f"{self.rng.choice(COLOURS)}-{self._syllables(1, 2)}"])

    def phone(self) -> str:
        return f"{self.digits(3, 3)} {self.digits(4, 4)}"

    def time(self) -> str:
        r = self.rng
        return r.choice([f"{r.randint(0, 23)}:{r.choice(['00', '15', '30', '45', '10', '05', '20'])}",
                         f"{r.randint(1, 12)} o'clock",
                         f"{r.randint(1, 12)}:{r.choice(['00', '30', '15'])} {r.choice(['am', 'pm'])}"])

    def date(self) -> str:
        r = self.rng
        return r.choice([f"{r.randint(1, 28)} {r.choice(MONTHS)}", f"{r.choice(MONTHS)} {r.randint(1, 28)}",
                         r.choice(DAYS), f"{r.randint(1, 28)} {r.choice(MONTHS)} {r.randint(1950, 2035)}"])

    def money(self) -> str:
        r = self.rng
        return r.choice([f"{r.randint(2, 900)} euros", f"${r.randint(2, 900)}", f"{r.randint(2, 90)}.50 euros",
                         f"{r.randint(2, 900)} pounds", f"{r.randint(2, 900)} dollars"])

    def thing(self) -> str:
        r = self.rng
        adjective = r.choice(["", r.choice(COLOURS) + " ", r.choice(MATERIALS) + " "])
        return adjective + r.choice(THINGS)

    def shop(self) -> str:
        return self.rng.choice(SHOPS).replace("_", " ")

    def choice(self, values):
        return self.rng.choice(values)
