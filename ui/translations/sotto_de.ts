<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stop the answer or close what is open</source>
        <translation>Die Antwort anhalten oder schließen, was offen ist</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Alles durchsuchen</translation>
    </message>
    <message>
        <source>Search messages and documents</source>
        <translation>Nachrichten und Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Die Unterhaltungen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>Ein Dokument öffnen</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>Die Dokumente ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>Aus dieser Unterhaltung entfernen</translation>
    </message>
    <message>
        <source>Remove a document from the conversation</source>
        <translation>Ein Dokument aus der Unterhaltung entfernen</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Eine Nachricht schreiben</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>Vorherige Nachricht</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>Nächste Nachricht</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Die letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>Eine Unterhaltung umbenennen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove a conversation</source>
        <translation>Eine Unterhaltung entfernen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Normale Schriftgröße</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>Was das Modell liest</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>Über dieses Modell</translation>
    </message>
    <message>
        <source>Start of the latest answer</source>
        <translation>Anfang der letzten Antwort</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle…</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Modelle zeigen</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>%1 von %2 Tokens gelesen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source> · %1 a second · %2</source>
        <translation> · %1 pro Sekunde · %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreibt</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The rest is too long to be shown. Copy copies all of it.</source>
        <translation>Der Rest ist zu lang, um angezeigt zu werden. „Kopieren“ kopiert alles.</translation>
    </message>
    <message>
        <source>%1 · &lt;font color=&quot;%2&quot;&gt;Esc to stop&lt;/font&gt;</source>
        <translation>%1 · &lt;font color=&quot;%2&quot;&gt;Esc hält an&lt;/font&gt;</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Previous version</source>
        <translation>Vorige Fassung</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>version 2 of 3</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Fassung %1 von %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Nächste Fassung</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New text ↓</source>
        <translation>Neuer Text ↓</translation>
    </message>
    <message>
        <source>An answer is being written in another conversation.</source>
        <translation>In einer anderen Unterhaltung wird gerade eine Antwort geschrieben.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Sotto compares the model&apos;s files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.</source>
        <translation>Sotto vergleicht die Dateien des Modells mit ihren Prüfsummen, lädt es, stellt ihm eine Frage, deren Antwort bekannt ist, und misst, wie schnell es hier ist.</translation>
    </message>
    <message>
        <source>The model is being checked…</source>
        <translation>Das Modell wird geprüft …</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Modell prüfen</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>This is more than the model can read at once</source>
        <translation>Das ist mehr, als das Modell auf einmal lesen kann</translation>
    </message>
    <message>
        <source>Back to my text</source>
        <translation>Zurück zu meinem Text</translation>
    </message>
</context>
<context>
    <name>CitationChip</name>
    <message>
        <source>Source %1: %2</source>
        <translation>Quelle %1: %2</translation>
    </message>
</context>
<context>
    <name>CitationChips</name>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Den Code kopieren</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything</source>
        <translation>Fragen Sie etwas</translation>
    </message>
    <message>
        <source>Ask about the text, or anything</source>
        <translation>Fragen Sie zum Text oder etwas anderes</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Ihre Nachricht</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Ends the answer and keeps what is written</source>
        <translation>Beendet die Antwort und behält, was geschrieben ist</translation>
    </message>
    <message>
        <source>Waits until the document is open</source>
        <translation>Wartet, bis das Dokument geöffnet ist</translation>
    </message>
    <message>
        <source>Sends your message</source>
        <translation>Sendet Ihre Nachricht</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context. %1</source>
        <translation>Kontext. %1</translation>
    </message>
    <message>
        <source>Enter shows what is in it</source>
        <translation>Die Eingabetaste zeigt, was darin ist</translation>
    </message>
</context>
<context>
    <name>ContextSheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>Jedes Mal fragen</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>Unterhaltungen</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Everything stays on this device.</source>
        <translation>Alles bleibt auf diesem Gerät.</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>Rename or remove</source>
        <translation>Umbenennen oder entfernen</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Die Nachricht kopieren</translation>
    </message>
</context>
<context>
    <name>DesktopShell</name>
    <message>
        <source>%1 – Sotto</source>
        <translation>%1 – Sotto</translation>
    </message>
