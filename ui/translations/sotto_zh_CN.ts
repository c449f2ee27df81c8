<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop the answer or close what is open</source>
        <translation>停止回答或关闭已打开的内容</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Search messages and documents</source>
        <translation>搜索消息和文档</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Show or hide the conversations</source>
        <translation>显示或隐藏对话列表</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>显示或隐藏文档</translation>
    </message>
    <message>
        <source>Remove from this conversation</source>
        <translation>从此对话中移除</translation>
    </message>
    <message>
        <source>Remove a document from the conversation</source>
        <translation>从对话中移除文档</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>撰写消息</translation>
    </message>
    <message>
        <source>Previous message</source>
        <translation>上一条消息</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>下一条消息</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>复制最后一个回答</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Remove a conversation</source>
        <translation>删除对话</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>正常文字大小</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>What the model reads</source>
        <translation>模型读取的内容</translation>
    </message>
    <message>
        <source>About this model</source>
        <translation>关于此模型</translation>
    </message>
    <message>
        <source>Start of the latest answer</source>
        <translation>最新回答的开头</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Show the models</source>
        <translation>显示模型</translation>
    </message>
</context>
<context>
    <name>ActivityText</name>
    <message>
        <source>Reading %1 of %2 tokens</source>
        <translation>正在读取 %1/%2 个词元</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source> · %1 a second · %2</source>
        <translation> · 每秒 %1 · %2</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>The rest is too long to be shown. Copy copies all of it.</source>
        <translation>其余内容太长，无法显示。“复制”会复制全部内容。</translation>
    </message>
    <message>
        <source>%1 · &lt;font color=&quot;%2&quot;&gt;Esc to stop&lt;/font&gt;</source>
        <translation>%1 · &lt;font color=&quot;%2&quot;&gt;按 Esc 停止&lt;/font&gt;</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Previous version</source>
        <translation>上一个版本</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <comment>version 2 of 3</comment>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Version %1 of %2</source>
        <translation>第 %1 个版本，共 %2 个</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一个版本</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>New text ↓</source>
        <translation>新内容 ↓</translation>
    </message>
    <message>
        <source>An answer is being written in another conversation.</source>
        <translation>另一个对话中正在写回答。</translation>
    </message>
</context>
<context>
    <name>CheckStep</name>
    <message>
        <source>Sotto compares the model&apos;s files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.</source>
        <translation>Sotto 会将模型文件与其校验和进行比较，加载模型，向它提一个已知答案的问题，并测量它在本机的速度。</translation>
    </message>
    <message>
        <source>The model is being checked…</source>
        <translation>正在检查模型…</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>检查模型</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>This is more than the model can read at once</source>
        <translation>这超出了模型一次能读取的量</translation>
    </message>
    <message>
        <source>Back to my text</source>
        <translation>返回我的文字</translation>
    </message>
</context>
<context>
    <name>CitationChip</name>
    <message>
        <source>Source %1: %2</source>
        <translation>来源 %1：%2</translation>
    </message>
</context>
<context>
    <name>CitationChips</name>
    <message>
        <source>Sources</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 个</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>复制代码</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Ask anything</source>
        <translation>随便问</translation>
    </message>
    <message>
        <source>Ask about the text, or anything</source>
        <translation>询问文本内容或其他问题</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>您的消息</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ends the answer and keeps what is written</source>
        <translation>结束回答并保留已写内容</translation>
    </message>
    <message>
        <source>Waits until the document is open</source>
        <translation>等待文档打开</translation>
    </message>
    <message>
        <source>Sends your message</source>
        <translation>发送您的消息</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Context. %1</source>
        <translation>上下文。%1</translation>
    </message>
    <message>
        <source>Enter shows what is in it</source>
        <translation>按回车键显示其内容</translation>
    </message>
</context>
<context>
    <name>ContextSheet</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ask me each time</source>
        <translation>每次都询问我</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Everything stays on this device.</source>
        <translation>一切都留在这台设备上。</translation>
    </message>
