#include "inference/files/sha256.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace sotto::inference {

TEST_CASE("SHA-256 gives the published values for any split of the bytes") {
    // Source: FIPS 180-2, appendix B.1.
    Sha256 hash;
    hash.add(std::as_bytes(std::span(std::string_view("a"))));
    hash.add(std::as_bytes(std::span(std::string_view("bc"))));
    CHECK(hash.finish() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(Sha256().finish() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the hash of a file covers all of it and can be cancelled") {
    const test::TempFolder folder;
    std::string content(2'500'000, 'x');
    const auto file = folder.write("big", content);
    std::size_t advanced = 0;
    const auto hash = sha256_of_file(file, {}, [&](std::size_t bytes) { advanced += bytes; });
    CHECK(advanced == content.size());
    content.back() = 'y';
    const auto other = sha256_of_file(folder.write("other", content), {}, [](std::size_t) {});
    CHECK(hash.value() != other.value());

    std::stop_source stop;
    const auto stopped =
        sha256_of_file(file, stop.get_token(), [&](std::size_t) { stop.request_stop(); });
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(sha256_of_file(folder.path() / "none", {}, [](std::size_t) {}).error().code ==
          ErrorCode::not_found);
}

} // namespace sotto::inference