</context>
<context>
    <name>DocumentButtons</name>
    <message>
        <source>Open text</source>
        <translation>Text öffnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stops reading and keeps what has been read</source>
        <translation>Hört auf zu lesen und behält, was gelesen ist</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>Weiterlesen</translation>
    </message>
    <message>
        <source>Continue summarizing</source>
        <translation>Weiter zusammenfassen</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>The summary appears as an answer in this conversation</source>
        <translation>Die Zusammenfassung erscheint als Antwort in dieser Unterhaltung</translation>
    </message>
    <message>
        <source>Stop summarizing</source>
        <translation>Zusammenfassen anhalten</translation>
    </message>
    <message>
        <source>Keeps the part that is done</source>
        <translation>Behält den fertigen Teil</translation>
    </message>
</context>
<context>
    <name>DocumentCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Mit Texterkennung lesen</translation>
    </message>
    <message>
        <source>Stops the text recognition; the file stays here</source>
        <translation>Hält die Texterkennung an; die Datei bleibt hier</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Erkennt den Text in den Bildern; dauert Sekunden pro Seite und macht Fehler</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Enter opens the documents, Delete removes it from this conversation</source>
        <translation>Die Eingabetaste öffnet die Dokumente, Entf entfernt es aus dieser Unterhaltung</translation>
    </message>
    <message>
        <source>Enter opens the documents</source>
        <translation>Die Eingabetaste öffnet die Dokumente</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Mit Texterkennung lesen</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Erkennt den Text in den Bildern; dauert Sekunden pro Seite und macht Fehler</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>Dokumente dieser Unterhaltung</translation>
    </message>
    <message>
        <source>%L1 documents</source>
        <translation>%L1 Dokumente</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Drop a file on the window, or open one. Answers in this conversation then use its text.</source>
        <translation>Ziehen Sie eine Datei auf das Fenster oder öffnen Sie eine. Antworten in dieser Unterhaltung nutzen dann ihren Text.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1 …</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop it to ask about it</source>
        <translation>Loslassen, um dazu zu fragen</translation>
    </message>
</context>
<context>
    <name>EditNotice</name>
    <message>
        <source>You are editing an earlier question. Its answers stay as another version.</source>
        <translation>Sie bearbeiten eine frühere Frage. Ihre Antworten bleiben als andere Fassung erhalten.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>The meeting is on Friday at noon. Lunch is at the Blue Door. When is the meeting?</source>
        <translation>The meeting is on Friday at noon. Lunch is at the Blue Door. When is the meeting?</translation>
    </message>
    <message>
        <source>The code of the front gate is 4827. New members pay 20 a year. What is the code of the front gate?</source>
        <translation>The code of the front gate is 4827. New members pay 20 a year. What is the code of the front gate?</translation>
    </message>
    <message>
        <source>What can you do?</source>
        <translation>What can you do?</translation>
    </message>
    <message>
        <source>Write a short note to my neighbour about the noise last night</source>
        <translation>Schreibe eine kurze Nachricht an meinen Nachbarn über den Lärm gestern Nacht</translation>
    </message>
    <message>
        <source>Explain to a child why the sea is salty</source>
        <translation>Erkläre einem Kind, warum das Meer salzig ist</translation>
    </message>
    <message>
        <source>Make a packing list for three rainy days in Lisbon</source>
        <translation>Mach eine Packliste für drei Regentage in Lissabon</translation>
    </message>
    <message>
        <source>What is this about, in five sentences?</source>
        <translation>Worum geht es hier, in fünf Sätzen?</translation>
    </message>
    <message>
        <source>Which dates, names and amounts does it mention?</source>
        <translation>Welche Daten, Namen und Beträge werden genannt?</translation>
    </message>
    <message>
        <source>Explain the hardest part in plain words</source>
        <translation>Erkläre den schwierigsten Teil in einfachen Worten</translation>
    </message>
    <message>
        <source>Ask about %1.</source>
        <translation>Fragen Sie zu %1.</translation>
    </message>
    <message>
        <source>Ask something, or start with one of these.</source>
        <translation>Fragen Sie etwas, oder beginnen Sie hiermit.</translation>
    </message>
    <message>
        <source>There is no model yet. Import one from a file on this device.</source>
        <translation>Es gibt noch kein Modell. Importieren Sie eines aus einer Datei auf diesem Gerät.</translation>
    </message>
    <message>
        <source>This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.</source>
        <translation>Dies ist der Starter, ein winziges Modell, das mit Sotto kommt. Es findet Tatsachen in einem kurzen Text, den Sie schreiben, und irrt sich oft. Importieren Sie für richtige Gespräche ein Modell.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Modell besorgen</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Sotto</source>
        <translation>Willkommen bei Sotto</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Modell besorgen</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>Alles überspringen</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>Losschreiben</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Drop it to look at the model</source>
        <translation>Loslassen, um das Modell anzusehen</translation>
    </message>
