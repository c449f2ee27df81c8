<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Nueva línea</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Stop the answer or close what is open</source>
        <translation>Detener la respuesta o cerrar lo que esté abierto</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>Buscar en todo</translation>
    </message>
    <message>
        <source>Search messages and documents</source>
        <translation>Buscar en mensajes y documentos</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversaciones</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>Mostrar u ocultar las conversaciones</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>Abrir un documento</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>Mostrar u ocultar los documentos</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>Quitar de esta conversación</translation>
    </message>
    <message>
        <source>Remove a document from the conversation</source>
        <translation>Quitar un documento de la conversación</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Escribir un mensaje</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>Mensaje anterior</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>Mensaje siguiente</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Copiar la última respuesta</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Cambiar el nombre…</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>Cambiar el nombre de una conversación</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Remove a conversation</source>
        <translation>Eliminar una conversación</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Texto más grande</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Texto más pequeño</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Tamaño de texto normal</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>Lo que lee el modelo</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>Acerca de este modelo</translation>
    </message>
    <message>
        <source>Start of the latest answer</source>
        <translation>Comienzo de la última respuesta</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelos…</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>Mostrar los modelos</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>Leyendo %1 de %2 tokens</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Leyendo</translation>
    </message>
    <message>
        <source> · %1 a second · %2</source>
        <translation> · %1 por segundo · %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Cargando el modelo</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Escribiendo</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The rest is too long to be shown. Copy copies all of it.</source>
        <translation>El resto es demasiado largo para mostrarlo. «Copiar» lo copia todo.</translation>
    </message>
    <message>
        <source>%1 · &lt;font color=&quot;%2&quot;&gt;Esc to stop&lt;/font&gt;</source>
        <translation>%1 · &lt;font color=&quot;%2&quot;&gt;Esc para detener&lt;/font&gt;</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Previous version</source>
        <translation>Versión anterior</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>version 2 of 3</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>Versión %1 de %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Versión siguiente</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>New conversation</source>
        <translation>Nueva conversación</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New text ↓</source>
        <translation>Texto nuevo ↓</translation>
    </message>
    <message>
        <source>An answer is being written in another conversation.</source>
        <translation>Se está escribiendo una respuesta en otra conversación.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Sotto compares the model&apos;s files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.</source>
        <translation>Sotto compara los archivos del modelo con sus sumas de comprobación, lo carga, le hace una pregunta cuya respuesta se conoce y mide su velocidad aquí.</translation>
    </message>
    <message>
        <source>The model is being checked…</source>
        <translation>Comprobando el modelo…</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Comprobar el modelo</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>This is more than the model can read at once</source>
        <translation>Es más de lo que el modelo puede leer de una vez</translation>
    </message>
    <message>
        <source>Back to my text</source>
        <translation>Volver a mi texto</translation>
    </message>
</context>
<context>
    <name>CitationChip</name>
    <message>
        <source>Source %1: %2</source>
        <translation>Fuente %1: %2</translation>
    </message>
</context>
<context>
    <name>CitationChips</name>
    <message>
        <source>Sources</source>
        <translation>Fuentes</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 más</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>Código</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Copiar el código</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything</source>
        <translation>Pregunte lo que quiera</translation>
    </message>
    <message>
        <source>Ask about the text, or anything</source>
        <translation>Pregunte sobre el texto o lo que quiera</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Su mensaje</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Ends the answer and keeps what is written</source>
        <translation>Termina la respuesta y conserva lo escrito</translation>
    </message>
    <message>
        <source>Waits until the document is open</source>
        <translation>Espera hasta que el documento esté abierto</translation>
    </message>
    <message>
        <source>Sends your message</source>
        <translation>Envía su mensaje</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context. %1</source>
        <translation>Contexto. %1</translation>
    </message>
    <message>
        <source>Enter shows what is in it</source>
        <translation>Intro muestra lo que contiene</translation>
    </message>