</context>
<context>
    <name>ConversationRow</name>
    <message>
        <source>Rename or remove</source>
        <translation>重命名或删除</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制消息</translation>
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
        <translation>打开文本</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stops reading and keeps what has been read</source>
        <translation>停止读取并保留已读内容</translation>
    </message>
    <message>
        <source>Continue reading</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Continue summarizing</source>
        <translation>继续总结</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>总结</translation>
    </message>
    <message>
        <source>The summary appears as an answer in this conversation</source>
        <translation>总结会作为回答出现在此对话中</translation>
    </message>
    <message>
        <source>Stop summarizing</source>
        <translation>停止总结</translation>
    </message>
    <message>
        <source>Keeps the part that is done</source>
        <translation>保留已完成的部分</translation>
    </message>
</context>
<context>
    <name>DocumentCard</name>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>用文字识别读取</translation>
    </message>
    <message>
        <source>Stops the text recognition; the file stays here</source>
        <translation>停止文字识别；文件保留在此</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>识别图片中的文字；每页需要数秒，并且会出错</translation>
    </message>
</context>
<context>
    <name>DocumentChip</name>
    <message>
        <source>Enter opens the documents, Delete removes it from this conversation</source>
        <translation>按回车键打开文档，按删除键从此对话中移除</translation>
    </message>
    <message>
        <source>Enter opens the documents</source>
        <translation>按回车键打开文档</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Read it with OCR</source>
        <translation>用文字识别读取</translation>
    </message>
    <message>
        <source>Recognizes the text in the pictures; takes seconds a page and makes mistakes</source>
        <translation>识别图片中的文字；每页需要数秒，并且会出错</translation>
    </message>
</context>
<context>
    <name>DocumentChips</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>此对话的文档</translation>
    </message>
    <message>
        <source>%L1 documents</source>
        <translation>%L1 个文档</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Drop a file on the window, or open one. Answers in this conversation then use its text.</source>
        <translation>将文件拖到窗口上，或打开一个文件。此对话中的回答便会使用其文本。</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
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
        <translation>松开即可就此提问</translation>
    </message>
</context>
<context>
    <name>EditNotice</name>
    <message>
        <source>You are editing an earlier question. Its answers stay as another version.</source>
        <translation>您正在编辑之前的问题，其回答会作为另一个版本保留。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
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
        <translation>给我的邻居写一张关于昨晚噪音的便条</translation>
    </message>
    <message>
        <source>Explain to a child why the sea is salty</source>
        <translation>向孩子解释为什么海水是咸的</translation>
    </message>
    <message>
        <source>Make a packing list for three rainy days in Lisbon</source>
        <translation>为在里斯本的三个雨天列一份行李清单</translation>
    </message>
    <message>
        <source>What is this about, in five sentences?</source>
        <translation>用五句话说明这讲的是什么？</translation>
    </message>
    <message>
        <source>Which dates, names and amounts does it mention?</source>
        <translation>其中提到了哪些日期、姓名和金额？</translation>
    </message>
    <message>
        <source>Explain the hardest part in plain words</source>
        <translation>用简单的话解释最难的部分</translation>
    </message>
    <message>
        <source>Ask about %1.</source>
        <translation>就%1提问。</translation>
    </message>
    <message>
        <source>Ask something, or start with one of these.</source>
        <translation>问点什么，或从以下示例开始。</translation>
    </message>
    <message>
        <source>There is no model yet. Import one from a file on this device.</source>
        <translation>还没有模型。请从本设备上的文件导入一个。</translation>
    </message>
    <message>
        <source>This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.</source>
        <translation>这是随 Sotto 附带的微型入门模型。它能在您写的短文中找到事实，但经常出错。要进行真正的对话，请导入一个模型。</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Sotto</source>
        <translation>欢迎使用 Sotto</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>检查模型</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Skip all</source>
        <translation>全部跳过</translation>
    </message>
    <message>
        <source>Start writing</source>
        <translation>开始书写</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Drop it to look at the model</source>
        <translation>松开以查看模型</translation>
    </message>
