"""Conversations as the program renders them: role and text of each message.

The system text has the form that the program composes: instructions, then each document between
marks. What the assistant says is always a quotation, or one of a few fixed honest sentences.
"""

import random

import documents
import words as w

INSTRUCTIONS = "You are Sotto, a private assistant on this device."
OTHER_INSTRUCTIONS = ["You are a helpful assistant.", "Answer from the text.", "You are Sotto.",
                      "You are Sotto, a private assistant on this device. Answer shortly.",
                      "Be brief and honest."]
SAYS = "The text says: "
ABSENT = "The text does not say."
NO_TEXT = ("I only know what is in the text you give me. Add a document or write the text here, and ask "
           "again.")
HELLO = "Hello! Add a document or write a short text here, and ask me about it."
IDENTITY = ("I am a tiny starter model that comes with Sotto. I find the sentence in a short text that answers "
            "you, and I can be wrong.")
BIGGER = "Bring a bigger model with this command: sotto models import FOLDER"
TOO_SMALL = "I am too small for that. Ask me for one fact of a short text, and I will quote it."
THANKS = "You are welcome."
BYE = "Goodbye!"

SMALL_TALK = [
    (HELLO, ["Hello", "Hi", "Hello!", "hi there", "Good morning", "Good evening!", "hey", "Hello Sotto",
             "Hi, how are you?", "How are you?", "hello, can you help me?", "Good day", "Hey Sotto!", "Help",
             "Can you help me?", "Are you there?", "test"]),
    (IDENTITY, ["Who are you?", "What are you?", "What is your name?", "what can you do?", "Are you a person?",
                "Which model are you?", "Tell me about yourself.", "Are you ChatGPT?", "Who made you?", "What model is this?",
                "How do you work?", "Are you an AI?", "who are you", "What can I do with you?", "Are you smart?",
                "Can I trust you?", "How big are you?", "What is Sotto?"]),
    (BIGGER, ["How do I get a better model?", "Can I use a bigger model?", "How can I import a model?",
              "You are not very clever.", "Where do I get a bigger model?", "How do I add another model?",
              "I want a better model.", "how to import a model", "How can I make you smarter?", "Use another model.",
              "Can I install MobileLLM-Pro?", "Can I use Llama?", "How do I change the model?"]),
    (TOO_SMALL, ["Write a poem.", "Write a poem about {t}.", "Translate this into {l}.", "Write a letter to {p}.",
                 "Tell me a joke.", "Write a story about {t}.", "Write a program.", "Tell me a story.",
                 "Summarize the text.", "Summarize this.", "What is this text about?", "Sum it up.", "Give me a summary.",
                 "What is {n} plus {n}?", "What is {n} times {n}?", "Explain the text.", "Rewrite the text.",
                 "Translate the text into {l}.", "Make a list of the main points.", "Give me an idea for {t}.",
                 "Sing a song.", "Calculate {n} + {n}.", "How much is {n} minus {n}?"]),
    (THANKS, ["Thank you", "Thanks!", "thank you very much", "Thanks, that helps.", "Great, thanks.", "thx"]),
    (BYE, ["Bye", "Goodbye", "See you", "Good night", "bye bye", "See you later!"]),
]
KNOWLEDGE = ["What is the capital of {c}?", "Who wrote {p}?", "How far is the moon?", "Who is the president of {c}?",
             "What is the weather like?", "What time is it?", "What day is it today?", "How do I cook {f}?",
             "When did the war end?", "Who was {p}?", "Where is {c}?", "What is {f} made of?", "How many people live in {c}?",
             "What is a {t}?", "Why is the sky blue?", "How old is {p}?", "Who invented the {t}?", "Who discovered {c}?",
             "What is the meaning of life?", "Which is the longest river?", "How tall is {p}?", "Is {f} healthy?",
             "What does a {j} do?", "What is {p}'s code?", "When does the {s} open?", "Where does {p} live?",
             "What is the speed of light?", "Who won the match?", "What happened in {y}?", "Where can I buy a {t}?"]
COUNTRIES = """France Spain Italy Poland Japan China India Brazil Chile Peru Kenya Egypt Canada Norway Sweden
Germany Austria Greece Turkey Iran Cuba Mali Ghana Nepal Vietnam Australia Portugal Ireland""".split()


