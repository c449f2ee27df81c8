<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Nouvelle ligne</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Stop the answer or close what is open</source>
        <translation>Arrêter la réponse ou fermer ce qui est ouvert</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Rechercher partout</translation>
    </message>
    <message>
        <source>Search messages and documents</source>
        <translation>Rechercher dans les messages et les documents</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Afficher ou masquer les conversations</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>Ouvrir un document</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>Afficher ou masquer les documents</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>Retirer de cette conversation</translation>
    </message>
    <message>
        <source>Remove a document from the conversation</source>
        <translation>Retirer un document de la conversation</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Écrire un message</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>Message précédent</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>Message suivant</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Copier la dernière réponse</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Renommer…</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>Renommer une conversation</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Remove a conversation</source>
        <translation>Supprimer une conversation</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texte plus grand</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texte plus petit</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Taille de texte normale</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>Ce que lit le modèle</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>À propos de ce modèle</translation>
    </message>
    <message>
        <source>Start of the latest answer</source>
        <translation>Début de la dernière réponse</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modèles…</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Afficher les modèles</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>Lecture : %1 jetons sur %2</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lecture</translation>
    </message>
    <message>
        <source> · %1 a second · %2</source>
        <translation> · %1 par seconde · %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Chargement du modèle</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Rédaction</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The rest is too long to be shown. Copy copies all of it.</source>
        <translation>La suite est trop longue pour être affichée. « Copier » copie tout.</translation>
    </message>
    <message>
        <source>%1 · &lt;font color=&quot;%2&quot;&gt;Esc to stop&lt;/font&gt;</source>
        <translation>%1 · &lt;font color=&quot;%2&quot;&gt;Échap pour arrêter&lt;/font&gt;</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Previous version</source>
        <translation>Version précédente</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>version 2 of 3</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Version %1 sur %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Version suivante</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>New conversation</source>
        <translation>Nouvelle conversation</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New text ↓</source>
        <translation>Nouveau texte ↓</translation>
    </message>
    <message>
        <source>An answer is being written in another conversation.</source>
        <translation>Une réponse est en cours dans une autre conversation.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Sotto compares the model&apos;s files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.</source>
        <translation>Sotto compare les fichiers du modèle à leurs sommes de contrôle, le charge, lui pose une question dont la réponse est connue et mesure sa vitesse sur cette machine.</translation>
    </message>
    <message>
        <source>The model is being checked…</source>
        <translation>Vérification du modèle…</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Vérifier le modèle</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>This is more than the model can read at once</source>
        <translation>C’est plus que ce que le modèle peut lire d’un coup</translation>
    </message>
    <message>
        <source>Back to my text</source>
        <translation>Revenir à mon texte</translation>
    </message>
</context>
<context>
    <name>CitationChip</name>
    <message>
        <source>Source %1: %2</source>
        <translation>Source %1 : %2</translation>
    </message>
</context>
<context>
    <name>CitationChips</name>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 de plus</translation>
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
        <translation>Copié</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Copier le code</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything</source>
        <translation>Posez une question</translation>
    </message>
    <message>
        <source>Ask about the text, or anything</source>
        <translation>Une question sur le texte, ou autre chose</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Votre message</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Ends the answer and keeps what is written</source>
        <translation>Termine la réponse et garde ce qui est écrit</translation>
    </message>
    <message>
        <source>Waits until the document is open</source>
        <translation>Attend que le document soit ouvert</translation>
    </message>
    <message>
        <source>Sends your message</source>
        <translation>Envoie votre message</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context. %1</source>
        <translation>Contexte. %1</translation>
    </message>
    <message>
        <source>Enter shows what is in it</source>
        <translation>Entrée montre ce qu’il contient</translation>
    </message>
</context>
<context>
    <name>ContextSheet</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>Me demander à chaque fois</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Everything stays on this device.</source>
        <translation>Tout reste sur cet appareil.</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>Rename or remove</source>
        <translation>Renommer ou supprimer</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Copier le message</translation>
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
        <translation>Ouvrir le texte</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stops reading and keeps what has been read</source>
        <translation>Arrête la lecture et garde ce qui a été lu</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>Continuer la lecture</translation>
    </message>
    <message>
        <source>Continue summarizing</source>
        <translation>Continuer le résumé</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>Résumer</translation>
    </message>
    <message>
        <source>The summary appears as an answer in this conversation</source>
        <translation>Le résumé apparaît comme une réponse dans cette conversation</translation>
    </message>
    <message>
        <source>Stop summarizing</source>
        <translation>Arrêter le résumé</translation>
    </message>
    <message>
        <source>Keeps the part that is done</source>
        <translation>Garde la partie terminée</translation>
    </message>
