"""Facts: a sentence that states something, and the questions it answers.

The question of a fact is unanswerable in a document without a fact of the same `subject` and `relation`.
"""

from dataclasses import dataclass

import words as w


@dataclass
class Fact:
    sentence: str
    questions: list[str]
    subject: str
    relation: str
    value: str


# What people have: noun, generator of its value.
POSSESSIONS = [
    ("code", w.Words.code), ("room", w.Words.code), ("desk", w.Words.code), ("locker", w.Words.digits),
    ("badge number", w.Words.digits), ("phone number", w.Words.phone), ("password", w.Words.password),
    ("seat", w.Words.code), ("table number", lambda x: x.number(1, 60)), ("address", w.Words.street),
    ("ticket number", w.Words.code), ("team", w.Words.invented), ("birthday", w.Words.date),
    ("home town", w.Words.town), ("dog", w.Words.invented), ("cat", w.Words.invented),
    ("boss", w.Words.person), ("brother", w.Words.first_name), ("sister", w.Words.first_name),
    ("teacher", w.Words.person), ("neighbour", w.Words.person), ("doctor", w.Words.person),
    ("favourite colour", lambda x: x.choice(w.COLOURS)), ("favourite food", lambda x: x.choice(w.FOODS)),
    ("rent", w.Words.money), ("bus", lambda x: x.number(1, 99)), ("shift", w.Words.time),
    ("appointment", lambda x: x.choice([x.time(), x.date()])), ("car", lambda x: x.choice(w.COLOURS)),
    ("shoe size", lambda x: x.number(34, 48)), ("score", lambda x: x.number(1, 100)),
    ("project", w.Words.invented), ("job", lambda x: x.choice(w.JOBS)), ("user name", w.Words.password),
    ("hobby", lambda x: x.choice(w.SPORTS)), ("order number", w.Words.code), ("flight", w.Words.code),
    ("floor", lambda x: x.number(1, 30)), ("age", lambda x: x.number(3, 98)), ("ship", w.Words.invented),
]
POSSESSION_SENTENCES = ["{s}'s {n} is {v}.", "The {n} of {s} is {v}.", "{s} has the {n} {v}."]
POSSESSION_WEIGHTS = [6, 3, 1]
POSSESSION_QUESTIONS = [
    "What is {s}'s {n}?", "What is the {n} of {s}?", "Tell me {s}'s {n}.", "{s}'s {n}?",
    "Which {n} does {s} have?", "What {n} has {s}?", "what is the {n} of {s}", "I need {s}'s {n}.",
    "Can you tell me {s}'s {n}?", "Do you know the {n} of {s}?", "Please find {s}'s {n}.", "{n} of {s}?",
    "Could you look up {s}'s {n}?", "What's {s}'s {n}?"]

