<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar_EG">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>سطر جديد</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Stop the answer or close what is open</source>
        <translation>إيقاف الإجابة أو إغلاق ما هو مفتوح</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>محادثة جديدة</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>البحث في كل شيء</translation>
    </message>
    <message>
        <source>Search messages and documents</source>
        <translation>البحث في الرسائل والمستندات</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>إظهار المحادثات أو إخفاؤها</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>فتح مستند</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>إظهار المستندات أو إخفاؤها</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>الإزالة من هذه المحادثة</translation>
    </message>
    <message>
        <source>Remove a document from the conversation</source>
        <translation>إزالة مستند من المحادثة</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>كتابة رسالة</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>الرسالة السابقة</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>الرسالة التالية</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>نسخ آخر إجابة</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>إعادة التسمية…</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>إعادة تسمية محادثة</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>إزالة…</translation>
    </message>
    <message>
        <source>Remove a conversation</source>
        <translation>إزالة محادثة</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>نص أكبر</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>نص أصغر</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>حجم النص العادي</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>ملء الشاشة</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>ما يقرؤه النموذج</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>حول هذا النموذج</translation>
    </message>
    <message>
        <source>Start of the latest answer</source>
        <translation>بداية آخر إجابة</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>النماذج…</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>عرض النماذج</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>قراءة %1 من %2 رمزًا</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>جارٍ القراءة</translation>
    </message>
    <message>
        <source> · %1 a second · %2</source>
        <translation> · %1 في الثانية · %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>جارٍ تحميل النموذج</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>جارٍ الكتابة</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The rest is too long to be shown. Copy copies all of it.</source>
        <translation>الباقي أطول من أن يُعرض. «نسخ» ينسخه كله.</translation>
    </message>
    <message>
        <source>%1 · &lt;font color=&quot;%2&quot;&gt;Esc to stop&lt;/font&gt;</source>
        <translation>%1 · &lt;font color=&quot;%2&quot;&gt;Esc للإيقاف&lt;/font&gt;</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Previous version</source>
        <translation>النسخة السابقة</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>version 2 of 3</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>النسخة %1 من %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>النسخة التالية</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>New conversation</source>
        <translation>محادثة جديدة</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New text ↓</source>
        <translation>نص جديد ↓</translation>
    </message>
    <message>
        <source>An answer is being written in another conversation.</source>
        <translation>تُكتب إجابة في محادثة أخرى.</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Sotto compares the model&apos;s files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.</source>
        <translation>يقارن Sotto ملفات النموذج بمجاميعها الاختبارية، ويحمّله، ويطرح عليه سؤالًا معروف الإجابة، ويقيس سرعته على هذا الجهاز.</translation>
    </message>
    <message>
        <source>The model is being checked…</source>
        <translation>جارٍ فحص النموذج…</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>فحص النموذج</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>This is more than the model can read at once</source>
        <translation>هذا أكثر مما يستطيع النموذج قراءته دفعة واحدة</translation>
    </message>
    <message>
        <source>Back to my text</source>
        <translation>العودة إلى نصي</translation>
    </message>
</context>
<context>
    <name>CitationChip</name>
    <message>
        <source>Source %1: %2</source>
        <translation>المصدر %1: %2</translation>
    </message>
</context>
<context>
    <name>CitationChips</name>
    <message>
        <source>Sources</source>
        <translation>المصادر</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 أخرى</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>شيفرة</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>نُسخ</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>نسخ الشيفرة</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything</source>
        <translation>اسأل ما تشاء</translation>
    </message>
    <message>
        <source>Ask about the text, or anything</source>
        <translation>اسأل عن النص أو عن أي شيء</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>رسالتك</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Ends the answer and keeps what is written</source>
        <translation>ينهي الإجابة ويُبقي ما كُتب</translation>
    </message>
    <message>
        <source>Waits until the document is open</source>
        <translation>ينتظر حتى يُفتح المستند</translation>
    </message>
    <message>
        <source>Sends your message</source>
        <translation>يرسل رسالتك</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context. %1</source>
        <translation>السياق. %1</translation>
    </message>
    <message>
        <source>Enter shows what is in it</source>
        <translation>مفتاح Enter يعرض ما فيه</translation>
    </message>
