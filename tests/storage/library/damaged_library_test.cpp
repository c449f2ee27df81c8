#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <format>
#include <random>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

bool is_expected(const Error& error) {
    return error.code == ErrorCode::corrupt_data || error.code == ErrorCode::unsupported ||
           error.code == ErrorCode::io;
}

// Opens and uses a file that may hold anything. A refused file must not change.
void try_everything(const std::filesystem::path& file) {
    const std::string before = read_file(file);
    if (const auto findings = check_library(file); !findings) {
        CHECK(is_expected(findings.error()));
    }
    CHECK((read_file(file) == before));
    auto library = open_library(file);
    if (!library) {
        CAPTURE(library.error().code, library.error().detail);
        CHECK(is_expected(library.error()));
        CHECK_FALSE(library.error().detail.empty());
        CHECK((read_file(file) == before));
        return;
    }
    const auto check = [](const auto& result) {
        if (!result) {
            CHECK((is_expected(result.error()) || result.error().code == ErrorCode::not_found));
        }
    };
    ConversationStore& conversations = (*library)->conversations();
    DocumentStore& documents = (*library)->documents();
    const auto list = conversations.list();
    check(list);
    for (std::int64_t id = 1; id <= 12; ++id) {
        check(conversations.messages(ConversationId{id}));
        check(documents.text(DocumentId{id}));
    }
    check(documents.list());
    check(conversations.begin_turn(ConversationId{2}, "", "question", "model"));
    check(documents.add({.title = "t", .text = "new"}));
    check(conversations.remove(ConversationId{3}));
}

void put_big_endian(std::string& content, std::size_t offset, std::int32_t value) {
    for (std::size_t i = 0; i < 4 && offset + i < content.size(); ++i) {
        content[offset + i] = static_cast<char>(static_cast<std::uint32_t>(value) >> (24 - 8 * i));
    }
}

std::string make_library_content() {
    const TempFolder folder;
    {
        const auto library = must(open_library(folder.library()));
        for (int i = 0; i < 10; ++i) {
            const auto turn = must(library->conversations().begin_turn(
                {}, std::format("title {}", i), std::string(200 * static_cast<std::size_t>(i), 'q'),
                "model"));
            Message answer;
            answer.id = turn.assistant;
            answer.text = std::string(900 * static_cast<std::size_t>(i), 'a');
            answer.token_ids.assign(100, 7);
            answer.stats = GenerationStats{};
            answer.state = i % 3 == 0 ? MessageState::writing : MessageState::complete;
            must(library->conversations().update_answer(answer));
            must(library->documents().add(
                {.title = "t", .text = std::string(50, 'd') + answer.text}));
        }
    }
    return read_file(folder.library());
}

std::string damage(std::string content, std::mt19937& random) {
    const auto below = [&](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    switch (below(5)) {
    case 0: // some bytes anywhere
        for (std::size_t n = 1 + below(8); n > 0; --n) {
            content[below(content.size())] = static_cast<char>(below(256));
        }
        break;
    case 1: // some bytes at the beginning of pages, which describe their structure
        for (std::size_t n = 1 + below(4); n > 0; --n) {
            content[below(content.size() / 4096) * 4096 + below(16)] =
                static_cast<char>(below(256));
        }
        break;
    case 2: // a lost page
        content.replace(below(content.size() / 4096) * 4096, 4096, 4096, '\0');
        break;
    case 3: { // a page in the place of another
        const std::string page = content.substr(below(content.size() / 4096) * 4096, 4096);
        content.replace((1 + below(content.size() / 4096 - 1)) * 4096, 4096, page);
        break;
    }
    default:
        content.resize(1 + below(content.size() - 1));
    }
    return content;
}

} // namespace

TEST_CASE("a library damaged anywhere is read or refused, without a crash") {
    const std::string sound = make_library_content();
    REQUIRE(sound.size() % 4096 == 0);
    std::mt19937 random(20'240'607);
    const FaultyVfs without_waiting_for_the_disk;
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        const TempFolder folder;
        write_file(folder.library(), damage(sound, random));
        try_everything(folder.library());
    }
}

TEST_CASE("a truncated library is refused and does not change") {
    const std::string sound = make_library_content();
    for (const std::size_t size : {1, 2, 15, 16, 60, 99, 100, 511, 512, 4095, 4096, 4097, 8192}) {
        CAPTURE(size);
        const TempFolder folder;
        write_file(folder.library(), sound.substr(0, size));
        const auto library = open_library(folder.library());
        REQUIRE_FALSE(library);
        CHECK(library.error().code == ErrorCode::corrupt_data);
        CHECK((read_file(folder.library()) == sound.substr(0, size)));
    }
}

TEST_CASE("files that are not a database are refused and do not change") {
    for (const std::string& content :
         {std::string("hello"), std::string(8192, '\0'), std::string(8192, '\xFF'),
          std::string("SQLite format 3\0", 16), "SQLite format 3 " + std::string(5000, 'x')}) {
        const TempFolder folder;
        write_file(folder.library(), content);
        const auto library = open_library(folder.library());
        REQUIRE_FALSE(library);
        CHECK(is_expected(library.error()));
        CHECK((read_file(folder.library()) == content));
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    }
}

TEST_CASE("a foreign log is not applied to a library") {
    const std::string sound = make_library_content();
    const TempFolder folder;
    write_file(folder.library(), sound);
    std::mt19937 random(7);
    std::string log(40'000, '\0');
    std::ranges::generate(log, [&] { return static_cast<char>(random()); });
    write_file(folder.path() / "library.db-wal", log);
    const auto library = must(open_library(folder.library()));
    CHECK(must(library->conversations().list()).size() == 10);
    CHECK(must(check_library(folder.library())).empty());
}

TEST_CASE("known hostile databases are refused, also with our application id") {
    const std::filesystem::path hostile =
        std::filesystem::path(SOTTO_SHARED_DATA) / "hostile" / "sqlite";
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(hostile, error)) {
        if (entry.path().extension() == ".db") {
            files.push_back(entry.path());
        }
    }
    if (files.empty()) {
        SKIP("the shared hostile databases are not there");
    }
    std::ranges::sort(files);
    const FaultyVfs without_waiting_for_the_disk;
    for (const auto& file : files) {
        CAPTURE(file.filename().string());
        const TempFolder folder;
        std::string content = read_file(file);
        write_file(folder.library(), content);
        const auto library = open_library(folder.library());
        REQUIRE_FALSE(library);
        CAPTURE(library.error().code, library.error().detail);
        CHECK(is_expected(library.error()));
        CHECK((read_file(folder.library()) == content));

        // With our application id and a known version, SQLite has to read them.
        for (std::int32_t version = 0; std::cmp_less_equal(version, library_migrations().size());
             ++version) {
            CAPTURE(version);
            const TempFolder disguised;
            put_big_endian(content, 60, version);
            put_big_endian(content, 68, kLibraryApplicationId);
            write_file(disguised.library(), content);
            try_everything(disguised.library());
        }
    }
}