# What people do: relation, generator of the value, sentences, questions.
DOINGS = [
    ("lives", w.Words.town, ["{s} lives in {v}.", "{s} now lives in {v}."],
     ["Where does {s} live?", "In which town does {s} live?", "Which town does {s} live in?"]),
    ("works as", lambda x: x.choice(w.JOBS), ["{s} works as a {v}.", "{s} is a {v}."],
     ["What does {s} do?", "What is {s}'s work?", "What does {s} work as?"]),
    ("works in", w.Words.town, ["{s} works in {v}.", "{s} has an office in {v}."],
     ["Where does {s} work?", "In which town does {s} work?"]),
    ("plays", lambda x: x.choice(w.INSTRUMENTS), ["{s} plays the {v}.", "{s} likes to play the {v}."],
     ["What does {s} play?", "Which instrument does {s} play?"]),
    ("sport", lambda x: x.choice(w.SPORTS), ["{s} is good at {v}.", "{s} has a prize in {v}."],
     ["What is {s} good at?", "Which sport does {s} do?"]),
    ("speaks", lambda x: x.choice(w.LANGUAGES), ["{s} speaks {v}.", "At home {s} speaks {v}."],
     ["Which language does {s} speak?", "What does {s} speak?"]),
    ("was born", lambda x: x.choice([x.number(1900, 2015), x.town()]), ["{s} was born in {v}."],
     ["Where or when was {s} born?", "When was {s} born?", "Where was {s} born?"]),
    ("arrives", lambda x: x.choice([x.time(), x.date()]),
     ["{s} will arrive at {v}.", "{s} arrives at {v}."],
     ["When does {s} arrive?", "When will {s} arrive?", "What time does {s} come?"]),
    ("married", w.Words.person, ["{s} is married to {v}.", "{s} married {v}."],
     ["Who is {s} married to?", "Whom did {s} marry?"]),
    ("likes", lambda x: x.choice(w.FOODS), ["{s} likes {v}.", "{s} loves {v}."],
     ["What does {s} like?", "What does {s} love to eat?"]),
    ("is afraid", lambda x: x.choice(w.ANIMALS) + "s", ["{s} is afraid of {v}."],
     ["What is {s} afraid of?"]),
    ("bought", w.Words.thing, ["{s} bought a {v}.", "Yesterday {s} bought a {v}."],
     ["What did {s} buy?", "What has {s} bought?"]),
    ("lost", w.Words.thing, ["{s} lost a {v}.", "{s} has lost the {v}."],
     ["What did {s} lose?", "What has {s} lost?"]),
    ("paid", w.Words.money, ["{s} paid {v}.", "{s} paid {v} in cash."],
     ["How much did {s} pay?", "What did {s} pay?"]),
    ("meets", w.Words.person, ["{s} will meet {v} tomorrow.", "{s} meets {v} after lunch."],
     ["Who will {s} meet?", "Whom does {s} meet?"]),
    ("moved", w.Words.town, ["{s} moved to {v} last year.", "In spring {s} moved to {v}."],
     ["Where did {s} move?", "Where did {s} move to?"]),
    ("called", w.Words.first_name, ["{s} called {v} in the evening.", "{s} phoned {v}."],
     ["Who did {s} call?", "Whom did {s} phone?"]),
]

# What things are like: kind of subject, relation, value, sentences, questions.
STATES = [
    ("thing", "is where", lambda x: "in the " + x.choice(w.PLACES),
     ["The {s} is {v}.", "You will find the {s} {v}.", "We keep the {s} {v}."],
     ["Where is the {s}?", "Where can I find the {s}?", "Where do you keep the {s}?", "where's the {s}"]),
    ("thing", "costs", w.Words.money, ["The {s} costs {v}.", "The price of the {s} is {v}."],
     ["How much is the {s}?", "What does the {s} cost?", "What is the price of the {s}?"]),
    ("thing", "weighs", lambda x: x.number(1, 90) + " kg", ["The {s} weighs {v}."],
     ["How heavy is the {s}?", "What does the {s} weigh?"]),
    ("thing", "belongs", w.Words.person, ["The {s} belongs to {v}.", "The owner of the {s} is {v}."],
     ["Whose is the {s}?", "Who owns the {s}?", "Who does the {s} belong to?"]),
    ("thing", "was made", lambda x: x.number(1850, 2024), ["The {s} was made in {v}."],
     ["When was the {s} made?", "How old is the {s}?"]),
    ("shop", "opens", w.Words.time, ["The {s} opens at {v}."],
     ["When does the {s} open?", "What time does the {s} open?", "Opening time of the {s}?"]),
    ("shop", "closes", w.Words.time, ["The {s} closes at {v}."],
     ["When does the {s} close?", "Until when is the {s} open?", "What time does the {s} close?"]),
    ("shop", "stands", w.Words.street, ["The {s} is at {v}.", "The address of the {s} is {v}."],
     ["Where is the {s}?", "What is the address of the {s}?"]),
    ("shop", "is run", w.Words.person, ["The {s} is run by {v}.", "The head of the {s} is {v}."],
     ["Who runs the {s}?", "Who is the head of the {s}?"]),
    ("event", "starts", w.Words.time, ["The {s} starts at {v}.", "The {s} begins at {v}."],
     ["When does the {s} start?", "What time does the {s} begin?", "At what time is the {s}?"]),
    ("event", "is on", w.Words.date, ["The {s} is on {v}.", "The date of the {s} is {v}."],
     ["When is the {s}?", "What day is the {s}?", "What is the date of the {s}?"]),
    ("event", "takes place", lambda x: x.choice(["the " + x.choice(w.PLACES), x.town(), "room " + x.code()]),
     ["The {s} will be held in {v}.", "The {s} takes place in {v}."],
     ["Where is the {s}?", "Where will the {s} be held?", "Where does the {s} take place?"]),
    ("event", "costs", w.Words.money, ["A place at the {s} costs {v}.", "The fee for the {s} is {v}."],
     ["What does the {s} cost?", "How much is the {s}?", "What is the fee for the {s}?"]),
    ("train", "leaves", w.Words.time, ["The train to {s} leaves at {v}."],
     ["When does the train to {s} leave?", "When is the train to {s}?"]),
    ("train", "platform", lambda x: x.number(1, 24), ["The train to {s} leaves from platform {v}."],
     ["Which platform is the train to {s}?", "From which platform does the train to {s} leave?"]),
    ("device", "reads", None, ["The {m} of {s} is {v}.", "{s} {m}: {v}"],
     ["What is the {m} of {s}?", "Which {m} does {s} have?", "{s} {m}?"]),
    ("town", "people", lambda x: x.number(100, 90000), ["{s} has {v} inhabitants.", "{v} people live in {s}."],
     ["How many people live in {s}?", "How big is {s}?"]),
    ("town", "mayor", w.Words.person, ["The mayor of {s} is {v}."],
     ["Who is the mayor of {s}?", "Who is mayor in {s}?"]),
    ("town", "river", w.Words.invented, ["{s} lies on the river {v}."],
     ["On which river does {s} lie?", "Which river flows by {s}?"]),
]