</context>
<context>
    <name>ContextSheet</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>اسألني في كل مرة</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>المحادثات</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Everything stays on this device.</source>
        <translation>يبقى كل شيء على هذا الجهاز.</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>Rename or remove</source>
        <translation>إعادة التسمية أو الإزالة</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>نُسخ</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>نسخ الرسالة</translation>
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
        <translation>فتح النص</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Stops reading and keeps what has been read</source>
        <translation>يوقف القراءة ويُبقي ما قُرئ</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>متابعة القراءة</translation>
    </message>
    <message>
        <source>Continue summarizing</source>
        <translation>متابعة التلخيص</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>تلخيص</translation>
    </message>
    <message>
        <source>The summary appears as an answer in this conversation</source>
        <translation>يظهر الملخص كإجابة في هذه المحادثة</translation>
    </message>
    <message>
        <source>Stop summarizing</source>
        <translation>إيقاف التلخيص</translation>
    </message>
    <message>
        <source>Keeps the part that is done</source>
        <translation>يُبقي الجزء المنجز</translation>
    </message>
</context>
<context>
    <name>DocumentCard</name>
    <message>
        <source>Dismiss</source>
        <translation>تجاهل</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>قراءته بالتعرف الضوئي</translation>
    </message>
    <message>
        <source>Stops the text recognition; the file stays here</source>
        <translation>يوقف التعرف على النص؛ ويبقى الملف هنا</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>يتعرف على النص في الصور؛ يستغرق ثوانيَ لكل صفحة ويخطئ أحيانًا</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Enter opens the documents, Delete removes it from this conversation</source>
        <translation>‏Enter يفتح المستندات، وDelete يزيله من هذه المحادثة</translation>
    </message>
    <message>
        <source>Enter opens the documents</source>
        <translation>‏Enter يفتح المستندات</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>تجاهل</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>قراءته بالتعرف الضوئي</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>يتعرف على النص في الصور؛ يستغرق ثوانيَ لكل صفحة ويخطئ أحيانًا</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>مستندات هذه المحادثة</translation>
    </message>
    <message>
        <source>%L1 documents</source>
        <translation>%L1 مستندات</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>جارٍ الفتح</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Drop a file on the window, or open one. Answers in this conversation then use its text.</source>
        <translation>أفلت ملفًا على النافذة أو افتح واحدًا. عندها تستخدم الإجابات في هذه المحادثة نصه.</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
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
        <translation>أفلته لتسأل عنه</translation>
    </message>
</context>
<context>
    <name>EditNotice</name>
    <message>
        <source>You are editing an earlier question. Its answers stay as another version.</source>
        <translation>أنت تعدّل سؤالًا سابقًا. ستبقى إجاباته كنسخة أخرى.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
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
        <translation>اكتب ملاحظة قصيرة لجاري عن ضوضاء الليلة الماضية</translation>
    </message>
    <message>
        <source>Explain to a child why the sea is salty</source>
        <translation>اشرح لطفل لماذا البحر مالح</translation>
    </message>
    <message>
        <source>Make a packing list for three rainy days in Lisbon</source>
        <translation>أعدّ قائمة أمتعة لثلاثة أيام ممطرة في لشبونة</translation>
    </message>
    <message>
        <source>What is this about, in five sentences?</source>
        <translation>عمّ يتحدث هذا، في خمس جمل؟</translation>
    </message>
    <message>
        <source>Which dates, names and amounts does it mention?</source>
        <translation>ما التواريخ والأسماء والمبالغ المذكورة فيه؟</translation>
    </message>
    <message>
        <source>Explain the hardest part in plain words</source>
        <translation>اشرح أصعب جزء بكلمات بسيطة</translation>
    </message>
    <message>
        <source>Ask about %1.</source>
        <translation>اسأل عن %1.</translation>
    </message>
    <message>
        <source>Ask something, or start with one of these.</source>
        <translation>اسأل شيئًا، أو ابدأ بواحد من هذه.</translation>
    </message>
    <message>
        <source>There is no model yet. Import one from a file on this device.</source>
        <translation>لا يوجد نموذج بعد. استورد نموذجًا من ملف على هذا الجهاز.</translation>
    </message>
    <message>
        <source>This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.</source>
        <translation>هذا هو النموذج الأولي، وهو نموذج صغير جدًا يأتي مع Sotto. يجد الحقائق في نص قصير تكتبه، ويخطئ كثيرًا. للمحادثات الحقيقية، استورد نموذجًا.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>الحصول على نموذج</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Sotto</source>
        <translation>مرحبًا بك في Sotto</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>هذا الجهاز</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>الحصول على نموذج</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>فحص النموذج</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>الخطوة %1 من %2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>تخطي الكل</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>ابدأ الكتابة</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Drop it to look at the model</source>
        <translation>أفلته لفحص النموذج</translation>
    </message>