</context>
<context>
    <name>DocumentCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Le lire par reconnaissance de texte</translation>
    </message>
    <message>
        <source>Stops the text recognition; the file stays here</source>
        <translation>Arrête la reconnaissance de texte ; le fichier reste ici</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Reconnaît le texte des images ; prend quelques secondes par page et fait des erreurs</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Enter opens the documents, Delete removes it from this conversation</source>
        <translation>Entrée ouvre les documents, Suppr le retire de cette conversation</translation>
    </message>
    <message>
        <source>Enter opens the documents</source>
        <translation>Entrée ouvre les documents</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ignorer</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Le lire par reconnaissance de texte</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Reconnaît le texte des images ; prend quelques secondes par page et fait des erreurs</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>Documents de cette conversation</translation>
    </message>
    <message>
        <source>%L1 documents</source>
        <translation>%L1 documents</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Ouverture</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Drop a file on the window, or open one. Answers in this conversation then use its text.</source>
        <translation>Déposez un fichier sur la fenêtre, ou ouvrez-en un. Les réponses de cette conversation utilisent alors son texte.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
</context>
<context>
    <name>DropVeil</name>
    <message>
        <source>Drop it to ask about it</source>
        <translation>Déposez-le pour poser des questions dessus</translation>
    </message>
</context>
<context>
    <name>EditNotice</name>
    <message>
        <source>You are editing an earlier question. Its answers stay as another version.</source>
        <translation>Vous modifiez une question précédente. Ses réponses restent disponibles dans une autre version.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
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
        <translation>Écris un petit mot à mon voisin au sujet du bruit de la nuit dernière</translation>
    </message>
    <message>
        <source>Explain to a child why the sea is salty</source>
        <translation>Explique à un enfant pourquoi la mer est salée</translation>
    </message>
    <message>
        <source>Make a packing list for three rainy days in Lisbon</source>
        <translation>Fais une liste de bagages pour trois jours de pluie à Lisbonne</translation>
    </message>
    <message>
        <source>What is this about, in five sentences?</source>
        <translation>De quoi s’agit-il, en cinq phrases ?</translation>
    </message>
    <message>
        <source>Which dates, names and amounts does it mention?</source>
        <translation>Quelles dates, quels noms et quels montants y figurent ?</translation>
    </message>
    <message>
        <source>Explain the hardest part in plain words</source>
        <translation>Explique la partie la plus difficile en mots simples</translation>
    </message>
    <message>
        <source>Ask about %1.</source>
        <translation>Posez une question sur %1.</translation>
    </message>
    <message>
        <source>Ask something, or start with one of these.</source>
        <translation>Posez une question, ou commencez par l’une de celles-ci.</translation>
    </message>
    <message>
        <source>There is no model yet. Import one from a file on this device.</source>
        <translation>Il n’y a pas encore de modèle. Importez-en un depuis un fichier de cet appareil.</translation>
    </message>
    <message>
        <source>This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.</source>
        <translation>Voici le modèle de départ, un tout petit modèle fourni avec Sotto. Il trouve des faits dans un court texte que vous écrivez et se trompe souvent. Pour de vraies conversations, importez un modèle.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Obtenir un modèle</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Sotto</source>
        <translation>Bienvenue dans Sotto</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Cette machine</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Obtenir un modèle</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Vérifier le modèle</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Étape %1 sur %2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>Tout passer</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>Commencer à écrire</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Drop it to look at the model</source>
        <translation>Déposez pour examiner le modèle</translation>
    </message>
