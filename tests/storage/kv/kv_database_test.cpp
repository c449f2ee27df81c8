#include "storage/kv/kv_database.h"
#include "tests/storage/kv/kv_texts.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <csignal>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::filesystem::path kv_file(const TempFolder& folder) {
    return folder.path() / "kv.db";
}

std::unique_ptr<KvDatabase> open(const TempFolder& folder, const KvBudget& budget = {}) {
    return must(KvDatabase::open(kv_file(folder), budget));
}

const KvSource kDocument{DocumentId{1}};

Result<std::vector<std::byte>> read(KvDatabase& database, const KvText& text, const KvName& name) {
    std::vector<std::byte> bytes(text.bytes_of(name).size());
    const std::array parts{std::span(bytes).first(1), std::span(bytes).subspan(1)};
    return database.read(name, parts).transform([&] { return bytes; });
}

ErrorCode error_of_reading(KvDatabase& database, const KvText& text, const KvName& name) {
    const auto bytes = read(database, text, name);
    return bytes ? ErrorCode::cancelled : bytes.error().code; // the database never gives cancelled
}

void overwrite(const std::filesystem::path& file, std::size_t at, std::string_view with) {
    std::string content = read_file(file);
    REQUIRE(at + with.size() <= content.size());
    content.replace(at, with.size(), with);
    write_file(file, content);
}

} // namespace

TEST_CASE("entries are found by their tokens and read back, also after a restart") {
    const TempFolder folder;
    const KvText text(text_of(14, 1));
    {
        const auto database = open(folder);
        CHECK(must(database->find(text.query())).tokens == 0);
        save_all(*database, text, 14);
    }
    const auto database = open(folder);
    const auto match = must(database->find(text.query()));
    CHECK(match.tokens == 14);
    CHECK(match.blocks == 3);
    REQUIRE(match.checkpoint);
    CHECK(match.checkpoint->parent == text.checkpoint(14).parent);
    CHECK(match.checkpoint->tokens == text.checkpoint(14).tokens);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(must(read(*database, text, text.block(i))) == text.bytes_of(text.block(i)));
    }
    CHECK(must(read(*database, text, *match.checkpoint)) == text.bytes_of(text.checkpoint(14)));
    struct stat status = {};
    REQUIRE(::stat(kv_file(folder).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("the longest prefix with a checkpoint is found, and no longer one than was asked for") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText text(text_of(30, 1));
    save_all(*database, text, 18);
    must(database->save(text.entry(text.checkpoint(9), 9)));
    must(database->save(text.entry(text.checkpoint(8), 8)));
    CHECK(must(database->find(text.query())).tokens == 18);
    CHECK(must(database->find(text.query())).stored_blocks == 7);
    CHECK(must(database->find(text.query(KvQuery::Resume::at_blocks_and_checkpoints))).tokens ==
          28);
    CHECK(must(database->find(KvText(text_of(17, 1)).query())).tokens == 9);
    CHECK(must(database->find(KvText(text_of(8, 1)).query())).tokens == 8);
    CHECK(must(database->find(KvText(text_of(7, 1)).query())).tokens == 0);
    auto other = text_of(30, 1);
    other[13] = -5; // in the fourth block
    CHECK(must(database->find(KvText(other).query())).tokens == 9);
    CHECK(must(database->find(KvText(other).query())).stored_blocks == 3);
}

TEST_CASE("an entry with the same key and another kind, parent or tokens does not match") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText text(text_of(8, 1));
    save_all(*database, text, 8);
    auto other_tokens = text.block(1);
    other_tokens.tokens[0] += 1;
    CHECK(error_of_reading(*database, text, other_tokens) == ErrorCode::not_found);
    auto other_parent = text.block(1);
    other_parent.parent = text.block(1).key;
    CHECK(error_of_reading(*database, text, other_parent) == ErrorCode::not_found);
    auto other_kind = text.block(1);
    other_kind.kind = KvEntryKind::checkpoint;
    CHECK(error_of_reading(*database, text, other_kind) == ErrorCode::not_found);
    CHECK(must(read(*database, text, text.block(1))) == text.bytes_of(text.block(1)));
    std::vector<std::byte> too_short(10);
    const std::array parts{std::span(too_short)};
    CHECK(database->read(text.block(0), parts).error().code == ErrorCode::not_found);
}

TEST_CASE("an entry that is stored already is not saved twice") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText text(text_of(12, 1));
    save_all(*database, text, 12);
    const auto bytes = must(database->used_bytes());
    save_all(*database, text, 12);
    CHECK(must(database->count()) == 4);
    CHECK(must(database->used_bytes()) == bytes);
}

TEST_CASE("the least recently used texts are evicted from their ends, but none in use") {
    const TempFolder folder;
    const KvBudget budget{.max_bytes = 4'600'000, .share_of_disk = 1};
    constexpr std::size_t kEntry = 300'000;
    const KvText first(text_of(16, 1), kEntry); // 4 blocks and a checkpoint: 1.5 MB
    const KvText second(text_of(16, 2), kEntry);
    const KvText third(text_of(16, 3), kEntry);
    const auto database = open(folder, budget);
    must(database->find(first.query()));
    save_all(*database, first, 16);
    must(database->find(second.query()));
    save_all(*database, second, 16);
    must(database->find(first.query()));
    must(read(*database, first, first.block(0))); // only its first block is used again
    must(database->find(third.query()));
    save_all(*database, third, 16);
    CHECK(must(database->used_bytes()) <= budget.max_bytes);
    CHECK(must(database->find(third.query())).tokens == 16);
    CHECK(must(database->find(first.query())).stored_blocks >= 1);
    CHECK(must(database->find(first.query())).tokens == 0); // its checkpoint was as old as the rest

    // A text larger than the whole budget is refused, and what was saved of it stays.
    const KvText huge(text_of(80, 4), kEntry);
    must(database->find(huge.query()));
    Status status;
    for (std::size_t i = 0; i < huge.blocks() && status; ++i) {
        status = database->save(huge.entry(huge.block(i), (i + 1) * 4));
    }
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::out_of_space);
    CHECK(must(database->find(huge.query())).stored_blocks > 8);
    CHECK(must(database->used_bytes()) <= budget.max_bytes);
}