</context>
<context>
    <name>GetModelStep</name>
    <message>
        <source>I have the files</source>
        <translation>我有文件</translation>
    </message>
    <message>
        <source>Download in my browser</source>
        <translation>用浏览器下载</translation>
    </message>
    <message>
        <source>Use one that is here already</source>
        <translation>使用本机已有的模型</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.</source>
        <translation>将模型拖到此处，或选择一个：GGUF 文件、含 config.json 和权重的文件夹，或来自其他设备的模型包。</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Import it</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.</source>
        <translation>Sotto 不会下载任何内容。请用浏览器打开其中一个页面，如有提示请接受许可，下载文件，然后通过第一个入口导入。</translation>
    </message>
    <message>
        <source>Stop watching the downloads folder</source>
        <translation>停止监视下载文件夹</translation>
    </message>
    <message>
        <source>Watch the downloads folder and go on by itself</source>
        <translation>监视下载文件夹并自动继续</translation>
    </message>
    <message>
        <source>%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.</source>
        <translation>%1 已为 Sotto 获取，位于缓存文件夹中。导入时会将其复制到您的模型中。</translation>
    </message>
    <message>
        <source>No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.</source>
        <translation>本设备上没有目录中的模型。随 Sotto 附带的入门模型非常小：它能在短文中找到事实，但经常出错。</translation>
    </message>
</context>
<context>
    <name>HeldModel</name>
    <message>
        <source>Sotto ended while it was loading %1. The model is not loaded until you say so.</source>
        <translation>Sotto 在加载 %1 时结束了。在您确认之前不会加载该模型。</translation>
    </message>
    <message>
        <source>Load it again</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>Choose another model</source>
        <translation>选择其他模型</translation>
    </message>
</context>
<context>
    <name>IconButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>MachineStep</name>
    <message>
        <source>Memory for a context, in tokens, with the current model: %1.</source>
        <translation>当前模型各上下文（以词元计）所需内存：%1。</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Links of this message</source>
        <translation>此消息中的链接</translation>
    </message>
</context>
<context>
    <name>ModelDialogs</name>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Models (*.gguf *.tar)</source>
        <translation>模型 (*.gguf *.tar)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Import a model from a folder</source>
        <translation>从文件夹导入模型</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>Bundles (*.tar)</source>
        <translation>模型包 (*.tar)</translation>
    </message>