# Kinds held out for evaluation.
UNSEEN_POSSESSIONS = [("bicycle", w.Words.code), ("nickname", w.Words.invented), ("garden number", w.Words.digits),
                      ("uncle", w.Words.person), ("licence plate", w.Words.code)]
UNSEEN_DOINGS = [
    ("collects", lambda x: x.choice(w.THINGS) + "s", ["{s} collects {v}."],
     ["What does {s} collect?"]),
    ("studies", lambda x: x.choice(w.LANGUAGES), ["{s} studies {v} at the university."],
     ["What does {s} study?"]),
    ("waits", w.Words.time, ["{s} will wait until {v}."], ["Until when will {s} wait?"]),
]
UNSEEN_STATES = [
    ("thing", "was found", w.Words.date, ["The {s} was found on {v}."], ["When was the {s} found?"]),
    ("shop", "sells", lambda x: x.choice(w.FOODS), ["The {s} also sells {v}."], ["What does the {s} sell?"]),
    ("event", "ends", w.Words.time, ["The {s} ends at {v}."], ["When does the {s} end?"]),
]


def subject_of(kind: str, x: w.Words) -> str:
    """A subject for facts of a kind."""
    draw = {"thing": x.thing, "shop": x.shop, "event": lambda: x.choice(["", "", x.choice(
        ["spring ", "school ", "garden ", "music ", "morning "])]) + x.choice(w.EVENTS),
            "train": x.town, "town": x.town,
            "device": lambda: f"{x.choice(w.DEVICES)} {x.code()}"}
    return draw[kind]()


def _fact(x, sentence, questions, subject, relation, value, **more) -> Fact:
    fill = lambda text: text.format(s=subject, v=value, **more)
    sentence = fill(sentence)
    sentence = sentence[0].upper() + sentence[1:]
    return Fact(sentence, [fill(q) for q in questions], subject, relation, value)


def possession(x: w.Words, subject: str, entry) -> Fact:
    noun, draw = entry
    sentence = x.rng.choices(POSSESSION_SENTENCES, POSSESSION_WEIGHTS)[0]
    return _fact(x, sentence, POSSESSION_QUESTIONS, subject, noun, draw(x), n=noun)


def doing(x: w.Words, subject: str, entry) -> Fact:
    relation, draw, sentences, questions = entry
    return _fact(x, x.choice(sentences), questions, subject, relation, draw(x))


def state(x: w.Words, subject: str, entry) -> Fact:
    _, relation, draw, sentences, questions = entry
    if relation == "reads":
        measure, unit = x.choice(w.MEASURES)
        value = f"{x.number(1, 300)} {unit}"
        return _fact(x, x.choice(sentences), questions, subject, measure, value, m=measure)
    return _fact(x, x.choice(sentences), questions, subject, relation, draw(x))
