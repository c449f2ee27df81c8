"""Documents of kinds that are not in the training, only in the evaluation.

Each kind reads like text by people, with several similar facts in one text and questions in ordinary English.
Training must not import this module; tests/starter checks that.
"""

from dataclasses import dataclass

import words as w


@dataclass
class Question:
    text: str
    sentence: str | None  # the sentence that answers; none when the text does not say it
    value: str = ""


@dataclass
class Paper:
    kind: str
    text: str
    questions: list


def _people(x: w.Words, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        name = x.first_name()
        if not any(name in other or other in name for other in found):
            found.append(name)
    return found


def _choose(x: w.Words, values: list, count: int) -> list:
    return x.rng.sample(values, count)


def recipe(x: w.Words) -> Paper:
    grams, oven, minutes, people = x.number(150, 900), x.number(140, 250), x.number(12, 90), x.number(2, 12)
    food, spice = _choose(x, ["flour", "lentils", "rice", "barley", "oats"], 1)[0], x.choice(["pepper", "ginger", "cumin", "mint"])
    cook = _people(x, 1)[0]
    lines = [f"This is the way {cook} makes the winter pie.", f"Weigh {grams} grams of {food} into a bowl.",
             f"Season with a pinch of {spice}.", f"Heat the oven to {oven} degrees.", f"Bake everything for {minutes} minutes.",
             f"The pie feeds {people} people."]
    return Paper("recipe", " ".join(lines), [
        Question(f"How many grams of {food} do I weigh?", lines[1], grams), Question("How hot is the oven?", lines[3], oven),
        Question("How long do I bake it?", lines[4], minutes), Question("How many people does the pie feed?", lines[5], people),
        Question("Who makes the winter pie?", lines[0], cook), Question("How much sugar do I need?", None),
        Question("Which wine goes with it?", None)])


def timetable(x: w.Words) -> Paper:
    towns = [x.town() for _ in range(5)]
    times = [x.time() for _ in range(5)]
    lines = [f"Ferry to {town}: {time}, pier {i + 2}" for i, (town, time) in enumerate(zip(towns, times))]
    asked = [Question(f"When does the ferry to {town} go?", line, time) for town, line, time in zip(towns, lines, times)]
    return Paper("timetable", "Timetable of the harbour\n" + "\n".join(lines), [
        *asked[:3], Question(f"From which pier goes the ferry to {towns[3]}?", lines[3], "pier 5"),
        Question(f"When does the ferry to {x.town()} go?", None), Question("How much is a ticket?", None)])


def manual(x: w.Words) -> Paper:
    seconds, litres, months, code = x.number(3, 59), x.number(2, 30), x.number(2, 24), "E" + x.digits(2, 2)
    lines = [f"Hold the left button for {seconds} seconds to reset the dehumidifier.",
             f"The tank takes {litres} litres of water.", f"Wash the dust screen every {months} months.",
             f"The display shows {code} when the tank is full.", "Keep the machine away from heat."]
    return Paper("manual", "\n\n".join(lines), [
        Question("How many seconds do I hold the left button?", lines[0], seconds),
        Question("How many litres does the tank take?", lines[1], litres),
        Question("How often do I wash the dust screen?", lines[2], months),
        Question("What does the display show when the tank is full?", lines[3], code),
        Question("How loud is it?", None), Question("How long is the cable?", None)])


def advertisement(x: w.Words) -> Paper:
    street, rent, metres, agent = x.street(), x.money(), x.number(25, 160), f"{_people(x, 1)[0]} {x.surname()}"
    phone, month = x.phone(), x.choice(w.MONTHS)
    lines = [f"Bright flat to let at {street}.", f"It measures {metres} square metres.", f"The monthly rent is {rent}.",
             f"You can move in from {month}.", f"Call {agent} on {phone} to see it.", "Small animals are allowed."]
    return Paper("advertisement", " ".join(lines), [
        Question("What is the monthly rent?", lines[2], rent), Question("How many square metres does the flat measure?", lines[1], metres),
        Question("From which month can I move in?", lines[3], month), Question("Whom do I call to see the flat?", lines[4], agent),
        Question("On which floor is it?", None), Question("Is there a washing machine?", None)])


def minutes(x: w.Words) -> Paper:
    people = _people(x, 4)
    tasks = _choose(x, ["order the new chairs", "repair the back door", "write to the mayor", "count the tickets",
                        "paint the fence", "find a band for the summer"], 4)
    days = [x.date() for _ in range(4)]
    lines = [f"{person} will {task} by {day}." for person, task, day in zip(people, tasks, days)]
    text = f"Present were {', '.join(people)} and two guests.\n" + "\n".join(lines) + "\nThe next session is after the holidays."
    return Paper("minutes", text, [
        *[Question(f"Who will {task}?", line, person) for person, task, line in list(zip(people, tasks, lines))[:2]],
        Question(f"By when will {people[2]} {tasks[2]}?", lines[2], days[2]),
        Question(f"What will {people[3]} do?", lines[3], tasks[3]),
        Question("Who took the minutes?", None), Question("Who will clean the windows?", None)])


def story(x: w.Words) -> Paper:
    hero, friend, town, island = *_people(x, 2), x.town(), x.invented()
    animal, thing, years = x.choice(w.ANIMALS), x.choice(w.THINGS), x.number(3, 90)
    lines = [f"Long ago a weaver named {hero} left the town of {town}.", f"She carried nothing but a {thing}.",
             f"On the road an old {animal} began to follow her.", f"A fisherman called {friend} took them across the water.",
             f"They reached the island of {island} in the night.", f"She stayed there for {years} years.",
             "Nobody ever learned why she had gone."]
    return Paper("story", " ".join(lines), [
        Question("Which town did the weaver leave?", lines[0], town), Question("What did she carry?", lines[1], thing),
        Question("Which animal began to follow her?", lines[2], animal), Question("Who took them across the water?", lines[3], friend),
        Question("Which island did they reach?", lines[4], island), Question("How many years did she stay?", lines[5], years),
        Question("What colour was the boat?", None)])


def ship_log(x: w.Words) -> Paper:
    lines, asked = [], []
    hour = x.rng.randint(1, 4)
    events = [("Radio call from the vessel {v}.", "Which vessel made a radio call?", x.invented()),
              ("Wind turned to the {v}.", "Where did the wind turn to?", x.choice(["north", "east", "south", "west"])),
              ("Engine stopped, oil at {v} percent.", "How much oil was there when the engine stopped?", x.number(3, 97)),
              ("{v} relieved the helmsman.", "Who relieved the helmsman?", _people(x, 1)[0]),
              ("Saw {v} whales to starboard.", "How many whales did they see?", x.number(2, 40))]
    for sentence, question, value in events:
        hour += x.rng.randint(1, 3)
        lines.append(f"{hour:02d}:{x.rng.choice(['05', '20', '45'])} {sentence.format(v=value)}")
        asked.append(Question(question, lines[-1], value))
    return Paper("log", "\n".join(lines), [*asked, Question("How deep was the water?", None),
                                          Question("Which passenger fell ill?", None)])


def letter(x: w.Words) -> Paper:
    sender, reader = _people(x, 2)
    doctor, town, price, day = "Dr " + x.surname(), x.town(), x.money(), x.choice(w.DAYS)
    lines = [f"I have moved into a small house near {town}.", f"The repair of the chimney cost me {price}.",
             f"On {day} my knee will be looked at by {doctor}.", "I think of you often.", "Do write soon."]
    text = f"Dear {reader},\n\n{' '.join(lines)}\n\nYours, {sender}"
    return Paper("letter", text, [
        Question("Near which town is the small house?", lines[0], town),
        Question("How much did the repair of the chimney cost?", lines[1], price),
        Question("Who will look at the knee?", lines[2], doctor), Question("When was the letter written?", None),
        Question("How many children does the writer have?", None)])


KINDS = [recipe, timetable, manual, advertisement, minutes, story, ship_log, letter]


def papers(x: w.Words, count: int) -> list[Paper]:
    return [KINDS[i % len(KINDS)](x) for i in range(count)]
