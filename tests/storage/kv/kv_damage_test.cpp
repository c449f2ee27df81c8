#include "storage/kv/kv_database.h"
#include "tests/storage/kv/kv_texts.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <random>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::size_t kEntryBytes = 700;

// Small pages, so that most bits of the file are in use.
constexpr KvFileSettings kSmallPages{.page_bytes = 1024};

using Texts = std::array<KvText, 2>;
constexpr std::size_t kLength = 26; // six blocks and two tokens

void save_all(KvDatabase& database, const Texts& texts) {
    for (const KvText& text : texts) {
        for (std::size_t i = 0; i < text.blocks(); ++i) {
            must(database.save(text.entry(text.block(i), (i + 1) * KvText::kBlockTokens)));
        }
        must(database.save(text.entry(text.checkpoint(kLength), kLength)));
    }
}

// Whether everything that was saved is found and read. Whatever is read must be correct.
bool reads_all(KvDatabase& database, const Texts& texts) {
    bool is_complete = true;
    for (const KvText& text : texts) {
        const auto match = must(database.find(text.query()));
        REQUIRE(match.tokens <= kLength);
        is_complete = is_complete && match.tokens == kLength;
        std::vector<KvName> names;
        for (std::size_t i = 0; i < match.blocks; ++i) {
            names.push_back(text.block(i));
        }
        if (match.checkpoint) {
            names.push_back(text.checkpoint(match.tokens));
        }
        for (const KvName& name : names) {
            std::vector<std::byte> bytes(kEntryBytes);
            const std::array parts{std::span(bytes)};
            const Status status = database.read(name, parts);
            is_complete = is_complete && status;
            if (status) {
                REQUIRE(bytes == text.bytes_of(name));
            } else {
                REQUIRE(status.error().code == ErrorCode::not_found);
            }
        }
    }
    return is_complete;
}

// Flips random bits of the file. What is read afterwards must be correct or not found, and what is
// saved again must be found.
void flip_bits(int rounds, unsigned seed) {
    std::mt19937_64 random(seed);
    const Texts texts{KvText(text_of(kLength, 1), kEntryBytes),
                      KvText(text_of(kLength, 2), kEntryBytes)};
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    save_all(*must(KvDatabase::open(file, {}, kSmallPages)), texts);
    const std::string sound = read_file(file);
    int n_noticed = 0;
    for (int round = 0; round < rounds; ++round) {
        std::string damaged = sound;
        const auto bit = random() % (damaged.size() * 8);
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        write_file(file, damaged);
        CAPTURE(round, seed, bit);

        const auto database = must(KvDatabase::open(file, {}, kSmallPages));
        bool is_complete = reads_all(*database, texts);
        n_noticed += is_complete ? 0 : 1;
        // One damage may hide another from the search and be noticed only during a save.
        for (int attempt = 0; attempt < 3 && !is_complete; ++attempt) {
            save_all(*database, texts);
            is_complete = reads_all(*database, texts);
        }
        REQUIRE(is_complete);
    }
    // Most of the file is content; the other flips hit unused space.
    CHECK(n_noticed > rounds / 4);
}

} // namespace

TEST_CASE("no flipped bit is ever served, and damaged entries can be saved again") {
    flip_bits(400, 1);
}

TEST_CASE("no flipped bit is ever served, ten thousand times", "[.long]") {
    flip_bits(10'000, 2);
}
