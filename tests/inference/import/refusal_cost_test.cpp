#include "inference/checkpoint/checkpoint.h"
#include "inference/files/tar_file.h"
#include "inference/formats/gguf_header.h"
#include "inference/formats/safetensors_header.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>

// The cost of a refusal in bytes read: a false header must not make the parser search for what it
// claims.
namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using test::little_endian;

constexpr std::uint64_t kOverhead = std::uint64_t{64} << 10U; // for counting itself, and a block

/// Bytes that this process has read so far, according to the kernel.
std::optional<std::uint64_t> bytes_read() {
    std::ifstream account("/proc/self/io");
    std::string word;
    std::uint64_t bytes = 0;
    if (account >> word >> bytes && word == "rchar:") {
        return bytes;
    }
    return std::nullopt;
}

std::uint64_t cost_of(const std::function<void()>& work) {
    const auto before = bytes_read();
    if (!before) {
        SKIP("the kernel does not count what a process reads");
    }
    work();
    return *bytes_read() - *before;
}

/// A sparse file of one gigabyte with this beginning.
fs::path large_file(const test::TempFolder& temp, const std::string& name,
                    const std::string& start) {
    const fs::path file = temp.write(name, start);
    fs::resize_file(file, std::uint64_t{1} << 30U);
    return file;
}

} // namespace

TEST_CASE("a header with a false length is refused after a few bytes") {
    const test::TempFolder temp;
    for (const std::uint64_t length :
         {std::uint64_t{0}, std::uint64_t{100'000'001}, std::uint64_t{1} << 30U,
          std::uint64_t{1} << 40U, ~std::uint64_t{0}}) {
        const auto file =
            InputFile::open(large_file(temp, "model.safetensors", little_endian(length) + "{}"));
        REQUIRE(file.has_value());
        CHECK(cost_of([&] { CHECK_FALSE(read_safetensors_header(*file).has_value()); }) <
              kOverhead);
    }
}

TEST_CASE("a GGUF file that claims more than it holds is refused after a few bytes") {
    const test::TempFolder temp;
    const std::string start = "GGUF" + little_endian(std::uint32_t{3});
    for (const auto& [tensors, entries] :
         std::array<std::array<std::uint64_t, 2>, 4>{{{~std::uint64_t{0}, 1},
                                                      {1, ~std::uint64_t{0}},
                                                      {std::uint64_t{1} << 40U, 0},
                                                      {0, std::uint64_t{1} << 40U}}}) {
        const fs::path file =
            temp.write("lie.gguf", start + little_endian(tensors) + little_endian(entries));
        CHECK(cost_of([&] { CHECK_FALSE(open_checkpoint(file).has_value()); }) < kOverhead);
    }
    // A key of one gigabyte.
    const fs::path file =
        large_file(temp, "key.gguf",
                   start + little_endian(std::uint64_t{0}) + little_endian(std::uint64_t{1}) +
                       little_endian(std::uint64_t{1} << 29U));
    CHECK(cost_of([&] { CHECK_FALSE(open_checkpoint(file).has_value()); }) < 2 * (1U << 20U));
}

TEST_CASE("a sparse archive is refused after its first block") {
    const test::TempFolder temp;
    const fs::path file = large_file(temp, "x.tar", std::string(512, 'x'));
    const auto opened = InputFile::open(file);
    CHECK(cost_of([&] { CHECK_FALSE(read_tar_directory(*opened).has_value()); }) < kOverhead);
}

TEST_CASE("refusing a hostile file reads no more than the file a few times over") {
    const fs::path hostile = test::shared_data("hostile");
    if (!fs::is_directory(hostile)) {
        SKIP("the shared test data is not there");
    }
    std::size_t n_files = 0;
    for (const auto* kind : {"safetensors", "gguf"}) {
        for (const auto& entry : fs::directory_iterator(hostile / kind)) {
            const auto extension = entry.path().extension();
            if (extension != ".gguf" && extension != ".safetensors") {
                continue;
            }
            INFO(entry.path().filename().string());
            ++n_files;
            const auto cost = cost_of([&] {
                const auto file = InputFile::open(entry.path());
                REQUIRE(file.has_value());
                if (extension == ".gguf") {
                    static_cast<void>(open_checkpoint(entry.path()));
                } else {
                    static_cast<void>(read_safetensors_header(*file));
                }
            });
            CHECK(cost < 4 * entry.file_size() + kOverhead);
        }
    }
    CHECK(n_files > 20);
}

} // namespace sotto::inference