</context>
<context>
    <name>ContextSheet</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>Preguntarme cada vez</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>Conversaciones</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Everything stays on this device.</source>
        <translation>Todo se queda en este dispositivo.</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>Rename or remove</source>
        <translation>Cambiar el nombre o eliminar</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Copiar el mensaje</translation>
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
        <translation>Abrir el texto</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stops reading and keeps what has been read</source>
        <translation>Deja de leer y conserva lo leído</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>Seguir leyendo</translation>
    </message>
    <message>
        <source>Continue summarizing</source>
        <translation>Seguir resumiendo</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>Resumir</translation>
    </message>
    <message>
        <source>The summary appears as an answer in this conversation</source>
        <translation>El resumen aparece como respuesta en esta conversación</translation>
    </message>
    <message>
        <source>Stop summarizing</source>
        <translation>Dejar de resumir</translation>
    </message>
    <message>
        <source>Keeps the part that is done</source>
        <translation>Conserva la parte terminada</translation>
    </message>
</context>
<context>
    <name>DocumentCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Leerlo con OCR</translation>
    </message>
    <message>
        <source>Stops the text recognition; the file stays here</source>
        <translation>Detiene el reconocimiento de texto; el archivo se queda aquí</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Reconoce el texto de las imágenes; tarda segundos por página y comete errores</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Enter opens the documents, Delete removes it from this conversation</source>
        <translation>Intro abre los documentos, Supr lo quita de esta conversación</translation>
    </message>
    <message>
        <source>Enter opens the documents</source>
        <translation>Intro abre los documentos</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>Leerlo con OCR</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>Reconoce el texto de las imágenes; tarda segundos por página y comete errores</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>Documentos de esta conversación</translation>
    </message>
    <message>
        <source>%L1 documents</source>
        <translation>%L1 documentos</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Abriendo</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Drop a file on the window, or open one. Answers in this conversation then use its text.</source>
        <translation>Suelte un archivo en la ventana o abra uno. Las respuestas de esta conversación usarán su texto.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
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
        <translation>Suéltelo para preguntar sobre él</translation>
    </message>
</context>
<context>
    <name>EditNotice</name>
    <message>
        <source>You are editing an earlier question. Its answers stay as another version.</source>
        <translation>Está editando una pregunta anterior. Sus respuestas se conservan como otra versión.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
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
        <translation>Escribe una nota breve a mi vecino sobre el ruido de anoche</translation>
    </message>
    <message>
        <source>Explain to a child why the sea is salty</source>
        <translation>Explica a un niño por qué el mar es salado</translation>
    </message>
    <message>
        <source>Make a packing list for three rainy days in Lisbon</source>
        <translation>Haz una lista de equipaje para tres días de lluvia en Lisboa</translation>
    </message>
    <message>
        <source>What is this about, in five sentences?</source>
        <translation>¿De qué trata esto, en cinco frases?</translation>
    </message>
    <message>
        <source>Which dates, names and amounts does it mention?</source>
        <translation>¿Qué fechas, nombres e importes menciona?</translation>
    </message>
    <message>
        <source>Explain the hardest part in plain words</source>
        <translation>Explica la parte más difícil con palabras sencillas</translation>
    </message>
    <message>
        <source>Ask about %1.</source>
        <translation>Pregunte sobre %1.</translation>
    </message>
    <message>
        <source>Ask something, or start with one of these.</source>
        <translation>Pregunte algo o empiece con una de estas.</translation>
    </message>
    <message>
        <source>There is no model yet. Import one from a file on this device.</source>
        <translation>Todavía no hay ningún modelo. Importe uno desde un archivo de este dispositivo.</translation>
    </message>
    <message>
        <source>This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.</source>
        <translation>Este es el modelo inicial, un modelo diminuto que viene con Sotto. Encuentra datos en un texto breve que usted escribe y se equivoca a menudo. Para conversaciones de verdad, importe un modelo.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Conseguir un modelo</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Sotto</source>
        <translation>Bienvenido a Sotto</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Conseguir un modelo</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Comprobar el modelo</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Paso %1 de %2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>Omitir todo</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>Empezar a escribir</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Drop it to look at the model</source>
        <translation>Suéltelo para examinar el modelo</translation>
    </message>