</context>
<context>
    <name>ModelJob</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Model: %1</source>
        <translation>模型：%1</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Memory for a context of %1</source>
        <translation>上下文内存：%1</translation>
    </message>
    <message>
        <source>Here it %1</source>
        <translation>在本机：%1</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>许可：%1</translation>
    </message>
    <message>
        <source>From: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256：%1</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Check the files of %1</source>
        <translation>检查 %1 的文件</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>ModelSheet</name>
    <message>
        <source>Its licence is not known.</source>
        <translation>其许可证未知。</translation>
    </message>
    <message>
        <source>Licence: %1</source>
        <translation>许可证：%1</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.</source>
        <translation>将模型拖到此处，或选择一个：GGUF 文件、含 config.json 和权重的文件夹，或来自其他设备的模型包。Sotto 自己从不下载任何内容。</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Where to get a model</source>
        <translation>在哪里获取模型</translation>
    </message>
    <message>
        <source>Drop it to import the model</source>
        <translation>松开以导入模型</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open documents</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <source>Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</source>
        <translation>文档 (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Sotto&apos;s window.</source>
        <translation>Sotto 的窗口。</translation>
    </message>
</context>
<context>
    <name>PaneHeader</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PlaceText</name>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>pages %1–%2</source>
        <translation>第 %1–%2 页</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>section %1</source>
        <translation>第 %1 节</translation>
    </message>
</context>
<context>
    <name>PublishedCard</name>
    <message>
        <source>Download: %1</source>
        <translation>下载：%1</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256：%1</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy the address of %1</source>
        <translation>复制 %1 的地址</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>复制校验和</translation>
    </message>
    <message>
        <source>Copy the checksum of %1</source>
        <translation>复制 %1 的校验和</translation>
    </message>
    <message>
        <source>Hide the QR code</source>
        <translation>隐藏二维码</translation>
    </message>
    <message>
        <source>Show a QR code</source>
        <translation>显示二维码</translation>
    </message>
    <message>
        <source>QR code of the address of %1</source>
        <translation>%1 地址的二维码</translation>
    </message>
    <message>
        <source>QR code: %1</source>
        <translation>二维码：%1</translation>
    </message>
</context>
<context>
    <name>ReaderPassage</name>
    <message>
        <source>The passage you opened</source>
        <translation>您打开的段落</translation>
    </message>
</context>
<context>
    <name>RemoveModelSheet</name>
    <message>
        <source>Remove this model?</source>
        <translation>移除此模型？</translation>
    </message>
    <message>
        <source>“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.</source>
        <translation>“%1”及其打包权重将被删除，释放 %2。您的对话和文档会保留。要再次使用该模型，请重新导入。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>RemoveSheet</name>
    <message>
        <source>Remove this conversation?</source>
        <translation>删除此对话？</translation>
    </message>
    <message>
        <source>“%1” will be gone from this device. This cannot be undone.</source>
        <translation>“%1”将从这台设备上消失。此操作无法撤销。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>RenameSheet</name>
    <message>
        <source>Rename the conversation</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
</context>
<context>
    <name>SearchHits</name>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>SearchSheet</name>
    <message>
        <source>Search all messages and documents</source>
        <translation>搜索所有消息和文档</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Finds text with all of the words, in any order. “Words in quotes” are found together.</source>
        <translation>查找包含所有词语的文本，顺序不限。“引号中的词语”会作为整体查找。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Speakable</name>
    <message>
        <source>Code block:</source>
        <translation>代码块：</translation>
    </message>
    <message>
        <source>Code block, %1:</source>
        <translation>代码块，%1：</translation>
    </message>
    <message>
        <source>End of code.</source>
        <translation>代码结束。</translation>
    </message>
    <message>
        <source>Table, %1 columns, %2 rows:</source>
        <translation>表格，%1 列，%2 行：</translation>
    </message>
    <message>
        <source>To do: </source>
        <translation>待办：</translation>
    </message>
    <message>
        <source>Done: </source>
        <translation>已完成：</translation>
    </message>
    <message>
        <source>Heading: %1</source>
        <translation>标题：%1</translation>
    </message>
    <message>
        <source>Quote: </source>
        <translation>引用：</translation>
    </message>
</context>
<context>
    <name>StatusText</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>Recognizing text</source>
        <translation>正在识别文字</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Reading: %1</source>
        <translation>正在读取：%1</translation>
    </message>
    <message>
        <source> · %1 tokens a second · %2</source>
        <translation> · 每秒 %1 个词元 · %2</translation>
    </message>
    <message>
        <source>Preparing the summary</source>
        <translation>正在准备总结</translation>
    </message>
    <message>
        <source>Summarizing: part %1 of %2</source>
        <translation>正在总结：第 %1/%2 部分</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>正在写总结</translation>
    </message>
    <message>
        <source> · %1</source>
        <translation> · %1</translation>
    </message>
    <message>
        <source>Recognizing page %1 of %2</source>
        <translation>正在识别第 %1/%2 页</translation>
    </message>
    <message>
        <source>page %1 of %2</source>
        <translation>第 %1/%2 页</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>等待读取</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Continues after the answer</source>
        <translation>回答后继续</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>停止于 %1</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>已全部读取</translation>
    </message>
    <message>
        <source>Read in full (%1 tokens)</source>
        <translation>已全部读取（%1 个词元）</translation>
    </message>
    <message>
        <source>Summary waiting</source>
        <translation>总结等待中</translation>
    </message>
    <message>
        <source>The summary continues after the answer</source>
        <translation>总结将在回答后继续</translation>
    </message>
    <message>
        <source>Summary stopped at %1</source>
        <translation>总结停止于 %1</translation>
    </message>
    <message>
        <source>Summary stopped</source>
        <translation>总结已停止</translation>
    </message>
    <message>
        <source>1 character</source>
        <translation>1 个字符</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
    <message>
        <source>%1 · recognized text</source>
        <translation>%1 · 识别出的文字</translation>
    </message>
    <message>
        <source>1 page · %1</source>
        <translation>1 页 · %1</translation>
    </message>
    <message>
        <source>%1 pages · %2</source>
        <translation>%1 页 · %2</translation>
    </message>
    <message>
        <source>%1
and %2 more</source>
        <translation>%1
以及另外 %2 项</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>Stopped before it was done.</source>
        <translation>在完成前已停止。</translation>
    </message>
    <message>
        <source>Sotto is still busy with the last request. Wait a moment, then try again.</source>
        <translation>Sotto 仍在处理上一个请求。请稍候再试。</translation>
    </message>
    <message>
        <source>Something this needs is no longer there. Choose another model, or open the conversation again.</source>
        <translation>所需的内容已不存在。请选择其他模型，或重新打开对话。</translation>
    </message>
    <message>
        <source>This could not be used as it is.</source>
        <translation>无法按原样使用。</translation>
    </message>
    <message>
        <source>This conversation is longer than the model can read at once. Begin a new one, or send less text.</source>
        <translation>此对话超出了模型一次能读取的长度。请开始新对话，或减少发送的文字。</translation>
    </message>
    <message>
        <source>There is not enough free memory. Close other programs or choose a smaller model, then try again.</source>
        <translation>可用内存不足。请关闭其他程序或选择较小的模型，然后重试。</translation>
    </message>
    <message>
        <source>The disk is full, so nothing more can be saved. Free some space, then try again.</source>
        <translation>磁盘已满，无法再保存。请腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>The model&apos;s files do not fit together. Import the model again.</source>
        <translation>模型的文件不匹配。请重新导入模型。</translation>
    </message>
    <message>
        <source>A file is damaged and was not used. Your other conversations are safe.</source>
        <translation>有文件已损坏，未被使用。您的其他对话是安全的。</translation>
    </message>
    <message>
        <source>A file could not be read or written. Check the disk, then try again.</source>
        <translation>无法读取或写入文件。请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>Sotto cannot do this with these files.</source>
        <translation>Sotto 无法对这些文件执行此操作。</translation>
    </message>
    <message>
        <source>Something went wrong inside Sotto. Your text is saved; please try again.</source>
        <translation>Sotto 内部出错。您的文字已保存；请重试。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Only the beginning is shown. All of it was sent, and Copy copies all of it.</source>
        <translation>仅显示开头。全部内容已发送，“复制”会复制全部内容。</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>编辑并重新提问</translation>
    </message>
</context>
<context>
    <name>WelcomeStep</name>
    <message>
        <source>Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.</source>
        <translation>Sotto 用在本机运行的模型回答问题，包括关于您文档的问题。它现在和以后都不会打开任何网络连接。</translation>
    </message>
    <message>
        <source>Your conversations and documents are kept in %1, and nowhere else.</source>
        <translation>您的对话和文档保存在 %1，别无他处。</translation>
    </message>
    <message>
        <source>These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).</source>
        <translation>这些步骤会检查本机并帮助您获得模型。您可以跳过任何一步，并从模型页面（Ctrl+Shift+M）返回。</translation>
    </message>