</context>
<context>
    <name>GetModelStep</name>
    <message>
        <source>I have the files</source>
        <translation>J’ai les fichiers</translation>
    </message>
    <message>
        <source>Download in my browser</source>
        <translation>Télécharger avec mon navigateur</translation>
    </message>
    <message>
        <source>Use one that is here already</source>
        <translation>Utiliser un modèle déjà présent</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.</source>
        <translation>Déposez un modèle ici ou choisissez-en un : un fichier GGUF, un dossier avec config.json et des poids, ou un paquet d’un autre appareil.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Choisir un dossier…</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>L’importer</translation>
    </message>
    <message>
        <source>Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.</source>
        <translation>Sotto ne télécharge rien. Ouvrez l’une de ces pages avec votre navigateur, acceptez-y la licence si elle est demandée, téléchargez le fichier et importez-le par la première entrée.</translation>
    </message>
    <message>
        <source>Stop watching the downloads folder</source>
        <translation>Ne plus surveiller le dossier de téléchargements</translation>
    </message>
    <message>
        <source>Watch the downloads folder and go on by itself</source>
        <translation>Surveiller le dossier de téléchargements et continuer automatiquement</translation>
    </message>
    <message>
        <source>%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.</source>
        <translation>%1 a été récupéré pour Sotto et se trouve dans le dossier de cache. L’importer le copie parmi vos modèles.</translation>
    </message>
    <message>
        <source>No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.</source>
        <translation>Aucun modèle du catalogue n’est sur cet appareil. Le modèle de départ, fourni avec Sotto, est minuscule : il trouve des faits dans de courts textes et se trompe souvent.</translation>
    </message>