</context>
<context>
    <name>GetModelStep</name>
    <message>
        <source>I have the files</source>
        <translation>Tengo los archivos</translation>
    </message>
    <message>
        <source>Download in my browser</source>
        <translation>Descargar con mi navegador</translation>
    </message>
    <message>
        <source>Use one that is here already</source>
        <translation>Usar uno que ya está aquí</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.</source>
        <translation>Suelte aquí un modelo o elija uno: un archivo GGUF, una carpeta con config.json y pesos, o un paquete de otro dispositivo.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Elegir un archivo…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir una carpeta…</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>Importarlo</translation>
    </message>
    <message>
        <source>Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.</source>
        <translation>Sotto no descarga nada. Abra una de estas páginas con su navegador, acepte allí la licencia si se le pide, descargue el archivo e impórtelo por la primera opción.</translation>
    </message>
    <message>
        <source>Stop watching the downloads folder</source>
        <translation>Dejar de vigilar la carpeta de descargas</translation>
    </message>
    <message>
        <source>Watch the downloads folder and go on by itself</source>
        <translation>Vigilar la carpeta de descargas y continuar automáticamente</translation>
    </message>
    <message>
        <source>%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.</source>
        <translation>%1 se obtuvo para Sotto y está en la carpeta de caché. Al importarlo se copia a sus modelos.</translation>
    </message>
    <message>
        <source>No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.</source>
        <translation>No hay ningún modelo del catálogo en este dispositivo. El modelo inicial, que viene con Sotto, es diminuto: encuentra datos en textos breves y se equivoca a menudo.</translation>
    </message>
