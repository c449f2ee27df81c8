#include "inference/files/disk_space.h"
#include "inference/files/sha256.h"
#include "inference/files/tar_file.h"
#include "inference/import/model_store.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;
using test::TinyCheckpoint;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A store with the model "tiny", and what is exported from it.
struct Fixture {
    TempFolder temp;
    std::unique_ptr<ModelStore> store = ModelStore::open(temp.path() / "models", "").value();
    fs::path folder = temp.path() / "bundle";
    fs::path archive = temp.path() / "bundle.tar";

    Fixture() {
        const auto source = TinyCheckpoint().write_with_tokenizer(temp);
        temp.write("tiny/LICENSE", "LLAMA 3.2 COMMUNITY LICENSE AGREEMENT");
        REQUIRE(store->import({.path = source.string(), .name = ""}, {}, {}).has_value());
    }

    void write() const {
        REQUIRE(store->write_bundle("tiny", folder.string(), {}, {}).has_value());
        REQUIRE(store->write_bundle("tiny", archive.string(), {}, {}).has_value());
    }
    Result<ImportReport> take(const fs::path& path, const std::string& name = "taken") const {
        return store->import({.path = path.string(), .name = name}, {}, {});
    }
    /// Imports the folder with a file changed, and expects a refusal.
    Error refusal(std::string_view file, const std::string& content) const {
        const std::string before = text_of(folder / file);
        std::ofstream(folder / file, std::ios::binary) << content;
        const auto taken = take(folder);
        std::ofstream(folder / file, std::ios::binary) << before;
        REQUIRE_FALSE(taken.has_value());
        CHECK_FALSE(fs::exists(temp.path() / "models/taken"));
        return taken.error();
    }
};

/// The inode of a file.
ino_t inode_of(const fs::path& file) {
    struct stat status{};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_ino;
}

/// Imports as "taken" with links; `said` gets the progress messages.
Result<ImportReport> take_linked(const Fixture& fixture, const fs::path& path,
                                 std::vector<std::string>& said) {
    return fixture.store->import({.path = path.string(),
                                  .name = "taken",
                                  .bundle_files = ImportRequest::BundleFiles::linked},
                                 {}, [&](std::string_view what, std::int64_t, std::int64_t total) {
                                     if (total == 0) {
                                         said.emplace_back(what);
                                     }
                                 });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a bundle holds the model's files with their hashes and its licence") {
    const Fixture fixture;
    fixture.write();
    for (const auto* file : {"config.json", "weights.safetensors", "tokenizer.model", "LICENSE"}) {
        CHECK(text_of(fixture.folder / file) ==
              text_of(fixture.temp.path() / "models/tiny" / file));
    }
    const std::string manifest = text_of(fixture.folder / "manifest.json");
    CHECK_THAT(manifest, ContainsSubstring("Llama 3.2 Community License"));
    CHECK_FALSE(manifest.contains(fixture.temp.path().string()));
    CHECK_THAT(text_of(fixture.archive), ContainsSubstring("LLAMA 3.2 COMMUNITY LICENSE"));
    // Nothing else is left where they were written: bundle, bundle.tar, models, tiny.
    CHECK(std::distance(fs::directory_iterator(fixture.temp.path()), {}) == 4);
}

TEST_CASE("a bundle is imported completely from a folder and from an archive") {
    const Fixture fixture;
    fixture.write();
    const auto original = fixture.store->find("tiny");
    for (const fs::path& path : {fixture.folder, fixture.archive}) {
        const std::string name = "from-" + path.filename().string();
        const auto taken = fixture.take(path, name);
        INFO((taken ? std::string() : taken.error().detail));
        REQUIRE(taken.has_value());
        CHECK(taken->model.parameters == original->summary.parameters);
        CHECK(taken->model.weights == WeightDtype::int4);
        CHECK(taken->model.context_tokens == 256);
        CHECK(fixture.store->verify_all(name).has_value());
        const auto details = fixture.store->find(name);
        CHECK(details->licence == original->licence);
        CHECK(details->recipe == original->recipe);
        CHECK(details->source == "tiny");
    }
}