</context>
<context>
    <name>HeldModel</name>
    <message>
        <source>Sotto ended while it was loading %1. The model is not loaded until you say so.</source>
        <translation>Sotto s’est arrêté pendant le chargement de %1. Le modèle n’est pas chargé tant que vous ne le demandez pas.</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>Le recharger</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Choisir un autre modèle</translation>
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
        <translation>Mémoire pour un contexte, en jetons, avec le modèle actuel : %1.</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Links of this message</source>
        <translation>Liens de ce message</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Import a model</source>
        <translation>Importer un modèle</translation>
    </message>
    <message>
        <source>Models (*.gguf *.tar)</source>
        <translation>Modèles (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Import a model from a folder</source>
        <translation>Importer un modèle depuis un dossier</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Exporter le modèle</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>Paquets (*.tar)</translation>
    </message>
</context>
<context>
    <name>ModelJob</name>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Model: %1</source>
        <translation>Modèle : %1</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Choisir un modèle</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>in use</source>
        <translation>utilisé</translation>
    </message>
    <message>
        <source>Memory for a context of %1</source>
        <translation>Mémoire pour un contexte de %1</translation>
    </message>
    <message>
        <source>Here it %1</source>
        <translation>Ici, il %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Licence : %1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>Source : %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256 : %1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Utiliser %1</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>Vérifier les fichiers</translation>
    </message>
    <message>
        <source>Check the files of %1</source>
        <translation>Vérifier les fichiers de %1</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>Exporter %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Supprimer %1</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Its licence is not known.</source>
        <translation>Sa licence n’est pas connue.</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Licence : %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>De %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.</source>
        <translation>Déposez un modèle ici ou choisissez-en un : un fichier GGUF, un dossier avec config.json et des poids, ou un paquet d’un autre appareil. Sotto lui-même ne télécharge jamais rien.</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Importer un fichier…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Importer un dossier…</translation>
    </message>
    <message>
        <source>Where to get a model</source>
        <translation>Où trouver un modèle</translation>
    </message>
    <message>
        <source>Drop it to import the model</source>
        <translation>Déposez pour importer le modèle</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open documents</source>
        <translation>Ouvrir des documents</translation>
    </message>
    <message>
        <source>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Sotto&apos;s window.</source>
        <translation>La fenêtre de Sotto.</translation>
    </message>
</context>
<context>
    <name>PaneHeader</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>PlaceText</name>
    <message>
        <source>Page %1</source>
        <translation>Page %1</translation>
    </message>
    <message>
        <source>pages %1–%2</source>
        <translation>pages %1–%2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>page %1</translation>
    </message>
    <message>
        <source>section %1</source>
        <translation>section %1</translation>
    </message>
</context>
<context>
    <name>PublishedCard</name>
    <message>
        <source>Download: %1</source>
        <translation>À télécharger : %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256 : %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copier l’adresse</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>Copier l’adresse de %1</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>Copier la somme de contrôle</translation>
    </message>
    <message>
        <source>Copy the checksum of %1</source>
        <translation>Copier la somme de contrôle de %1</translation>
    </message>
    <message>
        <source>Hide the QR code</source>
        <translation>Masquer le code QR</translation>
    </message>
    <message>
        <source>Show a QR code</source>
        <translation>Afficher un code QR</translation>
    </message>
    <message>
        <source>QR code of the address of %1</source>
        <translation>Code QR de l’adresse de %1</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>Code QR : %1</translation>
    </message>
</context>
<context>
    <name>ReaderPassage</name>
    <message>
        <source>The passage you opened</source>
        <translation>Le passage que vous avez ouvert</translation>
    </message>
</context>
<context>
    <name>RemoveModelSheet</name>
    <message>
        <source>Remove this model?</source>
        <translation>Supprimer ce modèle ?</translation>
    </message>
    <message>
        <source>“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.</source>
        <translation>« %1 » et ses poids compactés seront supprimés, ce qui libère %2. Vos conversations et documents restent. Pour réutiliser le modèle, importez-le de nouveau.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Le garder</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>RemoveSheet</name>
    <message>
        <source>Remove this conversation?</source>
        <translation>Supprimer cette conversation ?</translation>
    </message>
    <message>
        <source>“%1” will be gone from this device. This cannot be undone.</source>
        <translation>« %1 » disparaîtra de cet appareil. C’est irréversible.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>La garder</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
</context>
<context>
    <name>RenameSheet</name>
    <message>
        <source>Rename the conversation</source>
        <translation>Renommer la conversation</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>Search results</source>
        <translation>Résultats de la recherche</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>Search all messages and documents</source>
        <translation>Rechercher dans tous les messages et documents</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Finds text with all of the words, in any order. “Words in quotes” are found together.</source>
        <translation>Trouve les textes contenant tous les mots, dans n’importe quel ordre. Les “mots entre guillemets” sont trouvés ensemble.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Clavier</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>Speakable</name>
    <message>
        <source>Code block:</source>
        <translation>Bloc de code :</translation>
    </message>
    <message>
        <source>Code block, %1:</source>
        <translation>Bloc de code, %1 :</translation>
    </message>
    <message>
        <source>End of code.</source>
        <translation>Fin du code.</translation>
    </message>
    <message>
        <source>Table, %1 columns, %2 rows:</source>
        <translation>Tableau, %1 colonnes, %2 lignes :</translation>
    </message>
    <message>
        <source>To do: </source>
        <translation>À faire : </translation>
    </message>
    <message>
        <source>Done: </source>
        <translation>Fait : </translation>
    </message>
    <message>
        <source>Heading: %1</source>
        <translation>Titre : %1</translation>
    </message>
    <message>
        <source>Quote: </source>
        <translation>Citation : </translation>
    </message>
</context>
<context>
    <name>StatusText</name>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Ouverture</translation>
    </message>
    <message>
        <source>Recognizing text</source>
        <translation>Reconnaissance du texte</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Enregistrement</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lecture</translation>
    </message>
    <message>
        <source>Reading: %1</source>
        <translation>Lecture : %1</translation>
    </message>
    <message>
        <source> · %1 tokens a second · %2</source>
        <translation> · %1 jetons par seconde · %2</translation>
    </message>
    <message>
        <source>Preparing the summary</source>
        <translation>Préparation du résumé</translation>
    </message>
    <message>
        <source>Summarizing: part %1 of %2</source>
        <translation>Résumé : partie %1 sur %2</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>Rédaction du résumé</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
    <message>
        <source>Recognizing page %1 of %2</source>
        <translation>Reconnaissance de la page %1 sur %2</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>page %1 sur %2</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>En attente de lecture</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Chargement du modèle</translation>
    </message>
    <message>
        <source>Continues after the answer</source>
        <translation>Reprend après la réponse</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Pas encore lu</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>Arrêté à %1</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Lu en entier</translation>
    </message>
    <message>
        <source>Read in full (%1 tokens)</source>
        <translation>Lu en entier (%1 jetons)</translation>
    </message>
    <message>
        <source>Summary waiting</source>
        <translation>Résumé en attente</translation>
    </message>
    <message>
        <source>The summary continues after the answer</source>
        <translation>Le résumé reprend après la réponse</translation>
    </message>
    <message>
        <source>Summary stopped at %1</source>
        <translation>Résumé arrêté à %1</translation>
    </message>
    <message>
        <source>Summary stopped</source>
        <translation>Résumé arrêté</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 caractère</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 caractères</translation>
    </message>
    <message>
        <source>%1 · recognized text</source>
        <translation>%1 · texte reconnu</translation>
    </message>
    <message>
        <source>1 page · %1</source>
        <translation>1 page · %1</translation>
    </message>
    <message>
        <source>%1 pages · %2</source>
        <translation>%1 pages · %2</translation>
    </message>
    <message>
        <source>%1
and %2 more</source>
        <translation>%1
et %2 de plus</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>Arrêté avant la fin.</translation>
    </message>
    <message>
        <source>Sotto is still busy with the last request. Wait a moment, then try again.</source>
        <translation>Sotto est encore occupé par la dernière demande. Attendez un instant, puis réessayez.</translation>
    </message>
    <message>
        <source>Something this needs is no longer there. Choose another model, or open the conversation again.</source>
        <translation>Un élément nécessaire n’est plus là. Choisissez un autre modèle, ou rouvrez la conversation.</translation>
    </message>
    <message>
        <source>This could not be used as it is.</source>
        <translation>Ceci n’a pas pu être utilisé tel quel.</translation>
    </message>
    <message>
        <source>This conversation is longer than the model can read at once. Begin a new one, or send less text.</source>
        <translation>Cette conversation est plus longue que ce que le modèle peut lire d’un coup. Commencez-en une nouvelle, ou envoyez moins de texte.</translation>
    </message>
    <message>
        <source>There is not enough free memory. Close other programs or choose a smaller model, then try again.</source>
        <translation>Il n’y a pas assez de mémoire libre. Fermez d’autres programmes ou choisissez un modèle plus petit, puis réessayez.</translation>
    </message>
    <message>
        <source>The disk is full, so nothing more can be saved. Free some space, then try again.</source>
        <translation>Le disque est plein, plus rien ne peut être enregistré. Libérez de la place, puis réessayez.</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together. Import the model again.</source>
        <translation>Les fichiers du modèle ne vont pas ensemble. Importez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>A file is damaged and was not used. Your other conversations are safe.</source>
        <translation>Un fichier est endommagé et n’a pas été utilisé. Vos autres conversations sont intactes.</translation>
    </message>
    <message>
        <source>A file could not be read or written. Check the disk, then try again.</source>
        <translation>Un fichier n’a pas pu être lu ou écrit. Vérifiez le disque, puis réessayez.</translation>
    </message>
    <message>
        <source>Sotto cannot do this with these files.</source>
        <translation>Sotto ne peut pas faire cela avec ces fichiers.</translation>
    </message>
    <message>
        <source>Something went wrong inside Sotto. Your text is saved; please try again.</source>
        <translation>Un problème est survenu dans Sotto. Votre texte est enregistré ; veuillez réessayer.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>%1 s restantes</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>%1 min restantes</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Only the beginning is shown. All of it was sent, and Copy copies all of it.</source>
        <translation>Seul le début est affiché. Tout a été envoyé, et « Copier » copie tout.</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Modifier et redemander</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.</source>
        <translation>Sotto répond aux questions, y compris sur vos documents, avec un modèle qui fonctionne sur cet ordinateur. Il n’ouvre aucune connexion réseau, ni maintenant ni plus tard.</translation>
    </message>
    <message>
        <source>Your conversations and documents are kept in %1, and nowhere else.</source>
        <translation>Vos conversations et documents sont conservés dans %1, et nulle part ailleurs.</translation>
    </message>
    <message>
        <source>These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).</source>
        <translation>Ces étapes examinent la machine et vous aident à obtenir un modèle. Vous pouvez passer chacune d’elles et y revenir depuis la page des modèles (Ctrl+Maj+M).</translation>
    </message>
