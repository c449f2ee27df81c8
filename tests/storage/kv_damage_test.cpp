#include "storage/kv_database.h"
#include "tests/storage/kv_texts.h"
#include "tests/storage/must.h"
#include "tests/storage/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <random>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::size_t kPieceBytes = 700;

// Small pages, so that most bits of the file mean something.
constexpr KvFileSettings kSmallPages{.page_bytes = 1024};

// Flips random bits of a stored text and looks for it each time: what is found must be right, or
// not found; and what is saved again must be found.
void flip_bits(int rounds, unsigned seed) {
    std::mt19937_64 random(seed);
    const KvText text(text_of(26, 1), kPieceBytes);
    const KvText other(text_of(26, 2), kPieceBytes);
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    const auto save_both = [&](KvDatabase& database) {
        for (const KvText* each : {&text, &other}) {
            for (std::size_t i = 0; i < each->blocks(); ++i) {
                must(database.save(each->piece(each->block(i), (i + 1) * 4)));
            }
            must(database.save(each->piece(each->tail(26), 26)));
        }
    };
    save_both(*must(KvDatabase::open(file, {}, kSmallPages)));
    const std::string sound = read_file(file);
    int noticed = 0;
    for (int round = 0; round < rounds; ++round) {
        std::string damaged = sound;
        const auto bit = random() % (damaged.size() * 8);
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        write_file(file, damaged);
        CAPTURE(round, seed, bit);

        const auto database = must(KvDatabase::open(file, {}, kSmallPages));
        bool is_complete = true;
        for (const KvText* each : {&text, &other}) {
            const auto match = must(database->find(each->query()));
            is_complete = is_complete && match.tokens == 26;
            CHECK(match.tokens <= 26);
            for (std::size_t i = 0; i <= match.blocks; ++i) {
                if (i == match.blocks && !match.tail) {
                    break;
                }
                const KvName name = i < match.blocks ? each->block(i) : *match.tail;
                std::vector<std::byte> bytes(kPieceBytes);
                const std::array parts{std::span(bytes)};
                const Status status = database->read(name, parts);
                is_complete = is_complete && status;
                if (status) {
                    REQUIRE(bytes == each->bytes_of(name));
                } else {
                    REQUIRE(status.error().code == ErrorCode::not_found);
                }
            }
        }
        noticed += is_complete ? 0 : 1;
        save_both(*database);
        // A damage that is noticed only now means a new database, in the middle of the saving.
        if (must(database->find(text.query())).tokens != 26) {
            save_both(*database);
        }
        for (const KvText* each : {&text, &other}) {
            const auto match = must(database->find(each->query()));
            REQUIRE(match.tokens == 26);
            for (std::size_t i = 0; i < match.blocks; ++i) {
                std::vector<std::byte> bytes(kPieceBytes);
                const std::array parts{std::span(bytes)};
                REQUIRE(database->read(each->block(i), parts));
                REQUIRE(bytes == each->bytes_of(each->block(i)));
            }
        }
    }
    // Most of the file is content; a flip that nobody noticed was in room that holds nothing.
    CHECK(noticed > rounds / 4);
}

} // namespace

TEST_CASE("no flipped bit is ever served, and what is damaged can be saved again") {
    flip_bits(400, 1);
}

TEST_CASE("no flipped bit is ever served, ten thousand times", "[.long]") {
    flip_bits(10'000, 2);
}
