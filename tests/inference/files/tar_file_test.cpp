#include "inference/files/tar_file.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using test::TempFolder;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string sample_archive(const TempFolder& temp) {
    TarWriter tar(OutputFile::create(temp.path() / "written.tar").value());
    const std::vector<std::pair<std::string, std::string>> files{
        {"one.txt", "first"}, {"empty", ""}, {"block", std::string(512, 'x')}};
    for (const auto& [name, content] : files) {
        REQUIRE(tar.begin("folder", name, content.size()).has_value());
        REQUIRE(tar.write(std::as_bytes(std::span(content))).has_value());
        REQUIRE(tar.end().has_value());
    }
    REQUIRE(tar.finish().has_value());
    return text_of(temp.path() / "written.tar");
}

Result<std::vector<TarEntry>> read(const TempFolder& temp, const std::string& archive) {
    const auto file = InputFile::open(temp.write("read.tar", archive));
    return read_tar_directory(file.value());
}

/// The archive with its first header changed and that header's checksum corrected.
std::string with_header(std::string archive, std::size_t at, std::string_view bytes) {
    archive.replace(at, bytes.size(), bytes);
    archive.replace(148, 8, 8, ' ');
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i) {
        sum += static_cast<unsigned char>(archive[i]);
    }
    archive.replace(148, 8, std::format("{:06o}", sum) + std::string("\0 ", 2));
    return archive;
}

constexpr std::size_t kSizeAt = 124;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kPrefixAt = 345;

} // namespace

TEST_CASE("an archive lists the files that were written to it") {
    const TempFolder temp;
    const std::string archive = sample_archive(temp);
    CHECK(looks_like_tar(temp.path() / "written.tar"));
    const auto entries = read(temp, archive);
    REQUIRE(entries.has_value());
    REQUIRE(entries->size() == 3);
    CHECK(entries->at(0).folder == "folder");
    CHECK(entries->at(0).name == "one.txt");
    CHECK(archive.substr(entries->at(0).offset, entries->at(0).bytes) == "first");
    CHECK(entries->at(1).bytes == 0);
    CHECK(archive.substr(entries->at(2).offset, 512) == std::string(512, 'x'));
    CHECK_FALSE(looks_like_tar(temp.write("no.tar", std::string(600, 'a'))));
}

TEST_CASE("the system's tar reads what we write, and we read what it writes") {
    if (std::system("tar --version > /dev/null 2>&1") != 0) {
        SKIP("there is no tar on this machine");
    }
    const TempFolder temp;
    static_cast<void>(sample_archive(temp));
    const std::string folder = temp.path().string();
    const auto run = [&](const std::string& command) {
        return std::system(("cd '" + folder + "' && " + command).c_str());
    };
    REQUIRE(run("tar -xf written.tar") == 0);
    CHECK(text_of(temp.path() / "folder/one.txt") == "first");
    CHECK(fs::file_size(temp.path() / "folder/empty") == 0);
    REQUIRE(run("tar --format=ustar -cf theirs.tar folder") == 0);
    const auto theirs = read_tar_directory(InputFile::open(temp.path() / "theirs.tar").value());
    REQUIRE(theirs.has_value());
    CHECK(theirs->size() == 3);
    REQUIRE(run("tar -cf gnu.tar folder") == 0);
    CHECK(read_tar_directory(InputFile::open(temp.path() / "gnu.tar").value()).has_value());
    REQUIRE(run("ln -s one.txt folder/link && tar -cf link.tar folder") == 0);
    CHECK(read_tar_directory(InputFile::open(temp.path() / "link.tar").value()).error().code ==
          ErrorCode::unsupported);
}

TEST_CASE("names outside the folder, links and false sizes are refused") {
    const TempFolder temp;
    const std::string archive = sample_archive(temp);
    REQUIRE(read(temp, with_header(archive, 0, "one")).has_value());
    const auto code_of = [&](const std::string& changed) {
        const auto entries = read(temp, changed);
        return entries ? ErrorCode::internal : entries.error().code;
    };
    for (const std::string& name : {std::string("../x\0", 5), std::string("..\0", 3),
                                    std::string("a/b\0", 4), std::string("/etc\0", 5)}) {
        CHECK(code_of(with_header(archive, 0, name)) == ErrorCode::unsupported);
    }
    for (const std::string& prefix : {std::string("..\0", 3), std::string("/\0", 2),
                                      std::string("other\0", 6), std::string("a/b\0", 4)}) {
        CHECK(code_of(with_header(archive, kPrefixAt, prefix)) == ErrorCode::unsupported);
    }
    for (const char type : {'1', '2', '3', '4', '5', '6', 'x', 'g', 'L'}) {
        CHECK(code_of(with_header(archive, kTypeAt, std::string(1, type))) ==
              ErrorCode::unsupported);
    }
    CHECK(code_of(with_header(archive, kSizeAt, "77777777777")) == ErrorCode::corrupt_data);
    CHECK(code_of(with_header(archive, kSizeAt, "-0000000001")) == ErrorCode::corrupt_data);
    CHECK(code_of(with_header(archive, kSizeAt, "\xFF\xFF\xFF")) == ErrorCode::corrupt_data);
    std::string wrong_sum = archive;
    wrong_sum[2] = '!';
    CHECK(code_of(wrong_sum) == ErrorCode::corrupt_data);
    CHECK(code_of(with_header(archive, 0, std::string("empty\0", 6))) == ErrorCode::corrupt_data);
}

TEST_CASE(
    "an archive that is cut off anywhere, or has a byte changed, never leads outside itself") {
    const TempFolder temp;
    const std::string archive = sample_archive(temp);
    for (std::size_t length = 0; length < archive.size() - 1024; length += 64) {
        CHECK_FALSE(read(temp, archive.substr(0, length)).has_value());
    }
    for (std::size_t at = 0; at < 600; ++at) {
        std::string changed = archive;
        changed[at] = static_cast<char>(~changed[at]);
        for (const TarEntry& entry : read(temp, changed).value_or(std::vector<TarEntry>{})) {
            CHECK(entry.offset + entry.bytes <= changed.size());
        }
    }
}

TEST_CASE("what the format cannot represent is refused before anything is written") {
    const TempFolder temp;
    TarWriter tar(OutputFile::create(temp.path() / "x.tar").value());
    CHECK(tar.begin("f", std::string(101, 'n'), 1).error().code == ErrorCode::unsupported);
    CHECK(tar.begin("f", "n", std::uint64_t{1} << 33U).error().code == ErrorCode::unsupported);
    CHECK(fs::file_size(temp.path() / "x.tar") == 0);
}

} // namespace sotto::inference
