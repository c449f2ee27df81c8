#pragma once

#include "core/error.h"
#include "core/ports/model_catalog.h"
#include "inference/files/input_file.h"
#include "inference/model/manifest.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Bytes of an open file, which outlives this.
struct FilePart {
    const InputFile* file = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::filesystem::path path; ///< of the file, when these bytes are all of it; else empty
};

/// Brings a model's files from one place to another, comparing each with its hash, and tells how
/// far it is. Runs on: one thread.
class FileCarrier {
public:
    /// Where the bytes of a file go, part by part.
    using Sink = std::function<Status(std::span<const std::byte>)>;

    /// `what` is being done to `total` bytes; all that is named outlives the carrier.
    FileCarrier(std::string_view what, std::uint64_t total, const std::stop_token& stop,
                const ModelCatalog::ImportProgress& progress)
        : what_(what), total_(total), stop_(stop), progress_(progress) {}

    /// Hands the bytes to a sink. Errors: corrupt_data (another hash), cancelled, io; of the sink.
    [[nodiscard]] Status carry(const FilePart& from, const Manifest::File& file, const Sink& sink);

    /// Makes the file in `folder`: where the file system can do that, as a clone, which shares its
    /// blocks until one of the two is written. Errors: as carry(); out_of_space.
    [[nodiscard]] Status copy(const FilePart& from, const Manifest::File& file,
                              const std::filesystem::path& folder);

    /// Gives the file itself a second name in `folder`; whether that could be done. If not, as
    /// between file systems or out of an archive, nothing is there. Errors: as carry().
    [[nodiscard]] Result<bool> link(const FilePart& from, const Manifest::File& file,
                                    const std::filesystem::path& folder);

private:
    std::string_view what_;
    std::uint64_t total_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    std::uint64_t done_ = 0;
    std::vector<std::byte> buffer_;
};

} // namespace sotto::inference