</context>
<context>
    <name>sotto::app::DesktopSession</name>
    <message>
        <source>Your answer is ready.</source>
        <translation>您的回答已完成。</translation>
    </message>
    <message>
        <source>Read in full. You can ask about it.</source>
        <translation>已全部读取。您可以就此提问。</translation>
    </message>
    <message>
        <source>The summary is ready.</source>
        <translation>总结已完成。</translation>
    </message>
</context>
<context>
    <name>sotto::app::Notifications</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>sotto::app::SleepInhibitor</name>
    <message>
        <source>Sotto is reading or writing</source>
        <translation>Sotto 正在读取或写作</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ChatViewModel</name>
    <message>
        <source>There is no model to answer with yet. Import one first.</source>
        <translation>还没有可用来回答的模型。请先导入一个。</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationList</name>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CitationsViewModel</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextChoicesViewModel</name>
    <message>
        <source>instructions %1</source>
        <translation>指令 %1</translation>
    </message>
    <message>
        <source>documents %1</source>
        <translation>文档 %1</translation>
    </message>
    <message>
        <source>history %1</source>
        <translation>历史 %1</translation>
    </message>
    <message>
        <source>your question %1</source>
        <translation>您的问题 %1</translation>
    </message>
    <message>
        <source>This takes %1 tokens (%2). With room for an answer the model can read %3. Your text is kept.</source>
        <translation>这需要 %1 个词元（%2）。为回答留出空间后，模型可读取 %3 个。您的文字会保留。</translation>
    </message>
    <message>
        <source>Summarize the oldest turns</source>
        <translation>总结最早的几轮</translation>
    </message>
    <message>
        <source>The model first writes a summary of %1 of them and reads it instead.</source>
        <translation>模型先总结其中 %1 轮，然后读取总结。</translation>
    </message>
    <message>
        <source>Read the parts that fit the question</source>
        <translation>读取与问题相关的部分</translation>
    </message>
    <message>
        <source>%1 of %2 parts of the documents: those with words of the question.</source>
        <translation>文档的 %1/%2 个部分：包含问题中词语的部分。</translation>
    </message>
    <message>
        <source>Leave out the oldest turns</source>
        <translation>略去最早的几轮</translation>
    </message>
    <message>
        <source>%1 of them. You can still read them here.</source>
        <translation>其中 %1 轮。您仍可在此阅读。</translation>
    </message>
    <message>
        <source>%1 of them, up to “%2”. You can still read them here.</source>
        <translation>其中 %1 轮，直到“%2”。您仍可在此阅读。</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>开始新对话</translation>
    </message>
    <message>
        <source>About the same documents; this one stays as it is.</source>
        <translation>关于相同的文档；此对话保持不变。</translation>
    </message>
    <message>
        <source>This one stays as it is.</source>
        <translation>此对话保持不变。</translation>
    </message>
    <message>
        <source>

