#include "inference/import/model_store.h"
#include "inference/packed/packed_file.h"
#include "inference/packed/packed_folder.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using test::TempFolder;

constexpr std::array<std::byte, 64> kNumbers{};

void write_packed(const PackedLocation& place) {
    auto writer = PackedFileWriter::create(place.file, place.source, place.owner, 64);
    REQUIRE(writer);
    REQUIRE(writer->add({"m", 1, MatrixDtype::int8, 8, 8, kNumbers}));
    REQUIRE(writer->finish());
}

// Damages the data without changing the modification time.
void damage_quietly(const fs::path& file) {
    const auto time = fs::last_write_time(file);
    std::fstream(file, std::ios::binary | std::ios::in | std::ios::out).seekp(4096).put('x');
    fs::last_write_time(file, time);
}

} // namespace

TEST_CASE("the source of packed weights changes with the weights") {
    const TempFolder temp;
    const fs::path packed = temp.path() / "packed";
    CHECK(packed_location(packed, temp.path() / "none").file.empty());
    const fs::path weights = temp.write("models/pro/weights.safetensors", "numbers");
    CHECK(packed_location({}, temp.path() / "models/pro").file.empty());
    const auto place = packed_location(packed, temp.path() / "models/pro");
    CHECK(place.file == packed / "pro.packed");
    CHECK(place.owner == weights);
    CHECK(packed_location(packed, temp.path() / "models/pro/").source == place.source);
    fs::last_write_time(weights, fs::last_write_time(weights) + std::chrono::seconds(1));
    const auto later = packed_location(packed, temp.path() / "models/pro");
    CHECK(later.file == place.file);
    CHECK(later.source != place.source);
}

TEST_CASE("cleaning removes unusable files and nothing else") {
    const TempFolder temp;
    const fs::path packed = temp.path() / "packed";
    REQUIRE(create_packed_folder(packed));
    CHECK((fs::status(packed).permissions() & fs::perms::all) == fs::perms::owner_all);
    for (const auto* const name : {"kept", "gone", "damaged"}) {
        temp.write(std::string("models/") + name + "/weights.safetensors", name);
        write_packed(packed_location(packed, temp.path() / "models" / name));
    }
    write_packed(temporary_location(packed, "bench"));
    fs::remove_all(temp.path() / "models/gone");
    fs::resize_file(packed / "damaged.packed", 100);
    temp.write("packed/kept.packed.1-2-3.draft", "half");
    temp.write("packed/notes.txt", "of somebody else");
    clean_packed_folder(packed);
    CHECK(fs::exists(packed / "kept.packed"));
    CHECK_FALSE(fs::exists(packed / "gone.packed"));
    CHECK_FALSE(fs::exists(packed / "damaged.packed"));
    CHECK_FALSE(fs::exists(packed / "kept.packed.1-2-3.draft"));
    CHECK(fs::exists(packed / "notes.txt"));
    CHECK(fs::exists(packed / "CACHEDIR.TAG"));
    CHECK(fs::exists(temporary_location(packed, "bench").file)); // as long as this program runs
}

TEST_CASE("the store removes packed weights with their model, or when they are damaged") {
    const TempFolder temp;
    const fs::path packed = temp.path() / "packed";
    REQUIRE(create_packed_folder(packed));
    const auto store = ModelStore::open(temp.path() / "models", {}, {.packed = packed});
    REQUIRE(store);
    const auto checkpoint = test::TinyCheckpoint().write_with_tokenizer(temp);
    REQUIRE((*store)->import({.path = checkpoint.string(), .name = "tiny"}, {}, {}));
    const auto place = packed_location(packed, temp.path() / "models/tiny");
    write_packed(place);
    CHECK((*store)->verify_all("tiny"));
    CHECK(fs::exists(place.file));
    damage_quietly(place.file);
    CHECK((*store)->verify_all("tiny"));
    CHECK_FALSE(fs::exists(place.file));

    write_packed(place);
    REQUIRE((*store)->remove("tiny"));
    CHECK_FALSE(fs::exists(place.file));
}

} // namespace sotto::inference