TEST_CASE("an export never overwrites anything, and a failed one leaves nothing") {
    const Fixture fixture;
    fixture.temp.write("taken.tar", "mine");
    for (const auto* name : {"taken.tar", "models"}) {
        const Status refused =
            fixture.store->write_bundle("tiny", (fixture.temp.path() / name).string(), {}, {});
        CHECK(refused.error().code == ErrorCode::invalid_input);
    }
    CHECK(text_of(fixture.temp.path() / "taken.tar") == "mine");
    CHECK(fixture.store->write_bundle("none", fixture.archive.string(), {}, {}).error().code ==
          ErrorCode::not_found);
    CHECK_FALSE(fixture.store
                    ->write_bundle("tiny", (fixture.temp.path() / "no/folder.tar").string(), {}, {})
                    .has_value());
    const auto target = GENERATE("bundle", "bundle.tar");
    std::stop_source stop;
    stop.request_stop();
    CHECK(fixture.store
              ->write_bundle("tiny", (fixture.temp.path() / target).string(), stop.get_token(), {})
              .error()
              .code == ErrorCode::cancelled);
    std::ofstream(fixture.temp.path() / "models/tiny/LICENSE", std::ios::app) << "x";
    CHECK(fixture.store->write_bundle("tiny", (fixture.temp.path() / target).string(), {}, {})
              .error()
              .code == ErrorCode::corrupt_data);
    CHECK(std::distance(fs::directory_iterator(fixture.temp.path()), {}) == 3);
}

TEST_CASE("a bundle whose files do not match its manifest is refused") {
    const Fixture fixture;
    fixture.write();
    const std::string manifest = text_of(fixture.folder / "manifest.json");
    const std::string config = text_of(fixture.folder / "config.json");
    CHECK_THAT(fixture.refusal("config.json", replaced(config, "256", "128")).detail,
               ContainsSubstring("config.json"));
    CHECK_THAT(fixture.refusal("config.json", config + " ").detail, ContainsSubstring("size"));
    const auto lies = {
        replaced(manifest, "\"config.json\"", "\"../config.json\""),
        replaced(manifest, "\"config.json\"", "\"/etc/passwd\""),
        replaced(manifest, "\"config.json\"", "\"..\""),
        replaced(manifest, "\"config.json\"", "\"manifest.json\""),
        replaced(manifest, "\"config.json\"", "\"LICENSE\""),
        replaced(manifest, "\"config.json\"", "\"none.json\""),
        replaced(manifest, "\"weights\": \"int4\"", "\"weights\": \"int8\""),
        replaced(manifest, "\"bytes\": ", "\"bytes\": 9223372036854775807, \"was\": "),
        replaced(manifest, "\"files\"", "\"other\""),
        manifest.substr(0, 100),
        std::string(2 << 20, ' ') + manifest,
        std::string(),
    };
    for (const std::string& lie : lies) {
        CHECK(fixture.refusal("manifest.json", lie).code == ErrorCode::invalid_input);
    }
    CHECK(fixture.take(fixture.folder).has_value());
}

TEST_CASE("a bundle with matching hashes but wrong weights is refused") {
    const Fixture fixture;
    fixture.write();
    const std::string config = text_of(fixture.folder / "config.json");
    const std::string wider =
        replaced(config, "\"intermediate_size\": 40", "\"intermediate_size\": 48");
    std::string manifest = text_of(fixture.folder / "manifest.json");
    const auto hash_of = [](const std::string& text) {
        Sha256 hash;
        hash.add(std::as_bytes(std::span(text)));
        return hash.finish();
    };
    std::ofstream(fixture.folder / "config.json") << wider;
    CHECK(fixture.refusal("manifest.json", replaced(manifest, hash_of(config), hash_of(wider)))
              .code == ErrorCode::invalid_input);
}

TEST_CASE("links in a bundle are not followed") {
    const Fixture fixture;
    fixture.write();
    fs::rename(fixture.folder / "LICENSE", fixture.temp.path() / "elsewhere");
    fs::create_symlink(fixture.temp.path() / "elsewhere", fixture.folder / "LICENSE");
    CHECK(fixture.take(fixture.folder).error().code == ErrorCode::invalid_input);
}

TEST_CASE("an archive with any byte changed is refused or gives the same model") {
    const Fixture fixture;
    fixture.write();
    const std::string whole = text_of(fixture.archive);
    for (std::size_t at = 3; at < whole.size(); at += 997) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        const auto path = fixture.temp.write("changed.tar", changed);
        if (fixture.take(path).has_value()) { // padding, or text of the manifest
            CHECK(fixture.store->verify_all("taken").has_value());
            CHECK(text_of(fixture.temp.path() / "models/taken/weights.safetensors") ==
                  text_of(fixture.folder / "weights.safetensors"));
            REQUIRE(fixture.store->remove("taken").has_value());
        }
    }
}

TEST_CASE("control characters of a foreign manifest never reach the terminal") {
    const Fixture fixture;
    fixture.write();
    const std::string manifest = text_of(fixture.folder / "manifest.json");
    std::ofstream(fixture.folder / "manifest.json")
        << replaced(manifest, "Llama 3.2", "Llama\\u001b[31m 3.2");
    REQUIRE(fixture.take(fixture.folder).has_value());
    CHECK(fixture.store->find("taken")->licence == "Llama?[31m 3.2 Community License");
}

