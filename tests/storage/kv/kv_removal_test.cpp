#include "storage/kv/kv_database.h"
#include "tests/storage/kv/kv_texts.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <iterator>
#include <memory>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

const KvSource kFirstConversation{ConversationId{1}};
const KvSource kSecondConversation{ConversationId{2}};
const KvSource kDocument{DocumentId{1}};
const KvSource kOtherDocument{DocumentId{2}};

std::filesystem::path kv_file(const TempFolder& folder) {
    return folder.path() / "kv.db";
}

std::unique_ptr<KvDatabase> open(const TempFolder& folder, const KvBudget& budget = {}) {
    return must(KvDatabase::open(kv_file(folder), budget));
}

} // namespace

TEST_CASE("what was computed from something removed goes, and what others share stays") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText about(text_of(12, 1)); // a document
    auto turn_tokens = text_of(12, 1);
    turn_tokens.insert(turn_tokens.end(), {7, 7, 7, 7, 7});
    const KvText turn(turn_tokens); // a conversation about it
    auto other_tokens = text_of(12, 1);
    other_tokens[5] = -1; // shares the first block
    const KvText other(other_tokens);
    save_all(*database, about, 12, KvRetention::pinned, {kDocument});
    save_all(*database, turn, 17, KvRetention::evictable, {kDocument, kFirstConversation});
    save_all(*database, other, 12, KvRetention::evictable, {kSecondConversation});
    const std::string secret(reinterpret_cast<const char*>(turn.bytes_of(turn.block(3)).data()),
                             64);
    const std::string of_document(
        reinterpret_cast<const char*>(about.bytes_of(about.block(1)).data()), 64);
    CHECK(read_file(kv_file(folder)).contains(secret));
    must(database->purge({{kFirstConversation}, {}}));
    CHECK(must(database->find(turn.query())).stored_blocks == 3);
    CHECK(must(database->find(about.query())).tokens == 12);
    CHECK_FALSE(read_file(kv_file(folder)).contains(secret));
    CHECK(read_file(kv_file(folder)).contains(of_document));

    must(database->purge({{kDocument}, {}}));
    CHECK(must(database->find(about.query())).stored_blocks == 1);
    CHECK(must(database->find(other.query())).tokens == 12);
    CHECK_FALSE(read_file(kv_file(folder)).contains(of_document));

    must(database->purge({{kSecondConversation}, {}}));
    CHECK(must(database->count()) == 0);
    must(database->purge({{kSecondConversation}, {}}));
}

TEST_CASE("what was read of two documents goes with either") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText first(text_of(8, 1));
    const KvText both(text_of(16, 1));
    save_all(*database, first, 8, KvRetention::pinned, {kDocument});
    save_all(*database, both, 16, KvRetention::pinned, {kDocument, kOtherDocument});
    must(database->purge({{kOtherDocument}, {}}));
    CHECK(must(database->find(both.query())).stored_blocks == 2);
    CHECK(must(database->find(first.query())).tokens == 8);
    must(database->purge({{kDocument}, {}}));
    CHECK(must(database->count()) == 0);
}

TEST_CASE("nothing is saved any more of what is gone, and again of what lost turns") {
    const TempFolder folder;
    const auto database = open(folder);
    const KvText text(text_of(12, 1));
    must(database->purge({{kDocument}, {ConversationId{1}}}));
    save_all(*database, text, 12, KvRetention::evictable, {kFirstConversation, kDocument});
    CHECK(must(database->count()) == 0);
    save_all(*database, text, 12, KvRetention::evictable, {kFirstConversation});
    CHECK(must(database->count()) == 4);
    must(database->purge({{}, {ConversationId{1}}}));
    CHECK(must(database->count()) == 0);
    database->set_library(5); // the same ids in another library
    save_all(*database, text, 12, KvRetention::evictable, {kDocument});
    CHECK(must(database->count()) == 4);
    database->set_library(0);
    must(database->purge({{kDocument}, {}}));
    CHECK(must(database->count()) == 4);
    must(database->clear());
    CHECK(must(database->count()) == 0);
}

TEST_CASE("evicted entries are overwritten") {
    const TempFolder folder;
    const KvBudget budget{.max_bytes = 4'000'000, .share_of_disk = 1};
    const KvText first(text_of(4, 1), 300'000);
    const auto database = open(folder, budget);
    must(database->find(first.query()));
    save_all(*database, first, 4);
    const std::string secret(reinterpret_cast<const char*>(first.bytes_of(first.block(0)).data()),
                             64);
    CHECK(read_file(kv_file(folder)).contains(secret));
    for (std::int32_t seed = 2; must(database->find(first.query())).stored_blocks > 0; ++seed) {
        REQUIRE(seed < 100);
        const KvText later(text_of(4, seed), 300'000);
        must(database->save(later.entry(later.block(0), 4)));
    }
    CHECK_FALSE(read_file(kv_file(folder)).contains(secret));
}

TEST_CASE("no token id is stored, and the same text is stored otherwise elsewhere") {
    const KvText text(text_of(14, 7));
    const auto tokens_of = [](const KvName& name) {
        return std::string(reinterpret_cast<const char*>(name.tokens.data()),
                           name.tokens.size() * sizeof(TokenId));
    };
    const auto key_of = [](const KvKey& key) {
        return std::string(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size());
    };
    const TempFolder folder;
    const TempFolder elsewhere;
    for (const TempFolder* each : {&folder, &elsewhere}) {
        save_all(*open(*each), text, 14);
        const std::string file = read_file(kv_file(*each));
        for (const KvName& name : {text.block(0), text.block(2), text.checkpoint(14)}) {
            CHECK_FALSE(file.contains(tokens_of(name)));
            CHECK_FALSE(file.contains(key_of(name.key)));
        }
    }
    const KvHash one(std::vector(KvHash::kSecretBytes, std::byte{1}));
    const KvHash two(std::vector(KvHash::kSecretBytes, std::byte{2}));
    const KvName name = text.block(0);
    CHECK(one.name(name.kind, name.parent, name.tokens) !=
          two.name(name.kind, name.parent, name.tokens));
    CHECK(one.link(name.key) != two.link(name.key));
}

TEST_CASE("two programs that save the same text at the same time save it once") {
    const TempFolder folder;
    const KvText text(text_of(80, 1), 20'000);
    const auto save = [&](ChildProcess::Ends) {
        const auto database = open(folder);
        for (int round = 0; round < 20; ++round) {
            for (std::size_t i = 0; i < text.blocks(); ++i) {
                const Status status = database->save(text.entry(text.block(i), (i + 1) * 4));
                if (!status && status.error().code != ErrorCode::busy) {
                    return 1;
                }
            }
            must(database->purge({{}, {ConversationId{round}}})); // no entry has this source
        }
        return 0;
    };
    const auto user = open(folder);
    ChildProcess first(save);
    ChildProcess second(save);
    CHECK(first.wait() == 0);
    CHECK(second.wait() == 0);
    CHECK(must(user->find(text.query())).stored_blocks == text.blocks());
    CHECK(must(user->count()) == std::ssize(text.query().blocks));
}

TEST_CASE("while another program holds the database, saving is busy, and goes on afterwards") {
    const TempFolder folder;
    const KvText text(text_of(8, 1));
    const auto database = open(folder);
    {
        auto other = must(Connection::open(kv_file(folder)));
        const auto held = must(Transaction::begin(other));
        const Status status = database->save(text.entry(text.block(0), 4));
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::busy);
        CHECK(must(database->find(text.query())).stored_blocks == 0);
    }
    save_all(*database, text, 8);
    CHECK(must(database->find(text.query())).tokens == 8);
}
