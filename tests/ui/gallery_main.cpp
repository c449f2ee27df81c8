// Draws the window in one of its states and saves a picture of it, to be looked at:
//   ui-gallery STATE FILE [WIDTHxHEIGHT] [light|dark] [contrast] [double] [mirrored]
// STATE: quiet, rich, rtl, empty, no-model, reading, writing, failed, keyboard, remove, drawer,
// models, about, focus, long, documents (the pane), chips, crowd (many documents), drop, ahead
// (a document during prefill), search, nothing (found), cited (citations under answers), reader
// (the passage of one), context (the list of what is read), choices (a question that does not fit),
// held (a model whose load ended the program), models-page, setup0 … setup3 (the first run),
// leftout (turns that were left out of the context), summary (being written). double: at 200 %.
// mirrored: laid out from right to left.

#include "tests/ui/gallery_setup.h"
#include "tests/ui/sample_conversations.h"
#include "tests/ui/window_world.h"
#include "ui/window/desktop_window.h"

#include <QtTest/QTest>

#include <QDragEnterEvent>
#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QMimeData>
#include <QQuickItem>
#include <chrono>
#include <cstdio>

using namespace sotto;

namespace {

struct Gallery {
    test::WindowWorld world;
    std::unique_ptr<ui::DesktopWindow> window;
    QString state;
    QString file;
    bool saved = false;

    void draw() {
        // Enough frames for transitions to end and for the list to be laid out.
        for (int i = 0; i < 12; ++i) {
            world.pump_without_model();
            (void)window->window().grabWindow();
            QTest::qWait(30);
        }
    }
    void save() {
        draw();
        saved = window->save_picture(file).has_value();
    }
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&window->window(), code, modifiers);
        world.pump_without_model();
    }
    void fill();
    void show_setup();
    void act();
    void write_until(std::size_t pieces);
    void add_documents();
    void prefill();
    void recognize();
    void add_lease();
    void search(const char* words);
    void overfill(OverflowPolicy overflow_policy);
    void summarize();
};

void Gallery::fill() {
    test::fill_setup(world, state);
    if (state == "no-model") {
        world.catalog->models.clear();
        return;
    }
    if (state == "about") {
        world.catalog->licence = "Apache-2.0";
        world.catalog->card = test::kRichAnswer;
    }
    test::add_samples(world);
    if (state == "quiet" || state == "writing" || state == "reading" || state == "failed") {
        test::add_quiet_sample(world);
    }
    if (state == "search" || state == "nothing" || state == "cited" || state == "reader") {
        add_lease();
    }
    if (state == "rtl") {
        auto& rows = world.library->conversations_store.all;
        for (auto& [id, row] : rows) {
            if (row.messages[1].text == test::kRightToLeftAnswer) {
                row.summary.updated_at = test::WindowWorld::kNow;
            }
        }
    }
    if (state == "long") {
        std::vector<std::string> texts;
        for (int i = 0; i < 500; ++i) {
            texts.push_back("Question " + std::to_string(i + 1));
            texts.push_back(i % 5 == 0 ? test::kRichAnswer
                                       : "A short answer, twice. A short answer.");
        }
        world.add("A thousand messages", test::WindowWorld::kNow, texts);
    }
}

void Gallery::show_setup() {
    if (state == "models-page") {
        key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        return;
    }
    test::begin_first_run(world);
    draw();
    for (int i = 0; i < test::keys_of_setup(state).size(); ++i) {
        key(test::keys_of_setup(state)[i]);
    }
}

void Gallery::add_lease() {
    test::add_quiet_sample(world);
    DocumentText lease{"Lease 2026.pdf", "", {}};
    std::string all;
    const auto page = [&lease, &all](const char* number, const char* text) {
        const auto offset = static_cast<std::int64_t>(all.size());
        lease.marks.push_back({DocumentMarkKind::page, offset, number});
        all += text;
        for (int i = 0; i < 4; ++i) {
            all += "The parties have read this clause and agree to it as it stands here, in "
                   "all of its parts.\n\n";
        }
    };
    page("4",
         "The lease begins on 1 March 2026. The rent is fixed for twelve months from the start "
         "of the lease.\n\n");
    page("5",
         "After twelve months the landlord may ask for an increase once a year, in writing, two "
         "months ahead.\n\n");
    page("9", "The tenant can end the lease before the year is over if he finds someone to take it "
              "on who can pay the rent. Without a new tenant three months' rent is owed.\n\n");
    lease.text = std::move(all);
    const auto id = *world.library->documents_store.add(lease);
    for (auto& [number, talk] : world.library->conversations_store.all) {
        if (talk.summary.title.starts_with("The lease")) {
            talk.documents = {id};
        }
    }
}

