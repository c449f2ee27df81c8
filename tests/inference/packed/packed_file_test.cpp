#include "inference/packed/packed_file.h"
#include "tests/storage/support/child_process.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using storage::ChildProcess;
using test::TempFolder;

constexpr std::string_view kSource = "weights 1234";

std::vector<std::byte> random_bytes(std::size_t count, std::uint64_t seed) {
    std::vector<std::byte> bytes(count);
    for (std::byte& one : bytes) {
        one = static_cast<std::byte>(test::random_unit(seed) * 256);
    }
    return bytes;
}

const std::vector<std::byte> kSmall = random_bytes(100, 1);
const std::vector<std::byte> kLarge = random_bytes((std::size_t{1} << 20U) + 5000, 2);

Status write_packed(const fs::path& path, std::uint64_t expected_bytes = 1000) {
    auto writer = PackedFileWriter::create(path, kSource, "/owner", expected_bytes);
    if (!writer) {
        return std::unexpected(writer.error());
    }
    return writer->add({"a", 7, MatrixDtype::int8, 10, 10, kSmall})
        .and_then([&] { return writer->add({"a", 8, MatrixDtype::f32, 5, 5, kSmall}); })
        .and_then([&] { return writer->add({"b", 7, MatrixDtype::int4, 1000, 2000, kLarge}); })
        .and_then([&] { return writer->finish(); });
}

std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Replaces the content without changing the modification time, as a failing disk does.
void change_quietly(const fs::path& path, std::string_view content) {
    const auto time = fs::last_write_time(path);
    std::ofstream(path, std::ios::binary) << content;
    fs::last_write_time(path, time);
}

void flip_bit(std::string& content, std::size_t at) {
    content[at] = static_cast<char>(content[at] ^ (1 << (at % 8)));
}

auto n_files(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

} // namespace

TEST_CASE("a packed file holds each matrix in each layout at the start of a page") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    REQUIRE(write_packed(path));
    CHECK(n_files(folder.path()) == 1);
    const auto file = PackedFile::open(path, kSource);
    REQUIRE(file);
    REQUIRE((*file)->matrices().size() == 3);
    CHECK((*file)->find("a", 9) == nullptr);
    const auto* const other = (*file)->find("a", 8);
    REQUIRE(other != nullptr);
    CHECK(other->dtype == MatrixDtype::f32);
    const auto* const large = (*file)->find("b", 7);
    REQUIRE(large != nullptr);
    CHECK(large->rows == 1000);
    CHECK(large->cols == 2000);
    CHECK(std::ranges::equal(large->bytes, kLarge));
    CHECK(reinterpret_cast<std::uintptr_t>(large->bytes.data()) % 4096 == 0);
    CHECK(PackedFile::owner_of(path).value() == "/owner");
    CHECK(PackedFile::verify(path));
    struct stat state{};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    CHECK((state.st_mode & 0777U) == 0600);
}

TEST_CASE("a packed file is mapped so that huge pages can hold it") {
    const TempFolder folder;
    REQUIRE(write_packed(folder.path() / "m.packed"));
    const auto file = PackedFile::open(folder.path() / "m.packed", kSource);
    REQUIRE(file);
    constexpr std::uintptr_t kHugePage = std::uintptr_t{2} << 20U;
    const auto* const first = (*file)->matrices().front().bytes.data(); // after the header's page
    CHECK(reinterpret_cast<std::uintptr_t>(first) % kHugePage == 4096);
}

TEST_CASE("a packed file of other weights and a missing one have different errors") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    CHECK(PackedFile::open(path, kSource).error().code == ErrorCode::not_found);
    REQUIRE(write_packed(path));
    CHECK(PackedFile::open(path, "weights 1235").error().code == ErrorCode::model_mismatch);
}

TEST_CASE("a packed file that was truncated or grew is damaged") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    REQUIRE(write_packed(path));
    const std::string whole = content_of(path);
    std::vector<std::size_t> lengths{0, 1, 4095, 4096, 4097, whole.size() - 1};
    for (std::size_t length = 31; length < whole.size(); length += 9973) {
        lengths.push_back(length);
    }
    for (const std::size_t length : lengths) {
        CAPTURE(length);
        change_quietly(path, std::string_view(whole).substr(0, length));
        REQUIRE(PackedFile::open(path, kSource).error().code == ErrorCode::corrupt_data);
    }
    change_quietly(path, whole + "x");
    CHECK(PackedFile::open(path, kSource).error().code == ErrorCode::corrupt_data);
    change_quietly(path, whole);
    CHECK(PackedFile::open(path, kSource));
}

