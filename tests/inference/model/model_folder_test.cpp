#include "inference/calibration/calibration_staging.h"
#include "inference/model/model_folder.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace sotto::inference {

namespace fs = std::filesystem;

TEST_CASE("a model's name cannot leave the folder of the models or hide in it") {
    for (const char* name : {"tiny", "Llama-3.2-1B_int8", "a", "1.0"}) {
        CHECK(is_model_name(name));
    }
    for (const char* name : {"", ".", "..", ".hidden", "a/b", "a b", "ä", "a\n", "x.partial-a1"}) {
        CHECK_FALSE(is_model_name(name));
    }
    CHECK(is_model_name(std::string(64, 'x')));
    CHECK_FALSE(is_model_name(std::string(65, 'x')));
}

TEST_CASE("the name comes from the last part of the path") {
    CHECK(name_from_path("/models/tiny") == "tiny");
    CHECK(name_from_path("/models/tiny/") == "tiny");
    CHECK(name_from_path("/models/other/../tiny/.") == "tiny");
    CHECK(name_from_path("/models/Llama-3.2-1B") == "Llama-3.2-1B");
    CHECK(name_from_path("/models/tiny.Q4.gguf") == "tiny.Q4");
    CHECK(name_from_path("/") == "");
}

TEST_CASE("a partial folder vanishes unless it is published") {
    const test::TempFolder models;
    fs::path dropped;
    {
        const auto folder = PartialFolder::create(models.path(), "tiny");
        REQUIRE(folder.has_value());
        dropped = folder->path();
        CHECK(fs::is_directory(dropped));
        CHECK(fs::status(dropped).permissions() == fs::perms::owner_all);
    }
    CHECK_FALSE(fs::exists(dropped));

    auto folder = PartialFolder::create(models.path(), "tiny");
    std::ofstream(folder->path() / "file") << "content";
    REQUIRE(folder->publish("tiny").has_value());
    CHECK(fs::exists(models.path() / "tiny" / "file"));
}

TEST_CASE("publishing never replaces a folder that is there") {
    const test::TempFolder models;
    fs::create_directory(models.path() / "tiny");
    auto folder = PartialFolder::create(models.path(), "tiny");
    CHECK(folder->publish("tiny").error().code == ErrorCode::invalid_input);
    CHECK(fs::exists(folder->path()));
}

TEST_CASE("cleaning removes leftovers but no model and no import under way") {
    const test::TempFolder models;
    models.write("tiny.partial-abc123/weights.safetensors", "half");
    models.write("tiny2.partial-abc123/weights.safetensors", "half");
    const auto running = PartialFolder::create(models.path(), "tiny");
    models.write("tiny3/weights.safetensors", "whole");
    clean_leftovers(models.path());
    CHECK_FALSE(fs::exists(models.path() / "tiny.partial-abc123"));
    CHECK_FALSE(fs::exists(models.path() / "tiny2.partial-abc123"));
    CHECK(fs::exists(models.path() / "tiny3"));
    CHECK(fs::exists(running->path()));
}

TEST_CASE("cleaning removes what calibrations left that nobody goes on with") {
    const test::TempFolder models;
    const fs::path fresh = staging_folder(models.path(), "fresh");
    const fs::path old = staging_folder(models.path(), "old");
    const fs::path in_use = staging_folder(models.path(), "in-use");
    for (const fs::path& folder : {fresh, old, in_use}) {
        models.write((folder.filename() / "layer-0").string(), "part");
    }
    models.write(".other/file", "somebody else's");
    const auto running = CalibrationStaging::open(in_use, "key");
    REQUIRE(running.has_value());
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::days(8);
    for (const fs::path& folder : {old, in_use, models.path() / ".other"}) {
        fs::last_write_time(folder, long_ago);
    }
    clean_leftovers(models.path());
    CHECK(fs::exists(fresh));
    CHECK_FALSE(fs::exists(old));
    CHECK(fs::exists(in_use));
    CHECK(fs::exists(models.path() / ".other"));
}

TEST_CASE("deleting a model does not follow links out of it") {
    const test::TempFolder models;
    const test::TempFolder elsewhere;
    elsewhere.write("precious", "kept");
    models.write("tiny/manifest.json", "{}");
    fs::create_directory_symlink(elsewhere.path(), models.path() / "tiny" / "link");
    REQUIRE(delete_model_folder(models.path(), "tiny").has_value());
    CHECK(fs::is_empty(models.path()));
    CHECK(fs::exists(elsewhere.path() / "precious"));
}

} // namespace sotto::inference