</context>
<context>
    <name>GetModelStep</name>
    <message>
        <source>I have the files</source>
        <translation>Ich habe die Dateien</translation>
    </message>
    <message>
        <source>Download in my browser</source>
        <translation>Mit meinem Browser herunterladen</translation>
    </message>
    <message>
        <source>Use one that is here already</source>
        <translation>Eines nehmen, das schon da ist</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.</source>
        <translation>Legen Sie hier ein Modell ab oder wählen Sie eines: eine GGUF-Datei, einen Ordner mit config.json und Gewichten oder ein Bündel von einem anderen Gerät.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.</source>
        <translation>Sotto lädt nichts herunter. Öffnen Sie eine dieser Seiten mit Ihrem Browser, nehmen Sie dort die Lizenz an, falls gefragt wird, laden Sie die Datei herunter und importieren Sie sie durch die erste Tür.</translation>
    </message>
    <message>
        <source>Stop watching the downloads folder</source>
        <translation>Den Download-Ordner nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Watch the downloads folder and go on by itself</source>
        <translation>Den Download-Ordner beobachten und von selbst weitermachen</translation>
    </message>
    <message>
        <source>%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.</source>
        <translation>%1 wurde für Sotto geholt und liegt im Cache-Ordner. Beim Importieren wird es zu Ihren Modellen kopiert.</translation>
    </message>
    <message>
        <source>No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.</source>
        <translation>Auf diesem Gerät ist kein Modell des Katalogs. Der Starter, der mit Sotto kommt, ist winzig: Er findet Tatsachen in kurzen Texten und irrt sich oft.</translation>
    </message>
</context>
<context>
    <name>HeldModel</name>
    <message>
        <source>Sotto ended while it was loading %1. The model is not loaded until you say so.</source>
        <translation>Sotto wurde beendet, während es %1 lud. Das Modell wird erst geladen, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>Wieder laden</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Anderes Modell wählen</translation>
    </message>