TEST_CASE("a pinned text stays until it is purged") {
    const TempFolder folder;
    const KvBudget budget{.max_bytes = 4'500'000, .share_of_disk = 1};
    constexpr std::size_t kEntry = 300'000;
    const KvText kept(text_of(10, 1), kEntry);
    const auto database = open(folder, budget);
    must(database->find(kept.query()));
    save_all(*database, kept, 10, KvRetention::pinned, {kDocument});
    const KvText later(text_of(8, 2), kEntry);
    save_all(*database, later, 8);
    must(
        database->pin(std::array{later.block(0).key, later.block(1).key, later.checkpoint(8).key}));
    for (std::int32_t seed = 3; seed < 9; ++seed) {
        const KvText passing(text_of(8, seed), kEntry);
        must(database->find(passing.query()));
        save_all(*database, passing, 8);
    }
    CHECK(must(database->find(kept.query())).tokens == 10);
    CHECK(must(database->find(later.query())).tokens == 8);
    must(database->purge({{kDocument}, {}}));
    CHECK(must(database->find(kept.query())).stored_blocks == 0);
    CHECK(must(database->find(later.query())).tokens == 8);
}

TEST_CASE("a damaged entry is removed, and the others stay") {
    const TempFolder folder;
    const KvText text(text_of(12, 1), 100'000);
    save_all(*open(folder), text, 12);
    const auto bytes = text.bytes_of(text.block(1));
    const std::string content = read_file(kv_file(folder));
    const auto at = content.find(std::string(reinterpret_cast<const char*>(bytes.data()), 32));
    REQUIRE(at != std::string::npos);
    overwrite(kv_file(folder), at + 5, "X");
    const auto database = open(folder);
    CHECK(must(database->find(text.query())).tokens == 12);
    CHECK(error_of_reading(*database, text, text.block(1)) == ErrorCode::not_found);
    CHECK(must(database->find(text.query())).stored_blocks == 1);
    must(database->save(text.entry(text.block(1), 8)));
    CHECK(must(database->find(text.query())).tokens == 12);
    CHECK(must(read(*database, text, text.block(1))) == bytes);
}

TEST_CASE("a file of another version or program, or of nonsense, is recreated") {
    const KvText text(text_of(12, 1));
    for (const std::string_view content : {"SQLite format 3", "nonsense", "\0\0\0\0"}) {
        const TempFolder folder;
        write_file(kv_file(folder), std::string(content) + std::string(8000, 'x'));
        save_all(*open(folder), text, 12);
        CHECK(must(open(folder)->find(text.query())).tokens == 12);
    }
    constexpr std::size_t kUserVersion = 60;
    constexpr std::size_t kApplicationId = 68;
    for (const std::size_t at : {kUserVersion, kApplicationId}) {
        const TempFolder folder;
        save_all(*open(folder), text, 12);
        overwrite(kv_file(folder), at + 3, "\x7F");
        CHECK(must(open(folder)->find(text.query())).tokens == 0);
        save_all(*open(folder), text, 12);
        CHECK(must(open(folder)->find(text.query())).tokens == 12);
    }
}

TEST_CASE("a file that another program uses is not discarded") {
    const TempFolder folder;
    const KvText text(text_of(12, 1));
    const auto user = open(folder);
    save_all(*user, text, 12);
    auto file = must(KvFile::open(kv_file(folder)));
    CHECK(file.discard().error().code == ErrorCode::busy);
    CHECK(must(user->find(text.query())).tokens == 12);
    const auto beside = open(folder); // both work
    CHECK(must(beside->find(text.query())).tokens == 12);
    const KvText other(text_of(12, 2));
    save_all(*beside, other, 12);
    CHECK(must(user->find(other.query())).tokens == 12);
}

TEST_CASE("when files cannot grow, saving fails and the saved entries stay") {
    const TempFolder folder;
    ChildProcess child([&](ChildProcess::Ends) {
        const auto database = open(folder);
        std::signal(SIGXFSZ, SIG_IGN); // a limit on file sizes simulates a full disk
        constexpr rlim_t kLimit = 3'000'000;
        const struct rlimit limit = {.rlim_cur = kLimit, .rlim_max = kLimit};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 2;
        }
        const KvText text(text_of(200, 1), 200'000);
        std::size_t saved = 0;
        Status status;
        while (status) {
            status = database->save(text.entry(text.block(saved), (saved + 1) * 4));
            saved += status ? 1 : 0;
        }
        if (status.error().code != ErrorCode::out_of_space || saved < 8) {
            return 3;
        }
        return must(database->find(text.query())).stored_blocks == saved ? 0 : 4;
    });
    CHECK(child.wait() == 0);
    const KvText text(text_of(200, 1), 200'000);
    const auto database = open(folder);
    const auto match = must(database->find(text.query()));
    CHECK(match.stored_blocks >= 8);
    must(database->save(text.entry(text.checkpoint(200), 200))); // there is room again
}