TEST_CASE("a bundle's files are linked on request, and copied otherwise") {
    const Fixture fixture;
    fixture.write();
    const fs::path taken = fixture.temp.path() / "models/taken";
    const auto files = {"config.json", "weights.safetensors", "tokenizer.model", "LICENSE"};
    std::vector<std::string> said;
    const auto linked = take_linked(fixture, fixture.folder, said);
    REQUIRE(linked.has_value());
    CHECK(linked->linked_files == 4);
    CHECK(said.empty());
    for (const auto* file : files) {
        CHECK(inode_of(taken / file) == inode_of(fixture.folder / file));
    }
    CHECK(inode_of(taken / "manifest.json") != inode_of(fixture.folder / "manifest.json"));
    CHECK(fixture.store->verify_all("taken").has_value());
    REQUIRE(fixture.store->remove("taken").has_value());
    CHECK(text_of(fixture.folder / "LICENSE").starts_with("LLAMA"));

    const auto copied = fixture.take(fixture.folder);
    REQUIRE(copied.has_value());
    CHECK(copied->linked_files == 0);
    for (const auto* file : files) {
        CHECK(inode_of(taken / file) != inode_of(fixture.folder / file));
        CHECK(text_of(taken / file) == text_of(fixture.folder / file));
    }
}

TEST_CASE("links are verified like copies, and a refusal leaves the bundle unchanged") {
    const Fixture fixture;
    fixture.write();
    std::string weights = text_of(fixture.folder / "weights.safetensors");
    weights.back() ^= 1;
    std::ofstream(fixture.folder / "weights.safetensors", std::ios::binary) << weights;
    std::vector<std::string> said;
    const auto refused = take_linked(fixture, fixture.folder, said);
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().detail, ContainsSubstring("weights.safetensors"));
    CHECK_FALSE(fs::exists(fixture.temp.path() / "models/taken"));
    CHECK(text_of(fixture.folder / "weights.safetensors") == weights);
    CHECK(fs::hard_link_count(fixture.folder / "weights.safetensors") == 1);
}

TEST_CASE("files that cannot be linked are copied, with a message") {
    const Fixture fixture;
    fixture.write();
    std::vector<std::string> said;
    const auto from_archive = take_linked(fixture, fixture.archive, said);
    REQUIRE(from_archive.has_value());
    CHECK(from_archive->linked_files == 0);
    REQUIRE(said.size() == 1);
    CHECK_THAT(said.front(), ContainsSubstring("4 of 4 files were copied"));
    REQUIRE(fixture.store->remove("taken").has_value());

    const auto converted = take_linked(fixture, fixture.temp.path() / "tiny", said);
    REQUIRE(converted.has_value());
    CHECK(converted->linked_files == 0);
    CHECK_THAT(said.back(), ContainsSubstring("Nothing is linked"));
}

TEST_CASE("files of another file system are copied instead of linked") {
    const Fixture fixture;
    fixture.write();
    const fs::path memory = "/dev/shm";
    struct stat here{};
    struct stat there{};
    if (::stat(fixture.folder.c_str(), &here) != 0 || ::stat(memory.c_str(), &there) != 0 ||
        here.st_dev == there.st_dev) {
        SKIP("there is no other file system at /dev/shm");
    }
    const fs::path elsewhere =
        memory / ("sotto-bundle-test-" + std::to_string(std::random_device()()));
    fs::copy(fixture.folder, elsewhere);
    std::vector<std::string> said;
    const auto taken = take_linked(fixture, elsewhere, said);
    fs::remove_all(elsewhere);
    REQUIRE(taken.has_value());
    CHECK(taken->linked_files == 0);
    REQUIRE(said.size() == 1);
    CHECK(fixture.store->verify_all("taken").has_value());
}

TEST_CASE("too little disk space is refused with both numbers") {
    CHECK(check_free_space(1'000'000'000, 1'100'000'000).has_value());
    const Status refused = check_free_space(1'000'000'000, 1'099'999'999);
    CHECK(refused.error().code == ErrorCode::out_of_space);
    CHECK_THAT(refused.error().detail, ContainsSubstring("1101 MB"));
    CHECK_THAT(refused.error().detail, ContainsSubstring("1099 MB"));
    CHECK(check_disk_space(fs::temp_directory_path(), 0).has_value());
    CHECK(check_disk_space(fs::temp_directory_path(), std::uint64_t{1} << 60U).error().code ==
          ErrorCode::out_of_space);
}

} // namespace sotto::inference