TEST_CASE("a flipped bit anywhere in header or table is found by every start") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    REQUIRE(write_packed(path));
    const std::string whole = content_of(path);
    const std::size_t table = (4096 * 3 + kLarge.size() + 4095) / 4096 * 4096;
    REQUIRE(whole.substr(table).contains(kSource));
    const auto check_flip = [&](std::size_t at) {
        CAPTURE(at);
        std::string damaged = whole;
        flip_bit(damaged, at);
        change_quietly(path, damaged);
        REQUIRE(PackedFile::open(path, kSource).error().code == ErrorCode::corrupt_data);
    };
    for (std::size_t at = 0; at < 4096; at += at < 64 ? 1 : 61) {
        check_flip(at);
    }
    for (std::size_t at = table; at < whole.size(); at += 3) {
        check_flip(at);
    }
    check_flip(whole.size() - 1);
}

TEST_CASE("a changed matrix is found if the file time changed, or by verify()") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    REQUIRE(write_packed(path));
    const std::string whole = content_of(path);
    for (const std::size_t at : {std::size_t{4096}, 3 * std::size_t{4096} + kLarge.size() - 1}) {
        std::string damaged = whole;
        flip_bit(damaged, at);
        change_quietly(path, damaged);
        CHECK(PackedFile::verify(path).error().code == ErrorCode::corrupt_data);
        std::ofstream(path, std::ios::binary) << damaged;
        CHECK(PackedFile::open(path, kSource).error().code == ErrorCode::corrupt_data);
        REQUIRE(write_packed(path));
    }
}

TEST_CASE("a copy of a packed file is verified once and sealed again") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    REQUIRE(write_packed(path));
    const auto sealed = fs::last_write_time(path);
    fs::last_write_time(path, sealed + std::chrono::milliseconds(12345));
    CHECK(PackedFile::open(path, kSource));
    CHECK(fs::last_write_time(path) == sealed);
}

TEST_CASE("an unfinished file is invisible, and is removed when its writer is gone") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    fs::path draft;
    {
        auto writer = PackedFileWriter::create(path, kSource, "/owner", 1000);
        REQUIRE(writer);
        REQUIRE(writer->add({"a", 7, MatrixDtype::int8, 10, 10, kSmall}));
        CHECK_FALSE(fs::exists(path));
        draft = fs::directory_iterator(folder.path())->path();
        CHECK_FALSE(remove_packed_draft(draft));
    }
    CHECK(n_files(folder.path()) == 0);
    folder.write("m.packed.1-2-3.draft", "left by a program that was killed");
    CHECK(remove_packed_draft(folder.path() / "m.packed.1-2-3.draft"));
    folder.write("other", "");
    CHECK_FALSE(remove_packed_draft(folder.path() / "other"));
    CHECK(n_files(folder.path()) == 1);
}

TEST_CASE("a writer killed at any moment leaves a whole file or none") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    std::uint64_t seed = 3;
    int whole = 0;
    for (int round = 0; round < 30; ++round) {
        fs::remove(path);
        ChildProcess child([&](ChildProcess::Ends ends) {
            const char begun = 'b';
            (void)storage::write_all(ends.out, &begun, 1);
            return write_packed(path) ? 0 : 1;
        });
        char begun = 0;
        REQUIRE(child.read(&begun, 1));
        // Not waiting for anything: the kill comes at different moments.
        const auto steps = static_cast<std::uint64_t>(test::random_unit(seed) * 4'000'000);
        for (std::uint64_t i = 0; i < steps; ++i) {
            (void)test::random_unit(seed);
        }
        child.kill();
        (void)child.wait();
        if (fs::exists(path)) {
            ++whole;
            REQUIRE(PackedFile::verify(path));
        }
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            CHECK((entry.path() == path || remove_packed_draft(entry.path())));
        }
    }
    CAPTURE(whole);
    REQUIRE(write_packed(path));
    CHECK(PackedFile::open(path, kSource));
}

TEST_CASE("several programs may write one file at once") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    std::vector<std::unique_ptr<ChildProcess>> writers;
    for (int i = 0; i < 4; ++i) {
        writers.push_back(std::make_unique<ChildProcess>(
            [&](ChildProcess::Ends) { return write_packed(path) ? 0 : 1; }));
    }
    for (const auto& writer : writers) {
        CHECK(writer->wait() == 0);
    }
    CHECK(PackedFile::verify(path));
    CHECK(n_files(folder.path()) == 1);
}

TEST_CASE("a limit on file sizes leaves no packed file behind") {
    const TempFolder folder;
    const fs::path path = folder.path() / "m.packed";
    ChildProcess child([&](ChildProcess::Ends) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = 500'000, .rlim_max = 500'000};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 1;
        }
        const auto planned = write_packed(path, kLarge.size());
        const auto surprised = write_packed(path, 1000);
        const bool is_out_of_space = !planned && planned.error().code == ErrorCode::out_of_space &&
                                     !surprised &&
                                     surprised.error().code == ErrorCode::out_of_space;
        return is_out_of_space ? 0 : 2;
    });
    CHECK(child.wait() == 0);
    CHECK(n_files(folder.path()) == 0);
    // Nor is a file started that does not fit the disk.
    const auto refused = write_packed(path, std::uint64_t{1} << 60U);
    CHECK(refused.error().code == ErrorCode::out_of_space);
    CHECK(n_files(folder.path()) == 0);
}

} // namespace sotto::inference