</context>
<context>
    <name>sotto::app::DesktopSession</name>
    <message>
        <source>Your answer is ready.</source>
        <translation>Votre réponse est prête.</translation>
    </message>
    <message>
        <source>Read in full. You can ask about it.</source>
        <translation>Lu en entier. Vous pouvez poser des questions à ce sujet.</translation>
    </message>
    <message>
        <source>The summary is ready.</source>
        <translation>Le résumé est prêt.</translation>
    </message>
</context>
<context>
    <name>sotto::app::Notifications</name>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
</context>
<context>
    <name>sotto::app::SleepInhibitor</name>
    <message>
        <source>Sotto is reading or writing</source>
        <translation>Sotto lit ou écrit</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ChatViewModel</name>
    <message>
        <source>There is no model to answer with yet. Import one first.</source>
        <translation>Il n’y a pas encore de modèle pour répondre. Importez-en un d’abord.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt</translation>
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
        <translation>Sans titre</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextChoicesViewModel</name>
    <message>
        <source>instructions %1</source>
        <translation>instructions %1</translation>
    </message>
    <message>
        <source>documents %1</source>
        <translation>documents %1</translation>
    </message>
    <message>
        <source>history %1</source>
        <translation>historique %1</translation>
    </message>
    <message>
        <source>your question %1</source>
        <translation>votre question %1</translation>
    </message>
    <message>
        <source>This takes %1 tokens (%2). With room for an answer the model can read %3. Your text is kept.</source>
        <translation>Cela fait %1 jetons (%2). En gardant de la place pour une réponse, le modèle peut en lire %3. Votre texte est conservé.</translation>
    </message>
    <message>
        <source>Summarize the oldest turns</source>
        <translation>Résumer les échanges les plus anciens</translation>
    </message>
    <message>
        <source>The model first writes a summary of %1 of them and reads it instead.</source>
        <translation>Le modèle écrit d’abord un résumé de %1 d’entre eux et le lit à leur place.</translation>
    </message>
    <message>
        <source>Read the parts that fit the question</source>
        <translation>Lire les parties qui correspondent à la question</translation>
    </message>
    <message>
        <source>%1 of %2 parts of the documents: those with words of the question.</source>
        <translation>%1 parties des documents sur %2 : celles qui contiennent des mots de la question.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>Laisser de côté les échanges les plus anciens</translation>
    </message>
    <message>
        <source>%1 of them. You can still read them here.</source>
        <translation>%1 d’entre eux. Vous pouvez toujours les lire ici.</translation>
    </message>
    <message>
        <source>%1 of them, up to “%2”. You can still read them here.</source>
        <translation>%1 d’entre eux, jusqu’à « %2 ». Vous pouvez toujours les lire ici.</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>Commencer une nouvelle conversation</translation>
    </message>
    <message>
        <source>About the same documents; this one stays as it is.</source>
        <translation>Sur les mêmes documents ; celle-ci reste telle quelle.</translation>
    </message>
    <message>
        <source>This one stays as it is.</source>
        <translation>Celle-ci reste telle quelle.</translation>
    </message>
    <message>
        <source>