</context>
<context>
    <name>IconButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>MachineStep</name>
    <message>
        <source>Memory for a context, in tokens, with the current model: %1.</source>
        <translation>Speicher für einen Kontext, in Tokens, mit dem jetzigen Modell: %1.</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Links of this message</source>
        <translation>Links dieser Nachricht</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Import a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>Models (*.gguf *.tar)</source>
        <translation>Modelle (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Import a model from a folder</source>
        <translation>Modell aus einem Ordner importieren</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Modell exportieren</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>Bündel (*.tar)</translation>
    </message>
</context>
<context>
    <name>ModelJob</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Ein Modell wählen</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>Memory for a context of %1</source>
        <translation>Speicher für einen Kontext von %1</translation>
    </message>
    <message>
        <source>Here it %1</source>
        <translation>Hier: %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Lizenz: %1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>Von: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Check the files of %1</source>
        <translation>Dateien von %1 prüfen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Its licence is not known.</source>
        <translation>Seine Lizenz ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Lizenz: %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.</source>
        <translation>Legen Sie hier ein Modell ab oder wählen Sie eines: eine GGUF-Datei, einen Ordner mit config.json und Gewichten oder ein Bündel von einem anderen Gerät. Sotto selbst lädt nie etwas herunter.</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Datei importieren …</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Ordner importieren …</translation>
    </message>
    <message>
        <source>Where to get a model</source>
        <translation>Wo es Modelle gibt</translation>
    </message>
    <message>
        <source>Drop it to import the model</source>
        <translation>Loslassen, um das Modell zu importieren</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open documents</source>
        <translation>Dokumente öffnen</translation>
    </message>
    <message>
        <source>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>Dokumente (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Sotto&apos;s window.</source>
        <translation>Das Fenster von Sotto.</translation>
    </message>
</context>
<context>
    <name>PaneHeader</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>PlaceText</name>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>pages %1–%2</source>
        <translation>Seiten %1–%2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>section %1</source>
        <translation>Abschnitt %1</translation>
    </message>
</context>
<context>
    <name>PublishedCard</name>
    <message>
        <source>Download: %1</source>
        <translation>Herunterladen: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>Adresse von %1 kopieren</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>Prüfsumme kopieren</translation>
    </message>
    <message>
        <source>Copy the checksum of %1</source>
        <translation>Prüfsumme von %1 kopieren</translation>
    </message>
    <message>
        <source>Hide the QR code</source>
        <translation>QR-Code verbergen</translation>
    </message>
    <message>
        <source>Show a QR code</source>
        <translation>QR-Code zeigen</translation>
    </message>
    <message>
        <source>QR code of the address of %1</source>
        <translation>QR-Code der Adresse von %1</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>QR-Code: %1</translation>
    </message>
</context>
<context>
    <name>ReaderPassage</name>
    <message>
        <source>The passage you opened</source>
        <translation>Die Stelle, die Sie geöffnet haben</translation>
    </message>
</context>
<context>
    <name>RemoveModelSheet</name>
    <message>
        <source>Remove this model?</source>
        <translation>Dieses Modell entfernen?</translation>
    </message>
    <message>
        <source>“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.</source>
        <translation>„%1“ und seine gepackten Gewichte werden gelöscht, das macht %2 frei. Ihre Unterhaltungen und Dokumente bleiben. Um das Modell wieder zu verwenden, importieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>RemoveSheet</name>
    <message>
        <source>Remove this conversation?</source>
        <translation>Diese Unterhaltung entfernen?</translation>
    </message>
    <message>
        <source>“%1” will be gone from this device. This cannot be undone.</source>
        <translation>„%1“ wird von diesem Gerät verschwinden. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>RenameSheet</name>
    <message>
        <source>Rename the conversation</source>
        <translation>Die Unterhaltung umbenennen</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>Search results</source>
        <translation>Suchergebnisse</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>Search all messages and documents</source>
        <translation>Alle Nachrichten und Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Finds text with all of the words, in any order. “Words in quotes” are found together.</source>
        <translation>Findet Text mit allen Wörtern, in beliebiger Reihenfolge. „Wörter in Anführungszeichen“ werden zusammen gefunden.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Speakable</name>
    <message>
        <source>Code block:</source>
        <translation>Codeblock:</translation>
    </message>
    <message>
        <source>Code block, %1:</source>
        <translation>Codeblock, %1:</translation>
    </message>
    <message>
        <source>End of code.</source>
        <translation>Ende des Codes.</translation>
    </message>
    <message>
        <source>Table, %1 columns, %2 rows:</source>
        <translation>Tabelle, %1 Spalten, %2 Zeilen:</translation>
    </message>
    <message>
        <source>To do: </source>
        <translation>Zu erledigen: </translation>
    </message>
    <message>
        <source>Done: </source>
        <translation>Erledigt: </translation>
    </message>
    <message>
        <source>Heading: %1</source>
        <translation>Überschrift: %1</translation>
    </message>
    <message>
        <source>Quote: </source>
        <translation>Zitat: </translation>
    </message>
</context>
<context>
    <name>StatusText</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Wird geöffnet</translation>
    </message>
    <message>
        <source>Recognizing text</source>
        <translation>Text wird erkannt</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Wird gespeichert</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Reading: %1</source>
        <translation>Wird gelesen: %1</translation>
    </message>
    <message>
        <source> · %1 tokens a second · %2</source>
        <translation> · %1 Tokens pro Sekunde · %2</translation>
    </message>
    <message>
        <source>Preparing the summary</source>
        <translation>Die Zusammenfassung wird vorbereitet</translation>
    </message>
    <message>
        <source>Summarizing: part %1 of %2</source>
        <translation>Zusammenfassen: Teil %1 von %2</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>Die Zusammenfassung wird geschrieben</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
    <message>
        <source>Recognizing page %1 of %2</source>
        <translation>Seite %1 von %2 wird erkannt</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>Wartet darauf, gelesen zu werden</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Continues after the answer</source>
        <translation>Geht nach der Antwort weiter</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Noch nicht gelesen</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>Angehalten bei %1</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Ganz gelesen</translation>
    </message>
    <message>
        <source>Read in full (%1 tokens)</source>
        <translation>Ganz gelesen (%1 Tokens)</translation>
    </message>
    <message>
        <source>Summary waiting</source>
        <translation>Zusammenfassung wartet</translation>
    </message>
    <message>
        <source>The summary continues after the answer</source>
        <translation>Die Zusammenfassung geht nach der Antwort weiter</translation>
    </message>
    <message>
        <source>Summary stopped at %1</source>
        <translation>Zusammenfassung angehalten bei %1</translation>
    </message>
    <message>
        <source>Summary stopped</source>
        <translation>Zusammenfassung angehalten</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 Zeichen</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 Zeichen</translation>
    </message>
    <message>
        <source>%1 · recognized text</source>
        <translation>%1 · erkannter Text</translation>
    </message>
    <message>
        <source>1 page · %1</source>
        <translation>1 Seite · %1</translation>
    </message>
    <message>
        <source>%1 pages · %2</source>
        <translation>%1 Seiten · %2</translation>
    </message>
    <message>
        <source>%1
and %2 more</source>
        <translation>%1
und %2 weitere</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>Angehalten, bevor es fertig war.</translation>
    </message>
    <message>
        <source>Sotto is still busy with the last request. Wait a moment, then try again.</source>
        <translation>Sotto ist noch mit der letzten Anfrage beschäftigt. Warten Sie einen Moment und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Something this needs is no longer there. Choose another model, or open the conversation again.</source>
        <translation>Etwas, das hierfür nötig ist, ist nicht mehr da. Wählen Sie ein anderes Modell oder öffnen Sie die Unterhaltung erneut.</translation>
    </message>
    <message>
        <source>This could not be used as it is.</source>
        <translation>Das konnte so nicht verwendet werden.</translation>
    </message>
    <message>
        <source>This conversation is longer than the model can read at once. Begin a new one, or send less text.</source>
        <translation>Diese Unterhaltung ist länger, als das Modell auf einmal lesen kann. Beginnen Sie eine neue, oder senden Sie weniger Text.</translation>
    </message>
    <message>
        <source>There is not enough free memory. Close other programs or choose a smaller model, then try again.</source>
        <translation>Es ist nicht genug Arbeitsspeicher frei. Schließen Sie andere Programme oder wählen Sie ein kleineres Modell, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The disk is full, so nothing more can be saved. Free some space, then try again.</source>
        <translation>Der Datenträger ist voll, es kann nichts mehr gespeichert werden. Schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together. Import the model again.</source>
        <translation>Die Dateien des Modells passen nicht zusammen. Importieren Sie das Modell erneut.</translation>
    </message>
    <message>
        <source>A file is damaged and was not used. Your other conversations are safe.</source>
        <translation>Eine Datei ist beschädigt und wurde nicht verwendet. Ihre anderen Unterhaltungen sind sicher.</translation>
    </message>
    <message>
        <source>A file could not be read or written. Check the disk, then try again.</source>
        <translation>Eine Datei konnte nicht gelesen oder geschrieben werden. Prüfen Sie den Datenträger und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Sotto cannot do this with these files.</source>
        <translation>Das kann Sotto mit diesen Dateien nicht.</translation>
    </message>
    <message>
        <source>Something went wrong inside Sotto. Your text is saved; please try again.</source>
        <translation>In Sotto ist etwas schiefgegangen. Ihr Text ist gespeichert; bitte versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Only the beginning is shown. All of it was sent, and Copy copies all of it.</source>
        <translation>Nur der Anfang wird gezeigt. Alles wurde gesendet, und „Kopieren“ kopiert alles.</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Bearbeiten und neu fragen</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.</source>
        <translation>Sotto beantwortet Fragen, auch zu Ihren Dokumenten, mit einem Modell, das auf diesem Rechner läuft. Es öffnet keine Netzwerkverbindung, weder jetzt noch später.</translation>
    </message>
    <message>
        <source>Your conversations and documents are kept in %1, and nowhere else.</source>
        <translation>Ihre Unterhaltungen und Dokumente liegen in %1 und sonst nirgends.</translation>
    </message>
    <message>
        <source>These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).</source>
        <translation>Diese Schritte sehen sich den Rechner an und verhelfen Ihnen zu einem Modell. Sie können jeden überspringen und von der Modellseite (Strg+Umschalt+M) zurückkommen.</translation>
    </message>
</context>
<context>
    <name>sotto::app::DesktopSession</name>
    <message>
        <source>Your answer is ready.</source>
        <translation>Ihre Antwort ist fertig.</translation>
    </message>
    <message>
        <source>Read in full. You can ask about it.</source>
        <translation>Ganz gelesen. Sie können dazu fragen.</translation>
    </message>
    <message>
        <source>The summary is ready.</source>
        <translation>Die Zusammenfassung ist fertig.</translation>
    </message>
</context>
<context>
    <name>sotto::app::Notifications</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>sotto::app::SleepInhibitor</name>
    <message>
        <source>Sotto is reading or writing</source>
        <translation>Sotto liest oder schreibt</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ChatViewModel</name>
    <message>
        <source>There is no model to answer with yet. Import one first.</source>
        <translation>Es gibt noch kein Modell, das antworten kann. Importieren Sie zuerst eines.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationList</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationsViewModel</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextChoicesViewModel</name>
    <message>
        <source>instructions %1</source>
        <translation>Anweisungen %1</translation>
    </message>
    <message>
        <source>documents %1</source>
        <translation>Dokumente %1</translation>
    </message>
    <message>
        <source>history %1</source>
        <translation>Verlauf %1</translation>
    </message>
    <message>
        <source>your question %1</source>
        <translation>Ihre Frage %1</translation>
    </message>
    <message>
        <source>This takes %1 tokens (%2). With room for an answer the model can read %3. Your text is kept.</source>
        <translation>Das sind %1 Tokens (%2). Mit Platz für eine Antwort kann das Modell %3 lesen. Ihr Text bleibt erhalten.</translation>
    </message>
    <message>
        <source>Summarize the oldest turns</source>
        <translation>Die ältesten Beiträge zusammenfassen</translation>
    </message>
    <message>
        <source>The model first writes a summary of %1 of them and reads it instead.</source>
        <translation>Das Modell fasst zuerst %1 davon zusammen und liest stattdessen die Zusammenfassung.</translation>
    </message>
    <message>
        <source>Read the parts that fit the question</source>
        <translation>Die Teile lesen, die zur Frage passen</translation>
    </message>
    <message>
        <source>%1 of %2 parts of the documents: those with words of the question.</source>
        <translation>%1 von %2 Teilen der Dokumente: die mit Wörtern der Frage.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>Die ältesten Beiträge weglassen</translation>
    </message>
    <message>
        <source>%1 of them. You can still read them here.</source>
        <translation>%1 davon. Sie können sie hier weiterhin lesen.</translation>
    </message>
    <message>
        <source>%1 of them, up to “%2”. You can still read them here.</source>
        <translation>%1 davon, bis „%2“. Sie können sie hier weiterhin lesen.</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>Eine neue Unterhaltung beginnen</translation>
    </message>
    <message>
        <source>About the same documents; this one stays as it is.</source>
        <translation>Zu denselben Dokumenten; diese bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>This one stays as it is.</source>
        <translation>Diese bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>

Leaving something out does not make enough room. Shorten the question, or remove a document.</source>
        <translation>

Etwas wegzulassen schafft nicht genug Platz. Kürzen Sie die Frage oder entfernen Sie ein Dokument.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextViewModel</name>
    <message>
        <source>Instructions %1</source>
        <translation>Anweisungen %1</translation>
    </message>
    <message>
        <source>Parts of documents %1</source>
        <translation>Teile von Dokumenten %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 documents %2</source>
        <translation>%1 Dokumente %2</translation>
    </message>
    <message>
        <source>History %1</source>
        <translation>Verlauf %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>%1 zu viel</translation>
    </message>
    <message>
        <source>%1 tokens, %2 %</source>
        <translation>%1 Tokens, %2 %</translation>
    </message>
    <message>
        <source>What the model reads is counted once you write.</source>
        <translation>Was das Modell liest, wird gezählt, sobald Sie schreiben.</translation>
    </message>
    <message>
        <source>Instructions: %1</source>
        <translation>Anweisungen: %1</translation>
    </message>
    <message>
        <source>Documents: %1</source>
        <translation>Dokumente: %1</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>Verlauf: %1</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>Frei: %1</translation>
    </message>
    <message>
        <source>%1 tokens more than there is room for</source>
        <translation>%1 Tokens mehr, als Platz haben</translation>
    </message>
    <message>
        <source>The model reads %1 tokens at once.</source>
        <translation>Das Modell liest %1 Tokens auf einmal.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are left out.</source>
        <translation>Wird diese Unterhaltung zu lang, werden ihre ältesten Beiträge weggelassen.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are summarized.</source>
        <translation>Wird diese Unterhaltung zu lang, werden ihre ältesten Beiträge zusammengefasst.</translation>
    </message>
    <message>
        <source>When the documents are too long, their parts with words of the question are read.</source>
        <translation>Sind die Dokumente zu lang, werden ihre Teile mit Wörtern der Frage gelesen.</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Ganz gelesen</translation>
    </message>
    <message>
        <source>The parts with words of the question</source>
        <translation>Die Teile mit Wörtern der Frage</translation>
    </message>
    <message>
        <source>%1 of %2 parts in the last answer</source>
        <translation>%1 von %2 Teilen in der letzten Antwort</translation>
    </message>
    <message>
        <source>The oldest turn as a summary</source>
        <translation>Der älteste Beitrag als Zusammenfassung</translation>
    </message>
    <message>
        <source>The %1 oldest turns as a summary</source>
        <translation>Die %1 ältesten Beiträge als Zusammenfassung</translation>
    </message>
    <message>
        <source>Without the oldest turn</source>
        <translation>Ohne den ältesten Beitrag</translation>
    </message>
    <message>
        <source>Without the %1 oldest turns</source>
        <translation>Ohne die %1 ältesten Beiträge</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Anweisungen</translation>
    </message>
    <message>
        <source>Conversation so far</source>
        <translation>Bisherige Unterhaltung</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Ihre Nachricht</translation>
    </message>
    <message>
        <source>Reserved for the answer</source>
        <translation>Für die Antwort reserviert</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>Zu viel</translation>
    </message>
    <message>
        <source>In the context as a summary</source>
        <translation>Als Zusammenfassung im Kontext</translation>
    </message>
    <message>
        <source>Not in context</source>
        <translation>Nicht im Kontext</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationListViewModel</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationViewModel</name>
    <message>
        <source>The summary of %1 is ready.</source>
        <translation>Die Zusammenfassung von %1 ist fertig.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CurrentModel</name>
    <message>
        <source>Starter</source>
        <translation>Starter</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
</context>
<context>
    <name>sotto::ui::DocumentListViewModel</name>
    <message>
        <source>these %1 documents</source>
        <translation>diesen %1 Dokumenten</translation>
    </message>
    <message>
        <source>Only files on this device can be opened.</source>
        <translation>Nur Dateien auf diesem Gerät können geöffnet werden.</translation>
    </message>
    <message>
        <source>%1 is a document of this conversation already.</source>
        <translation>%1 ist schon ein Dokument dieser Unterhaltung.</translation>
    </message>
    <message>
        <source>%1 is open.</source>
        <translation>%1 ist geöffnet.</translation>
    </message>
    <message>
        <source>The document is removed from this conversation.</source>
        <translation>Das Dokument ist aus dieser Unterhaltung entfernt.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>sotto::ui::FirstRunViewModel</name>
    <message>
        <source>Processor: %1</source>
        <translation>Prozessor: %1</translation>
    </message>
    <message>
        <source>Cores: %1, of which %2 compute</source>
        <translation>Kerne: %1, davon rechnen %2</translation>
    </message>
    <message>
        <source>Instruction sets: %1</source>
        <translation>Befehlssätze: %1</translation>
    </message>
    <message>
        <source>Memory: %1, of which %2 is available</source>
        <translation>Speicher: %1, davon frei %2</translation>
    </message>
    <message>
        <source>Free disk: %1</source>
        <translation>Freier Platz: %1</translation>
    </message>
    <message>
        <source>There is no model in %1. Sotto reads GGUF files, folders with config.json and weights, and bundles.</source>
        <translation>In %1 ist kein Modell. Sotto liest GGUF-Dateien, Ordner mit config.json und Gewichten, und Bündel.</translation>
    </message>
    <message>
        <source>%1 lacks: %2.</source>
        <translation>In %1 fehlt: %2.</translation>
    </message>
    <message>
        <source>%1 has: %2. It lacks: %3.</source>
        <translation>%1 hat: %2. Es fehlt: %3.</translation>
    </message>
    <message>
        <source>%1, %2, with all that it needs: %3.</source>
        <translation>%1, %2, mit allem, was nötig ist: %3.</translation>
    </message>
    <message>
        <source>It reads %1 and writes %2 tokens a second here.</source>
        <translation>Es liest hier %1 und schreibt %2 Tokens in der Sekunde.</translation>
    </message>
    <message>
        <source>The model found the right answer to a question. %1 %2</source>
        <translation>Das Modell hat eine Frage richtig beantwortet. %1 %2</translation>
    </message>
    <message>
        <source>The model works, but its answer to an easy question was wrong. %1 %2</source>
        <translation>Das Modell läuft, hat aber eine leichte Frage falsch beantwortet. %1 %2</translation>
    </message>
    <message>
        <source>Threads: %1.</source>
        <translation>Threads: %1.</translation>
    </message>
    <message>
        <source>Threads: %1. A context of up to %2 tokens is comfortable.</source>
        <translation>Threads: %1. Ein Kontext von bis zu %2 Tokens passt bequem.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::MessageListViewModel</name>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Tokens</translation>
    </message>
    <message>
        <source> · %1 a second</source>
        <translation> · %1 pro Sekunde</translation>
    </message>
    <message>
        <source> · first word after %1&#xa0;s</source>
        <translation> · erstes Wort nach %1&#xa0;s</translation>
    </message>
    <message>
        <source>Stopped before the end</source>
        <translation>Vor dem Ende angehalten</translation>
    </message>
    <message>
        <source>Ended at the length limit</source>
        <translation>An der Längengrenze beendet</translation>
    </message>
    <message>
        <source>%1 of %2 parts read</source>
        <translation>%1 von %2 Teilen gelesen</translation>
    </message>
    <message>
        <source>without the oldest turn</source>
        <translation>ohne den ältesten Beitrag</translation>
    </message>
    <message>
        <source>without the %1 oldest turns</source>
        <translation>ohne die %1 ältesten Beiträge</translation>
    </message>
    <message>
        <source>with a summary of the oldest turn</source>
        <translation>mit einer Zusammenfassung des ältesten Beitrags</translation>
    </message>
    <message>
        <source>with a summary of the %1 oldest turns</source>
        <translation>mit einer Zusammenfassung der %1 ältesten Beiträge</translation>
    </message>
    <message>
        <source>Sotto, answer %L1</source>
        <translation>Sotto, Antwort %L1</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>%1 tokens reused</source>
        <translation>%1 Tokens wiederverwendet</translation>
    </message>
    <message>
        <source>This answer could not be finished.</source>
        <translation>Diese Antwort konnte nicht beendet werden.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelJobViewModel</name>
    <message>
        <source>%1: %2 · %3</source>
        <translation>%1: %2 · %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>It was stopped. Nothing was changed.</source>
        <translation>Es wurde angehalten. Nichts wurde verändert.</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 ist bereit.</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>Dateien werden mit ihren Prüfsummen verglichen</translation>
    </message>
    <message>
        <source>%1 is intact: no file has changed since the import.</source>
        <translation>%1 ist unversehrt: Keine Datei hat sich seit dem Import geändert.</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>Bündel wird geschrieben</translation>
    </message>
    <message>
        <source>%1 is exported. On the other device, import the file.</source>
        <translation>%1 ist exportiert. Importieren Sie die Datei auf dem anderen Gerät.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelListViewModel</name>
    <message>
        <source>A tiny model that comes with Sotto · %1</source>
        <translation>Ein winziges Modell, das mit Sotto kommt · %1</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelPageViewModel</name>
    <message>
        <source>%1K</source>
        <translation>%1K</translation>
    </message>
    <message>
        <source>%1 comfortable</source>
        <translation>%1 bequem</translation>
    </message>
    <message>
        <source>%1 tight</source>
        <translation>%1 knapp</translation>
    </message>
    <message>
        <source>%1 needs %2 more</source>
        <translation>%1 braucht %2 mehr</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 von %2, %3</translation>
    </message>
    <message>
        <source>It comes with Sotto.</source>
        <translation>Es kommt mit Sotto.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · context of %4 tokens</source>
        <translation>%1 · %2 · %3 · Kontext von %4 Tokens</translation>
    </message>
    <message>
        <source>reads %1 and writes %2 tokens a second</source>
        <translation>liest %1 und schreibt %2 Tokens in der Sekunde</translation>
    </message>
</context>
<context>
    <name>sotto::ui::PublishedModelList</name>
    <message>
        <source>%1 · licence %2 · needs %3 of memory</source>
        <translation>%1 · Lizenz %2 · braucht %3 Speicher</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ReaderViewModel</name>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>This document is no longer on this device.</source>
        <translation>Dieses Dokument ist nicht mehr auf diesem Gerät.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SearchViewModel</name>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 Nachricht</translation>
    </message>
    <message>
        <source>%L1 messages</source>
        <translation>%L1 Nachrichten</translation>
    </message>
    <message>
        <source>1 place in documents</source>
        <translation>1 Stelle in Dokumenten</translation>
    </message>
    <message>
        <source>%L1 places in documents</source>
        <translation>%L1 Stellen in Dokumenten</translation>
    </message>
    <message>
        <source>No messages or documents have these words.</source>
        <translation>Keine Nachrichten oder Dokumente enthalten diese Wörter.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SummariesViewModel</name>
    <message>
        <source>Summarize “%1”.</source>
        <translation>„%1“ zusammenfassen.</translation>
    </message>
</context>
</TS>
