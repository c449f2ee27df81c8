// From a picture to its text, with the real programs.

#include "app/documents/extract_process.h"
#include "app/documents/extractor_client.h"
#include "app/documents/file_extractor.h"
#include "tests/support/documents/pdf_writer.h"
#include "tests/support/shared_data.h"
#include "tests/support/stroke_pdf.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

namespace sotto::app {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Pages = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

void skip_without_tesseract() {
    if (!can_recognize()) {
        SKIP("tesseract is not installed");
    }
}

SandboxedExtraction recognize(const fs::path& file, Pages* pages = nullptr) {
    ExtractOptions options;
    options.recognition = Recognition::allowed;
    options.on_page = [pages](std::uint32_t page, std::uint32_t all) {
        if (pages != nullptr) {
            pages->emplace_back(page, all);
        }
    };
    return ExtractorClient(SOTTO_EXTRACT_PROGRAM).extract(file.string(), {}, options);
}

TEST_CASE("text is recognized only on request") {
    const test::TempFolder folder;
    const auto file = folder.write("scan.pdf", test::stroke_pdf({"THE LITTLE HILL"}));
    const auto refused = ExtractorClient(SOTTO_EXTRACT_PROGRAM).extract(file.string(), {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().is_recognizable);
    CHECK(refused.error().code == ErrorCode::unsupported);
    const auto damaged = recognize(folder.write("cut.pdf", "%PDF-1.7"));
    REQUIRE_FALSE(damaged.has_value());
    CHECK_FALSE(damaged.error().is_recognizable);
}

TEST_CASE("drawn words are recognized page by page and marked as recognized") {
    skip_without_tesseract();
    const test::TempFolder folder;
    Pages pages;
    const auto scan = recognize(
        folder.write("scan.pdf", test::stroke_pdf({"THE LITTLE HILL", "", "LIFE"})), &pages);
    CAPTURE(scan ? "" : scan.error().detail);
    REQUIRE(scan.has_value());
    const DocumentText& document = scan->document;
    CAPTURE(document.text.view());
    CHECK(document.origin == TextOrigin::recognized);
    CHECK(document.title == "scan.pdf");
    CHECK(document.text.view().contains("HILL"));
    CHECK(document.marks.size() == 3);
    CHECK(pages == Pages{{1, 3}, {2, 3}, {3, 3}});

    const auto text =
        recognize(folder.write("text.pdf", test::pdf_text({{{40, 500, "Written words"}}})));
    REQUIRE(text.has_value());
    CHECK(text->document.text == "Written words");
    CHECK(text->document.origin == TextOrigin::written);

    const auto empty = recognize(folder.write("empty.pdf", test::pdf_text({{}})));
    REQUIRE_FALSE(empty.has_value());
    CHECK(empty.error().code == ErrorCode::invalid_input);
    CHECK(empty.error().detail.contains("no text that could be recognized"));
}

TEST_CASE("a damaged picture gives an error, and recognition can be stopped") {
    skip_without_tesseract();
    const test::TempFolder folder;
    const auto damaged = recognize(folder.write("a.png", "\x89PNG\r\n\x1A\n but no more"));
    REQUIRE_FALSE(damaged.has_value());
    CHECK(damaged.error().detail.contains("a.png"));

    std::stop_source stop;
    Pages pages;
    const auto file = folder.write("scan.pdf", test::stroke_pdf({"HILL", "HILL"}));
    FileExtractor extractor{ExtractorClient(SOTTO_EXTRACT_PROGRAM)};
    const auto stopped = extractor.extract(
        file.string(), Recognition::allowed,
        [&](std::uint32_t page, std::uint32_t all) {
            pages.emplace_back(page, all);
            stop.request_stop();
        },
        stop.get_token());
    CHECK(pages == Pages{{1, 2}});
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().code == ErrorCode::cancelled);
}

TEST_CASE("the scanned shared document is recognized") {
    skip_without_tesseract();
    const fs::path file = test::shared_data("docs/pdf/testOCR.pdf");
    if (!fs::exists(file)) {
        SKIP("the shared documents are not beside the checkout");
    }
    const auto document = recognize(file);
    CAPTURE(document ? std::string(document->document.text) : document.error().detail);
    REQUIRE(document.has_value());
    CHECK(document->document.text.view().contains("Happy New Year"));
}

// Runs an act in the sandbox for recognition.
ProcessResult in_sandbox(const std::string& act) {
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    auto result = run_process(SOTTO_HOSTILE_EXTRACTOR, {"program", act}, input, 50s,
                              std::size_t{1} << 20U, {});
    ::close(input);
    REQUIRE(result.has_value());
    return std::move(*result);
}

TEST_CASE("a compromised recognizer cannot write, use the network or start a process") {
    const std::string protections = in_sandbox("protections").output;
    CAPTURE(protections);
    if (protections.contains("no seccomp")) {
        SKIP("this kernel has no seccomp");
    }
    for (const char* act :
         {"write", "socket", "local", "fork", "trace", "signal", "writable code"}) {
        CAPTURE(act);
        CHECK(in_sandbox(act).output == "refused");
    }
    CHECK(in_sandbox("inherit").output == "refused");
    CHECK_FALSE(fs::exists("hostile-extractor-was-here"));
    if (!protections.contains("no landlock")) {
        CHECK(in_sandbox("passwd").output == "refused");
        CHECK(in_sandbox("listing").output == "refused");
        CHECK(in_sandbox("execute").exit_status ==
              0); // /usr/bin is allowed, and stays in the sandbox
    }
}

} // namespace
} // namespace sotto::app