class ChatMaker:
    """Makes conversations. `level` from 0 (very short documents) to 1 (as hard as it gets)."""

    def __init__(self, seed: int, passages, side: str = "train"):
        self.r = random.Random(seed)
        self.x = w.Words(self.r, side)
        self.passages = passages
        self.side = side

    def _fill(self, template: str) -> str:
        x, r = self.x, self.r
        text = template
        while "{n}" in text:
            text = text.replace("{n}", x.number(2, 99), 1)
        return text.format(t=x.thing(), l=r.choice(w.LANGUAGES), p=x.person(), c=r.choice(COUNTRIES),
                           f=r.choice(w.FOODS), j=r.choice(w.JOBS), s=x.shop(), y=x.number(1500, 2020))

    def _vary(self, question: str) -> str:
        r = self.r
        if r.random() < 0.08:
            question = question.rstrip("?.")
        if r.random() < 0.06:
            question = question[0].lower() + question[1:]
        if r.random() < 0.04:
            question = r.choice(["Please: ", "And ", "Hello, ", "Sotto, "]) + question
        return question

    def system_text(self, shown: list) -> str:
        """The instructions and (title, text) of each document, as the program composes them."""
        r = self.r
        text = INSTRUCTIONS if r.random() < 0.85 else r.choice(OTHER_INSTRUCTIONS + [""])
        for title, body in shown:
            text += ("\n\n" if text else "") + f"Document: {title}\n---\n{body}\n---"
        return text

    def small_talk(self) -> tuple[str, str]:
        answer, openings = self.r.choices(SMALL_TALK, [3, 3, 2, 3, 1, 1])[0]
        return self._fill(self.r.choice(openings)), answer

    def knowledge(self) -> str:
        return self._fill(self.r.choice(KNOWLEDGE))

    def without_text(self) -> list:
        """A conversation with no text to read."""
        chat = [("system", self.system_text([]))] if self.r.random() < 0.95 else []
        for _ in range(self.r.randint(1, 4)):
            if self.r.random() < 0.6:
                question, answer = self.small_talk()
            else:
                question, answer = self._vary(self.knowledge()), NO_TEXT
            chat += [("user", question), ("assistant", answer)]
        return chat

    def _turns(self, pairs: list, turns: int, absent_questions: list, absent_share: float) -> list:
        """`turns` (question, answer) about a text; `pairs` are its (question, sentence)."""
        r = self.r
        found = []
        for question, sentence in (pairs * 3)[:turns]:
            draw = r.random()
            if draw < absent_share:
                asked = r.choice(absent_questions) if absent_questions and r.random() < 0.85 else self.knowledge()
                found.append((self._vary(asked), ABSENT))
            elif draw < absent_share + 0.03:
                found.append(self.small_talk())
            else:
                found.append((self._vary(question), SAYS + sentence))
        return found

    def about_document(self, level: float, unseen: bool = False, absent_share: float = 0.2) -> list:
        """Questions about a made-up document, in the system text or typed by the user."""
        r = self.r
        count = r.randint(1, 3 + round(9 * level * r.random()))
        real = self.passages.sentences if r.random() < 0.5 else documents.FILLERS
        doc = documents.document(self.x, count, real, r.choice([0, 0.25, 0.5]) * level, unseen)
        pairs = [(r.choice(f.questions), f.sentence) for f in doc.facts]
        r.shuffle(pairs)
        absent = [r.choice(f.questions) for f in doc.absent]
        turns = self._turns(pairs, r.randint(1, 4) + round(2 * level), absent, absent_share)
        if r.random() < 0.25:
            return self._typed(doc.text, turns)
        shown = [(doc.title, doc.text)]
        if level > 0.5 and r.random() < 0.1:  # a second document that does not matter
            text = " ".join(self.passages.passage(r, 250))
            shown.insert(r.randint(0, 1), (r.choice(documents.TITLES), text))
        return [("system", self.system_text(shown))] + self._messages(turns)

    def about_passage(self, level: float) -> list:
        """Questions about a passage of real text: which sentence has these words?"""
        r = self.r
        sentences = self.passages.passage(r, 120 + round(900 * level * r.random()))
        pairs = [p for p in (self.passages.question(r, sentences) for _ in range(6)) if p]
        absent = [q for q in (self.passages.absent_question(r, sentences) for _ in range(4)) if q]
        text = ""
        for i, sentence in enumerate(sentences):
            text += ("" if i == 0 else "\n\n" if r.random() < 0.1 else " ") + sentence
        turns = self._turns(pairs or [(q, "") for q in absent], r.randint(1, 4), absent, 0.2 if pairs else 1.0)
        if r.random() < 0.2:
            return self._typed(text, turns)
        return [("system", self.system_text([(r.choice(documents.TITLES), text)]))] + self._messages(turns)

    def _typed(self, text: str, turns: list) -> list:
        """The text stands in the user's first message, before or after its question."""
        r = self.r
        first, answer = turns[0]
        gap = r.choice([" ", " ", "\n", "\n\n"])
        joined = text + gap + first if r.random() < 0.8 else first + gap + text
        system = [("system", self.system_text([]))] if r.random() < 0.95 else []
        return system + [("user", joined), ("assistant", answer)] + self._messages(turns[1:])

    @staticmethod
    def _messages(turns: list) -> list:
        return [m for question, answer in turns for m in (("user", question), ("assistant", answer))]

    def chat(self, level: float, passage_share: float) -> list:
        draw = self.r.random()
        if draw < 0.06:
            return self.without_text()
        if draw < 0.06 + passage_share:
            return self.about_passage(level)
        return self.about_document(level)