Leaving something out does not make enough room. Shorten the question, or remove a document.</source>
        <translation>

略去一些内容仍腾不出足够的空间。请缩短问题或移除一个文档。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ContextViewModel</name>
    <message>
        <source>Instructions %1</source>
        <translation>指令 %1</translation>
    </message>
    <message>
        <source>Parts of documents %1</source>
        <translation>文档的部分 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 documents %2</source>
        <translation>%1 个文档 %2</translation>
    </message>
    <message>
        <source>History %1</source>
        <translation>历史 %1</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 too many</source>
        <translation>超出 %1</translation>
    </message>
    <message>
        <source>%1 tokens, %2 %</source>
        <translation>%1 个词元，%2%</translation>
    </message>
    <message>
        <source>What the model reads is counted once you write.</source>
        <translation>您开始书写后会计算模型读取的量。</translation>
    </message>
    <message>
        <source>Instructions: %1</source>
        <translation>指令：%1</translation>
    </message>
    <message>
        <source>Documents: %1</source>
        <translation>文档：%1</translation>
    </message>
    <message>
        <source>History: %1</source>
        <translation>历史：%1</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>剩余：%1</translation>
    </message>
    <message>
        <source>%1 tokens more than there is room for</source>
        <translation>超出可用空间 %1 个词元</translation>
    </message>
    <message>
        <source>The model reads %1 tokens at once.</source>
        <translation>模型一次读取 %1 个词元。</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are left out.</source>
        <translation>当此对话过长时，会略去最早的几轮。</translation>
    </message>
    <message>
        <source>When this conversation grows too long, its oldest turns are summarized.</source>
        <translation>当此对话过长时，会总结最早的几轮。</translation>
    </message>
    <message>
        <source>When the documents are too long, their parts with words of the question are read.</source>
        <translation>当文档过长时，读取包含问题中词语的部分。</translation>
    </message>
    <message>
        <source>Read in full</source>
        <translation>已全部读取</translation>
    </message>
    <message>
        <source>The parts with words of the question</source>
        <translation>包含问题中词语的部分</translation>
    </message>
    <message>
        <source>%1 of %2 parts in the last answer</source>
        <translation>上一个回答中为 %1/%2 个部分</translation>
    </message>
    <message>
        <source>The oldest turn as a summary</source>
        <translation>最早一轮的总结</translation>
    </message>
    <message>
        <source>The %1 oldest turns as a summary</source>
        <translation>最早 %1 轮的总结</translation>
    </message>
    <message>
        <source>Without the oldest turn</source>
        <translation>不含最早一轮</translation>
    </message>
    <message>
        <source>Without the %1 oldest turns</source>
        <translation>不含最早 %1 轮</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Conversation so far</source>
        <translation>到目前为止的对话</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>您的消息</translation>
    </message>
    <message>
        <source>Reserved for the answer</source>
        <translation>为回答预留</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>超出</translation>
    </message>
    <message>
        <source>In the context as a summary</source>
        <translation>以总结形式在上下文中</translation>
    </message>
    <message>
        <source>Not in context</source>
        <translation>不在上下文中</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationListViewModel</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ConversationViewModel</name>
    <message>
        <source>The summary of %1 is ready.</source>
        <translation>%1 的总结已完成。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::CurrentModel</name>
    <message>
        <source>Starter</source>
        <translation>入门模型</translation>
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
        <translation>这 %1 个文档</translation>
    </message>
    <message>
        <source>Only files on this device can be opened.</source>
        <translation>只能打开这台设备上的文件。</translation>
    </message>
    <message>
        <source>%1 is a document of this conversation already.</source>
        <translation>%1 已是此对话的文档。</translation>
    </message>
    <message>
        <source>%1 is open.</source>
        <translation>%1 已打开。</translation>
    </message>
    <message>
        <source>The document is removed from this conversation.</source>
        <translation>文档已从此对话中移除。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>sotto::ui::FirstRunViewModel</name>
    <message>
        <source>Processor: %1</source>
        <translation>处理器：%1</translation>
    </message>
    <message>
        <source>Cores: %1, of which %2 compute</source>
        <translation>核心：%1，其中 %2 个参与计算</translation>
    </message>
    <message>
        <source>Instruction sets: %1</source>
        <translation>指令集：%1</translation>
    </message>
    <message>
        <source>Memory: %1, of which %2 is available</source>
        <translation>内存：%1，其中 %2 可用</translation>
    </message>
    <message>
        <source>Free disk: %1</source>
        <translation>可用磁盘：%1</translation>
    </message>
    <message>
        <source>There is no model in %1. Sotto reads GGUF files, folders with config.json and weights, and bundles.</source>
        <translation>%1 中没有模型。Sotto 可读取 GGUF 文件、含 config.json 和权重的文件夹以及模型包。</translation>
    </message>
    <message>
        <source>%1 lacks: %2.</source>
        <translation>%1 缺少：%2。</translation>
    </message>
    <message>
        <source>%1 has: %2. It lacks: %3.</source>
        <translation>%1 包含：%2。缺少：%3。</translation>
    </message>
    <message>
        <source>%1, %2, with all that it needs: %3.</source>
        <translation>%1，%2，所需内容齐全：%3。</translation>
    </message>
    <message>
        <source>It reads %1 and writes %2 tokens a second here.</source>
        <translation>它在本机每秒读取 %1 个、写出 %2 个词元。</translation>
    </message>
    <message>
        <source>The model found the right answer to a question. %1 %2</source>
        <translation>模型正确回答了一个问题。%1 %2</translation>
    </message>
    <message>
        <source>The model works, but its answer to an easy question was wrong. %1 %2</source>
        <translation>模型可以运行，但答错了一个简单的问题。%1 %2</translation>
    </message>
    <message>
        <source>Threads: %1.</source>
        <translation>线程：%1。</translation>
    </message>
    <message>
        <source>Threads: %1. A context of up to %2 tokens is comfortable.</source>
        <translation>线程：%1。最多 %2 个词元的上下文较为充裕。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::MessageListViewModel</name>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source> · %1 a second</source>
        <translation> · 每秒 %1</translation>
    </message>
    <message>
        <source> · first word after %1&#xa0;s</source>
        <translation> · %1&#xa0;秒后出现首词</translation>
    </message>
    <message>
        <source>Stopped before the end</source>
        <translation>在结束前停止</translation>
    </message>
    <message>
        <source>Ended at the length limit</source>
        <translation>达到长度上限后结束</translation>
    </message>
    <message>
        <source>%1 of %2 parts read</source>
        <translation>已读取 %1/%2 个部分</translation>
    </message>
    <message>
        <source>without the oldest turn</source>
        <translation>不含最早一轮</translation>
    </message>
    <message>
        <source>without the %1 oldest turns</source>
        <translation>不含最早 %1 轮</translation>
    </message>
    <message>
        <source>with a summary of the oldest turn</source>
        <translation>含最早一轮的总结</translation>
    </message>
    <message>
        <source>with a summary of the %1 oldest turns</source>
        <translation>含最早 %1 轮的总结</translation>
    </message>
    <message>
        <source>Sotto, answer %L1</source>
        <translation>Sotto，回答 %L1</translation>
    </message>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>%1 tokens reused</source>
        <translation>复用 %1 个词元</translation>
    </message>
    <message>
        <source>This answer could not be finished.</source>
        <translation>此回答未能完成。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelJobViewModel</name>
    <message>
        <source>%1: %2 · %3</source>
        <translation>%1：%2 · %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>It was stopped. Nothing was changed.</source>
        <translation>已停止。未作任何更改。</translation>
    </message>
    <message>
        <source>Reading the files</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 已就绪。</translation>
    </message>
    <message>
        <source>Comparing the files with their checksums</source>
        <translation>正在将文件与其校验和比较</translation>
    </message>
    <message>
        <source>%1 is intact: no file has changed since the import.</source>
        <translation>%1 完好：自导入以来没有文件发生变化。</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>正在写入模型包</translation>
    </message>
    <message>
        <source>%1 is exported. On the other device, import the file.</source>
        <translation>%1 已导出。请在另一台设备上导入该文件。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ModelListViewModel</name>
    <message>
        <source>A tiny model that comes with Sotto · %1</source>
        <translation>随 Sotto 附带的小模型 · %1</translation>
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
        <translation>%1 充裕</translation>
    </message>
    <message>
        <source>%1 tight</source>
        <translation>%1 紧张</translation>
    </message>
    <message>
        <source>%1 needs %2 more</source>
        <translation>%1 还需 %2</translation>
    </message>
    <message>
        <source>%1 by %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>It comes with Sotto.</source>
        <translation>随 Sotto 附带。</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 · context of %4 tokens</source>
        <translation>%1 · %2 · %3 · 上下文 %4 个词元</translation>
    </message>
    <message>
        <source>reads %1 and writes %2 tokens a second</source>
        <translation>每秒读取 %1 个、写出 %2 个词元</translation>
    </message>
</context>
<context>
    <name>sotto::ui::PublishedModelList</name>
    <message>
        <source>%1 · licence %2 · needs %3 of memory</source>
        <translation>%1 · 许可 %2 · 需要 %3 内存</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>sotto::ui::ReaderViewModel</name>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>This document is no longer on this device.</source>
        <translation>此文档已不在这台设备上。</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SearchViewModel</name>
    <message>
        <source>You</source>
        <translation>您</translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 条消息</translation>
    </message>
    <message>
        <source>%L1 messages</source>
        <translation>%L1 条消息</translation>
    </message>
    <message>
        <source>1 place in documents</source>
        <translation>文档中 1 处</translation>
    </message>
    <message>
        <source>%L1 places in documents</source>
        <translation>文档中 %L1 处</translation>
    </message>
    <message>
        <source>No messages or documents have these words.</source>
        <translation>没有消息或文档包含这些词语。</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>sotto::ui::SummariesViewModel</name>
    <message>
        <source>Summarize “%1”.</source>
        <translation>总结“%1”。</translation>
    </message>
</context>
</TS>