</context>
<context>
    <name>HeldModel</name>
    <message>
        <source>Sotto ended while it was loading %1. The model is not loaded until you say so.</source>
        <translation>Sotto se cerró mientras cargaba %1. El modelo no se carga hasta que usted lo diga.</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>Cargarlo de nuevo</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>Elegir otro modelo</translation>
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
        <translation>Memoria para un contexto, en tokens, con el modelo actual: %1.</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Links of this message</source>
        <translation>Enlaces de este mensaje</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Import a model</source>
        <translation>Importar un modelo</translation>
    </message>
    <message>
        <source>Models (*.gguf *.tar)</source>
        <translation>Modelos (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Import a model from a folder</source>
        <translation>Importar un modelo desde una carpeta</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>Exportar el modelo</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>Paquetes (*.tar)</translation>
    </message>
</context>
<context>
    <name>ModelJob</name>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Model: %1</source>
        <translation>Modelo: %1</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Elegir un modelo</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>in use</source>
        <translation>en uso</translation>
    </message>
    <message>
        <source>Memory for a context of %1</source>
        <translation>Memoria para un contexto de %1</translation>
    </message>
    <message>
        <source>Here it %1</source>
        <translation>Aquí %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Licencia: %1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>Origen: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Usar %1</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>Comprobar los archivos</translation>
    </message>
    <message>
        <source>Check the files of %1</source>
        <translation>Comprobar los archivos de %1</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>Exportar %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Quitar…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Its licence is not known.</source>
        <translation>No se conoce su licencia.</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>Licencia: %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>De %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.</source>
        <translation>Suelte aquí un modelo o elija uno: un archivo GGUF, una carpeta con config.json y pesos, o un paquete de otro dispositivo. Sotto nunca descarga nada por sí mismo.</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Importar un archivo…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Importar una carpeta…</translation>
    </message>
    <message>
        <source>Where to get a model</source>
        <translation>Dónde conseguir un modelo</translation>
    </message>
    <message>
        <source>Drop it to import the model</source>
        <translation>Suéltelo para importar el modelo</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open documents</source>
        <translation>Abrir documentos</translation>
    </message>
    <message>
        <source>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>Documentos (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Sotto&apos;s window.</source>
        <translation>La ventana de Sotto.</translation>
    </message>
</context>
<context>
    <name>PaneHeader</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>PlaceText</name>
    <message>
        <source>Page %1</source>
        <translation>Página %1</translation>
    </message>
    <message>
        <source>pages %1–%2</source>
        <translation>páginas %1–%2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>página %1</translation>
    </message>
    <message>
        <source>section %1</source>
        <translation>sección %1</translation>
    </message>
</context>
<context>
    <name>PublishedCard</name>
    <message>
        <source>Download: %1</source>
        <translation>Descargar: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>Copiar la dirección de %1</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>Copiar la suma de comprobación</translation>
    </message>
    <message>
        <source>Copy the checksum of %1</source>
        <translation>Copiar la suma de comprobación de %1</translation>
    </message>
    <message>
        <source>Hide the QR code</source>
        <translation>Ocultar el código QR</translation>
    </message>
    <message>
        <source>Show a QR code</source>
        <translation>Mostrar un código QR</translation>
    </message>
    <message>
        <source>QR code of the address of %1</source>
        <translation>Código QR de la dirección de %1</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>Código QR: %1</translation>
    </message>
</context>
<context>
    <name>ReaderPassage</name>
    <message>
        <source>The passage you opened</source>
        <translation>El pasaje que ha abierto</translation>
    </message>
</context>
<context>
    <name>RemoveModelSheet</name>
    <message>
        <source>Remove this model?</source>
        <translation>¿Quitar este modelo?</translation>
    </message>
    <message>
        <source>“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.</source>
        <translation>«%1» y sus pesos empaquetados se eliminarán, lo que libera %2. Sus conversaciones y documentos se conservan. Para volver a usar el modelo, impórtelo de nuevo.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservarlo</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
</context>
<context>
    <name>RemoveSheet</name>
    <message>
        <source>Remove this conversation?</source>
        <translation>¿Eliminar esta conversación?</translation>
    </message>
    <message>
        <source>“%1” will be gone from this device. This cannot be undone.</source>
        <translation>«%1» desaparecerá de este dispositivo. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservarla</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Eliminar</translation>
    </message>
</context>
<context>
    <name>RenameSheet</name>
    <message>
        <source>Rename the conversation</source>
        <translation>Cambiar el nombre de la conversación</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>Search results</source>
        <translation>Resultados de la búsqueda</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>Search all messages and documents</source>
        <translation>Buscar en todos los mensajes y documentos</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Finds text with all of the words, in any order. “Words in quotes” are found together.</source>
        <translation>Encuentra textos con todas las palabras, en cualquier orden. Las “palabras entre comillas” se encuentran juntas.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>Speakable</name>
    <message>
        <source>Code block:</source>
        <translation>Bloque de código:</translation>
    </message>
    <message>
        <source>Code block, %1:</source>
        <translation>Bloque de código, %1:</translation>
    </message>
    <message>
        <source>End of code.</source>
        <translation>Fin del código.</translation>
    </message>
    <message>
        <source>Table, %1 columns, %2 rows:</source>
        <translation>Tabla, %1 columnas, %2 filas:</translation>
    </message>
    <message>
        <source>To do: </source>
        <translation>Por hacer: </translation>
    </message>
    <message>
        <source>Done: </source>
        <translation>Hecho: </translation>
    </message>
    <message>
        <source>Heading: %1</source>
        <translation>Encabezado: %1</translation>
    </message>
    <message>
        <source>Quote: </source>
        <translation>Cita: </translation>
    </message>
</context>
<context>
    <name>StatusText</name>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>Abriendo</translation>
    </message>
    <message>
        <source>Recognizing text</source>
        <translation>Reconociendo texto</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Guardando</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Leyendo</translation>
    </message>
    <message>
        <source>Reading: %1</source>
        <translation>Leyendo: %1</translation>
    </message>
    <message>
        <source> · %1 tokens a second · %2</source>
        <translation> · %1 tokens por segundo · %2</translation>
    </message>
    <message>
        <source>Preparing the summary</source>
        <translation>Preparando el resumen</translation>
    </message>
    <message>
        <source>Summarizing: part %1 of %2</source>
        <translation>Resumiendo: parte %1 de %2</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>Escribiendo el resumen</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
    <message>
        <source>Recognizing page %1 of %2</source>
        <translation>Reconociendo la página %1 de %2</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>página %1 de %2</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>En espera de ser leído</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Cargando el modelo</translation>
    </message>
    <message>
        <source>Continues after the answer</source>
        <translation>Continúa después de la respuesta</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Aún no leído</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>Detenido en %1</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Leído por completo</translation>
    </message>
    <message>
        <source>Read in full (%1 tokens)</source>
        <translation>Leído por completo (%1 tokens)</translation>
    </message>
    <message>
        <source>Summary waiting</source>
        <translation>Resumen en espera</translation>
    </message>
    <message>
        <source>The summary continues after the answer</source>
        <translation>El resumen continúa después de la respuesta</translation>
    </message>
    <message>
        <source>Summary stopped at %1</source>
        <translation>Resumen detenido en %1</translation>
    </message>
    <message>
        <source>Summary stopped</source>
        <translation>Resumen detenido</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 carácter</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 caracteres</translation>
    </message>
    <message>
        <source>%1 · recognized text</source>
        <translation>%1 · texto reconocido</translation>
    </message>
    <message>
        <source>1 page · %1</source>
        <translation>1 página · %1</translation>
    </message>
    <message>
        <source>%1 pages · %2</source>
        <translation>%1 páginas · %2</translation>
    </message>
    <message>
        <source>%1
and %2 more</source>
        <translation>%1
y %2 más</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>Detenido antes de terminar.</translation>
    </message>
    <message>
        <source>Sotto is still busy with the last request. Wait a moment, then try again.</source>
        <translation>Sotto sigue ocupado con la última petición. Espere un momento e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Something this needs is no longer there. Choose another model, or open the conversation again.</source>
        <translation>Falta algo que esto necesita. Elija otro modelo o abra de nuevo la conversación.</translation>
    </message>
    <message>
        <source>This could not be used as it is.</source>
        <translation>Esto no se pudo usar tal como está.</translation>
    </message>
    <message>
        <source>This conversation is longer than the model can read at once. Begin a new one, or send less text.</source>
        <translation>Esta conversación es más larga de lo que el modelo puede leer de una vez. Empiece una nueva o envíe menos texto.</translation>
    </message>
    <message>
        <source>There is not enough free memory. Close other programs or choose a smaller model, then try again.</source>
        <translation>No hay suficiente memoria libre. Cierre otros programas o elija un modelo más pequeño e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The disk is full, so nothing more can be saved. Free some space, then try again.</source>
        <translation>El disco está lleno y no se puede guardar nada más. Libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together. Import the model again.</source>
        <translation>Los archivos del modelo no encajan. Importe el modelo de nuevo.</translation>
    </message>
    <message>
        <source>A file is damaged and was not used. Your other conversations are safe.</source>
        <translation>Un archivo está dañado y no se ha usado. Sus otras conversaciones están a salvo.</translation>
    </message>
    <message>
        <source>A file could not be read or written. Check the disk, then try again.</source>
        <translation>No se pudo leer o escribir un archivo. Compruebe el disco e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Sotto cannot do this with these files.</source>
        <translation>Sotto no puede hacer esto con estos archivos.</translation>
    </message>
    <message>
        <source>Something went wrong inside Sotto. Your text is saved; please try again.</source>
        <translation>Algo ha fallado dentro de Sotto. Su texto está guardado; inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>quedan %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>quedan %1 min</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Only the beginning is shown. All of it was sent, and Copy copies all of it.</source>
        <translation>Solo se muestra el principio. Se envió todo, y «Copiar» lo copia todo.</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Editar y volver a preguntar</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.</source>
        <translation>Sotto responde preguntas, también sobre sus documentos, con un modelo que funciona en este equipo. No abre ninguna conexión de red, ni ahora ni después.</translation>
    </message>
    <message>
        <source>Your conversations and documents are kept in %1, and nowhere else.</source>
        <translation>Sus conversaciones y documentos se guardan en %1 y en ningún otro sitio.</translation>
    </message>
    <message>
        <source>These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).</source>
        <translation>Estos pasos examinan el equipo y le ayudan a conseguir un modelo. Puede omitir cualquiera y volver desde la página de modelos (Ctrl+Mayús+M).</translation>
    </message>
</context>
<context>
    <name>sotto::app::DesktopSession</name>
    <message>
        <source>Your answer is ready.</source>
        <translation>Su respuesta está lista.</translation>
    </message>
    <message>
        <source>Read in full. You can ask about it.</source>
        <translation>Leído por completo. Puede preguntar sobre ello.</translation>
    </message>
    <message>
        <source>The summary is ready.</source>
        <translation>El resumen está listo.</translation>
    </message>
</context>
<context>
    <name>sotto::app::Notifications</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>sotto::app::SleepInhibitor</name>
    <message>
        <source>Sotto is reading or writing</source>
        <translation>Sotto está leyendo o escribiendo</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ChatViewModel</name>
    <message>
        <source>There is no model to answer with yet. Import one first.</source>
        <translation>Todavía no hay ningún modelo que pueda responder. Importe uno primero.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Empezando</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Deteniendo</translation>
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
        <translation>Sin título</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextChoicesViewModel</name>
    <message>
        <source>instructions %1</source>
        <translation>instrucciones %1</translation>
    </message>
    <message>
        <source>documents %1</source>
        <translation>documentos %1</translation>
    </message>
    <message>
        <source>history %1</source>
        <translation>historial %1</translation>
    </message>
    <message>
        <source>your question %1</source>
        <translation>su pregunta %1</translation>
    </message>
    <message>
        <source>This takes %1 tokens (%2). With room for an answer the model can read %3. Your text is kept.</source>
        <translation>Son %1 tokens (%2). Con espacio para una respuesta, el modelo puede leer %3. Su texto se conserva.</translation>
    </message>
    <message>
        <source>Summarize the oldest turns</source>
        <translation>Resumir los turnos más antiguos</translation>
    </message>
    <message>
        <source>The model first writes a summary of %1 of them and reads it instead.</source>
        <translation>El modelo escribe primero un resumen de %1 de ellos y lo lee en su lugar.</translation>
    </message>
    <message>
        <source>Read the parts that fit the question</source>
        <translation>Leer las partes que corresponden a la pregunta</translation>
    </message>
    <message>
        <source>%1 of %2 parts of the documents: those with words of the question.</source>
        <translation>%1 de %2 partes de los documentos: las que tienen palabras de la pregunta.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>Omitir los turnos más antiguos</translation>
    </message>
    <message>
        <source>%1 of them. You can still read them here.</source>
        <translation>%1 de ellos. Aún puede leerlos aquí.</translation>
    </message>
    <message>
        <source>%1 of them, up to “%2”. You can still read them here.</source>
        <translation>%1 de ellos, hasta «%2». Aún puede leerlos aquí.</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>Empezar una conversación nueva</translation>
    </message>
    <message>
        <source>About the same documents; this one stays as it is.</source>
        <translation>Sobre los mismos documentos; esta queda como está.</translation>
    </message>
    <message>
        <source>This one stays as it is.</source>
        <translation>Esta queda como está.</translation>
    </message>
    <message>
        <source>

Leaving something out does not make enough room. Shorten the question, or remove a document.</source>
        <translation>

Omitir algo no deja espacio suficiente. Acorte la pregunta o quite un documento.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextViewModel</name>
    <message>
        <source>Instructions %1</source>
        <translation>Instrucciones %1</translation>
    </message>
    <message>
        <source>Parts of documents %1</source>
        <translation>Partes de documentos %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 documents %2</source>
        <translation>%1 documentos %2</translation>
    </message>
    <message>
        <source>History %1</source>
        <translation>Historial %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 libres</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>%1 de más</translation>
    </message>
    <message>
        <source>%1 tokens, %2 %</source>
        <translation>%1 tokens, %2 %</translation>
    </message>
    <message>
        <source>What the model reads is counted once you write.</source>
        <translation>Lo que lee el modelo se cuenta en cuanto escribe.</translation>
    </message>
    <message>
        <source>Instructions: %1</source>
        <translation>Instrucciones: %1</translation>
    </message>
    <message>
        <source>Documents: %1</source>
        <translation>Documentos: %1</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>Historial: %1</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>Libre: %1</translation>
    </message>
    <message>
        <source>%1 tokens more than there is room for</source>
        <translation>%1 tokens más de los que caben</translation>
    </message>
    <message>
        <source>The model reads %1 tokens at once.</source>
        <translation>El modelo lee %1 tokens de una vez.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are left out.</source>
        <translation>Cuando esta conversación sea demasiado larga, se omitirán sus turnos más antiguos.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are summarized.</source>
        <translation>Cuando esta conversación sea demasiado larga, se resumirán sus turnos más antiguos.</translation>
    </message>
    <message>
        <source>When the documents are too long, their parts with words of the question are read.</source>
        <translation>Cuando los documentos son demasiado largos, se leen sus partes con palabras de la pregunta.</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>Leído por completo</translation>
    </message>
    <message>
        <source>The parts with words of the question</source>
        <translation>Las partes con palabras de la pregunta</translation>
    </message>
    <message>
        <source>%1 of %2 parts in the last answer</source>
        <translation>%1 de %2 partes en la última respuesta</translation>
    </message>
    <message>
        <source>The oldest turn as a summary</source>
        <translation>El turno más antiguo como resumen</translation>
    </message>
    <message>
        <source>The %1 oldest turns as a summary</source>
        <translation>Los %1 turnos más antiguos como resumen</translation>
    </message>
    <message>
        <source>Without the oldest turn</source>
        <translation>Sin el turno más antiguo</translation>
    </message>
    <message>
        <source>Without the %1 oldest turns</source>
        <translation>Sin los %1 turnos más antiguos</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Instrucciones</translation>
    </message>
    <message>
        <source>Conversation so far</source>
        <translation>Conversación hasta ahora</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>Su mensaje</translation>
    </message>
    <message>
        <source>Reserved for the answer</source>
        <translation>Reservado para la respuesta</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libre</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>De más</translation>
    </message>
    <message>
        <source>In the context as a summary</source>
        <translation>En el contexto como resumen</translation>
    </message>
    <message>
        <source>Not in context</source>
        <translation>Fuera del contexto</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationListViewModel</name>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ayer</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sin título</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationViewModel</name>
    <message>
        <source>The summary of %1 is ready.</source>
        <translation>El resumen de %1 está listo.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CurrentModel</name>
    <message>
        <source>Starter</source>
        <translation>Inicial</translation>
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
        <translation>estos %1 documentos</translation>
    </message>
    <message>
        <source>Only files on this device can be opened.</source>
        <translation>Solo se pueden abrir archivos de este dispositivo.</translation>
    </message>
    <message>
        <source>%1 is a document of this conversation already.</source>
        <translation>%1 ya es un documento de esta conversación.</translation>
    </message>
    <message>
        <source>%1 is open.</source>
        <translation>%1 está abierto.</translation>
    </message>
    <message>
        <source>The document is removed from this conversation.</source>
        <translation>El documento se ha quitado de esta conversación.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sin título</translation>
    </message>
</context>
<context>
    <name>sotto::ui::FirstRunViewModel</name>
    <message>
        <source>Processor: %1</source>
        <translation>Procesador: %1</translation>
    </message>
    <message>
        <source>Cores: %1, of which %2 compute</source>
        <translation>Núcleos: %1, de los cuales calculan %2</translation>
    </message>
    <message>
        <source>Instruction sets: %1</source>
        <translation>Conjuntos de instrucciones: %1</translation>
    </message>
    <message>
        <source>Memory: %1, of which %2 is available</source>
        <translation>Memoria: %1, de la cual %2 disponible</translation>
    </message>
    <message>
        <source>Free disk: %1</source>
        <translation>Disco libre: %1</translation>
    </message>
    <message>
        <source>There is no model in %1. Sotto reads GGUF files, folders with config.json and weights, and bundles.</source>
        <translation>No hay ningún modelo en %1. Sotto lee archivos GGUF, carpetas con config.json y pesos, y paquetes.</translation>
    </message>
    <message>
        <source>%1 lacks: %2.</source>
        <translation>A %1 le falta: %2.</translation>
    </message>
    <message>
        <source>%1 has: %2. It lacks: %3.</source>
        <translation>%1 tiene: %2. Falta: %3.</translation>
    </message>
    <message>
        <source>%1, %2, with all that it needs: %3.</source>
        <translation>%1, %2, con todo lo necesario: %3.</translation>
    </message>
    <message>
        <source>It reads %1 and writes %2 tokens a second here.</source>
        <translation>Aquí lee %1 y escribe %2 tokens por segundo.</translation>
    </message>
    <message>
        <source>The model found the right answer to a question. %1 %2</source>
        <translation>El modelo respondió bien a una pregunta. %1 %2</translation>
    </message>
    <message>
        <source>The model works, but its answer to an easy question was wrong. %1 %2</source>
        <translation>El modelo funciona, pero respondió mal a una pregunta fácil. %1 %2</translation>
    </message>
    <message>
        <source>Threads: %1.</source>
        <translation>Hilos: %1.</translation>
    </message>
    <message>
        <source>Threads: %1. A context of up to %2 tokens is comfortable.</source>
        <translation>Hilos: %1. Un contexto de hasta %2 tokens cabe con holgura.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::MessageListViewModel</name>
    <message>
        <source>1 token</source>
        <translation>1 token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source> · %1 a second</source>
        <translation> · %1 por segundo</translation>
    </message>
    <message>
        <source> · first word after %1&#xa0;s</source>
        <translation> · primera palabra tras %1&#xa0;s</translation>
    </message>
    <message>
        <source>Stopped before the end</source>
        <translation>Detenida antes del final</translation>
    </message>
    <message>
        <source>Ended at the length limit</source>
        <translation>Terminada en el límite de longitud</translation>
    </message>
    <message>
        <source>%1 of %2 parts read</source>
        <translation>%1 de %2 partes leídas</translation>
    </message>
    <message>
        <source>without the oldest turn</source>
        <translation>sin el turno más antiguo</translation>
    </message>
    <message>
        <source>without the %1 oldest turns</source>
        <translation>sin los %1 turnos más antiguos</translation>
    </message>
    <message>
        <source>with a summary of the oldest turn</source>
        <translation>con un resumen del turno más antiguo</translation>
    </message>
    <message>
        <source>with a summary of the %1 oldest turns</source>
        <translation>con un resumen de los %1 turnos más antiguos</translation>
    </message>
    <message>
        <source>Sotto, answer %L1</source>
        <translation>Sotto, respuesta %L1</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Usted</translation>
    </message>
    <message>
        <source>%1 tokens reused</source>
        <translation>%1 tokens reutilizados</translation>
    </message>
    <message>
        <source>This answer could not be finished.</source>
        <translation>Esta respuesta no se pudo terminar.</translation>
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
        <translation>Se detuvo. No se cambió nada.</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>Leyendo los archivos</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 está listo.</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>Comparando los archivos con sus sumas de comprobación</translation>
    </message>
    <message>
        <source>%1 is intact: no file has changed since the import.</source>
        <translation>%1 está intacto: ningún archivo ha cambiado desde la importación.</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>Escribiendo el paquete</translation>
    </message>
    <message>
        <source>%1 is exported. On the other device, import the file.</source>
        <translation>%1 se ha exportado. Importe el archivo en el otro dispositivo.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelListViewModel</name>
    <message>
        <source>A tiny model that comes with Sotto · %1</source>
        <translation>Un modelo diminuto que viene con Sotto · %1</translation>
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
        <translation>%1 con holgura</translation>
    </message>
    <message>
        <source>%1 tight</source>
        <translation>%1 justo</translation>
    </message>
    <message>
        <source>%1 needs %2 more</source>
        <translation>%1 necesita %2 más</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 de %2, %3</translation>
    </message>
    <message>
        <source>It comes with Sotto.</source>
        <translation>Viene con Sotto.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>no indicada</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · context of %4 tokens</source>
        <translation>%1 · %2 · %3 · contexto de %4 tokens</translation>
    </message>
    <message>
        <source>reads %1 and writes %2 tokens a second</source>
        <translation>lee %1 y escribe %2 tokens por segundo</translation>
    </message>
</context>
<context>
    <name>sotto::ui::PublishedModelList</name>
    <message>
        <source>%1 · licence %2 · needs %3 of memory</source>
        <translation>%1 · licencia %2 · necesita %3 de memoria</translation>
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
        <translation>Página %1</translation>
    </message>
    <message>
        <source>This document is no longer on this device.</source>
        <translation>Este documento ya no está en este dispositivo.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SearchViewModel</name>
    <message>
        <source>You</source>
        <translation>Usted</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 mensaje</translation>
    </message>
    <message>
        <source>%L1 messages</source>
        <translation>%L1 mensajes</translation>
    </message>
    <message>
        <source>1 place in documents</source>
        <translation>1 lugar en documentos</translation>
    </message>
    <message>
        <source>%L1 places in documents</source>
        <translation>%L1 lugares en documentos</translation>
    </message>
    <message>
        <source>No messages or documents have these words.</source>
        <translation>Ningún mensaje ni documento tiene estas palabras.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sin título</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SummariesViewModel</name>
    <message>
        <source>Summarize “%1”.</source>
        <translation>Resumir «%1».</translation>
    </message>
</context>
</TS>