Leaving something out does not make enough room. Shorten the question, or remove a document.</source>
        <translation>

Laisser quelque chose de côté ne suffit pas. Raccourcissez la question ou retirez un document.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextViewModel</name>
    <message>
        <source>Instructions %1</source>
        <translation>Instructions %1</translation>
    </message>
    <message>
        <source>Parts of documents %1</source>
        <translation>Parties de documents %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 documents %2</source>
        <translation>%1 documents %2</translation>
    </message>
    <message>
        <source>History %1</source>
        <translation>Historique %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 libres</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>%1 de trop</translation>
    </message>
    <message>
        <source>%1 tokens, %2 %</source>
        <translation>%1 jetons, %2 %</translation>
    </message>
    <message>
        <source>What the model reads is counted once you write.</source>
        <translation>Ce que lit le modèle est compté dès que vous écrivez.</translation>
    </message>
    <message>
        <source>Instructions: %1</source>
        <translation>Instructions : %1</translation>
    </message>
    <message>
        <source>Documents: %1</source>
        <translation>Documents : %1</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>Historique : %1</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>Libre : %1</translation>
    </message>
    <message>
        <source>%1 tokens more than there is room for</source>
        <translation>%1 jetons de plus que la place disponible</translation>
    </message>
    <message>
        <source>The model reads %1 tokens at once.</source>
        <translation>Le modèle lit %1 jetons à la fois.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are left out.</source>
        <translation>Quand cette conversation devient trop longue, ses échanges les plus anciens sont laissés de côté.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are summarized.</source>
        <translation>Quand cette conversation devient trop longue, ses échanges les plus anciens sont résumés.</translation>
    </message>
    <message>
        <source>When the documents are too long, their parts with words of the question are read.</source>
        <translation>Quand les documents sont trop longs, leurs parties contenant des mots de la question sont lues.</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Lu en entier</translation>
    </message>
    <message>
        <source>The parts with words of the question</source>
        <translation>Les parties contenant des mots de la question</translation>
    </message>
    <message>
        <source>%1 of %2 parts in the last answer</source>
        <translation>%1 parties sur %2 dans la dernière réponse</translation>
    </message>
    <message>
        <source>The oldest turn as a summary</source>
        <translation>L’échange le plus ancien en résumé</translation>
    </message>
    <message>
        <source>The %1 oldest turns as a summary</source>
        <translation>Les %1 échanges les plus anciens en résumé</translation>
    </message>
    <message>
        <source>Without the oldest turn</source>
        <translation>Sans l’échange le plus ancien</translation>
    </message>
    <message>
        <source>Without the %1 oldest turns</source>
        <translation>Sans les %1 échanges les plus anciens</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Instructions</translation>
    </message>
    <message>
        <source>Conversation so far</source>
        <translation>Conversation jusqu’ici</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Votre message</translation>
    </message>
    <message>
        <source>Reserved for the answer</source>
        <translation>Réservé à la réponse</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libre</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>En trop</translation>
    </message>
    <message>
        <source>In the context as a summary</source>
        <translation>Dans le contexte sous forme de résumé</translation>
    </message>
    <message>
        <source>Not in context</source>
        <translation>Hors du contexte</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationListViewModel</name>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Plus tôt</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sans titre</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationViewModel</name>
    <message>
        <source>The summary of %1 is ready.</source>
        <translation>Le résumé de %1 est prêt.</translation>
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
        <translation>ces %1 documents</translation>
    </message>
    <message>
        <source>Only files on this device can be opened.</source>
        <translation>Seuls les fichiers de cet appareil peuvent être ouverts.</translation>
    </message>
    <message>
        <source>%1 is a document of this conversation already.</source>
        <translation>%1 est déjà un document de cette conversation.</translation>
    </message>
    <message>
        <source>%1 is open.</source>
        <translation>%1 est ouvert.</translation>
    </message>
    <message>
        <source>The document is removed from this conversation.</source>
        <translation>Le document est retiré de cette conversation.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sans titre</translation>
    </message>