</context>
<context>
    <name>GetModelStep</name>
    <message>
        <source>I have the files</source>
        <translation>لديّ الملفات</translation>
    </message>
    <message>
        <source>Download in my browser</source>
        <translation>التنزيل بمتصفحي</translation>
    </message>
    <message>
        <source>Use one that is here already</source>
        <translation>استخدام نموذج موجود هنا</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.</source>
        <translation>أفلت نموذجًا هنا أو اختر واحدًا: ملف GGUF، أو مجلدًا فيه config.json والأوزان، أو حزمة من جهاز آخر.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>اختيار ملف…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>اختيار مجلد…</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>استيراده</translation>
    </message>
    <message>
        <source>Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.</source>
        <translation>لا ينزّل Sotto شيئًا. افتح إحدى هذه الصفحات بمتصفحك، واقبل الترخيص هناك إن طُلب، ونزّل الملف، ثم استورده عبر الخيار الأول.</translation>
    </message>
    <message>
        <source>Stop watching the downloads folder</source>
        <translation>إيقاف مراقبة مجلد التنزيلات</translation>
    </message>
    <message>
        <source>Watch the downloads folder and go on by itself</source>
        <translation>مراقبة مجلد التنزيلات والمتابعة تلقائيًا</translation>
    </message>
    <message>
        <source>%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.</source>
        <translation>جُلب %1 لأجل Sotto وهو في مجلد التخزين المؤقت. استيراده ينسخه إلى نماذجك.</translation>
    </message>
    <message>
        <source>No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.</source>
        <translation>لا يوجد على هذا الجهاز أي نموذج من الفهرس. النموذج الأولي المرفق مع Sotto صغير جدًا: يجد الحقائق في نصوص قصيرة ويخطئ كثيرًا.</translation>
    </message>
