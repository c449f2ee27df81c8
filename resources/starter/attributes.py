"""Facts of very many kinds: an attribute of an entity, both composed from lists of words.

A network that has seen sixty kinds of facts learns those sixty. Here attributes and entities are drawn from thousands
of pairs, so that the network has to compare the words of the question with the words of the text.
"""

import words as w
from facts import Fact

# Attributes by the type of their value.
ATTRIBUTES = {
    "code": """code;number;key number;access code;serial number;locker;room;seat;gate;order number;batch;model;
        reference;case number;licence number;account number;pin;lock code;alarm code;door code;tracking number;
        voucher;box;shelf;track;version;frequency;channel;zip code;extension""",
    "person": """owner;manager;leader;author;driver;teacher;coach;winner;founder;contact;tenant;captain;editor;
        guide;caretaker;secretary;chairman;designer;inspector;sender;buyer;guest of honour;treasurer;pilot;
        supplier;organiser;judge;landlord;assistant;composer;director;architect;keeper""",
    "name": """name;nickname;brand;title;street;team;password;street name;motto;home port;village;capital;mascot;
        ship;publisher;river;school;company;project name;island;label;user name;station;hotel;club""",
    "date": """date;deadline;birthday;opening day;first day;last day;delivery day;due date;exam date;start date;
        closing date;anniversary;moving day;pay day;expiry date;launch date;day of rest;wedding day""",
    "time": """start;end;departure;arrival;opening time;closing time;break;check-in time;check-out time;curfew;
        appointment;shift;bedtime;meeting time;visiting hour;pick-up time;lunch time""",
    "amount": """price;fee;rent;cost;budget;debt;deposit;salary;fine;prize;tax;fare;discount;bill;loan;refund;
        pocket money;value;ticket price;bonus;entrance fee;yearly fee""",
    "count": """age;height;weight;length;width;depth;score;population;capacity;number of pages;number of rooms;
        number of members;number of seats;speed;temperature;size;page;floor;chapter;volume;distance;mileage;
        number of visitors;number of students;limit;rank;number of copies;number of windows""",
    "thing": """colour;flavour;material;favourite food;favourite animal;hobby;favourite sport;instrument;language;
        pet;present;dessert;main dish;symbol;decoration;tool;favourite drink;theme;costume""",
    "place": """place;location;office;home;storage place;meeting point;exit;birthplace;destination;address;
        parking place;hiding place;place of work;starting point;emergency exit;camp""",
}
ATTRIBUTES = {kind: [a.strip() for a in text.replace("\n", " ").split(";")] for kind, text in ATTRIBUTES.items()}

DESCRIPTIONS = """north south east west upper lower main second third spare rear front new old large small red
blue green yellow white black winter summer spring autumn night morning evening local central public private
annual weekly wooden stone iron golden silver empty broken secret royal young senior junior chief former early
late national foreign inner outer left right rented missing lost wild lucky quiet famous special final""".split()
NOUNS = """gate bridge tower harbour library museum garden kitchen office school clinic hotel station market
farm mill lighthouse castle chapel tunnel warehouse workshop factory bakery laboratory theatre stadium pool
camp village cabin cottage apartment attic cellar boat ship train tram bus truck van car bicycle engine
generator boiler pump printer laptop server camera drone telescope piano violin painting statue map letter
parcel contract report novel poem song film concert festival lecture course exam project campaign expedition
race match tournament wedding auction exhibition conference committee team choir orchestra club company bank
shop restaurant cafe hospital airport ferry road street square park forest lake river mountain island valley
mine well dam reservoir antenna satellite rocket robot clock lamp heater oven fridge freezer tent suitcase
wallet ring crown sword coin stamp bottle barrel basket box safe vault drawer cupboard shelf door window roof
wall fence bench fountain horse dog cat parrot cow herd orchard vineyard greenhouse field barn stable tractor
plough recipe cake soup medicine sample crystal experiment survey newsletter website account password newspaper
magazine translation speech meeting interview training holiday trip cruise tour flight journey party picnic
dinner breakfast ceremony parade election treaty law tax prize medal trophy scholarship grant loan insurance""".split()

SENTENCES = [
    "The {a} of the {e} is {v}.", "The {a} of the {e} is {v}.", "The {e}'s {a} is {v}.", "The {e} has the {a} {v}.",
    "{v} is the {a} of the {e}.", "As {a} of the {e} we have {v}.", "For the {e}, the {a} is {v}.",
    "The {a} of the {e} was changed to {v}.", "Please note that the {a} of the {e} is {v}.",
    "Since last year the {a} of the {e} has been {v}.", "They say that the {a} of the {e} is {v}.",
    "The {a} for the {e} is now {v}.", "It was decided that the {e} would have {v} as its {a}."]
LINES = ["{e} - {a}: {v}", "{a} of the {e}: {v}", "{e}, {a}: {v}", "{e} {a}: {v}"]
QUESTIONS = [
    "What is the {a} of the {e}?", "What is the {a} of the {e}?", "What is the {e}'s {a}?", "What {a} does the {e} have?",
    "Tell me the {a} of the {e}.", "Which {a} has the {e}?", "{e} {a}?", "What was the {a} of the {e}?",
    "Can you find the {a} of the {e}?", "I am looking for the {a} of the {e}.", "what's the {a} for the {e}",
    "Does the text say what the {a} of the {e} is?", "What is the {a} for the {e}?", "Find the {a} of the {e}."]
