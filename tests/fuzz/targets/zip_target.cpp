#include "app/extract/archive/zip_archive.h"
#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <string>

namespace sotto::fuzz {

namespace {

using extract::resolve_path;
using extract::ZipArchive;

// Limits of ZipArchive. Unit of the second: bytes.
constexpr std::size_t kMaxFiles = 10'000;
constexpr std::size_t kLargestContent = std::size_t{256} << 20U;
// More would only be slower.
constexpr std::size_t kMaxRead = 256;

bool has_step_out(std::string_view path) {
    return path.starts_with('/') || path == ".." || path.starts_with("../") ||
           path.ends_with("/..") || path.contains("/../");
}

void check_name(const std::string& name) {
    require(!has_step_out(name), "no file of an archive lies outside it");
    require(!has_step_out(resolve_path(name, "../" + name)), "paths are followed inside only");
    require(!has_step_out(resolve_path("a/b", name)), "paths are followed inside only");
}

/// Input: a ZIP archive of anything. Accepted if it can be opened.
bool run(std::string_view input) {
    static_cast<void>(check_document(input, "zip"));
    const auto archive = ZipArchive::open(input);
    if (!archive) {
        return false;
    }
    require(archive->names().size() <= kMaxFiles, "an archive keeps to its limit of files");
    std::size_t left = kMaxRead;
    for (const std::string& name : archive->names()) {
        check_name(name);
        require(archive->contains(name), "a file that is listed is there");
        if (left > 0) {
            --left;
            const auto content = archive->read(name);
            require(!content || content->size() <= kLargestContent, "a file keeps to its limit");
        }
    }
    return true;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation,
                          [&mutation](std::string_view content, std::size_t most) {
                              return mutation.bytes(content, most);
                          });
}

} // namespace

const Target& zip_target() {
    static constexpr Target kTarget{"zip", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