void Gallery::search(const char* words) {
    key(Qt::Key_K, Qt::ControlModifier);
    draw();
    for (const char* letter = words; *letter != 0; ++letter) {
        QTest::keyClick(&window->window(), *letter);
    }
}

void Gallery::add_documents() {
    using Marks = std::vector<DocumentMark>;
    const auto pages = [](std::int64_t count) {
        Marks marks;
        for (std::int64_t page = 1; page <= count; ++page) {
            marks.push_back({DocumentMarkKind::page, page - 1, std::to_string(page)});
        }
        return marks;
    };
    auto& files = world.extractor->files;
    files.emplace("/home/me/lease.pdf",
                  ExtractedDocument{{"Lease 2026.pdf", std::string(96'120, 'x'), pages(23)}, {}});
    files.emplace("/home/me/pride.epub",
                  ExtractedDocument{{"Pride and Prejudice", std::string(721'004, 'y')}, {}});
    files.emplace(
        "/home/me/scan.pdf",
        std::unexpected(ExtractionError(
            {ErrorCode::unsupported, "scan.pdf has pages without text, as scanned paper has"},
            true)));
    QList<QUrl> urls;
    for (const char* name : {"lease.pdf", "pride.epub", "scan.pdf"}) {
        urls.append(QUrl::fromLocalFile(QStringLiteral("/home/me/") + QLatin1String(name)));
    }
    if (state == "crowd") {
        for (int i = 1; i <= 12; ++i) {
            urls.append(QUrl::fromLocalFile(QStringLiteral("/home/me/minutes-%1.txt").arg(i)));
        }
    }
    world.conversation.documents()->open(urls);
    world.pump_without_model();
    // One more that is still being imported.
    world.holds_files = true;
    if (state != "crowd") {
        world.conversation.documents()->open(
            {QUrl::fromLocalFile("/home/me/Minutes of the meeting.odt")});
        world.main.run_pending();
    }
}

// At page 3 of 12 of the scan.
void Gallery::recognize() {
    world.extractor->pages = 12;
    world.extractor->while_recognizing = [this](std::uint32_t page) {
        world.main.run_pending();
        if (page == 3) {
            save();
        }
    };
    add_documents();
    key(Qt::Key_D, Qt::ControlModifier);
    draw();
    world.conversation.documents()->recognize(2); // the scan, after two documents
    world.holds_files = false;
    world.pump_without_model();
}

void Gallery::prefill() {
    world.model->document_tokens = 41'230;
    world.model->step_tokens = 4'240;
    world.model->while_reading = [this](std::int64_t done) {
        world.pump_without_model();
        world.clock.advance(std::chrono::seconds(20));
        const bool is_second = world.model->reads.back().documents.size() == 2;
        if (is_second && done >= 58'000 && !saved) {
            key(Qt::Key_D, Qt::ControlModifier);
            save();
        }
    };
    add_documents();
    world.holds_files = true;
    world.pump();
}

// A context that holds about half of the shown conversation.
void Gallery::overfill(OverflowPolicy overflow_policy) {
    world.model->context_tokens = 260;
    world.conversation.chat()->open(world.conversation.chat()->conversation());
    world.pump();
    const auto shown = ConversationId{world.conversation.chat()->conversation()};
    (void)world.library->conversations_store.set_overflow_policy(shown, overflow_policy);
    for (const char c : std::string("And what if both are negative")) {
        QTest::keyClick(&window->window(), c);
    }
    key(Qt::Key_Return);
    world.pump();
    world.pump();
}

void Gallery::summarize() {
    world.model->count_tokens = &test::ScriptedLanguageModel::tokens_of;
    world.model->context_tokens = 9000;
    add_documents();
    world.model->between = [this](std::size_t) {
        world.pump_without_model();
        world.clock.advance(std::chrono::seconds(40));
        if (world.model->requests.size() == 6 && !saved) {
            key(Qt::Key_D, Qt::ControlModifier);
            save();
        }
    };
    world.conversation.summaries()->begin(1);
    world.holds_files = true;
    world.pump();
}

void Gallery::write_until(std::size_t pieces) {
    world.model->pieces.clear();
    for (const auto& word : QString(test::kRichAnswer).split(' ')) {
        world.model->pieces.push_back((word + ' ').toStdString());
    }
    world.model->between = [this, pieces](std::size_t written) {
        world.pump_without_model();
        if (written == 0) { // the store's clock starts at zero
            const auto shown = world.conversation.chat()->conversation();
            world.library->conversations_store.all[shown].summary.updated_at =
                test::WindowWorld::kNow;
            world.app.conversations()->reload();
            world.pump_without_model();
        }
        if (written == pieces) {
            save();
        }
    };
    world.conversation.chat()->send(
        "Is there a safe way to find the middle of two integers in C++?");
    world.pump();
}

void Gallery::act() {
    if (state == "models-page" || state.startsWith("setup")) {
        show_setup();
        return;
    }
    if (state == "writing") {
        write_until(60);
    } else if (state == "reading") {
        write_until(0);
    } else if (state == "failed") {
        world.model->pieces = {"The first ", "words of "};
        world.model->failure_at_end =
            Error{ErrorCode::out_of_memory, "1.9 GB are needed, 0.8 GB are free"};
        world.conversation.chat()->send("And a long one?");
        world.pump();
    } else if (state == "keyboard") {
        key(Qt::Key_F1);
    } else if (state == "documents" || state == "chips" || state == "crowd") {
        add_documents();
        if (state == "documents") {
            key(Qt::Key_D, Qt::ControlModifier);
        }
    } else if (state == "context") {
        add_documents();
        world.holds_files = true;
        world.pump();
        auto* bar = window->window().findChild<QQuickItem*>("contextBar");
        bar->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Return);
    } else if (state == "choices" || state == "leftout") {
        overfill(state == "leftout" ? OverflowPolicy::drop_oldest : OverflowPolicy::refuse);
    } else if (state == "summary") {
        summarize();
    } else if (state == "ahead") {
        prefill();
    } else if (state == "recognizing") {
        recognize();
    } else if (state == "search" || state == "nothing") {
        search(state == "search" ? "rent" : "quetzal");
    } else if (state == "reader") {
        const auto& lease = world.library->documents_store.all.begin()->second;
        world.conversation.reader()->open(
            world.library->documents_store.all.begin()->first,
            static_cast<qint64>(lease.text.view().find("Without a new")), 52);
    } else if (state == "drop") {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile("/home/me/lease.pdf")});
        QDragEnterEvent enter({400, 300}, Qt::CopyAction, &files, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window->window(), &enter);
        save();
    } else if (state == "drawer") {
        key(Qt::Key_B, Qt::ControlModifier);
    } else if (state == "focus") {
        key(Qt::Key_Up, Qt::AltModifier);
    } else if (state == "models") {
        auto* button = window->window().findChild<QQuickItem*>("modelButton");
        button->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Space);
    } else if (state == "about") {
        QMetaObject::invokeMethod(window->window().findChild<QObject*>("aboutModel"), "triggered");
    } else if (state == "remove") {
        auto* list = window->window().findChild<QQuickItem*>("conversationList");
        list->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Delete);
    }
}

} // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    const QStringList words = QGuiApplication::arguments();
    if (words.size() < 3) {
        std::fprintf(stderr, "ui-gallery STATE FILE [WIDTHxHEIGHT] [light|dark] [contrast]\n");
        return 2;
    }
    if (QFontDatabase::hasFamily("Inter")) {
        QFont font("Inter");
        font.setPixelSize(15);
        QGuiApplication::setFont(font);
    }
    if (words.contains("mirrored")) {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    }
    Gallery gallery;
    gallery.state = words[1];
    gallery.file = words[2];
    gallery.world.model->context_tokens = 131'072;
    gallery.world.model->count_tokens = [](const ChatPrompt& prompt) {
        return test::ScriptedLanguageModel::tokens_of(prompt) / 4;
    };
    gallery.fill();
    gallery.world.app.start(gallery.state == "empty" ? ui::DesktopViewModel::Begin::empty
                                                     : ui::DesktopViewModel::Begin::last_used);
    const QStringList sides = words.value(3, "1080x760").split('x');
    auto window = ui::DesktopWindow::open(
        gallery.world.app,
        {.size = {sides.value(0).toInt(), sides.value(1).toInt()},
         .theme = words.contains("dark") ? Qt::ColorScheme::Dark : Qt::ColorScheme::Light,
         .contrast = words.contains("contrast") ? ui::WindowOptions::Contrast::high
                                                : ui::WindowOptions::Contrast::system});
    if (!window) {
        return 1;
    }
    gallery.window = std::move(*window);
    // Without a window manager nothing gives the window the focus.
    (void)QTest::qWaitForWindowExposed(&gallery.window->window());
    gallery.window->window().requestActivate();
    (void)QTest::qWaitForWindowActive(&gallery.window->window());
    for (int step = 0; words.contains("double") && step < 10; ++step) {
        gallery.key(Qt::Key_Plus, Qt::ControlModifier);
    }
    gallery.draw();
    gallery.act();
    if (!gallery.saved) {
        gallery.save();
    }
    return gallery.saved ? 0 : 1;
}