BY_KIND = {
    "person": ["Who is the {a} of the {e}?", "Who is the {e}'s {a}?", "What is the name of the {a} of the {e}?"],
    "date": ["When is the {a} of the {e}?", "On which day is the {a} of the {e}?"],
    "time": ["When is the {a} of the {e}?", "At what time is the {a} of the {e}?"],
    "amount": ["How much is the {a} of the {e}?", "How high is the {a} of the {e}?"],
    "count": ["How much is the {a} of the {e}?", "Do you know the {a} of the {e}?"],
    "place": ["Where is the {a} of the {e}?", "Where can I find the {a} of the {e}?"],
}


def value(x: w.Words, kind: str) -> str:
    r = x.rng
    draw = {"code": lambda: r.choice([x.code, x.digits, x.phone])(), "person": x.person,
            "name": lambda: r.choice([x.invented, x.town, x.password, x.invented])(), "date": x.date, "time": x.time,
            "amount": x.money, "count": lambda: r.choice([x.number(2, 99), x.number(100, 9000),
                                                           f"{x.number(2, 90)} {r.choice(['metres', 'kg', 'years', 'km'])}"]),
            "thing": lambda: r.choice([w.COLOURS, w.FOODS, w.ANIMALS, w.INSTRUMENTS, w.SPORTS, w.LANGUAGES]),
            "place": lambda: r.choice([x.town(), x.street(), "the " + r.choice(w.PLACES), "room " + x.code()])}[kind]()
    return r.choice(draw) if isinstance(draw, list) else draw


class Attributes:
    """Draws attributes and entities. Words that are held out for evaluation are never combined with the others."""

    def __init__(self, x: w.Words, held_out: bool):
        self.x, self.held_out = x, held_out

    def _draw(self, make):
        while True:
            word = make()
            if w.is_held_out(word) == self.held_out:
                return word

    def attribute(self) -> tuple[str, str]:
        r = self.x.rng
        kind = r.choice(list(ATTRIBUTES))
        names = [a for a in ATTRIBUTES[kind] if w.is_held_out(a) == self.held_out]
        return (kind, r.choice(names)) if names else self.attribute()

    def entity(self) -> str:
        r = self.x.rng
        noun = self._draw(lambda: r.choice(NOUNS))
        draw = r.random()
        if draw < 0.25:
            return noun
        if draw < 0.75:
            return f"{r.choice(DESCRIPTIONS)} {noun}"
        return f"{self._draw(lambda: r.choice(NOUNS))} {noun}" if draw < 0.85 else f"{noun} of {self.x.town()}"

    def fact(self, entity: str, kind: str, attribute: str) -> Fact:
        r = self.x.rng
        drawn = value(self.x, kind)
        fill = lambda text: text.format(a=attribute, e=entity, v=drawn)
        sentence = fill(r.choice(LINES if r.random() < 0.1 else SENTENCES))
        questions = QUESTIONS + BY_KIND.get(kind, []) * 3
        return Fact(sentence[0].upper() + sentence[1:], [self._start(fill(q)) for q in questions], entity, attribute,
                    drawn)

    @staticmethod
    def _start(question: str) -> str:
        return question[0].upper() + question[1:] if question[0] != "w" else question

    def facts(self, count: int) -> list[Fact]:
        """`count` facts that share attributes or entities."""
        r = self.x.rng
        kinds = [self.attribute() for _ in range(r.randint(1, max(1, count // 2)))]
        entities = [self.entity() for _ in range(r.randint(max(1, count // 4), count))]
        found = {}
        for _ in range(4 * count):
            if len(found) < count:
                kind, name = r.choice(kinds)
                entity = r.choice(entities)
                found.setdefault((entity, name), self.fact(entity, kind, name))
        return list(found.values())

    def records(self, count: int) -> list[Fact]:
        """Similar lines, each with two or three attributes of one thing or person; one fact per attribute."""
        r, x = self.x.rng, self.x
        columns = {}
        while len(columns) < r.randint(2, 3):
            kind, name = self.attribute()
            columns[name] = kind
        mark, gap, named = r.choice([": ", " - ", ", ", " | "]), r.choice([", ", "; ", " | "]), r.random() < 0.6
        people = r.random() < 0.5
        found = []
        for subject in {x.person() if people else self.entity(): None for _ in range(max(2, count // 2))}:
            values = {name: value(x, kind) for name, kind in columns.items()}
            line = subject + mark + gap.join(f"{name} {v}" if named else v for name, v in values.items())
            line = line[0].upper() + line[1:]
            of = subject if people else "the " + subject
            for name, kind in columns.items():
                questions = [f"What is the {name} of {of}?", f"What is {of}'s {name}?", f"{subject} {name}?"]
                questions += [q.replace("the {e}", "{e}").format(a=name, e=of) for q in BY_KIND.get(kind, [])]
                if not named:  # the line does not say what its values are
                    questions = [f"What does it say about {of}?", f"Which line is about {of}?", *questions]
                found.append(Fact(line, [self._start(q) for q in questions], subject, name, values[name]))
        return found

    def absent(self, present: list[Fact], count: int = 4) -> list[Fact]:
        """Facts that the text does not state: its attributes and entities in other pairs, or one of the two new."""
        r = self.x.rng
        taken = {(f.subject, f.relation) for f in present}
        found = []
        for _ in range(count * 3):
            kind, name = self.attribute()
            entity = self.entity()
            draw = r.random()
            if draw < 0.4:
                entity = r.choice(present).subject
            elif draw < 0.8:
                name = r.choice(present).relation
                kind = next((k for k, names in ATTRIBUTES.items() if name in names), None)
            if kind and (entity, name) not in taken:
                found.append(self.fact(entity, kind, name))
        return found[:count]
