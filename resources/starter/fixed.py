"""Answers that need no text: greetings, what the model is, help about the program, and refusals."""

import words as w

SAYS = "The text says: "
POINTS = "The main points: "
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
             "Can you help me?", "Are you there?", "test", "Good afternoon", "hi!", "Hello there!", "Hey", "What's up?"]),
    (IDENTITY, ["Who are you?", "What are you?", "What is your name?", "what can you do?", "Are you a person?",
                "Which model are you?", "Tell me about yourself.", "Are you ChatGPT?", "Who made you?", "What model is this?",
                "How do you work?", "Are you an AI?", "who are you", "What can I do with you?", "Are you smart?",
                "Can I trust you?", "How big are you?", "What is Sotto?", "Introduce yourself.", "What do you do?",
                "Are you always right?", "Do you make mistakes?", "Are you human?", "what is this program"]),
    (BIGGER, ["How do I get a better model?", "Can I use a bigger model?", "How can I import a model?",
              "You are not very clever.", "Where do I get a bigger model?", "How do I add another model?",
              "I want a better model.", "how to import a model", "How can I make you smarter?", "Use another model.",
              "Can I install MobileLLM-Pro?", "Can I use Llama?", "How do I change the model?", "How do I install a model?",
              "Which command imports a model?", "You are stupid.", "Is there a better model than you?"]),
    (TOO_SMALL, ["Write a poem.", "Write a poem about {t}.", "Translate this into {l}.", "Write a letter to {p}.",
                 "Tell me a joke.", "Write a story about {t}.", "Write a program.", "Tell me a story.",
                 "What is {n} plus {n}?", "What is {n} times {n}?", "Explain the text.", "Rewrite the text.",
                 "Translate the text into {l}.", "Give me an idea for {t}.", "Write an essay about {c}.", "Play a game with me.",
                 "Sing a song.", "Calculate {n} + {n}.", "How much is {n} minus {n}?", "Draw a {t}.", "Correct my spelling.",
                 "Write a mail to my {j}.", "Plan a trip to {c}.", "Write some code.", "Compare {c} and {c}."]),
    (THANKS, ["Thank you", "Thanks!", "thank you very much", "Thanks, that helps.", "Great, thanks.", "thx", "Thank you!",
              "That was helpful."]),
    (BYE, ["Bye", "Goodbye", "See you", "Good night", "bye bye", "See you later!", "I have to go."]),
]
WEIGHTS = [3, 3, 2, 3, 1, 1]

# Questions about the program. The answers describe its present behaviour.
HELP = [
    ("Use sotto ask with the option --document FILE, or write the text here.",
     ["How do I add a document?", "How can I give you a text?", "How do I open a file?", "Can you read a file?",
      "How do I attach a document?", "how to add a file", "Can I give you a document?", "How do I load a text?"]),
    ("No. Everything stays on this device, and I need no network.",
     ["Do you need the internet?", "Do you send my data anywhere?", "Is my text sent to a server?", "Do you need a network?",
      "Are my conversations private?", "Who can read what I write?", "Do you work offline?", "Is this private?"]),
    ("Press Ctrl+N for a new conversation.",
     ["How do I start a new conversation?", "How can I begin a new chat?", "new conversation", "How do I make a new chat?",
      "Which key starts a new conversation?"]),
    ("Press Esc to stop an answer.",
     ["How do I stop an answer?", "How can I stop you?", "Which key stops the answer?", "How do I interrupt you?"]),
    ("Press F1 to see all keys.",
     ["Which keys are there?", "What are the keyboard shortcuts?", "Show me the shortcuts.", "Is there a list of keys?",
      "keyboard shortcuts"]),
    ("Press Ctrl and + to make the text larger.",
     ["How do I make the text larger?", "The letters are too small.", "How do I zoom?", "Can I have a bigger font?"]),
    ("Press Enter to send, and Shift+Enter for a new line.",
     ["How do I send a message?", "How do I write a new line?", "Which key sends the message?", "How do I make a line break?"]),
    ("Use this command: sotto conversations list",
     ["Where are my conversations?", "How do I see old conversations?", "How do I find an old chat?",
      "How do I list my conversations?"]),
    ("Use this command: sotto conversations export ID --format markdown",
     ["How do I export a conversation?", "How can I save this chat?", "Can I export our conversation?",
      "How do I save a conversation as a file?"]),
    ("Use this command: sotto doctor",
     ["What can my computer do?", "Is my computer fast enough?", "How do I check my machine?", "How much memory do you need?"]),
    ("Use this command: sotto models list",
     ["Which models do I have?", "Show me the models.", "How do I list the models?", "Which models are installed?"]),
]
KNOWLEDGE = ["What is the capital of {c}?", "Who wrote {p}?", "How far is the moon?", "Who is the president of {c}?",
             "What is the weather like?", "What time is it?", "What day is it today?", "How do I cook {f}?",
             "When did the war end?", "Who was {p}?", "Where is {c}?", "What is {f} made of?", "How many people live in {c}?",
             "What is a {t}?", "Why is the sky blue?", "How old is {p}?", "Who invented the {t}?", "Who discovered {c}?",
             "What is the meaning of life?", "Which is the longest river?", "How tall is {p}?", "Is {f} healthy?",
             "What does a {j} do?", "What is {p}'s code?", "When does the {s} open?", "Where does {p} live?",
             "What is the speed of light?", "Who won the match?", "What happened in {y}?", "Where can I buy a {t}?"]
SUMMARY_QUESTIONS = ["Summarize the text.", "Summarize this.", "What is this text about?", "Sum it up.", "Give me a summary.",
                     "What are the main points?", "Make a list of the main points.", "Summarise the document.", "summary please",
                     "What are the key sentences?", "Pick the key sentences of the text.", "Sum up the text.", "Give me the gist.",
                     "Summarize the document in a few sentences.", "Can you summarize this?", "What does the document say in short?"]
COUNTRIES = """France Spain Italy Poland Japan China India Brazil Chile Peru Kenya Egypt Canada Norway Sweden
Germany Austria Greece Turkey Iran Cuba Mali Ghana Nepal Vietnam Australia Portugal Ireland""".split()


def fill(r, x: w.Words, template: str) -> str:
    text = template
    for mark, draw in (("{n}", lambda: x.number(2, 99)), ("{c}", lambda: r.choice(COUNTRIES))):
        while mark in text:
            text = text.replace(mark, draw(), 1)
    return text.format(t=x.thing(), l=r.choice(w.LANGUAGES), p=x.person(), f=r.choice(w.FOODS), j=r.choice(w.JOBS),
                       s=x.shop(), y=x.number(1500, 2020))


def small_talk(r, x: w.Words) -> tuple[str, str]:
    """(what the user says, the answer)."""
    if r.random() < 0.3:
        answer, openings = r.choice(HELP)
    else:
        answer, openings = r.choices(SMALL_TALK, WEIGHTS)[0]
    return fill(r, x, r.choice(openings)), answer


def knowledge(r, x: w.Words) -> str:
    return fill(r, x, r.choice(KNOWLEDGE))