</context>
<context>
    <name>sotto::ui::FirstRunViewModel</name>
    <message>
        <source>Processor: %1</source>
        <translation>Processeur : %1</translation>
    </message>
    <message>
        <source>Cores: %1, of which %2 compute</source>
        <translation>Cœurs : %1, dont %2 calculent</translation>
    </message>
    <message>
        <source>Instruction sets: %1</source>
        <translation>Jeux d’instructions : %1</translation>
    </message>
    <message>
        <source>Memory: %1, of which %2 is available</source>
        <translation>Mémoire : %1, dont %2 disponibles</translation>
    </message>
    <message>
        <source>Free disk: %1</source>
        <translation>Disque libre : %1</translation>
    </message>
    <message>
        <source>There is no model in %1. Sotto reads GGUF files, folders with config.json and weights, and bundles.</source>
        <translation>Il n’y a pas de modèle dans %1. Sotto lit les fichiers GGUF, les dossiers avec config.json et des poids, et les paquets.</translation>
    </message>
    <message>
        <source>%1 lacks: %2.</source>
        <translation>Il manque à %1 : %2.</translation>
    </message>
    <message>
        <source>%1 has: %2. It lacks: %3.</source>
        <translation>%1 contient : %2. Il manque : %3.</translation>
    </message>
    <message>
        <source>%1, %2, with all that it needs: %3.</source>
        <translation>%1, %2, avec tout le nécessaire : %3.</translation>
    </message>
    <message>
        <source>It reads %1 and writes %2 tokens a second here.</source>
        <translation>Il lit %1 et écrit %2 jetons par seconde ici.</translation>
    </message>
    <message>
        <source>The model found the right answer to a question. %1 %2</source>
        <translation>Le modèle a trouvé la bonne réponse à une question. %1 %2</translation>
    </message>
    <message>
        <source>The model works, but its answer to an easy question was wrong. %1 %2</source>
        <translation>Le modèle fonctionne, mais sa réponse à une question facile était fausse. %1 %2</translation>
    </message>
    <message>
        <source>Threads: %1.</source>
        <translation>Threads : %1.</translation>
    </message>
    <message>
        <source>Threads: %1. A context of up to %2 tokens is comfortable.</source>
        <translation>Threads : %1. Un contexte allant jusqu’à %2 jetons tient à l’aise.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::MessageListViewModel</name>
    <message>
        <source>1 token</source>
        <translation>1 jeton</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 jetons</translation>
    </message>
    <message>
        <source> · %1 a second</source>
        <translation> · %1 par seconde</translation>
    </message>
    <message>
        <source> · first word after %1&#xa0;s</source>
        <translation> · premier mot après %1&#xa0;s</translation>
    </message>
    <message>
        <source>Stopped before the end</source>
        <translation>Arrêtée avant la fin</translation>
    </message>
    <message>
        <source>Ended at the length limit</source>
        <translation>Terminée à la limite de longueur</translation>
    </message>
    <message>
        <source>%1 of %2 parts read</source>
        <translation>%1 parties lues sur %2</translation>
    </message>
    <message>
        <source>without the oldest turn</source>
        <translation>sans l’échange le plus ancien</translation>
    </message>
    <message>
        <source>without the %1 oldest turns</source>
        <translation>sans les %1 échanges les plus anciens</translation>
    </message>
    <message>
        <source>with a summary of the oldest turn</source>
        <translation>avec un résumé de l’échange le plus ancien</translation>
    </message>
    <message>
        <source>with a summary of the %1 oldest turns</source>
        <translation>avec un résumé des %1 échanges les plus anciens</translation>
    </message>
    <message>
        <source>Sotto, answer %L1</source>
        <translation>Sotto, réponse %L1</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>%1 tokens reused</source>
        <translation>%1 jetons réutilisés</translation>
    </message>
    <message>
        <source>This answer could not be finished.</source>
        <translation>Cette réponse n’a pas pu être terminée.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelJobViewModel</name>
    <message>
        <source>%1: %2 · %3</source>
        <translation>%1 : %2 · %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1 : %2</translation>
    </message>
    <message>
        <source>It was stopped. Nothing was changed.</source>
        <translation>Arrêté. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>Lecture des fichiers</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 est prêt.</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>Comparaison des fichiers avec leurs sommes de contrôle</translation>
    </message>
    <message>
        <source>%1 is intact: no file has changed since the import.</source>
        <translation>%1 est intact : aucun fichier n’a changé depuis l’importation.</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>Écriture du paquet</translation>
    </message>
    <message>
        <source>%1 is exported. On the other device, import the file.</source>
        <translation>%1 est exporté. Importez le fichier sur l’autre appareil.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelListViewModel</name>
    <message>
        <source>A tiny model that comes with Sotto · %1</source>
        <translation>Un tout petit modèle fourni avec Sotto · %1</translation>
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
        <translation>%1 à l’aise</translation>
    </message>
    <message>
        <source>%1 tight</source>
        <translation>%1 juste</translation>
    </message>
    <message>
        <source>%1 needs %2 more</source>
        <translation>%1 demande %2 de plus</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 de %2, %3</translation>
    </message>
    <message>
        <source>It comes with Sotto.</source>
        <translation>Il est fourni avec Sotto.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>non indiquée</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · context of %4 tokens</source>
        <translation>%1 · %2 · %3 · contexte de %4 jetons</translation>
    </message>
    <message>
        <source>reads %1 and writes %2 tokens a second</source>
        <translation>lit %1 et écrit %2 jetons par seconde</translation>
    </message>
</context>
<context>
    <name>sotto::ui::PublishedModelList</name>
    <message>
        <source>%1 · licence %2 · needs %3 of memory</source>
        <translation>%1 · licence %2 · demande %3 de mémoire</translation>
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
        <translation>Page %1</translation>
    </message>
    <message>
        <source>This document is no longer on this device.</source>
        <translation>Ce document n’est plus sur cet appareil.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SearchViewModel</name>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 message</translation>
    </message>
    <message>
        <source>%L1 messages</source>
        <translation>%L1 messages</translation>
    </message>
    <message>
        <source>1 place in documents</source>
        <translation>1 endroit dans les documents</translation>
    </message>
    <message>
        <source>%L1 places in documents</source>
        <translation>%L1 endroits dans les documents</translation>
    </message>
    <message>
        <source>No messages or documents have these words.</source>
        <translation>Aucun message ni document ne contient ces mots.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sans titre</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SummariesViewModel</name>
    <message>
        <source>Summarize “%1”.</source>
        <translation>Résumer « %1 ».</translation>
    </message>
</context>
</TS>