</context>
<context>
    <name>HeldModel</name>
    <message>
        <source>Sotto ended while it was loading %1. The model is not loaded until you say so.</source>
        <translation>توقف Sotto أثناء تحميل %1. لن يُحمَّل النموذج حتى تطلب ذلك.</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>تحميله مجددًا</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>اختيار نموذج آخر</translation>
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
        <translation>الذاكرة اللازمة للسياق، بالرموز، مع النموذج الحالي: %1.</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Links of this message</source>
        <translation>روابط هذه الرسالة</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Import a model</source>
        <translation>استيراد نموذج</translation>
    </message>
    <message>
        <source>Models (*.gguf *.tar)</source>
        <translation>نماذج (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
    <message>
        <source>Import a model from a folder</source>
        <translation>استيراد نموذج من مجلد</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>تصدير النموذج</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>حزم (*.tar)</translation>
    </message>
</context>
<context>
    <name>ModelJob</name>
    <message>
        <source>Stop</source>
        <translation>إيقاف</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Model: %1</source>
        <translation>النموذج: %1</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>اختيار نموذج</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>in use</source>
        <translation>قيد الاستخدام</translation>
    </message>
    <message>
        <source>Memory for a context of %1</source>
        <translation>ذاكرة لسياق من %1</translation>
    </message>
    <message>
        <source>Here it %1</source>
        <translation>هنا: %1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>الترخيص: %1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>المصدر: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>استخدام</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>استخدام %1</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>فحص الملفات</translation>
    </message>
    <message>
        <source>Check the files of %1</source>
        <translation>فحص ملفات %1</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>تصدير…</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>تصدير %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>إزالة…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>إزالة %1</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Its licence is not known.</source>
        <translation>ترخيصه غير معروف.</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>الترخيص: %1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>من %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>النماذج</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.</source>
        <translation>أفلت نموذجًا هنا أو اختر واحدًا: ملف GGUF، أو مجلدًا فيه config.json والأوزان، أو حزمة من جهاز آخر. لا ينزّل Sotto شيئًا بنفسه أبدًا.</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>استيراد ملف…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>استيراد مجلد…</translation>
    </message>
    <message>
        <source>Where to get a model</source>
        <translation>أين تجد نموذجًا</translation>
    </message>
    <message>
        <source>Drop it to import the model</source>
        <translation>أفلته لاستيراد النموذج</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open documents</source>
        <translation>فتح مستندات</translation>
    </message>
    <message>
        <source>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>المستندات (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>كل الملفات (*)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Sotto&apos;s window.</source>
        <translation>نافذة Sotto.</translation>
    </message>
</context>
<context>
    <name>PaneHeader</name>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>PlaceText</name>
    <message>
        <source>Page %1</source>
        <translation>الصفحة %1</translation>
    </message>
    <message>
        <source>pages %1–%2</source>
        <translation>الصفحات %1–%2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>الصفحة %1</translation>
    </message>
    <message>
        <source>section %1</source>
        <translation>القسم %1</translation>
    </message>
</context>
<context>
    <name>PublishedCard</name>
    <message>
        <source>Download: %1</source>
        <translation>للتنزيل: %1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>نسخ العنوان</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>نسخ عنوان %1</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>نسخ المجموع الاختباري</translation>
    </message>
    <message>
        <source>Copy the checksum of %1</source>
        <translation>نسخ المجموع الاختباري لـ %1</translation>
    </message>
    <message>
        <source>Hide the QR code</source>
        <translation>إخفاء رمز QR</translation>
    </message>
    <message>
        <source>Show a QR code</source>
        <translation>عرض رمز QR</translation>
    </message>
    <message>
        <source>QR code of the address of %1</source>
        <translation>رمز QR لعنوان %1</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>رمز QR: %1</translation>
    </message>
</context>
<context>
    <name>ReaderPassage</name>
    <message>
        <source>The passage you opened</source>
        <translation>المقطع الذي فتحته</translation>
    </message>
</context>
<context>
    <name>RemoveModelSheet</name>
    <message>
        <source>Remove this model?</source>
        <translation>إزالة هذا النموذج؟</translation>
    </message>
    <message>
        <source>“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.</source>
        <translation>سيُحذف «%1» وأوزانه المجمّعة، مما يحرّر %2. تبقى محادثاتك ومستنداتك. لاستخدام النموذج مجددًا، استورده من جديد.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>الإبقاء عليه</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
</context>
<context>
    <name>RemoveSheet</name>
    <message>
        <source>Remove this conversation?</source>
        <translation>هل تريد إزالة هذه المحادثة؟</translation>
    </message>
    <message>
        <source>“%1” will be gone from this device. This cannot be undone.</source>
        <translation>سيختفي «%1» من هذا الجهاز. لا يمكن التراجع عن ذلك.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>الإبقاء عليها</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>إزالة</translation>
    </message>
</context>
<context>
    <name>RenameSheet</name>
    <message>
        <source>Rename the conversation</source>
        <translation>إعادة تسمية المحادثة</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>إعادة التسمية</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>Search results</source>
        <translation>نتائج البحث</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>Search all messages and documents</source>
        <translation>البحث في كل الرسائل والمستندات</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Finds text with all of the words, in any order. “Words in quotes” are found together.</source>
        <translation>يجد النص الذي فيه كل الكلمات بأي ترتيب. أما “الكلمات بين علامتي تنصيص” فتوجد معًا.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>Speakable</name>
    <message>
        <source>Code block:</source>
        <translation>مقطع شيفرة:</translation>
    </message>
    <message>
        <source>Code block, %1:</source>
        <translation>مقطع شيفرة، %1:</translation>
    </message>
    <message>
        <source>End of code.</source>
        <translation>نهاية الشيفرة.</translation>
    </message>
    <message>
        <source>Table, %1 columns, %2 rows:</source>
        <translation>جدول، %1 أعمدة، %2 صفوف:</translation>
    </message>
    <message>
        <source>To do: </source>
        <translation>للإنجاز: </translation>
    </message>
    <message>
        <source>Done: </source>
        <translation>أُنجز: </translation>
    </message>
    <message>
        <source>Heading: %1</source>
        <translation>عنوان: %1</translation>
    </message>
    <message>
        <source>Quote: </source>
        <translation>اقتباس: </translation>
    </message>
</context>
<context>
    <name>StatusText</name>
    <message>
        <source>Waiting</source>
        <translation>في الانتظار</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>جارٍ الفتح</translation>
    </message>
    <message>
        <source>Recognizing text</source>
        <translation>جارٍ التعرف على النص</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>جارٍ الحفظ</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>جارٍ القراءة</translation>
    </message>
    <message>
        <source>Reading: %1</source>
        <translation>القراءة: %1</translation>
    </message>
    <message>
        <source> · %1 tokens a second · %2</source>
        <translation> · %1 رمزًا في الثانية · %2</translation>
    </message>
    <message>
        <source>Preparing the summary</source>
        <translation>جارٍ تحضير الملخص</translation>
    </message>
    <message>
        <source>Summarizing: part %1 of %2</source>
        <translation>التلخيص: الجزء %1 من %2</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>جارٍ كتابة الملخص</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
    <message>
        <source>Recognizing page %1 of %2</source>
        <translation>التعرف على الصفحة %1 من %2</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>الصفحة %1 من %2</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>بانتظار القراءة</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>جارٍ تحميل النموذج</translation>
    </message>
    <message>
        <source>Continues after the answer</source>
        <translation>يتابع بعد الإجابة</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>متوقف</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>لم يُقرأ بعد</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>توقف عند %1</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>قُرئ كاملًا</translation>
    </message>
    <message>
        <source>Read in full (%1 tokens)</source>
        <translation>قُرئ كاملًا (%1 رمزًا)</translation>
    </message>
    <message>
        <source>Summary waiting</source>
        <translation>الملخص في الانتظار</translation>
    </message>
    <message>
        <source>The summary continues after the answer</source>
        <translation>يتابع الملخص بعد الإجابة</translation>
    </message>
    <message>
        <source>Summary stopped at %1</source>
        <translation>توقف الملخص عند %1</translation>
    </message>
    <message>
        <source>Summary stopped</source>
        <translation>الملخص متوقف</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>حرف واحد</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 حرفًا</translation>
    </message>
    <message>
        <source>%1 · recognized text</source>
        <translation>%1 · نص متعرَّف عليه</translation>
    </message>
    <message>
        <source>1 page · %1</source>
        <translation>صفحة واحدة · %1</translation>
    </message>
    <message>
        <source>%1 pages · %2</source>
        <translation>%1 صفحات · %2</translation>
    </message>
    <message>
        <source>%1
and %2 more</source>
        <translation>%1
و%2 أخرى</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>أُوقف قبل الانتهاء.</translation>
    </message>
    <message>
        <source>Sotto is still busy with the last request. Wait a moment, then try again.</source>
        <translation>لا يزال Sotto مشغولًا بالطلب الأخير. انتظر لحظة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Something this needs is no longer there. Choose another model, or open the conversation again.</source>
        <translation>لم يعد شيء لازم لهذا موجودًا. اختر نموذجًا آخر أو افتح المحادثة مجددًا.</translation>
    </message>
    <message>
        <source>This could not be used as it is.</source>
        <translation>تعذّر استخدام هذا كما هو.</translation>
    </message>
    <message>
        <source>This conversation is longer than the model can read at once. Begin a new one, or send less text.</source>
        <translation>هذه المحادثة أطول مما يستطيع النموذج قراءته دفعة واحدة. ابدأ محادثة جديدة أو أرسل نصًا أقل.</translation>
    </message>
    <message>
        <source>There is not enough free memory. Close other programs or choose a smaller model, then try again.</source>
        <translation>لا توجد ذاكرة حرة كافية. أغلق برامج أخرى أو اختر نموذجًا أصغر ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The disk is full, so nothing more can be saved. Free some space, then try again.</source>
        <translation>القرص ممتلئ فلا يمكن حفظ المزيد. حرّر بعض المساحة ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together. Import the model again.</source>
        <translation>ملفات النموذج غير متوافقة. استورد النموذج من جديد.</translation>
    </message>
    <message>
        <source>A file is damaged and was not used. Your other conversations are safe.</source>
        <translation>أحد الملفات تالف ولم يُستخدم. محادثاتك الأخرى سليمة.</translation>
    </message>
    <message>
        <source>A file could not be read or written. Check the disk, then try again.</source>
        <translation>تعذّرت قراءة ملف أو كتابته. افحص القرص ثم أعد المحاولة.</translation>
    </message>
    <message>
        <source>Sotto cannot do this with these files.</source>
        <translation>لا يستطيع Sotto فعل هذا بهذه الملفات.</translation>
    </message>
    <message>
        <source>Something went wrong inside Sotto. Your text is saved; please try again.</source>
        <translation>حدث خطأ داخل Sotto. نصك محفوظ؛ أعد المحاولة من فضلك.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 ٪</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>يتبقى %1 ث</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>يتبقى %1 د</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Only the beginning is shown. All of it was sent, and Copy copies all of it.</source>
        <translation>تُعرض البداية فقط. أُرسل كله، و«نسخ» ينسخه كله.</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>تعديل وإعادة السؤال</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.</source>
        <translation>يجيب Sotto عن الأسئلة، وعن مستنداتك أيضًا، بنموذج يعمل على هذا الحاسوب. لا يفتح أي اتصال بالشبكة، لا الآن ولا لاحقًا.</translation>
    </message>
    <message>
        <source>Your conversations and documents are kept in %1, and nowhere else.</source>
        <translation>تُحفظ محادثاتك ومستنداتك في %1 ولا مكان غيره.</translation>
    </message>
    <message>
        <source>These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).</source>
        <translation>تفحص هذه الخطوات الجهاز وتساعدك في الحصول على نموذج. يمكنك تخطي أيّ منها والعودة إليها من صفحة النماذج (Ctrl+Shift+M).</translation>
    </message>
</context>
<context>
    <name>sotto::app::DesktopSession</name>
    <message>
        <source>Your answer is ready.</source>
        <translation>إجابتك جاهزة.</translation>
    </message>
    <message>
        <source>Read in full. You can ask about it.</source>
        <translation>قُرئ كاملًا. يمكنك السؤال عنه.</translation>
    </message>
    <message>
        <source>The summary is ready.</source>
        <translation>الملخص جاهز.</translation>
    </message>
</context>
<context>
    <name>sotto::app::Notifications</name>
    <message>
        <source>Open</source>
        <translation>فتح</translation>
    </message>
</context>
<context>
    <name>sotto::app::SleepInhibitor</name>
    <message>
        <source>Sotto is reading or writing</source>
        <translation>يقرأ Sotto أو يكتب</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ChatViewModel</name>
    <message>
        <source>There is no model to answer with yet. Import one first.</source>
        <translation>لا يوجد نموذج للإجابة بعد. استورد نموذجًا أولًا.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>جارٍ البدء</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>جارٍ الإيقاف</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationList</name>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationsViewModel</name>
    <message>
        <source>Untitled</source>
        <translation>بلا عنوان</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextChoicesViewModel</name>
    <message>
        <source>instructions %1</source>
        <translation>التعليمات %1</translation>
    </message>
    <message>
        <source>documents %1</source>
        <translation>المستندات %1</translation>
    </message>
    <message>
        <source>history %1</source>
        <translation>السجل %1</translation>
    </message>
    <message>
        <source>your question %1</source>
        <translation>سؤالك %1</translation>
    </message>
    <message>
        <source>This takes %1 tokens (%2). With room for an answer the model can read %3. Your text is kept.</source>
        <translation>هذا %1 رمزًا (%2). ومع ترك مكان للإجابة يستطيع النموذج قراءة %3. نصك محفوظ.</translation>
    </message>
    <message>
        <source>Summarize the oldest turns</source>
        <translation>تلخيص أقدم المداخلات</translation>
    </message>
    <message>
        <source>The model first writes a summary of %1 of them and reads it instead.</source>
        <translation>يكتب النموذج أولًا ملخصًا لـ %1 منها ويقرؤه بدلًا منها.</translation>
    </message>
    <message>
        <source>Read the parts that fit the question</source>
        <translation>قراءة الأجزاء المناسبة للسؤال</translation>
    </message>
    <message>
        <source>%1 of %2 parts of the documents: those with words of the question.</source>
        <translation>%1 من %2 جزءًا من المستندات: تلك التي فيها كلمات من السؤال.</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>ترك أقدم المداخلات</translation>
    </message>
    <message>
        <source>%1 of them. You can still read them here.</source>
        <translation>%1 منها. لا يزال بإمكانك قراءتها هنا.</translation>
    </message>
    <message>
        <source>%1 of them, up to “%2”. You can still read them here.</source>
        <translation>%1 منها، حتى «%2». لا يزال بإمكانك قراءتها هنا.</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>بدء محادثة جديدة</translation>
    </message>
    <message>
        <source>About the same documents; this one stays as it is.</source>
        <translation>عن المستندات نفسها؛ وتبقى هذه كما هي.</translation>
    </message>
    <message>
        <source>This one stays as it is.</source>
        <translation>تبقى هذه كما هي.</translation>
    </message>
    <message>
        <source>

Leaving something out does not make enough room. Shorten the question, or remove a document.</source>
        <translation>

ترك شيء لا يوفر مكانًا كافيًا. اختصر السؤال أو أزل مستندًا.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextViewModel</name>
    <message>
        <source>Instructions %1</source>
        <translation>التعليمات %1</translation>
    </message>
    <message>
        <source>Parts of documents %1</source>
        <translation>أجزاء من المستندات %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 documents %2</source>
        <translation>%1 مستندات %2</translation>
    </message>
    <message>
        <source>History %1</source>
        <translation>السجل %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 متاح</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>%1 زائد</translation>
    </message>
    <message>
        <source>%1 tokens, %2 %</source>
        <translation>%1 رمزًا، %2 ٪</translation>
    </message>
    <message>
        <source>What the model reads is counted once you write.</source>
        <translation>يُحسب ما يقرؤه النموذج عندما تكتب.</translation>
    </message>
    <message>
        <source>Instructions: %1</source>
        <translation>التعليمات: %1</translation>
    </message>
    <message>
        <source>Documents: %1</source>
        <translation>المستندات: %1</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>السجل: %1</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>متاح: %1</translation>
    </message>
    <message>
        <source>%1 tokens more than there is room for</source>
        <translation>%1 رمزًا أكثر من المكان المتاح</translation>
    </message>
    <message>
        <source>The model reads %1 tokens at once.</source>
        <translation>يقرأ النموذج %1 رمزًا دفعة واحدة.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are left out.</source>
        <translation>عندما تطول هذه المحادثة كثيرًا تُترك أقدم مداخلاتها.</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are summarized.</source>
        <translation>عندما تطول هذه المحادثة كثيرًا تُلخَّص أقدم مداخلاتها.</translation>
    </message>
    <message>
        <source>When the documents are too long, their parts with words of the question are read.</source>
        <translation>عندما تكون المستندات طويلة جدًا تُقرأ أجزاؤها التي فيها كلمات من السؤال.</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>قُرئ كاملًا</translation>
    </message>
    <message>
        <source>The parts with words of the question</source>
        <translation>الأجزاء التي فيها كلمات من السؤال</translation>
    </message>
    <message>
        <source>%1 of %2 parts in the last answer</source>
        <translation>%1 من %2 جزءًا في آخر إجابة</translation>
    </message>
    <message>
        <source>The oldest turn as a summary</source>
        <translation>أقدم مداخلة كملخص</translation>
    </message>
    <message>
        <source>The %1 oldest turns as a summary</source>
        <translation>أقدم %1 مداخلات كملخص</translation>
    </message>
    <message>
        <source>Without the oldest turn</source>
        <translation>بدون أقدم مداخلة</translation>
    </message>
    <message>
        <source>Without the %1 oldest turns</source>
        <translation>بدون أقدم %1 مداخلات</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>التعليمات</translation>
    </message>
    <message>
        <source>Conversation so far</source>
        <translation>المحادثة حتى الآن</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>رسالتك</translation>
    </message>
    <message>
        <source>Reserved for the answer</source>
        <translation>محجوز للإجابة</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>متاح</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>زائد</translation>
    </message>
    <message>
        <source>In the context as a summary</source>
        <translation>في السياق كملخص</translation>
    </message>
    <message>
        <source>Not in context</source>
        <translation>خارج السياق</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationListViewModel</name>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>سابقًا</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>بلا عنوان</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationViewModel</name>
    <message>
        <source>The summary of %1 is ready.</source>
        <translation>ملخص %1 جاهز.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CurrentModel</name>
    <message>
        <source>Starter</source>
        <translation>المبدئي</translation>
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
        <translation>هذه المستندات (%1)</translation>
    </message>
    <message>
        <source>Only files on this device can be opened.</source>
        <translation>يمكن فتح ملفات هذا الجهاز فقط.</translation>
    </message>
    <message>
        <source>%1 is a document of this conversation already.</source>
        <translation>%1 من مستندات هذه المحادثة بالفعل.</translation>
    </message>
    <message>
        <source>%1 is open.</source>
        <translation>فُتح %1.</translation>
    </message>
    <message>
        <source>The document is removed from this conversation.</source>
        <translation>أُزيل المستند من هذه المحادثة.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>بلا عنوان</translation>
    </message>
</context>
<context>
    <name>sotto::ui::FirstRunViewModel</name>
    <message>
        <source>Processor: %1</source>
        <translation>المعالج: %1</translation>
    </message>
    <message>
        <source>Cores: %1, of which %2 compute</source>
        <translation>الأنوية: %1، منها %2 للحساب</translation>
    </message>
    <message>
        <source>Instruction sets: %1</source>
        <translation>مجموعات التعليمات: %1</translation>
    </message>
    <message>
        <source>Memory: %1, of which %2 is available</source>
        <translation>الذاكرة: %1، المتاح منها %2</translation>
    </message>
    <message>
        <source>Free disk: %1</source>
        <translation>القرص المتاح: %1</translation>
    </message>
    <message>
        <source>There is no model in %1. Sotto reads GGUF files, folders with config.json and weights, and bundles.</source>
        <translation>لا يوجد نموذج في %1. يقرأ Sotto ملفات GGUF، ومجلدات فيها config.json والأوزان، والحزم.</translation>
    </message>
    <message>
        <source>%1 lacks: %2.</source>
        <translation>ينقص %1: %2.</translation>
    </message>
    <message>
        <source>%1 has: %2. It lacks: %3.</source>
        <translation>في %1: %2. ينقصه: %3.</translation>
    </message>
    <message>
        <source>%1, %2, with all that it needs: %3.</source>
        <translation>%1، %2، مع كل ما يلزمه: %3.</translation>
    </message>
    <message>
        <source>It reads %1 and writes %2 tokens a second here.</source>
        <translation>يقرأ هنا %1 ويكتب %2 رمزًا في الثانية.</translation>
    </message>
    <message>
        <source>The model found the right answer to a question. %1 %2</source>
        <translation>أجاب النموذج عن سؤال إجابة صحيحة. %1 %2</translation>
    </message>
    <message>
        <source>The model works, but its answer to an easy question was wrong. %1 %2</source>
        <translation>يعمل النموذج، لكنه أخطأ في سؤال سهل. %1 %2</translation>
    </message>
    <message>
        <source>Threads: %1.</source>
        <translation>خيوط التنفيذ: %1.</translation>
    </message>
    <message>
        <source>Threads: %1. A context of up to %2 tokens is comfortable.</source>
        <translation>خيوط التنفيذ: %1. سياق يصل إلى %2 رمزًا مريح.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::MessageListViewModel</name>
    <message>
        <source>1 token</source>
        <translation>رمز واحد</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 رمزًا</translation>
    </message>
    <message>
        <source> · %1 a second</source>
        <translation> · %1 في الثانية</translation>
    </message>
    <message>
        <source> · first word after %1&#xa0;s</source>
        <translation> · أول كلمة بعد %1&#xa0;ث</translation>
    </message>
    <message>
        <source>Stopped before the end</source>
        <translation>أُوقفت قبل النهاية</translation>
    </message>
    <message>
        <source>Ended at the length limit</source>
        <translation>انتهت عند حد الطول</translation>
    </message>
    <message>
        <source>%1 of %2 parts read</source>
        <translation>قُرئ %1 من %2 جزءًا</translation>
    </message>
    <message>
        <source>without the oldest turn</source>
        <translation>بدون أقدم مداخلة</translation>
    </message>
    <message>
        <source>without the %1 oldest turns</source>
        <translation>بدون أقدم %1 مداخلات</translation>
    </message>
    <message>
        <source>with a summary of the oldest turn</source>
        <translation>مع ملخص لأقدم مداخلة</translation>
    </message>
    <message>
        <source>with a summary of the %1 oldest turns</source>
        <translation>مع ملخص لأقدم %1 مداخلات</translation>
    </message>
    <message>
        <source>Sotto, answer %L1</source>
        <translation>Sotto، الإجابة %L1</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>%1 tokens reused</source>
        <translation>أُعيد استخدام %1 رمزًا</translation>
    </message>
    <message>
        <source>This answer could not be finished.</source>
        <translation>تعذّر إكمال هذه الإجابة.</translation>
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
        <translation>تم الإيقاف. لم يتغير شيء.</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>جارٍ قراءة الملفات</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 جاهز.</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>جارٍ مقارنة الملفات بمجاميعها الاختبارية</translation>
    </message>
    <message>
        <source>%1 is intact: no file has changed since the import.</source>
        <translation>%1 سليم: لم يتغير أي ملف منذ الاستيراد.</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>جارٍ كتابة الحزمة</translation>
    </message>
    <message>
        <source>%1 is exported. On the other device, import the file.</source>
        <translation>صُدّر %1. استورد الملف على الجهاز الآخر.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelListViewModel</name>
    <message>
        <source>A tiny model that comes with Sotto · %1</source>
        <translation>نموذج صغير جدًا يأتي مع Sotto · %1</translation>
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
        <translation>%1 مريح</translation>
    </message>
    <message>
        <source>%1 tight</source>
        <translation>%1 بالكاد يكفي</translation>
    </message>
    <message>
        <source>%1 needs %2 more</source>
        <translation>%1 يحتاج %2 إضافية</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1 من %2، %3</translation>
    </message>
    <message>
        <source>It comes with Sotto.</source>
        <translation>يأتي مع Sotto.</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>غير مذكور</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · context of %4 tokens</source>
        <translation>%1 · %2 · %3 · سياق من %4 رمز</translation>
    </message>
    <message>
        <source>reads %1 and writes %2 tokens a second</source>
        <translation>يقرأ %1 ويكتب %2 رمزًا في الثانية</translation>
    </message>
</context>
<context>
    <name>sotto::ui::PublishedModelList</name>
    <message>
        <source>%1 · licence %2 · needs %3 of memory</source>
        <translation>%1 · الترخيص %2 · يحتاج %3 من الذاكرة</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ReaderViewModel</name>
    <message>
        <source>Page %1</source>
        <translation>الصفحة %1</translation>
    </message>
    <message>
        <source>This document is no longer on this device.</source>
        <translation>لم يعد هذا المستند على هذا الجهاز.</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SearchViewModel</name>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>رسالة واحدة</translation>
    </message>
    <message>
        <source>%L1 messages</source>
        <translation>%L1 رسائل</translation>
    </message>
    <message>
        <source>1 place in documents</source>
        <translation>موضع واحد في المستندات</translation>
    </message>
    <message>
        <source>%L1 places in documents</source>
        <translation>%L1 مواضع في المستندات</translation>
    </message>
    <message>
        <source>No messages or documents have these words.</source>
        <translation>لا توجد هذه الكلمات في أي رسالة أو مستند.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>بلا عنوان</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>المستندات</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SummariesViewModel</name>
    <message>
        <source>Summarize “%1”.</source>
        <translation>لخّص «%1».</translation>
    </message>
</context>
</TS>
